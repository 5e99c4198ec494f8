"""Every document check is seen to hold, to fail and to be left alone; one mistake is one finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from expectations.identities import Category, load_catalogue
from tests.unit.document_check_bench import CHECKS, Disclosure, Said
from tests.unit.identity_bench import COLUMNS, Line, Sheet, judge, line, rows
from tests.unit.identity_campaign import NINE, UNIVERSITY, figures
from tests.unit.identity_documents import sheet

EXP = "expenditure"
EIGHT = NINE - {"state_capital"}
ALL = tuple(sorted(NINE))
LOST = frozenset({"basic_expenditure", "fiscal_summary", "government_fund", "three_public"})
"""Without them more of the universities' form than of this one is held."""


def _whole(name: str, statements: frozenset[str] = NINE, **traits: object) -> Disclosure:
    """Sound accounts of some statements, with what is said beside them."""
    sound = sheet(name, figures("university" if statements == UNIVERSITY else "plain"), statements=statements)
    known = {field.name: getattr(sound, field.name) for field in fields(Sheet)}
    return Disclosure(**(known | traits))  # type: ignore[arg-type]


def _small(name: str, *lines: Line, **traits: object) -> Disclosure:
    return Disclosure(name, lines, **traits)  # type: ignore[arg-type]


def _list_of(*codes: str, start: int = 1000) -> tuple[Line, ...]:
    """A statement of so many amounts that nobody prints them by chance."""
    amounts = {code: f"{start + 7 * place}.31" for place, code in enumerate(codes)}
    amounts["total"] = str(sum(map(Decimal, amounts.values())))
    return tuple(line(EXP, code, total=amount, basic=amount) for code, amount in amounts.items())


CODES = ("201", "204", "205", "206", "207", "208", "210", "212", "213", "221")
OTHER_CODES = (*CODES[:-1], "229")
UPRIGHT = COLUMNS | {EXP: ("basic", "project", "total")}
COUNTED = (line("basic_expenditure", "30101", amount="1"), line("basic_expenditure", "30102", amount="2"),
           line("basic_expenditure", "30103", amount="3"), line("basic_expenditure", "30201", amount="4"))  # fmt: skip
BLANK = {"blank_statements": ("three_public",)}
ONE = (line(EXP, "total", total="5.00", basic="5.00"),)


def documents() -> Iterator[Disclosure]:
    """The cases, named for what they are."""
    yield _whole("nine", listed=ALL, named_in=("cover", "heading", "caption"))
    yield _whole("eight of 2024", EIGHT)
    yield _whole("eight of 2019", EIGHT, fiscal_year=2019)
    yield _whole("eight of 2018 that list nine", EIGHT, fiscal_year=2018, listed=ALL)
    yield _whole("eight that list nine", EIGHT, listed=ALL)
    other = tuple(sorted((NINE - {"general_public_budget"}) | {"fiscal_expenditure"}))
    yield _whole("nine that list one by another name", listed=other)
    yield _whole("eight and a sentence", EIGHT, prose=(Said("state_capital", None, "本部门无国有资本经营预算支出"),))
    yield _whole("eight and an instruction", EIGHT, prose=(Said("state_capital", None, "无此项的，仍保留该表格式"),))
    yield _whole("university", UNIVERSITY)
    yield _whole("university without income", UNIVERSITY - {"income"})
    yield _whole(
        "five of nine", frozenset({"summary", "income", "expenditure", "general_public_budget", "state_capital"})
    )
    yield _small("extract", *ONE)
    yield _small("head of another year", *ONE, named_in=("cover", "caption"), head_of_another_year=EXP)
    sentence = {"empty_sentences": {"three_public": "本部门无三公经费"}}
    yield _small("blank and said", *ONE, **BLANK, **sentence)
    yield _small("blank and unsaid", *ONE, **BLANK)
    yield _small("blank and spent", *ONE, **BLANK, **sentence,
                 prose=(Said("three_public", 5, "三公经费支出5万元"),))  # fmt: skip
    fund = (line("government_fund", "total", opening_balance="1.00", income="5.00", total="5.00", project="5.00",
                 closing_balance="1.00"),)  # fmt: skip
    none = Said("government_fund", None, "本部门无政府性基金预算财政拨款收入支出。")
    yield _small("spent and denied", *fund, prose=(none,))
    yield _small("spent and denied of a part", *fund, prose=(none, Said("government_fund", 5, "支出5万元。")))
    held = line("government_fund", "total", opening_balance="1.00", closing_balance="1.00")
    yield _small("held and nothing spent", held, prose=(none,))
    yield _small("blank form", is_form=True, **BLANK)
    yield _small("no unit", *ONE, unprinted_units=frozenset({EXP}))
    part = Line(EXP, "201.of_which.x", {"basic": "70000.00"}, is_of_which=True)
    yield _small("part beyond its whole", line(EXP, "201", total="7.00", basic="7.00"), part)
    yield _small("amount beyond its total", line("three_public", "total", actual="8.00"),
                 line("three_public", "reception", actual="80000.00"))  # fmt: skip
    yield _small("sound code", Line(EXP, "2010301", {"total": "5.00", "basic": "5.00"}, printed_code="2010301"))
    damaged = Line(EXP, "2010350", {"total": "5.00", "basic": "5.00"}, printed_code="1 01035", code_status="recovered")
    yield _small("damaged code", damaged)
    yield _small("unknown code", replace(damaged, code_status="unverified"))
    yield _small("misplaced code", replace(damaged, code_status="misplaced"))
    yield _small("misplaced code of long ago", replace(damaged, code_status="misplaced"), fiscal_year=2009)
    yield _small("code of long ago", replace(damaged, code_status="printed"), fiscal_year=2009)
    yield _small("row that counts and balances", line(EXP, "201", basic="1", project="2", total="3"), columns=UPRIGHT)
    yield _small("row that counts by chance", line(EXP, "201", basic="1", project="2", total="3"),
                 line("summary", "expenditure.201", amount="3.00"), columns=UPRIGHT)  # fmt: skip
    yield _small("column that counts", *COUNTED)
    yield _small(
        "column with decimals", *(replace(x, amounts={"amount": f"{x.amounts['amount']}.00"}) for x in COUNTED)
    )
    yield _small("years", line("three_public", "total", budget="2024", actual="2024"))
    yield _small("original", *_list_of(*CODES), department="甲局", text=("单位构成：本级、科创中心",))
    yield _small("copy with a code changed", *_list_of(*OTHER_CODES), department="乙局", arrival=2)
    yield _small("unit of its own", *_list_of(*CODES), department="科创中心", scope="unit", arrival=3)
    yield _small("unit of a like name", *_list_of(*CODES), department="甲局服务站", scope="unit", arrival=4)
    yield _small("last year again", *_list_of(*CODES), department="甲局", fiscal_year=2025, arrival=5)
    yield _small("another", *_list_of(*CODES, start=2000), department="丙局", arrival=6)
    yield _small("nameless", *_list_of(*CODES, start=3000))


CASES = {
    ("nine", "D1", "state_capital"): "pass",
    ("eight of 2024", "D1", "state_capital"): "fail",
    ("eight of 2024", "D1", "income"): "pass",
    ("eight of 2019", "D1", "income"): "pass",
    ("eight of 2018 that list nine", "D1", "income"): "pass",
    ("eight and a sentence", "D1", "state_capital"): "pass",
    ("eight and an instruction", "D1", "state_capital"): "fail",
    ("university", "D1", "fiscal_expenditure"): "pass",
    ("university without income", "D1", "income"): "fail",
    ("five of nine", "D1", "basic_expenditure"): "fail",
    ("extract", "D1", "document"): "form_unknown",
    ("nine", "D2", "state_capital"): "pass",
    ("eight that list nine", "D2", "state_capital"): "fail",
    ("eight of 2018 that list nine", "D2", "state_capital"): "fail",
    ("nine that list one by another name", "D2", "fiscal_expenditure"): "pass",
    ("eight of 2024", "D2", "document"): "no_contents",
    ("nine", "D3", "document"): "pass",
    ("nine", "D3", "summary"): "pass",
    ("head of another year", "D3", EXP): "fail",
    ("head of another year", "D3", "document"): "pass",
    ("extract", "D3", "document"): "nothing_to_compare",
    ("blank and said", "D4", "three_public"): "pass",
    ("blank and said", "D4", EXP): "pass",
    ("blank and unsaid", "D4", "three_public"): "fail",
    ("blank and spent", "D4", "three_public"): "fail",
    ("spent and denied", "D4", "government_fund"): "fail",
    ("spent and denied of a part", "D4", "government_fund"): "pass",
    ("held and nothing spent", "D4", "government_fund"): "pass",
    ("blank form", "D4", "three_public"): "form_not_filled_in",
    ("extract", "D5", EXP): "pass",
    ("no unit", "D5", EXP): "fail",
    ("blank and said", "D5", "three_public"): "statement_blank",
    ("part beyond its whole", "D5", EXP): "fail",
    ("sound code", "D6", EXP): "pass",
    ("damaged code", "D6", EXP): "fail",
    ("unknown code", "D6", EXP): "pass",
    ("code of long ago", "D6", EXP): "outside_coverage",
    ("misplaced code of long ago", "D6", EXP): "outside_coverage",
    ("misplaced code", "D6", EXP): "fail",
    ("extract", "D6", EXP): "no_codes",
    ("row that counts and balances", "D7", EXP): "fail",
    ("row that counts by chance", "D7", EXP): "pass",
    ("column that counts", "D7", "basic_expenditure"): "fail",
    ("column with decimals", "D7", "basic_expenditure"): "pass",
    ("years", "D7", "three_public"): "fail",
    ("blank and said", "D7", "three_public"): "statement_blank",
    ("original", "D8", EXP): "pass",
    ("copy with a code changed", "D8", EXP): "fail",
    ("unit of its own", "D8", EXP): "pass",
    ("unit of a like name", "D8", EXP): "fail",
    ("last year again", "D8", EXP): "fail",
    ("another", "D8", EXP): "pass",
    ("nameless", "D8", EXP): "no_department",
    ("extract", "D8", EXP): "too_few_amounts",
}
"""Document, check and place: the verdict, or why there is none."""
FINDINGS = {
    "eight of 2024": [("missing_statement", "error", "D1", "state_capital")],
    "eight that list nine": [("missing_statement", "error", "D1,D2", "state_capital")],
    "eight of 2018 that list nine": [("missing_statement", "error", "D2", "state_capital")],
    "eight and a sentence": [("missing_statement", "info", None, "state_capital")],
    "eight and an instruction": [("missing_statement", "error", "D1", "state_capital")],
    "university without income": [("missing_statement", "error", "D1", "income")],
    "five of nine": [("missing_statement", "error", "D1", statement) for statement in sorted(LOST)],
    "head of another year": [("year", "error", "D3", EXP)],
    "blank and unsaid": [("empty_statement", "warning", "D4", "three_public")],
    "blank and spent": [("empty_statement", "error", "D4", "three_public")],
    "spent and denied": [("empty_statement", "error", "D4", "government_fund")],
    "no unit": [("unit", "warning", "D5", EXP)],
    "part beyond its whole": [("scale", "warning", "D5", EXP)],
    "amount beyond its total": [("identity", "error", "T1", "three_public")],
    "damaged code": [("code", "warning", "D6", EXP)],
    "misplaced code": [("code", "warning", "D6", EXP)],
    "misplaced code of long ago": [("code", "info", None, EXP)],
    "unknown code": [("code", "info", None, EXP)],
    "row that counts and balances": [("index_as_amount", "error", "D7", EXP)],
    "column that counts": [("index_as_amount", "error", "D7", "basic_expenditure")],
    "years": [("index_as_amount", "error", "D7", "three_public")],
    "copy with a code changed": [("repeated_amounts", "error", "D8", EXP)],
    "unit of a like name": [("repeated_amounts", "error", "D8", EXP)],
    "last year again": [("repeated_amounts", "warning", "D8", EXP)],
}
"""All findings of each document; those not named have none."""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cases, judged."""
    return judge(documents(), tmp_path_factory.mktemp("checks"), bench=CHECKS)


@cache
def _checks() -> set[str]:
    return {identity.identity_id for identity in load_catalogue() if identity.category is Category.DOCUMENT}


def test_every_check_has_a_case_of_each_kind() -> None:
    kinds = {(check, verdict if verdict in ("pass", "fail") else "other") for (_, check, _), verdict in CASES.items()}
    assert kinds == {(check, kind) for check in _checks() for kind in ("pass", "fail", "other")}


@pytest.mark.parametrize(("document", "check", "place"), CASES)
def test_the_verdict(document: str, check: str, place: str, warehouse: Path) -> None:
    query = """select coalesce(reason_code, status) as verdict from marts.fct_identity_result
               where document_id = ? and identity_id = ? and scope = ?"""
    (found,) = rows(warehouse, query, document, check, f"{place}:*.*")
    assert found["verdict"] == CASES[document, check, place]


@pytest.mark.parametrize("document", [case.document_id for case in documents()])
def test_one_mistake_is_one_finding(document: str, warehouse: Path) -> None:
    query = """select finding_type, severity, identity_ids, statement from marts.fct_finding
               where document_id = ? order by all"""
    assert [tuple(row.values()) for row in rows(warehouse, query, document)] == FINDINGS.get(document, [])


def test_a_check_that_fails_is_behind_a_finding(warehouse: Path) -> None:
    query = """select document_id, identity_id from marts.fct_identity_result as results
               where status = 'fail' and identity_id like 'D%' and not exists (
                   select 1 from marts.fct_finding as findings
                   where findings.document_id = results.document_id
                   and list_contains(string_split(identity_ids, ','), results.identity_id))"""
    assert rows(warehouse, query) == []
