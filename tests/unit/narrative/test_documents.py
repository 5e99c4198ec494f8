"""Whole narratives in the manner of several regions: sections, subjects that run over paragraphs, totals of shares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dagster_project.extraction.text import text_key
from dagster_project.narrative import Claim, read_narrative
from tests.unit.narrative.bench import PART, lexicon, read, set_lines, told


@dataclass(frozen=True)
class Document:
    region: str
    paragraphs: tuple[str, ...]
    claims: tuple[str, ...]


def documents() -> Iterator[Document]:
    text = Path(__file__).with_name("documents.txt").read_text(encoding="utf-8")
    for block in text.split("\n\n")[1:]:
        region, *rest = block.rstrip("\n").split("\n")
        end = rest.index("=>")
        yield Document(region[1:-1], tuple(rest[:end]), tuple(rest[end + 1 :]))


def claims_of(*paragraphs: str, width: int = 32) -> list[Claim]:
    return read_narrative(list(set_lines(paragraphs, width)), lexicon())


@pytest.mark.parametrize("document", documents(), ids=lambda document: document.region)
@pytest.mark.parametrize("width", [19, 32, 45])
def test_the_claims_of_a_narrative(document: Document, width: int) -> None:
    found = [f"{claim.section}{told(claim)}" for claim in claims_of(*document.paragraphs, width=width)]
    assert found == list(document.claims)


def test_positions_count_through_and_groups_hold_one_subject() -> None:
    for document in documents():
        claims = claims_of(*document.paragraphs)
        assert [claim.position for claim in claims] == list(range(1, len(claims) + 1))
        subjects: dict[int, set[str]] = {}
        for claim in claims:
            if claim.claim_type != "listed_item":
                subjects.setdefault(claim.subject_group, set()).add(claim.subject)
        assert all(len(found) == 1 for found in subjects.values())


def test_a_chain_of_names_takes_the_class_of_the_heading_above() -> None:
    (claim,) = claims_of(
        PART,
        "五、一般公共预算财政拨款支出决算情况说明",
        "（一）一般公共服务支出（类）",
        "1．财政事务（款）行政运行（项）支出决算520.00万元。",
    )[1:]
    assert (claim.class_name, claim.group_name, claim.item_name) == ("一般公共服务支出", "财政事务", "行政运行")


def test_the_year_of_the_part_is_stated_once_though_the_contents_name_it_too() -> None:
    contents = ("目 录", "第三部分 某局2024年度部门决算情况说明", "一、收入支出决算总体情况说明", "第四部分 名词解释")
    body = (PART, "一、收入支出决算总体情况说明", "2024年度收入总计1.00万元。")
    glossary = ("第四部分 名词解释", "一、收入：指100万元。")
    assert [claim.claim_type for claim in claims_of(*contents, *body, *glossary)] == ["fiscal_year", "total_amount"]


def test_the_box_is_that_of_the_line_on_which_the_figure_begins() -> None:
    text = "某局2024年度收入支出总计307.82万元。与2023年度相比，收入支出总计增加307.82万元，增长100%。"
    lines = {line.line_number: line for line in set_lines([PART, "一、收入支出决算总体情况说明", text], 16)}
    for claim in read("一、收入支出决算总体情况说明", text, width=16):
        line = lines[claim.line_number]
        assert (claim.x0, claim.top, claim.x1, claim.bottom) == (line.x0, line.top, line.x1, line.bottom)
        printed = "".join(lines[number].text_key for number in sorted(lines) if number >= claim.line_number)
        assert printed[claim.line_offset :].startswith(claim.stated_text)


@pytest.mark.parametrize("foot", ["- {} -", "第 {} 页，共 20 页", "第{}页 共20页", "{}/20"])
def test_running_heads_and_page_numbers_do_not_cut_a_sentence(foot: str) -> None:
    paragraphs = [
        "二、收入决算情况说明",
        *(["本年收入合计1,000.00万元，其中：财政拨款收入900.00万元，占90.00%。" * 3] * 8),
    ]
    plain = list(set_lines([PART, *paragraphs], 30, lines_per_page=6))
    expected = [told(claim) for claim in read_narrative(plain, lexicon())]
    framed = []
    for number, line in enumerate(plain):
        is_first = number == 0 or plain[number - 1].page_number != line.page_number
        if is_first:
            head = "某市某局2024年度部门决算"
            framed.append(type(line)(line.page_number, 0, 900 + number, head, head, 90.0, 30.0, 505.0, 45.0))
        framed.append(line)
        is_last = number + 1 == len(plain) or plain[number + 1].page_number != line.page_number
        if is_last:
            page = line.page_number
            text = foot.format(page)
            top = 700.0 + 10 * page  # Each at a height of its own: only its words tell what it is.
            framed.append(type(line)(page, 99, 800 + number, text, text_key(text), 290.0, top, 305.0, top + 10))
    assert [told(claim) for claim in read_narrative(framed, lexicon())] == expected
