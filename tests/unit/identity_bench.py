"""A bench for the identity engine: synthetic statements in, the real dbt models run over them in a tiny warehouse.

The models under test are copied from ``dbt/`` and built by dbt as they are; only the models that they read
(statements, their lines, columns and amounts, what was not understood) are replaced by tables that this module writes,
so that a fault is planted where the engine meets it and nowhere else.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from tests.unit.identity_stand_ins import ABSENT

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "expectations" / "catalogue"
HIERARCHICAL = frozenset(
    {"income", "expenditure", "general_public_budget", "government_fund", "state_capital", "fiscal_expenditure"}
)
_INCOME = "total fiscal_appropriation superior_subsidy institutional operating affiliated_remittance other"
_EXPENDITURE = "total basic project remitted_to_superior operating subsidy_to_affiliated"
_FUND = "opening_balance income total basic project closing_balance"
COLUMNS: dict[str, tuple[str, ...]] = {
    "summary": ("amount",),
    "income": tuple(_INCOME.split()),
    "expenditure": tuple(_EXPENDITURE.split()),
    "fiscal_summary": ("amount", "total", "general_public_budget", "government_fund", "state_capital"),
    "general_public_budget": ("total", "basic", "project"),
    "basic_expenditure": ("amount",),
    "government_fund": tuple(_FUND.split()),
    "state_capital": tuple(_FUND.split()),
    "three_public": ("budget", "actual"),
    "fiscal_expenditure": ("total", "basic", "project"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its amounts as printed (in the statement's unit), a measure left out being a blank cell."""

    statement: str
    code: str
    amounts: Mapping[str, str] = field(default_factory=dict)
    occurrence: int = 1
    is_of_which: bool = False
    printed_code: str | None = None
    code_status: str = "printed"
    pages_on: int = 0
    """How many pages after the first of its statement."""

    @property
    def is_unmapped(self) -> bool:
        """Whether the key of the line could not be resolved."""
        return self.code.startswith("unmapped:")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document: its lines, and the statements that are present though blank."""

    document_id: str
    lines: tuple[Line, ...]
    blank_statements: tuple[str, ...] = ()
    is_form: bool = False
    """Nobody has filled it in: XX局."""
    declared_empty: tuple[str, ...] = ()
    """Statements of which there is only the title, and a sentence that they hold nothing."""
    unit_yuan: int = 10000
    fiscal_year: int = 2024
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: COLUMNS)
    empty_sentences: Mapping[str, str] = field(default_factory=dict)
    unprinted_units: frozenset[str] = frozenset()
    listed: tuple[str, ...] = ()
    """Statements that the contents list."""

    def statements(self) -> list[str]:
        """Statements in the order of their first line, then the blank ones."""
        return list(dict.fromkeys([line.statement for line in self.lines] + list(self.blank_statements)))


def line(statement: str, code: str, **amounts: str) -> Line:
    """A line whose amounts are given by measure."""
    return Line(statement, code, amounts)


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _precision(sheet: Sheet, statement: str) -> Decimal:
    places = [_decimals(t) for ln in sheet.lines if ln.statement == statement for t in ln.amounts.values()]
    return sheet.unit_yuan * Decimal(1).scaleb(-max(places, default=0))


def _parent(code: str, statement: str, printed: set[str]) -> str | None:
    if not code.isdigit():
        return None
    if statement == "basic_expenditure":
        return code[:3] if len(code) == 5 and code[:3] in printed else None
    if statement not in HIERARCHICAL:
        return None
    candidates = [code[:n] for n in (5, 3) if n < len(code)] + ["total"]
    return next((c for c in candidates if c in printed), None)


def _statement_rows(sheet: Sheet) -> Iterable[tuple[object, ...]]:
    for page, statement in enumerate(sheet.statements(), start=5):
        lines = [ln for ln in sheet.lines if ln.statement == statement]
        amounts = sum(len(ln.amounts) for ln in lines)
        is_printed = statement not in sheet.unprinted_units
        yield (sheet.document_id, statement, sheet.unit_yuan, is_printed, _precision(sheet, statement), page, page,
               len(lines), amounts, amounts == 0, sheet.empty_sentences.get(statement))  # fmt: skip


def _line_rows(sheet: Sheet) -> Iterable[tuple[object, ...]]:
    for page, statement in enumerate(sheet.statements(), start=5):
        lines = [ln for ln in sheet.lines if ln.statement == statement]
        printed = {ln.code for ln in lines if not ln.is_unmapped and not ln.is_of_which}
        for row, ln in enumerate(lines, start=1):
            parent = None if ln.is_of_which or ln.is_unmapped else _parent(ln.code, statement, printed)
            yield (sheet.document_id, statement, ln.code, ln.occurrence, parent, len(ln.code), ln.is_of_which,
                   ln.is_unmapped, ln.printed_code, f"名称{ln.code}", page + ln.pages_on, row,
                   ln.code_status, 1)  # fmt: skip


def _column_rows(sheet: Sheet) -> Iterable[tuple[object, ...]]:
    for statement in sheet.statements():
        for measure in sheet.columns[statement]:
            yield (sheet.document_id, statement, measure, None, None)


def _measure_rows(sheet: Sheet) -> Iterable[tuple[object, ...]]:
    for statement in sheet.statements():
        for number, measure in enumerate(sheet.columns[statement], start=1):
            yield (sheet.document_id, statement, measure, 1, number)


def _amount_rows(sheet: Sheet) -> Iterable[tuple[object, ...]]:
    for page, statement in enumerate(sheet.statements(), start=5):
        precision = _precision(sheet, statement)
        for ln in (ln for ln in sheet.lines if ln.statement == statement):
            for measure, text in ln.amounts.items():
                amount = Decimal(text.replace(",", "").replace(" ", "")) * sheet.unit_yuan
                yield (sheet.document_id, sheet.fiscal_year, "d-" + sheet.document_id, statement, ln.code, measure,
                       ln.occurrence, amount.quantize(Decimal("0.01")), sheet.unit_yuan, precision, ln.is_of_which,
                       text, ln.printed_code, f"名称{ln.code}", page + ln.pages_on, 1.0)  # fmt: skip


def _unmapped_rows(sheet: Sheet) -> Iterable[tuple[object, ...]]:
    for page, statement in enumerate(sheet.statements(), start=5):
        for ln in (ln for ln in sheet.lines if ln.statement == statement):
            for measure, text in ln.amounts.items():
                if ln.is_unmapped or measure.startswith("unmapped:"):
                    reason = "line" if ln.is_unmapped else "column"
                    yield sheet.document_id, statement, page, ln.code, measure, reason, text


def _residue_rows(sheet: Sheet) -> Iterable[tuple[object, ...]]:
    if sheet.is_form:
        yield (sheet.document_id,)


def _untabled_rows(sheet: Sheet) -> Iterable[tuple[object, ...]]:
    for statement in sheet.declared_empty:
        yield sheet.document_id, statement, True


def _listed_rows(sheet: Sheet) -> Iterable[tuple[object, ...]]:
    for statement in sheet.listed:
        yield sheet.document_id, statement, 2, statement


def _schema(spec: str) -> pa.Schema:
    kinds = {"s": pa.string(), "i": pa.int32(), "b": pa.bool_(), "a": pa.decimal128(20, 2), "p": pa.decimal128(20, 8)}
    kinds["d"] = pa.float64()
    return pa.schema([(name, kinds[kind]) for name, kind in (item.split(":") for item in spec.split())])


Table = tuple[Callable[[Any], Iterable[tuple[object, ...]]], pa.Schema]
"""What a sheet gives to an input of the models, and the types of its columns."""
TABLES: dict[str, Table] = {
    "int_statements": (_statement_rows, _schema(
        "document_id:s statement:s unit_yuan:i unit_printed:b precision_yuan:p first_page:i last_page:i row_count:i"
        " amount_count:i is_blank:b empty_sentence:s")),
    "int_statement_lines": (_line_rows, _schema(
        "document_id:s statement:s line_code:s occurrence:i parent_line_code:s level:i is_of_which:b is_unmapped:b"
        " printed_code:s printed_name:s page_number:i row_number:i code_status:s copy_number:i")),
    "int_statement_columns": (_column_rows, _schema("document_id:s statement:s measure:s line_code:s header_path:s")),
    "int_measure_columns": (_measure_rows, _schema(
        "document_id:s statement:s measure:s table_number:i column_number:i")),
    "fct_statement_line": (_amount_rows, _schema(
        "document_id:s fiscal_year:i department_id:s statement:s line_code:s measure:s occurrence:i amount_yuan:a"
        " unit_yuan:i precision_yuan:p is_of_which:b printed_text:s printed_code:s printed_name:s page_number:i"
        " confidence:d")),
    "int_unmapped": (_unmapped_rows, _schema(
        "document_id:s statement:s page_number:i line_code:s measure:s reason:s text:s")),
    "int_finding_residues": (_residue_rows, _schema("document_id:s")),
    "int_listed_statements": (_listed_rows, _schema("document_id:s statement:s page_number:i text:s")),
    "int_untabled_titles": (_untabled_rows, _schema("document_id:s statement:s is_declared_empty:b")),
}  # fmt: skip


def write_tables(sheets: Iterable[Sheet], folder: Path, tables: Mapping[str, Table] = TABLES) -> None:
    """Write the tables that the models under test read, as Parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    sheets = list(sheets)
    for name, (rows, schema) in tables.items():
        columns = list(zip(*(row for sheet in sheets for row in rows(sheet)), strict=True)) or [[]] * len(schema)
        arrays = [pa.array(values, type=kind.type) for values, kind in zip(columns, schema, strict=True)]
        pq.write_table(pa.table(arrays, schema=schema), folder / f"{name}.parquet")


SENTENCES = ROOT / "dagster_project" / "extraction" / "lexicon" / "empty_statement_sentences.csv"
EVIDENCE = ROOT / "dbt" / "seeds" / "classification_evidence.csv"
_PROJECT = """
name: juesuan
profile: bench
seed-paths: [seeds]
flags: {send_anonymous_usage_stats: false}
models:
  juesuan:
    +materialized: table
    inputs:
      intermediate: {+schema: intermediate}
      marts: {+schema: marts}
    intermediate: {+schema: intermediate}
    marts: {+schema: marts, +contract: {enforced: true}}
seeds:
  juesuan:
    +schema: seeds
    +quote_columns: false
    +column_types: {code: varchar, parent_code: varchar, class_code: varchar}
"""
_PROFILE = """
bench:
  target: bench
  outputs:
    bench: {{type: duckdb, path: '{path}', threads: 2}}
"""
INPUT_MODELS = tuple(TABLES)
_MARTS = ("fct_", "dim_")


@dataclass(frozen=True, slots=True)
class Bench:
    """What is under test (folders of intermediate models, single models, seeds beside the catalogue), and what stands
    for the models that it reads."""

    parts: tuple[str, ...] = ("identities", "rounding", "equations", "findings", "document_checks")
    models: tuple[str, ...] = ("marts/fct_identity_result", "marts/fct_identity_operand", "marts/fct_finding")
    seeds: tuple[Path, ...] = (SENTENCES, EVIDENCE)
    tables: Mapping[str, Table] = field(default_factory=lambda: TABLES)
    absent: Mapping[str, str] = field(default_factory=lambda: ABSENT)


STATEMENTS = Bench()


def lay_project(folder: Path, bench: Bench = STATEMENTS) -> None:
    """Copy the models under test into a dbt project of their own, the bench's tables in place of their inputs."""
    dbt = ROOT / "dbt"
    shutil.copytree(dbt / "macros", folder / "macros")
    shutil.copytree(CATALOGUE, folder / "seeds")
    for seed in bench.seeds:
        shutil.copy(seed, folder / "seeds")
    for part in bench.parts:
        place = Path("models", "intermediate", part)
        shutil.copytree(dbt / place, folder / place)
    for name in bench.models:
        for path in (dbt / "models").glob(f"{name}.*"):
            place = folder / path.relative_to(dbt)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)
    for name in bench.tables:
        place = folder / "models" / "inputs" / ("marts" if name.startswith(_MARTS) else "intermediate")
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name}.sql").write_text(f"select * from read_parquet('{folder / 'tables' / name}.parquet')")
        for tested in (folder / "models" / "intermediate").rglob(f"{name}.*"):
            tested.unlink()
    for name, query in bench.absent.items():
        place = folder / "models" / "inputs" / f"{name}.sql"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(query)
    variables = yaml.safe_load((dbt / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    (folder / "dbt_project.yml").write_text(_PROJECT + yaml.safe_dump({"vars": variables}))
    (folder / "profiles.yml").write_text(_PROFILE.format(path=folder / "juesuan.duckdb"))


def run_dbt(folder: Path, *command: str) -> None:
    """Run dbt in the project, in a process of its own, or it would keep the warehouse open; raise on failure."""
    place = ["--project-dir", str(folder), "--profiles-dir", str(folder), "--no-use-colors"]
    # An environment that another test has changed does not lead it elsewhere.
    place += ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
    run = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", *command, *place], capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise AssertionError(run.stdout[-6000:] + run.stderr[-2000:])


def judge(sheets: Iterable[Sheet], folder: Path, command: str = "build", bench: Bench = STATEMENTS) -> Path:
    """Build the models over the documents; the path of the warehouse that holds the verdicts."""
    lay_project(folder, bench)
    write_tables(sheets, folder / "tables", bench.tables)
    run_dbt(folder, command)
    return folder / "juesuan.duckdb"


def rows(warehouse: Path, query: str, *parameters: object) -> list[dict[str, object]]:
    """Rows of a query as dictionaries, amounts as Decimal."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        cursor = connection.execute(query, list(parameters))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


class CompiledModels:
    """The models as dbt compiled them, run in a DuckDB of their own: milliseconds per set of documents.

    For property tests, where dbt itself would cost seconds per example.
    """

    def __init__(self, project: Path) -> None:
        manifest = json.loads((project / "target" / "manifest.json").read_text())
        self._models = {
            key: (node["schema"], node["name"], node["compiled_code"], node["depends_on"]["nodes"])
            for key, node in manifest["nodes"].items()
            if node["resource_type"] == "model" and node["name"] not in INPUT_MODELS
        }
        self._connection = duckdb.connect()
        self._connection.execute("attach ':memory:' as juesuan; use juesuan")
        for schema in ("seeds", "intermediate", "marts"):
            self._connection.execute(f"create schema {schema}")
        self._connection.execute(f"attach '{project / 'juesuan.duckdb'}' as built (read_only)")
        for path in (project / "seeds").glob("*.csv"):
            self._connection.execute(f"create table seeds.{path.stem} as select * from built.seeds.{path.stem}")
        self._connection.execute("detach built")

    def judge(self, sheets: Iterable[Sheet], *results: str) -> None:
        """Replace the documents and compute the named models with all that they need."""
        sheets = list(sheets)
        for name, (rows_of, schema) in TABLES.items():
            data = [dict(zip(schema.names, row, strict=True)) for sheet in sheets for row in rows_of(sheet)]
            self._connection.register("input_rows", pa.Table.from_pylist(data, schema=schema))
            place = "marts" if name.startswith("fct_") else "intermediate"
            self._connection.execute(f"create or replace table {place}.{name} as select * from input_rows")
        done: set[str] = set()
        for name in results:
            self._build(f"model.juesuan.{name}", done)

    def _build(self, key: str, done: set[str]) -> None:
        if key in done or key not in self._models:
            return
        schema, name, code, needs = self._models[key]
        for need in needs:
            self._build(need, done)
        if "def model(" in code:
            self._connection.register("made", self._made(code))
            code = "select * from made"
        self._connection.execute(f"create or replace table {schema}.{name} as {code}")
        done.add(key)

    def _made(self, code: str) -> pa.Table:
        """What a model in Python returns, called as dbt's adapter calls it."""
        names: dict[str, Any] = {}
        exec(code, names)
        model = names["dbtObj"](lambda relation: self._connection.sql(f"select * from {relation}"))
        return names["model"](model, self._connection)

    def rows(self, query: str) -> list[dict[str, object]]:
        """Rows of a query as dictionaries."""
        cursor = self._connection.execute(query)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
