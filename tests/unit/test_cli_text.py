"""Tables and summaries in plain text, with Chinese names and names that mean harm."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project import summary as summaries
from dagster_project.settings import Settings
from dagster_project.summary import Finding, Summary, headline, render
from dagster_project.text_table import pad, safe, shorten, table, width, wrap


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("财政局", 6), ("", 0), ("（本级）", 8), ("é", 1)])
def test_ideographs_take_two_columns(text: str, columns: int) -> None:
    assert width(text) == columns


def test_columns_line_up_under_chinese_names() -> None:
    lines = table(("name", "amount"), [("财政局", Decimal("1234.50")), ("x", Decimal("-2.00")), (None, None)])
    assert len({width(line) for line in lines[:3]}) == 1
    assert lines[2].endswith("1,234.50")
    assert lines[3].endswith("-2.00")


def test_names_cannot_rewrite_the_terminal() -> None:
    assert safe("a\x1b[2Jb\u202ec\r\nd") == "a\ufffd[2Jb\ufffdc\ufffd d"


@given(st.text(max_size=80), st.integers(min_value=1, max_value=40))
def test_shortened_text_fits(text: str, limit: int) -> None:
    assert width(shorten(safe(text), limit)) <= max(limit, 1)


@given(st.text(alphabet=st.sampled_from("ab 财政，。 "), max_size=120), st.integers(min_value=2, max_value=30))
def test_wrapping_loses_nothing_but_blanks(text: str, columns: int) -> None:
    lines = wrap(safe(text), columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    longest_word = max((len(word) for word in text.replace("，", " ").split()), default=0)
    assert all(width(line) <= max(columns, 2 * longest_word) for line in lines)


def test_padding_counts_columns() -> None:
    assert width(pad("财", 6)) == 6
    assert pad("1", 3, right=True) == "  1"


def finding(number: int, severity: str, kind: str = "code", document: str = "A") -> Finding:
    return Finding(f"f{number}", severity, kind, "财政局", 2024, 7, f"message {number}", document, is_current=True)


def summary(**changes: object) -> Summary:
    facts: dict[str, object] = {
        "loaded": 1234,
        "unsupported": 0,
        "withdrawn": 0,
        "rejected": (),
        "statements": 9,
        "cells": 5678,
        "identities": {"pass": 10},
        "findings": {},
        "worst": (),
    }
    return Summary(**{**facts, **changes})  # type: ignore[arg-type]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env({"JUESUAN_WAREHOUSE_DIR": str(tmp_path)})


def test_the_summary_says_what_was_found_and_where_to_look(settings: Settings) -> None:
    text = "\n".join(render(settings, summary(rejected=(("坏.pdf", "truncated", "ends early"),)), note="done"))
    for part in ("1,234 loaded", "1 rejected", "坏.pdf", "truncated", "ends early", "10 passed", "0 failed", "done"):
        assert part in text
    assert str(settings.published_database) in text


def test_errors_are_told_one_by_one_and_the_rest_by_kind() -> None:
    findings = [finding(1, "error"), finding(2, "error"), *(finding(n, "warning") for n in range(3, 9))]
    assert [(item.finding_id, similar) for item, similar in summaries._worst(findings)] == [
        ("f1", 0),
        ("f2", 0),
        ("f3", 5),
    ]


def test_what_has_been_superseded_is_not_told() -> None:
    old, new = finding(1, "error"), finding(2, "error")
    assert summaries._worst([dataclasses.replace(old, is_current=False), new]) == ((new, 0),)


def test_what_is_not_told_is_counted(settings: Settings) -> None:
    worst = ((finding(1, "error"), 0), (finding(2, "warning"), 3))
    text = "\n".join(render(settings, summary(findings={"error": 1, "warning": 9}, worst=worst)))
    assert "(and 3 more of this kind in the document)" in text
    assert "… and 5 more" in text


def test_the_headline_is_one_line() -> None:
    line = headline(summary(findings={"error": 2}))
    assert "\n" not in line
    assert "1,234 documents loaded" in line
    assert "2 errors" in line
