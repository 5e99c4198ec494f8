"""Writes the reports: a page for each document whose findings or verdicts have changed, and the index."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2

from dagster_project.report.content import SEVERITIES, DocumentView, FindingView, read_documents
from dagster_project.report.crops import Crop, crops_of
from dagster_project.report.drawing import DrawingProcesses
from dagster_project.settings import Settings
from dagster_project.summary import connect_published

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"
_STATE = ".reports.json"
_DRAWN_FINDINGS = 200
"""Findings with pictures in one report; beyond it they are told in words, so that the page still opens at once."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index; ``key`` tells whether the page has to be written again."""

    href: str
    department: str
    region: str
    year: int | None
    errors: int
    warnings: int
    notes: int
    failed: int
    source_path: str
    is_current: bool
    key: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A crop as an image in the page itself; ``source`` is empty where it could not be drawn."""

    page: int
    culprit: bool
    operands: int
    source: str


@dataclass(frozen=True, slots=True)
class Reports:
    """What was written."""

    index: Path
    documents: int
    written: int


def write_reports(settings: Settings) -> Reports:
    """Bring the reports below the warehouse up to date; a page whose content has not changed is left alone.

    Raises:
        FileNotFoundError: nothing has been published yet.
    """
    folder = settings.reports_dir
    folder.mkdir(parents=True, exist_ok=True)
    known = _known(folder)
    with (
        connect_published(settings) as connection,
        DrawingProcesses(settings.limits) as drawing,
        ThreadPoolExecutor(settings.workers) as pool,
    ):
        views = read_documents(connection)
        entries = list(pool.map(lambda view: _brought_up_to_date(view, settings, known, drawing), views))
    _write(folder / "index.html", _render("index.html.j2", entries=entries, script=_text("index.js")))
    _remove_others(folder, {entry.href for entry in entries})
    state = {entry.href: entry.key for entry in entries}
    _write(folder / _STATE, json.dumps(state))
    written = sum(known.get(href) != key for href, key in state.items())
    return Reports(folder / "index.html", len(entries), written)


def write_report(settings: Settings, target: Path) -> None:
    """Write the report on the only document of a warehouse to a file.

    Raises:
        FileNotFoundError: nothing has been published yet.
        ValueError: there is no document, or more than one.
    """
    with connect_published(settings) as connection:
        (view,) = read_documents(connection)
    target.parent.mkdir(parents=True, exist_ok=True)
    with DrawingProcesses(settings.limits) as drawing:
        _write(target, _document_page(view, settings.raw_dir, drawing))


def _brought_up_to_date(
    view: DocumentView, settings: Settings, known: Mapping[str, str], drawing: DrawingProcesses
) -> Entry:
    entry = _entry(view)
    target = settings.reports_dir / entry.href
    if known.get(entry.href) != entry.key or not target.exists():
        _write(target, _document_page(view, settings.raw_dir, drawing))
    return entry


def _entry(view: DocumentView) -> Entry:
    content = f"{_look()}|{view!r}"
    return Entry(
        f"{view.document_id[:16]}.html",
        view.department,
        view.region,
        view.year,
        *(view.count(severity) for severity in SEVERITIES),
        view.verdicts.get("fail", 0),
        view.source_path,
        view.is_current,
        hashlib.sha256(content.encode()).hexdigest(),
    )


@cache
def _look() -> str:
    """A fingerprint of everything that decides how a page looks."""
    files = sorted(path for path in _HERE.rglob("*") if path.suffix in {".py", ".j2", ".css", ".js", ".csv"})
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def _document_page(view: DocumentView, raw_dir: Path, drawing: DrawingProcesses) -> str:
    drawn = view.findings[:_DRAWN_FINDINGS]
    crops = [crops_of(finding) for finding in drawn]
    pictures = _pictures(raw_dir / view.source_path, crops, drawing)
    findings: list[tuple[FindingView, Sequence[Picture]]] = list(zip(drawn, pictures, strict=True))
    findings += [(finding, ()) for finding in view.findings[_DRAWN_FINDINGS:]]
    return _render(
        "document.html.j2", document=view, findings=findings, severities=SEVERITIES, names=_finding_type_names()
    )


def _pictures(pdf: Path, crops: Sequence[Sequence[Crop]], drawing: DrawingProcesses) -> list[list[Picture]]:
    """Pictures per finding; a crop that several findings share is drawn once, page after page."""
    wanted = sorted({crop for group in crops for crop in group}, key=lambda crop: (crop.page, repr(crop)))
    drawn = dict(zip(wanted, drawing.draw(pdf, wanted), strict=True))
    return [[_picture(crop, drawn[crop]) for crop in group] for group in crops]


def _picture(crop: Crop, png: bytes) -> Picture:
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}" if png else ""
    return Picture(crop.page, crop.culprit is not None, len(crop.operands), source)


@cache
def _finding_type_names() -> Mapping[str, str]:
    with (_HERE / "finding_types.csv").open(encoding="utf-8", newline="") as handle:
        return {row["finding_type"]: row["title_zh"] for row in csv.DictReader(handle)}


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined
    )


def _render(template: str, **values: object) -> str:
    from markupsafe import Markup

    values = {name: Markup(value) if name == "script" else value for name, value in values.items()}  # noqa: S704 (our own file)
    return (
        _environment()
        .get_template(template)
        .render(
            style=Markup(_text("style.css")),  # noqa: S704 (our own file)
            **values,
        )
    )


@cache
def _text(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _known(folder: Path) -> Mapping[str, str]:
    try:
        state = json.loads((folder / _STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def _write(target: Path, text: str) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(target)


def _remove_others(folder: Path, kept: Iterable[str]) -> None:
    """Pages of documents that have gone, and what a killed run left."""
    names = {*kept, "index.html", _STATE}
    for path in folder.iterdir():
        if path.is_file() and path.name not in names:
            path.unlink(missing_ok=True)
