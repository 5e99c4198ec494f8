"""What a person wants to know after a run, read from the published copy.

Counts speak of documents whose file is present. An identity that fails and a document that cannot be read are results,
not faults of the run.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import duckdb

from dagster_project.settings import REPOSITORY, Settings
from dagster_project.text_table import pad, safe, table, wrap
from dagster_project.triage import Changes, last_changes

_WORST = 10
_SHOWN_REJECTIONS = 10
_MESSAGE_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """A contradiction, as it is told to a person."""

    finding_id: str
    severity: str
    finding_type: str
    department: str
    year: int | None
    page: int | None
    message: str
    document_id: str
    is_current: bool
    """False where a newer disclosure has superseded the document."""

    def __str__(self) -> str:
        place = " ".join(str(part) for part in (self.department, self.year) if part)
        page = f", page {self.page}" if self.page else ""
        return safe(f"{self.severity}: {place}{page}: {self.message}")


@dataclass(frozen=True, slots=True)
class Summary:
    """The published warehouse in numbers."""

    loaded: int
    unsupported: int
    withdrawn: int
    rejected: tuple[tuple[str, str, str], ...]
    """Source path, reason code and message."""
    statements: int
    cells: int
    identities: dict[str, int]
    """Verdicts by status."""
    findings: dict[str, int]
    """Findings by severity."""
    worst: tuple[tuple[Finding, int], ...]
    """Findings to be told first, with how many of the same kind are not."""
    changes: Changes | None = None
    """What the last run changed among them."""


def read_summary(settings: Settings) -> Summary:
    """The summary of what is published now.

    Raises:
        FileNotFoundError: nothing has been published yet.
    """
    with connect_published(settings) as connection:
        return Summary(
            loaded=_count(connection, "marts.dim_document", "withdrawn_at is null and load_status = 'loaded'"),
            unsupported=_count(connection, "marts.dim_document", "withdrawn_at is null and load_status <> 'loaded'"),
            withdrawn=_count(connection, "marts.dim_document", "withdrawn_at is not null"),
            rejected=_rejected(connection),
            statements=_statements(connection),
            cells=_count(connection, _present("fct_statement_line")),
            identities=_by(connection, "status", "fct_identity_result"),
            findings=_by(connection, "severity", "fct_finding"),
            worst=_worst(_findings(connection, is_decided=False)),
            changes=last_changes(settings),
        )


def error_findings(settings: Settings) -> tuple[Finding, ...]:
    """Every published finding of severity error about which nobody has decided; none where nothing is published."""
    if not settings.published_database.exists():
        return ()
    with connect_published(settings) as connection:
        return _findings(connection, severity="error", is_decided=False)


def published_errors(settings: Settings) -> frozenset[str]:
    """Ids of the published findings of severity error, whichever version published them; none where nothing is."""
    if not settings.published_database.exists():
        return frozenset()
    with connect_published(settings) as connection:
        rows = connection.execute("select finding_id from marts.fct_finding where severity = 'error'").fetchall()
    return frozenset(finding_id for (finding_id,) in rows)


def all_findings(settings: Settings) -> tuple[Finding, ...]:
    """Every published finding, the worst first.

    Raises:
        FileNotFoundError: nothing has been published yet.
    """
    with connect_published(settings) as connection:
        return _findings(connection)


def connect_published(settings: Settings) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the published copy.

    Raises:
        FileNotFoundError: nothing has been published yet.
    """
    if not settings.published_database.exists():
        raise FileNotFoundError(f"nothing has been published in {settings.warehouse_dir} yet; `make run` does")
    return duckdb.connect(str(settings.published_database), read_only=True)


def headline(summary: Summary) -> str:
    """The summary in one line."""
    parts = [
        f"{summary.loaded:,} documents loaded",
        f"{len(summary.rejected):,} rejected",
        f"{summary.cells:,} cells",
        f"identities {_identities(summary)}",
        f"findings {_findings_line(summary)}",
    ]
    return "; ".join(parts)


def render(settings: Settings, summary: Summary, *, note: str = "") -> list[str]:
    """The summary as lines of text."""
    documents = [f"{summary.loaded:,} loaded", f"{len(summary.rejected):,} rejected"]
    documents += [f"{summary.unsupported:,} recognised but not supported yet"] if summary.unsupported else []
    documents += [f"{summary.withdrawn:,} withdrawn"] if summary.withdrawn else []
    facts = [
        ("Documents", " · ".join(documents)),
        ("Cells", f"{summary.cells:,} amounts in {summary.statements:,} statements"),
        ("Identities", _identities(summary)),
        ("Findings", _findings_line(summary)),
    ]
    if summary.changes and summary.changes.since:
        facts.append(("", f"since {summary.changes.since} UTC: {summary.changes}"))
    lines = [f"juesuan{f' · {note}' if note else ''}", ""]
    lines += [f"  {pad(name, 12)}{text}" for name, text in facts]
    lines += _section("Rejected", _rejected_lines(summary))
    lines += _section("Worst findings", _worst_lines(summary))
    lines += _section("Where to look next", _next_lines(settings))
    return lines


def _identities(summary: Summary) -> str:
    words = (("pass", "passed"), ("fail", "failed"), ("not_applicable", "not applicable"))
    return " · ".join(f"{summary.identities.get(status, 0):,} {word}" for status, word in words)


def _findings_line(summary: Summary) -> str:
    words = (("error", "errors"), ("warning", "warnings"), ("info", "notes"))
    return " · ".join(f"{summary.findings.get(severity, 0):,} {word}" for severity, word in words)


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return ["", f"  {title}", *(f"    {line}" for line in lines)] if lines else []


def _rejected_lines(summary: Summary) -> list[str]:
    shown = summary.rejected[:_SHOWN_REJECTIONS]
    lines = table(("file", "reason", "message"), shown) if shown else []
    return lines + _more(len(summary.rejected) - len(shown), "juesuan show rejected")


def _worst_lines(summary: Summary) -> list[str]:
    lines: list[str] = []
    for finding, similar in summary.worst:
        place = [finding.department, str(finding.year or ""), f"page {finding.page}" if finding.page else ""]
        lines.append(f"{pad(finding.severity, 9)}{safe(' · '.join(filter(None, place)))}")
        message = finding.message + (f" (and {similar:,} more of this kind in the document)" if similar else "")
        lines += [f"         {line}" for line in wrap(safe(message), _MESSAGE_COLUMNS)]
    told = sum(similar + 1 for _, similar in summary.worst)
    return lines + _more(sum(summary.findings.values()) - told, "juesuan show findings")


def _more(count: int, command: str) -> list[str]:
    return [f"… and {count:,} more: {command}"] if count > 0 else []


def _next_lines(settings: Settings) -> list[str]:
    places = [
        ("for BI tools", _relative(settings.published_database)),
        ("findings, on page", _relative(settings.reports_dir / "index.html")),
        ("Data Docs", _relative(settings.data_docs_dir / "index.html")),
        ("lineage and checks", "make ui"),
        ("one by one", "juesuan show findings | identities | documents | cells | rejected"),
    ]
    return [f"{pad(name, 20)}{where}" for name, where in places]


def _relative(path: Path) -> str:
    """The path as one would type it from the root of the repository."""
    return str(path.relative_to(REPOSITORY)) if path.is_relative_to(REPOSITORY) else str(path)


def _present(mart: str) -> str:
    return f"marts.{mart} semi join (from marts.dim_document where withdrawn_at is null) using (document_id)"


def _count(connection: duckdb.DuckDBPyConnection, relation: str, condition: str = "true") -> int:
    return int(connection.execute(f"from {relation} select count(*) where {condition}").fetchall()[0][0])


def _statements(connection: duckdb.DuckDBPyConnection) -> int:
    query = f"from {_present('fct_statement_line')} select count(distinct (document_id, statement))"
    return int(connection.execute(query).fetchall()[0][0])


def _by(connection: duckdb.DuckDBPyConnection, column: str, mart: str) -> dict[str, int]:
    return dict(connection.execute(f"from {_present(mart)} select {column}, count(*) group by all").fetchall())


def _rejected(connection: duckdb.DuckDBPyConnection) -> tuple[tuple[str, str, str], ...]:
    query = "select source_path, reason_code, message from marts.dim_rejected_document order by all"
    return tuple(connection.execute(query).fetchall())


def _findings(
    connection: duckdb.DuckDBPyConnection, *, severity: str | None = None, is_decided: bool | None = None
) -> tuple[Finding, ...]:
    """Findings on present documents, the worst first: by severity, then by the evidence behind them."""
    message = "message_zh" if speaks_chinese() else "message_en"
    query = f"""
        from (from {_present("fct_finding")}) as finding
        left join marts.dim_document as document using (document_id)
        left join marts.dim_department as department using (department_id)
        select
            finding_id, severity, finding_type, coalesce(department.name, document.source_path),
            document.fiscal_year, finding.page_number, {message}, document_id, coalesce(document.is_current, true)
        where
            ($severity is null or severity = $severity)
            and ($is_decided is null or (finding.disposition is not null) = $is_decided)
        order by
            list_position(['error', 'warning', 'info'], severity), evidence_count desc nulls last,
            document.source_path, finding.page_number, finding_id
    """
    asked = {"severity": severity, "is_decided": is_decided}
    return tuple(Finding(*row) for row in connection.execute(query, asked).fetchall())


def _worst(findings: Sequence[Finding]) -> tuple[tuple[Finding, int], ...]:
    """The findings to be told first, each with how many like it are not: errors one by one, the rest by kind.

    What is wrong in a disclosure that has been superseded is counted, not told.
    """
    groups: dict[object, list[Finding]] = {}
    for finding in filter(attrgetter("is_current"), findings):
        kind = (finding.document_id, finding.severity, finding.finding_type)
        groups.setdefault(finding.finding_id if finding.severity == "error" else kind, []).append(finding)
    return tuple((group[0], len(group) - 1) for group in list(groups.values())[:_WORST])


def speaks_chinese() -> bool:
    """Whether messages are to be in Chinese, as the environment says."""
    language = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return language.startswith("zh")
