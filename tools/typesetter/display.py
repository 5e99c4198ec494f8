"""A page as a list of marks, before it becomes PDF. Points, origin at the top left, as the page is read."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text from (x, baseline); ``grey`` is 0 for black and 1 for white."""

    x: float
    baseline: float
    text: str
    size: float
    bold: bool = False
    grey: float = 0.0
    angle: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A stroked line."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float


Mark = Text | Rule | Box


@dataclass(slots=True)
class Page:
    """One page under construction."""

    width: float
    height: float
    is_statement: bool = False
    marks: list[Mark] = field(default_factory=list)
    blank_cells: list[tuple[float, float]] = field(default_factory=list)
    """Lower left corners of blank amount cells (for hidden text)."""
