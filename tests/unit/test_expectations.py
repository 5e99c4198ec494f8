"""The suites on a tiny warehouse: a clean document, one with a planted fault, and layers with planted flaws."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from dagster_project.extraction.records import RAW_TABLES
from expectations.frames import glob_text
from expectations.identities import families, load_catalogue
from expectations.runner import Level, SuiteResult, run_suites
from expectations.structure import STRUCTURAL_SUITES
from tests.unit.identity_bench import judge
from tests.unit.identity_documents import accounts, cells, printed, sheet

CLEAN, FAULTY = "c" * 64, "f" * 64
FAULT = ("expenditure", "20103", "project")
_TYPES = {"str": "varchar", "int": "bigint", "float": "double", "str | None": "varchar", "int | None": "bigint"}
_VALUES: dict[str, object] = {
    "page_number": 1, "page_count": 1, "width": 595.0, "height": 842.0, "x0": 10.0, "top": 10.0, "x1": 20.0,
    "bottom": 20.0, "text": "12.30", "method": "text", "kind": "body", "position": "above", "confidence": 1.0,
    "first_page": 1, "last_page": 1, "table_number": 1, "row_number": 1, "column_number": 1, "line_number": 1,
    "row_count": 1, "column_count": 1, "bound_from_page": None,
}  # fmt: skip


def _value(name: str, kind: str) -> object:
    return _VALUES.get(name, "x" if kind.startswith("str") else 1)


def _lay_raw_layer(folder: Path, documents: list[str]) -> None:
    """One row per raw table and document, in one part, as the raw layer lays them down."""
    with duckdb.connect() as connection:
        for table, record in RAW_TABLES.items():
            columns = [
                *((name, kind.__forward_arg__) for name, kind in record.__annotations__.items()),
                ("part_id", "str"),
            ]
            spec = ", ".join(f'"{name}" {_TYPES[kind]}' for name, kind in columns)
            connection.execute(f"create or replace table part ({spec})")
            for document in documents:
                fixed = {"document_id": document, "part_id": "part-1"}
                row = [fixed.get(name, _value(name, kind)) for name, kind in columns]
                connection.execute(f"insert into part values ({', '.join('?' * len(row))})", row)
            (folder / "raw" / table).mkdir(parents=True, exist_ok=True)
            connection.execute(f"copy part to '{folder}/raw/{table}/part-1.parquet' (format parquet)")
        connection.execute("create table manifest (document_id varchar, status varchar, part_id varchar)")
        connection.executemany("insert into manifest values (?, 'loaded', 'part-1')", [[d] for d in documents])
        connection.execute(f"copy manifest to '{folder}/raw/manifest.parquet' (format parquet)")


def _add_other_models(warehouse: Path, documents: list[str]) -> None:
    """What other parts of the pipeline build and the suites read: staging, and who published the document."""
    with duckdb.connect(str(warehouse / "juesuan.duckdb")) as connection:
        connection.execute("create schema if not exists staging")
        for table in RAW_TABLES:
            source = f"read_parquet('{warehouse}/raw/{table}/*.parquet')"
            name = table.removeprefix("raw_")
            columns = "* exclude (part_id)" + (" rename (position as caption_position)" if name == "captions" else "")
            connection.execute(f"create or replace table staging.stg_{name} as select {columns} from {source}")
        connection.execute(
            "create table marts.dim_document (document_id varchar, department_id varchar, fiscal_year int,"
            " source_path varchar)"
        )
        connection.execute("create table marts.dim_department (department_id varchar, name varchar)")
        connection.execute("insert into marts.dim_department values ('d1', '=某某局<b>')")
        for document in documents:
            connection.execute("insert into marts.dim_document values (?, 'd1', 2024, 'a.pdf')", [document])


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """A warehouse of a clean and a faulty document, judged once."""
    folder = tmp_path_factory.mktemp("suites")
    figures = printed(cells(accounts(3, plain=True)))
    wrong = figures | {FAULT: "9999.99"}
    judge([sheet(CLEAN, figures), sheet(FAULTY, wrong)], folder)
    _lay_raw_layer(folder, [CLEAN, FAULTY])
    _add_other_models(folder, [CLEAN, FAULTY])
    results = run_suites(folder, folder / "data_docs")
    return SimpleNamespace(folder=folder, results={r.suite: r for r in results}, right=Decimal(figures[FAULT]))


def test_there_is_a_suite_per_table_and_per_family(outcome: SimpleNamespace) -> None:
    expected = {plan.name for plan in STRUCTURAL_SUITES} | {f"identities_{f}" for f in families(load_catalogue())}
    assert set(outcome.results) == expected


def test_every_expectation_could_be_evaluated(outcome: SimpleNamespace) -> None:
    errors = {name: r.statistics.errors for name, r in outcome.results.items() if r.statistics.errors}
    assert errors == {}


def test_sound_layers_pass(outcome: SimpleNamespace) -> None:
    failing = [
        (r.suite, r.failed_rows) for r in outcome.results.values() if r.suite.startswith("structure_") and not r.success
    ]
    assert failing == []


def test_families_without_a_fault_pass_and_were_judged(outcome: SimpleNamespace) -> None:
    for family in ("S", "I", "F", "G", "B", "T", "D"):
        result = outcome.results[f"identities_{family}"]
        assert result.success, result.failed_rows
        assert result.evaluated > 0


def test_a_publishers_mistake_fails_with_operands_difference_and_human_key(outcome: SimpleNamespace) -> None:
    result: SuiteResult = outcome.results["identities_E"]
    assert not result.success
    assert result.severity is Level.CRITICAL
    assert result.asset == "fct_identity_result"
    rows = {(row.expectation[:2], row.scope): row for row in result.failed_rows}
    row = rows["E1", "expenditure:20103.total"]
    assert (row.document_id, row.department, row.year, row.page) == (FAULTY, "=某某局<b>", "2024", "7")
    assert row.residual_yuan == (outcome.right - Decimal("9999.99")) * 10000
    assert "99999900.00 (expenditure:20103.project)" in row.operands
    assert {name for name, _ in rows} == {"E1", "E2"}


def test_severity_follows_the_catalogue(outcome: SimpleNamespace) -> None:
    result: SuiteResult = outcome.results["identities_X"]
    assert {row.expectation.split()[0] for row in result.failed_rows} == {"X13"}
    assert result.severity is Level.CRITICAL


def test_data_docs_open_from_disk_and_fetch_nothing(outcome: SimpleNamespace) -> None:
    pages = list((outcome.folder / "data_docs").rglob("*.html"))
    assert len(pages) > len(outcome.results)
    for page in pages:
        html = page.read_text(encoding="utf-8")
        loads = re.findall(r"<(?:script|link|img|iframe|source|object|embed)\b[^>]*>|@import|url\(", html)
        assert loads == [], page
        assert not re.search(r"\son[a-z]+=", html), page


def test_data_docs_show_the_failing_row_escaped(outcome: SimpleNamespace) -> None:
    result = outcome.results["identities_E"]
    html = (outcome.folder / "data_docs" / result.page).read_text(encoding="utf-8")
    assert "=某某局&lt;b&gt;" in html
    assert "expenditure:20103.project" in html
    assert "支出决算表" in html
    index = (outcome.folder / "data_docs" / "index.html").read_text(encoding="utf-8")
    assert f'href="{result.page}"' in index


FLAWS = {
    "identities_S": "delete from marts.fct_identity_result where identity_id = 'S1'",
    "structure_fct_statement_line": (
        "update marts.fct_statement_line set measure = 'nonsense' where line_code = '2010301' and measure = 'total'"
    ),
    "structure_stg_cells": "delete from staging.stg_cells where document_id like 'c%'",
    "structure_fct_identity_result": "delete from marts.fct_finding",
}
"""Suite that must see it, and the flaw."""


@pytest.fixture(scope="module")
def flawed(outcome: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """A copy of the warehouse with a flaw per layer, judged over a stale site."""
    copy = tmp_path_factory.mktemp("flawed")
    shutil.copy(outcome.folder / "juesuan.duckdb", copy)
    shutil.copytree(outcome.folder / "raw", copy / "raw")
    with duckdb.connect(str(copy / "juesuan.duckdb")) as connection:
        for statement in FLAWS.values():
            connection.execute(statement)
    site = copy / "data_docs"
    site.mkdir()
    (site / "stale.html").write_text("old")
    return SimpleNamespace(folder=copy, site=site, results={r.suite: r for r in run_suites(copy, site)})


@pytest.mark.parametrize("suite", FLAWS)
def test_structural_flaws_are_seen(suite: str, flawed: SimpleNamespace, outcome: SimpleNamespace) -> None:
    assert outcome.results[suite].success
    judged = flawed.results[suite]
    assert not judged.success
    assert judged.statistics.errors == ()
    assert judged.severity is Level.CRITICAL


def test_a_new_run_replaces_the_site(flawed: SimpleNamespace) -> None:
    assert not (flawed.site / "stale.html").exists()
    assert (flawed.site / "index.html").exists()
    assert [path.name for path in flawed.folder.glob(".data*")] == []


def test_a_path_is_the_same_path_inside_a_quoted_glob(tmp_path: Path) -> None:
    folder = tmp_path / "决算's [1] *"
    folder.mkdir()
    duckdb.sql("select 1 as found").write_parquet(str(folder / "part.parquet"))
    assert duckdb.sql(f"select * from read_parquet('{glob_text(folder)}/*.parquet')").fetchall() == [(1,)]
