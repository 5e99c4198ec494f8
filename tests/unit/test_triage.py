"""Decisions about findings are read strictly, and the history tells new, resolved and lasting ones apart."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from dagster_project.settings import REPOSITORY, Settings
from dagster_project.triage import COLUMNS, Disposition, Verdict, last_changes, lay_out, read_dispositions, record
from tools.mart_docs import mart_models

ONE, TWO, THREE = ("1" * 32, "2" * 32, "3" * 32)
HEAD = ",".join(COLUMNS) + "\n"
MONDAY, TUESDAY, FRIDAY = (datetime(2026, 11, day, 18, 30) for day in (23, 24, 27))  # noqa: DTZ001


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    place = Settings.from_env({"JUESUAN_WAREHOUSE_DIR": str(tmp_path / "warehouse")})
    return replace(place, triage_file=tmp_path / "dispositions.csv")


def decide(settings: Settings, *lines: str) -> None:
    settings.triage_file.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def publish(settings: Settings, *findings: str, now: datetime, withdrawn: bool = False) -> None:
    """A published copy that holds these findings, with what dbt joins to them."""
    lay_out(settings)
    settings.bi_dir.mkdir(parents=True, exist_ok=True)
    settings.published_database.unlink(missing_ok=True)
    with duckdb.connect(str(settings.published_database)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.fct_finding as select unnest($ids::varchar[]) as finding_id, 'd' as document_id,"
            " 'identity' as finding_type, 'error' as severity",
            {"ids": list(findings)},
        )
        connection.execute(
            "create or replace table marts.fct_finding as select finding.*, coalesce(history.first_seen_at, $now) as"
            f" first_seen_at, disposition from marts.fct_finding as finding left join '{settings.finding_history_file}'"
            f" as history using (finding_id) left join '{settings.dispositions_file}' using (finding_id)",
            {"now": now},
        )
        connection.execute(
            "create table marts.dim_document as select 'd' as document_id, $gone::timestamp as withdrawn_at",
            {"gone": now if withdrawn else None},
        )
    record(settings, now)


def history(settings: Settings) -> dict[str, tuple[object, object, object]]:
    rows = pq.read_table(settings.finding_history_file).to_pylist()
    return {row["finding_id"]: (row["first_seen_at"], row["last_seen_at"], row["resolved_at"]) for row in rows}


def test_the_file_of_the_repository_can_be_read() -> None:
    assert read_dispositions(REPOSITORY / "triage" / "dispositions.csv")[1] == []


def test_the_page_names_what_exists() -> None:
    page = (REPOSITORY / "docs" / "triage.md").read_text(encoding="utf-8")
    assert ",".join(COLUMNS) in page
    assert all(f"`{verdict}`" in page for verdict in Verdict)
    (model,) = [model for model in mart_models() if model["name"] == "fct_finding"]
    columns = {column["name"] for column in model["columns"]}
    assert {"first_seen_at", *re.findall(r"`(disp\w+)`", page)} <= columns
    assert all(
        f'"{name}"' in (REPOSITORY / "dagster_project" / "settings.py").read_text("utf-8")
        for name in re.findall(r"JUESUAN_\w+", page)
    )
    assert "make run STRICT=1" in page


def test_a_decision_is_read(settings: Settings) -> None:
    decide(
        settings,
        f'{ONE},accepted,"rounding, as the note says",2026-11-27,',
        "",
        f"{TWO},reader_mistake,烂版,2026-11-01,李",
    )
    decisions, problems = read_dispositions(settings.triage_file)
    assert problems == []
    assert decisions == [
        Disposition(ONE, "accepted", "rounding, as the note says", date(2026, 11, 27), ""),
        Disposition(TWO, "reader_mistake", "烂版", date(2026, 11, 1), "李"),
    ]


def test_no_file_decides_nothing(settings: Settings) -> None:
    assert read_dispositions(settings.triage_file) == ([], [])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f"{ONE},accepted,because", "3 cells where 5 are due"),
        (f"{ONE[:-1]},accepted,because,2026-11-27,", "is no finding_id"),
        (f"{ONE},wontfix,because,2026-11-27,", "is no disposition: confirmed_publisher_mistake, reader_mistake"),
        (f"{ONE},accepted,,2026-11-27,", "needs its reason"),
        (f"{ONE},accepted,because,27.11.2026,", "is no date"),
        (f"{ONE},accepted,because,20261127,", "is no date"),
        (f'{ONE},accepted,"because,2026-11-27,', "is no CSV"),
        (f"{TWO},accepted,because,2026-11-27,", "decided about further up"),
    ],
)
def test_a_bad_line_is_told_with_its_place_and_costs_only_itself(settings: Settings, line: str, reason: str) -> None:
    decide(settings, f"{TWO},accepted,because,2026-11-27,", line, f"{THREE},accepted,because,2026-11-27,")
    decisions, (problem,) = read_dispositions(settings.triage_file)
    assert [decision.finding_id for decision in decisions] == [TWO, THREE]
    assert str(problem).startswith(f"{settings.triage_file}:3: ")
    assert reason in str(problem)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"finding_id,why\n", b""])
def test_a_file_of_another_kind_is_told(settings: Settings, content: bytes) -> None:
    settings.triage_file.write_bytes(content)
    decisions, (problem,) = read_dispositions(settings.triage_file)
    assert decisions == []
    assert problem.line == 1


def test_new_resolved_and_lasting_findings_are_told_apart(settings: Settings) -> None:
    publish(settings, ONE, TWO, now=MONDAY)
    first = last_changes(settings)
    assert first is not None
    assert (first.new, first.resolved, first.still_open, first.since) == (2, 0, 0, None)
    publish(settings, TWO, THREE, now=TUESDAY)
    second = last_changes(settings)
    assert second is not None
    assert (second.new, second.resolved, second.still_open, second.since) == (1, 1, 1, "2026-11-23 18:30")
    assert history(settings) == {
        ONE: (MONDAY, MONDAY, TUESDAY),
        TWO: (MONDAY, TUESDAY, None),
        THREE: (TUESDAY, TUESDAY, None),
    }


def test_a_finding_that_comes_back_is_new_and_keeps_when_it_was_first_seen(settings: Settings) -> None:
    publish(settings, ONE, now=MONDAY)
    publish(settings, now=TUESDAY)
    publish(settings, ONE, now=FRIDAY)
    changes = last_changes(settings)
    assert changes is not None
    assert (changes.new, changes.resolved, changes.still_open) == (1, 0, 0)
    assert history(settings) == {ONE: (MONDAY, FRIDAY, None)}


def test_findings_of_a_withdrawn_document_are_resolved(settings: Settings) -> None:
    decide(settings, f"{ONE},accepted,because,2026-11-27,")
    publish(settings, ONE, now=MONDAY)
    publish(settings, ONE, now=TUESDAY, withdrawn=True)
    changes = last_changes(settings)
    assert changes is not None
    assert (changes.new, changes.resolved, changes.still_open, changes.stale) == (0, 1, 0, 0)


def test_decisions_are_counted_and_stale_ones_told(settings: Settings) -> None:
    decide(settings, f"{ONE},accepted,because,2026-11-27,", f"{THREE},accepted,because,2026-11-27,")
    publish(settings, ONE, TWO, now=MONDAY)
    changes = last_changes(settings)
    assert changes is not None
    assert (changes.decided, changes.stale) == (1, 1)


def test_a_damaged_history_begins_anew(settings: Settings) -> None:
    publish(settings, ONE, now=MONDAY)
    settings.finding_history_file.write_bytes(b"not Parquet")
    publish(settings, ONE, now=TUESDAY)
    assert history(settings) == {ONE: (TUESDAY, TUESDAY, None)}
