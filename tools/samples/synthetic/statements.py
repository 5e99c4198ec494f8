"""A ledger to the nine statements. Sums are taken before rounding: what is printed is rounded cell by cell."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from tools.samples.synthetic.ledger import FISCAL_FUNDS, NON_FISCAL, Entry, Ledger
from tools.typesetter.model import Amount, Row, StatementData

NON_FISCAL_SOURCES = ("superior_subsidy", "institutional", "operating", "affiliated_remittance", "other")
EXPENDITURE_KINDS = ("basic", "project", "remitted_to_superior", "operating", "subsidy_to_affiliated")
GENERAL, GOVERNMENT, STATE = FISCAL_FUNDS
Figures = dict[str, dict[str, int]]
"""Fen by line and measure."""


CLASSIFICATION = Path(__file__).resolve().parents[3] / "dbt" / "seeds" / "function_codes.csv"


@cache
def account_names() -> Mapping[str, str]:
    """Names of the functional accounts by code: the samples' own, else the latest of the classification."""
    names: dict[str, str] = {}
    for path in (CLASSIFICATION, Path(__file__).parent / "accounts.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            names |= {record["code"]: record["name"] for record in csv.DictReader(file)}
    return names


def make_statements(ledger: Ledger) -> tuple[StatementData, ...]:
    """All nine statements, and 高等学校's fourth; one that the department has nothing to report in is without rows."""
    return (
        _listed("summary", _summary(ledger)),
        _tree("income", _income(ledger)),
        _tree("expenditure", _spending(ledger.entries)),
        _listed("fiscal_summary", _fiscal_summary(ledger)),
        _tree("general_public_budget", _spending(_of(ledger, GENERAL))),
        _listed("basic_expenditure", _basic(ledger)),
        _listed("three_public", _three_public(ledger)),
        _tree("government_fund", _fund(_of(ledger, GOVERNMENT))),
        _tree("state_capital", _fund(_of(ledger, STATE))),
        _tree("fiscal_expenditure", _spending(e for e in ledger.entries if e.fund != NON_FISCAL)),
    )


def _of(ledger: Ledger, fund: str) -> list[Entry]:
    return [entry for entry in ledger.entries if entry.fund == fund]


def _listed(statement: str, figures: Figures) -> StatementData:
    rows = (Row(line, _amounts(measures)) for line, measures in figures.items())
    return StatementData(statement, tuple(row for row in rows if row.amounts))


def _tree(statement: str, items: Figures) -> StatementData:
    """Items with their 款 and 类 above them and the total first."""
    figures: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for code, measures in items.items():
        for line in (code[:3], code[:5], code, "total"):
            for measure, fen in measures.items():
                figures[line][measure] += fen
    lines = sorted(figures, key=lambda line: (line != "total", line))
    rows = (
        Row("total", _amounts(figures[line]))
        if line == "total"
        else Row(line, _amounts(figures[line]), line, account_names()[line])
        for line in lines
    )
    return StatementData(statement, tuple(row for row in rows if row.amounts))


def _amounts(measures: Mapping[str, int]) -> dict[str, Amount]:
    return {measure: Amount(Decimal(fen) / 100) for measure, fen in measures.items() if fen}


def _sums(entries: Iterable[Entry], measures: Mapping[str, Callable[[Entry], int]]) -> Figures:
    figures: Figures = {}
    for entry in entries:
        line = figures.setdefault(entry.code, dict.fromkeys(measures, 0))
        for measure, value in measures.items():
            line[measure] += value(entry)
    return figures


def _income(ledger: Ledger) -> Figures:
    def source(name: str) -> Callable[[Entry], int]:
        return lambda entry: entry.income if entry.source == name else 0

    names = ("fiscal_appropriation", *NON_FISCAL_SOURCES)
    return _sums(ledger.entries, {"total": lambda entry: entry.income} | {name: source(name) for name in names})


def _kind(name: str) -> Callable[[Entry], int]:
    return lambda entry: entry.spent if entry.kind == name else 0


def _spending(entries: Iterable[Entry]) -> Figures:
    return _sums(entries, {"total": lambda entry: entry.spent} | {name: _kind(name) for name in EXPENDITURE_KINDS})


def _fund(entries: list[Entry]) -> Figures:
    measures: dict[str, Callable[[Entry], int]] = {
        "opening_balance": lambda entry: entry.opening,
        "income": lambda entry: entry.income,
        "total": lambda entry: entry.spent,
        "basic": _kind("basic"),
        "project": _kind("project"),
        "closing_balance": lambda entry: entry.closing,
    }
    return _sums(entries, measures)


def _summary(ledger: Ledger) -> Figures:
    income = {f"income.{fund}": sum(entry.income for entry in _of(ledger, fund)) for fund in FISCAL_FUNDS}
    for source in NON_FISCAL_SOURCES:
        income[f"income.{source}"] = sum(entry.income for entry in ledger.entries if entry.source == source)
    received, spent = sum(income.values()), ledger.total(lambda e: e.spent)
    opening, closing = ledger.total(lambda e: e.opening), ledger.total(lambda e: e.closing)
    used, distributed = ledger.total(lambda e: e.surplus_used), ledger.total(lambda e: e.distributed)
    lines = income | {
        "income.current_total": received,
        "income.non_fiscal_surplus_used": used,
        "income.opening_balance": opening,
        "income.grand_total": received + used + opening,
    }
    for entry in ledger.entries:
        line = f"expenditure.{entry.code[:3]}"
        lines[line] = lines.get(line, 0) + entry.spent
    lines |= {
        "expenditure.current_total": spent,
        "expenditure.surplus_distribution": distributed,
        "expenditure.closing_balance": closing,
        "expenditure.grand_total": spent + distributed + closing,
    }
    return {line: {"amount": fen} for line, fen in lines.items()}


def _fiscal_summary(ledger: Ledger) -> Figures:
    fiscal = [entry for entry in ledger.entries if entry.fund != NON_FISCAL]
    lines: Figures = {}

    def add(line: str, measure: str, fen: int) -> None:
        lines.setdefault(line, {}).setdefault(measure, 0)
        lines[line][measure] += fen

    for entry in fiscal:
        for line in (f"income.{entry.fund}", "income.current_total", "income.grand_total"):
            add(line, "amount", entry.income)
        for line in ("income.opening_balance", f"income.opening_balance.{entry.fund}", "income.grand_total"):
            add(line, "amount", entry.opening)
        for measure in ("total", entry.fund):
            for line in (f"expenditure.{entry.code[:3]}", "expenditure.current_total", "expenditure.grand_total"):
                add(line, measure, entry.spent)
            for line in ("expenditure.closing_balance", "expenditure.grand_total"):
                add(line, measure, entry.closing)
    return lines


def _basic(ledger: Ledger) -> Figures:
    figures = {code: {"amount": fen} for code, fen in ledger.economic.items()}
    for code, fen in ledger.economic.items():
        group = "personnel_total" if code.startswith(("301", "303")) else "public_total"
        for line in (code[:3], group):
            figures[line] = {"amount": figures.get(line, {}).get("amount", 0) + fen}
    return figures


def _three_public(ledger: Ledger) -> Figures:
    actual, budget = ledger.three_public_actual, ledger.three_public_budget
    return {line: {"budget": budget[line], "actual": actual[line]} for line in actual}
