"""All documents of the identity tests in one warehouse, for dbt to run once: clean, with planted faults, odd forms."""

from __future__ import annotations

import atexit
import random
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from expectations.identities import Identity, LineSelector, MeasureSelector, Side, load_catalogue
from tests.unit.identity_bench import COLUMNS, Line, Sheet, judge
from tests.unit.identity_documents import Cell, accounts, cells, printed, sheet
from tests.unit.identity_odd_forms import odd_forms

UNIVERSITY = frozenset({"summary", "income", "expenditure", "fiscal_expenditure"})
NINE = frozenset(COLUMNS) - {"fiscal_expenditure"}
FORMS = {"plain": NINE, "rich": NINE, "university": UNIVERSITY}


@dataclass(frozen=True)
class Fault:
    """A planted fault: the cell and what it read and reads; ``now`` is None where the figure was taken away."""

    document_id: str
    cell: Cell
    before: str
    now: str | None


@cache
def figures(form: str) -> dict[Cell, str]:
    """The printed figures of the clean document of a form."""
    return printed(cells(accounts(7, plain=form != "rich")))


def left_cells(identity: Identity, form: str) -> Iterator[Cell]:
    """For each variant of an identity, one left cell that the form prints (for sums, of a line with children)."""
    known = figures(form)
    statements = FORMS[form]
    for _, terms in identity.variants():
        left = next(term for term in terms if term.side is Side.LHS)
        if not {term.statement for term in terms} <= statements:
            continue
        pattern = left.key_pattern if left.line_selector is LineSelector.EACH else ""
        measures = (left.key_pattern if left.measure_selector is MeasureSelector.KEY else left.measure).split("|")
        for cell in known:
            statement, line, measure = cell
            if statement != left.statement or measure not in measures or not line.startswith(left.line):
                continue
            if re.fullmatch(pattern, line.removeprefix(left.line)):
                yield cell
                break


def with_figure(document_id: str, form: str, cell: Cell, text: str | None) -> Sheet:
    """The clean document of a form with one cell changed, or left blank on its line."""
    changed = figures(form) | {cell: text or "BLANK"}
    laid = sheet(document_id, changed, statements=FORMS[form])
    lines = tuple(
        Line(line.statement, line.code, {m: t for m, t in line.amounts.items() if t != "BLANK"}) for line in laid.lines
    )
    return Sheet(document_id, lines, laid.blank_statements, columns=laid.columns, empty_sentences=laid.empty_sentences)


LOST_FROM = ("income", "expenditure", "general_public_budget")


def without_line(document_id: str, form: str, statement: str, code: str) -> Sheet:
    """The clean document of a form with one line of a statement left out."""
    kept = {cell: text for cell, text in figures(form).items() if cell[:2] != (statement, code)}
    return sheet(document_id, kept, statements=FORMS[form])


@cache
def lost_lines() -> dict[str, Sheet]:
    """Each line of the classification in turn left out of a statement, by ``form-statement-code``."""
    lost = {}
    for form in ("plain", "rich"):
        lines = dict.fromkeys(cell[:2] for cell in figures(form) if cell[0] in LOST_FROM and cell[1].isdigit())
        for statement, code in lines:
            name = f"lost-{form}-{statement}-{code}"
            lost[name] = without_line(name, form, statement, code)
    return lost


@cache
def identity_faults() -> dict[str, list[tuple[str, Fault]]]:
    """Per identity, (form, fault on its left cell), one per variant: the fault breaks whatever the cell is in."""
    planned: dict[str, list[tuple[str, Fault]]] = {}
    for identity in filter(lambda identity: identity.category.has_terms, load_catalogue()):
        for form in ("rich", "plain", "university"):
            found = list(left_cells(identity, form))
            if identity.identity_id in ("X13", "X14") and form == "rich":
                continue
            if found:
                planned[identity.identity_id] = [(form, _identity_fault(identity, form, cell)) for cell in found]
                break
    return planned


def _identity_fault(identity: Identity, form: str, cell: Cell) -> Fault:
    before = figures(form)[cell]
    step = Decimal("7.77") if identity.operator == "=" else Decimal("9999999.99")
    name = f"fault-{identity.identity_id}-{cell[1]}-{cell[2]}"
    return Fault(name, cell, before, str(Decimal(before) + step))


def _slip(text: str, rng: random.Random) -> str | None:
    """A slip as publishers make them: a digit changed, two swapped, the first lost, the point moved, a blank."""
    value = Decimal(text)
    kind = rng.choice(("digit", "swap", "lose", "shift", "blank"))
    if kind == "blank":
        return None
    if kind == "swap":
        digits = list(text)
        places = [i for i in range(len(digits) - 1) if "." not in digits[i : i + 2] and digits[i] != digits[i + 1]]
        if places:
            i = rng.choice(places)
            digits[i], digits[i + 1] = digits[i + 1], digits[i]
            return "".join(digits)
    if kind == "lose" and text[1] != ".":
        return text[1:]
    if kind == "shift":
        return str(value * 10)
    return str(value + rng.choice((-1, 1)) * rng.randint(1, 9) * Decimal(10) ** rng.randint(-1, 3))


@cache
def slips() -> list[Fault]:
    """One fault in every second cell of the plain and the rich document."""
    rng, planned = random.Random(20241122), []
    for form in ("plain", "rich"):
        for place, (cell, before) in enumerate(figures(form).items()):
            if cell[0] != "fiscal_expenditure" and place % 2 == 0:
                planned.append(Fault(f"slip-{form}-{place}", cell, before, _slip(before, rng)))
    return planned


def clean_sheets() -> Iterator[Sheet]:
    """Documents without a fault, in three units and precisions."""
    for form, statements in FORMS.items():
        yield sheet(f"clean-{form}", figures(form), statements=statements)
        exact = cells(accounts(11, plain=form != "rich"))
        yield sheet(f"clean-{form}-yuan", printed(exact, 1, 2), unit_yuan=1, statements=statements)
        yield sheet(f"clean-{form}-thousand", printed(exact, 1000, 1), unit_yuan=1000, statements=statements)


def documents() -> Iterator[Sheet]:
    """Every document of the campaign."""
    yield from clean_sheets()
    for planned in identity_faults().values():
        yield from (with_figure(fault.document_id, form, fault.cell, fault.now) for form, fault in planned)
    for fault in slips():
        yield with_figure(fault.document_id, fault.document_id.split("-")[1], fault.cell, fault.now)
    yield from lost_lines().values()
    yield from odd_forms()


@cache
def project() -> Path:
    """The dbt project of the campaign, built; its ``juesuan.duckdb`` holds the verdicts."""
    folder = Path(tempfile.mkdtemp(prefix="juesuan-identities-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    judge(documents(), folder)
    return folder


def warehouse() -> Path:
    """The warehouse of the campaign."""
    return project() / "juesuan.duckdb"
