"""Short scanned documents through the pipeline: the figures that the typesetter printed, and nothing silent."""

from __future__ import annotations

from functools import partial

import pytest

from tools.accuracy.cases import Case, Kind
from tools.accuracy.judge import Verdict
from tools.accuracy.run import Place, build, compare, run_pipeline
from tools.accuracy.scan_cases import PRIVATE_USE, short, short_in_font

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("scans")]

CASES = (
    Case("scan", "scan", partial(short, skew=1.0), Kind.SCAN),
    Case("private", "font", partial(short_in_font, PRIVATE_USE), Kind.SCAN),
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
