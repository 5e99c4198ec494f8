"""The code location as a whole: complete lineage, groups, checks; loaded once for the module."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from dagster_project.checks import judged_tables
from dagster_project.extraction.records import RAW_TABLES
from dagster_project.jobs import NIGHTLY
from dagster_project.second_reading.records import SECOND_TABLES
from dagster_project.settings import REPOSITORY

pytestmark = pytest.mark.xdist_group("definitions")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty place that the environment names."""
    folder = tmp_path_factory.mktemp("place")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUESUAN_WAREHOUSE_DIR", str(folder / "warehouse"))
        patch.setenv("DAGSTER_HOME", str(folder / "home"))
        yield folder


@pytest.fixture(scope="module")
def definitions(place: Path) -> dg.Definitions:
    assert place.is_dir()
    return importlib.import_module("dagster_project.definitions").defs  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def specs(definitions: dg.Definitions) -> dict[str, dg.AssetSpec]:
    return {spec.key.to_user_string(): spec for spec in definitions.resolve_all_asset_specs()}


def ancestors(specs: dict[str, dg.AssetSpec], name: str) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for dep in specs[waiting.pop()].deps:
            parent = dep.asset_key.to_user_string()
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found


def test_every_mart_and_the_published_copy_come_from_the_pdfs(specs: dict[str, dg.AssetSpec]) -> None:
    classifications = {"dim_function", "dim_economic"}
    marts = [name for name, spec in specs.items() if spec.group_name == "marts"]
    assert "fct_statement_line" in marts
    for name in [*marts, "data_docs", "bi_copy"]:
        assert ("raw_pdfs" in ancestors(specs, name)) is (name not in classifications), name


def test_the_groups_are_those_of_the_design(specs: dict[str, dg.AssetSpec]) -> None:
    groups = {spec.group_name for spec in specs.values()}
    assert groups == {"raw", "triage", "seeds", "staging", "intermediate", "marts", "published"}
    assert all(specs[table].group_name == "raw" for table in RAW_TABLES)


def test_staging_models_stand_on_the_raw_tables(specs: dict[str, dg.AssetSpec]) -> None:
    for table in RAW_TABLES:
        staged = table.replace("raw_", "stg_")
        assert table in {dep.asset_key.to_user_string() for dep in specs[staged].deps}


def test_second_readings_stand_between_the_models_that_ask_for_them_and_those_that_compare(
    definitions: dg.Definitions, specs: dict[str, dg.AssetSpec]
) -> None:
    for table in SECOND_TABLES:
        upstream = ancestors(specs, table)
        assert {"raw_pdfs", "int_second_reading_pages", "fct_identity_result"} <= upstream
        assert not any(table in ancestors(specs, name) for name in upstream), "data moves one way"
        assert specs[table].group_name == "raw"
        assert table in ancestors(specs, "fct_finding") & ancestors(specs, "fct_second_reading")
    first, second = (
        {key.to_user_string() for key in definitions.resolve_assets_def(name).keys}
        for name in ("fct_statement_line", "fct_finding")
    )
    assert not first & second
    assert second == {name for name in first | second if "raw_second_readings" in ancestors(specs, name)}


def test_every_suite_judges_a_table_that_exists(definitions: dg.Definitions, specs: dict[str, dg.AssetSpec]) -> None:
    names = {(table.asset, table.suite) for table in judged_tables()}
    assert {asset for asset, _ in names} <= specs.keys()
    (checks,) = definitions.asset_checks or ()
    assert isinstance(checks, dg.AssetChecksDefinition)
    assert {(spec.asset_key.to_user_string(), spec.name) for spec in checks.check_specs} == names
    assert not any(spec.blocking for spec in checks.check_specs)


def test_models_are_described(specs: dict[str, dg.AssetSpec]) -> None:
    facts = specs["fct_statement_line"]
    assert facts.description
    columns = facts.metadata["dagster/column_schema"]
    described = {column.name: column.description for column in getattr(columns, "value", columns).columns}
    assert described["amount_yuan"]


def test_one_job_in_one_process_with_schedule_and_sensor(definitions: dg.Definitions) -> None:
    job = definitions.resolve_job_def(NIGHTLY)
    assert job.executor_def.name == "in_process"
    assert {hook.name for hook in job.hook_defs} == {"report_failure"}
    schedule = definitions.resolve_schedule_def("every_night")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("30 2 * * *", "Asia/Shanghai")
    assert schedule.job_name == definitions.resolve_sensor_def("raw_folder").job_name == NIGHTLY


def test_loading_imports_neither_great_expectations_nor_pandas(place: Path, definitions: dg.Definitions) -> None:
    assert definitions is not None, "so that dbt's manifest is there"
    script = (
        "import sys, dagster_project.definitions;"
        "print([m for m in ('great_expectations', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error::dagster.BetaWarning", "-c", script],
        cwd=REPOSITORY, env=os.environ, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
    assert (place / "warehouse" / ".dbt" / "manifest.json").exists()


def test_every_model_shows_its_chinese_label(specs: dict[str, dg.AssetSpec]) -> None:
    layers = {"staging", "intermediate", "marts", "seeds"}
    models = {name: spec for name, spec in specs.items() if spec.group_name in layers}
    unlabelled = [name for name, spec in models.items() if not spec.metadata.get("label_zh")]
    assert unlabelled == []
    assert specs["fct_statement_line"].metadata["label_zh"] == "决算报表数据"
