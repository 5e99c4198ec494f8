"""Sentences that keep, break and lie outside each identity of the prose, over one set of consistent statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tests.unit.claim_bench import Account, cells, scaled
from tests.unit.identity_bench import Line

_SUMMARY = """
amount
income.general_public_budget 900.00
income.government_fund 80.00
income.state_capital 20.00
income.other 50.00
income.current_total 1050.00
income.opening_balance 50.00
income.grand_total 1100.00
expenditure.201 700.00
expenditure.208 150.00
expenditure.212 80.00
expenditure.223 20.00
expenditure.current_total 950.00
expenditure.closing_balance 150.00
expenditure.grand_total 1100.00
"""
_INCOME = """
total fiscal_appropriation other
total 1050.00 1000.00 50.00
201 800.00 750.00 50.00
20103 800.00 750.00 50.00
2010301 800.00 750.00 50.00
208 150.00 150.00 .
20805 150.00 150.00 .
2080505 150.00 150.00 .
212 80.00 80.00 .
21208 80.00 80.00 .
2120801 80.00 80.00 .
223 20.00 20.00 .
22301 20.00 20.00 .
2230105 20.00 20.00 .
"""
_EXPENDITURE = """
total basic project
total 950.00 500.00 450.00
201 700.00 400.00 300.00
20103 700.00 400.00 300.00
2010301 700.00 400.00 300.00
208 150.00 100.00 50.00
20805 150.00 100.00 50.00
2080505 150.00 100.00 50.00
212 80.00 . 80.00
21208 80.00 . 80.00
2120801 80.00 . 80.00
223 20.00 . 20.00
22301 20.00 . 20.00
2230105 20.00 . 20.00
"""
_FISCAL_INCOME = """
amount
income.general_public_budget 900.00
income.government_fund 80.00
income.state_capital 20.00
income.current_total 1000.00
income.opening_balance 20.00
income.opening_balance.general_public_budget 20.00
income.grand_total 1020.00
"""
_FISCAL_EXPENDITURE = """
total general_public_budget government_fund state_capital
expenditure.201 650.00 650.00 . .
expenditure.208 150.00 150.00 . .
expenditure.212 80.00 . 80.00 .
expenditure.223 20.00 . . 20.00
expenditure.current_total 900.00 800.00 80.00 20.00
expenditure.closing_balance 120.00 120.00 . .
expenditure.grand_total 1020.00 920.00 80.00 20.00
"""
_GENERAL = """
total basic project
total 800.00 500.00 300.00
201 650.00 400.00 250.00
20103 650.00 400.00 250.00
2010301 650.00 400.00 250.00
208 150.00 100.00 50.00
20805 150.00 100.00 50.00
2080505 150.00 100.00 50.00
"""
_BASIC = """
amount
301 300.00
30101 150.00
30102 50.00
30108 100.00
302 150.00
30201 100.00
30211 50.00
303 50.00
30305 50.00
personnel_total 350.00
public_total 150.00
"""
_FUND = """
income total project
total 80.00 80.00 80.00
212 80.00 80.00 80.00
21208 80.00 80.00 80.00
2120801 80.00 80.00 80.00
"""
_CAPITAL = """
income total project
total 20.00 20.00 20.00
223 20.00 20.00 20.00
22301 20.00 20.00 20.00
2230105 20.00 20.00 20.00
"""
_THREE_PUBLIC = """
budget actual
total 60.00 50.00
overseas_travel 20.00 15.00
vehicle_total 30.00 28.00
vehicle_purchase 10.00 9.00
vehicle_operation 20.00 19.00
reception 10.00 7.00
"""
_UNIVERSITY = """
total basic project
total 900.00 500.00 400.00
205 900.00 500.00 400.00
20502 900.00 500.00 400.00
2050205 900.00 500.00 400.00
"""
STATEMENTS: tuple[Line, ...] = (
    *cells("summary", _SUMMARY),
    *cells("income", _INCOME),
    *cells("expenditure", _EXPENDITURE),
    *cells("fiscal_summary", _FISCAL_INCOME),
    *cells("fiscal_summary", _FISCAL_EXPENDITURE),
    *cells("general_public_budget", _GENERAL),
    *cells("basic_expenditure", _BASIC),
    *cells("government_fund", _FUND),
    *cells("state_capital", _CAPITAL),
    *cells("three_public", _THREE_PUBLIC),
)
UNIVERSITY: tuple[Line, ...] = cells("fiscal_expenditure", _UNIVERSITY)
YEAR_BEFORE = Decimal("0.5")
"""What the statements of the year before are of those of this year."""

LEVELS = {"classes_alone": 3, "items_alone": 7}
"""Digits of the only codes that a setting leaves."""


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence below its heading, and what the identity says of it."""

    identity_id: str
    status: str
    """``pass``, ``fail`` or the reason why it does not apply."""
    heading: str
    sentence: str
    setting: str
    """``blank``: statements without amounts; ``university``, ``blank_university``: the four-statement form; ``prior``:
    with the year before; ``undated``; ``without_totals``: the list of economic classes prints no totals;
    ``classes_alone``, ``items_alone``: what the statements print of the functional classification."""
    document_id: str
    """Identity, verdict, and a number that tells cases apart."""
    told: tuple[str, ...] = ()
    """Where the case says so, all findings: type, what is printed, what it should read, the slip; ``-`` for none."""


def cases() -> Iterator[Case]:
    """The cases of ``claim_cases.txt``: ``[identity status setting] heading``, then the sentence, then its findings."""
    text = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    for number, block in enumerate(text.split("\n\n")[1:], 1):
        head, sentence, *told = block.strip("\n").split("\n")
        names, _, heading = head.removeprefix("[").partition("] ")
        identity_id, status, setting = [*names.split(), ""][:3]
        yield Case(identity_id, status, heading, sentence, setting, f"{identity_id}-{status}-{number}", tuple(told))


CASES = tuple(cases())


AT_ODDS = "summary-at-odds"
"""A document whose summary is half of what all other statements say, in every cell."""

LOST_CLASS = "class-lost"
"""A document whose statement prints what belongs below a class and not the class, which the prose states."""

LOST_ROW, UNKNOWN_ROW = "row-lost", "row-unknown"
"""Documents whose prose speaks of a line that the statement does not print: lost, as its sums tell, and never there."""
_ITEM = "（类）行政事业单位养老支出（款）{}（项）。支出决算为{}万元。"


def _unprinted_rows() -> Iterator[Account]:
    heading = "（三）一般公共预算财政拨款支出决算具体情况"
    office = "一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）。支出决算为650.00万元。"
    pension = "社会保障和就业支出" + _ITEM.format("机关事业单位基本养老保险缴费支出", "150.00")
    annuity = "社会保障和就业支出" + _ITEM.format("机关事业单位职业年金缴费支出", "7.00")
    kept = [ln for ln in STATEMENTS if (ln.statement, ln.code) != ("general_public_budget", "2080505")]
    retired = cells("general_public_budget", "total basic project\n2080501 30.00 30.00 .")
    both = "社会保障和就业支出" + _ITEM.format("行政单位离退休", "30.00") + pension.replace("150.00", "120.00")
    yield Account(LOST_ROW, (*kept, *retired), prose=((heading, office + both),))
    headless = tuple(ln for ln in STATEMENTS if (ln.statement, ln.code) != ("general_public_budget", "208"))
    spoken = ("（二）一般公共预算财政拨款支出决算结构情况", "社会保障和就业（类）支出150.00万元，占18.75%。")
    yield Account(LOST_CLASS, headless, prose=(spoken,))
    yield Account(UNKNOWN_ROW, STATEMENTS, prose=((heading, office + pension + annuity),))


REPEATED = "figure-said-twice"
"""A document whose prose says a wrong total twice, once where it speaks of no cell."""


def accounts() -> Iterator[Account]:
    """A document for each case, with that of the year before where the case has one; and two more."""
    summary = tuple(ln for ln in STATEMENTS if ln.statement == "summary")
    yield from _unprinted_rows()
    yield Account(AT_ODDS, (*scaled(summary, YEAR_BEFORE), *STATEMENTS[len(summary) :]))
    spent = ("三、支出决算情况说明", "本年支出合计905.00万元。")
    judged = ("十、预算绩效情况说明", "对1个部门开展整体支出绩效自评，资金905.00万元；另有项目资金80.00万元。")
    yield Account(REPEATED, STATEMENTS, prose=(spent, judged))
    for case in CASES:
        lines = UNIVERSITY if "university" in case.setting else STATEMENTS
        if case.setting == "without_totals":
            lines = tuple(ln for ln in lines if ln.code not in ("personnel_total", "public_total"))
        if case.setting in LEVELS:
            left_out = {3, 5, 7} - {LEVELS[case.setting]}
            lines = tuple(ln for ln in lines if not (ln.code.isdigit() and len(ln.code) in left_out))
        is_blank = case.setting.startswith("blank")
        yield Account(
            case.document_id,
            () if is_blank else lines,
            tuple(dict.fromkeys(ln.statement for ln in lines)) if is_blank else (),
            prose=((case.heading, case.sentence),),
            states_year=case.setting != "undated",
        )
        if case.setting == "prior":
            before = scaled(lines, YEAR_BEFORE)
            yield Account(f"{case.document_id}-prior", before, fiscal_year=2023, department_id=case.document_id)
