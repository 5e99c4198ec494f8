"""The reports: what they show, what they escape, what they leave alone."""

from __future__ import annotations

import base64
import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import markupsafe
import pytest
import yaml
from PIL import Image

from dagster_project.report import build
from dagster_project.report.content import Box, DocumentView, FindingView, read_documents
from dagster_project.report.crops import Crop, crops_of, draw
from dagster_project.report.drawing import DrawingProcesses
from dagster_project.settings import REPOSITORY, Limits, Settings
from dagster_project.summary import connect_published
from tests.conftest import SAMPLES, Place

PLANTED = "示例市虚构区住房和城乡建设局"
RED, BLUE = (204, 30, 30), (30, 90, 200)


@pytest.fixture(scope="module")
def settings(built: Place) -> Settings:
    return Settings.from_env(built.environment())


@pytest.fixture(scope="module")
def views(settings: Settings) -> dict[str, DocumentView]:
    with connect_published(settings) as connection:
        return {view.source_path: view for view in read_documents(connection)}


def planted(views: dict[str, DocumentView]) -> DocumentView:
    return next(view for path, view in views.items() if PLANTED in path and view.year == 2023)


def colours(png: bytes) -> set[tuple[int, int, int]]:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    return {colour for _, colour in picture.getcolors(1 << 16) or []}


def test_every_loaded_document_has_a_page_and_a_line_in_the_index(settings: Settings, built: Place) -> None:
    index = (settings.reports_dir / "index.html").read_text("utf-8")
    linked = set(re.findall(r'href="([0-9a-f]{16}\.html)"', index))
    loaded = {
        f"{row[0][:16]}.html"
        for row in built.rows("select document_id from marts.dim_document where load_status = 'loaded'")
    }
    assert linked == loaded == {path.name for path in settings.reports_dir.glob("[0-9a-f]*.html")}


def test_every_finding_stands_on_the_page_of_its_document(settings: Settings, built: Place) -> None:
    for finding_id, document_id, message in built.rows(
        "select finding_id, document_id, message_zh from marts.fct_finding"
    ):
        page = (settings.reports_dir / f"{document_id[:16]}.html").read_text("utf-8")
        assert f'id="{finding_id}"' in page
        assert str(markupsafe.escape(message)) in page


def test_the_planted_fault_is_shown_with_its_evidence(views: dict[str, DocumentView], settings: Settings) -> None:
    (finding,) = planted(views).findings
    assert {equation.identity_id for equation in finding.equations} == {"E1", "E3", "N5"}
    assert finding.box is not None
    assert finding.box.page == 7
    e1 = next(equation for equation in finding.equations if equation.identity_id == "E1")
    assert sum(operand.amount_yuan or 0 for operand in e1.operands) == e1.expected_yuan
    assert e1.residual_yuan == (e1.actual_yuan or 0) - (e1.expected_yuan or 0)
    page = (settings.reports_dir / f"{planted(views).document_id[:16]}.html").read_text("utf-8")
    pictures = [base64.b64decode(data) for data in re.findall(r'src="data:image/png;base64,([^"]+)"', page)]
    assert len(pictures) == len(crops_of(finding))
    assert {RED, BLUE} <= colours(pictures[0])


def test_a_clean_document_says_so(views: dict[str, DocumentView], settings: Settings) -> None:
    view = next(view for view in views.values() if not view.findings)
    page = (settings.reports_dir / f"{view.document_id[:16]}.html").read_text("utf-8")
    assert "未发现问题" in page
    assert "<section" not in page


def test_a_report_loads_nothing_from_elsewhere(settings: Settings) -> None:
    for path in settings.reports_dir.glob("*.html"):
        page = path.read_text("utf-8")
        assert not re.search(r'(?:src|href)="(?!data:|[0-9a-f]{16}\.html)', page)
        assert "url(" not in page


def test_an_unchanged_page_is_not_written_again(settings: Settings) -> None:
    before = {path: path.stat().st_mtime_ns for path in settings.reports_dir.glob("[0-9a-f]*.html")}
    assert build.write_reports(settings).written == 0
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_a_page_that_was_lost_is_written_again_and_a_stranger_removed(settings: Settings) -> None:
    lost = next(settings.reports_dir.glob("[0-9a-f]*.html"))
    text = lost.read_text("utf-8")
    lost.unlink()
    (settings.reports_dir / "0000000000000000.html").write_text("of a document that has gone")
    build.write_reports(settings)
    assert lost.read_text("utf-8") == text
    assert not (settings.reports_dir / "0000000000000000.html").exists()


def test_what_a_document_says_is_escaped(views: dict[str, DocumentView], settings: Settings, tmp_path: Path) -> None:
    hostile = '<script>alert("x")</script>'
    view = planted(views)
    finding = replace(view.findings[0], message_zh=hostile, printed_text=hostile, box=None, equations=(), page=None)
    with DrawingProcesses(Limits()) as drawing:
        page = build._document_page(replace(view, department=hostile, findings=(finding,)), settings.raw_dir, drawing)
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 3


def test_a_document_that_has_gone_is_told_in_words(views: dict[str, DocumentView], tmp_path: Path) -> None:
    with DrawingProcesses(Limits()) as drawing:
        page = build._document_page(planted(views), tmp_path, drawing)
    assert "data:image" not in page
    assert "无法绘出" in page


def test_a_hostile_file_costs_its_pictures_only(tmp_path: Path) -> None:
    pdf = tmp_path / "draft.pdf"
    pdf.write_bytes(b"%PDF-1.7\n%%EOF")
    crop = Crop(1, Box(1, 10, 10, 20, 20), ())
    with DrawingProcesses(Limits()) as drawing:
        assert drawing.draw(pdf, [crop, crop]) == [b"", b""]
        assert all(drawing.draw(next(SAMPLES.glob("*/2023/*.pdf")), [crop]))


def test_a_process_that_dies_of_a_document_costs_its_pictures_only() -> None:
    pdf, crop = next(SAMPLES.glob("*/2023/*.pdf")), Crop(1, None, ())
    with DrawingProcesses(Limits()) as drawing:
        (picture,) = drawing.draw(pdf, [crop])
        drawing._idle[0].kill()
        assert drawing.draw(pdf, [crop]) == [b""]
        assert drawing.draw(pdf, [crop]) == [picture]


def test_a_document_has_limited_time() -> None:
    pdf, crop = next(SAMPLES.glob("*/2023/*.pdf")), Crop(1, None, ())
    with DrawingProcesses(replace(Limits(), seconds=0.000_001)) as drawing:
        assert drawing.draw(pdf, [crop]) == [b""]
        assert not drawing._idle


def test_crops_follow_the_marked_cells() -> None:
    data = next(SAMPLES.glob(f"*/2023/*{PLANTED}.pdf")).read_bytes()
    low = Crop(7, Box(7, 100, 300, 200, 320), (Box(7, 220, 300, 300, 320),))
    tall = replace(low, operands=(Box(7, 220, 500, 300, 520),))
    (small, large, whole) = (Image.open(io.BytesIO(png)) for png in draw(data, [low, tall, Crop(7, None, ())]))
    assert small.width == large.width == whole.width
    assert small.height < large.height < whole.height


def test_a_finding_with_many_pages_shows_its_own_first() -> None:
    finding = FindingView("f", "identity", "error", "", "", 0, 9, "", "", Box(9, 0, 0, 1, 1), ())
    assert [crop.page for crop in crops_of(finding)] == [9]
    assert crops_of(replace(finding, page=None, box=None)) == ()


def test_every_type_of_finding_has_a_chinese_name() -> None:
    model = yaml.safe_load((REPOSITORY / "dbt/models/marts/fct_finding.yml").read_text("utf-8"))["models"][0]
    text = (REPOSITORY / "dagster_project/report/finding_types.csv").read_text("utf-8")
    named = {row["finding_type"] for row in csv.DictReader(io.StringIO(text))}
    (contract,) = [test["row_contract"] for test in model["data_tests"]]
    assert set(contract["arguments"]["values"]["finding_type"]) == named
