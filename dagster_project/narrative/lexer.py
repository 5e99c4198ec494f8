"""A block's text to tokens: figures with units, dates and years, names of items, terms of the lexicon, the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from dagster_project.narrative.lexicon import Lexicon, Term

_DATE = re.compile(r"(\d(?:,?\d){3})年(\d{1,2})月(\d{1,2})日")
_YEAR = re.compile(r"((?:19|20)\d\d)(?:(?=年[初末底])|年度?(?!\d{1,2}月))")
_ORDINAL = re.compile(r"\(\d{1,2}\)|(?<=[;。:])\d{1,2}[.、](?=[一-龥])")
_MONTH = re.compile(r"(?:(?:19|20)\d\d年)?\d{1,2}(?:月(?:份)?|季度)")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)*")
_WELL_FORMED = re.compile(r"-?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?")
_PUNCTUATION = {
    ",": "comma", "、": "comma", ";": "semi", "。": "stop", "!": "stop", "?": "stop", ".": "stop", ":": "is",
    "(": "filler", ")": "filler",
}  # fmt: skip
_MARKERS = re.compile(r"\((?P<code>\d{2,7})?(?P<level>类|款|项)\)(?:支出)?")
"""The end of a link of a chain, which may bring its part of the code: 教育支出(205类)普通教育(02款)."""
_CODE = re.compile(r"\((\d{3}|\d{5}|\d{7})\)")
_NEXT_CODE = re.compile(r"([^。;:,、()\d]+)\((\d{2}|\d{5}|\d{7})\)")
"""The next link of a chain in which each name has its code, or the last digits of it: 教育支出(205)普通教育(02)."""
_LEADING_CODE = re.compile(r"(?<![\d.,(])(2\d{6}|2\d{4}|2\d\d)(?=[一-龥])([一-龥()、]+)")
_STATING = frozenset({"basis", "budget", "is"})
"""Classes of the words between a name and its figure: 行政运行支出决算为."""
_NAME_START = re.compile(
    r"[。;:,、]|用于|其中|包括|[一二三四五六]是|\([一二三四五六七八九十]{1,3}\)[、.]?|\(\d{1,2}\)[、.]?|\d+[.、]?(?=[一-龥])"
)
_CODE_DIGITS = "0123456789"
"""Beside a name, as in 行政运行01（项）, they are its code and no part of it."""
_ASIDE = re.compile(r"\([^()]*\)")
_LEVELS = {"类": "class", "款": "group", "项": "item"}
_CLASS_DIGITS = 3
_LINK_DIGITS = 2
"""Of a code that continues the one above it; a longer one stands for itself."""
_LEVEL_OF_LENGTH = {3: "class", 5: "group", 7: "item"}
_LONE = frozenset({"with", "than", "is", "of", "filler", "range", "within"})
"""Classes whose one-letter words are only meant as such before something that the grammar knows."""


@dataclass(frozen=True, slots=True)
class Item:
    """A functional class, group or item as the prose names it."""

    kind: str
    class_name: str | None = None
    group_name: str | None = None
    item_name: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of text and what it is."""

    word_class: str
    start: int
    end: int
    key: str = ""
    kind: str = ""
    value: Decimal | None = None
    unit: str | None = None
    item: Item | None = None
    inner: Token | None = None
    """Of a base phrase: the subject within it."""


def tokenize(text: str, lexicon: Lexicon) -> list[Token]:
    """All tokens of a text in order, fillers left out."""
    tokens = _demote(list(_scan(text, lexicon, _items(text))))
    return list(_merge(token for token in tokens if token.word_class != "filler"))


def _scan(text: str, lexicon: Lexicon, items: dict[int, Token]) -> Iterator[Token]:
    at = 0
    while at < len(text):
        token = (
            items.get(at)
            or _led_by_code(text, at, lexicon)
            or _aside(text, at, lexicon)
            or _figure(text, at, lexicon)
            or _word(text, at, lexicon)
        )
        yield token
        at = token.end


def _word(text: str, at: int, lexicon: Lexicon) -> Token:
    found = lexicon.longest_term(text, at)
    if found is not None:
        length, term = found
        return _of_term(at, at + length, term)
    mark = _PUNCTUATION.get(text[at])
    return Token(mark or "text", at, at + 1, key=text[at] if mark else "")


def _of_term(start: int, end: int, term: Term) -> Token:
    return Token(term.word_class, start, end, term.key, term.kind)


def _aside(text: str, at: int, lexicon: Lexicon) -> Token | None:
    """Numbering, and a remark in brackets without any figure, which adds nothing: (2), 以合同签订为准, 不含车辆."""
    ordinal = _ORDINAL.match(text, at)
    if ordinal is not None:
        return Token("ordinal", at, ordinal.end())
    if text[at] != "(":
        return None
    found = _ASIDE.match(text, at)
    if found is None or any(character.isdigit() for character in found[0]) or found[0][1:-1] in lexicon.units:
        return None
    return Token("filler", at, found.end())


def _figure(text: str, at: int, lexicon: Lexicon) -> Token | None:
    """The figure that begins here; None where there is none."""
    first = text[at]
    if not (first.isdigit() or (first == "-" and _is_sign(text, at))):
        return None
    return _date(text, at) or _number(text, at, lexicon)


def _is_sign(text: str, at: int) -> bool:
    """Whether a dash makes the number after it negative; between two figures it means 至."""
    between = at > 0 and (text[at - 1].isdigit() or text[at - 1] in "%元年月日")
    return not between and text[at + 1 : at + 2].isdigit()


def _date(text: str, at: int) -> Token | None:
    found = _DATE.match(text, at)
    if found is not None:
        year, month, day = (int(part.replace(",", "")) for part in found.groups())
        return Token("date", at, found.end(), value=Decimal(year * 10_000 + month * 100 + day), unit="date")
    found = _YEAR.match(text, at)
    if found is not None:
        return Token("year", at, found.end(), value=Decimal(found[1]))
    found = _MONTH.match(text, at)
    return Token("text", at, found.end()) if found is not None else None


def _number(text: str, at: int, lexicon: Lexicon) -> Token | None:
    found = _NUMBER.match(text, at)
    if found is None:
        return None
    printed = found[0]
    if not _WELL_FORMED.fullmatch(printed):
        # A comma between two figures, or a damaged one: what stands before the comma is a figure of its own.
        printed = printed.partition(",")[0]
    value = Decimal(printed.replace(",", "")) if _WELL_FORMED.fullmatch(printed) else None
    end = at + len(printed)
    unit = _unit(text, end, lexicon)
    figure = lexicon.units[unit] if unit else "zero" if value == 0 else "number"
    return Token(figure, at, end + len(unit or ""), value=value, unit=unit)


def _unit(text: str, at: int, lexicon: Lexicon) -> str | None:
    """The longest unit that stands here."""
    return next((text[at : at + size] for size in (5, 4, 3, 2, 1) if text[at : at + size] in lexicon.units), None)


def _items(text: str) -> dict[int, Token]:
    """Chains like 教育支出(类)普通教育(款)小学教育(项), and names with their code, by where they begin."""
    found: dict[int, Token] = {}
    chain: list[re.Match[str]] = []
    for marker in _MARKERS.finditer(text):
        if chain and (_interrupted(text, chain[-1].end(), marker.start()) or marker["level"] == "类"):
            _add(found, _chain(text, chain))
            chain = []
        chain.append(marker)
    if chain:
        _add(found, _chain(text, chain))
    taken = 0
    for code in _CODE.finditer(text):
        start = max(_name_start(text, code.start()), taken)
        if taken <= code.start() and start < code.start():
            token = _coded(text, start, code)
            _add(found, token)
            taken = token.end
    return found


def _led_by_code(text: str, at: int, lexicon: Lexicon) -> Token | None:
    """A name behind its code, without the words that state its figure: 2010301行政运行 of 2010301行政运行支出决算为."""
    found = _LEADING_CODE.match(text, at)
    if found is None or _unit(text, found.start(2), lexicon) or not _is_coded_name(found, lexicon):
        return None
    end = next(
        (place for place in range(found.start(2) + 1, found.end()) if _only_states(text[place : found.end()], lexicon)),
        found.end(),
    )
    kind = _LEVEL_OF_LENGTH[len(found[1])]
    item = Item(kind, **{f"{kind}_name": text[found.start(2) : end]}, code=found[1])
    return Token("subject", at, end, kind, kind, item=item)


def _is_coded_name(found: re.Match[str], lexicon: Lexicon) -> bool:
    """Three digits are a class only before a class's name: 208社会保障和就业支出, but no lane (252弄4号) and no bus."""
    return len(found[1]) > _CLASS_DIGITS or any(found[2].startswith(name) for name in lexicon.class_names)


def _only_states(text: str, lexicon: Lexicon) -> bool:
    at = 0
    while at < len(text):
        found = lexicon.longest_term(text, at)
        if found is None or found[1].word_class not in _STATING:
            return False
        at += found[0]
    return True


def _coded(text: str, start: int, code: re.Match[str]) -> Token:
    """A name with its code, and the names below it that bring two digits more each."""
    digits, end = code[1], code.end()
    kind = _LEVEL_OF_LENGTH[len(digits)]
    names = {f"{kind}_name": text[start : code.start()]}
    while len(digits) < 7 and (link := _NEXT_CODE.match(text, end)) and link[2][:-2] in ("", digits):
        digits, end = digits + link[2][-2:], link.end()
        kind = _LEVEL_OF_LENGTH[len(digits)]
        names[f"{kind}_name"] = link[1]
    return Token("subject", start, end, kind, kind, item=Item(kind, **names, code=digits))


def _add(found: dict[int, Token], token: Token) -> None:
    found[token.start] = token


def _interrupted(text: str, start: int, end: int) -> bool:
    return any(mark in text[start:end] for mark in "。;,:")


def _chain(text: str, markers: list[re.Match[str]]) -> Token:
    start = at = _name_start(text, markers[0].start())
    names: dict[str, str] = {}
    kind, code = "class", ""
    for marker in markers:
        kind = _LEVELS[marker["level"]]
        names[f"{kind}_name"] = text[at : marker.start()].strip(_CODE_DIGITS)
        digits = marker["code"] or ""
        code = digits if len(digits) > _LINK_DIGITS else code + digits
        at = marker.end()
    item = Item(kind, **names, code=code if _LEVEL_OF_LENGTH.get(len(code)) == kind else None)
    return Token("subject", start, at, kind, kind, item=item)


def _name_start(text: str, end: int) -> int:
    """Where a name that ends here begins: after punctuation, numbering or 用于."""
    starts = [found.end() for found in _NAME_START.finditer(text, 0, end)]
    return starts[-1] if starts else 0


def _demote(tokens: list[Token]) -> Iterator[Token]:
    """Give one-letter words back to the name that they are part of: the 和 of 文化和旅游, the 计 of 审计."""
    for index, token in enumerate(tokens):
        following = tokens[index + 1].word_class if index + 1 < len(tokens) else "stop"
        is_lone = token.end - token.start == 1 and token.word_class in _LONE and not token.key
        yield Token("text", token.start, token.end) if is_lone and following == "text" else token


def _merge(tokens: Iterable[Token]) -> Iterator[Token]:
    """One token for each run of unknown characters."""
    run: Token | None = None
    for token in tokens:
        if token.word_class == "text":
            run = Token("text", run.start if run else token.start, token.end)
            continue
        if run is not None:
            yield run
            run = None
        yield token
    if run is not None:
        yield run
