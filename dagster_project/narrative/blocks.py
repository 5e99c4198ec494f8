"""Lines to blocks: page furniture left out, paragraphs put together over line and page breaks, headings apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dagster_project.narrative.records import ProseLine

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[-—–·.]*(?:\d{1,4}/\d{1,4}|共\d{1,4}页|第\d{1,4}页[,、/]|第?\d{1,4}页?)+[-—–·.,]*")
_LEADERS = re.compile(r"[.·…]{3,}.*$|(?:[.·…]{2,}|-{3,}|—{2,})\d{0,4}$|(?<=[明况释表件])\d{1,3}$")
_CAPTION = re.compile(r"^图\d{1,2}(?:-\d{1,2})?[:、.]?\D{0,40}$")
_ENDS = frozenset("。;:!?")
_TITLE_ENDS = ("说明", "情况", "解释", "概况", "表", "附件")
_REST_LENGTH = 20
_SENTENCE = re.compile(r"[。;,\d]")
_YEAR = re.compile(r"20\d\d年?度?")
_RUNNING_PAGES = 3
_HEADING_LENGTH = 48
DEEPEST_SECTION = 2
"""Below 一、 and （一） numbering counts items: names that run over lines and may hold the words of a section."""

_ENUMERATORS = (
    (0, re.compile(r"第[一二三四五六七八九十\d]{1,3}部分[:、.]?")),
    (1, re.compile(r"[一二三四五六七八九十]{1,3}[、.:]")),
    (2, re.compile(r"\([一二三四五六七八九十]{1,3}\)[、.]?")),
    (3, re.compile(r"\d{1,2}(?:、|[.](?!\d))")),
    (4, re.compile(r"\(\d{1,2}\)[、.]?")),
)
"""Levels of numbering, outermost first: 第一部分, 一、, （一）, 1. and (1)."""


@dataclass(slots=True)
class Block:
    """A paragraph or heading: its text, and which line each character comes from."""

    lines: list[ProseLine] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    text: str = ""

    def add(self, line: ProseLine) -> None:
        """Append a line."""
        self.lines.append(line)
        self.starts.append(len(self.text))
        self.text += line.text_key

    def place(self, offset: int) -> tuple[ProseLine, int]:
        """The line of a character and the offset in that line's key."""
        index = bisect_right(self.starts, offset) - 1
        return self.lines[index], offset - self.starts[index]

    @property
    def level(self) -> int | None:
        """The level of its numbering; None where it has none."""
        return enumerator(self.text)[0]

    @property
    def heading(self) -> str | None:
        """The text of a heading without numbering, leaders and closing stop; None for a paragraph.

        A heading is short and says nothing about figures; inner punctuation makes a sentence of it.
        """
        level, length = enumerator(self.text)
        text = _LEADERS.sub("", self.text[0 if level == 0 else length :]).rstrip("。:;.")
        if len(text) > _HEADING_LENGTH or _SENTENCE.search(_YEAR.sub("", text)):
            return None
        return text or None


def enumerator(text: str) -> tuple[int | None, int]:
    """(level, length) of the numbering at the start of a text; (None, 0) where there is none."""
    for level, expression in _ENUMERATORS:
        found = expression.match(text)
        if found is not None:
            return level, found.end()
    return None, 0


def make_blocks(lines: Sequence[ProseLine]) -> list[Block]:
    """Put lines together.

    A line that is numbered, or whose paragraph is another one, opens a block, unless what came before is a sentence
    that has not ended: it runs on, whatever the layout says, for a page break and a wide character look like an end.
    """
    blocks: list[Block] = []
    for line in without_furniture(lines):
        if not blocks or _opens(line, blocks[-1]):
            blocks.append(Block())
        blocks[-1].add(line)
    return [block for block in blocks if not _CAPTION.match(block.text)]


def _opens(line: ProseLine, block: Block) -> bool:
    last = block.lines[-1]
    numbered = enumerator(line.text_key)[0] is not None
    ended = block.text[-1] in _ENDS
    if numbered:
        return ended or line.paragraph_number != last.paragraph_number or block.heading is not None
    if line.paragraph_number == last.paragraph_number:
        return False
    return ended or (_is_title(block) and not _completes(line, block))


def _is_title(block: Block) -> bool:
    """Whether a block that does not end like a sentence is a heading nonetheless."""
    if block.heading is None:
        return False
    level = block.level
    return (level is not None and level <= DEEPEST_SECTION) or block.text.endswith(_TITLE_ENDS)


def _completes(line: ProseLine, block: Block) -> bool:
    """Whether a line is the rest of a heading that was set in the middle over two lines: 部门决算情 and 况说明."""
    rest = line.text_key
    return len(rest) <= _REST_LENGTH and rest.endswith(_TITLE_ENDS) and not block.text.endswith(_TITLE_ENDS)


def without_furniture(lines: Sequence[ProseLine]) -> Iterator[ProseLine]:
    """Leave out running heads and feet (equal but for numbers, at one height on many pages) and page numbers."""
    places = [(_DIGITS.sub("#", line.text_key), round(line.top / 4)) for line in lines]
    pages = Counter(
        place for place, _ in {(place, line.page_number) for place, line in zip(places, lines, strict=True)}
    )
    fewest = max(_RUNNING_PAGES, len({line.page_number for line in lines}) / 3)
    edges = _edges(lines)
    for place, line in zip(places, lines, strict=True):
        is_number = (line.page_number, line.line_number) in edges and _PAGE_NUMBER.fullmatch(line.text_key)
        if line.text_key and pages[place] < fewest and not is_number:
            yield line


def _edges(lines: Sequence[ProseLine]) -> set[tuple[int, int]]:
    """First and last line of each page."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for line in lines:
        first.setdefault(line.page_number, line.line_number)
        last[line.page_number] = line.line_number
    return {*first.items(), *last.items()}
