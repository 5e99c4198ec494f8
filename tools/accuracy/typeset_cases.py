"""Cases of the project's own typesetter: all layouts and switches, each pair of choices in some document."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from tools.accuracy.cases import Case, Document, from_typesetter
from tools.accuracy.departments import Traits, make_disclosure, without_amounts
from tools.accuracy.pairwise import pairwise
from tools.typesetter import LAYOUTS, Layout, typeset
from tools.typesetter.style import THOUSAND_YUAN, WAN_YUAN, YUAN, Ruling, Unit

BOTH = (False, True)
UNITS = {unit.label: unit for unit in (WAN_YUAN, YUAN, THOUSAND_YUAN)}
FACTORS: dict[str, tuple[Any, ...]] = {
    "layout": tuple(LAYOUTS),
    "ruling": tuple(Ruling),
    "page": ("upright", "rotate 90", "rotate 180", "rotate 270", "sideways"),
    "unit": tuple(UNITS),
    "thousands": (",", "", " "),
    "blank": ((None, ""), ("-", ""), (None, "0.00"), ("0", ""), ("—", "")),
    "negative": ("-{}", "△{}", "（{}）"),
    "funds": ((), ("government_fund",), ("government_fund", "state_capital")),
    "strip_zeros": BOTH,
    "full_width": BOTH,
    "repeat_header": BOTH,
    "repeat_row": BOTH,
    "split_rows": BOTH,
    "rule_empty_columns": BOTH,
    "wrap_amounts": BOTH,
    "indent_names": BOTH,
    "kangxi": BOTH,
    "fake_bold": BOTH,
    "hidden_text": BOTH,
    "spaced_text": BOTH,
    "shuffle": BOTH,
    "watermark": ("", "内部资料 请勿外传"),
    "row_height": (12.0, 18.0, 24.0),
    "non_fiscal": BOTH,
    "three_public": BOTH,
}
YEARS = {"form_2018": 2018, "university": 2023}
BLANK_FORM = frozenset({("empty_statement", "*"), ("template_residue", "*")})
FIRST_SEED = 1000
SMALL = 5.5
"""Size in points of full-width figures in 元."""
NARROW = 0.02
"""Scale of departments whose figures are printed in 元: their columns must fit the page."""


def _plausible(row: dict[str, Any]) -> dict[str, Any]:
    """Without what no producer does: full-width figures with blanks between them, a page break within a number."""
    if row["full_width"] and row["thousands"] == " ":
        row = row | {"thousands": ","}
    return row | {"split_rows": False} if row["wrap_amounts"] else row


def layout_of(row: dict[str, Any]) -> Layout:
    """The layout of one combination."""
    style = {key: row[key] for key in ("ruling", "repeat_header", "repeat_row", "split_rows", "rule_empty_columns")}
    if row["full_width"] and row["unit"] != WAN_YUAN.label:
        style["table_size"] = SMALL
    style |= {key: row[key] for key in ("wrap_amounts", "indent_names", "row_height")}
    effects = {key: row[key] for key in ("kangxi", "fake_bold", "hidden_text", "spaced_text", "watermark")}
    effects["shuffle_seed"] = 7 if row["shuffle"] else None
    effects["sideways"] = row["page"] == "sideways"
    effects["rotate"] = int(row["page"].removeprefix("rotate ")) if row["page"].startswith("rotate") else 0
    zero, absent = row["blank"]
    number = {key: row[key] for key in ("thousands", "negative", "strip_zeros", "full_width")}
    layout = replace(LAYOUTS[row["layout"]], unit=UNITS[row["unit"]])
    return layout.with_style(**style).with_effects(**effects).with_number(zero=zero, absent=absent, **number)


def build(row: dict[str, Any], seed: int) -> Document:
    """One combination in print."""
    old = row["layout"] == "form_2018"
    traits = Traits(
        scale=NARROW if row["unit"] != WAN_YUAN.label else 1.0,
        year=YEARS.get(row["layout"], 2020 + seed % 5),
        items=3 + seed % 14,
        funds=tuple(fund for fund in row["funds"] if not (old and fund == "state_capital")),
        non_fiscal=row["non_fiscal"],
        negative=seed % 3 == 0,
        three_public=row["three_public"],
    )
    layout = layout_of(row)
    return _typeset(seed, traits, layout)


def _typeset(seed: int, traits: Traits, layout: Layout, *, blank: bool = False) -> Document:
    disclosure = make_disclosure(seed, traits, layout.unit)
    if blank:
        disclosure = replace(without_amounts(disclosure), department="XX局")
    data, cells = typeset(disclosure, layout)
    return Document(data, from_typesetter(cells))


def plain(
    seed: int, layout: str = "wuhan", unit: Unit = WAN_YUAN, left_out: tuple[str, ...] = (), **traits: Any
) -> Document:
    """A document without any guise: what damages and scans start from."""
    return _typeset(seed, Traits(**traits), replace(LAYOUTS[layout], unit=unit).without(*left_out))


def cases() -> list[Case]:
    """Every combination, then blank forms and documents that lack statements."""
    found = [
        Case(f"typeset-{n:02d}-{row['layout']}", "typesetter", partial(build, row, FIRST_SEED + n), about=_about(row))
        for n, row in enumerate(map(_plausible, pairwise(FACTORS, seed=1)))
    ]
    found += [
        Case(f"blank-{name}", "typesetter", partial(_blank, n, name), allowed=BLANK_FORM)
        for n, name in enumerate(("wuhan", "shanghai"))
    ]
    for n, left_out in enumerate((("income",), ("basic_expenditure", "three_public"), ("summary", "state_capital"))):
        allowed = frozenset(("missing_statement", statement) for statement in left_out)
        name = f"missing-{'-'.join(left_out)}"
        found.append(Case(name, "typesetter", partial(_lacking, n, left_out), allowed=allowed))
    return found


def _blank(number: int, layout: str) -> Document:
    return _typeset(FIRST_SEED + 200 + number, Traits(), LAYOUTS[layout], blank=True)


def _lacking(number: int, left_out: tuple[str, ...]) -> Document:
    layout = LAYOUTS["wuhan"].without(*left_out)
    return _typeset(FIRST_SEED + 210 + number, Traits(funds=("government_fund", "state_capital")), layout)


def _about(row: dict[str, Any]) -> str:
    return ", ".join(f"{key}={value}" for key, value in row.items() if value is not False and value != "")
