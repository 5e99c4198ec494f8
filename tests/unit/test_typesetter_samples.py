"""The shipped samples: what lies below ``raw/`` and ``tests/golden/`` is what the data say, and the data add up."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from tools.samples.build import ROOT, build, sample_paths, samples
from tools.samples.synthetic import disclosures
from tools.samples.synthetic.disclosures import load_faultless, load_synthetic
from tools.samples.wuchang import load_wuchang
from tools.typesetter import Disclosure
from tools.typesetter.model import Paragraph, StatementData

LABEL = "合成样例，非真实数据"
RAW, GOLDEN = ROOT / "raw", ROOT / "tests" / "golden"
TREES = ("income", "expenditure", "general_public_budget", "government_fund", "state_capital", "fiscal_expenditure")


@cache
def faultless() -> dict[tuple[str, int], Disclosure]:
    return {(d.department, d.fiscal_year): d for d, _ in load_faultless()}


def page_texts(path: Path) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]


def golden(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def yuan(data: StatementData, line: str, measure: str = "amount") -> Decimal:
    return data.yuan(line, measure) or Decimal(0)


def test_what_is_shipped_is_what_the_data_print(tmp_path: Path) -> None:
    written = build(tmp_path / "raw", tmp_path / "golden")
    assert len(written) == 10
    for disclosure, _ in samples():
        shipped, expected = sample_paths(disclosure, RAW, GOLDEN)
        printed, cells = sample_paths(disclosure, tmp_path / "raw", tmp_path / "golden")
        assert expected.read_text(encoding="utf-8") == cells.read_text(encoding="utf-8")
        # Compressed streams may differ between versions of zlib, what they hold may not.
        assert page_texts(shipped) == page_texts(printed)


def test_the_source_disclosure_keeps_every_damaged_code_under_its_true_key() -> None:
    records = golden(sample_paths(load_wuchang()[0], RAW, GOLDEN)[1])
    damaged = {
        (record["statement"], record["line_code"], record["printed_code"], record["printed_name"])
        for record in records
        if re.search("[, ]", record["printed_code"])
    }
    assert len(damaged) == 75
    for _, line, code, _ in damaged:
        # The leading 2 has become "1," or "1 ", the last digit is gone.
        assert code.lstrip("1")[1:] == line[1:-1]
    colliding: dict[tuple[str, str], set[str]] = defaultdict(set)
    for statement, line, code, _ in damaged:
        colliding[statement, code].add(line)
    assert colliding["income", "1,21020"] == {"2210201", "2210202", "2210203"}
    assert len(records) == len({(r["statement"], r["line_code"], r["measure"], r["occurrence"]) for r in records})


def test_the_source_disclosure_agrees_with_the_classification_where_that_is_at_hand() -> None:
    reference = ROOT.parent / "shared" / "reference" / "functional.csv"
    if not reference.exists():
        pytest.skip("the reference classification is not here")
    with reference.open(encoding="utf-8", newline="") as file:
        names = {r["code"]: r["name"] for r in csv.DictReader(file) if not r["valid_to_year"]}
    records = golden(sample_paths(load_wuchang()[0], RAW, GOLDEN)[1])
    odd = {r["printed_name"] for r in records if r["line_code"] in names and r["printed_name"] != names[r["line_code"]]}
    assert odd == {
        "其他共产党事各支出",
        "公备局医疗补助",
        "其他政府办公厅（室）及相关机构事务",
        "其他政府办公厅(室)及相关机构事务支",
        "政府办公厅(室)及相关机构事务",
    }


def test_the_source_disclosure_is_blank_where_its_total_has_shifted() -> None:
    records = golden(sample_paths(load_wuchang()[0], RAW, GOLDEN)[1])
    total = {
        r["measure"]: r["printed_text"]
        for r in records
        if r["statement"] == "general_public_budget" and r["line_code"] == "total"
    }
    assert total == {"total": "16 010.35", "basic": "407.62"}
    assert {r["statement"] for r in records} == {
        "summary",
        "income",
        "expenditure",
        "fiscal_summary",
        "general_public_budget",
        "basic_expenditure",
    }


def test_synthetic_samples_say_so_on_every_page() -> None:
    for disclosure, _ in load_synthetic():
        texts = page_texts(sample_paths(disclosure, RAW, GOLDEN)[0])
        assert all(LABEL in text for text in texts)
        assert disclosure.department in texts[0].replace("\r\n", "")
        assert "样例" not in disclosure.department


def test_balances_continue_from_year_to_year() -> None:
    pairs = [(d, faultless().get((name, year + 1))) for (name, year), d in faultless().items()]
    checked = 0
    for now, after in pairs:
        if after is None:
            continue
        for statement in ("summary", "fiscal_summary"):
            for source in ("", ".general_public_budget", ".government_fund", ".state_capital"):
                measure = source[1:] or ("amount" if statement == "summary" else "total")
                closing = yuan(now.statement(statement), "expenditure.closing_balance", measure)
                opening = yuan(after.statement(statement), f"income.opening_balance{source}")
                assert closing == opening
                checked += bool(closing)
        for fund in ("government_fund", "state_capital"):
            closing = yuan(now.statement(fund), "total", "closing_balance")
            assert closing == yuan(after.statement(fund), "total", "opening_balance")
    assert checked >= 12


@pytest.mark.parametrize("statement", TREES)
def test_accounts_add_up_exactly_before_rounding(statement: str) -> None:
    for disclosure in faultless().values():
        sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        rows = disclosure.statement(statement).rows
        for row in rows:
            parent = "total" if len(row.line_code) == 3 else row.line_code[:-2]
            for measure, amount in row.amounts.items():
                if row.line_code != "total":
                    sums[parent, measure] += amount.yuan
        for row in rows:
            for measure, amount in row.amounts.items():
                if len(row.line_code) != 7:
                    assert amount.yuan == sums[row.line_code, measure]


def test_statements_tie_exactly_before_rounding() -> None:
    for disclosure in faultless().values():
        summary, income, expenditure, fiscal, general, basic, public = (
            disclosure.statement(s)
            for s in (
                "summary",
                "income",
                "expenditure",
                "fiscal_summary",
                "general_public_budget",
                "basic_expenditure",
                "three_public",
            )
        )
        assert yuan(summary, "income.grand_total") == yuan(summary, "expenditure.grand_total")
        assert yuan(summary, "income.current_total") == yuan(income, "total", "total")
        assert yuan(summary, "expenditure.current_total") == yuan(expenditure, "total", "total")
        assert yuan(fiscal, "income.grand_total") == yuan(fiscal, "expenditure.grand_total", "total")
        assert yuan(fiscal, "income.current_total") == yuan(income, "total", "fiscal_appropriation")
        assert yuan(fiscal, "expenditure.current_total", "general_public_budget") == yuan(general, "total", "total")
        groups = yuan(basic, "personnel_total"), yuan(basic, "public_total")
        assert sum(groups) == yuan(general, "total", "basic")
        assert yuan(basic, "30108") == yuan(general, "2080505", "basic")
        assert yuan(basic, "30110") == yuan(general, "2101101", "basic") + yuan(general, "2101102", "basic")
        if not public.is_empty:
            assert yuan(basic, "30217") <= yuan(public, "reception", "actual")


def test_the_samples_vary_as_a_corpus_should() -> None:
    filled = {data.statement for d in faultless().values() for data in d.statements if not data.is_empty}
    assert len(filled) == 10
    lines = {
        (data.statement, row.line_code) for d in faultless().values() for data in d.statements for row in data.rows
    }
    for line in (
        "income.operating",
        "income.other",
        "income.non_fiscal_surplus_used",
        "expenditure.surplus_distribution",
    ):
        assert ("summary", line) in lines
    measures = {m for d in faultless().values() for row in d.statement("expenditure").rows for m in row.amounts}
    assert measures >= {"remitted_to_superior", "subsidy_to_affiliated", "operating"}
    assert {layout.unit.label for _, layout in load_faultless()} == {"万元", "元"}


def test_one_document_holds_the_one_planted_mistake() -> None:
    records = golden(Path(disclosures.__file__).parent / "planted.csv")
    assert len(records) == 1
    (record,) = records
    differing = []
    for disclosure, _ in load_synthetic():
        twin = faultless()[disclosure.department, disclosure.fiscal_year]
        for data in disclosure.statements:
            for row in data.rows:
                for measure, amount in row.amounts.items():
                    true = twin.statement(data.statement).yuan(row.line_code, measure)
                    if amount.yuan != true:
                        differing.append((disclosure.department, disclosure.fiscal_year, data.statement, row.line_code))
    assert differing == [(record["department"], int(record["fiscal_year"]), record["statement"], record["line_code"])]


def test_the_prose_restates_the_printed_statements() -> None:
    for disclosure, layout in load_faultless():
        prose = "".join(block.text for block in disclosure.narrative.blocks if isinstance(block, Paragraph))
        unit = layout.unit
        stated = [
            yuan(disclosure.statement("summary"), "income.grand_total"),
            yuan(disclosure.statement("general_public_budget"), "total", "basic"),
            *(
                amount.yuan
                for row in disclosure.statement("general_public_budget").rows
                if len(row.line_code) in (3, 7)
                for measure, amount in row.amounts.items()
                if measure == "total"
            ),
        ]
        for value in stated:
            assert f"{value / unit.yuan:,.2f} {unit.label}" in prose


def test_the_prose_compares_with_the_year_before() -> None:
    for (department, year), disclosure in faultless().items():
        before = faultless().get((department, year - 1))
        if before is None or department.endswith("财政局"):
            continue
        first = next(block.text for block in disclosure.narrative.blocks if isinstance(block, Paragraph))
        match = re.search(r"收入支出总计(增加|减少) ([\d,.]+) 万元，(增长|下降) ([\d.]+)%", first)
        assert match
        now, old = (round(yuan(d.statement("summary"), "income.grand_total") / 10000, 2) for d in (disclosure, before))
        change = Decimal(match[2].replace(",", "")) * (1 if match[1] == "增加" else -1)
        assert now - old == change
        assert abs(abs(change) * 100 / old - Decimal(match[4])) <= Decimal("0.005")
