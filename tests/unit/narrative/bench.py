"""Narratives written line by line, as the raw layer would hold them, and what the grammar makes of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from dagster_project.extraction.text import text_key
from dagster_project.narrative import Claim, Lexicon, ProseLine, read_narrative

ROOT = Path(__file__).resolve().parents[3]
WIDTH = 32
"""Characters on a line."""
PART = "第三部分 某市某局2024年度部门决算情况说明"


@cache
def lexicon() -> Lexicon:
    """The grammar with the names of classes that dbt hands over."""
    with (ROOT / "dbt/seeds/function_codes.csv").open(encoding="utf-8", newline="") as handle:
        names = {row["name"] for row in csv.DictReader(handle) if row["level"] == "1"}
    with (ROOT / "dagster_project/extraction/lexicon/class_aliases.csv").open(encoding="utf-8", newline="") as handle:
        names |= {row["label_key"] for row in csv.DictReader(handle) if row["label_key"].endswith("支出")}
    return Lexicon(sorted(names))


def set_lines(paragraphs: Sequence[str], width: int = WIDTH, lines_per_page: int = 25) -> Iterator[ProseLine]:
    """Paragraphs broken into lines and pages."""
    count = 0
    for number, paragraph in enumerate(paragraphs, 1):
        for start in range(0, len(paragraph), width):
            text = paragraph[start : start + width]
            page, line = divmod(count, lines_per_page)
            top = 100.0 + 20 * line + 0.37 * count
            yield ProseLine(page + 1, line + 1, number, text, text_key(text), 90.0, top, 505.0, top + 15)
            count += 1


def read(heading: str, *paragraphs: str, width: int = WIDTH) -> list[Claim]:
    """The claims of paragraphs below a heading of the narrative, without the year of the part."""
    lines = list(set_lines([PART, heading, *paragraphs], width))
    return [claim for claim in read_narrative(lines, lexicon()) if claim.claim_type != "fiscal_year"]


def told(claim: Claim) -> str:
    """A claim on one line."""
    cell = [part for part in (claim.statement, claim.line_code, claim.measure) if part]
    parts = [
        claim.claim_type,
        f"{claim.subject} ({claim.subject_key or '?'})",
        claim.stated_text,
        " ".join(part for part in (claim.direction, claim.base, str(claim.base_year or "")) if part),
        " ".join(cell),
        claim.whole or "",
    ]
    return "  " + " | ".join(parts).rstrip(" |")
