(function () {
  "use strict";
  var table = document.getElementById("documents"), body = table.tBodies[0];
  var buttons = table.tHead.querySelectorAll("button");
  var order = {};
  function sortBy(column) {
    var rows = Array.prototype.slice.call(body.rows), down = order[column] = !order[column];
    var numeric = column >= 2 && column <= 6;
    rows.sort(function (a, b) {
      var x = a.cells[column].textContent.trim(), y = b.cells[column].textContent.trim();
      var difference = numeric ? Number(y) - Number(x) : x.localeCompare(y, "zh");
      return down ? difference : -difference;
    });
    rows.forEach(function (row) { body.appendChild(row); });
  }
  buttons.forEach(function (button, column) { button.addEventListener("click", function () { sortBy(column); }); });
  document.getElementById("filter").addEventListener("input", function (event) {
    var words = event.target.value.toLowerCase().split(/\s+/);
    Array.prototype.forEach.call(body.rows, function (row) {
      var text = row.textContent.toLowerCase();
      row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
    });
  });
}());
