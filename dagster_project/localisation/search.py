"""Looks for the fewest mistakes that account for a cluster of contradictions, and for what speaks as well for others.

Costs are in tenths of a mistake. A correction costs a mistake; an equation that fails in the end costs a little more,
so that explaining is preferred to leaving open, and breaking what held is as dear as what it heals. Regularities and
inequalities count for less. Places of the prose that repeat one figure count once: they were copied from each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from dagster_project.localisation.candidates import Candidate, Neighbours, candidates, neighbours_of
from dagster_project.localisation.model import Effort, Equation, Limits, Operator, Placement, Slip
from dagster_project.localisation.system import System

_MISTAKE = 10
_UNEXPLAINED = 11
_BOUND = 5
_REGULARITY = 4
_COPIED = 5
"""The prose repeats the figure: a little in favour of what is printed."""
_SAME_LINE = 1
"""A further cell of a line that is missing anyhow."""
_SLIP = 2
"""A known shape of mistake, or a figure below zero that should not be: decides between equals only."""
_LISTED = 5
"""A cell without an amount though the prose says that it has one: a contradiction by itself, if not of amounts."""
MARGIN = 1
"""Explanations within it are equals."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One mistake set right: its cell (of places of the prose that repeat it, all of them) and the value."""

    cells: tuple[int, ...]
    value: int
    is_determined: bool
    slip: Slip | None
    followers: tuple[int, ...] = ()
    """Places of the prose that repeat the wrong figure of the cell."""

    def values(self) -> dict[int, int]:
        """Hypothetical values by cell."""
        return dict.fromkeys((*self.cells, *self.followers), self.value)


@dataclass(frozen=True, slots=True)
class State:
    """Corrections made, what fails after them, and what that costs."""

    corrections: tuple[Correction, ...]
    failing: frozenset[int]
    cost: int

    def values(self) -> dict[int, int]:
        """Hypothetical values by cell."""
        return {cell: value for made in self.corrections for cell, value in made.values().items()}

    def key(self) -> frozenset[tuple[int, int]]:
        """The same corrections in any order."""
        return frozenset((made.cells[0], made.value) for made in self.corrections)


@dataclass(frozen=True, slots=True)
class Solution:
    """The cheapest account of a cluster, and per correction the equals that might be meant instead."""

    state: State
    rivals: tuple[tuple[Correction, ...], ...]


class Search:
    """The search over one system."""

    def __init__(self, system: System, limits: Limits) -> None:
        self.system = system
        self.limits = limits
        self.effort = Effort(limits.effort)
        self._neighbours: Neighbours = neighbours_of(system.figures)
        self._weights = [_weight(equation) for equation in system.equations]
        self._bundles = self._bundle()
        self._members: dict[int, list[int]] = defaultdict(list)
        for place, bundle in self._bundles.items():
            self._members[bundle].append(place)

    def _bundle(self) -> dict[int, int]:
        """Failing ties of a cell with places of the prose that state the same: by equation, the first of its bundle."""
        first: dict[tuple[int, int], int] = {}
        bundles: dict[int, int] = {}
        for place in sorted(self.system.failing):
            if tie := self.system.tie(place):
                original, claim = tie
                stated = self.system.figures[claim].amount or 0
                bundles[place] = first.setdefault((original, stated), place)
        return bundles

    def solve(self, cluster: frozenset[int], start: State) -> Solution:
        """The cheapest account of the equations in ``cluster``, on top of the corrections made in ``start``."""
        best, optimal = self._explore(cluster, start)
        fixed = len(start.corrections)
        best = self._settled(best, fixed)
        rivals = tuple(
            self._rivals(best, place, optimal) if place >= fixed else () for place in range(len(best.corrections))
        )
        return Solution(best, rivals)

    def _settled(self, best: State, fixed: int) -> State:
        """Each value chosen anew with the others set right: the first one was chosen while they were still wrong."""
        for place in range(fixed, len(best.corrections) if len(best.corrections) > fixed + 1 else fixed):
            made = best.corrections[place]
            others = [other for n, other in enumerate(best.corrections) if n != place]
            rest = self._replay(others)
            healed = [p for p in rest.failing - best.failing if self.system.equations[p].must_be_explained]
            again = [new for new in self._corrections(rest, healed) if new.cells == made.cells]
            for new in again:
                state = self._replay([*best.corrections[:place], new, *best.corrections[place + 1 :]])
                if state.failing == best.failing:
                    best = state
                    break
        return best

    def _explore(self, cluster: frozenset[int], start: State) -> tuple[State, list[State]]:
        frontier, best, seen = [start], start, {start.key(): start}
        for _ in range(min(len(cluster), self.limits.depth)):
            following: dict[frozenset[tuple[int, int]], State] = {}
            for state in frontier:
                scope = self._open(state, start, cluster)
                for found in self._expand(state, scope)[: self.limits.branches]:
                    following.setdefault(found.key(), found)
            frontier = sorted(following.values(), key=_order)[: self.limits.width]
            seen.update((state.key(), state) for state in frontier)
            if not frontier or self.effort.left <= 0:
                break
            best = min(best, frontier[0], key=_order)
            if all(state.cost > best.cost + _MISTAKE or not self._open(state, start, cluster) for state in frontier):
                break
        return best, [state for state in seen.values() if state.cost <= best.cost + MARGIN]

    def _open(self, state: State, start: State, cluster: frozenset[int]) -> set[int]:
        """What a state leaves to be explained: the rest of the cluster, and what its corrections broke."""
        ours = cluster | (state.failing - start.failing)
        return {place for place in state.failing & ours if self.system.equations[place].must_be_explained}

    def _expand(self, state: State, scope: Iterable[int]) -> list[State]:
        """States one correction further, the cheapest first."""
        found = [self.after(state, made) for made in self._corrections(state, scope)]
        return sorted((s for s in found if s.failing != state.failing), key=_order)

    def _corrections(self, state: State, scope: Iterable[int]) -> list[Correction]:
        values = state.values()
        if self.effort.left <= 0:
            return []
        made = candidates(self.system, values, state.failing, scope, self._neighbours)
        self.effort.spend(sum(1 + len(self.system.memberships[c.cell]) // 4 for c in made))
        return [self._correction(candidate, state) for candidate in made]

    def _correction(self, candidate: Candidate, state: State) -> Correction:
        """The candidate with the places that repeat its figure."""
        cell = candidate.cell
        together = {cell}
        for place in self.system.memberships[cell]:
            if place in self._bundles and place in state.failing and (tie := self.system.tie(place)) and tie[1] == cell:
                for other in self._members[self._bundles[place]]:
                    if other in state.failing and (twin := self.system.tie(other)):
                        together.add(twin[1])
        cells = (cell, *sorted(together - {cell}))
        return Correction(
            cells, candidate.value, candidate.is_determined, candidate.slip, self.system.copies.get(cell, ())
        )

    def after(self, state: State, made: Correction) -> State:
        """The state with one correction more."""
        values = state.values() | made.values()
        touched = {place for cell in made.values() for place in self.system.memberships[cell]}
        healed = {place for place in touched & state.failing if self.system.holds(place, values)}
        broken = {place for place in touched - state.failing if not self.system.holds(place, values)}
        failing = (state.failing - healed) | broken
        cost = state.cost + self._price(made, state) + self._toll(failing, broken) - self._toll(state.failing, healed)
        return State((*state.corrections, made), failing, cost)

    def _price(self, made: Correction, state: State) -> int:
        figure = self.system.figures[made.cells[0]]
        price = _MISTAKE
        if figure.placement is Placement.MISSING_LINE and self._is_beside(made.cells[0], state):
            price = _SAME_LINE
        is_odd = figure.amount is not None and figure.amount < 0 <= made.value
        rebate = _SLIP if made.slip or is_odd else 0
        if figure.is_listed and made.value > 0:
            rebate = _LISTED
        return price + (_COPIED if made.followers else 0) - rebate

    def _is_beside(self, cell: int, state: State) -> bool:
        """Whether a correction already fills the missing line of the cell, or one above or below it."""
        here = self.system.figures[cell].cell
        for made in state.corrections:
            figure = self.system.figures[made.cells[0]]
            if figure.placement is Placement.MISSING_LINE and figure.cell.statement == here.statement:
                one, other = sorted((figure.cell.line_code, here.line_code), key=len)
                if other.startswith(one):
                    return True
        return False

    def _toll(self, failing: frozenset[int], changed: set[int]) -> int:
        """What the changed ones among the failing equations cost; a bundle costs once, while any of it fails."""
        toll, counted = 0, set()
        for place in changed:
            bundle = self._bundles.get(place)
            if bundle is None:
                toll += self._weights[place]
            elif bundle not in counted:
                counted.add(bundle)
                rest = [other for other in self._members[bundle] if other in failing and other not in changed]
                toll += 0 if rest else self._weights[place]
        return toll

    def start(self) -> State:
        """Nothing corrected."""
        failing = self.system.failing
        return State((), failing, self._toll(failing, set(failing)))

    def _rivals(self, best: State, place: int, optimal: list[State]) -> tuple[Correction, ...]:
        """Corrections that would do as well in place of one, and those of equal accounts that go without it."""
        made = best.corrections[place]
        rest = self._replay([m for n, m in enumerate(best.corrections) if n != place])
        healed = [p for p in rest.failing - best.failing if self.system.equations[p].must_be_explained]
        limit = best.cost + MARGIN
        found = {
            state.corrections[-1].cells[0]: state.corrections[-1]
            for state in self._expand(rest, healed)
            if state.cost <= limit
        }
        for other in optimal:
            cells = {cell for each in other.corrections for cell in each.cells}
            if made.cells[0] not in cells and len(other.corrections) >= len(best.corrections):
                found.update((each.cells[0], each) for each in other.corrections if self._shares(each, healed))
        return tuple(each for cell, each in sorted(found.items()) if cell not in made.cells)

    def _shares(self, made: Correction, healed: Iterable[int]) -> bool:
        return any(place in self.system.memberships[made.cells[0]] for place in healed)

    def _replay(self, corrections: Iterable[Correction]) -> State:
        state = self.start()
        for made in corrections:
            state = self.after(state, made)
        return state

    def healed_by(self, best: State, place: int) -> frozenset[int]:
        """Equations that hold in the end and would not without one of the corrections."""
        rest = self._replay([made for n, made in enumerate(best.corrections) if n != place])
        return rest.failing - best.failing


def clusters(system: System) -> list[frozenset[int]]:
    """Contradicted equations that share cells, directly or through others; the smallest clusters first."""
    pending = sorted(p for p in system.failing if system.equations[p].must_be_explained)
    members: dict[int, list[int]] = defaultdict(list)
    for place in pending:
        for cell in system.cells(place):
            members[cell].append(place)
    found, done = [], set[int]()
    for place in pending:
        if place in done:
            continue
        cluster, queue = set[int](), [place]
        while queue:
            current = queue.pop()
            if current not in cluster:
                cluster.add(current)
                queue.extend(other for cell in system.cells(current) for other in members[cell])
        done |= cluster
        found.append(frozenset(cluster))
    return sorted(found, key=lambda cluster: (len(cluster), min(cluster)))


def joined(system: System, parts: list[frozenset[int]], left: Iterable[int]) -> list[frozenset[int]]:
    """Clusters that a sound equation ties together: one that an explanation broke, or that stands in the way of one.

    ``left`` fail after each cluster was explained by itself.
    """
    together = list(parts)
    broken = {place for place in left if place not in system.failing}
    unexplained = {cell for place in left if place in system.failing for cell in system.cells(place)}
    in_the_way = {place for cell in unexplained for place in system.memberships[cell]} - system.failing
    for place in sorted(p for p in broken | in_the_way if system.equations[p].must_be_explained):
        cells = system.cells(place)
        touched = [part for part in together if any(cells & system.cells(other) for other in part)]
        rest = [part for part in together if part not in touched]
        together = [*rest, frozenset[int]().union(*touched)] if len(touched) > 1 else together
    return sorted(together, key=lambda part: (len(part), min(part)))


def _weight(equation: Equation) -> int:
    if equation.derived_from:
        return 0
    if equation.is_regularity:
        return _REGULARITY
    return _BOUND if equation.operator is Operator.AT_MOST else _UNEXPLAINED


def _order(state: State) -> tuple[int, int, list[tuple[int, int]]]:
    """Cheapest first, then fewest corrections; by cell numbers at last, so that the outcome never depends on chance."""
    return state.cost, len(state.corrections), sorted(state.key())
