"""What a scan of the folder means for the manifest: a pure function from two lists of records to a third.

``make_plan`` decides everything that can be known without reading a PDF: what is new, gone, back, renamed or a copy.
``apply_outcomes`` then enters what extraction gave. Both return whole manifests, so that any of them can be written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from dagster_project.extraction.records import ReasonCode
from dagster_project.raw_layer.manifest import ManifestRow, Status
from dagster_project.raw_layer.scan import FoundFile, KnownFiles, Problem, Scan


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document to be extracted, with every file that holds it."""

    document_id: str
    path: Path
    byte_size: int
    files: tuple[FoundFile, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What extraction gave for one document: the part that holds its rows, or why there is none."""

    document_id: str
    part_id: str | None
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The manifest as far as it is known now, and what remains to be read."""

    rows: tuple[ManifestRow, ...]
    candidates: tuple[Candidate, ...]
    withdrawn: tuple[str, ...]
    """Paths found gone, or with other content, by this plan."""
    outdated: int
    """Candidates that another version of the extractor has read before."""


def known_files(rows: Iterable[ManifestRow]) -> KnownFiles:
    """Hashes of the files that the manifest saw last time."""
    return {
        (row.source_path, row.byte_size, row.mtime_ns): row.document_id
        for row in rows
        if row.document_id is not None and row.withdrawn_at is None
    }


def make_plan(
    found: Scan,
    rows: Collection[ManifestRow],
    *,
    version: str,
    parts: Collection[str],
    forced: Collection[str] = (),
    at: datetime,
) -> Plan:
    """Compare the folder with the manifest.

    Args:
        found: the folder as it is.
        rows: the manifest as it was.
        version: the extractor's version; what another version read is read again.
        parts: parts that are complete on disk; a document whose part is missing is read again.
        forced: source paths to be read again in any case.
        at: the time that new rows carry.
    """
    by_key = {(row.source_path, row.document_id): row for row in rows}
    by_document = {row.document_id: row for row in rows if row.document_id is not None}
    kept = _Survivors(found, at)
    planned: dict[tuple[str, str | None], ManifestRow] = {}
    waiting: dict[str, list[FoundFile]] = {}
    for file in found.files:
        key = (file.source_path, file.document_id)
        previous = by_key.get(key)
        if file.problem is not None:
            planned[key] = _rejected(file, file.problem, previous, None, at)
            continue
        sibling = by_document.get(str(file.document_id))
        if sibling is not None:
            planned[key] = _seen(file, previous, sibling, at)
        if sibling is None or _is_stale(sibling, version, parts) or file.source_path in forced:
            waiting.setdefault(str(file.document_id), []).append(file)
    for key, row in by_key.items():
        survivor = None if key in planned else kept.of(row)
        if survivor is not None:
            planned[key] = survivor
    candidates = tuple(_candidate(document_id, files) for document_id, files in waiting.items())
    return Plan(
        rows=tuple(planned.values()),
        candidates=candidates,
        withdrawn=tuple(sorted(kept.withdrawn)),
        outdated=sum(_is_outdated(by_document.get(item.document_id), version) for item in candidates),
    )


def apply_outcomes(
    plan: Plan, outcomes: Mapping[str, Outcome], *, version: str, at: datetime
) -> tuple[ManifestRow, ...]:
    """The manifest after extraction; documents without an outcome stay as they were (old part, or not there yet)."""
    read = {outcome.document_id for outcome in outcomes.values()}
    rows = {(row.source_path, row.document_id): row for row in plan.rows if row.document_id not in read}
    before: dict[tuple[str, str | None], ManifestRow] = {
        (row.source_path, row.document_id): row for row in plan.rows if row.document_id in read
    }
    for candidate in plan.candidates:
        outcome = outcomes.get(candidate.document_id)
        if outcome is None:
            continue
        for file in candidate.files:
            key = (file.source_path, file.document_id)
            rows[key] = _entered(file, outcome, before.pop(key, None), version, at)
    # What is left shares the bytes but is gone, or is a copy that was not asked for: one document has one part.
    for key, row in before.items():
        outcome = outcomes[str(row.document_id)]
        if outcome.problem is None:
            rows[key] = _loaded(row, outcome, version)
        elif row.withdrawn_at is None:
            rows[key] = _refused(row, outcome.problem, version, at)
    return tuple(rows.values())


class _Survivors:
    """Rows of the manifest whose file the scan did not meet."""

    def __init__(self, found: Scan, at: datetime) -> None:
        self._unlisted = tuple("" if folder == "." else f"{folder}/" for folder in found.unreadable_folders)
        self._at = at
        self.withdrawn: list[str] = []

    def of(self, row: ManifestRow) -> ManifestRow | None:
        """The row as it stays, withdrawn where its file has gone; None where it leaves the manifest."""
        if row.withdrawn_at is not None or row.source_path.startswith(self._unlisted):
            return row
        if row.status is Status.REJECTED:
            return None
        self.withdrawn.append(row.source_path)
        return replace(row, withdrawn_at=self._at)


def _is_stale(row: ManifestRow, version: str, parts: Collection[str]) -> bool:
    return row.extractor_version != version or (row.status is Status.LOADED and row.part_id not in parts)


def _is_outdated(row: ManifestRow | None, version: str) -> bool:
    return row is not None and row.extractor_version != version


def _candidate(document_id: str, files: list[FoundFile]) -> Candidate:
    return Candidate(document_id, files[0].path, files[0].byte_size, tuple(files))


def _seen(file: FoundFile, previous: ManifestRow | None, sibling: ManifestRow, at: datetime) -> ManifestRow:
    """A known document at this path: the same row, one that is back, or another name of what is loaded."""
    row = previous or replace(sibling, source_path=file.source_path, first_seen_at=at, seen_at=at, withdrawn_at=None)
    if row.withdrawn_at is not None:
        row = replace(row, withdrawn_at=None, seen_at=at)
    return replace(row, byte_size=file.byte_size, mtime_ns=file.mtime_ns)


def _rejected(
    file: FoundFile, problem: Problem, previous: ManifestRow | None, version: str | None, at: datetime
) -> ManifestRow:
    same = previous is not None and (previous.status, previous.reason_code) == (Status.REJECTED, problem.reason.value)
    return ManifestRow(
        source_path=file.source_path,
        document_id=file.document_id,
        byte_size=file.byte_size,
        mtime_ns=file.mtime_ns,
        status=Status.REJECTED,
        reason_code=problem.reason.value,
        message=problem.message,
        part_id=None,
        extractor_version=version,
        first_seen_at=previous.first_seen_at if previous else at,
        seen_at=previous.seen_at if previous and same else at,
        withdrawn_at=None,
    )


def _entered(
    file: FoundFile, outcome: Outcome, previous: ManifestRow | None, version: str, at: datetime
) -> ManifestRow:
    if outcome.problem is not None:
        return _rejected(file, outcome.problem, previous, version, at)
    return ManifestRow(
        source_path=file.source_path,
        document_id=file.document_id,
        byte_size=file.byte_size,
        mtime_ns=file.mtime_ns,
        status=Status.LOADED,
        reason_code=None,
        message=None,
        part_id=outcome.part_id,
        extractor_version=version,
        first_seen_at=previous.first_seen_at if previous else at,
        seen_at=at,
        withdrawn_at=None,
    )


def _loaded(row: ManifestRow, outcome: Outcome, version: str) -> ManifestRow:
    return replace(
        row,
        status=Status.LOADED,
        reason_code=None,
        message=None,
        part_id=outcome.part_id,
        extractor_version=version,
    )


def _refused(row: ManifestRow, problem: Problem, version: str, at: datetime) -> ManifestRow:
    return replace(
        row,
        status=Status.REJECTED,
        reason_code=problem.reason.value,
        message=problem.message,
        part_id=None,
        extractor_version=version,
        seen_at=at,
    )


def rejection(reason: ReasonCode, message: str) -> Problem:
    """A problem in words that fit one line of a table."""
    return Problem(reason, " ".join(message.split())[:500])
