"""A bench for the identities of the prose: statements and sentences as literals, the real models run over both.

The grammar reads the sentences as it reads those of a document; the models of claims and of their identities are built
by dbt as they are, over what ``identity_bench`` writes in place of statements.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from dagster_project.narrative_table import SCHEMA
from tests.unit.identity_bench import ROOT, STATEMENTS, TABLES, Bench, Line, Sheet, Table, _schema
from tests.unit.identity_stand_ins import ABSENT
from tests.unit.narrative.bench import read

_LEXICON = ROOT / "dagster_project" / "extraction" / "lexicon"
_CENT = Decimal("0.01")
_SEEDS = ROOT / "dbt" / "seeds"


@dataclass(frozen=True, slots=True)
class Account(Sheet):
    """A document with prose: paragraphs below their headings, of one department's year."""

    prose: tuple[tuple[str, str], ...] = ()
    department_id: str = ""
    states_year: bool = True

    @property
    def year(self) -> int | None:
        """The fiscal year, where the document says one."""
        return self.fiscal_year if self.states_year else None


def _claim_rows(account: Account) -> Iterable[tuple[object, ...]]:
    """What the grammar makes of each paragraph, numbered through the document."""
    claims = [claim for heading, text in account.prose for claim in read(heading, text)]
    for position, claim in enumerate(claims, 1):
        placed = replace(claim, position=position, page_number=position)
        values = {field.name: getattr(placed, field.name) for field in fields(placed)}
        known = {"document_id": account.document_id, "part_id": "part", "grammar_version": "bench"} | values
        yield tuple(known[name] for name in SCHEMA.names)


def _document_rows(account: Account) -> Iterable[tuple[object, ...]]:
    department = account.department_id or account.document_id
    yield (account.document_id, account.year, department, "final_accounts", "department", "loaded", True,
           account.year or 9999)  # fmt: skip


def _part_rows(account: Account) -> Iterable[tuple[object, ...]]:
    yield account.document_id, "part"


def _none(_: Account) -> Iterable[tuple[object, ...]]:
    return ()


_DOCUMENT = _schema(
    "document_id:s fiscal_year:i department_id:s document_type:s disclosure_scope:s load_status:s is_current:b"
    " classification_year:i"
)
_TABLES: dict[str, Table] = {
    "int_narrative_claims": (_claim_rows, SCHEMA),
    "int_documents": (_document_rows, _DOCUMENT),
    "dim_document": (_document_rows, _DOCUMENT),
    "stg_current_parts": (_part_rows, _schema("document_id:s part_id:s")),
    "stg_captions": (_none, _schema("document_id:s table_number:i caption_position:s text_key:s")),
    "int_statement_tables": (_none, _schema("document_id:s table_number:i statement:s")),
}
CLAIMS = Bench(
    parts=(*STATEMENTS.parts, "claims", "claim_identities"),
    models=(*STATEMENTS.models, "marts/fct_narrative_claim", "intermediate/rows/int_classification"),
    seeds=(
        _LEXICON / "unit_phrases.csv",
        _LEXICON / "class_aliases.csv",
        _LEXICON / "continuity_explanations.csv",
        _SEEDS / "function_codes.csv",
        _SEEDS / "economic_codes.csv",
        *STATEMENTS.seeds,
    ),
    tables=TABLES | _TABLES,
    absent={
        name: query
        for name, query in ABSENT.items()
        if not {"claim", "claims", "unitless"} & set(name.split("_")) and name.rpartition("/")[2] not in _TABLES
    },
)


def cells(statement: str, printed: str) -> tuple[Line, ...]:
    """Lines of a statement from a table in text: measures in the first row, then code and amounts, ``.`` blank."""
    head, *rows = [row.split() for row in printed.strip().splitlines()]
    return tuple(
        Line(statement, code, {measure: text for measure, text in zip(head, texts, strict=True) if text != "."})
        for code, *texts in rows
    )


def scaled(lines: Iterable[Line], factor: Decimal) -> tuple[Line, ...]:
    """The lines with every amount times the factor, to two decimals."""
    return tuple(
        replace(ln, amounts={m: str((Decimal(text) * factor).quantize(_CENT)) for m, text in ln.amounts.items()})
        for ln in lines
    )
