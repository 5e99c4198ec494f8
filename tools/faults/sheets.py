"""Faults of whole rows and statements: lost, doubled, shifted, in another unit, empty without a word."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tools.faults.cells import any_slip
from tools.faults.model import Family, Kind, Planted
from tools.faults.subjects import Cell, Subject, Wish
from tools.typesetter import Amount, Disclosure, Row, StatementData, Unit
from tools.typesetter.layout import Body, Form
from tools.typesetter.style import WAN_YUAN, YUAN

AMOUNTS_AT_LEAST = 2


def _with_rows(disclosure: Disclosure, data: StatementData, rows: list[Row]) -> Disclosure:
    changed = replace(data, rows=tuple(rows))
    return replace(disclosure, statements=tuple(changed if s is data else s for s in disclosure.statements))


def _accounts(subject: Subject, rng: random.Random) -> tuple[Form, StatementData, int] | None:
    """A row of a list of accounts, below its total."""
    forms = [f for f in subject.layout.forms if f.body is Body.ACCOUNTS]
    form = rng.choice(forms)
    data = subject.disclosure.statement(form.statement)
    places = [n for n, row in enumerate(data.rows) if row.code and row.amounts]
    return (form, data, rng.choice(places)) if places else None


def _cells(data: StatementData, row: Row, printed: dict[Cell, Decimal]) -> tuple[Cell, ...]:
    found = [(data.statement, row.line_code, measure) for measure in row.amounts]
    return tuple(cell for cell in found if cell in printed)


def lost_row(subject: Subject, rng: random.Random) -> Planted | None:
    """A row of accounts is not there."""
    chosen = _accounts(subject, rng)
    if chosen is None:
        return None
    _, data, place = chosen
    row = data.rows[place]
    disclosure = _with_rows(subject.disclosure, data, [r for r in data.rows if r is not row])
    return Planted(disclosure, subject.layout, row.line_code, "", _cells(data, row, subject.cells))


def doubled_row(subject: Subject, rng: random.Random) -> Planted | None:
    """A row is printed twice, the second time with another figure."""
    chosen = _accounts(subject, rng)
    if chosen is None:
        return None
    _, data, place = chosen
    row = data.rows[place]
    cells = _cells(data, row, subject.cells)
    cell = rng.choice(cells)
    unit = subject.layout.unit.yuan
    clean = subject.cells[cell] / unit
    now = any_slip(clean, rng)
    if now is None or now == clean:
        return None
    copy = replace(row, amounts=dict(row.amounts) | {cell[2]: Amount(now * unit)})
    disclosure = _with_rows(subject.disclosure, data, [*data.rows[: place + 1], copy, *data.rows[place + 1 :]])
    return Planted(
        disclosure, subject.layout, row.line_code, f"{clean:,.2f} and {now:,.2f}", cells, contradicts=("twice",)
    )


def shifted_row(subject: Subject, rng: random.Random) -> Planted | None:
    """The figures of a row stand one column further to the right."""
    chosen = _accounts(subject, rng)
    if chosen is None:
        return None
    form, data, place = chosen
    row = data.rows[place]
    measures = [leaf.measure for leaf in form.leaves() if leaf.measure]
    shown = [m for m in measures if m in row.amounts]
    if not shown or len(measures) < AMOUNTS_AT_LEAST or measures.index(shown[-1]) + 1 >= len(measures):
        return None
    amounts = {measures[measures.index(m) + 1]: row.amounts[m] for m in shown}
    rows = [replace(r, amounts=amounts) if r is row else r for r in data.rows]
    cells = tuple((data.statement, row.line_code, m) for m in dict.fromkeys((*shown, *amounts)))
    return Planted(_with_rows(subject.disclosure, data, rows), subject.layout, row.line_code, "shifted", cells)


def numbered_row(subject: Subject, rng: random.Random) -> Planted | None:
    """Column numbers stand in the place of a row's figures."""
    chosen = _accounts(subject, rng)
    if chosen is None:
        return None
    form, data, place = chosen
    row = data.rows[place]
    measures = [leaf.measure for leaf in form.leaves() if leaf.measure]
    unit = subject.layout.unit.yuan
    amounts = {m: Amount(n * unit, str(n)) for n, m in enumerate(measures, 1)}
    rows = [replace(r, amounts=amounts) if r is row else r for r in data.rows]
    cells = tuple((data.statement, row.line_code, m) for m in measures)
    return Planted(_with_rows(subject.disclosure, data, rows), subject.layout, row.line_code, "1 2 3 …", cells)


def unit_slip(*, caption_only: bool) -> Callable[[Subject, random.Random], Planted | None]:
    """A plant that makes caption and figures of one statement disagree, by changing the one or the other."""

    def plant(subject: Subject, rng: random.Random) -> Planted | None:
        """One statement in the other unit, or under its caption."""
        own: Unit = subject.layout.unit
        other = WAN_YUAN if own == YUAN else YUAN
        forms = [f for f in subject.layout.forms if not subject.disclosure.statement(f.statement).is_empty]
        form = rng.choice(forms)
        printed, figures = (other, own) if caption_only else (own, other)
        layout = subject.layout.with_form(
            form.statement, unit=figures, unit_line=form.unit_line.replace("{unit}", printed.label)
        )
        cells = tuple(cell for cell in subject.cells if cell[0] == form.statement)
        return Planted(
            subject.disclosure, layout, own.label, other.label, cells, contradicts=("D5",),
            scaled=(form.statement, printed.yuan / figures.yuan),
        )  # fmt: skip

    return plant


def _sentence(form: Form) -> str:
    """The last line of what a form prints when it is empty: 本部门无…."""
    return form.empty_sentence.split("\n")[-1]


def empty_unsaid(subject: Subject, rng: random.Random) -> Planted | None:
    """An empty statement without its sentence."""
    forms = [f for f in subject.layout.forms if f.empty_sentence and subject.disclosure.statement(f.statement).is_empty]
    if not forms:
        return None
    form = rng.choice(forms)
    layout = subject.layout.with_form(form.statement, empty_sentence="")
    cells = ((form.statement, "", ""),)
    return Planted(subject.disclosure, layout, _sentence(form), "", cells, contradicts=("D4",))


def empty_with_amounts(subject: Subject, rng: random.Random) -> Planted | None:
    """The sentence of an empty statement below amounts."""
    forms = [
        f for f in subject.layout.forms if f.empty_sentence and not subject.disclosure.statement(f.statement).is_empty
    ]
    if not forms:
        return None
    form = rng.choice(forms)
    layout = subject.layout.with_form(form.statement, note="\n".join(filter(None, (form.note, form.empty_sentence))))
    cells = ((form.statement, "", ""),)
    return Planted(subject.disclosure, layout, "", _sentence(form), cells, contradicts=("D4",))


NINE = Wish(layout="wuhan")
KINDS = (
    Kind("row lost", Family.SHEET, lost_row),
    Kind("row doubled with another figure", Family.SHEET, doubled_row),
    Kind("row shifted by a column", Family.SHEET, shifted_row),
    Kind("column numbers for figures", Family.SHEET, numbered_row),
    Kind("statement in the other unit", Family.SHEET, unit_slip(caption_only=False)),
    Kind("caption of the other unit", Family.SHEET, unit_slip(caption_only=True)),
    Kind("empty without its sentence", Family.SHEET, empty_unsaid, NINE, frozenset({"empty_statement"})),
    Kind("amounts with the empty sentence", Family.SHEET, empty_with_amounts, NINE, frozenset({"empty_statement"})),
)
