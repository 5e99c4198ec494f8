"""The header of a table without lines: which text stands over which columns.

Each text is the head of the column that it stands over, or of a group of columns over which it is centred. Where that
cannot be told, there is no answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise

from dagster_project.extraction.cells import TextLine
from dagster_project.extraction.grid import GridSettings, Region, joined
from dagster_project.extraction.page import Ruling
from dagster_project.extraction.unruled.columns import TOUCH, Column
from dagster_project.extraction.unruled.texts import BELOW, Text, put_together, stands_over

_SINGLE = 0.4
"""Of the character height: a head this much below the middle of the rows stands in the lower of them."""
_NEXT_ROW = 0.6
"""Of the way down to the nearest head below a group's: heads that stand higher are of no row below it."""
_SAME_ROWS = 0.75
"""Of the same way: a head that stands higher by less is centred in two rows, of which this one is the lower."""
_OUTSIDE = 2.0
"""Of the character height: what a group's head may rather be off its middle than leave one column out."""


@dataclass(frozen=True, slots=True)
class Heads:
    """Columns with their headers taken in, cells of the header rows, and the heights at which these rows part."""

    columns: tuple[Column, ...]
    cells: tuple[Region, ...]
    cuts: tuple[float, ...]
    headed: frozenset[int]

    def with_steps(self, steps: Sequence[TextLine], texts: Sequence[TextLine]) -> Heads:
        """The header with 类 款 项 in a row of their own below the head of the codes, beside lines of other heads."""
        top = min(step.top for step in steps)
        covered = [n for n, c in enumerate(self.columns) if any(c.reaches(s.x0, s.x1) for s in steps)]
        column = self.columns[covered[0]] if covered else self.columns[0]
        over = [t.bottom for t in texts if column.reaches(t.x0, t.x1) and t.bottom <= top + 1]
        cut = (max(over, default=top - 1) + top) / 2
        at = _row_of(cut, self.cuts)
        cells = [
            self._split(cell, at, range(covered[0], covered[-1] + 1) if covered else range(1)) for cell in self.cells
        ]
        cuts = tuple(sorted([*self.cuts, cut]))
        return replace(self, cells=tuple(region for pair in cells for region in pair), cuts=cuts)

    @staticmethod
    def _split(cell: Region, at: int, columns: range) -> list[Region]:
        """A cell after the row ``at`` is cut in two: over these columns it is cut too, elsewhere it grows."""
        row = cell.row + (cell.row > at)
        end = cell.row_end + (cell.row_end > at)
        if cell.column not in columns or not row <= at < end - 1:
            return [Region(row, end, cell.column, cell.column_end)]
        upper = Region(row, at + 1, cell.column, cell.column_end)
        return [upper, *(Region(at + 1, end, n, n + 1) for n in range(cell.column, cell.column_end))]


def read_heads(
    segments: Sequence[TextLine], columns: Sequence[Column], rules: Sequence[Ruling], steps: Sequence[TextLine] = ()
) -> Heads | None:
    """Return the header that the segments form over the columns of a body; None where it is not clear.

    The ``steps`` (类 款 项) are no heads to be read, yet they tell how far down the header reaches.
    """
    rules = joined(rules, GridSettings())
    texts = put_together(segments, columns, rules)
    floor = max((s.bottom for s in steps), default=float("-inf"))
    reader = _Reader(texts, [Column(c.x0, c.x1, c.amounts) for c in columns], floor)
    if not reader.assign() or not reader.join_blank_columns() or not reader.spread_groups(rules):
        return None
    return reader.heads()


@dataclass(slots=True)
class _Reader:
    texts: list[Text]
    columns: list[Column]
    floor: float = float("-inf")
    """What the header reaches down to at least."""
    leaf_of: dict[int, Text] = field(default_factory=dict)
    """By the id of a column."""
    groups: list[Text] = field(default_factory=list)

    def assign(self) -> bool:
        """Give each text its column, from the lowest up; what stands over headed columns heads a group."""
        for text in sorted(self.texts, key=lambda t: (-t.middle, t.x0)):
            over = [c for c in self.columns if c.reaches(text.x0, text.x1)]
            headed = [self.leaf_of[id(c)] for c in over if id(c) in self.leaf_of]
            if not headed:
                beside = self._heads_beside(text, over)
                if len(beside) > 1 or text.middle < self._centre() - _SINGLE * text.size:
                    headed = beside
            if headed:
                if any(leaf.first < text.last + BELOW * text.size for leaf in headed):
                    return False
                self.groups.append(text)
            elif over:
                self._head(text, over)
            elif self._lies_between(text) and self._heads_a_group(text):
                self.groups.append(text)
            else:
                column = Column(text.x0, text.x1, holds_text=False)
                self.columns.append(column)
                self.columns.sort(key=lambda c: c.x0)
                self._head(text, [column])
        return True

    def _head(self, text: Text, over: list[Column]) -> None:
        text.columns = over
        for column in over:
            self.leaf_of[id(column)] = text
        if len(over) == 1:
            over[0].widen(text.x0, text.x1)

    def _centre(self) -> float:
        """The middle of all rows of the header, where a head that stands for itself is centred."""
        lines = [line for text in self.texts for line in text.lines]
        return (min(line.top for line in lines) + max(line.bottom for line in lines)) / 2

    def _heads_beside(self, text: Text, over: list[Column]) -> list[Text]:
        """Heads further down, over blank columns beside these: their amounts stand beside them, not under them.

        Two of them, one on either side, prove at any height that these amounts are of one of them.
        """
        places = [self.columns.index(column) for column in over]
        beside = {n + step for n in places for step in (-1, 1)} & set(range(len(self.columns)))
        heads = [
            self.leaf_of[id(c)] for c in (self.columns[n] for n in beside) if not c.holds_text and id(c) in self.leaf_of
        ]
        return [head for head in heads if head.first > text.last + BELOW * text.size]

    def _heads_a_group(self, text: Text) -> bool:
        """Whether the texts on its height head groups; where there are none, whether it stands high in the header."""
        peers = [t for t in self.texts if t is not text and abs(t.middle - text.middle) < 0.3 * text.size]
        if any(stands_over(peer, other) for peer in peers for other in self.texts):
            return True
        under = [c for c in self.columns if c.holds_text and any(c.reaches(peer.x0, peer.x1) for peer in peers)]
        heads = [self.leaf_of[id(c)] for c in under if id(c) in self.leaf_of]
        if heads:
            return any(head.first > text.last + BELOW * text.size for head in heads)
        return text.middle < self._centre() - _SINGLE * text.size

    def _lies_between(self, text: Text) -> bool:
        """Over the gap of two columns that both have a head further down."""
        left = [c for c in self.columns if c.x1 <= text.x0 + TOUCH]
        right = [c for c in self.columns if c.x0 >= text.x1 - TOUCH]
        if not left or not right:
            return False
        heads = [self.leaf_of.get(id(c)) for c in (left[-1], right[0])]
        return all(h is not None and h.first > text.last + BELOW * text.size for h in heads)

    def join_blank_columns(self) -> bool:
        """Lay a head without a body over the body beside it that has no head; False where two ways fit."""
        side = self._side()
        at = 0
        while at < len(self.columns):
            run = at
            while run + 1 < len(self.columns) and self._fit(self.columns[run], self.columns[run + 1]):
                run += 1
            if (run - at) % 2 == 0 and run > at:
                if not side:
                    return False
                # Amounts are set to the right of their heads' middles, so a head is on the left of its body.
                at += (id(self.columns[at]) in self.leaf_of) != (side > 0)
                run -= (run - at) % 2 == 0
            joined = range(run - 1, at - 1, -2)
            for left in joined:
                self._join(left)
            at += max(len(joined), 1)
        return True

    def _side(self) -> int:
        """Where amounts stand to their heads wherever both are known: 1 on the right, -1 on the left, 0 unclear."""
        offsets = []
        for n, column in enumerate(self.columns):
            head = self.leaf_of.get(id(column))
            if column.amounts is not None and head is not None:
                offsets.append(sum(column.amounts) / 2 - head.centre)
            elif column.amounts is not None and 0 < n < len(self.columns) - 1:
                # Between two heads: the nearer one, measured over the amounts, as they fill their cell from one side.
                around = [self.leaf_of.get(id(self.columns[i])) for i in (n - 1, n + 1)]
                if around[0] is not None and around[1] is not None:
                    offsets.append((around[1].centre - column.x0) - (column.x1 - around[0].centre))
        if not offsets or max(map(abs, offsets)) < 1:
            return 0
        return int(all(o > -0.5 for o in offsets)) - int(all(o < 0.5 for o in offsets))

    def _fit(self, a: Column, b: Column) -> bool:
        """One has a body and no head, the other a head and no body."""
        headed = (id(a) in self.leaf_of, id(b) in self.leaf_of)
        return headed[0] != headed[1] and (a if headed[0] else b).holds_text is False

    def _join(self, left: int) -> None:
        a, b = self.columns[left], self.columns.pop(left + 1)
        head = self.leaf_of.pop(id(a), None) or self.leaf_of.pop(id(b))
        a.widen(b.x0, b.x1)
        a.holds_text, a.amounts = True, a.amounts or b.amounts
        self._head(head, [a])

    def spread_groups(self, rules: Sequence[Ruling]) -> bool:
        """Find the columns that the head of each group covers, level by level from below."""
        topmost = dict(self.leaf_of)
        levels: list[list[Text]] = []
        for text in sorted(self.groups, key=lambda t: -t.middle):
            if levels and levels[-1][0].middle - text.middle < 0.4 * text.size:
                levels[-1].append(text)
            else:
                levels.append([text])
        for level in levels:
            if not self._spread(sorted(level, key=lambda t: t.x0), topmost, rules):
                return False
            for text in level:
                topmost |= {id(c): text for c in text.columns}
        return True

    def _spread(self, level: list[Text], topmost: dict[int, Text], rules: Sequence[Ruling]) -> bool:
        pending: dict[tuple[int, int], list[Text]] = {}
        for text in level:
            run = self._run_under(text, topmost)
            if run is None:
                return False
            run = self._under_rule(text, run, topmost, rules) or run
            pending.setdefault(run, []).append(text)
        # The fewest columns first: those under a short line are taken from a longer run.
        for (start, stop), texts in sorted(pending.items(), key=lambda item: item[0][1] - item[0][0]):
            taken = {id(c) for t in level if t not in texts for c in t.columns}
            free = [c for c in self.columns[start:stop] if id(c) not in taken]
            if not _share(free, texts, self._cells()):
                return False
        return True

    def _is_barred(self, column: Column, text: Text, row: float) -> bool:
        """Whether the head of another group, with none below it, stands over a column less than a ``row`` higher.

        It is centred in the rows that it reaches down to beside the text: the column is its.
        """
        x0, x1 = self._cells()[id(column)]
        return any(
            0.2 * text.size < text.middle - group.middle < _SAME_ROWS * row
            and min(group.x1, x1) - max(group.x0, x0) > TOUCH
            and not any(stands_over(group, other) for other in self.groups)
            for group in self.groups
        )

    def _cells(self) -> dict[int, tuple[float, float]]:
        """The extents of the columns with half of the gaps beside them, by their ids."""
        bounds = [(a.x1 + b.x0) / 2 for a, b in pairwise(self.columns)]
        bounds = [self.columns[0].x0, *bounds, self.columns[-1].x1]
        return {id(c): extent for c, extent in zip(self.columns, pairwise(bounds), strict=True)}

    def _run_under(self, text: Text, topmost: dict[int, Text]) -> tuple[int, int] | None:
        """Neighbouring columns around a group's head whose own heads stand in the row below it."""
        below = [
            n for n, c in enumerate(self.columns)
            if id(c) in topmost and topmost[id(c)].first > text.last + BELOW * text.size
        ]  # fmt: skip
        near = [t for t in {id(t): t for t in topmost.values()}.values() if stands_over(text, t)]
        if near:
            # A head that stands half a row lower than this one is of a cell that begins beside it.
            way = _NEXT_ROW * min(t.middle - text.last for t in near)
            row = min(t.first - text.last for t in near)
            below = [
                n for n in below
                if topmost[id(self.columns[n])].middle - text.last >= way
                and not self._is_barred(self.columns[n], text, row)
            ]  # fmt: skip
        if not below:
            return None
        nearest = min(below, key=lambda n: abs((self.columns[n].x0 + self.columns[n].x1) / 2 - text.centre))
        # A head that stands for itself through all rows is centred in them, higher than the lowest row.
        low = max(self.floor, *(line.bottom for leaf in self.leaf_of.values() for line in leaf.lines))
        single = (min(line.top for line in text.lines) + low) / 2 + _SINGLE * text.size
        tops = {n: topmost[id(self.columns[n])] for n in below}
        fitting = {n for n, top in tops.items() if top.middle > single or any(top is g for g in self.groups)} | {
            nearest
        }
        start = stop = nearest
        while start - 1 in fitting:
            start -= 1
        while stop + 1 in fitting:
            stop += 1
        return start, stop + 1

    def _under_rule(
        self, text: Text, run: tuple[int, int], topmost: dict[int, Text], rules: Sequence[Ruling]
    ) -> tuple[int, int] | None:
        """The columns of a run under the short line that is drawn below a group's head, or below several."""
        columns = self.columns[run[0] : run[1]]
        low = min(topmost[id(c)].first for c in columns)
        width = self.columns[-1].x1 - self.columns[0].x0
        for rule in rules:
            if text.last < rule.position < low and rule.start <= text.centre <= rule.end:
                if rule.end - rule.start > 0.9 * width:
                    return None
                under = [n for n, c in enumerate(columns, run[0]) if rule.start <= (c.x0 + c.x1) / 2 <= rule.end]
                return (under[0], under[-1] + 1) if under else None
        return None

    def _is_group(self, text: Text) -> bool:
        return any(text is group for group in self.groups)

    def heads(self) -> Heads | None:
        """The header as cells, or None where its rows cannot be parted by straight lines."""
        cuts = self._cuts()
        if cuts is None:
            return None
        texts = {id(text): text for text in [*self.groups, *self.leaf_of.values()]}
        cells = [self._cell(text, cuts) for text in texts.values()]
        headed = frozenset(n for n, column in enumerate(self.columns) if id(column) in self.leaf_of)
        return Heads(tuple(self.columns), tuple(cells), tuple(cuts), headed)

    def _cell(self, text: Text, cuts: Sequence[float]) -> Region:
        """The rows and columns of the header that a text takes."""
        mine = set(map(id, text.columns))
        places = [n for n, column in enumerate(self.columns) if id(column) in mine]
        above = [g for g in self.groups if g.middle < text.middle and mine & set(map(id, g.columns))]
        start = max((_row_of(group.last, cuts) + 1 for group in above), default=0)
        end = _row_of(text.last, cuts) + 1 if self._is_group(text) else len(cuts) + 1
        return Region(start, end, places[0], places[-1] + 1)

    def _cuts(self) -> list[float] | None:
        """Heights between the heads of groups and what stands under them."""
        bounds: list[tuple[float, float]] = []
        for group in sorted(self.groups, key=lambda g: g.middle):
            mine = set(map(id, group.columns))
            texts = [*self.leaf_of.values(), *self.groups]
            under = [t.first for t in texts if t.middle > group.middle and mine & set(map(id, t.columns))]
            if not under:
                return None
            low, high = group.last, min(under)
            if bounds and max(low, bounds[-1][0]) < min(high, bounds[-1][1]):
                bounds[-1] = (max(low, bounds[-1][0]), min(high, bounds[-1][1]))
            else:
                bounds.append((low, high))
        cuts = [(a + b) / 2 for a, b in bounds]
        return cuts if cuts == sorted(cuts) else None


def _row_of(y: float, cuts: Sequence[float]) -> int:
    return sum(cut < y for cut in cuts)


def _share(columns: list[Column], texts: list[Text], cells: dict[int, tuple[float, float]]) -> bool:
    """Share neighbouring columns among the heads of groups so that each is as near to its middle as can be.

    A group has more than one column, and every column is of some group, unless the middles speak clearly against it.
    """
    count, size = len(columns), texts[0].size
    best: tuple[float, tuple[int, ...]] | None = None
    outer = [(a, b) for a in range(count) for b in range(a + 1, count + 1)] if len(texts) == 1 else [(0, count)]
    for first, last in outer:
        for inner in combinations(range(first + 1, last), len(texts) - 1):
            edges = (first, *inner, last)
            cost = _OUTSIDE * size * (count - last + first)
            for text, start, end in zip(texts, edges, edges[1:], strict=False):
                middle = (cells[id(columns[start])][0] + cells[id(columns[end - 1])][1]) / 2
                cost += abs(middle - text.centre) + (_OUTSIDE * size if end - start == 1 else 0)
            best = min(best or (cost, edges), (cost, edges))
    if best is None:
        return False
    for text, start, end in zip(texts, best[1], best[1][1:], strict=False):
        text.columns = columns[start:end]
    return True
