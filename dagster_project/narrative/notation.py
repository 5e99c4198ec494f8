"""The two notations of the grammar's CSV files: terms with options, and patterns over token classes.

A term writes its variants in one row: ``[x]`` may be absent, ``[x|y]`` is x, y or nothing, ``{x|y}`` is one of them.
A pattern is a sequence of token classes with ``?``, ``*``, ``+`` and groups ``(a|b)``; ``class=slot`` names the slot
that its token fills. Classes become one letter each and all patterns one regular expression over the letters of a
sentence, so that trying them costs no more than that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_GROUP = re.compile(r"\[([^\[\]{}]*)\]|\{([^\[\]{}]*)\}")
_ITEM = re.compile(r"(?P<open>\()|(?P<close>\))|(?P<operator>[?*+|])|(?P<name>\w+)|=(?P<slot>[a-z])|(?P<space>\s+)")


class GrammarError(ValueError):
    """A row of the grammar that cannot be read; the message quotes it."""


def variants(term: str) -> Iterator[str]:
    """All spellings that a term stands for; innermost brackets first, so that they may be nested.

    >>> sorted(variants("收[入]{总计|总额}"))
    ['收入总计', '收入总额', '收总计', '收总额']

    Raises:
        GrammarError: brackets do not balance.
    """
    found = _GROUP.search(term)
    if found is None:
        if set(term) & set("[]{}|"):
            raise GrammarError(f"unbalanced brackets: {term!r}")
        yield term
        return
    optional, required = found.groups()
    options = [*optional.split("|"), ""] if optional is not None else required.split("|")
    for option in options:
        yield from _variants_of(term, found, option)


def _variants_of(term: str, found: re.Match[str], option: str) -> Iterator[str]:
    return variants(term[: found.start()] + option + term[found.end() :])


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row of ``patterns.csv`` or ``phrases.csv``."""

    name: str
    text: str
    emits: tuple[tuple[str, str], ...]
    """(slot, quantity) of each claim."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern was found: token indices from ``start`` to before ``end``, and those of each filled slot."""

    pattern: Pattern
    start: int
    end: int
    slots: Mapping[str, tuple[int, int]]


class Patterns:
    """All patterns of one file; the first row that fits wins."""

    def __init__(self, patterns: Sequence[Pattern], letters: Mapping[str, str]) -> None:
        """Compile the rows.

        Raises:
            GrammarError: a row cannot be read, or names a class or slot that does not exist.
        """
        self._patterns = tuple(patterns)
        parts = [f"(?P<p{n}>{_expression(pattern, n, letters)})" for n, pattern in enumerate(patterns)]
        self._all = re.compile("|".join(parts))
        self._slots: list[list[tuple[str, str]]] = [[] for _ in patterns]
        for group in self._all.groupindex:
            slot, _, of_pattern = group.partition("_")
            if of_pattern:
                self._slots[int(of_pattern)].append((slot, group))
        for number, pattern in enumerate(patterns):
            _check_emits(pattern, {slot for slot, _ in self._slots[number]})

    def at(self, classes: str, start: int) -> Match | None:
        """The first row that matches the letters from ``start`` on."""
        found = self._all.match(classes, start)
        if found is None or found.end() == start or found.lastgroup is None:
            return None
        number = int(found.lastgroup[1:])
        slots = {slot: found.span(group) for slot, group in self._slots[number] if found.start(group) >= 0}
        return Match(self._patterns[number], start, found.end(), slots)


def _expression(pattern: Pattern, number: int, letters: Mapping[str, str]) -> str:
    """The regular expression of a pattern; a slot is written after the item that it names."""
    pieces: list[str] = []
    groups: list[int] = []
    last = end = 0
    for found in _ITEM.finditer(pattern.text):
        if found.start() != end:
            break
        end = found.end()
        if found["open"]:
            groups.append(len(pieces))
            pieces.append("(?:")
        elif found["close"]:
            if not groups:
                raise GrammarError(f"unbalanced brackets: {pattern.text!r}")
            last = groups.pop()
            pieces.append(")")
        elif found["name"]:
            last = len(pieces)
            pieces.append(_letter(found["name"], pattern, letters))
        elif found["slot"]:
            pieces[last:] = [f"(?P<{found['slot']}_{number}>", *pieces[last:], ")"]
        elif found["operator"]:
            pieces.append(found["operator"])
    if end != len(pattern.text) or groups:
        raise GrammarError(f"cannot read the pattern {pattern.text!r} at {pattern.text[end:]!r}")
    return "".join(pieces)


def _letter(word_class: str, pattern: Pattern, letters: Mapping[str, str]) -> str:
    if word_class not in letters:
        raise GrammarError(f"{pattern.name}: no such token class: {word_class!r}")
    return letters[word_class]


def _check_emits(pattern: Pattern, slots: set[str]) -> None:
    unknown = {slot for slot, _ in pattern.emits} - slots - {"zip", "base"}
    if unknown:
        raise GrammarError(f"{pattern.name}: {pattern.text!r} has no slot {', '.join(sorted(unknown))}")
