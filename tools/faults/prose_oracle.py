"""What an altered figure of the prose, or an altered cell that the prose states, contradicts: in plain Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache

from tools.faults.narrative import Site
from tools.faults.subjects import Cell

HALF_CENT = Decimal("0.005")
Sites = Mapping[str, Site]
Verdicts = dict[str, bool]
"""Whether each equation holds, by its name."""

OPPOSITE = {"增加": "下降", "减少": "增长"}


def contradicted(clean: Verdicts, faulty: Verdicts) -> list[str]:
    """The equations that a fault turns from true to false."""
    return sorted(name for name, holds in clean.items() if holds and not faulty.get(name, True))


def verdicts(
    sites: Sites, cells: Mapping[Cell, Decimal], prior: Mapping[Cell, Decimal] | None, unit: Decimal
) -> Verdicts:
    """Every equation of the prose, with itself and with the statements: name to whether it holds.

    ``cells`` and ``prior`` (last year's document) are in yuan, ``unit`` is the yuan of the prose's unit.
    """
    found = dict(_ties(sites, cells, unit))
    found |= dict(_changes(sites, prior, unit))
    found |= dict(_shares(sites))
    found |= dict(_rates(sites))
    found |= dict(_sums(sites))
    return found


def _ties(sites: Sites, cells: Mapping[Cell, Decimal], unit: Decimal) -> Iterator[tuple[str, bool]]:
    """A figure of the prose is that of its cell: both are rounded, so one unit of the last digit apart at most."""
    for site in sites.values():
        if site.cell and site.cell[0] in {statement for statement, _, _ in cells}:
            apart = abs(site.value - cells.get(site.cell, Decimal(0)) / unit)
            yield f"tie:{site.name}", apart <= 2 * HALF_CENT


def _changes(sites: Sites, prior: Mapping[Cell, Decimal] | None, unit: Decimal) -> Iterator[tuple[str, bool]]:
    """A change with its rate, its two words, and last year's figure in last year's document."""
    for of in ("grand", "fiscal", "general", "three_public.actual", "running"):
        name = f"change.{of.partition('.')[0]}"
        if f"{name}.amount" not in sites or of not in sites:
            continue
        now, change, word = sites[of], sites[f"{name}.amount"].value, sites[f"{name}.direction"].text
        before = now.value - change if word == "增加" else now.value + change
        if f"{name}.rate" in sites:
            yield f"rate:{name}", _ratio_meets(change, before, sites[f"{name}.rate"].value, 2)
            yield f"words:{name}", sites[f"{name}.grown"].text != OPPOSITE[word]
        if prior and now.cell in prior:
            yield f"before:{name}", abs(before - prior[now.cell] / unit) <= 3 * HALF_CENT


def _shares(sites: Sites) -> Iterator[tuple[str, bool]]:
    for name, site in sites.items():
        if not name.endswith(".share"):
            continue
        part, whole = _of_share(name.removesuffix(".share"))
        if part in sites and whole in sites:
            yield f"share:{name}", _ratio_meets(sites[part].value, sites[whole].value, site.value, 1)


def _of_share(subject: str) -> tuple[str, str]:
    """The sites of part and whole behind a share."""
    if subject == "general":
        return "general", "expenditure"
    if subject.startswith("class."):
        return subject, "structure"
    if subject.startswith(("income.", "expenditure.")):
        return subject, subject.partition(".")[0]
    return f"{subject}.detail", "three_public.actual"


def _rates(sites: Sites) -> Iterator[tuple[str, bool]]:
    for name, site in sites.items():
        subject, _, part = name.rpartition(".")
        budget, actual = sites.get(f"{subject}.budget"), sites.get(f"{subject}.actual")
        if part == "rate" and budget and actual:
            yield f"completion:{name}", _ratio_meets(actual.value, budget.value, site.value, 1)
        if part == "direction" and budget and actual and subject.startswith("item."):
            sign = (actual.value > budget.value) - (actual.value < budget.value)
            yield f"compared:{name}", {"大于": 1, "小于": -1, "持平": 0}[site.text] == sign


def _sums(sites: Sites) -> Iterator[tuple[str, bool]]:
    budgets = [s.value for n, s in sites.items() if n.startswith("item.") and n.endswith(".budget")]
    if "item.total.budget" in sites:
        whole = sites["item.total.budget"].value
        yield "sum:budgets", abs(2 * whole - sum(budgets, Decimal(0))) <= HALF_CENT * len(budgets)
    for name in ("procurement", "vehicles", "projects"):
        parts = [site.value for key, site in sites.items() if key.startswith(f"{name}.")]
        if name in sites and parts:
            tolerance = HALF_CENT * (len(parts) + 1) if name == "procurement" else 0
            yield f"sum:{name}", abs(sites[name].value - sum(parts, Decimal(0))) <= tolerance


@cache
def _half_unit(percent: Decimal) -> Decimal:
    exponent = percent.as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(5).scaleb(exponent - 1)


def _ratio_meets(part: Decimal, whole: Decimal, percent: Decimal, inexact: int) -> bool:
    """Whether part ÷ whole can be the printed percentage: intervals, cross-multiplied.

    ``inexact`` is in how many printed figures the whole consists of (1, or 2 where it is a difference).
    """
    low, high = (percent - _half_unit(percent)) / 100, (percent + _half_unit(percent)) / 100
    base = abs(whole)
    slack = HALF_CENT + max(abs(low), abs(high)) * HALF_CENT * inexact
    signed = part if whole >= 0 else -part
    return low * base - slack <= signed <= high * base + slack
