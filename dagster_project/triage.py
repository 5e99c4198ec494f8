"""What people have decided about findings, and since when each finding is open.

Decisions stand in a file of the repository, ``triage/dispositions.csv``; the history of findings stands below the
warehouse, outside the database that each build replaces. dbt reads both as Parquet. A line that cannot be read is a
problem with its reason, and costs nothing but itself.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.raw_layer.manifest import replace_durably
from dagster_project.settings import Settings

COLUMNS = ("finding_id", "disposition", "reason", "decided_on", "decided_by")
"""Columns of ``triage/dispositions.csv``; ``decided_by`` may be blank."""
_FINDING_ID = re.compile(r"[0-9a-f]{32}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DISPOSITIONS = pa.schema([(name, pa.date32() if name == "decided_on" else pa.string()) for name in COLUMNS])
_MOMENT = pa.timestamp("us")
_HISTORY = pa.schema(
    [
        ("finding_id", pa.string()), ("document_id", pa.string()), ("finding_type", pa.string()),
        ("severity", pa.string()), ("first_seen_at", _MOMENT), ("last_seen_at", _MOMENT), ("resolved_at", _MOMENT),
    ]
)  # fmt: skip


class Verdict(StrEnum):
    """What may be decided about a finding (closed list)."""

    CONFIRMED = "confirmed_publisher_mistake"
    READER = "reader_mistake"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Disposition:
    """A decision about one finding."""

    finding_id: str
    disposition: str
    reason: str
    decided_on: date
    decided_by: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the file that cannot be followed, with its number from 1."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a run changed among the findings."""

    new: int
    resolved: int
    still_open: int
    decided: int
    """Open ones about which the file decides."""
    stale: int
    """Decisions about findings that no longer exist, or never did."""
    since: str | None
    """When findings were last recorded before; None for the first time."""

    def __str__(self) -> str:
        counts = f"{self.new:,} new · {self.resolved:,} resolved · {self.still_open:,} still open"
        decided = f" · {self.decided:,} decided" if self.decided else ""
        stale = f" · {self.stale:,} decisions about findings that are gone" if self.stale else ""
        return f"{counts}{decided}{stale}"


def read_dispositions(path: Path) -> tuple[list[Disposition], list[Problem]]:
    """Decisions of a file, and the lines that cannot be followed; a file that does not exist decides nothing."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return [], []
    except (OSError, UnicodeDecodeError) as error:
        return [], [Problem(path, 1, f"cannot be read as UTF-8 text: {error}")]
    rows = _rows(text)
    _, head = next(rows, (1, []))
    if tuple(head) != COLUMNS:
        return [], [Problem(path, 1, f"the columns must be {', '.join(COLUMNS)}, not {', '.join(head) or 'none'}")]
    found: dict[str, Disposition] = {}
    problems: list[Problem] = []
    for line, row in rows:
        read = _disposition(row) if isinstance(row, list) else row
        if isinstance(read, str):
            problems.append(Problem(path, line, read))
        elif read.finding_id in found:
            problems.append(Problem(path, line, f"{read.finding_id} has been decided about further up"))
        else:
            found[read.finding_id] = read
    return list(found.values()), problems


def _rows(text: str) -> Iterator[tuple[int, list[str] | str]]:
    """Lines that are not blank, with their numbers from 1; for one that is no CSV, why.

    Each is read by itself, so that a quote left open costs its own line and not those after it.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            cells = [cell.strip() for row in csv.reader([line.rstrip("\r")], strict=True) for cell in row]
        except csv.Error as error:
            yield number, f"is no CSV: {error}"
        else:
            if any(cells):
                yield number, cells


def _disposition(row: Sequence[str]) -> Disposition | str:
    """The decision in a row, or why there is none."""
    if len(row) != len(COLUMNS):
        return f"{len(row)} cells where {len(COLUMNS)} are due"
    finding_id, disposition, reason, decided_on, decided_by = row
    if not _FINDING_ID.fullmatch(finding_id):
        return f"{finding_id!r} is no finding_id: 32 hexadecimal digits"
    if disposition not in tuple(Verdict):
        return f"{disposition!r} is no disposition: {', '.join(Verdict)}"
    if not reason:
        return "a decision needs its reason"
    try:
        # The standard library takes 20261127 and 2026-W48-5 too.
        day = date.fromisoformat(decided_on if _DAY.fullmatch(decided_on) else "")
    except ValueError:
        return f"{decided_on!r} is no date: YYYY-MM-DD"
    return Disposition(finding_id, disposition, reason, day, decided_by)


def lay_out(settings: Settings) -> list[Problem]:
    """Write what dbt reads, the decisions and the history, empty where there is none; returns what was not followed."""
    dispositions, problems = read_dispositions(settings.triage_file)
    settings.triage_dir.mkdir(parents=True, exist_ok=True)
    _write(settings.dispositions_file, _DISPOSITIONS, [asdict(each) for each in dispositions])
    if not _history(settings.finding_history_file):
        _write(settings.finding_history_file, _HISTORY, [])
    return problems


def record(settings: Settings, now: datetime) -> Changes:
    """Bring the history up to the published findings; returns what has changed since it was last brought there.

    ``now`` is in UTC, without a zone. A finding that comes back keeps the moment when it was first seen; those of a
    document whose file has gone are resolved, though their rows stay in the fact.
    """
    known = {row["finding_id"]: row for row in _history(settings.finding_history_file)}
    since = max((row["last_seen_at"] for row in known.values()), default=None)
    with duckdb.connect(str(settings.published_database), read_only=True) as connection:
        cursor = connection.execute(
            "select finding_id, document_id, finding_type, severity, findings.first_seen_at, disposition, withdrawn_at"
            " from marts.fct_finding as findings left join marts.dim_document using (document_id)"
        )
        names = [column for column, *_ in cursor.description]
        published = {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}
    found = {key: row for key, row in published.items() if row["withdrawn_at"] is None}
    counts = Counter(
        "still" if key in known and known[key]["resolved_at"] is None else "new" for key in found
    )  # fmt: skip
    resolved = [row for key, row in known.items() if key not in found and row["resolved_at"] is None]
    rows = [
        {**{name: found[key][name] for name in _HISTORY.names[:5]}, "last_seen_at": now, "resolved_at": None}
        for key in found
    ]
    rows += [
        {**row, "resolved_at": row["resolved_at"] or now} for key, row in known.items() if key not in found
    ]  # fmt: skip
    _write(settings.finding_history_file, _HISTORY, sorted(rows, key=lambda row: str(row["finding_id"])))
    decisions, _ = read_dispositions(settings.triage_file)
    changes = Changes(
        counts["new"], len(resolved), counts["still"], sum(row["disposition"] is not None for row in found.values()),
        sum(decision.finding_id not in published for decision in decisions),
        f"{since:%Y-%m-%d %H:%M}" if since else None,
    )  # fmt: skip
    _replace(settings.finding_changes_file, json.dumps(asdict(changes)).encode())
    return changes


def last_changes(settings: Settings) -> Changes | None:
    """What the last run changed; None where no run has recorded it."""
    try:
        return Changes(**json.loads(settings.finding_changes_file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _history(path: Path) -> list[dict[str, object]]:
    """Rows of the history; none where it is missing, or cannot be read: then every finding is new."""
    try:
        return list(pq.read_table(path, schema=_HISTORY).to_pylist())
    except (OSError, pa.ArrowException):
        return []


def _write(path: Path, schema: pa.Schema, rows: Iterable[Mapping[str, object]]) -> None:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), sink)
    _replace(path, sink.getvalue().to_pybytes())


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_bytes(content)
    replace_durably(temporary, path)
