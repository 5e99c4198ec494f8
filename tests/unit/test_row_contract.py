"""The generic test of rows, run in DuckDB as dbt compiles it: each broken promise is named, with what breaks it."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pytest

from tests.unit.compiled_macros import compiled

CONTRACT = (
    "key=['id', 'part'], keys=[['name']], required=['id', 'name'], values={'kind': ['a', 'b'], 'unit': [1, 10000]}"
)
SOUND = (1, "x", "one", "a", 10000)
Verdict = Callable[..., list[tuple[str, str | None, int]]]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Verdict:
    """A function from rows (id, part, name, kind, unit) to the promises that they break."""
    query = compiled(tmp_path_factory.mktemp("contract"), f"{{{{ test_row_contract('judged', {CONTRACT}) }}}}")
    connection = duckdb.connect()

    def judge(*rows: tuple[object, ...]) -> list[tuple[str, str | None, int]]:
        connection.execute(
            "create or replace table judged (id integer, part varchar, name varchar, kind varchar, unit integer)"
        )
        connection.executemany("insert into judged values (?, ?, ?, ?, ?)", rows)
        return sorted(connection.execute(query).fetchall())

    return judge


def test_sound_rows_break_nothing(broken: Verdict) -> None:
    assert broken(SOUND, (1, "y", "two", "b", 1)) == []


@pytest.mark.parametrize(
    ("row", "promise"),
    [
        ((1, "x", "two", "a", 1), ("key id, part", "1 | x", 2)),
        ((2, "x", "one", "a", 1), ("key name", "one", 2)),
        ((None, "y", "two", "a", 1), ("required id", None, 1)),
        ((2, "y", "two", "c", 1), ("values kind", "c", 1)),
        ((2, "y", "two", "a", 1000), ("values unit", "1000", 1)),
    ],
)
def test_a_broken_promise_is_named(
    broken: Verdict, row: tuple[object, ...], promise: tuple[str, str | None, int]
) -> None:
    assert broken(SOUND, row) == [promise]


def test_nulls_of_a_key_count_as_equal(broken: Verdict) -> None:
    assert broken((1, None, "one", "a", 1), (1, None, "two", "a", 1)) == [("key id, part", "1 | ∅", 2)]


def test_a_coded_column_may_be_null_unless_it_is_required(broken: Verdict) -> None:
    assert broken((1, "x", "one", None, None)) == []
