"""What the documents name exists, and what is generated is current."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tools.mart_docs import PAGE, label_of, mart_models, render

READMES = ("README.md", "README.zh-CN.md")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*## ", read("Makefile"), flags=re.MULTILINE))


def subcommands() -> set[str]:
    from dagster_project.cli import build_parser

    (action,) = [a for a in build_parser()._actions if a.choices and a.dest == "command"]
    return set(action.choices)


@pytest.mark.parametrize("readme", READMES)
def test_commands_named_exist_and_all_are_named(readme: str) -> None:
    text = read(readme)
    named = set(re.findall(r"\bmake ([a-z]+)", text)) - {"a", "it"}
    assert named <= make_targets()
    assert set(re.findall(r"\bjuesuan (run|status|show|extract|forget|check|ui)\b", text)) == subcommands()


@pytest.mark.parametrize("readme", READMES)
def test_settings_named_exist(readme: str) -> None:
    source = read("dagster_project/settings.py")
    named = set(re.findall(r"\b(JUESUAN_[A-Z_]+|DAGSTER_HOME)\b", read(readme)))
    assert len(named) >= 4
    assert all(f'"{name}"' in source for name in named)


@pytest.mark.parametrize("readme", READMES)
def test_links_and_paths_lead_somewhere(readme: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", read(readme))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
    paths = re.findall(r"`((?:dagster_project|dbt|expectations|tools|tests)/[^`*<]*)`", read(readme))
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_columns_named_in_queries_exist() -> None:
    columns = {c["name"] for model in mart_models() for c in model["columns"]}
    marts = {model["name"] for model in mart_models()}
    for sql in re.findall(r"```sql\n(.*?)```", read("README.md"), flags=re.DOTALL):
        assert set(re.findall(r"marts\.(\w+)", sql)) <= marts
        assert set(re.findall(r"\b(?:l|d|doc)\.(\w+)", sql)) <= columns


def test_mart_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "outdated: run `make docs`"


def dbt_nodes() -> list[tuple[str, dict[str, Any]]]:
    """Every model and seed that a yml file describes, with the folder it stands in."""
    paths = [*(ROOT / "dbt").glob("models/**/*.yml"), *(ROOT / "dbt").glob("seeds/*.yml")]
    paths += (ROOT / "expectations" / "catalogue").glob("*.yml")
    described = [(path, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(paths)]
    return [
        (str(path.relative_to(ROOT)), node)
        for path, content in described
        for kind in ("models", "seeds")
        for node in content.get(kind, [])
    ]


def test_every_model_stands_in_a_yml_beside_it() -> None:
    models = {path.stem for path in (ROOT / "dbt" / "models").glob("**/*") if path.suffix in (".sql", ".py")}
    described = {node["name"] for path, node in dbt_nodes() if path.startswith("dbt/models/")}
    assert len(models) > 90
    assert described == models


def test_every_model_and_column_has_its_chinese_label_and_a_description() -> None:
    bare = [
        f"{node['name']}.{item['name']}"
        for _, node in dbt_nodes()
        for item in (node, *node["columns"])
        if not (re.search(r"[\u4e00-\u9fff]", label_of(item)) and item.get("description"))
    ]
    assert bare == []


def test_every_mart_has_a_label_of_its_own_and_typed_columns() -> None:
    labels = [label_of(model) for model in mart_models()]
    assert len(set(labels)) == len(labels)
    untyped = [
        f"{model['name']}.{column['name']}"
        for model in mart_models()
        for column in model["columns"]
        if not column.get("data_type")
    ]
    assert untyped == []


def test_the_changelog_is_dated() -> None:
    assert re.findall(r"^### \d{4}-\d{2}-\d{2}$", read("CHANGELOG.md"), flags=re.MULTILINE)


def test_no_generated_litter_at_the_root() -> None:
    known = {"README.md", "README.zh-CN.md", "CHANGELOG.md"}
    assert {path.name for path in Path(ROOT).glob("*.md")} == known
