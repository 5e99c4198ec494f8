"""A handful of the acceptance corpus: each producer and kind of damage, every cell as printed and no false alarm."""

from __future__ import annotations

import pytest

from tools.accuracy.judge import Verdict
from tools.accuracy.printers import CHROMIUM, LIBREOFFICE, find
from tools.accuracy.run import Place, all_cases, build, compare, run_pipeline

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("accuracy")]

TYPESET = ("typeset-08-wuhan", "missing-income")
DAMAGED = ("damage-rotated", "damage-cropped", "damage-updated", "damage-doubled")
CHROMIUM_PRINTS = ("chromium-12-central", "chromium-16-hunan", "chromium-26-guangdong")
OFFICE_PRINTS = ("calc-03-central", "calc-04-old", "writer-05-hunan")
NAMES = TYPESET + DAMAGED + CHROMIUM_PRINTS + OFFICE_PRINTS


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """All of them through the pipeline in one run."""
    place = Place(tmp_path_factory.mktemp("accuracy"))
    cases = [case for case in all_cases() if case.name in NAMES]
    assert build(cases, place, workers=2) == {}
    run_pipeline(place)
    return {verdict.case.name: verdict for verdict in compare(cases, place)}


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_as_printed(verdicts: dict[str, Verdict], name: str) -> None:
    if name in CHROMIUM_PRINTS and not find(CHROMIUM):
        pytest.skip("Chromium is not installed")
    if name in OFFICE_PRINTS and not find(LIBREOFFICE):
        pytest.skip("LibreOffice is not installed")
    verdict = verdicts[name]
    assert verdict.status == "loaded"
    assert verdict.expected > 150
    assert verdict.differences == ()
    assert [f for f in verdict.false_findings if f.finding_type != "low_confidence"] == []
