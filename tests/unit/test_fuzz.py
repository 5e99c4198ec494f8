"""The fuzzer itself: it does damage, the same every time, and what it looks for can be found; ten seconds of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dagster_project.extraction.records import Extraction
from tests.unit.pool_fakes import records
from tools.fuzz.campaign import LIMITS, campaign, case_bytes, sound_documents
from tools.fuzz.target import broken_promises

DOCUMENTS = sound_documents()
ID = "a" * 64


def test_ten_seconds_of_damage_find_no_fault() -> None:
    found = campaign(DOCUMENTS, seconds=10, first=900_000, limits=LIMITS)
    assert found.outcomes
    assert found.faults == {}


def test_a_case_is_the_same_every_time_and_unlike_the_others() -> None:
    cases = [case_bytes(case, DOCUMENTS) for case in range(20)]
    assert cases == [case_bytes(case, DOCUMENTS) for case in range(20)]
    assert len(set(cases)) == 20


def _sound() -> Extraction:
    from dagster_project.extraction.records import ColumnRecord, RowRecord, TableRecord

    extraction = records(ID, cells=2, version="2")
    return replace(
        extraction,
        tables=(TableRecord(ID, 1, 1, 1, 2, 1, "text"),),
        columns=(ColumnRecord(ID, 1, 1, "", 0.0, 9.0),),
        rows=tuple(RowRecord(ID, 1, row, 1, "body", 0.0, 9.0) for row in (1, 2)),
    )


def test_sound_records_keep_their_promises() -> None:
    assert list(broken_promises(_sound())) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"row_span": 2}, "spans 2 rows of 2"),
        ({"column_span": 5}, "spans 5 columns of 1"),
        ({"x0": float("nan")}, "cells.x0 is nan"),
        ({"x0": None}, "cells.x0 is NoneType"),
        ({"page_number": 7}, "page 7 of 1"),
        ({"row_number": 1}, "a key occurs twice"),
        ({"text_key": "else"}, "text_key of"),
        ({"confidence": 1.5}, "confidence 1.5"),
        ({"table_number": 9}, "rows of 0"),
    ],
)
def test_a_broken_promise_is_told(change: dict[str, object], complaint: str) -> None:
    sound = _sound()
    broken = replace(sound, cells=(sound.cells[0], sound.cells[1]._replace(**change)))  # type: ignore[arg-type]
    assert any(complaint in line for line in broken_promises(broken))
