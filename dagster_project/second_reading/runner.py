"""Which pages are read again, in worker processes with limits, into the raw layer.

A page is read again where an identity fails on it, or where a draw that depends on nothing but document and page falls
within the configured share. A page that this version of the reader has met is not read again, whatever came of it: the
same bytes give the same words, or the same fault. The caller holds the warehouse lock.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import duckdb

from dagster_project.extraction.records import ReasonCode
from dagster_project.extraction_pool.messages import Task
from dagster_project.extraction_pool.pool import ExtractionPool, Result
from dagster_project.raw_layer.manifest import read_manifest
from dagster_project.raw_layer.parts import PartWriter, new_part_id, write_empty_parts
from dagster_project.raw_layer.plan import known_files
from dagster_project.raw_layer.scan import RawFolderMissingError, scan
from dagster_project.raw_layer.schema import RawBatches, to_batches
from dagster_project.second_reading.records import SECOND_TABLES, SecondReading, failed_page, reader_version
from dagster_project.second_reading.store import compact_if_worthwhile, pages_read
from dagster_project.settings import Settings

READ_PAGES = "dagster_project.second_reading.reader:read_pages"
DOCUMENTS_PER_PART = 1_000
_CANDIDATES = "select document_id, page_number, has_failure from intermediate.int_second_reading_pages order by all"
_PASSING = frozenset({ReasonCode.UNREADABLE})
"""What the next run may find otherwise: the file changed or could not be opened. The other reasons are the page's."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page of a statement."""

    document_id: str
    page_number: int
    has_failure: bool
    """Whether an identity fails on it."""

    def is_chosen(self, share: float) -> bool:
        """Whether it is to be read again, where ``share`` (0 to 1) of the other pages are."""
        return self.has_failure or draw(self.document_id, self.page_number) < share


@dataclass(slots=True)
class ReadingReport:
    """What a run of the second reader did."""

    chosen: int = 0
    """Pages that are to have a second reading."""
    known: int = 0
    """Of these, pages that had one already."""
    by_status: Counter[str] = field(default_factory=Counter)
    """Pages read by this run."""

    @property
    def pages(self) -> int:
        """Pages with a reading that is new."""
        return self.by_status.total()


def draw(document_id: str, page_number: int) -> float:
    """A number from 0 to below 1 that is the page's own: the same in every run, on every machine."""
    digest = hashlib.sha256(f"{document_id}:{page_number}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def read_again(settings: Settings, *, read: str = READ_PAGES) -> ReadingReport:
    """Read what is to be read again and has not been yet; a document that cannot be costs its own pages only.

    Args:
        settings: where, with what means, and how large a share of the pages.
        read: the reading function, as ``module:name``.

    Raises:
        PoolError: no worker can be started.
    """
    write_empty_parts(settings.raw_layer_dir)
    chosen = {
        (page.document_id, page.page_number) for page in candidates(settings) if page.is_chosen(settings.second_share)
    }
    missing = chosen - pages_read(settings.raw_layer_dir, reader_version())
    report = ReadingReport(chosen=len(chosen), known=len(chosen) - len(missing))
    if missing:
        _read(settings, list(_tasks(settings, missing)), read, report)
        compact_if_worthwhile(settings.raw_layer_dir, reader_version())
    return report


def candidates(settings: Settings) -> tuple[Candidate, ...]:
    """Every page of a statement in the warehouse, as dbt has left it."""
    with duckdb.connect(str(settings.database), read_only=True) as connection:
        return tuple(Candidate(*row) for row in connection.execute(_CANDIDATES).fetchall())


def _tasks(settings: Settings, pages: Iterable[tuple[str, int]]) -> Iterator[Task]:
    """One task per document whose file is there; the others have had their last reading."""
    by_document: dict[str, list[int]] = defaultdict(list)
    for document_id, page_number in sorted(pages):
        by_document[document_id].append(page_number)
    paths = _paths(settings)
    for document_id, numbers in by_document.items():
        if document_id in paths:
            yield Task(document_id, paths[document_id], tuple(numbers))


def _paths(settings: Settings) -> Mapping[str, Path]:
    known = known_files(read_manifest(settings.raw_layer_dir))
    try:
        found = scan(settings.raw_dir, known, file_limit=settings.limits.file_bytes).files
    except RawFolderMissingError:
        return {}  # A run that reads nothing (juesuan forget) does not need the folder.
    return {file.document_id: file.path for file in reversed(found) if file.document_id and file.problem is None}


def _read(settings: Settings, tasks: list[Task], read: str, report: ReadingReport) -> None:
    workers = min(settings.workers, len(tasks))
    with ExtractionPool(workers, settings.limits, extract=read, tables=SECOND_TABLES) as pool:
        results = pool.run(tasks)
        while chunk := list(islice(results, DOCUMENTS_PER_PART)):
            with PartWriter(settings.raw_layer_dir, new_part_id(), SECOND_TABLES) as part:
                for batches in filter(None, map(_kept, chunk)):
                    part.add(batches)
                    report.by_status.update(batches["raw_second_readings"]["status"].to_pylist())
                if part.documents:
                    part.commit()


def _kept(result: Result) -> RawBatches | None:
    """The rows to keep of one document: its readings, or that they failed; None where the next run tries again."""
    if result.batches is not None or result.reason in _PASSING:
        return result.batches
    message = f"{result.reason}: {result.message}"
    pages = tuple(failed_page(result.task.document_id, number, message) for number in result.task.pages)
    return to_batches(SecondReading(pages, ()))
