"""What a synthetic department received, spent and carried over in a year: exact amounts in fen.

Every draw is a hash of its own name, so that a figure does not change when another department or item is added.
Between years, what an item closes with is what it opens with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

FISCAL_FUNDS = ("general_public_budget", "government_fund", "state_capital")
NON_FISCAL = "non_fiscal"
FEN_PER_WAN = 1_000_000
LINKS = {"2080505": "30108", "2080506": "30109", "2101103": "30111", "2210201": "30113", "2080501": "30302"}
"""Functional items whose basic expenditure is one economic item (IDENTITIES Y1 to Y6)."""
HOUSING_SHARE = 41
"""Per cent of 津贴补贴 that is 购房补贴."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Money of one functional item from one fund in one year, in fen."""

    code: str
    fund: str
    kind: str
    source: str
    spent: int
    income: int
    opening: int
    closing: int
    surplus_used: int = 0
    distributed: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """One department in one year, in fen."""

    department: str
    year: int
    entries: tuple[Entry, ...]
    economic: Mapping[str, int]
    three_public_actual: Mapping[str, int]
    three_public_budget: Mapping[str, int]
    item_budgets: Mapping[str, int]
    """年初预算 of each item of the general public budget."""

    def total(self, value: Callable[[Entry], int]) -> int:
        """The sum of a value over the entries."""
        return sum(map(value, self.entries))


def draw(name: str, low: int, high: int) -> int:
    """A number from low to high that depends on the name alone."""
    return low + int.from_bytes(sha256(name.encode()).digest()[:8], "big") % (high - low + 1)


def make_ledger(spec: Mapping[str, Any], year: int) -> Ledger:
    """The ledger of a department (an entry of ``departments.yaml``) in a year."""
    economic = {code: _spent(spec["name"], code, base, year) for code, base in spec["economic"].items()}
    entries = (*_basic_entries(spec, economic), *(_entry(spec["name"], item, year) for item in spec["items"]))
    actual, budget = _three_public(spec, economic, year)
    return Ledger(spec["name"], year, entries, economic, actual, budget, _item_budgets(spec["name"], entries, year))


def _spent(department: str, name: str, base: float, year: int) -> int:
    """The base moved by up to a fifth, with odd fen."""
    key = f"{department}/{name}/{year}"
    whole = int(Decimal(str(base)) * FEN_PER_WAN)
    return whole * draw(key, 86, 119) // 100 + draw(key + "/fen", 0, 9_999)


def _basic_entries(spec: Mapping[str, Any], economic: Mapping[str, int]) -> list[Entry]:
    amounts = {code: economic[item] for code, item in LINKS.items() if item in economic}
    amounts["2210203"] = economic["30102"] * HOUSING_SHARE // 100
    medical = economic["30110"]
    first, second = spec["medical"]
    amounts[first] = medical * spec["medical"][first] // 100
    amounts[second] = medical - amounts[first]
    rest = sum(economic.values()) - sum(amounts.values())
    amounts[spec["institution_code"]] = rest * spec["institution_share"] // 100
    amounts[spec["main_code"]] = rest - amounts[spec["institution_code"]]
    fund = FISCAL_FUNDS[0]
    return [Entry(code, fund, "basic", "fiscal_appropriation", fen, fen, 0, 0) for code, fen in sorted(amounts.items())]


def _entry(department: str, item: Mapping[str, Any], year: int) -> Entry:
    name = f"{item['code']}/{item['fund']}/{item['kind']}/{item.get('source', '')}"
    spent = _spent(department, name, item["base"], year)
    opening, closing = (_closing(department, name, item, y) for y in (year - 1, year))
    used = _spent(department, name + "/used", item["surplus_used"], year) if "surplus_used" in item else 0
    distributed = spent * item["margin"] // 1000 if "margin" in item else 0
    income = spent + closing + distributed - opening - used
    source = item.get("source", "fiscal_appropriation")
    return Entry(item["code"], item["fund"], item["kind"], source, spent, income, opening, closing, used, distributed)


def _closing(department: str, name: str, item: Mapping[str, Any], year: int) -> int:
    if not item.get("carry"):
        return 0
    return _spent(department, name, item["base"], year) * draw(f"{department}/{name}/{year}/carry", 20, 130) // 1000


def _three_public(
    spec: Mapping[str, Any], economic: Mapping[str, int], year: int
) -> tuple[dict[str, int], dict[str, int]]:
    """Actual and budget by line: what basic expenditure pays, and project money on top."""
    if not spec["three_public"]:
        return {}, {}
    paid = {"vehicle_operation": "30231", "reception": "30217", "overseas_travel": "30212"}
    actual, budget = {}, {}
    for line, extra in spec["three_public"].items():
        project = _spent(spec["name"], line, extra, year) if extra else 0
        actual[line] = economic.get(paid.get(line, ""), 0) + project
        budget[line] = actual[line] * draw(f"{spec['name']}/{line}/{year}/budget", 100, 140) // 100
    for amounts in (actual, budget):
        amounts["vehicle_total"] = amounts["vehicle_purchase"] + amounts["vehicle_operation"]
        amounts["total"] = amounts["overseas_travel"] + amounts["vehicle_total"] + amounts["reception"]
    return actual, budget


def _item_budgets(department: str, entries: tuple[Entry, ...], year: int) -> dict[str, int]:
    """In whole thousands of fen; one item in seven is spent to the fen, one has no budget at all."""
    budgets: dict[str, int] = {}
    for entry in entries:
        if entry.fund == FISCAL_FUNDS[0]:
            budgets[entry.code] = budgets.get(entry.code, 0) + entry.spent
    for code, spent in budgets.items():
        share = draw(f"{department}/{code}/{year}/budget", 82, 121)
        budgets[code] = spent if share % 7 == 0 else spent * share // 100 // 1000 * 1000
    return budgets
