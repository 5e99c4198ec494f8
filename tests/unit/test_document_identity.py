"""What a document says that it is, over many wordings: a case is a row of ``document_identity_cases.csv``.

``|`` ends a page and ``/`` a line; a head stands over a statement. A wording that fails is mended in the lexicon.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.unit.document_identity_bench import Document, build

CASES = [
    {key: value or None for key, value in case.items()}
    for case in csv.DictReader(Path(__file__).with_name("document_identity_cases.csv").open(encoding="utf-8"))
]
FACTS = ("document_type", "disclosure_scope", "region", "department", "fiscal_year", "published_on", "edition")


def _document(case: dict[str, str | None]) -> Document:
    pages = [[line for line in page.split("/") if line] for page in (case["pages"] or "").split("|")]
    heads = [[*head.split("/"), "单位：元"] for head in (case["heads"] or "").split("|") if head]
    return Document(str(case["case"]), pages, heads, case["path"] or "")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[object, ...]]]:
    """What the warehouse says of each document, in the order of the facts above."""
    documents = [_document(case) for case in CASES]
    database = build(tmp_path_factory.mktemp("identity"), documents, ["+dim_document"])
    names = {document.document_id: document.name for document in documents}
    query = """
        select document_id, document_type, disclosure_scope, region, department_name, fiscal_year::varchar,
            published_on::varchar, edition
        from marts.dim_document
    """
    with duckdb.connect(str(database), read_only=True) as connection:
        yield {names[key]: facts for key, *facts in connection.execute(query).fetchall()}


def test_there_are_many_cases_and_each_has_a_name_of_its_own() -> None:
    assert len({case["case"] for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=[str(case["case"]) for case in CASES])
def test_what_a_document_says_that_it_is(case: dict[str, str | None], said: dict[str, tuple[object, ...]]) -> None:
    expected = {fact: case[fact] for fact in FACTS}
    assert dict(zip(FACTS, said[str(case["case"])], strict=True)) == expected
