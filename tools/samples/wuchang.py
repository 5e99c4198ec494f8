"""The sample of 武昌区科技创新和人才服务中心, 2024: figures as printed in a published disclosure, prose of our own.

``statements.csv`` holds every figure, code and name as its copied text prints them, damage included, with the key
that a reader must arrive at; ``text.yaml`` the prose around the figures.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import yaml

from tools.typesetter.layout import Layout
from tools.typesetter.layouts import LAYOUTS
from tools.typesetter.model import (
    Amount,
    Block,
    Disclosure,
    Heading,
    Paragraph,
    Part,
    PlainTable,
    Row,
    StatementData,
)
from tools.typesetter.performance import drawn

DATA = Path(__file__).parent / "wuchang_2024"
WAN_YUAN = Decimal(10000)
SUMMED_UP = "部门：{department}\n(汇总)"
"""The source prints (汇总) on a line of its own below the department of three statements."""

NOT_LISTED = ("30299", "31001", "31019", "31021")
"""Items of the form that the source leaves out."""


def load_wuchang() -> tuple[Disclosure, Layout]:
    """The disclosure and the layout to print it in."""
    text = yaml.safe_load((DATA / "text.yaml").read_text(encoding="utf-8"))
    overview, narrative, *closing = (_part(part) for part in text["parts"])
    disclosure = Disclosure(
        department=text["department"],
        region=text["region"],
        fiscal_year=text["year"],
        statements=_statements(),
        overview=overview,
        narrative=narrative,
        closing=tuple(closing),
        cover_lines=tuple(text["cover_lines"]),
    )
    layout = LAYOUTS["wuhan"]
    for statement in ("fiscal_summary", "general_public_budget", "basic_expenditure"):
        layout = layout.with_form(statement, entity=SUMMED_UP)
    listed = tuple(
        tuple(line for line in block if line.code not in NOT_LISTED)
        for block in layout.form("basic_expenditure").blocks
    )
    return disclosure, replace(layout.with_form("basic_expenditure", blocks=listed), cover=tuple(text["cover"]))


def _statements() -> tuple[StatementData, ...]:
    with (DATA / "statements.csv").open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    return tuple(
        StatementData(statement, tuple(_rows(list(lines))))
        for statement, lines in groupby(records, key=lambda record: record["statement"])
    )


def _rows(records: list[dict[str, str]]) -> list[Row]:
    """One row per line, in the order of the first figure of each."""
    rows: dict[str, list[dict[str, str]]] = {}
    for record in records:
        rows.setdefault(record["line_code"], []).append(record)
    return [
        Row(
            line_code,
            {cell["measure"]: _amount(cell["printed_text"]) for cell in cells},
            cells[0]["printed_code"] or None,
            cells[0]["printed_name"],
        )
        for line_code, cells in rows.items()
    ]


def _amount(text: str) -> Amount:
    return Amount(Decimal(text.replace(",", "").replace(" ", "")) * WAN_YUAN, text)


def _part(part: dict[str, object]) -> Part:
    blocks = part["blocks"]
    assert isinstance(blocks, list)
    return Part(str(part["title"]), tuple(_block(block) for block in blocks))


def _block(block: object) -> Block:
    """A string is a paragraph; a mapping is a heading (h1, h2, h3) or a table."""
    if isinstance(block, str):
        return Paragraph(block)
    assert isinstance(block, dict)
    if "rows" in block:
        return _table(block["rows"], block["widths"])
    ((level, text),) = block.items()
    return Heading(text, int(level.removeprefix("h")))


def _table(rows: list[list[str]], widths: list[float]) -> PlainTable:
    """A table in which ``<`` continues the cell to its left and ``^`` the one above it."""
    return drawn(rows, tuple(map(float, widths)))
