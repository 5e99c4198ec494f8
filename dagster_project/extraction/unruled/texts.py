"""The texts of a header: lines of one cell put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dagster_project.extraction.cells import TextLine
from dagster_project.extraction.page import Ruling
from dagster_project.extraction.unruled.columns import Column
from dagster_project.extraction.unruled.words import middle

_LEADING = 1.35
"""Of the character height: lines of one header cell are no further apart, unless the print proves them one."""
_WIDEST_LEADING = 1.75
"""Of the character height: so far apart stand lines of one cell that is centred on the line of its neighbours."""
_CENTRED = 0.25
"""Of the character height: a cell's lines are centred on its neighbours' line within this."""
BELOW = 0.7
"""Of the character height: a text this much lower is of another level."""
_LEVEL = 0.35
"""Of the character height: pieces of one line differ by less."""
_SPACE, _EXACT = 1.3, 0.3
"""Of the character height: the gap of a full-width space, and how near to the middle a centred line is."""


@dataclass(slots=True)
class Text:
    """The lines of one header cell."""

    lines: list[TextLine]
    columns: list[Column] = field(default_factory=list)

    @property
    def x0(self) -> float:
        """Left edge."""
        return min(s.x0 for s in self.lines)

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(s.x1 for s in self.lines)

    @property
    def centre(self) -> float:
        """Middle from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def first(self) -> float:
        """Height of the first line."""
        return min(middle(s) for s in self.lines)

    @property
    def last(self) -> float:
        """Height of the last line."""
        return max(middle(s) for s in self.lines)

    @property
    def middle(self) -> float:
        """Middle from top to bottom."""
        return (self.first + self.last) / 2

    @property
    def size(self) -> float:
        """Character height."""
        return self.lines[0].size


def put_together(segments: Sequence[TextLine], columns: Sequence[Column], rules: Sequence[Ruling]) -> list[Text]:
    """Put lines of one cell together: side by side within one column, or one closely below the other."""
    texts = [Text(stack) for stack in _centred_stacks(segments)]
    taken = {id(line) for text in texts for line in text.lines}
    for segment in sorted((s for s in segments if id(s) not in taken), key=lambda s: (middle(s), s.x0)):
        for text in reversed(texts):
            last = text.lines[-1]
            if id(last) in taken:
                continue
            if _same_cell(text, segment, columns, rules) or _share_a_line_below(last, segment, segments):
                text.lines.append(segment)
                break
        else:
            texts.append(Text([segment]))
    return texts


def _centred_stacks(segments: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines with a wide leading that are one cell: aligned, and centred on the line of a neighbour.

    The heads of a group and of the column below its middle look alike; but the columns beside that one have nothing
    above them (小计 and 公用经费 on either side of 人员经费, below 基本支出).
    """
    stacks: list[list[TextLine]] = []
    taken: set[int] = set()
    for first in sorted(segments, key=middle):
        stack = [first]
        while (below := _line_below(stack[-1], segments)) is not None:
            stack.append(below)
        if len(stack) == 1 or taken & set(map(id, stack)) or any(_heads_between(s, segments) for s in stack[:-1]):
            continue
        centre = (middle(stack[0]) + middle(stack[-1])) / 2
        if any(s not in stack and abs(middle(s) - centre) <= _CENTRED * s.size for s in segments):
            stacks.append(stack)
            taken |= set(map(id, stack))
    return stacks


def _line_below(upper: TextLine, segments: Sequence[TextLine]) -> TextLine | None:
    """The nearest line that is set under another one as the next line of its cell would be, and is no wider."""
    under = [s for s in segments if _is_set_under(upper, s)]
    return min(under, key=middle, default=None)


def _is_set_under(upper: TextLine, lower: TextLine) -> bool:
    down, size = middle(lower) - middle(upper), upper.size
    if not _LEVEL * size < down <= _WIDEST_LEADING * size or lower.x1 - lower.x0 > upper.x1 - upper.x0 + size:
        return False
    off = (lower.x0 + lower.x1 - upper.x0 - upper.x1) / 2
    return abs(off) <= 0.6 * size or abs(lower.x0 - upper.x0) <= 0.3 * size


def _heads_between(upper: TextLine, segments: Sequence[TextLine]) -> bool:
    """Whether a line is the head of a group of three or more, over the middle one: those beside it have none above."""
    below = _line_below(upper, segments)
    if below is None:
        return False
    level = [s for s in segments if s is not below and abs(middle(s) - middle(below)) < _LEVEL * s.size]
    left = max((s for s in level if s.x1 <= below.x0), key=lambda s: s.x1, default=None)
    right = min((s for s in level if s.x0 >= below.x1), key=lambda s: s.x0, default=None)
    if left is None or right is None:
        return False
    alone = not any(_is_set_under(s, beside) for beside in (left, right) for s in segments)
    centre = (left.x0 + left.x1 + right.x0 + right.x1) / 4
    return alone and abs(centre - (upper.x0 + upper.x1) / 2) <= 1.5 * upper.size


def _same_cell(text: Text, segment: TextLine, columns: Sequence[Column], rules: Sequence[Ruling]) -> bool:
    last = text.lines[-1]
    down = middle(segment) - middle(last)
    if down < _LEVEL * segment.size:
        return _spaced_apart(last, segment, columns)
    if down > _LEADING * max(segment.size, last.size):
        return False
    centre = (segment.x0 + segment.x1) / 2
    if abs(centre - text.centre) > 0.6 * segment.size and abs(segment.x0 - text.x0) > 0.3 * segment.size:
        return False
    return not any(middle(last) < r.position < middle(segment) and r.start <= centre <= r.end for r in rules)


def _spaced_apart(left: TextLine, right: TextLine, columns: Sequence[Column]) -> bool:
    """Whether two pieces on a line are one text with wide spaces (项 目)."""
    over = [{n for n, c in enumerate(columns) if c.reaches(s.x0, s.x1)} for s in (left, right)]
    if over[0] and over[1]:
        return over[0] == over[1] and len(over[0]) == 1
    return right.x0 - left.x1 <= 2.2 * left.size and max(len(left.key), len(right.key)) == 1


def _share_a_line_below(left: TextLine, right: TextLine, segments: Sequence[TextLine]) -> bool:
    """Whether a line below is centred under two pieces together, and under neither alone: one text with a space."""
    if abs(middle(right) - middle(left)) >= _LEVEL * right.size or not 0 < right.x0 - left.x1 <= _SPACE * right.size:
        return False
    whole = (left.x0 + right.x1) / 2
    alone = [(s.x0 + s.x1) / 2 for s in (left, right)]
    for below in segments:
        centre, size = (below.x0 + below.x1) / 2, below.size
        if _LEVEL * size <= middle(below) - middle(right) <= _LEADING * size and abs(centre - whole) <= _EXACT * size:
            return all(abs(centre - other) > size for other in alone)
    return False


def stands_over(text: Text, other: Text) -> bool:
    """Whether another text stands below this one, on a lower level."""
    return other.first > text.last + BELOW * text.size and min(text.x1, other.x1) > max(text.x0, other.x0)
