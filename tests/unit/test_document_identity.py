"""What a document says that it is, over many wordings: a case is a row of ``document_identity_cases.csv``.

``|`` ends a page and ``/`` a line; a head stands over a statement. A wording that fails is mended in the lexicon. What
contradicts what a document says is looked for in documents of their own, in the same warehouse.
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


COVER = ("武汉市武昌区民政局", "2023年度部门决算")
PARTS = ("第一部分 武昌区民政局概况", "第二部分 武昌区民政局2023年度部门决算表", "2023年度收入支出总计100.00万元。")
BALANCES = ("收入支出决算总表", ("收入/项目", "收入/金额", "支出/项目", "支出/金额"))


def _summary(name: str, cover: str, opening: str, closing: str) -> Document:
    title, headers = BALANCES
    rows = (("年初结转和结余", opening, "年末结转和结余", closing), ("总计", "99.00", "总计", "99.00"))
    return Document(name, [[cover]], [["单位：元"]], rows=rows, title=title, headers=headers)


ODD_DOCUMENTS = [
    Document("sound", [COVER, PARTS], [["部门：武昌区民政局"]], "武汉市武昌区/2023/武昌区民政局.pdf"),
    Document("short path", [COVER], path="2024/某地/x.pdf"),
    Document("short names", [COVER], path="武昌/2023年/民政局2023年度部门决算公开（更正）.pdf"),
    Document("a name that names nobody", [COVER], path="武汉市武昌区/2023/scan001.pdf"),
    Document("province folder", [COVER], path="湖北省/2023/武昌区民政局.pdf"),
    Document("wrong year", [COVER], path="武汉市武昌区/2022/武昌区民政局.pdf"),
    Document("wrong region", [COVER], path="上海市普陀区/2023/民政局.pdf"),
    Document("wrong department", [COVER], path="武汉市武昌区/2023/武昌区教育局.pdf"),
    Document("two names", [COVER], path="武汉市武昌区/2023/民政局.pdf", other_paths=("武汉市武昌区/2024/民政局.pdf",)),
    Document("heading of another year", [COVER, ("第二部分 武昌区民政局2022年度部门决算表",)]),
    Document("heading of another department", [COVER, ("第一部分 武昌区教育局概况",)]),
    Document(
        "narrative of another department",
        [COVER, ("一、收入支出决算总体情况说明", "武昌区教育局2023年度收入总计1万元。")],
    ),
    Document("narrative of another year", [COVER, ("2022年度收入支出总计1万元。",)]),
    Document(
        "cover of another year",
        [
            ("武汉市武昌区民政局", "2022年度部门决算"),
            ("第二部分 武昌区民政局2023年度部门决算表",),
            ("第三部分 武昌区民政局2023年度部门决算情况说明",),
            ("2023年度收入支出总计100.00万元。",),
        ],
        path="武汉市武昌区/2023/民政局.pdf",
    ),
    Document("header with the unit after the name", [COVER, PARTS], [["部门：武昌区民政局（万元）"]]),
    Document("header of another department", [COVER, PARTS], [["部门：武昌区教育局"]]),
    Document(
        "header cut by its cell", [COVER, PARTS], [["部门：武汉市武昌区民"], ["部门：武昌区民"], ["部门：武汉市武"]]
    ),
    Document(
        "header of the department above", [("武昌区教育局招生考试中心2023年度单位决算",)], [["单位名称：武昌区教育局"]]
    ),
    Document(
        "last year is spoken of", [COVER, PARTS, ("与2022年度部门决算相比，增加3.00万元。", "2022年度决算数为1.00万元")]
    ),
    Document(
        "subordinate units", [COVER, ("纳入范围的单位包括：", "武昌区社会福利院2023年度单位决算", "武昌区救助站")]
    ),
    Document(
        "prose not filled in",
        [COVER, ("2023年度收入总计XXX万元。", "增长XX%。", "比上年增加____万元。", "20  年度部门决算情况")],
    ),
    Document("cells not filled in", [COVER], [["单位：元"]], rows=(("208", "××支出", "XX.XX", "1.00", "2.00"),)),
    Document(
        "what is no placeholder",
        [
            COVER,
            ("见www.wuchang.gov.cn/xxgk/2023", "二〇〇八年成立", "XXL号防护服", "涉密***专项", "规模大小于批次无关"),
            ("增加（减少）情况", "新增减少各2人", "决算数小于预算数"),
        ],
    ),
    Document(
        "choices half deleted",
        [COVER, ("决算数大小于预算数的主要原因：", "比上年减增加3.00万元", "第三部分 202 年度部门决算情况说明")],
    ),
    Document("first edition", [("甲市乙区民政局2023年度部门决算", "2024年12月1日")], age=1),
    Document("correction", [("甲市乙区民政局2023年度部门决算（更正）", "2024年9月1日")], age=9),
    Document("second correction", [("甲市乙区民政局2023年度部门决算（第二次更正）",)], age=20),
    _summary("before", "甲市乙区卫生和计划生育局2018年度部门决算", "1.00", "123.45"),
    _summary("after", "甲市乙区卫生健康局2019年度部门决算", "123.45", "2.00"),
    _summary("other in the year after", "甲市乙区水务局2019年度部门决算", "123.46", "2.00"),
    _summary("elsewhere", "甲市丙区卫生健康局2019年度部门决算", "123.45", "2.00"),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """All documents of this module, as far as the models that tell whose they are."""
    documents = [*map(_document, CASES), *ODD_DOCUMENTS]
    models = ["+dim_document", "+int_finding_documents", "+int_finding_sightings"]
    database = build(tmp_path_factory.mktemp("identity"), documents, models)
    with duckdb.connect(str(database), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def said(warehouse: duckdb.DuckDBPyConnection) -> dict[str, tuple[object, ...]]:
    """What the warehouse says of each document, in the order of the facts above."""
    names = {document.document_id: document.name for document in map(_document, CASES)}
    query = """
        select document_id, document_type, disclosure_scope, region, department_name, fiscal_year::varchar,
            published_on::varchar, edition
        from marts.dim_document
    """
    return {names[key]: facts for key, *facts in warehouse.execute(query).fetchall() if key in names}


def _findings(warehouse: duckdb.DuckDBPyConnection, document: Document) -> list[tuple[object, ...]]:
    query = """
        select finding_type, severity, page_number, printed_text
        from intermediate.int_finding_documents where document_id = ?
        union all
        select finding_type, severity, page_number, printed_text
        from intermediate.int_finding_sightings where document_id = ?
        order by all
    """
    return warehouse.execute(query, [document.document_id] * 2).fetchall()


def test_there_are_many_cases_and_each_has_a_name_of_its_own() -> None:
    assert len({case["case"] for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=[str(case["case"]) for case in CASES])
def test_what_a_document_says_that_it_is(case: dict[str, str | None], said: dict[str, tuple[object, ...]]) -> None:
    expected = {fact: case[fact] for fact in FACTS}
    assert dict(zip(FACTS, said[str(case["case"])], strict=True)) == expected


def test_party_region_and_government_stand_before_the_name(warehouse: duckdb.DuckDBPyConnection) -> None:
    names = dict(warehouse.execute("select name, canonical_name from intermediate.int_department_names").fetchall())
    assert names["上海市浦东新区人民政府陆家嘴街道办事处"] == "陆家嘴街道办事处"
    assert names["上海市普陀区长征镇人民政府"] == "长征镇人民政府"
    assert names["中共上海市普陀区委宣传部"] == "委宣传部"
    assert names["中国共产党武汉市武昌区委员会组织部"] == "委组织部"
    assert names["共青团武汉市委员会"] == "委员会"
    assert names["国家市场监督管理总局"] == "国家市场监督管理总局"


def test_sound_covers_contradict_nothing(warehouse: duckdb.DuckDBPyConnection) -> None:
    told = {str(case["case"]): _findings(warehouse, _document(case)) for case in CASES}
    assert {name for name, findings in told.items() if findings} == {
        "placeholder on the cover",
        "placeholder of crosses",
        "placeholder of circles",
        "placeholder of 某",
        "placeholder on the cover and a name on a statement",
        "year not filled in",
    }
    assert {finding[0] for findings in told.values() for finding in findings} == {"template_residue"}


FINDINGS = {
    "wrong year": [("path_mismatch", "warning", None, "2023")],
    "wrong region": [("path_mismatch", "warning", None, "武汉市武昌区")],
    "wrong department": [("path_mismatch", "warning", None, "武汉市武昌区民政局")],
    "two names": [("path_mismatch", "warning", None, "2023")],
    "heading of another year": [("year", "error", 2, "第二部分武昌区民政局2022年度部门决算表")],
    "heading of another department": [("department", "error", 2, "第一部分武昌区教育局概况")],
    "narrative of another department": [("department", "error", 2, "武昌区教育局2023年度收入总计1万元。")],
    "cover of another year": [("year", "error", 1, "2022年度部门决算")],
    "narrative of another year": [("year", "error", 2, "2022年度收入支出总计1万元。")],
    "header of another department": [("department", "error", 3, "武昌区教育局")],
    "header of the department above": [("department", "error", 2, "武昌区教育局")],
    "prose not filled in": [
        ("template_residue", "warning", 2, "2023年度收入总计XXX万元。"),
        ("template_residue", "warning", 2, "增长XX%。"),
        ("template_residue", "warning", 2, "20年度部门决算情况"),
        ("template_residue", "warning", 2, "比上年增加____万元。"),
    ],
    "choices half deleted": [
        ("template_residue", "warning", 2, "决算数大小于预算数的主要原因:"),
        ("template_residue", "warning", 2, "比上年减增加3.00万元"),
        ("template_residue", "warning", 2, "第三部分202年度部门决算情况说明"),
    ],
    "cells not filled in": [
        ("template_residue", "warning", 2, "XX.XX"),
        ("template_residue", "warning", 2, "××支出"),
    ],
    "after": [("possible_rename", "info", None, "甲市乙区卫生健康局")],
}


@pytest.mark.parametrize("document", ODD_DOCUMENTS, ids=[document.name for document in ODD_DOCUMENTS])
def test_contradictions_between_a_document_and_itself_or_its_folder(
    document: Document, warehouse: duckdb.DuckDBPyConnection
) -> None:
    assert sorted(_findings(warehouse, document), key=str) == sorted(FINDINGS.get(document.name, []), key=str)


def test_the_last_correction_is_in_force_whatever_came_in_first(warehouse: duckdb.DuckDBPyConnection) -> None:
    ids = {
        document.document_id: document.name
        for document in ODD_DOCUMENTS
        if document.name.endswith(("edition", "correction"))
    }
    rows = warehouse.execute("select document_id, edition, edition_rank, is_current from marts.dim_document").fetchall()
    assert {ids[key]: facts for key, *facts in rows if key in ids} == {
        "first edition": [None, 1, False],
        "correction": ["更正", 2, False],
        "second correction": ["第二次更正", 3, True],
    }


def test_a_budget_is_set_aside_with_its_reason(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = "select distinct document_type, load_status, unsupported_reason from marts.dim_document order by all"
    assert warehouse.execute(query).fetchall() == [
        ("budget", "unsupported", "budget"),
        ("final_accounts", "loaded", None),
    ]
