# ruff: noqa: S608 - queries are put together from this package's own texts; no text of a document enters them.
"""Frames that the suites judge, read from a finished warehouse.

Money travels as BIGINT thousandths of a yuan (see :mod:`expectations.tolerance`). The warehouse is opened read-only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

if TYPE_CHECKING:
    import pandas as pd

    from expectations.structure import StructuralSuite

_BATCH_ROWS = 100_000
RAW_TABLES = ("documents", "pages", "lines", "tables", "captions", "columns", "rows", "cells")

_DOCUMENTS = """
    select documents.document_id, documents.fiscal_year as year,
        coalesce(departments.name, documents.source_path, documents.document_id) as department
    from marts.dim_document as documents
    left join marts.dim_department as departments on documents.department_id = departments.department_id
"""

_VERDICTS = f"""
with

documents as ({_DOCUMENTS}),

results as (
    select
        results.*,
        identities.category = 'document' as is_check,
        row_number() over (partition by results.document_id, results.identity_id order by results.scope) as scope_number
    from marts.fct_identity_result as results
    inner join seeds.identities as identities on results.identity_id = identities.identity_id
    where identities.family = ?
),

operands as (
    select
        operands.document_id, operands.identity_id, operands.scope,
        string_agg(
            case when operands.weight < 0 then '− ' else '+ ' end || cast(operands.amount_yuan as varchar)
            || ' (' || operands.statement || ':' || operands.line_code || '.' || operands.measure || ')',
            ' ' order by operands.statement, operands.line_code, operands.measure
        ) as operands
    from marts.fct_identity_operand as operands
    inner join results using (document_id, identity_id, scope)
    where results.status = 'fail'
    group by operands.document_id, operands.identity_id, operands.scope
),

messages as (
    select
        results.document_id, results.identity_id, results.scope,
        array_to_string(
            list(findings.message_zh order by findings.page_number, findings.finding_id)[:3], ' '
        ) || case when count(*) > 3 then ' …' else '' end as messages
    from results
    inner join marts.fct_finding as findings
        on results.document_id = findings.document_id
        and list_contains(string_split(findings.identity_ids, ','), results.identity_id)
        and coalesce(findings.statement, 'document') = results.statement
    where results.is_check and results.status = 'fail'
    group by results.document_id, results.identity_id, results.scope
),

pages as (
    select document_id, statement, line_code, measure, page_number
    from marts.fct_statement_line
    where occurrence = 1
),

-- The cell of a claim is named after its section, its subject and its position.
sentences as (
    select document_id, position, page_number
    from marts.fct_narrative_claim
)

select
    results.document_id, documents.department, cast(documents.year as varchar) as year,
    cast(coalesce(pages.page_number, statements.first_page, sentences.page_number) as varchar) as page,
    results.identity_id, results.scope,
    case
        when results.status <> 'fail' then null
        when is_check then messages.messages
        -- As findings word it where they do (percentages, words of comparison), and with the keys of all cells.
        else coalesce(worded.equation_zh || '; ', '')
            || cast(cast(results.actual_yuan as decimal(24, 2)) as varchar) || ' ' || results.operator || ' '
            || coalesce(operands.operands, '0')
    end as operands,
    cast(results.status <> 'not_applicable' as bigint) as judged,
    cast(results.scope_number = 1 as bigint) as first_scope,
    case when equations.kind in ('rate', 'sign') then cast(results.status = 'fail' as bigint)
        else cast(coalesce(results.residual_yuan, 0) * 1000 as bigint) end as residual_milli,
    case when equations.kind in ('rate', 'sign') then cast(0 as bigint)
        else cast(floor(coalesce(results.tolerance_yuan, 0) * 1000) as bigint) end as tolerance_milli
from results
left join intermediate.int_equations as equations
    on results.document_id = equations.document_id and results.identity_id = equations.identity_id
    and results.scope = equations.scope
left join intermediate.int_finding_equations as worded
    on equations.document_id = worded.document_id and equations.equation_id = worded.equation_id
left join documents on results.document_id = documents.document_id
left join sentences
    on results.document_id = sentences.document_id and results.statement = 'narrative'
    and split_part(results.line_code, '.', -1) = cast(sentences.position as varchar)
left join intermediate.int_statements as statements
    on results.document_id = statements.document_id and results.statement = statements.statement
left join pages
    on results.document_id = pages.document_id and results.statement = pages.statement
    and results.line_code = pages.line_code and results.measure = pages.measure
left join messages
    on results.document_id = messages.document_id and results.identity_id = messages.identity_id
    and results.scope = messages.scope
left join operands
    on results.document_id = operands.document_id and results.identity_id = operands.identity_id
    and results.scope = operands.scope
"""

_INTENDED_SCOPES = """
with

evaluated as (
    select equations.document_id, equations.identity_id
    from (
        select document_id, identity_id from intermediate.int_equations
        union all
        select document_id, identity_id from intermediate.int_check_verdicts
    ) as equations
    inner join seeds.identities as identities on equations.identity_id = identities.identity_id
    where identities.family = ?
),

intended as (
    select documents.document_id, identities.identity_id
    from (select distinct document_id from intermediate.int_statements) as documents
    cross join seeds.identities as identities
    where identities.family = ?
)

select cast(count(*) as bigint)
from intended
left join evaluated
    on intended.document_id = evaluated.document_id and intended.identity_id = evaluated.identity_id
"""


def _compact(result: duckdb.DuckDBPyRelation) -> pd.DataFrame:
    """A frame whose texts are categories: at fifty thousand documents their repetition would fill the memory."""
    reader = result.to_arrow_reader(_BATCH_ROWS)
    # Without any row there is no batch either, but the columns are still wanted.
    chunks = [reader.schema.empty_table()]
    for batch in reader:
        table = pa.Table.from_batches([batch])
        for place, column in enumerate(table.schema):
            if pa.types.is_string(column.type):
                table = table.set_column(place, column.name, table.column(place).dictionary_encode())
        chunks.append(table)
    return pa.concat_tables(chunks[1:] or chunks).unify_dictionaries().to_pandas()


def glob_text(folder: Path) -> str:
    """A folder's path inside a quoted glob of DuckDB; ``dbt/models/staging/_sources.yml`` does the same for dbt."""
    literal = "".join(f"[{letter}]" if letter in "[*?" else letter for letter in str(folder))
    return literal.replace("'", "''")


class Warehouse:
    """Read-only access to ``juesuan.duckdb`` and the raw layer beside it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self._connection = connection
        place = glob_text(folder)
        raw = {f"raw_{name}": f"read_parquet('{place}/raw/raw_{name}/*.parquet')" for name in RAW_TABLES}
        self._relations = {**raw, "manifest": f"read_parquet('{place}/raw/manifest.parquet')"}

    def document_count(self) -> int:
        """Documents that the identity engine was given, counted from its input."""
        return self._count("select count(distinct document_id) from intermediate.int_statements")

    def verdicts(self, family: str) -> pd.DataFrame:
        """One row per document, identity and scope of a family, verdicts and reasons alike."""
        return _compact(self._connection.sql(_VERDICTS, params=[family]))

    def intended_scopes(self, family: str) -> int:
        """How many rows :meth:`verdicts` must have, counted upstream of the mart."""
        return self._count(_INTENDED_SCOPES, family, family)

    def flaws(self, suite: StructuralSuite) -> pd.DataFrame:
        """One row per document: department, year and for each check of the suite the number of flawed rows."""
        query = (
            "select flaws.*, documents.department, cast(documents.year as varchar) as year,"
            " cast(0 as bigint) as allowed"
            f" from ({suite.query().format(**self._relations)}) as flaws"
            f" left join ({_DOCUMENTS}) as documents on flaws.document_id = documents.document_id"
        )
        return self._connection.execute(query).df()

    def intended_documents(self, suite: StructuralSuite) -> int:
        """How many rows :meth:`flaws` must have."""
        return self._count(f"select count(*) from ({suite.documents.format(**self._relations)})")

    def _count(self, query: str, *parameters: object) -> int:
        ((count,),) = self._connection.execute(query, list(parameters)).fetchall()
        return int(count)


@contextmanager
def open_warehouse(folder: Path) -> Iterator[Warehouse]:
    """Open the warehouse below ``folder`` for reading."""
    with duckdb.connect(str(folder / "juesuan.duckdb"), read_only=True) as connection:
        yield Warehouse(connection, folder)
