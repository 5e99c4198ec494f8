"""Every identity of the prose is seen to hold, to fail and to be left alone where it does not apply."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from tests.unit.claim_bench import CLAIMS
from tests.unit.claim_cases import AT_ODDS, CASES, LOST_CLASS, LOST_ROW, REPEATED, UNKNOWN_ROW, Case, accounts
from tests.unit.identity_bench import CATALOGUE, judge, rows

Verdicts = dict[tuple[str, str], list[tuple[str, str | None]]]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cases, judged."""
    return judge(accounts(), tmp_path_factory.mktemp("claims"), bench=CLAIMS)


@pytest.fixture(scope="module")
def verdicts(warehouse: Path) -> Verdicts:
    """Status and reason of each equation by document and identity."""
    found: Verdicts = defaultdict(list)
    query = "select document_id, identity_id, status, reason_code from intermediate.int_claim_equations"
    for row in rows(warehouse, query):
        found[str(row["document_id"]), str(row["identity_id"])].append((str(row["status"]), row["reason_code"]))  # type: ignore[arg-type]
    return found


def test_every_identity_of_the_prose_has_a_case_of_each_kind() -> None:
    with (CATALOGUE / "identities.csv").open(encoding="utf-8", newline="") as handle:
        wanted = {row["identity_id"] for row in csv.DictReader(handle) if row["category"] == "prose"}
    kinds = {(case.identity_id, case.status if case.status in ("pass", "fail") else "other") for case in CASES}
    assert kinds == {(identity_id, kind) for identity_id in wanted for kind in ("pass", "fail", "other")}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.document_id)
def test_the_verdict_on_a_sentence(case: Case, verdicts: Verdicts) -> None:
    found = verdicts[case.document_id, case.identity_id]
    statuses = {status for status, _ in found}
    match case.status:
        case "pass":
            assert statuses == {"pass"}
        case "fail":
            assert "fail" in statuses
        case reason if reason == "not_stated" and not found:
            pass
        case reason:
            assert ("not_applicable", reason) in found
            assert "fail" not in statuses


def test_a_sentence_that_holds_fails_no_other_identity(warehouse: Path) -> None:
    query = "select document_id, equation_id from intermediate.int_claim_equations where status = 'fail'"
    failing = rows(warehouse, query)
    good = {case.document_id for case in CASES if case.status == "pass"}
    assert [row for row in failing if row["document_id"] in good] == []


def test_a_failing_sentence_is_a_finding_of_its_identity_and_no_other_is_one(warehouse: Path) -> None:
    found = rows(warehouse, "select document_id, identity_ids from marts.fct_finding")
    blamed = {(str(row["document_id"]), one) for row in found for one in str(row["identity_ids"]).split(",")}
    missed = [case for case in CASES if case.status == "fail" and (case.document_id, case.identity_id) not in blamed]
    assert missed == []
    good = {case.document_id for case in CASES if case.status == "pass"}
    assert [row for row in found if row["document_id"] in good] == []


@pytest.mark.parametrize("case", [case for case in CASES if case.told], ids=lambda case: case.document_id)
def test_one_mistake_is_one_finding_at_the_claim_at_fault(case: Case, warehouse: Path) -> None:
    query = """select concat_ws(' ', finding_type, printed_text, coalesce(proposed_text, '-'), coalesce(slip, '-'))
                   as told from marts.fct_finding where document_id = ? order by told"""
    assert tuple(row["told"] for row in rows(warehouse, query, case.document_id)) == case.told


def test_a_wrong_figure_that_the_prose_repeats_is_told_where_it_stands(warehouse: Path) -> None:
    query = "select measure, printed_text, proposed_text from marts.fct_finding where document_id = ? order by measure"
    assert [tuple(row.values()) for row in rows(warehouse, query, REPEATED)] == [
        ("involved", "905.00万元", "950.00万元"),
        ("total", "905.00万元", "950.00万元"),
    ]


def test_a_statement_at_odds_with_all_others_is_told_in_findings(warehouse: Path) -> None:
    """The solver proposes values for many cells here, some only to make up for others: those carry no finding."""
    found = rows(warehouse, "select identity_ids from marts.fct_finding where document_id = ?", AT_ODDS)
    assert found
    assert all(row["identity_ids"] for row in found)


@pytest.mark.parametrize(("wording", "reason"), [("机构改革", "机构改革"), ("年初预算数调整", None)])
def test_a_gap_between_years_names_the_type_of_its_reason(wording: str, reason: str | None, warehouse: Path) -> None:
    (case,) = [case for case in CASES if wording in case.sentence]
    query = "select message_zh, severity from marts.fct_finding where document_id = ? and finding_type = 'continuity'"
    (found,) = rows(warehouse, query, case.document_id)
    assert found["severity"] == "warning"
    assert ("句中所述原因：" in str(found["message_zh"])) is (reason is not None)
    assert reason is None or f"句中所述原因：{reason}" in str(found["message_zh"])


def test_a_message_counts_cars_in_cars_and_money_in_the_unit_of_the_prose(warehouse: Path) -> None:
    query = "select message_zh from marts.fct_finding where printed_text = ?"
    (cars,) = rows(warehouse, query, "2辆")
    assert "2 ≠ 4，差 -2 辆" in str(cars["message_zh"])
    (rate,) = rows(warehouse, query, "3.83%")
    assert "50.00 ≠ 22.98，差 27.02 万元" in str(rate["message_zh"])


def test_a_name_that_the_prose_leaves_out_is_told_with_its_cell(warehouse: Path) -> None:
    query = "select printed_text from marts.fct_finding where identity_ids = 'N22' and message_zh like '%没有列出'"
    found = rows(warehouse, query)
    assert found
    assert {row["printed_text"] for row in found} == {"50.00"}


def test_prose_that_states_a_class_whose_row_is_lost_is_right(warehouse: Path) -> None:
    query = "select finding_type, line_code, proposed_yuan from marts.fct_finding where document_id = ?"
    assert [tuple(row.values()) for row in rows(warehouse, query, LOST_CLASS)] == [("missing_cell", "208", 1500000)]


def test_prose_about_a_line_that_is_not_printed_is_never_told_to_read_nothing(warehouse: Path) -> None:
    query = (
        "select document_id, proposed_text, proposed_yuan from intermediate.int_finding_claims"
        f" where document_id in ('{LOST_ROW}', '{UNKNOWN_ROW}') and finding_type = 'prose_amount'"
    )
    assert rows(warehouse, query) == [{"document_id": UNKNOWN_ROW, "proposed_text": None, "proposed_yuan": None}]
