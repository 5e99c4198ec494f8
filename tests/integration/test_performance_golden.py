"""Performance forms of samples and real disclosures, from PDF to mart: none missing, none extra, nothing leaks."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.conftest import ROOT, Place
from tools.samples.synthetic.disclosures import load_faultless
from tools.samples.synthetic.performance import make_forms
from tools.typesetter.performance import GOLDEN_COLUMNS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("built")]

GOLDEN = sorted((ROOT / "tests" / "golden" / "performance").glob("*.csv"))
INDICATORS = """
    select project_name, level1, level2, level3, target, actual, weight_text, score_text, deviation
    from marts.fct_performance_indicator join marts.dim_document using (document_id)
    where source_path like ?
"""
SWU, PUTUO = "swu_2023_budget.pdf", "putuo_wanli_2023_budget.pdf"
WUCHANG = (
    ("企服工作经费", "480000.00", "100%", 31),
    ("企业人才服务专项经费", "935000.00", "100%", 31),
    ("供应链物流体系建设", "1500000.00", None, 32),
    ("区创新发展和人才服务基地专项经费项目", "1541000.00", "100%", 32),
    ("小微企业及个体工商户纾困贷款贴息", "14521900.00", "100%", 32),
    ("区域经济发展专项资金", "117048000.00", None, 33),
    ("部门整体支出", "110103500.00", "100%", 30),
)
"""Name, budget and executed amount in yuan, printed rate and page of every project of the source disclosure."""


def squeezed(text: str | None) -> str:
    return "".join((text or "").split())


def sample_path(golden: Path) -> str:
    department, year = golden.stem.rsplit("_", 1)
    return f"%/{year}/{department}.pdf"


def modelled(place: Place, sql: str, *parameters: object) -> list[tuple[object, ...]]:
    """Query the warehouse itself, which holds the forms of budgets too."""
    with duckdb.connect(str(place.warehouse / "juesuan.duckdb"), read_only=True) as connection:
        return connection.execute(sql, list(parameters)).fetchall()


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.stem)
def test_indicators_of_samples(built: Place, golden: Path) -> None:
    with golden.open(encoding="utf-8") as file:
        expected = Counter(tuple(squeezed(row[c]) for c in GOLDEN_COLUMNS) for row in csv.DictReader(file))
    found = Counter(tuple(map(squeezed, row)) for row in built.rows(INDICATORS, sample_path(golden)))
    assert sum(expected.values()) >= 18
    assert list((expected - found).elements()) == []
    assert list((found - expected).elements()) == []


def test_projects_of_synthetic_samples(built: Place) -> None:
    checked = 0
    for disclosure, layout in load_faultless():
        found = built.rows(
            """select project_name, form_kind, budget_yuan, executed_yuan, execution_rate_text, forms.unit_yuan,
                 implementing_unit
               from marts.fct_project_performance as forms join marts.dim_document using (document_id)
               where source_path like ? order by page_number, top""",
            f"%/{disclosure.fiscal_year}/{disclosure.department}.pdf",
        )
        forms = make_forms(disclosure, layout.unit)
        expected = [
            (
                form.project, "self_evaluation", Decimal(form.total.budget.replace(",", "")) * layout.unit.yuan,
                Decimal(form.total.executed.replace(",", "")) * layout.unit.yuan, form.total.rate,
                int(layout.unit.yuan), form.implementer,
            )
            for form in forms
        ]  # fmt: skip
        assert found == expected
        spent = disclosure.statement("expenditure").yuan("total", "project")
        assert spent is not None
        assert sum(row[3] for row in found) <= spent
        checked += len(found)
    assert checked == 18


def test_projects_of_a_real_disclosure_as_printed_anew(built: Place) -> None:
    found = built.rows(
        """select project_name, budget_yuan::varchar, executed_yuan::varchar, execution_rate_text, page_number
           from marts.fct_project_performance join marts.dim_document using (document_id)
           where source_path like '%武昌区科技创新和人才服务中心.pdf'
           order by form_kind = 'overall_self_evaluation', page_number, top"""
    )
    assert found == [(name, yuan, yuan, rate, page) for name, yuan, rate, page in WUCHANG]


def test_no_form_leaks_into_statements_nor_a_statement_into_forms(built: Place) -> None:
    assert modelled(
        built,
        """select * from intermediate.int_performance_tables
           join intermediate.int_statement_tables using (document_id, table_number)""",
    ) == []  # fmt: skip
    assert built.rows(
        """select * from marts.fct_statement_line as lines join marts.fct_performance_indicator as forms
           on lines.document_id = forms.document_id and lines.page_number = forms.page_number
           and lines.top < forms.bottom and forms.top < lines.bottom"""
    ) == []  # fmt: skip


def test_samples_have_no_findings_on_forms(built: Place) -> None:
    assert modelled(built, "select * from intermediate.int_performance_findings") == []


def test_forms_of_a_real_budget_resolve_whole(built: Place, corpus: Path) -> None:
    projects = modelled(
        built,
        """select forms.project_name, forms.form_kind, amounts.budget_yuan, amounts.fiscal_budget_yuan
               + amounts.carried_over_budget_yuan + amounts.other_funds_budget_yuan, forms.rate_weight::decimal + (
               select sum(weight::decimal(10, 2)) from intermediate.int_performance_indicators as i
               where i.document_id = forms.document_id and i.form_number = forms.form_number)
           from intermediate.int_performance_forms as forms
           join intermediate.int_performance_form_amounts as amounts using (document_id, form_number)
           join staging.stg_files as files using (document_id)
           where files.source_path = ? order by forms.form_number""",
        SWU,
    )
    # Each page carries its own proof: the funds add up to their total, the points to 100.
    assert [(kind, total, points) for _, kind, _, total, points in projects] == [
        ("target", total, Decimal(100)) for _, _, total, _, _ in projects
    ]
    assert len(projects) == 24
    assert projects[0][:3] == ("236中央高校教育教学改革专项", "target", Decimal("21127600.00"))
    levels = modelled(
        built,
        """select count(*), count(level1), count(level2), count(level3), count(target), max(part_count)
           from intermediate.int_performance_indicators
           join staging.stg_files as files using (document_id) where files.source_path = ?""",
        SWU,
    )
    assert levels == [(233, 233, 233, 233, 233, 1)]


def test_forms_with_two_columns_of_funds(built: Place, corpus: Path) -> None:
    rows = modelled(
        built,
        """select forms.project_name, amounts.budget_yuan, amounts.fiscal_budget_yuan, count(*)
           from intermediate.int_performance_forms as forms
           join intermediate.int_performance_form_amounts as amounts using (document_id, form_number)
           join intermediate.int_performance_indicators as indicators using (document_id, form_number)
           join staging.stg_files as files on forms.document_id = files.document_id
           where files.source_path = ? group by all order by min(indicators.page_number)""",
        PUTUO,
    )
    assert rows == [
        ("新建万里街道社区公共服务中心", Decimal("4100000.00"), Decimal("4100000.00"), 5),
        ("就业援助基地补贴", Decimal("6351000.00"), Decimal("6351000.00"), 4),
        ("社区环境整治和建设经费", Decimal("4563800.00"), Decimal("4563800.00"), 4),
        ("各类工作经费", Decimal("7595500.00"), Decimal("7595500.00"), 43),
        # The page itself prints more fiscal money than money in all.
        ("公共服务设施运行经费", Decimal("10903043.00"), Decimal("11419043.00"), 9),
    ]


def test_budgets_have_forms_but_no_facts(built: Place, corpus: Path) -> None:
    facts = built.rows(
        """select count(*) from marts.fct_project_performance join marts.dim_document using (document_id)
           where document_type = 'budget'"""
    )
    assert facts == [(0,)]
