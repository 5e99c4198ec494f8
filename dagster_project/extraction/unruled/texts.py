"""The texts of a header: lines of one cell put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dagster_project.extraction.cells import WIDE, TextLine
from dagster_project.extraction.page import Ruling
from dagster_project.extraction.text import text_key
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
_WIDER = 1.2
"""Of the character height: by no more than a character a line is wider than those above it."""
_SPREAD = 2.6
"""Of the character height: the gap of two full-width spaces, with slack for boxes narrower than their font."""
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
    segments = _cut_at_columns(segments, columns)
    texts = [Text(stack) for stack in _centred_stacks(segments)]
    taken = {id(line) for text in texts for line in text.lines}
    for segment in _in_reading_order([s for s in segments if id(s) not in taken]):
        for text in reversed(texts):
            last = text.lines[-1]
            if id(last) in taken:
                continue
            if (
                _are_spread(last, segment, segments, columns)
                or _same_cell(text, segment, segments, columns, rules)
                or _share_a_line_below(last, segment, segments)
            ):
                text.lines.append(segment)
                break
        else:
            texts.append(Text([segment]))
    return texts


def _in_reading_order(segments: Sequence[TextLine]) -> list[TextLine]:
    """From the top down, and from left to right on one height, though boxes on a line differ by some fraction."""
    levels: list[list[TextLine]] = []
    for segment in sorted(segments, key=middle):
        if levels and middle(segment) - middle(levels[-1][0]) < _LEVEL * segment.size:
            levels[-1].append(segment)
        else:
            levels.append([segment])
    return [segment for level in levels for segment in sorted(level, key=lambda s: s.x0)]


def _cut_at_columns(segments: Sequence[TextLine], columns: Sequence[Column]) -> list[TextLine]:
    """Cut a line at its spaces where each piece has a line of its own below it, or a column and nothing else.

    Heads that fill their cells nearly touch; the head of a group may have a space in it.
    """
    cut: list[TextLine] = []
    for segment in segments:
        pieces = _pieces(segment)
        if len(pieces) > 1 and not _are_cells(pieces, segments, columns):
            pieces = [segment]
        cut += pieces
    return cut


def _are_cells(pieces: Sequence[TextLine], segments: Sequence[TextLine], columns: Sequence[Column]) -> bool:
    """Whether pieces of a line are heads of their own."""
    if all(any(_is_set_under(piece, s) for s in segments) for piece in pieces):
        return True
    line = pieces[0]
    if any(
        middle(s) > middle(line) + _LEVEL * line.size and min(s.x1, p.x1) > max(s.x0, p.x0)
        for s in segments
        for p in pieces
    ):
        return False
    over = [{n for n, c in enumerate(columns) if c.reaches(s.x0, s.x1)} for s in pieces]
    return all(over) and all(max(a) < min(b) for a, b in pairwise(over))


def _pieces(line: TextLine) -> list[TextLine]:
    """The parts of a line of ideographs between its spaces, each of which is as wide as they all are."""
    parts = line.text.split()
    count = sum(map(len, parts))
    if len(parts) < 2 or any(char < WIDE for part in parts for char in part):
        return [line]
    width = line.size
    gap = (line.x1 - line.x0 - count * width) / (len(parts) - 1)
    pieces, x0 = [], line.x0
    for part in parts:
        x1 = x0 + len(part) * width
        pieces.append(line._replace(text=part, key=text_key(part), x0=x0, x1=x1))
        x0 = x1 + gap
    return pieces


def _centred_stacks(segments: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines with a wide leading that are one cell: aligned, and centred on the line of a neighbour.

    The heads of a group and of the column below its middle look alike; but the columns beside that one have nothing
    above them (小计 and 公用经费 on either side of 人员经费, below 基本支出).
    """
    stacks: list[list[TextLine]] = []
    taken: set[int] = set()
    for first in sorted(segments, key=middle):
        stack = _stack_from(first, segments)
        if (
            len(stack) == 1
            or taken & set(map(id, stack))
            or any(_heads_between(stack, n, segments) for n in range(1, len(stack)))
        ):
            continue
        centre = (middle(stack[0]) + middle(stack[-1])) / 2
        is_centred = any(s not in stack and abs(middle(s) - centre) <= _CENTRED * s.size for s in segments)
        if is_centred or any(_are_wrapped_beside(a, b, segments) for a, b in pairwise(stack)):
            stacks.append(stack)
            taken |= set(map(id, stack))
    return stacks


def _stack_from(first: TextLine, segments: Sequence[TextLine]) -> list[TextLine]:
    """A line with those that are set under it, one under the other."""
    stack = [first]
    while (below := _line_below(stack[-1], segments, max(s.x1 - s.x0 for s in stack))) is not None:
        stack.append(below)
    return stack


def _line_below(upper: TextLine, segments: Sequence[TextLine], width: float) -> TextLine | None:
    """The nearest line that is set under another one as the next line of a cell of some width would be."""
    under = [s for s in segments if _is_set_under(upper, s, width)]
    return min(under, key=middle, default=None)


def _is_set_under(upper: TextLine, lower: TextLine, width: float = 0.0) -> bool:
    """Whether a line may be the next one of a cell as wide as another line, or as lines above that are wider."""
    down, size = middle(lower) - middle(upper), upper.size
    widest = max(width, upper.x1 - upper.x0) + _WIDER * size
    if not _LEVEL * size < down <= _WIDEST_LEADING * size or lower.x1 - lower.x0 > widest:
        return False
    off = (lower.x0 + lower.x1 - upper.x0 - upper.x1) / 2
    return abs(off) <= 0.6 * size or abs(lower.x0 - upper.x0) <= 0.3 * size


def _heads_between(stack: Sequence[TextLine], depth: int, segments: Sequence[TextLine]) -> bool:
    """Whether the line above the ``depth`` lowest heads a group of three or more, of which they are the middle one.

    Those beside it, on the height of its first line or its middle, have nothing above them.
    """
    upper, below = stack[-depth - 1], stack[-depth:]
    whole = (middle(stack[0]) + middle(stack[-1])) / 2
    for height in {middle(below[0]), (middle(below[0]) + middle(below[-1])) / 2}:
        left, right = _beside(below[0], segments, height)
        if left is None or right is None or any(_is_set_under(s, end) for end in (left, right) for s in segments):
            continue
        if any(abs(middle(end) - whole) <= _CENTRED * end.size for end in (left, right)):
            continue  # All lines together are centred on the texts beside them, as those of one cell are.
        rows = (middle(upper), middle(below[-1]) + _LEVEL * upper.size)
        between = [s for s in segments if left.x1 <= s.x0 and s.x1 <= right.x0 and s not in stack]
        if any(rows[0] < middle(s) < rows[1] for s in between):
            continue  # The text of another column stands between.
        centre = (left.x0 + left.x1 + right.x0 + right.x1) / 4
        if abs(centre - (upper.x0 + upper.x1) / 2) <= 1.5 * upper.size:
            return True
    return False


def _are_wrapped_beside(upper: TextLine, lower: TextLine, segments: Sequence[TextLine]) -> bool:
    """Whether the text beside has lines at the same heights: heads that wrap alike, for a group has several columns."""
    return any(
        _is_set_under(other, beside) and abs(middle(other) - middle(upper)) < _LEVEL * upper.size
        for beside in _beside(lower, segments, middle(lower))
        if beside is not None
        for other in segments
    )


def _beside(line: TextLine, segments: Sequence[TextLine], height: float) -> tuple[TextLine | None, TextLine | None]:
    """The nearest text to the left and to the right of a line at a height."""
    level = [s for s in segments if s is not line and abs(middle(s) - height) < _LEVEL * s.size]
    left = max((s for s in level if s.x1 <= line.x0), key=lambda s: s.x1, default=None)
    right = min((s for s in level if s.x0 >= line.x1), key=lambda s: s.x0, default=None)
    return left, right


def _same_cell(
    text: Text, segment: TextLine, segments: Sequence[TextLine], columns: Sequence[Column], rules: Sequence[Ruling]
) -> bool:
    last = text.lines[-1]
    down = middle(segment) - middle(last)
    if down < _LEVEL * segment.size:
        return _spaced_apart(last, segment, columns)
    if down > _LEADING * max(segment.size, last.size):
        return False
    below = _stack_from(segment, segments)
    if _heads_between([*text.lines, *below], len(below), segments):
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


def _are_spread(left: TextLine, right: TextLine, segments: Sequence[TextLine], columns: Sequence[Column]) -> bool:
    """Whether an ideograph alone begins a text that is spread: 支　　出, 项　目（按功能分类）.

    No head is one ideograph. But the last line of a cell may be (经营支 over 出), and a longer text that has another
    column is a head itself.
    """
    if len(left.key) != 1 or left.key < WIDE or left.key == right.key:
        return False
    size = max(left.size, right.size)
    is_longer = len(right.key) > 1
    if not 0 < right.x0 - left.x1 <= (_SPACE if is_longer else _SPREAD) * size:
        return False
    if abs(middle(right) - middle(left)) >= _LEVEL * size or right.key[0] < WIDE:
        return False
    if is_longer and any(c.reaches(right.x0, right.x1) and not c.reaches(left.x0, left.x1) for c in columns):
        return False
    return not any(_is_set_under(upper, piece) for upper in segments for piece in (left, right))


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
