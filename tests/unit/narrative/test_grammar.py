"""The grammar's files agree with each other, and no figure is ever lost."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.extraction.text import text_key
from dagster_project.narrative.lexer import tokenize
from dagster_project.narrative.lexicon import FOLDER
from dagster_project.narrative.notation import GrammarError, Pattern, Patterns, variants
from tests.unit.narrative.bench import PART, ROOT, lexicon, read

MART = ROOT / "dbt/models/marts/fct_narrative_claim.yml"


def rows(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def alternatives(table: list[dict[str, str]], column: str) -> set[str]:
    return {option for row in table for option in row[column].split("|") if option}


def test_the_mart_accepts_the_types_that_the_grammar_knows() -> None:
    model = yaml.safe_load(MART.read_text(encoding="utf-8"))["models"][0]
    (contract,) = (test["row_contract"] for test in model["data_tests"])
    assert set(contract["arguments"]["values"]["claim_type"]) == lexicon().claim_types


def test_every_type_is_explained() -> None:
    page = (ROOT / "docs/keys.md").read_text(encoding="utf-8")
    named = re.findall(r"`([a-z_<>*]+)`", page)
    patterns = [re.compile(re.escape(name).replace(r"\*", "[a-z_]+").replace("<kind>", "[a-z_]+")) for name in named]
    unexplained = [kind for kind in lexicon().claim_types if not any(known.fullmatch(kind) for known in patterns)]
    assert unexplained == []


def test_keys_and_kinds_that_conditions_name_exist() -> None:
    terms = rows("terms")
    keys = {row["key"] for row in terms} | {"class", "group", "item", "project"}
    kinds = {row["kind"] for row in terms} | {"class", "group", "item", "economic", "project"}
    sections = {row["section"] for row in rows("headings")}
    for table in (rows("claim_types"), rows("references")):
        assert alternatives(table, "key") <= keys
        assert alternatives(table, "kind") <= kinds
        assert alternatives(table, "section") <= sections


def test_quantities_that_conditions_name_are_stated_somewhere() -> None:
    stated = {pair.partition(":")[2] for row in rows("patterns") for pair in row["emits"].split()}
    stated |= {row["key"] for row in rows("terms") if row["class"] in {"basis", "budget"}}
    stated |= {"fiscal_year", "listed", "listed_amount", "explanation"}
    for table in (rows("claim_types"), rows("references")):
        assert alternatives(table, "quantity") <= stated | {"spent", "received"}


def test_references_name_cells_of_the_contract() -> None:
    known: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows("statement_keys", ROOT / "expectations/catalogue"):
        known[row["statement"], row["kind"]].add(row["key"])
    for row in rows("references"):
        statement = row["statement"]
        assert known[statement, "statement"] == {statement}
        is_code = statement == "basic_expenditure" and row["line_code"].isdigit()
        if row["line_code"] and "{" not in row["line_code"] and not is_code:
            assert row["line_code"] in known[statement, "line"], row
        if row["measure"]:
            assert row["measure"] in known[statement, "measure"], row


def test_a_spelling_has_one_meaning() -> None:
    meanings: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows("terms"):
        for spelling in variants(row["term"]):
            meanings[text_key(spelling)].add((row["class"], row["key"]))
    assert {spelling: found for spelling, found in meanings.items() if len(found) > 1} == {}


def test_variants_of_a_term() -> None:
    assert set(variants("收[入]{总计|总额[度]}")) == {
        "收入总计", "收总计", "收入总额", "收总额", "收入总额度", "收总额度",
    }  # fmt: skip


@pytest.mark.parametrize("term", ["收[入", "收入]", "{a|b", "a|b"])
def test_a_term_that_cannot_be_read_is_refused(term: str) -> None:
    with pytest.raises(GrammarError):
        list(variants(term))


@pytest.mark.parametrize(
    ("pattern", "emits"), [("nothing amount=f", ("f", "x")), ("amount=f )", ("f", "x")), ("amount=f", ("g", "x"))]
)
def test_a_pattern_that_cannot_be_read_is_refused(pattern: str, emits: tuple[str, str]) -> None:
    with pytest.raises(GrammarError):
        Patterns([Pattern("bad", pattern, (emits,))], lexicon().letters)


FIGURES = ["12.30万元", "1,234.56元", "98.6%", "6辆", "12批次", "3个", "0", "1.5亿元", "2.5个百分点", "2024年12月31日"]
WORDS = [
    "收入支出总计", "基本支出", "教育支出（类）", "财政事务（款）行政运行（项）", "公务接待费支出",
    "年初预算为", "支出决算", "完成年初预算的", "占", "占本年支出合计的", "与2023年度相比",
    "增加", "下降", "决算数大于预算数", "其中：", "主要原因是", "主要包括：", "住房公积金",
    "单价", "以上设备", "截至", "、", "，", "；", "。", "分别为", "和", "无",
    "三公经费", "2024年度", "支出", "某项补助", "（", "）", "的", "持平", "为",
    "二是", "人均", "中，", "政府性基金预算财政拨款",
]  # fmt: skip
_THRESHOLD = re.compile(r"(?:单位价值|单价)(?:为|:)?-?[\d.,]+(?:万|亿|千|百万)?元?")


@given(st.lists(st.sampled_from([*FIGURES, *WORDS]), min_size=1, max_size=25))
def test_every_figure_is_a_claim(pieces: list[str]) -> None:
    text = "本单位" + "".join(pieces) + "。"
    expected = [
        token
        for token in tokenize(text_key(text), lexicon())
        if token.word_class in {"amount", "percent", "count", "number", "zero", "date"}
    ]
    claims = [
        claim for claim in read("三、支出决算情况说明", text) if claim.stated_unit or claim.stated_value is not None
    ]
    thresholds = len(_THRESHOLD.findall(text_key(text)))
    assert len(expected) - thresholds <= len(claims) <= len(expected)


@given(st.text(alphabet=st.sampled_from("0123456789.,-年月日万元%（）()类款项、，。：占比上增加X一第部分\u3000 ")))
def test_no_text_is_too_odd(text: str) -> None:
    read("三、支出决算情况说明", text)


def test_contents_and_glossary_hold_no_claims() -> None:
    assert read("目 录", PART, "一、收入支出决算总体情况说明 12", "二、收入决算情况说明 13") == []
    assert read("第四部分 名词解释", "一、财政拨款收入：指单位取得的100万元。") == []


def test_a_chain_of_names_with_their_digits_is_one_item() -> None:
    (token, *_) = tokenize(text_key("文化旅游体育与传媒支出（207）文化和旅游（01）行政运行（01）"), lexicon())
    assert token.item is not None
    assert (token.item.kind, token.item.code) == ("item", "2070101")
    names = (token.item.class_name, token.item.group_name, token.item.item_name)
    assert names == ("文化旅游体育与传媒支出", "文化和旅游", "行政运行")


def test_a_code_that_does_not_continue_the_one_before_is_no_link() -> None:
    (token, *_) = tokenize(text_key("教育支出（205）住房公积金（2210201）"), lexicon())
    assert token.item is not None
    assert (token.item.kind, token.item.code) == ("class", "205")
