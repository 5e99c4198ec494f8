"""A bench for the document checks (D1 to D8): statements as literals, with what else the checks look at beside them.

Whose a document is, what its prose and its heads say and when it came stand in tables that this module writes; how
they are read from a page is tested where that is done.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tests.unit.identity_bench import STATEMENTS, TABLES, Bench, Sheet, Table, _schema
from tests.unit.identity_stand_ins import ABSENT


@dataclass(frozen=True, slots=True)
class Said:
    """A claim of the prose: a statement that it speaks of, and an amount, or None where it says that there is none."""

    statement: str
    amount: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Disclosure(Sheet):
    """A document with what surrounds its statements."""

    department: str | None = None
    scope: str = "department"
    arrival: int = 1
    """Day of January 2025 on which it was first seen."""
    prose: tuple[Said, ...] = ()
    text: tuple[str, ...] = ()
    """Lines outside the statements."""
    named_in: tuple[str, ...] = ()
    """Places that name its year: ``cover``, ``heading``, ``caption`` (the head of its first statement)."""
    head_of_another_year: str | None = None
    """The statement whose head names another year."""


def _printed_name(sheet: Disclosure) -> str | None:
    """Each document prints the name in its own way."""
    return sheet.department and f"{sheet.department}({sheet.document_id})"


def _document_rows(sheet: Disclosure) -> Iterable[tuple[object, ...]]:
    yield (sheet.document_id, sheet.department, _printed_name(sheet), sheet.fiscal_year, "final_accounts", sheet.scope,
           "loaded", True, 1, None, f"2025-01-{sheet.arrival:02}", None)  # fmt: skip


def _file_rows(sheet: Disclosure) -> Iterable[tuple[object, ...]]:
    yield sheet.document_id, f"2025-01-{sheet.arrival:02}", f"{sheet.document_id}.pdf", "loaded"


def _name_rows(sheet: Disclosure) -> Iterable[tuple[object, ...]]:
    if sheet.department:
        yield _printed_name(sheet), sheet.department


def _text_rows(sheet: Disclosure) -> Iterable[tuple[object, ...]]:
    for number, text in enumerate(sheet.text, 1):
        yield sheet.document_id, 3, number, text


def _claim_rows(sheet: Disclosure) -> Iterable[tuple[object, ...]]:
    for position, said in enumerate(sheet.prose, 1):
        quantity, line = ("none", None) if said.amount is None else ("amount", "total")
        yield sheet.document_id, said.statement, line, quantity, said.amount, 20, position, said.sentence


def _sighting_rows(sheet: Disclosure) -> Iterable[tuple[object, ...]]:
    for page, source in enumerate(sheet.named_in, 1):
        place = 5 if source == "caption" else page
        yield sheet.document_id, "fiscal_year", source, place, f"{sheet.fiscal_year}年度", None


def _head_rows(sheet: Disclosure) -> Iterable[tuple[object, ...]]:
    if sheet.head_of_another_year:
        yield (sheet.document_id, "year", "error", "D3", sheet.head_of_another_year, 5, "2019", "年度不符",
               "another year")  # fmt: skip


_TABLES: dict[str, Table] = {
    "int_documents": (_document_rows, _schema(
        "document_id:s department_id:s department_name:s fiscal_year:i document_type:s disclosure_scope:s load_status:s"
        " is_current:b edition_rank:i published_on:s first_seen_at:s withdrawn_at:s")),
    "stg_files": (_file_rows, _schema("document_id:s first_seen_at:s source_path:s status:s")),
    "stg_lines": (_text_rows, _schema("document_id:s page_number:i line_number:i text_key:s")),
    "int_department_names": (_name_rows, _schema("name:s unscoped_name:s")),
    "fct_narrative_claim": (_claim_rows, _schema(
        "document_id:s statement:s line_code:s quantity:s stated_value:i page_number:i position:i sentence:s")),
    "int_document_sightings": (_sighting_rows, _schema(
        "document_id:s fact:s source:s page_number:i text_key:s rejection:s")),
    "int_finding_sightings": (_head_rows, _schema(
        "document_id:s finding_type:s severity:s identity_ids:s statement:s page_number:i printed_text:s reason_zh:s"
        " reason_en:s")),
}  # fmt: skip
_TABLES["dim_document"] = _TABLES["int_documents"]
_BUILT = {"int_amount_vectors", "int_finding_between_documents", *_TABLES}
CHECKS = Bench(
    parts=(*STATEMENTS.parts, "between_documents"),
    models=STATEMENTS.models,
    tables=TABLES | _TABLES,
    absent={name: query for name, query in ABSENT.items() if name.rpartition("/")[2] not in _BUILT},
)
