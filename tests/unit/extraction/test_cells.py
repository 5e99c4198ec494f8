"""Characters into cells and lines."""

import numpy as np

from dagster_project.extraction.cells import GridCell, TextLine, cells_of, lines_by_region, segments_outside
from dagster_project.extraction.grid import Grid, find_grids
from dagster_project.extraction.page import Chars, Ruling


def typed(*strings: tuple[str, float, float], size: float = 10.0) -> Chars:
    """Set strings at (x, top), digits half as wide as ideographs; a space is a mark on the next character."""
    texts: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    spaced: list[bool] = []
    for string, start, top in strings:
        x, space = start, False
        for char in string:
            width = size / 2 if char < "\u2e80" else size
            if char != " ":
                texts.append(char)
                boxes.append((x, top, x + width, top + size))
                spaced.append(space)
            space = char == " "
            x += width
    return Chars("".join(texts), np.array(boxes), np.array(spaced))


def split_chars(chars: Chars, grids: list[Grid]) -> tuple[list[list[GridCell]], list[TextLine]]:
    held, outside = lines_by_region(chars, grids)
    return [cells_of(grid, lines) for grid, lines in zip(grids, held, strict=True)], outside


def two_by_two() -> list[Grid]:
    rows = [Ruling(y, 0, 120) for y in (0, 20, 40)]
    columns = [Ruling(x, 0, 40) for x in (0, 60, 120)]
    return find_grids(rows, columns)


def test_text_goes_to_its_cell_and_the_rest_into_lines() -> None:
    cells, lines = split_chars(typed(("合计", 5, 5), ("12.30", 70, 5), ("注：表外", 0, 60)), two_by_two())
    assert [c.text for c in cells[0]] == ["合计", "12.30", "", ""]
    assert [line.text for line in lines] == ["注：表外"]


def test_digits_wider_than_their_column_stay_one_number() -> None:
    cells, _ = split_chars(typed(("123,456,789.00", 2, 5)), two_by_two())
    assert [c.text for c in cells[0]][:2] == ["123,456,789.00", ""]


def test_numbers_of_two_cells_that_nearly_touch_stay_apart() -> None:
    cells, _ = split_chars(typed(("123.45", 28, 5), ("678.90", 61.5, 5)), two_by_two())
    assert [c.text for c in cells[0]][:2] == ["123.45", "678.90"]


def test_a_wrapped_label_keeps_its_lines_and_a_printed_space_its_place() -> None:
    cells, _ = split_chars(typed(("机关", 5, 1), ("养老", 5, 10.5), ("1 01035", 64, 5)), two_by_two())
    assert cells[0][0].text == "机关\n养老"
    assert cells[0][0].key == "机关养老"
    assert cells[0][1].text == "1 01035"
    assert cells[0][1].key == "101035"


def test_the_first_line_tells_the_indentation() -> None:
    """Spaces before a name indent its first line only."""
    cells, _ = split_chars(typed(("机关", 25, 1), ("养老保险", 5, 10.5)), two_by_two())
    assert cells[0][0].text_x0 == 25


def test_a_mark_of_another_cell_is_no_footnote() -> None:
    big, small = typed(("20805", 5, 12), size=14.0), typed(("机关", 64, 6), size=9.0)
    chars = Chars(
        big.text + small.text, np.vstack([big.boxes, small.boxes]), np.concatenate([big.spaced, small.spaced])
    )
    cells, _ = split_chars(chars, two_by_two())
    assert {c.text for c in cells[0]} == {"20805", "机关", ""}


def test_text_drawn_in_another_order_reads_by_position() -> None:
    chars = typed(("款", 15, 5), ("类", 5, 5))
    cells, _ = split_chars(chars, two_by_two())
    assert cells[0][0].text == "类款"


def test_outside_grids_a_narrow_gap_parts_only_what_follows_decimals() -> None:
    """Amounts at the right edge of a column nearly touch the code or the label at the left edge of the next."""
    found = [
        [line.key for line in segments_outside(typed(("498.52", 0, 0), (second, 33, 0)), [])]
        for second in ("30201", "公共服务")
    ]
    assert found == [["498.52", "30201"], ["498.52", "公共服务"]]
    assert [line.key for line in segments_outside(typed(("16", 0, 0), ("010.35", 13, 0)), [])] == ["16010.35"]


def test_no_characters_no_lines() -> None:
    cells, lines = split_chars(Chars("", np.zeros((0, 4)), np.zeros(0, dtype=np.bool_)), two_by_two())
    assert [c.text for c in cells[0]] == [""] * 4
    assert lines == []
