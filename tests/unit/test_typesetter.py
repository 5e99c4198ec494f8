"""The typesetter: what it prints can be read back, nothing is lost, and each switch does what it says."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from functools import cache
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from tools.samples.synthetic.disclosures import load_faultless
from tools.typesetter import (
    LAYOUTS,
    Amount,
    Disclosure,
    ExpectedCell,
    Layout,
    Row,
    Ruling,
    StatementData,
    as_scan,
    typeset,
    write_golden,
)
from tools.typesetter.effects import HIDDEN_FIGURE
from tools.typesetter.layout import Codes, Total
from tools.typesetter.model import Part
from tools.typesetter.numbers import amount_text
from tools.typesetter.style import WAN_YUAN, YUAN, NumberStyle, Unit
from tools.typesetter.wrap import wrap

WUHAN, SHANGHAI = LAYOUTS["wuhan"], LAYOUTS["shanghai"]


@cache
def sample() -> Disclosure:
    return next(disclosure for disclosure, _ in load_faultless())


def long_table(rows: int) -> Disclosure:
    """A disclosure whose expenditure statement has many accounts."""
    lines = [Row("total", {"total": Amount(Decimal(990_000))})]
    for number in range(rows):
        code = f"2{number:06d}"
        lines.append(Row(code, {"total": Amount(Decimal(10_000 + number * 100))}, code, f"第{number}项支出"))
    return Disclosure(
        "示例市某局", "示例市", 2024, (StatementData("expenditure", tuple(lines)),), Part("甲"), Part("乙")
    )


def page_texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def squeezed(text: str) -> str:
    return "".join(text.split())


def keys(cells: list[ExpectedCell]) -> set[tuple[str, str, str, Decimal]]:
    return {(c.statement, c.line_code, c.measure, c.amount_yuan) for c in cells}


def path_kinds(data: bytes, page: int) -> Counter[str]:
    """Stroked lines and filled rectangles of a page, in points."""
    kinds: Counter[str] = Counter()
    for item in pypdfium2.PdfDocument(data)[page - 1].get_objects([pdfium.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = item.get_bounds()
        kinds["long" if max(right - left, top - bottom) > 40 else "short"] += 1
        filled, stroked = pdfium.c_int(), pdfium.FPDF_BOOL()
        pdfium.FPDFPath_GetDrawMode(item, filled, stroked)
        kinds["stroked" if stroked.value else "filled"] += 1
    return kinds


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_the_same_input_gives_the_same_bytes(layout: Layout) -> None:
    first, cells = typeset(sample(), layout)
    second, again = typeset(sample(), layout)
    assert first == second
    assert cells == again


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_every_expected_cell_is_in_the_text_of_its_page(layout: Layout) -> None:
    data, cells = typeset(sample(), layout)
    texts = [squeezed(text) for text in page_texts(data)]
    assert len(cells) > 200
    for cell in cells:
        assert squeezed(cell.printed_text) in texts[cell.page_number - 1], cell
        assert squeezed(cell.printed_code) in texts[cell.page_number - 1], cell


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_every_expected_cell_stands_in_its_box(layout: Layout) -> None:
    data, cells = typeset(sample(), layout)
    document = pypdfium2.PdfDocument(data)
    for cell in cells[::7]:
        page = document[cell.page_number - 1]
        height = page.get_height()
        text = page.get_textpage().get_text_bounded(cell.x0, height - cell.bottom, cell.x1, height - cell.top)
        assert squeezed(text) == cell.printed_text, cell


def test_every_amount_of_the_data_is_expected_once() -> None:
    _, cells = typeset(sample(), SHANGHAI)
    given = {
        (data.statement, row.line_code, measure)
        for data in sample().statements
        for row in data.rows
        for measure in row.amounts
        if data.statement in {form.statement for form in SHANGHAI.forms}
    }
    printed = [(c.statement, c.line_code, c.measure) for c in cells if c.amount_yuan]
    assert sorted(printed) == sorted(given)


def test_layouts_differ_in_looks_and_agree_on_figures() -> None:
    wuhan, wuhan_cells = typeset(sample(), WUHAN)
    shanghai, shanghai_cells = typeset(sample(), SHANGHAI)
    assert "公开 07 表" in "".join(page_texts(wuhan))
    assert "公开" not in "".join(page_texts(shanghai))
    order = {c.statement: c.page_number for c in shanghai_cells}
    assert order["three_public"] < order["government_fund"]
    nonzero = {key for key in keys(shanghai_cells) if key[3]} - {
        k for k in keys(shanghai_cells) if k[0] == "state_capital"
    }
    assert nonzero == {key for key in keys(wuhan_cells) if key[0] != "state_capital"}


def test_a_form_can_print_what_the_data_hold_in_parts() -> None:
    data, cells = typeset(sample(), LAYOUTS["form_2018"])
    amounts = {c.line_code: c.amount_yuan for c in cells if c.statement == "summary"}
    parts = [
        sample().statement("summary").yuan(f"income.{f}", "amount")
        for f in ("general_public_budget", "government_fund")
    ]
    assert abs(amounts["income.fiscal_appropriation"] - sum(filter(None, parts))) <= 50
    assert "income.general_public_budget" not in amounts
    assert {c.statement for c in cells} == {form.statement for form in LAYOUTS["form_2018"].forms}
    assert "用事业基金弥补收支差额" in "".join(page_texts(data))


def test_an_amount_without_a_cell_on_the_form_is_refused() -> None:
    stray = StatementData("summary", (Row("income.windfall", {"amount": Amount(Decimal(1))}),))
    with pytest.raises(ValueError, match=r"income\.windfall"):
        typeset(replace(sample(), statements=(stray,)), WUHAN)


def test_a_character_without_a_glyph_is_refused() -> None:
    with pytest.raises(ValueError, match="no glyph"):
        typeset(replace(sample(), cover_lines=("\N{GRINNING FACE}",)), WUHAN)


def test_a_planted_amount_is_what_the_page_shows() -> None:
    planted = sample().with_amount("income", "total", "total", Amount(Decimal(123_450_000)))
    _, before = typeset(sample(), WUHAN)
    data, after = typeset(planted, WUHAN)
    (changed,) = keys(after) - keys(before)
    assert changed == ("income", "total", "total", Decimal("123450000.00"))
    assert "12,345.00" in "".join(page_texts(data))
    with pytest.raises(KeyError):
        sample().with_amount("income", "9999999", "total", None)


def test_a_text_of_its_own_replaces_the_written_amount() -> None:
    damaged = sample().with_amount("income", "total", "total", Amount(Decimal(160_103_500), "16 010.35"))
    data, cells = typeset(damaged, WUHAN)
    cell = next(c for c in cells if (c.statement, c.line_code, c.measure) == ("income", "total", "total"))
    assert cell.printed_text == "16 010.35"
    assert cell.amount_yuan == Decimal(160_103_500)
    assert "16 010.35" in page_texts(data)[cell.page_number - 1]


@pytest.mark.parametrize("repeat_header", [True, False])
def test_a_long_table_breaks_over_pages_and_loses_no_row(repeat_header: bool) -> None:
    layout = WUHAN.with_style(repeat_header=repeat_header)
    data, cells = typeset(long_table(90), layout)
    pages = {c.page_number for c in cells}
    assert len(pages) >= 3
    assert [c.line_code for c in cells] == ["total", *(f"2{n:06d}" for n in range(90))]
    last = page_texts(data)[max(pages) - 1]
    assert ("科目名称" in last) is repeat_header


def test_a_row_can_be_printed_again_after_a_page_break() -> None:
    _, cells = typeset(long_table(60), WUHAN.with_style(repeat_row=True))
    twice = [c for c in cells if c.occurrence == 2]
    assert len(twice) == len({c.page_number for c in cells}) - 1
    assert all(c.amount_yuan == next(d for d in cells if d.line_code == c.line_code).amount_yuan for c in twice)


def test_a_page_break_can_fall_inside_a_row() -> None:
    name = "为" + "完成特定行政任务" * 20
    rows = tuple(Row(f"20{n}", {"total": Amount(Decimal(10_000))}, f"20{n}", name) for n in range(1, 8))
    disclosure = replace(long_table(1), statements=(StatementData("expenditure", rows),))
    whole, split = (typeset(disclosure, WUHAN.with_style(split_rows=s)) for s in (False, True))
    assert len(whole[1]) == len(split[1]) == len(rows)
    counts = [[squeezed(text).count("特定行政任务") for text in page_texts(data)] for data, _ in (whole, split)]
    assert all(count % 20 == 0 for count in counts[0])
    assert any(count % 20 for count in counts[1])
    assert len(rows) * 20 - 20 <= sum(counts[1]) <= sum(counts[0]) == len(rows) * 20


def test_the_total_stands_where_the_layout_says() -> None:
    for total, places in ((Total.FIRST, [0]), (Total.LAST, [-1]), (Total.BOTH, [0, -1]), (Total.IN_HEADER, [0])):
        _, cells = typeset(long_table(5), WUHAN.with_form("expenditure", total=total))
        lines = [c.line_code for c in cells]
        assert [lines[place] for place in places] == ["total"] * len(places)
        assert lines.count("total") == len(places) == max(c.occurrence for c in cells if c.line_code == "total")


def test_a_code_in_three_columns_is_joined_by_spaces() -> None:
    layout = WUHAN.with_form("expenditure", codes=Codes.SPLIT)
    _, cells = typeset(sample(), layout)
    codes = {c.line_code: c.printed_code for c in cells if c.statement == "expenditure"}
    assert codes["total"] == ""
    assert codes["208"] == "208"
    assert codes["20805"] == "208 05"
    assert codes["2080505"] == "208 05 05"


@pytest.mark.parametrize(
    ("style", "yuan", "text", "stated"),
    [
        (NumberStyle(rounding=ROUND_DOWN), "-1234567.89", "-123.45", "-1234500.00"),
        (NumberStyle(), "-1234567.89", "-123.46", "-1234600.00"),
        (NumberStyle(negative="△{}"), "-12345678", "△1,234.57", "-12345700.00"),
        (NumberStyle(negative="（{}）"), "-12345678", "（1,234.57）", "-12345700.00"),
        (NumberStyle(thousands=" "), "160103500", "16 010.35", "160103500.00"),
        (NumberStyle(strip_zeros=True), "1000000", "100", "1000000.00"),
        (NumberStyle(full_width=True), "12345678", "１，２３４．５７", "12345700.00"),
        (NumberStyle(), "0", "0.00", "0"),
        (NumberStyle(zero="—"), "0", "—", "0"),
        (NumberStyle(zero=""), "0", "", "0"),
        (NumberStyle(), "45", "0.00", "0"),
        (NumberStyle(), "50", "0.01", "100.00"),
    ],
)
def test_amounts_are_written_in_the_style_of_the_layout(style: NumberStyle, yuan: str, text: str, stated: str) -> None:
    assert amount_text(Amount(Decimal(yuan)), WAN_YUAN, style) == (text, Decimal(stated))


@pytest.mark.parametrize(("unit", "text"), [(YUAN, "1,234,567.89"), (WAN_YUAN, "123.46")])
def test_the_unit_of_the_layout_is_printed_and_used(unit: Unit, text: str) -> None:
    disclosure = long_table(1).with_amount("expenditure", "total", "total", Amount(Decimal("1234567.89")))
    data, cells = typeset(disclosure, replace(WUHAN, unit=unit))
    assert cells[0].printed_text == text
    assert f"单位：{unit.label}" in "".join(page_texts(data))


def test_blank_and_printed_zero_are_told_apart() -> None:
    blank = long_table(1)
    layout = SHANGHAI.without("basic_expenditure")
    assert {c.measure for c in typeset(blank, layout)[1]} == {"total"}
    _, cells = typeset(blank, layout.with_number(absent="-"))
    zeros = [c for c in cells if c.printed_text == "-"]
    assert zeros
    assert all(c.amount_yuan == 0 for c in zeros)


def test_an_empty_statement_prints_its_form_and_its_sentence() -> None:
    data, cells = typeset(long_table(1), WUHAN)
    assert {c.statement for c in cells} == {"expenditure"}
    text = "".join(page_texts(data))
    assert "本部门 2024 年度无政府性基金预算财政拨款收入支出。" in text
    assert "本部门 2024 年度无政府性基金" not in "".join(page_texts(typeset(sample(), WUHAN)[0]))


@pytest.mark.parametrize("ruling", list(Ruling))
def test_rulings_are_drawn_in_the_way_of_the_layout(ruling: Ruling) -> None:
    data, cells = typeset(sample(), WUHAN.with_style(ruling=ruling))
    kinds = path_kinds(data, cells[0].page_number)
    drawn = kinds["stroked"] + kinds["filled"]
    if ruling is Ruling.NONE:
        assert drawn == 0
    elif ruling is Ruling.HEADER_ONLY:
        assert drawn == 3
    elif ruling is Ruling.RECT:
        assert kinds["filled"] == drawn > 30
    elif ruling is Ruling.SEGMENTS:
        assert kinds["short"] == drawn > 500
    else:
        assert kinds["stroked"] == drawn > 30


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_rotated_pages_display_upright(rotate: int) -> None:
    data, cells = typeset(sample(), WUHAN.with_effects(rotate=rotate))
    page = pypdfium2.PdfDocument(data)[cells[0].page_number - 1]
    assert page.get_rotation() == rotate
    assert page.get_width() < page.get_height()
    upright = typeset(sample(), WUHAN)[0]
    reference = pypdfium2.PdfDocument(upright)[cells[0].page_number - 1]
    shown, expected = (p.render(scale=0.5, grayscale=True).to_numpy() for p in (page, reference))
    assert shown.shape == expected.shape
    # Glyphs turned by the viewer differ in their edge pixels only.
    assert abs(shown.astype(int) - expected.astype(int)).mean() < 4


def test_sideways_pages_are_not_marked_as_rotated() -> None:
    data, cells = typeset(sample(), WUHAN.with_effects(sideways=True))
    page = pypdfium2.PdfDocument(data)[cells[0].page_number - 1]
    assert page.get_rotation() == 0
    assert page.get_width() > page.get_height()


def test_effects_change_the_characters_that_they_should() -> None:
    data, cells = typeset(sample(), WUHAN)
    page = cells[0].page_number - 1
    plain = squeezed(page_texts(data)[page])

    def effect(**changes: object) -> str:
        return squeezed(page_texts(typeset(sample(), WUHAN.with_effects(**changes))[0])[page])

    assert Counter(effect(fake_bold=True)) >= Counter(plain)
    kangxi = effect(kangxi=True)
    assert "⽀出" in kangxi
    assert "支" not in kangxi
    assert unicodedata.normalize("NFKC", "⽀") == "支"
    assert effect(watermark="内部资料").count("内部资料") == 3
    assert HIDDEN_FIGURE in effect(hidden_text=True)
    shuffled = effect(shuffle_seed=3)
    assert shuffled != plain
    assert Counter(shuffled) == Counter(plain)


def test_spaces_inside_names_do_not_touch_amounts() -> None:
    plain, spaced = (typeset(sample(), WUHAN.with_effects(spaced_text=s)) for s in (False, True))
    assert keys(plain[1]) == keys(spaced[1])
    assert "\u3000" in page_texts(spaced[0])[spaced[1][0].page_number - 1]


def test_a_table_whose_amounts_are_wide_is_set_in_smaller_type() -> None:
    disclosure = sample().with_amount("three_public", "total", "actual", Amount(Decimal("9876543210987654.32")))
    data, cells = typeset(disclosure, replace(WUHAN, unit=YUAN).with_style(table_size=30.0))
    cell = next(c for c in cells if c.printed_text == "9,876,543,210,987,654.32")
    assert cell.printed_text in page_texts(data)[cell.page_number - 1]


def test_an_amount_can_be_wrapped_inside_its_cell() -> None:
    disclosure = sample().with_amount("three_public", "total", "actual", Amount(Decimal("9876543210987654.32")))
    layout = replace(WUHAN, unit=YUAN)
    with pytest.raises(ValueError, match="points"):
        typeset(disclosure, layout.with_style(margin_x=270.0))
    data, cells = typeset(disclosure, layout.with_style(wrap_amounts=True))
    cell = next(c for c in cells if c.printed_text == "9,876,543,210,987,654.32")
    text = page_texts(data)[cell.page_number - 1]
    assert cell.printed_text not in text
    assert cell.printed_text in squeezed(text)


def test_statements_can_share_a_page() -> None:
    compact = WUHAN.with_form("three_public", starts_page=False)
    data, _ = typeset(long_table(1), compact)
    shared = next(text for text in page_texts(data) if "公开 07 表" in text)
    assert "公开 08 表" in shared
    assert "公开 09 表" in shared


def test_wrapping_keeps_numbers_whole_and_marks_in_place() -> None:
    lines = wrap("支出决算为 12,345.67 万元，完成年初预算的 98.76%。（类）", 70, 10)
    assert "".join(lines) == "支出决算为 12,345.67 万元，完成年初预算的 98.76%。（类）"
    assert any("12,345.67" in line for line in lines)
    assert not any(line[0] in "，。）" or line[-1] in "（" for line in lines)
    assert len(wrap("1,234,567,890.12", 20, 10)) > 2


def test_golden_files_hold_exact_amounts(tmp_path: Path) -> None:
    _, cells = typeset(sample(), WUHAN)
    write_golden(tmp_path / "golden.csv", cells)
    with (tmp_path / "golden.csv").open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    assert [Decimal(record["amount_yuan"]) for record in records] == [cell.amount_yuan for cell in cells]
    assert len({(r["statement"], r["line_code"], r["measure"], r["occurrence"]) for r in records}) == len(records)


def test_a_scan_has_pictures_in_place_of_text() -> None:
    data, _ = typeset(long_table(3), SHANGHAI.in_order("expenditure"))
    scanned = as_scan(data, pages={4}, dpi=60)
    texts, plain = page_texts(scanned), page_texts(data)
    assert scanned == as_scan(data, pages={4}, dpi=60)
    assert texts[3] == ""
    assert plain[3]
    assert [*texts[:3], *texts[4:]] == [*plain[:3], *plain[4:]]
    shown, expected = (
        pypdfium2.PdfDocument(d)[3].render(scale=0.3, grayscale=True).to_numpy() for d in (scanned, data)
    )
    assert shown.shape == expected.shape
    assert abs(shown.astype(int) - expected.astype(int)).mean() < 25
