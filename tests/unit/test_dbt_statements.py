"""What dbt makes of tables as extraction describes them: wordings and shapes that the samples do not have.

Each test looks at one document of :mod:`tests.unit.statement_documents`.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.unit.statement_bench import build, document_id
from tests.unit.statement_documents import DOCUMENTS

MODELS = ("+fct_three_public", "+int_finding_unmapped", "+int_finding_sightings")
Rows = list[tuple[object, ...]]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """All documents, built once."""
    path = build(tmp_path_factory.mktemp("statements"), DOCUMENTS, MODELS)
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


def facts_of(warehouse: duckdb.DuckDBPyConnection, name: str) -> dict[tuple[str, str], str]:
    """Amounts in yuan by line and measure."""
    sql = "select line_code, measure, amount_yuan::varchar from marts.fct_statement_line where document_id = ?"
    rows = warehouse.execute(sql, [document_id(name)]).fetchall()
    facts = {(line, measure): amount for line, measure, amount in rows}
    assert len(facts) == len(rows)
    return facts


def column_of(warehouse: duckdb.DuckDBPyConnection, sql: str, name: str) -> list[object]:
    return [value for (value,) in warehouse.execute(sql, [document_id(name)]).fetchall()]


def reasons_of(warehouse: duckdb.DuckDBPyConnection, name: str) -> Rows:
    sql = "select reason, text from intermediate.int_unmapped where document_id = ? order by all"
    return warehouse.execute(sql, [document_id(name)]).fetchall()


def test_sides_come_from_labels_where_the_header_names_none(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert facts_of(warehouse, "sides from labels") == {
        ("income.fiscal_appropriation", "amount"): "300.00",
        ("income.fiscal_appropriation.of_which.government_fund", "amount"): "0.00",
        ("income.current_total", "amount"): "300.00",
        ("income.grand_total", "amount"): "300.00",
        ("expenditure.210", "amount"): "100.50",
        ("expenditure.215", "amount"): "0.00",
        ("expenditure.current_total", "amount"): "-100.50",
    }


def test_text_that_looks_like_money_is_reported_and_an_ellipsis_is_not(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert reasons_of(warehouse, "sides from labels") == [("unparsable", "3OO.00")]


def test_a_title_over_two_lines_and_codes_of_every_standing(warehouse: duckdb.DuckDBPyConnection) -> None:
    statuses = "select line_code || ' ' || code_status from intermediate.int_statement_lines"
    assert column_of(warehouse, f"{statuses} where document_id = ? order by row_number", "fund statement") == [
        "total by_name",
        "212 printed",
        "21208 printed",
        "2120877 unverified",
        "unmapped:2:6 unmapped",
    ]
    facts = facts_of(warehouse, "fund statement")
    assert facts["2120877", "closing_balance"] == "5000.00"
    assert facts["unmapped:2:6", "total"] == "99900.00"
    assert ("212", "basic") not in facts


def test_children_hang_on_their_nearest_printed_ancestor(warehouse: duckdb.DuckDBPyConnection) -> None:
    parents = "select parent_line_code from intermediate.int_statement_lines where document_id = ? order by row_number"
    assert column_of(warehouse, parents, "fund statement") == [None, "total", "212", "21208", None]


def test_three_public_by_rows_with_the_basis_of_its_budget(warehouse: duckdb.DuckDBPyConnection) -> None:
    sql = "select line_code, budget_basis, actual_yuan from marts.fct_three_public where document_id = ? order by all"
    rows = warehouse.execute(sql, [document_id("three public by rows")]).fetchall()
    assert {(line, basis) for line, basis, _ in rows} == {
        (line, "initial") for line in ("total", "overseas_travel", "reception", "vehicle_total", "vehicle_operation")
    }
    assert facts_of(warehouse, "three public by rows")["vehicle_operation", "budget"] == "30000.00"


def test_counts_and_notes_below_the_three_public_expenses_are_no_money(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert reasons_of(warehouse, "three public by rows") == []
    lines = "select distinct line_code from marts.fct_statement_line where document_id = ? order by all"
    assert not [line for line in column_of(warehouse, lines, "three public by rows") if "unmapped" in str(line)]


def test_names_without_codes_are_told_within_the_class_and_group_above(warehouse: duckdb.DuckDBPyConnection) -> None:
    totals = {
        line: amount
        for (line, measure), amount in facts_of(warehouse, "names without codes").items()
        if measure == "total"
    }
    assert totals == {
        "total": "500000.00",
        "201": "90000.00",
        "20101": "40000.00",
        "2010101": "40000.00",
        "20106": "50000.00",
        "2010601": "50000.00",
        "unmapped:2:8": "60000.00",
        "unmapped:2:9": "70000.00",
        "205": "80000.00",
        "20599": "80000.00",
        "2059999": "80000.00",
    }


def test_a_page_without_title_and_header_carries_on_and_another_table_does_not(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    facts = facts_of(warehouse, "continuation")
    assert facts["20502", "project"] == "200000.00"
    assert facts["20503", "total"] == "10000.00"
    assert len(facts) == 11


def test_codes_in_two_columns_and_totals_beside_their_amounts(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert facts_of(warehouse, "basic unmerged") == {
        ("301", "amount"): "12300.00",
        ("30101", "amount"): "12300.00",
        ("302", "amount"): "4000.00",
        ("30201", "amount"): "4000.00",
        ("personnel_total", "amount"): "12300.00",
        ("public_total", "amount"): "4000.00",
    }
    codes = "select printed_code from marts.fct_statement_line where document_id = ? and line_code = '30101'"
    assert column_of(warehouse, codes, "basic unmerged") == ["301 01"]
    precision = "select distinct precision_yuan::varchar from marts.fct_statement_line where document_id = ?"
    assert column_of(warehouse, precision, "basic unmerged") == ["100.00000000"]


def test_a_total_merged_over_two_blocks_is_one_line(warehouse: duckdb.DuckDBPyConnection) -> None:
    sql = "select line_code, occurrence from marts.fct_statement_line where document_id = ? and line_code like '%total'"
    assert sorted(warehouse.execute(sql, [document_id("basic twice")]).fetchall()) == [
        ("personnel_total", 1),
        ("personnel_total", 2),
        ("public_total", 1),
        ("public_total", 2),
    ]


def test_the_totals_of_the_columns_of_basic_expenditure_are_the_lines_of_other_forms(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    facts = facts_of(warehouse, "basic expenditure by column")
    totals = {key: amount for key, amount in facts.items() if key[0].endswith("total")}
    assert totals == {
        ("total", "amount"): "100000.00",
        ("personnel_total", "amount"): "70000.00",
        ("public_total", "amount"): "30000.00",
    }
    assert facts["301", "amount.of_which.personnel"] == "70000.00"


def test_without_any_unit_nothing_becomes_a_fact_and_everything_is_reported(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    assert facts_of(warehouse, "not understood") == {}
    assert reasons_of(warehouse, "not understood") == [
        ("column", "从未见过的栏 6.00"),
        ("statement", "三、支出决算表"),
        ("stray", "9.99"),
        ("unit", "5.00"),
        ("unit", "5.00"),
        ("unit", "6.00"),
    ]


def test_a_budget_is_recognised_and_set_aside(warehouse: duckdb.DuckDBPyConnection) -> None:
    sql = "select document_type || ' ' || load_status from marts.dim_document where document_id = ?"
    assert column_of(warehouse, sql, "budget") == ["budget unsupported"]
    assert facts_of(warehouse, "budget") == {}


def test_what_the_documents_say_of_themselves(warehouse: duckdb.DuckDBPyConnection) -> None:
    sql = "select region, department_name, fiscal_year, disclosure_scope from marts.dim_document where document_id = ?"
    said = {name: warehouse.execute(sql, [document_id(name)]).fetchone() for name in DOCUMENTS}
    assert said["sides from labels"] == ("甲市乙区", "甲市乙区财政局", 2018, "department")
    assert said["three public by rows"] == ("甲市乙区", "甲市乙区民政局", 2020, "unit")
    assert said["fund statement"] == (None, None, 2019, "department")


def findings_of(warehouse: duckdb.DuckDBPyConnection, table: str, name: str) -> Rows:
    columns = "finding_type, severity, statement, printed_text"
    sql = f"select {columns} from intermediate.{table} where document_id = ? order by all"
    return warehouse.execute(sql, [document_id(name)]).fetchall()


def test_a_statement_that_prints_two_units_is_told_and_not_guessed(warehouse: duckdb.DuckDBPyConnection) -> None:
    units = "select statement || ' ' || unit_yuan from marts.fct_statement_line where document_id = ?"
    assert column_of(warehouse, units, "two units") == ["income 1"]
    assert findings_of(warehouse, "int_finding_unmapped", "two units") == [("unit", "error", "expenditure", "元、万元")]


def test_a_unit_between_two_tables_belongs_to_the_upper_one(warehouse: duckdb.DuckDBPyConnection) -> None:
    units = "select statement || ' ' || unit_yuan from marts.fct_statement_line where document_id = ? order by all"
    assert column_of(warehouse, units, "unit of the table above") == ["expenditure 10000", "income 1"]


def test_tables_that_only_sound_like_statements_are_told_and_are_none(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert facts_of(warehouse, "other tables") == {("total", "total"): "7.00"}
    assert findings_of(warehouse, "int_finding_unmapped", "other tables") == [
        ("unmapped", "warning", None, "政府性基金收入支出决算总表"),
        ("unmapped", "warning", None, "财政专户资金支出决算表"),
        ("unmapped", "warning", None, "近三年收入决算表"),
    ]


def test_every_text_in_a_column_of_amounts_that_is_none_is_an_error(warehouse: duckdb.DuckDBPyConnection) -> None:
    told = findings_of(warehouse, "int_finding_unmapped", "text for amounts")
    assert {severity for _, severity, _, _ in told} == {"error"}
    assert {text for *_, text in told} == {"5.00*", "3.00①", "98.21 注", "负2.00", "1.2E+01", "####"}
    assert facts_of(warehouse, "text for amounts") == {("214", "total"): "0.00"}


def test_year_and_department_over_a_statement_are_compared(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert findings_of(warehouse, "int_finding_sightings", "heads that differ") == [
        ("department", "error", "general_public_budget", "丙镇卫生院"),
        ("year", "error", "expenditure", "2022"),
    ]


def test_columns_of_another_year_or_a_budget_are_not_this_years_accounts(warehouse: duckdb.DuckDBPyConnection) -> None:
    facts = facts_of(warehouse, "columns of other years")
    assert {line: amount for (line, measure), amount in facts.items() if measure in ("total", "amount")} == {
        "income.fiscal_appropriation": "7.00",
        "301": "4.00",
        "total": "7.00",
        "201": "7.00",
    }


def test_of_two_years_side_by_side_only_this_year_becomes_facts(warehouse: duckdb.DuckDBPyConnection) -> None:
    facts = facts_of(warehouse, "years in pairs")
    assert {key: value for key, value in facts.items() if key[0] in ("total", "201") and key[1] != "actual"} == {
        ("total", "total"): "90000.00", ("total", "basic"): "90000.00",
        ("201", "total"): "90000.00", ("201", "basic"): "90000.00", ("total", "budget"): "70000.00",
    }  # fmt: skip


def test_three_public_with_items_as_columns(warehouse: duckdb.DuckDBPyConnection) -> None:
    facts = facts_of(warehouse, "years in pairs")
    assert facts["total", "actual"] == "60000.00"
    assert facts["overseas_travel", "budget"] == "10000.00"
    assert facts["vehicle_total", "actual"] == "40000.00"
    assert facts["reception", "budget"] == "20000.00"


def test_two_columns_that_say_the_same_are_both_unmapped(warehouse: duckdb.DuckDBPyConnection) -> None:
    reasons = reasons_of(warehouse, "columns of other years")
    assert reasons == [("column", "其他收入 3.00"), ("column", "其他收入 4.00"), ("column", "其他收入 4.00")]


def test_last_years_statement_printed_again_is_no_fact_of_this_year(warehouse: duckdb.DuckDBPyConnection) -> None:
    sql = "select statement, line_code, amount_yuan::varchar from marts.fct_statement_line where document_id = ?"
    # The only copy of a statement stays, with a doubt about its head.
    assert sorted(warehouse.execute(sql, [document_id("last year again")]).fetchall()) == [
        ("expenditure", "total", "7.00"),
        ("income", "total", "5.00"),
    ]
    sql = "select reason, statement, page_number from intermediate.int_unmapped where document_id = ? order by all"
    told = warehouse.execute(sql, [document_id("last year again")]).fetchall()
    assert told == [("prior_year", "expenditure", 2), ("prior_year", "expenditure", 3)]


def test_a_form_number_before_the_title_and_a_third_block_by_nature(warehouse: duckdb.DuckDBPyConnection) -> None:
    sql = """select line_code, amount_yuan::varchar from marts.fct_statement_line
             where document_id = ? and statement = 'summary' and occurrence = 1"""
    found = dict(warehouse.execute(sql, [document_id("form number beside the title")]).fetchall())
    assert found["income.fiscal_appropriation"] == found["expenditure.201"] == "9.00"
    assert found["income.current_total"] == found["expenditure.current_total"] == "9.00"
    assert reasons_of(warehouse, "form number beside the title") == []


def test_column_and_line_numbers_and_years_that_lost_their_names_are_no_amounts(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    facts = facts_of(warehouse, "numbers without their names")
    assert set(facts.values()) == {"9.00", "3.00", "12.00"}
    assert len(facts) == 12
    assert reasons_of(warehouse, "numbers without their names") == []
