"""Where in the document a paragraph stands: the parts and sections that its headings name."""

from __future__ import annotations

from dataclasses import dataclass, field

from dagster_project.narrative.blocks import DEEPEST_SECTION, Block, enumerator
from dagster_project.narrative.lexicon import Heading, Lexicon

_UNKNOWN_PART = "part"
_PARTS = frozenset({"narrative", "attachment"})


@dataclass(slots=True)
class Sections:
    """The headings above the present paragraph, outermost first."""

    lexicon: Lexicon
    open: list[tuple[int, Heading | None]] = field(default_factory=list)

    @property
    def section(self) -> str:
        """The innermost section that the lexicon knows; empty before the first."""
        return next((heading.section for _, heading in reversed(self.open) if heading is not None), "")

    @property
    def is_read(self) -> bool:
        """Whether claims are read here: in a known part or section, and not below one that is set aside."""
        known = [heading for _, heading in self.open if heading is not None]
        named = [heading for heading in known if heading.section != _UNKNOWN_PART]
        return bool(named) and named[-1] is known[-1] and all(heading.is_read for heading in named)

    def enter(self, block: Block) -> bool:
        """Take a heading in; returns False where the block is a paragraph."""
        text = block.heading
        if text is None:
            return False
        level = enumerator(block.text)[0]
        enclosing = self._enclosing(level)
        heading = self._find(text, enclosing) if level is None or level <= DEEPEST_SECTION else None
        if level is None and (heading is None or block.text[-1] in "。;"):
            return False
        self._push(_level_of(heading) if level is None else level, heading)
        return True

    def _enclosing(self, level: int | None) -> str:
        above = [heading for depth, heading in self.open if heading is not None and (level is None or depth < level)]
        return above[-1].section if above else ""

    def _find(self, text: str, enclosing: str) -> Heading | None:
        for heading in self.lexicon.headings:
            if heading.parent in ("", enclosing) and heading.expression.search(text):
                return heading
        return None

    def _push(self, level: int, heading: Heading | None) -> None:
        self.open = [(depth, above) for depth, above in self.open if depth < level]
        self.open.append((level, heading))


def _level_of(heading: Heading | None) -> int:
    """Of a heading without numbering: a part, or a section of the first level."""
    return 0 if heading is not None and (not heading.is_read or heading.section in _PARTS) else 1
