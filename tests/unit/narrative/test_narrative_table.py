"""Documents from DuckDB relations to rows: what is read, what marks it as read, and when it is read again."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from dagster_project import narrative_table
from dagster_project.narrative_table import Inputs, grammar_version, read_documents
from tests.unit.narrative.bench import PART, set_lines

NARRATIVE = (PART, "二、收入决算情况说明", "本年收入合计307.82万元，其中：财政拨款收入307.82万元，占100.00%。")
NAMES = ("教育支出",)


@pytest.fixture
def session() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        "create table lines (document_id varchar, page_number bigint, line_number bigint, paragraph_number bigint,"
        " text varchar, text_key varchar, x0 double, top double, x1 double, bottom double)"
    )
    connection.execute("create table parts as select 'silent' as document_id, 'part-1' as part_id")
    for number in range(3):
        connection.execute("insert into parts values (?, 'part-1')", [f"d{number}"])
        for line in set_lines(NARRATIVE):
            values = [getattr(line, name) for name in narrative_table._LINE_FIELDS]
            connection.execute(f"insert into lines values ({', '.join('?' * 10)})", [f"d{number}", *values])
    return connection


def read(session: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    return read_documents(session, Inputs(session.table("lines"), session.table("parts"), NAMES))


def test_each_document_has_its_claims_and_its_mark(session: duckdb.DuckDBPyConnection) -> None:
    rows = read(session).project("document_id, position, claim_type, stated_value, part_id").fetchall()
    assert {row[0] for row in rows if row[1] == 0} == {"silent", "d0", "d1", "d2"}
    assert [row[2:4] for row in rows if row[0] == "d1" and row[1] > 0] == [
        ("fiscal_year", Decimal(2024)),
        ("total_amount", Decimal("307.82")),
        ("component_amount", Decimal("307.82")),
        ("share_percent", Decimal(100)),
    ]
    assert {row[4] for row in rows} == {"part-1"}


def test_portions_change_nothing(session: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sorted(read(session).fetchall(), key=repr)
    monkeypatch.setattr(narrative_table, "_PORTION", 1)
    assert sorted(read(session).fetchall(), key=repr) == whole


def test_nothing_to_read_is_an_empty_table(session: duckdb.DuckDBPyConnection) -> None:
    session.execute("delete from parts")
    assert read(session).fetchall() == []
    assert "claim_type" in read(session).columns


def test_the_version_follows_the_names_of_classes() -> None:
    assert grammar_version(["b", "a"]) == grammar_version(["a", "b"]) != grammar_version(["a"])
