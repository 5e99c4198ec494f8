"""Breaking text into lines: anywhere between ideographs, never inside a number, no closing mark first."""

from __future__ import annotations

import re

from tools.typesetter.fonts import text_width

TOKEN = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,%]*|\s|.", re.DOTALL)
NOT_FIRST = set("，。、；：）》”’？！)%,.;:]】")
NOT_LAST = set("（《“‘([【")


def wrap(text: str, width: float, size: float, *, first_width: float | None = None) -> list[str]:
    """The lines of a text set in ``width`` points; a token wider than a line is broken inside.

    ``first_width`` is the room of the first line where that is indented. A newline in the text ends a line.
    """
    lines: list[str] = []
    for part in text.split("\n"):
        room = width if lines or first_width is None else first_width
        lines += _wrap_part(part, room, width, size)
    return lines


def _wrap_part(text: str, room: float, width: float, size: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for token in TOKEN.findall(text):
        if text_width(line + token, size) <= room or (token in NOT_FIRST and line):
            line += token
            continue
        if line:
            line, carried = _carry(line)
            lines.append(line)
            room, line = width, carried
        *full, line = _pieces(line + token, room, size)
        lines += full
        room = width if full else room
    return [*lines, line]


def _carry(line: str) -> tuple[str, str]:
    """An opening mark does not end a line: it goes to the next."""
    return (line[:-1], line[-1]) if len(line) > 1 and line[-1] in NOT_LAST else (line, "")


def _pieces(token: str, room: float, size: float) -> list[str]:
    pieces = [""]
    for character in token:
        if pieces[-1] and text_width(pieces[-1] + character, size) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces
