"""Every printed amount with its key, its printed words and its page: none missing, none extra."""

from __future__ import annotations

import csv
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import ROOT, Place

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("built")]

GOLDEN = sorted((ROOT / "tests" / "golden").glob("*.csv"))
CELLS = """
    select statement, line_code, measure, occurrence, amount_yuan, printed_text, printed_code, printed_name, page_number
    from marts.fct_statement_line join marts.dim_document using (document_id)
    where source_path like ?
"""


def squeezed(text: str | None) -> str:
    return "".join((text or "").split())


def sample_path(golden: Path) -> str:
    department, year = golden.stem.rsplit("_", 1)
    return f"%/{year}/{department}.pdf"


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.stem)
def test_samples(built: Place, golden: Path) -> None:
    with golden.open(encoding="utf-8") as file:
        expected = Counter(
            (
                row["statement"], row["line_code"], row["measure"], int(row["occurrence"]), Decimal(row["amount_yuan"]),
                squeezed(row["printed_text"]), squeezed(row["printed_code"]), squeezed(row["printed_name"]),
                int(row["page_number"]),
            )
            for row in csv.DictReader(file)
        )  # fmt: skip
    found = Counter(
        (*row[:5], squeezed(row[5]), squeezed(row[6]), squeezed(row[7]), row[8])
        for row in built.rows(CELLS, sample_path(golden))
    )
    assert sum(expected.values()) > 100
    assert list((expected - found).elements()) == []
    assert list((found - expected).elements()) == []


def test_real_disclosure_equals_its_truth(built: Place, corpus: Path) -> None:
    name = "putuo_shehuigongzuobu_2024_final_accounts"
    truth = json.loads((corpus / f"{name}.truth.json").read_text(encoding="utf-8"))
    expected = Counter(
        (
            line["statement"], line["line_code"], line["measure"], 1, Decimal(line["amount_yuan"]), line["printed"],
            line["printed_code"] or None, squeezed(line["printed_name"]), line["page"],
        )
        for line in truth["lines"]
    )  # fmt: skip
    found = Counter((*row[:7], squeezed(row[7]), row[8]) for row in built.rows(CELLS, f"{name}.pdf"))
    assert list((expected - found).elements()) == []
    assert list((found - expected).elements()) == []


def test_real_disclosure_is_known_by_its_words(built: Place, corpus: Path) -> None:
    name = "putuo_shehuigongzuobu_2024_final_accounts"
    truth = json.loads((corpus / f"{name}.truth.json").read_text(encoding="utf-8"))
    (row,) = built.rows(
        """select region, d.name, fiscal_year, document_type, unit_yuan, page_count
           from marts.dim_document join marts.dim_department as d using (department_id, region)
           where source_path = ?""",
        f"{name}.pdf",
    )
    keys = ("region", "department", "fiscal_year", "document_type", "unit_yuan", "page_count")
    assert row == tuple(truth[key] for key in keys)


def test_real_disclosure_breaks_no_identity_but_those_that_its_prose_breaks(built: Place, corpus: Path) -> None:
    """Contradictions SHGZB-01 (a rate on another budget), -05 (a cost listed that is nil) and -06 (contracts)."""
    failed = built.rows(
        """select identity_id, scope from marts.fct_identity_result join marts.dim_document using (document_id)
           where source_path = 'putuo_shehuigongzuobu_2024_final_accounts.pdf' and status = 'fail'
             and severity <> 'info'"""
    )
    assert sorted(identity for identity, _ in failed) == ["N12", "N21", "N22"]


def test_blank_form_has_no_amounts(built: Place, corpus: Path) -> None:
    assert built.rows(CELLS, "shanghai_2024_final_accounts_blank_template.pdf") == []
    ((status, year, department),) = built.rows(
        """select load_status, fiscal_year, department_id from marts.dim_document
           where source_path = 'shanghai_2024_final_accounts_blank_template.pdf'"""
    )
    # Its year is printed; a template's XX局 is no department.
    assert (status, year, department) == ("loaded", 2024, None)


def test_budgets_are_set_aside(built: Place, corpus: Path) -> None:
    statuses = built.rows(
        "select document_type, load_status, count(*) from marts.dim_document "
        "where source_path like '%budget%' group by all"
    )
    assert statuses == [("budget", "unsupported", len(list(corpus.glob("*budget*.pdf"))))]


PROSE = """
    select printed_text, proposed_text, count(*)
    from marts.fct_finding join marts.dim_document using (document_id)
    where source_path like ? and finding_type = 'prose_amount' and severity = 'error'
    group by printed_text, proposed_text
"""


def test_damaged_figures_of_the_prose_are_found_with_what_they_should_read(built: Place) -> None:
    """The seed's text carries copying damage: leading digits of the narrative are lost, the statements have them."""
    assert {(printed, proposed): count for printed, proposed, count in built.rows(PROSE, "%/2024/武昌区%")} == {
        ("11,010.35万元", "16,010.35万元"): 9,
        ("11,602.72万元", "15,602.72万元"): 1,
        ("1,386.49万元", "7,386.49万元"): 1,
        ("1,645.72万元", "2,645.72万元"): 2,
        ("1,065.74万元", "3,065.74万元"): 1,
        ("1,806.44万元", "6,806.44万元"): 1,
    }


def test_prose_that_agrees_with_its_statements_is_not_accused(built: Place) -> None:
    """One cell of a statement is planted wrong: the prose has it right, and its equations testify against the cell."""
    ((judged, planted, others),) = built.rows(
        """select count(*) filter (where status <> 'not_applicable'),
               count(*) filter (where status = 'fail' and starts_with(scope, 'expenditure:total.project#')),
               count(*) filter (where status = 'fail' and not starts_with(scope, 'expenditure:total.project#'))
           from marts.fct_identity_result join marts.dim_document using (document_id)
           where source_path like '%虚构区%' and regexp_matches(identity_id, '^(?:N[0-9]+|C[1-5])$')"""
    )
    assert judged > 500
    assert (planted, others) == (2, 0)
    found = built.rows(
        """select finding_type, statement, line_code, measure
           from marts.fct_finding join marts.dim_document using (document_id) where source_path like '%虚构区%'"""
    )
    assert found == [("identity", "expenditure", "total", "project")]
