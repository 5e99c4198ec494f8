"""The statements of a disclosure as sheets of a region: one function per kind of statement, switches as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from tools.accuracy.form_lines import NATURE_LINES, summary_income_lines
from tools.accuracy.forms_basic import basic_blocks, basic_list, extra_table, public_columns, public_rows
from tools.accuracy.regions import FUNDS, KINDS, SOURCES, TITLES, Region
from tools.accuracy.sheets import Cell, Head, Row, Sheet, Table, head, head_rows
from tools.typesetter.layouts.lines import CLASSES_2018, CLASSES_2024
from tools.typesetter.model import Amount, Disclosure, StatementData
from tools.typesetter.numbers import amount_text
from tools.typesetter.numerals import ordinal

PARTS_PERCENT = {"personnel": 71, "public": 29}
"""What is printed of 基本支出 as 人员经费 and 公用经费 in columns beside it."""


class Forms:
    """Builds the sheets of one disclosure for one region."""

    def __init__(self, disclosure: Disclosure, region: Region) -> None:
        self.disclosure, self.region = disclosure, region
        self.classes = CLASSES_2018 if disclosure.fiscal_year <= 2018 else CLASSES_2024

    def sheets(self) -> list[Sheet]:
        """Every statement of the region's order, then its tables that are no statement."""
        builders: dict[str, Callable[[], Table]] = {
            "summary": self.summary,
            "income": self.income,
            "expenditure": self.expenditure,
            "fiscal_summary": self.fiscal_summary,
            "general_public_budget": self.general,
            "basic_expenditure": self.basic,
            "government_fund": lambda: self.fund("government_fund"),
            "state_capital": lambda: self.fund("state_capital"),
            "three_public": self.three_public,
        }
        sheets = [self.sheet(key, number, builders[key]()) for number, key in enumerate(self.region.order, 1)]
        return sheets + [self.extra(kind, len(sheets) + n) for n, kind in enumerate(self.region.extra, 1)]

    def sheet(self, statement: str, number: int, table: Table) -> Sheet:
        """A statement with the lines around its table."""
        r, d = self.region, self.disclosure
        title = (f"{d.fiscal_year}年度" if r.title_year else "") + (r.titles.get(statement) or TITLES[statement])
        entity, year, unit = (
            text.format(department=d.department, year=d.fiscal_year, unit=r.unit.label)
            for text in (r.entity, r.year_line, r.unit_line)
        )
        code = r.form_number.format(number=number, ordinal=ordinal(number))
        below = self.notes(statement)
        if r.unit_below:
            unit, below = "", (unit, *below)
        if r.note_in_table and below:
            note = (Cell(below[0], len(table.widths)),)
            table, below = replace(table, body=(*table.body, note)), below[1:]
        above = ((entity, year, unit),) if r.one_line or not code else (("", "", code), (entity, year, unit))
        return Sheet(statement, title, table, above, below, statement in r.wide, not r.flowing, r.title_in_grid)

    def notes(self, statement: str) -> tuple[str, ...]:
        """What stands below a table."""
        d = self.disclosure
        lines: tuple[str, ...] = ()
        if self.region.notes:
            lines = (f"注：本表反映部门本年度{TITLES[statement].removesuffix('表')}情况。",)
        named = {"government_fund": "政府性基金预算", "state_capital": "国有资本经营预算", "three_public": "“三公”经费"}
        if statement in named and d.statement(statement).is_empty:
            lines += (f"本部门{d.fiscal_year}年度没有{named[statement]}财政拨款收入和支出，故本表无数据。",)
        return lines

    # ---- cells

    def amount(self, statement: str, line: str, measure: str, name: str = "", code: str = "") -> Cell:
        """The cell of one figure, blank where there is none."""
        row = self.disclosure.statement(statement).row(line)
        whole, _, part = measure.partition(".of_which.")
        amount = row.amounts.get(whole) if row else None
        if part in PARTS_PERCENT and amount is not None:
            amount = Amount((amount.yuan * PARTS_PERCENT[part] / 100).quantize(Decimal("0.01")))
        shown = amount if part in ("", *PARTS_PERCENT) else None
        return self.figure(statement, line, measure, shown, name=name, code=code)

    def figure(
        self, statement: str, line: str, measure: str, amount: Amount | None, *, name: str = "", code: str = ""
    ) -> Cell:
        """The cell of a given figure."""
        text, yuan = amount_text(amount, self.region.unit, self.region.number)
        if not text:
            return Cell(align="right")
        return Cell(text, 1, 1, "right", statement, line, measure, yuan, code, name)

    def numbers(self, row: list[str]) -> tuple[Row, ...]:
        """The row of column numbers; an empty text stands where a column has none."""
        if not self.region.column_numbers:
            return ()
        return (tuple(Cell(text, align="center") for text in row),)

    # ---- lists of accounts

    def accounts(self, statement: str, columns: Iterable[tuple[str, Head]]) -> Table:
        """A list of accounts; ``columns`` are measures with the headings that stand over them, in order."""
        measures, heads = zip(*columns, strict=True)
        return self._accounts(statement, measures, tuple(dict.fromkeys(heads)))

    def _accounts(self, statement: str, measures: tuple[str, ...], heads: tuple[Head, ...]) -> Table:
        r = self.region
        left = self._code_heads()
        count = self._label_columns()
        data = self.disclosure.statement(statement)
        rows = [self._account(statement, row.line_code, row.name or "", measures) for row in data.rows]
        total = rows[:1] or [self._account(statement, "total", "", measures)]
        listed = rows[1:] if rows else []
        body = total + listed if r.total == "first" else listed + total
        body += [tuple(Cell() for _ in range(count + len(measures)))] * (r.blank_rows if listed else 3)
        numbers = ["栏次", *[""] * (count - 1), *(str(n) for n in range(1, len(measures) + 1))]
        labels = {"none": (4.0,), "one": (1.3, 3.2)}.get(r.codes, (0.6, 0.5, 0.5, 3.2))
        widths = ((1.0, 2.4) if r.unit_columns else ()) + labels + (1.5,) * len(measures)
        return Table(head_rows(left + heads) + self.numbers(numbers), tuple(body), widths)

    def _label_columns(self) -> int:
        """Columns before the first amount."""
        own = {"none": 1, "one": 2}.get(self.region.codes, 4)
        return own + (2 if self.region.unit_columns else 0)

    def _code_heads(self) -> tuple[Head, ...]:
        r = self.region
        if r.unit_columns:
            return (head("部门代码"), head("部门名称"), head(r.code_heading), head("科目名称"))
        if r.codes == "none":
            return (head("项目"),)
        if r.codes == "one":
            return (head("项目", r.code_heading, "科目名称"),)
        return (head("项目", head(r.code_heading, "类", "款", "项"), "科目名称"),)

    def _account(self, statement: str, line: str, name: str, measures: tuple[str, ...]) -> Row:
        r = self.region
        count = self._label_columns()
        if line == "total":
            label: Row = (Cell("合计", count, align="center"),)
            return label + tuple(self.amount(statement, line, m, "合计") for m in measures)
        parts = {
            "one": (line,),
            "none": (),
            "split": (line[:3], line[3:5], line[5:7]),
            "levels": (*("", "")[: (len(line) - 3) // 2], line[-2:] if len(line) > 3 else line),
        }[r.codes]
        if r.codes == "levels":
            parts = (*parts, "", "")[:3]
        shown = "　" * ((len(line) - 3) // 2) + name if r.codes == "none" else name
        printed = " ".join(part for part in parts if part)
        unit = (Cell("101001"), Cell(self.disclosure.department)) if r.unit_columns else ()
        return (
            *unit,
            *(Cell(part, align="center" if len(part) < 4 else "left") for part in parts),
            Cell(shown),
            *(self.amount(statement, line, m, name, printed) for m in measures),
        )

    def income(self) -> Table:
        """收入决算表."""
        fees = self.region.education_fees
        columns: list[tuple[str, Head]] = [
            ("total", head("本年收入合计")),
            ("fiscal_appropriation", head("财政拨款收入")),
        ]
        for measure, name in SOURCES:
            if measure == "institutional" and fees:
                both = head(name, "小计", "其中：教育收费")
                columns += [(measure, both), (f"{measure}.of_which.education_fees", both)]
            else:
                columns.append((measure, head(name)))
        return self.accounts("income", columns)

    def expenditure(self) -> Table:
        """支出决算表."""
        return self.accounts("expenditure", [("total", head("本年支出合计")), *self._basic(), *_named(KINDS[1:])])

    def general(self) -> Table:
        """一般公共预算财政拨款支出决算表."""
        if self.region.personnel_columns:
            columns = [("total", head("合计")), *self._basic(), ("project", head("项目支出"))]
            return self.accounts("general_public_budget", columns)
        group = head("本年支出", "小计", "基本支出", "项目支出")
        return self.accounts("general_public_budget", [(m, group) for m in ("total", "basic", "project")])

    def _basic(self) -> list[tuple[str, Head]]:
        """The column of 基本支出, or three of them."""
        if not self.region.personnel_columns:
            return [("basic", head("基本支出"))]
        group = head("基本支出", "小计", "人员经费", "公用经费")
        return [("basic", group), ("basic.of_which.personnel", group), ("basic.of_which.public", group)]

    def fund(self, statement: str) -> Table:
        """政府性基金 and 国有资本经营; the latter with balances only where the region's title says 收入."""
        group = head("本年支出", "小计", "基本支出", "项目支出")
        spent = [(m, group) for m in ("total", "basic", "project")]
        title = self.region.titles.get(statement) or TITLES[statement]
        if "收入" not in title and "收支" not in title:
            return self.accounts(statement, spent)
        opening, income = ("opening_balance", head("年初结转和结余")), ("income", head("本年收入"))
        return self.accounts(statement, [opening, income, *spent, ("closing_balance", head("年末结转和结余"))])

    # ---- totals

    def summary(self) -> Table:
        """收入支出决算总表, in two or three blocks."""
        data = self.disclosure.statement("summary")
        blocks = [
            self._lines("summary", summary_income_lines(self.disclosure.fiscal_year), "amount"),
            self._lines("summary", self._right(data), ""),
        ]
        if self.region.summary_blocks == 3:
            blocks.append(self._lines("summary", list(NATURE_LINES), ""))
        return self._side_by_side(blocks, "summary")

    def _right(self, data: StatementData) -> list[tuple[str, str]]:
        used = {row.line_code for row in data.rows}
        classes = [
            (f"expenditure.{code}", name)
            for code, name in self.classes.items()
            if self.region.classes == "all" or f"expenditure.{code}" in used
        ]
        numbered = [
            (key, f"{ordinal(n)}、{name}" if self.region.class_numbers else name)
            for n, (key, name) in enumerate(classes, 1)
        ]
        return [
            *numbered,
            ("", ""),
            ("expenditure.current_total", "本年支出合计"),
            ("expenditure.surplus_distribution", "结余分配"),
            ("expenditure.closing_balance", "年末结转和结余"),
            ("expenditure.grand_total", "总计"),
        ]

    def _lines(self, statement: str, lines: list[tuple[str, str]], measure: str) -> list[tuple[Cell, tuple[Cell, ...]]]:
        """Label and amounts of each line of a block."""
        found = []
        for line, label in lines:
            cells = self._line_amounts(statement, line, label, measure) if line else ()
            align = "center" if label.endswith(("合计", "总计")) else "left"
            found.append((Cell(label, align=align), cells))
        return found

    def _line_amounts(self, statement: str, line: str, label: str, measure: str) -> tuple[Cell, ...]:
        if statement == "summary":
            amount = self._summary_amount(line)
            return tuple(
                self.figure(statement, line, m, self._budget(amount, m), name=label) for m in self._summary_measures()
            )
        if measure:
            return (self.amount(statement, line, measure, label),)
        return tuple(self.amount(statement, line, m, label) for m in ("total", *(key for key, _ in FUNDS)))

    def _summary_measures(self) -> tuple[str, ...]:
        return ("initial_budget", "adjusted_budget", "amount") if self.region.summary_budget else ("amount",)

    def _budget(self, amount: Amount | None, measure: str) -> Amount | None:
        """A budget in proportion to the final account, so that its sums agree."""
        if amount is None or measure == "amount":
            return amount
        tenths = 9 if measure == "initial_budget" else 11
        return Amount((amount.yuan * tenths / 10).quantize(Decimal("0.01")))

    def _summary_amount(self, line: str) -> Amount | None:
        value = self.disclosure.statement("summary").yuan
        if line == "income.fiscal_appropriation":
            parts = [value(f"income.{key}", "amount") or Decimal(0) for key, _ in FUNDS]
            return Amount(sum(parts, Decimal(0)))
        if not line.startswith("nature."):
            found = value(line, "amount")
            return None if found is None else Amount(found)
        found = self._nature_amount(line.removeprefix("nature."))
        return Amount(found) if found else None

    def _nature_amount(self, kind: str) -> Decimal | None:
        d = self.disclosure
        if kind in dict(KINDS):
            return d.statement("expenditure").yuan("total", kind)
        if kind.startswith("basic."):
            return d.statement("basic_expenditure").yuan(f"{kind.removeprefix('basic.')}_total", "amount")
        return d.statement("summary").yuan(f"expenditure.{kind}", "amount")

    def fiscal_summary(self) -> Table:
        """财政拨款收入支出决算总表."""
        funds = FUNDS[:2] if self.disclosure.fiscal_year <= 2018 else FUNDS
        left = [(f"income.{key}", f"{ordinal(n)}、{name}") for n, (key, name) in enumerate(funds, 1)]
        left += [
            ("", ""),
            ("income.current_total", "本年收入合计"),
            ("income.opening_balance", "年初财政拨款结转和结余"),
            *((f"income.opening_balance.{key}", "　" + name) for key, name in funds),
            ("income.grand_total", "总计"),
        ]
        lines = self._right(self.disclosure.statement("fiscal_summary"))
        renamed = {"expenditure.closing_balance": "年末财政拨款结转和结余"}
        right = [(k, renamed.get(k, label)) for k, label in lines if not k.endswith("surplus_distribution")]
        right[-1:-1] = [("", "")] * len(funds)
        left_block, right_block = (
            self._lines("fiscal_summary", left, "amount"),
            self._lines("fiscal_summary", right, ""),
        )
        return self._side_by_side([left_block, right_block], "fiscal_summary", tail=(len(funds) + 3, len(funds) + 3))

    def _side_by_side(
        self, blocks: list[list[tuple[Cell, tuple[Cell, ...]]]], statement: str, tail: tuple[int, ...] = ()
    ) -> Table:
        """Blocks beside each other, their totals in the same rows."""
        tails = tail or (4,) * len(blocks)
        height = max(len(block) - t for block, t in zip(blocks, tails, strict=True))
        counts = [max(len(cells) for _, cells in block) for block in blocks]
        filled = []
        for block, t in zip(blocks, tails, strict=True):
            gap = [(Cell(), ())] * (height - (len(block) - t))
            filled.append([*block[: len(block) - t], *gap, *block[len(block) - t :]])
        depth = max(map(len, filled))
        body = []
        for index in range(depth):
            row: list[Cell] = []
            for number, (block, count) in enumerate(zip(filled, counts, strict=True)):
                label, cells = block[index] if index < len(block) else (Cell(), ())
                row += [label, *self._line_number(number * depth + index + 1)]
                row += cells or [Cell(align="right")] * count
            body.append(tuple(row))
        return Table(self._blocks_head(counts, statement), tuple(body), self._block_widths(counts))

    def _line_number(self, number: int) -> tuple[Cell, ...]:
        return (Cell(str(number), align="center"),) if self.region.line_numbers else ()

    def _block_widths(self, counts: list[int]) -> tuple[float, ...]:
        number = (0.5,) if self.region.line_numbers else ()
        return tuple(w for count in counts for w in ((3.2, *number) + (1.4,) * count))

    def _blocks_head(self, counts: list[int], statement: str) -> tuple[Row, ...]:
        r = self.region
        number = ("行次",) if r.line_numbers else ()
        amounts: tuple[str | Head, ...] = (r.amount_heading,)
        if statement == "summary" and r.summary_budget:
            amounts = ("年初预算数", "全年预算数", "决算数")
        labels = (
            ("项目", "项目（按功能分类）", "项目（按支出性质和经济分类）") if len(counts) == 3 else ("项目", "项目")
        )
        left = head("收入", labels[0], *number, *amounts)
        if statement == "fiscal_summary":
            funds = [head("合计"), *(head(name) for _, name in FUNDS)][: counts[1]]
            heads: tuple[Head, ...] = (left, head("支出", labels[1], *number, *funds))
        else:
            parts = [part for label in labels[1:] for part in (label, *number, *amounts)]
            heads = (left, head("支出", *parts))
        numbers: list[str] = []
        n = 1
        for count in counts:
            numbers += ["栏次", *([""] if number else []), *(str(n + i) for i in range(count))]
            n += count
        return head_rows(heads) + self.numbers(numbers)

    # ---- basic expenditure and 三公

    def basic(self) -> Table:
        """基本支出: blocks side by side, one list, or a matrix by 人员经费 and 公用经费."""
        if self.region.basic in ("list", "matrix"):
            return basic_list(self)
        return basic_blocks(self)

    def three_public(self) -> Table:
        """三公 in one of its three shapes."""
        return public_rows(self) if self.region.public == "rows" else public_columns(self)

    def extra(self, kind: str, number: int) -> Sheet:
        """A table that is no statement of the contract; none of its figures may come out."""
        title, table = extra_table(self, kind)
        sheet = self.sheet("general_public_budget", number, table)
        return replace(sheet, statement="", title=title, below=(), landscape=True)


def _named(columns: Iterable[tuple[str, str]]) -> list[tuple[str, Head]]:
    """Measures with a plain heading each."""
    return [(measure, head(name)) for measure, name in columns]
