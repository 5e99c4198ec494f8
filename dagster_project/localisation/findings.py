"""From corrections to findings: one mistake is one finding, and what the evidence leaves open is said to be a tie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dagster_project.localisation.blocks import set_right
from dagster_project.localisation.model import (
    Cell,
    Equation,
    Finding,
    Ledger,
    Limits,
    Operator,
    Placement,
    Slip,
    Status,
)
from dagster_project.localisation.rank import rank
from dagster_project.localisation.search import Correction, Search, Solution, State, clusters, joined
from dagster_project.localisation.system import System


@dataclass(frozen=True, slots=True)
class _Account:
    """What carries some contradictions: a culprit with its value, or a cell that stands for a tie."""

    cell: Cell
    placement: Placement
    proposed: int | None
    equations: frozenset[int]
    support: int
    is_culprit: bool
    slip: Slip | None = None
    candidates: tuple[Cell, ...] = ()


def explain(ledger: Ledger, limits: Limits | None = None) -> list[Finding]:
    """Findings on the contradictions of a ledger, sorted by cell."""
    ledger, blocks = set_right(ledger)
    system = System(ledger)
    search = Search(system, limits or Limits())
    parts = clusters(system)
    state, accounts = _solve(system, search, parts)
    if (together := joined(system, parts, state.failing)) != parts:
        again, others = _solve(system, search, together)
        if again.cost < state.cost:
            state, accounts = again, others
    accounts += _unexplained(system, state)
    grouped = [_merge(system, group) for group in _groups(system, accounts)]
    findings = [found for account in grouped if (found := _finding(system, account, state))]
    return sorted(_united([*blocks, *findings, *_bounds(system, findings, state)]), key=lambda found: found.cell)


def _solve(system: System, search: Search, parts: Sequence[frozenset[int]]) -> tuple[State, list[_Account]]:
    """Clusters explained one after another, each on top of what the ones before set right."""
    state, accounts = search.start(), list[_Account]()
    for cluster in parts:
        due = frozenset(p for p in cluster if p in state.failing)
        if due:
            before = len(state.corrections)
            solution = search.solve(due, state)
            state = solution.state
            accounts += _accounts(system, search, solution, before)
    return state, accounts


def unsolved(ledger: Ledger) -> list[Finding]:
    """Each contradiction at the left cell of its equation, without a culprit: what can be said without a search."""
    held: dict[Cell, list[Equation]] = defaultdict(list)
    for equation in ledger.equations:
        if equation.must_be_explained and equation.status is not Status.PASS:
            held[equation.own].append(equation)
    return [
        Finding(
            cell.document_id,
            cell,
            Placement.BLANK if any(e.status is Status.TOTAL_BLANK for e in equations) else Placement.PRINTED,
            None,
            1,
            min(equations, key=_lead_equation),
            tuple(equations),
            is_culprit=False,
        )
        for cell, equations in sorted(held.items())
    ]


def _accounts(system: System, search: Search, solution: Solution, before: int) -> Iterable[_Account]:
    for place in range(before, len(solution.state.corrections)):
        made, rivals = solution.state.corrections[place], solution.rivals[place]
        healed = search.healed_by(solution.state, place)
        if rivals:
            yield _tie(system, made, rivals, healed)
            continue
        for cell in made.cells:
            own = frozenset(p for p in healed if cell in system.cells(p))
            figure = system.figures[cell]
            yield _Account(
                figure.cell, figure.placement, made.value if made.is_determined else None, own or healed,
                _support(system, own), True, made.slip if made.is_determined else None,
            )  # fmt: skip


def _tie(system: System, made: Correction, rivals: Sequence[Correction], healed: frozenset[int]) -> _Account:
    """Among equals nothing is laid at one cell's door: the equation's own cell carries the finding, or a blank one."""
    equals = [made, *rivals]
    named = sorted(p for p in healed if system.equations[p].must_be_explained)
    placements = {system.figures[each.cells[0]].placement for each in equals if each.value}
    support = _support(system, healed)
    own = system.equations[named[0]].own
    candidates = tuple(sorted({system.figures[cell].cell for each in equals for cell in each.cells}))
    common = [each for each in equals if all(each.cells[0] in system.cells(p) for p in named)]
    if Placement.PRINTED not in placements or (len(named) > 1 and common):
        lead = min(common or equals, key=lambda each: (each.value == 0, _preference(system, each.cells[0])))
        figure = system.figures[lead.cells[0]]
        return _Account(figure.cell, figure.placement, None, healed, support, False, None, candidates)
    return _Account(own, Placement.PRINTED, None, healed, support, False, None, candidates)


def _preference(system: System, cell: int) -> tuple[object, ...]:
    figure = system.figures[cell]
    return figure.placement is not Placement.PRINTED, figure.cell


def _unexplained(system: System, state: State) -> Iterable[_Account]:
    """Contradictions between cells each of which others vouch for."""
    for place in sorted(state.failing):
        equation = system.equations[place]
        if equation.must_be_explained and equation.status is not Status.PASS:
            yield _Account(equation.own, Placement.PRINTED, None, frozenset({place}), 1, False)


def _support(system: System, places: Iterable[int]) -> int:
    """Rank of the independent equations among some."""
    named = [p for p in places if system.equations[p].names_value]
    return rank([system.coefficients(p) for p in named]) if named else 0


def _groups(system: System, accounts: Sequence[_Account]) -> list[list[_Account]]:
    """One mistake seen from several sides: a lost line or block, one cell, or ties that miss by the same amount."""
    groups: dict[tuple[object, ...], list[_Account]] = defaultdict(list)
    tops = _tops(accounts)
    for account in accounts:
        cell = account.cell
        if account.placement is Placement.MISSING_LINE:
            key: tuple[object, ...] = ("line", cell.document_id, cell.statement, tops[cell])
        elif not account.is_culprit and account.support <= 1 and (gap := _gap(system, account)):
            key = ("gap", cell.document_id, gap)
        else:
            key = ("cell", cell)
        groups[key].append(account)
    return list(groups.values())


def _tops(accounts: Sequence[_Account]) -> dict[Cell, str]:
    """Per missing cell the topmost line that is missing above it: it stands for a whole lost block."""
    missing = [account.cell for account in accounts if account.placement is Placement.MISSING_LINE]
    return {
        cell: min(
            (
                other.line_code
                for other in missing
                if (other.document_id, other.statement) == (cell.document_id, cell.statement)
                and cell.line_code.startswith(other.line_code)
            ),
            key=len,
        )
        for cell in missing
    }


def _gap(system: System, account: _Account) -> int | None:
    """By how much the only equation of an account misses."""
    named = [p for p in account.equations if system.equations[p].must_be_explained]
    if len(named) != 1 or system.equations[named[0]].status is Status.TOTAL_BLANK:
        return None
    return abs(system.residual(named[0], {}))


def _merge(system: System, group: list[_Account]) -> _Account:
    """The account that stands for a group: a culprit before a tie, a line's total before its parts."""
    lead = min(group, key=lambda account: _lead_order(account, group))
    equations = frozenset[int]().union(*(account.equations for account in group))
    candidates = frozenset[Cell]().union(*(account.candidates for account in group if not lead.is_culprit))
    return replace(lead, equations=equations, candidates=tuple(sorted(candidates)))


def _lead_order(account: _Account, group: list[_Account]) -> tuple[object, ...]:
    cell = account.cell
    is_missing = account.placement is Placement.MISSING_LINE
    top = min(len(other.cell.line_code) for other in group)
    depth = 0 if is_missing or cell.line_code == "total" else -len(cell.line_code)
    return (
        is_missing and len(cell.line_code) > top, not account.is_culprit, -account.support, depth,
        cell.measure not in ("total", "amount"), cell,
    )  # fmt: skip


def _finding(system: System, account: _Account, state: State) -> Finding | None:
    """None where nothing printed fails: the account only makes up for the proposal for another cell."""
    number = system.number.get(account.cell)
    around = frozenset(system.memberships[number]) if number is not None else frozenset[int]()
    followers = {p for p in around & system.failing if not system.equations[p].names_value}
    behind = sorted(
        p
        for p in account.equations | followers
        if p in system.failing and not (system.equations[p].is_regularity and p in followers)
    )
    equations = tuple(system.equations[p] for p in behind)
    if not equations:
        return None
    leads = [e for e in equations if e.must_be_explained] or list(equations)
    return Finding(
        account.cell.document_id, account.cell, account.placement, account.proposed, account.support,
        min(leads, key=_lead_equation), equations, account.slip, account.is_culprit, account.candidates,
    )  # fmt: skip


def _united(findings: Iterable[Finding]) -> list[Finding]:
    """One finding on each cell: a culprit keeps its value, and accounts for what a tie at the same cell stands for."""
    at: dict[tuple[Cell, Placement], list[Finding]] = defaultdict(list)
    for found in findings:
        at[found.cell, found.placement].append(found)
    united: list[Finding] = []
    for same in at.values():
        first = min(same, key=lambda found: (not found.is_culprit, found.proposed is None, -found.evidence))
        equations = dict.fromkeys(equation for found in [first, *same] for equation in found.equations)
        united.append(replace(first, equations=tuple(equations)) if len(same) > 1 else first)
    return united


def _lead_equation(equation: Equation) -> tuple[object, ...]:
    return equation.is_regularity, equation.identity_id, equation.equation_id


def _bounds(system: System, findings: Sequence[Finding], state: State) -> list[Finding]:
    """Broken inequalities, and derived equations whose premises were not judged, that no mistake accounts for."""
    told = {equation.equation_id for found in findings for equation in found.equations}
    taken = {found.cell for found in findings}
    groups: dict[Cell, list[Equation]] = defaultdict(list)
    for place in sorted(system.failing):
        equation = system.equations[place]
        if equation.names_value or equation.is_regularity or equation.equation_id in told:
            continue
        is_open = equation.operator is Operator.AT_MOST and not equation.derived_from and place in state.failing
        if (is_open or _speaks_for_itself(system, equation)) and equation.own not in taken:
            groups[equation.own].append(equation)
    return [
        Finding(cell.document_id, cell, Placement.PRINTED, None, 1, min(members, key=_lead_equation),
                tuple(members), None, False)
        for cell, members in groups.items()
    ]  # fmt: skip


def _speaks_for_itself(system: System, derived: Equation) -> bool:
    """Whether what an equation follows from was not judged: else it only adds up their rounding, or their failure."""
    if not derived.derived_from:
        return False
    outcomes: dict[str, set[Status]] = {identity: set() for identity in derived.derived_from}
    for equation in system.equations:
        if equation.identity_id in outcomes and equation.own.document_id == derived.own.document_id:
            outcomes[equation.identity_id].add(equation.status)
    has_failed = any(Status.FAIL in found for found in outcomes.values())
    return not has_failed and not all(Status.PASS in found for found in outcomes.values())
