"""Short scanned documents through the pipeline: the figures that the typesetter printed, and nothing silent."""

from __future__ import annotations

from functools import partial

import pytest

from tools.accuracy.cases import Case, Kind
from tools.accuracy.judge import LOW_CONFIDENCE, Verdict, Warehouse
from tools.accuracy.run import Place, build, compare, run_pipeline
from tools.accuracy.scan_cases import PRIVATE_USE, short, short_in_font
from tools.accuracy.scan_defects import dark_streak

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("scans")]

CASES = (
    Case("scan", "scan", partial(short, skew=1.0), Kind.SCAN),
    Case("streak", "scan", partial(short, defect=dark_streak), Kind.SCAN),
    Case("private", "font", partial(short_in_font, PRIVATE_USE), Kind.SCAN),
    Case("letters", "font", partial(short_in_font, ord("a")), Kind.TEXT),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """All of them through the pipeline in one run."""
    place = Place(tmp_path_factory.mktemp("scans"))
    assert build(CASES, place, workers=1) == {}
    run_pipeline(place)
    return place


@pytest.fixture(scope="module")
def verdicts(place: Place) -> dict[str, Verdict]:
    return {verdict.case.name: verdict for verdict in compare(CASES, place)}


@pytest.mark.parametrize("name", ["scan", "private"])
def test_a_recognised_document_has_every_cell_as_printed(verdicts: dict[str, Verdict], name: str) -> None:
    verdict = verdicts[name]
    assert (verdict.status, verdict.differences) == ("loaded", ())
    assert verdict.expected > 25


@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_nothing_is_silent(verdicts: dict[str, Verdict], name: str) -> None:
    assert verdicts[name].silent == 0


def test_what_a_streak_crosses_is_not_sure(place: Place, verdicts: dict[str, Verdict]) -> None:
    assert verdicts["streak"].right * 2 > verdicts["streak"].expected
    warehouse = Warehouse(place.warehouse / "bi" / "juesuan.duckdb")
    document_id, _ = warehouse.status("streak.pdf")
    unsure = [cell for cell in warehouse.cells(document_id).values() if cell.confidence < LOW_CONFIDENCE]
    assert unsure
    told = [f for f in warehouse.findings(document_id) if f.finding_type == "low_confidence" and f.line_code]
    assert len(told) >= len(unsure)


def test_digits_that_a_font_calls_letters_are_no_amounts(verdicts: dict[str, Verdict]) -> None:
    assert verdicts["letters"].count("wrong") == 0
