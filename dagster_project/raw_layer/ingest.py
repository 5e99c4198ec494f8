"""From the raw folder to the raw layer: scan, plan, extract, write parts, enter them in the manifest.

The caller holds the warehouse lock. Progress is kept: a part and its manifest rows are written every
``DOCUMENTS_PER_PART`` documents and at least every ``SECONDS_PER_PART``, so that a killed run of ten thousand documents
loses the last of these at most.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from dagster_project.extraction_pool.messages import Task
from dagster_project.extraction_pool.pool import EXTRACT, ExtractionPool, Result
from dagster_project.extraction_pool.progress import progress
from dagster_project.raw_layer.compact import compact_if_worthwhile
from dagster_project.raw_layer.manifest import ManifestRow, now, read_manifest, write_manifest
from dagster_project.raw_layer.parts import (
    PartWriter,
    complete_parts,
    new_part_id,
    remove_unused_parts,
    write_empty_parts,
)
from dagster_project.raw_layer.plan import Candidate, Outcome, Plan, apply_outcomes, known_files, make_plan, rejection
from dagster_project.raw_layer.scan import scan
from dagster_project.settings import Settings

DOCUMENTS_PER_PART = 1_000
SECONDS_PER_PART = 600.0

Selector = Callable[[str], bool]
"""Chooses source paths."""


@dataclass(frozen=True, slots=True)
class DocumentOutcome:
    """What one document of this run became, for progress and metadata."""

    source_paths: tuple[str, ...]
    document_id: str
    rejected: str | None
    """The reason code, where it was rejected."""
    message: str
    rows: dict[str, int] = field(default_factory=dict)
    """Rows by raw table."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What a run did to the raw layer."""

    outcomes: tuple[DocumentOutcome, ...]
    withdrawn: tuple[str, ...]
    outdated: int
    """Documents read again because the extractor has a new version."""
    rows: tuple[ManifestRow, ...]
    """The manifest as it is now."""


def plan_run(
    settings: Settings, version: str, *, forced: Selector | None = None
) -> tuple[Plan, tuple[ManifestRow, ...]]:
    """What there is to do, without doing it; and the manifest as it stands.

    Raises:
        RawFolderMissingError: the raw folder does not exist.
    """
    rows = read_manifest(settings.raw_layer_dir)
    found = scan(settings.raw_dir, known_files(rows), file_limit=settings.limits.file_bytes)
    paths = {file.source_path for file in found.files if forced is not None and forced(file.source_path)}
    parts = complete_parts(settings.raw_layer_dir)
    return make_plan(found, rows, version=version, parts=parts, forced=paths, at=now()), rows


def ingest(
    settings: Settings,
    version: str,
    *,
    forced: Selector | None = None,
    only_forced: bool = False,
    extract: str = EXTRACT,
    say: Callable[[str], None] | None = None,
    on_document: Callable[[DocumentOutcome], None] = lambda _: None,
) -> IngestReport:
    """Bring the raw layer up to the raw folder.

    Args:
        settings: where, and with what means.
        version: the extractor's version.
        forced: documents at these source paths are read again in any case.
        only_forced: read nothing else.
        extract: the extract function, as ``module:name``.
        say: where progress goes when nobody is at a terminal.
        on_document: told of every document as soon as it is done, while the workers go on.

    Raises:
        RawFolderMissingError: the raw folder does not exist.
        PoolError: no extraction worker can be started.
    """
    plan, rows = plan_run(settings, version, forced=forced)
    write_empty_parts(settings.raw_layer_dir)
    remove_unused_parts(settings.raw_layer_dir, {row.part_id for row in rows})
    if frozenset(plan.rows) != frozenset(rows):
        write_manifest(settings.raw_layer_dir, plan.rows)
    chosen = [item for item in plan.candidates if not only_forced or _is_chosen(item, forced)]
    outcomes = tuple(_Reading(settings, version, extract, say, on_document).of(plan, chosen))
    compact_if_worthwhile(settings.raw_layer_dir)
    final = read_manifest(settings.raw_layer_dir)
    if not final:
        write_manifest(settings.raw_layer_dir, ())  # dbt reads the manifest; an empty folder has an empty one.
    return IngestReport(outcomes, plan.withdrawn, plan.outdated, final)


def forget(settings: Settings, chosen: Selector) -> tuple[ManifestRow, ...]:
    """Drop the manifest rows of the documents that ``chosen`` names by path or id; returns them."""
    rows = read_manifest(settings.raw_layer_dir)
    documents = {row.document_id for row in rows if row.document_id and _names(chosen, row)}
    doomed = tuple(row for row in rows if row.document_id in documents or _names(chosen, row))
    if doomed:
        write_manifest(settings.raw_layer_dir, set(rows) - set(doomed))
    return doomed


def _names(chosen: Selector, row: ManifestRow) -> bool:
    return chosen(row.source_path) or (row.document_id is not None and chosen(row.document_id))


def _is_chosen(candidate: Candidate, forced: Selector | None) -> bool:
    return forced is not None and any(forced(file.source_path) for file in candidate.files)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One run of the pool over what a plan asks for."""

    settings: Settings
    version: str
    extract: str
    say: Callable[[str], None] | None
    on_document: Callable[[DocumentOutcome], None]

    def of(self, plan: Plan, chosen: list[Candidate]) -> Iterator[DocumentOutcome]:
        """Read the chosen documents; parts and manifest are written along the way."""
        if not chosen:
            return
        # The longest first: one large scan at the end would keep the other workers waiting.
        ordered = sorted(chosen, key=lambda item: (-item.byte_size, item.document_id))
        candidates = {item.document_id: item for item in ordered}
        tasks = [Task(item.document_id, item.path) for item in ordered]
        done: dict[str, Outcome] = {}
        with self._pool(len(tasks)) as pool, progress(len(tasks), self.say) as advance:
            for chunk in _chunks(pool.run(tasks)):
                with PartWriter(self.settings.raw_layer_dir, new_part_id()) as part:
                    for result in chunk:
                        done[result.task.document_id] = _store(result, part)
                        advance(result.batches is None)
                        outcome = _describe(result, candidates[result.task.document_id])
                        self.on_document(outcome)
                        yield outcome
                    if part.documents:
                        part.commit()
                    rows = apply_outcomes(plan, done, version=self.version, at=now())
                    write_manifest(self.settings.raw_layer_dir, rows)

    def _pool(self, documents: int) -> ExtractionPool:
        return ExtractionPool(min(self.settings.workers, documents), self.settings.limits, extract=self.extract)


def _chunks(results: Iterator[Result]) -> Iterator[Iterable[Result]]:
    """The results in runs of at most ``DOCUMENTS_PER_PART``, without holding more than one of them."""
    for first in results:
        yield itertools.chain([first], _rest_of_chunk(results))


def _rest_of_chunk(results: Iterator[Result]) -> Iterator[Result]:
    deadline = time.monotonic() + SECONDS_PER_PART
    for _ in range(DOCUMENTS_PER_PART - 1):
        if time.monotonic() > deadline:
            return
        try:
            yield next(results)
        except StopIteration:
            return


def _store(result: Result, part: PartWriter) -> Outcome:
    if result.batches is None:
        assert result.reason is not None
        return Outcome(result.task.document_id, None, rejection(result.reason, result.message))
    part.add(result.batches)
    return Outcome(result.task.document_id, part.part_id, None)


def _describe(result: Result, candidate: Candidate) -> DocumentOutcome:
    return DocumentOutcome(
        source_paths=tuple(file.source_path for file in candidate.files),
        document_id=candidate.document_id,
        rejected=result.reason.value if result.reason else None,
        message=result.message,
        rows={table: batch.num_rows for table, batch in (result.batches or {}).items()},
        seconds=result.seconds,
    )
