# ruff: noqa: S608 - queries are put together from this package's own texts; no text of a document enters them.
"""Structural checks of the raw layer, the staging layer and the marts, as data.

Each suite judges one table through a query that yields one row per document: its key, and for each flaw how many rows
have it. So a warehouse of fifty thousand documents is judged on fifty thousand rows, whatever the number of its cells.
Relations of the raw layer are written ``{raw_cells}`` and filled in by :mod:`expectations.frames`.
"""

from __future__ import annotations

from dataclasses import dataclass

from expectations.identities import Severity


@dataclass(frozen=True, slots=True)
class Check:
    """A flaw that no document may have: the SQL condition of a flawed row of the judged table.

    A condition that is null counts as a flaw: what cannot be judged is not sound.
    """

    name: str
    title: str
    condition: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class StructuralSuite:
    """The checks of one table.

    ``rows`` selects the judged rows, with ``document_id``; ``key`` names what must be unique among them (adding the
    column ``copies``); ``documents`` selects the documents that must have rows, which the suite asserts first, so that
    an empty table is no pass.
    """

    name: str
    asset: str
    rows: str
    key: tuple[str, ...]
    documents: str
    checks: tuple[Check, ...]

    def all_checks(self) -> tuple[Check, ...]:
        """The check of the key, then those of the table."""
        return (Check("repeated_key", f"no key is repeated: {', '.join(self.key)}", "copies > 1"), *self.checks)

    def query(self) -> str:
        """One row per document: ``document_id`` and for each check the number of flawed rows."""
        counts = ", ".join(
            f"cast(count(*) filter (where coalesce({check.condition}, true)) as bigint) as {check.name}"
            for check in self.all_checks()
        )
        copies = f"count(*) over (partition by {', '.join(('document_id', *self.key))}) as copies"
        return f"select document_id, {counts} from (select *, {copies} from ({self.rows})) group by document_id"


_CURRENT = "(select document_id, part_id from {manifest} where status = 'loaded' and part_id is not null)"
_LOADED = f"select distinct document_id from {_CURRENT}"
_JUDGED = "select distinct document_id from intermediate.int_statements"
_PRINTED = "select distinct document_id from intermediate.int_statements where amount_count > 0"
_OFF_PAGE = "x0 > x1 or top > bottom or x0 < -1 or top < -1 or x1 > page_width + 1 or bottom > page_height + 1"


def _raw_rows(table: str) -> str:
    return f"select * from {{{table}}} semi join {_CURRENT} as current_parts using (document_id, part_id)"


def _raw_with_pages(table: str) -> str:
    return (
        "select items.*, pages.width as page_width, pages.height as page_height"
        f" from ({_raw_rows(table)}) as items"
        " left join {raw_pages} as pages"
        " on items.document_id = pages.document_id and items.part_id = pages.part_id"
        " and items.page_number = pages.page_number"
    )


def _raw(table: str, key: str, *checks: Check, rows: str = "", documents: str = "") -> StructuralSuite:
    name = f"raw_{table}"
    found = f"select distinct document_id from ({_raw_rows(name)})"
    return StructuralSuite(
        f"structure_{name}", name, rows or _raw_rows(name), tuple(key.split()), documents or found, checks
    )


_HAS_PAGE = Check("page_unknown", "every row lies on a page of the document", "page_width is null")
_IN_BOX = Check("box_off_page", "every box lies on its page", _OFF_PAGE)

RAW_SUITES = (
    _raw(
        "documents", "document_id",
        Check("bad_hash", "the document's key is a SHA-256", "not regexp_full_match(document_id, '[0-9a-f]{{64}}')"),
        Check("no_page", "a document has pages", "page_count < 1"),
        documents=_LOADED,
    ),
    _raw(
        "pages", "page_number",
        Check("no_size", "a page has a size", "width <= 0 or height <= 0"),
        Check("bad_method", "the page was read by a known method", "method not in ('text', 'ocr', 'none')"),
        documents=_LOADED,
    ),
    _raw("lines", "page_number line_number", _HAS_PAGE, _IN_BOX, rows=_raw_with_pages("raw_lines")),
    _raw(
        "tables", "table_number",
        Check("no_grid", "a table has rows and columns", "row_count < 1 or column_count < 1"),
        Check("pages_reversed", "a table ends on or after its first page", "last_page < first_page"),
    ),
    _raw("columns", "table_number column_number", Check("no_width", "a column has a width", "x1 <= x0")),
    _raw(
        "rows", "table_number row_number",
        Check("bad_kind", "a row is of a known kind", "kind not in ('header', 'column_numbers', 'body')"),
    ),
    _raw(
        "cells", "table_number row_number column_number",
        _HAS_PAGE,
        _IN_BOX,
        Check("no_text", "a cell has text", "text is null or trim(text) = ''"),
        Check("bad_confidence", "confidence lies between 0 and 1", "confidence < 0 or confidence > 1"),
        rows=_raw_with_pages("raw_cells"),
    ),
)  # fmt: skip


def _staging(table: str, key: str) -> StructuralSuite:
    """Staging renames and types; it neither loses nor multiplies rows of the current parts."""
    raw = f"raw_{table}"
    rows = (
        "select staged.*, printed.raw_rows,"
        " count(*) over (partition by staged.document_id) as staged_rows"
        f" from staging.stg_{table} as staged left join"
        f" (select document_id, count(*) as raw_rows from ({_raw_rows(raw)}) group by document_id) as printed"
        " using (document_id)"
    )
    check = Check("rows_lost", "as many rows as the current raw part holds", "staged_rows <> raw_rows")
    documents = f"select distinct document_id from ({_raw_rows(raw)})"
    return StructuralSuite(f"structure_stg_{table}", f"stg_{table}", rows, tuple(key.split()), documents, (check,))


STAGING_SUITES = (
    _staging("documents", "document_id"),
    _staging("pages", "page_number"),
    _staging("lines", "page_number line_number"),
    _staging("tables", "table_number"),
    _staging("captions", "table_number caption_position page_number line_number"),
    _staging("columns", "table_number column_number"),
    _staging("rows", "table_number row_number"),
    _staging("cells", "table_number row_number column_number"),
)

_FACTS = (
    "select facts.*, measures.key is not null as is_known_measure,"
    " exists (select 1 from seeds.statement_keys as lines where lines.statement = facts.statement"
    " and (lines.kind = 'line' and lines.key = facts.line_code"
    " or lines.kind = 'line_pattern' and regexp_full_match(facts.line_code, lines.key))) as is_known_line"
    " from marts.fct_statement_line as facts"
    " left join seeds.statement_keys as measures"
    " on facts.statement = measures.statement and facts.measure = measures.key and measures.kind = 'measure'"
)
_FAILED = (
    "select results.*, exists (select 1 from marts.fct_finding as findings"
    " where findings.document_id = results.document_id"
    " and list_contains(string_split(findings.identity_ids, ','), results.identity_id)) as is_found,"
    " identities.category, identities.derived_from from marts.fct_identity_result as results"
    " left join seeds.identities as identities on results.identity_id = identities.identity_id"
)

MART_SUITES = (
    StructuralSuite(
        "structure_fct_statement_line", "fct_statement_line", _FACTS,
        ("statement", "line_code", "measure", "occurrence"), _PRINTED,
        (
            Check("no_amount", "every row has an amount", "amount_yuan is null"),
            Check("bad_unit", "the unit is 1, 1,000 or 10,000 yuan", "unit_yuan not in (1, 1000, 10000)"),
            Check(
                "off_grid", "an amount is a whole number of units of its statement's last decimal",
                "cast(amount_yuan * 10000 as hugeint) % cast(precision_yuan * 10000 as hugeint) <> 0",
            ),
            Check(
                "unknown_measure", "the measure is one of the contract, 其中 or unmapped",
                "not (is_known_measure or is_of_which or starts_with(measure, 'unmapped:'))",
            ),
            Check(
                "unknown_line", "the line is one of the contract, 其中 or unmapped",
                "not (is_known_line or is_of_which or starts_with(line_code, 'unmapped:'))",
            ),
            Check("no_page", "every amount leads back to its page", "page_number is null or page_number < 1"),
        ),
    ),
    StructuralSuite(
        "structure_fct_identity_result", "fct_identity_result", _FAILED, ("identity_id", "scope"), _JUDGED,
        (
            Check(
                "verdict_and_reason", "a verdict or a reason, never both",
                "(status = 'not_applicable') = (reason_code is null)",
            ),
            Check("no_residual", "a verdict has its residual", "status <> 'not_applicable' and residual_yuan is null"),
            Check(
                "no_finding", "every failure of an identity is behind a finding",
                "status = 'fail' and not is_found and category <> 'regularity' and derived_from is null",
            ),
        ),
    ),
)  # fmt: skip

STRUCTURAL_SUITES = (*RAW_SUITES, *STAGING_SUITES, *MART_SUITES)
