"""Consistent final accounts, invented: exact amounts in yuan from which every statement follows, then printed.

``accounts`` draws the exact amounts; ``cells`` derives every cell of every statement; ``sheet`` prints them with a unit
and a number of decimals, each figure rounded for itself, as a publisher's software does.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tests.unit.identity_bench import COLUMNS, Line, Sheet

Cell = tuple[str, str, str]
FUNDS = ("general_public_budget", "government_fund", "state_capital")
SOURCES = ("superior_subsidy", "institutional", "operating", "affiliated_remittance", "other")
KINDS = ("basic", "project", "remitted_to_superior", "operating", "subsidy_to_affiliated")
GENERAL = (
    "2010301", "2010302", "2010399", "2013901", "2080502", "2080505", "2080506", "2101101", "2101102", "2101103",
    "2210201", "2210202", "2210203",
)  # fmt: skip
LARGE_GROUPS = tuple(
    f"{group}{level:02d}"
    for group in (202, 203, 204, 205, 206, 207, 211, 212, 213, 214, 215, 216)
    for level in range(1, 6)
)
BASIC_ONLY = frozenset(code for code in GENERAL if code[:3] in ("208", "210", "221"))
OWN_FUND_STATEMENT = frozenset({"government_fund", "state_capital"})


@dataclass(frozen=True)
class Accounts:
    """Exact amounts in yuan: spending by fund, code and kind; income by source and code; balances by fund."""

    spending: Mapping[str, Mapping[str, Mapping[str, Decimal]]]
    income: Mapping[str, Mapping[str, Decimal]]
    opening: Mapping[str, Mapping[str, Decimal]]
    """By fund and code; funds without a statement of their own carry one amount under the code ``""``."""
    closing: Mapping[str, Mapping[str, Decimal]]
    surplus_used: Decimal
    surplus_distributed: Decimal


def accounts(seed: int, *, plain: bool) -> Accounts:
    """Draw accounts; ``plain`` ones know the general public budget only and carry nothing over."""
    rng = random.Random(seed)

    def draw() -> Decimal:
        return Decimal(rng.randint(1, 9_999_999_99)).scaleb(-2)

    spending: dict[str, dict[str, dict[str, Decimal]]] = {fund: {} for fund in (*FUNDS, "own")}
    for code in GENERAL:
        kinds = ("basic",) if code in BASIC_ONLY else ("basic", "project")
        spending[FUNDS[0]][code] = {kind: draw() for kind in kinds}
    if plain:
        income = {FUNDS[0]: {code: sum(kinds.values()) for code, kinds in spending[FUNDS[0]].items()}}
        return Accounts(spending, income, {}, {}, Decimal(0), Decimal(0))
    spending["government_fund"] = {code: {"basic": draw(), "project": draw()} for code in ("2120801", "2120899")}
    spending["state_capital"] = {code: {"basic": draw(), "project": draw()} for code in ("2230105", "2230199")}
    spending["own"] = {"2060402": {kind: draw() for kind in KINDS}, "2010302": {"project": draw()}}
    income = {fund: {code: draw() for code in spending[fund]} for fund in FUNDS}
    income |= {source: {"2060402": draw(), "2010302": draw()} for source in SOURCES}
    return _balanced(spending, income, draw(), draw())


def large_accounts(seed: int) -> Accounts:
    """Accounts of the general public budget alone with many items, so that their sums tell how they are rounded."""
    rng = random.Random(seed)
    codes = [f"{code}{item:02d}" for code in LARGE_GROUPS for item in (1, 2, 3)]
    spending = {
        code: {kind: Decimal(rng.randint(1_000_000, 9_999_999_99)).scaleb(-2) for kind in kinds}
        for code, kinds in [
            *((code, ("basic",) if code in BASIC_ONLY else ("basic", "project")) for code in GENERAL),
            *((code, ("project",)) for code in codes if code not in GENERAL),
        ]
    }
    income = {code: sum(kinds.values(), Decimal(0)) for code, kinds in spending.items()}
    return Accounts({FUNDS[0]: spending}, {FUNDS[0]: income}, {}, {}, Decimal(0), Decimal(0))


def rebalanced(books: Accounts, step: Decimal = Decimal(100)) -> Accounts:
    """The accounts of the general public budget in whole steps, by largest remainders: every sum closes (舍位平衡)."""
    kinds = {(code, kind): amount for code, kinds in books.spending[FUNDS[0]].items() for kind, amount in kinds.items()}
    whole = {key: amount // step for key, amount in kinds.items()}
    missing = int((sum(kinds.values()) / step).quantize(Decimal(1), ROUND_HALF_UP) - sum(whole.values()))
    for key in sorted(kinds, key=lambda key: whole[key] - kinds[key] / step)[:missing]:
        whole[key] += 1
    spending = {
        code: {kind: whole[code, kind] * step for kind in kinds} for code, kinds in books.spending[FUNDS[0]].items()
    }
    income = {code: sum(kinds.values(), Decimal(0)) for code, kinds in spending.items()}
    return Accounts({FUNDS[0]: spending}, {FUNDS[0]: income}, {}, {}, Decimal(0), Decimal(0))


def _balanced(
    spending: Mapping[str, Mapping[str, Mapping[str, Decimal]]],
    income: Mapping[str, Mapping[str, Decimal]],
    used: Decimal,
    distributed: Decimal,
) -> Accounts:
    """Opening balances that let each fund, and each line of a fund with its own statement, close above zero."""
    spent = {fund: {code: sum(kinds.values()) for code, kinds in lines.items()} for fund, lines in spending.items()}
    earned: dict[str, dict[str, Decimal]] = {fund: dict(income[fund]) for fund in FUNDS}
    earned["own"] = {"": sum((sum(income[source].values()) for source in SOURCES), used - distributed)}
    for fund in ("general_public_budget", "own"):
        spent[fund], earned[fund] = {"": sum(spent[fund].values())}, {"": sum(earned[fund].values())}
    cushion = Decimal("123456.78")
    opening = {
        f: {c: max(s - earned[f][c], Decimal(0)) + cushion for c, s in lines.items()} for f, lines in spent.items()
    }
    closing = {f: {c: opening[f][c] + earned[f][c] - s for c, s in lines.items()} for f, lines in spent.items()}
    return Accounts(spending, income, opening, closing, used, distributed)


def cells(books: Accounts) -> dict[Cell, Decimal]:
    """Every cell of every statement, exactly; what is zero is absent."""
    found: dict[Cell, Decimal] = defaultdict(Decimal)
    for fund, lines in books.spending.items():
        for code, kinds in lines.items():
            for kind, amount in kinds.items():
                _add_spending(found, fund, code, kind, amount)
    for source, lines in books.income.items():
        for code, amount in lines.items():
            _add_income(found, source, code, amount)
    _add_balances(found, books)
    _add_totals(found)
    _add_economic(found, books.spending[FUNDS[0]])
    _add_three_public(found)
    return {cell: amount for cell, amount in found.items() if amount}


def _up(code: str) -> tuple[str, ...]:
    return ("total", code[:3], code[:5], code)


def _add_spending(found: dict[Cell, Decimal], fund: str, code: str, kind: str, amount: Decimal) -> None:
    for line in _up(code):
        for measure in (kind, "total"):
            found["expenditure", line, measure] += amount
            if fund in FUNDS:
                found[fund, line, measure] += amount
                found["fiscal_expenditure", line, measure] += amount
    for line in ("expenditure." + code[:3], "expenditure.current_total"):
        found["summary", line, "amount"] += amount
        if fund in FUNDS:
            found["fiscal_summary", line, fund] += amount
            found["fiscal_summary", line, "total"] += amount


def _add_income(found: dict[Cell, Decimal], source: str, code: str, amount: Decimal) -> None:
    column = "fiscal_appropriation" if source in FUNDS else source
    for line in _up(code):
        found["income", line, column] += amount
        found["income", line, "total"] += amount
        if source in OWN_FUND_STATEMENT:
            found[source, line, "income"] += amount
    for line in ("income." + source, "income.current_total"):
        found["summary", line, "amount"] += amount
        if source in FUNDS:
            found["fiscal_summary", line, "amount"] += amount


def _add_balances(found: dict[Cell, Decimal], books: Accounts) -> None:
    found["summary", "income.non_fiscal_surplus_used", "amount"] = books.surplus_used
    found["summary", "expenditure.surplus_distribution", "amount"] = books.surplus_distributed
    fiscal, end = "fiscal_summary", "expenditure.closing_balance"
    for fund, opening in books.opening.items():
        start, rest = sum(opening.values()), sum(books.closing[fund].values())
        found["summary", "income.opening_balance", "amount"] += start
        found["summary", end, "amount"] += rest
        if fund in FUNDS:
            found[fiscal, "income.opening_balance", "amount"] += start
            found[fiscal, f"income.opening_balance.{fund}", "amount"] += start
            found[fiscal, end, fund] += rest
            found[fiscal, end, "total"] += rest
        for code in opening if fund in OWN_FUND_STATEMENT else ():
            for line in _up(code):
                found[fund, line, "opening_balance"] += opening[code]
                found[fund, line, "closing_balance"] += books.closing[fund][code]


def _add_totals(found: dict[Cell, Decimal]) -> None:
    summary = {line: amount for (statement, line, _), amount in list(found.items()) if statement == "summary"}
    found["summary", "income.grand_total", "amount"] = sum(
        summary.get(f"income.{part}", Decimal(0))
        for part in ("current_total", "opening_balance", "non_fiscal_surplus_used")
    )
    found["summary", "expenditure.grand_total", "amount"] = sum(
        summary.get(f"expenditure.{part}", Decimal(0))
        for part in ("current_total", "surplus_distribution", "closing_balance")
    )
    fiscal = "fiscal_summary"
    found[fiscal, "income.grand_total", "amount"] = (
        found[fiscal, "income.current_total", "amount"] + found[fiscal, "income.opening_balance", "amount"]
    )
    for measure in ("total", *FUNDS):
        found[fiscal, "expenditure.grand_total", measure] = (
            found[fiscal, "expenditure.current_total", measure] + found[fiscal, "expenditure.closing_balance", measure]
        )


def _add_economic(found: dict[Cell, Decimal], spending: Mapping[str, Mapping[str, Decimal]]) -> None:
    """Economic items that mirror the functions they are paid under, so that the regularities hold."""
    basic = {code: kinds.get("basic", Decimal(0)) for code, kinds in spending.items()}
    rest = sum((basic[code] for code in ("2010301", "2010302", "2010399", "2013901")), Decimal(0))
    cent = Decimal("0.01")
    split = {code: (rest * share / 100).quantize(cent) for code, share in (
        ("30101", 30), ("30103", 20), ("30201", 15), ("30212", 1), ("30217", 2), ("30231", 3),
        ("31002", 4), ("31013", 5),
    )}  # fmt: skip
    items = split | {
        "30102": rest - sum(split.values()) + basic["2210202"] + basic["2210203"],
        "30108": basic["2080505"],
        "30109": basic["2080506"],
        "30110": basic["2101101"] + basic["2101102"],
        "30111": basic["2101103"],
        "30113": basic["2210201"],
        "30301": (basic["2080502"] / 3).quantize(cent),
        "30302": basic["2080502"] - (basic["2080502"] / 3).quantize(cent),
    }
    for code, amount in items.items():
        group = "personnel_total" if code[:3] in ("301", "303") else "public_total"
        for line in (code, code[:3], group):
            found["basic_expenditure", line, "amount"] += amount


def _add_three_public(found: dict[Cell, Decimal]) -> None:
    economic = {line: found["basic_expenditure", line, "amount"] for line in ("30212", "30217", "30231", "31013")}
    actual = {
        "overseas_travel": economic["30212"] + 100,
        "reception": economic["30217"] + 200,
        "vehicle_operation": economic["30231"] + 300,
        "vehicle_purchase": economic["31013"] + 400,
    }
    for measure, factor in (("actual", 1), ("budget", 2)):
        amounts = {line: amount * factor for line, amount in actual.items()}
        amounts["vehicle_total"] = amounts["vehicle_operation"] + amounts["vehicle_purchase"]
        amounts["total"] = amounts["vehicle_total"] + amounts["overseas_travel"] + amounts["reception"]
        found.update({("three_public", line, measure): amount for line, amount in amounts.items()})


def rounded(amount: Decimal, unit_yuan: int, decimals: int, rounding: str = ROUND_HALF_UP) -> str:
    """The figure as printed, rounded half up for itself unless told otherwise."""
    value = (amount / unit_yuan).quantize(Decimal(1).scaleb(-decimals), rounding)
    return f"{value:.{decimals}f}"


def printed(
    amounts: Mapping[Cell, Decimal], unit_yuan: int = 10000, decimals: int = 2, rounding: str = ROUND_HALF_UP
) -> dict[Cell, str]:
    """Every figure rounded for itself; what rounds to nothing is blank."""
    texts = {cell: rounded(amount, unit_yuan, decimals, rounding) for cell, amount in amounts.items()}
    return {cell: text for cell, text in texts.items() if Decimal(text)}


def _line_order(cell: Cell) -> tuple[int, int, str]:
    statement, line, _ = cell
    return list(COLUMNS).index(statement), 0 if line == "total" else 1, line


def sheet(
    document_id: str, figures: Mapping[Cell, str], *, unit_yuan: int = 10000, statements: frozenset[str] | None = None
) -> Sheet:
    """A document that prints the figures; statements without any are present and blank, with the sentence that says so.

    ``statements`` limits the form, as a university's does.
    """
    form = statements if statements is not None else frozenset(COLUMNS) - {"fiscal_expenditure"}
    lines: dict[tuple[str, str], dict[str, str]] = {}
    for cell in sorted(figures, key=_line_order):
        if cell[0] in form:
            lines.setdefault(cell[:2], {})[cell[2]] = figures[cell]
    blank = tuple(s for s in COLUMNS if s in form and not any(statement == s for statement, _ in lines))
    return Sheet(
        document_id,
        tuple(Line(statement, code, amounts) for (statement, code), amounts in lines.items()),
        blank,
        unit_yuan=unit_yuan,
        empty_sentences=dict.fromkeys(blank, "本部门无此项"),
    )
