"""The build of one draft: models in an order that works, code in both languages, and what second readings change."""

from __future__ import annotations

import re

import duckdb
import pytest

from dagster_project import draft_build
from dagster_project.settings import REPOSITORY

PYTHON = """
class dbtObj:
    def __init__(self, load):
        self.load = load

def model(dbt, session):
    return dbt.load("a.cells").filter("amount > 1")
"""


def node(name: str, code: str | None, *, language: str = "sql", materialized: str = "table") -> dict[str, object]:
    return {"resource_type": "model", "name": name, "alias": name, "schema": "a", "language": language,
            "config": {"materialized": materialized}, "compiled_code": code}  # fmt: skip


MANIFEST = {
    "nodes": {
        "marts": node("marts", "select count(*) as rows from a.large, a.words"),
        "large": node("large", PYTHON, language="python", materialized="incremental"),
        "words": node("words", "select 1 as word", materialized="view"),
        "cells": node("cells", "select unnest([1, 2, 3]) as amount -- ends in a comment"),
        "unused": node("unused", None),
        "test": {"resource_type": "test", "compiled_code": "select 1"},
    },
    "sources": {"second": {"name": "raw_second_words"}, "raw": {"name": "raw_cells"}},
    "parent_map": {
        "marts": ["large", "words"],
        "large": ["cells"],
        "words": ["second"],
        "cells": ["raw"],
        "unused": [],
        "test": ["cells"],
    },
}


def test_models_follow_what_they_read() -> None:
    models = draft_build._models(MANIFEST)
    names = [model.name for model in models]
    assert sorted(names) == ["cells", "large", "marts", "words"]
    assert names.index("cells") < names.index("large") < names.index("marts")
    assert {model.name for model in models if model.reads_again} == {"words", "marts"}


def test_sql_and_python_models_run() -> None:
    with duckdb.connect() as connection:
        connection.execute("create schema a")
        for _ in range(2):  # A second build replaces the first.
            for model in draft_build._models(MANIFEST):
                draft_build._run(connection, model)
        assert connection.execute("from a.marts").fetchall() == [(2,)]


def test_an_unknown_materialization_is_told() -> None:
    nodes = {"one": node("one", "select 1", materialized="ephemeral")}
    with pytest.raises(ValueError, match="one is materialized as ephemeral"):
        draft_build._models({"nodes": nodes, "sources": {}, "parent_map": {"one": []}})


def test_everything_that_the_report_reads_is_built() -> None:
    package = REPOSITORY / "dagster_project"
    texts = [path.read_text("utf-8") for path in (package / "summary.py", *(package / "report").glob("*.py"))]
    read = {mart for text in texts for mart in re.findall(r"\bmarts\.([a-z_]+)", text)}
    assert "fct_finding" in read
    assert read <= set(draft_build._READ)
