"""The mart of claims after a whole run: the claims of a known narrative with their cells, and the samples' claims."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import Place

PUTUO = "putuo_shehuigongzuobu_2024_final_accounts"
UNITS = {"万元": Decimal(10000), "元": Decimal(1)}


def test_claims_speak_of_the_cells_that_the_truth_names(built: Place, corpus: Path) -> None:
    known = json.loads((corpus / f"{PUTUO}.truth.json").read_text(encoding="utf-8"))["claims"]
    cells = [claim["ref"] for claim in known if isinstance(claim.get("ref"), dict)]
    expected = [(cell["statement"], cell["line_code"], cell["measure"]) for cell in cells]
    found = built.rows(
        "select statement, line_code, measure"
        " from marts.fct_narrative_claim join marts.dim_document using (document_id)"
        " where source_path like ? and statement is not null and claim_type not in ('listed_item', 'none_statement')"
        " order by position",
        f"{PUTUO}%",
    )
    assert found == expected


def test_item_codes_are_those_of_the_truth(built: Place, corpus: Path) -> None:
    known = json.loads((corpus / f"{PUTUO}.truth.json").read_text(encoding="utf-8"))["claims"]
    expected = [claim["line_code"] for claim in known if str(claim["type"]).startswith("item_")]
    found = built.rows(
        "select code from marts.fct_narrative_claim join marts.dim_document using (document_id)"
        " where source_path like ? and claim_type like 'item%' order by position",
        f"{PUTUO}%",
    )
    assert [code for (code,) in found] == expected


def test_the_samples_say_what_their_statements_print(built: Place) -> None:
    """Prose and statements of a faultless sample agree, so that every cell that prose names must hold its figure."""
    rows = built.rows(
        "select d.source_path, c.subject, c.stated_text, c.stated_value, c.stated_unit, l.amount_yuan"
        " from marts.fct_narrative_claim c join marts.dim_document d using (document_id)"
        " left join marts.fct_statement_line l on l.document_id = c.document_id and l.statement = c.statement"
        " and l.line_code = c.line_code and l.measure = c.measure and l.occurrence = 1"
        " where d.source_path like '示例市虚构区/%' and c.statement is not null and c.stated_value is not null"
    )
    assert len(rows) > 350
    apart = [row for row in rows if row[3] * UNITS[row[4]] != (row[5] or 0)]
    # One sample has a mistake planted in a statement.
    assert len(apart) <= 1, apart


@pytest.mark.parametrize("column", ["claim_id", "document_id || ':' || position"])
def test_claims_are_told_apart(built: Place, column: str) -> None:
    assert built.rows(f"select {column} from marts.fct_narrative_claim group by 1 having count(*) > 1") == []
