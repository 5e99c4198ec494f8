"""One paragraph: its tokens, the patterns found in them from left to right, and what they state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from dagster_project.narrative.lexer import Item, Token, tokenize
from dagster_project.narrative.lexicon import FIGURES, Lexicon
from dagster_project.narrative.notation import Match
from dagster_project.narrative.scope import BUDGETS, NOBODY, PRIOR_YEAR, Scope, Subject, subject_of

_LIST_END = re.compile(r"[。;]|$")
_SEPARATOR = re.compile(r"[、,](?![^()]*\))")
_TAIL = re.compile(r"(?:等(?:费用|支出|方面|科目)?|…+|\(.*不涉及.*\))$")
_INSERTION = re.compile(r"\((?=[^()]*\d)[^()]*\)")
_LISTERS = frozenset({"personnel", "public"})
_BASES = frozenset({"basis", "budget"})
_SUMS = frozenset({"initial_budget", "adjusted_budget", "budget", "final"})
_ANY_UNIT = "元"
"""Nothing is nothing in every unit: 年初预算为0，支出决算为150万元."""
_STRUCTURES = frozenset({"general_structure"})
_SPENDING = "bare_expenditure"
_SPENDERS = frozenset({"item", "class", "group", "three_public", "operating_cost", "project"})
"""Of these, 支出 alone is what they spent, not the expenditure of the section."""
_SUM_WORDS = ("合计", "共计", "总计", "之和")
_MONEY = frozenset({"amount", "percent"})
_UNFIGURED = frozenset({"direction", "none"})
_NAMES = frozenset({"subject", "text", "noun", "basis", "budget"})


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim in the making: what is said of whom, and where it stands in the paragraph."""

    quantity: str
    subject: Subject
    start: int
    end: int
    group: int
    figure: Token | None = None
    direction: str | None = None
    base: str = ""
    base_year: int | None = None
    period: int | None = None
    whole: Subject = NOBODY
    is_whole_printed: bool = False
    is_reason: bool = False


class _Asides:
    """Figures in brackets have subjects of their own: after 基本支出8万元(人员经费7万元), 占65% is of 基本支出."""

    def __init__(self, text: str, scope: Scope) -> None:
        self._spans = [found.span() for found in _INSERTION.finditer(text)]
        self._scope = scope
        self._before: tuple[Subject, Subject, Subject] | None = None

    def pass_by(self, place: int) -> None:
        """Keep the surroundings where a bracket opens before ``place``, give them back where it has closed."""
        scope = self._scope
        while self._spans and self._spans[0][1] <= place:
            if self._before is not None:
                scope.subject, scope.whole, scope.named = self._before
                self._before = None
            self._spans.pop(0)
        if self._spans and self._spans[0][0] < place and self._before is None:
            self._before = (scope.subject, scope.whole, scope.named)


@dataclass(slots=True)
class Paragraph:
    """The reading of one paragraph; ``offset`` is where its words begin after the numbering."""

    text: str
    number: int
    offset: int
    section: str
    lexicon: Lexicon
    scope: Scope
    tokens: list[Token] = field(default_factory=list)
    letters: str = ""

    def statements(self) -> Iterator[Statement]:
        """Everything that the paragraph states, in order."""
        words = [self._named(token) for token in tokenize(self.text, self.lexicon) if token.start >= self.offset]
        self.tokens = list(_reduce(words, self.lexicon))
        self.letters = _letters(self.tokens, self.lexicon)
        at = 0
        asides = _Asides(self.text, self.scope)
        while at < len(self.tokens):
            asides.pass_by(self.tokens[at].start)
            found = self.lexicon.patterns.at(self.letters, at)
            if found is not None:
                yield from self._found(found)
                at = found.end
                continue
            if self._opens_list(at):
                names = self._listed(at)
                yield from names
                at = self._after(names[-1].end) if names else at + 1
                continue
            self._note(at)
            at += 1

    def _named(self, token: Token) -> Token:
        """Among the classes of a structure a class may go without 支出: “一般公共服务”306.90万元，占1.61%."""
        name = self.text[token.start : token.end]
        if token.word_class != "text" or self.section not in _STRUCTURES or name not in self.lexicon.class_names:
            return token
        return Token("subject", token.start, token.end, "class", "class")

    def _note(self, at: int) -> None:
        """A token outside every pattern changes the scope."""
        scope, token = self.scope, self.tokens[at]
        scope.mark(token.word_class)
        match token.word_class:
            case "base":
                scope.compare(token)
                if token.inner is not None:
                    scope.named = subject_of(self.text, [token.inner], 0)
            case "within" if scope.named.printed:
                scope.whole, scope.named = scope.named, NOBODY
            case "year" if token.value is not None:
                scope.period = int(token.value)
            case "project_marker":
                scope.subject = Subject(self._words_before(token.start), "project", "project")
            case "subject" if token.item is not None or self._is_title(at):
                scope.subject = scope.completed(subject_of(self.text, self.tokens, at))
                scope.named = NOBODY
            case "subject":
                scope.name(subject_of(self.text, self.tokens, at))
            case "text" if scope.named.printed:
                scope.named = Subject(scope.named.printed + self.text[token.start : token.end])

    def _is_title(self, at: int) -> bool:
        """Whether a subject stands alone at the beginning: 3.公务接待费。"""
        return at == 0 and (len(self.tokens) == 1 or self.tokens[1].word_class in {"stop", "is", "comma"})

    def _words_before(self, end: int) -> str:
        start = max(self.text.rfind(mark, self.offset, end) for mark in "。;,")
        return self.text[max(start + 1, self.offset) : end]

    # Patterns

    def _found(self, found: Match) -> Iterator[Statement]:
        scope = self.scope
        subject = self._subject(found)
        base = self._slot(found, "p")
        if base is not None and base.word_class == "base":
            if self._resumes(found, base):
                scope.in_reason = False
            scope.compare(base)
        if subject is not None and subject.key == _SPENDING and scope.of_whom().kind in _SPENDERS:
            subject = None
        counts = not self._has_money(found)
        subject = self._together(found, self._of_fund(subject)) if subject is not None else scope.of_whom(counts=counts)
        subject = scope.completed(subject)
        scope.take(subject, counts=counts)
        scope.name(NOBODY)
        for slot, quantity in found.pattern.emits:
            if slot == "zip":
                yield from self._zipped(found, subject)
            else:
                yield from self._stated(found, slot, quantity, subject)

    def _resumes(self, found: Match, base: Token) -> bool:
        """主要原因是厉行节约，与上年相比增加…: a clause that opens with another comparison ends the reason."""
        scope = self.scope
        opens = found.start == 0 or self.tokens[found.start - 1].word_class == "comma"
        is_other = base.key != scope.base and self.tokens[found.start] is base
        return scope.in_reason and not scope.counts_reasons and opens and is_other and bool(scope.subject.kind)

    def _of_fund(self, subject: Subject) -> Subject:
        """政府性基金财政拨款安排基本支出 is not 基本支出 of the section: the fund makes it another one."""
        fund = self.scope.fund
        is_own = self.section.startswith(fund.key.partition("_")[0])
        if fund.printed and subject.kind in {"component", "total"} and not is_own:
            return Subject(fund.printed + subject.printed)
        return subject

    def _together(self, found: Match, subject: Subject) -> Subject:
        """公务用车购置费和公务接待费合计: a sum of two names is the amount of neither."""
        at = found.slots["s"][0]
        if at < 2 or (self.tokens[at - 1].word_class, self.tokens[at - 2].word_class) != ("with", "subject"):
            return subject
        between = self.text[self.tokens[at].end : self.tokens[found.end - 1].start]
        if not any(word in between for word in _SUM_WORDS):
            return subject
        return Subject(self.text[self.tokens[at - 2].start : self.tokens[at].end])

    def _has_money(self, found: Match) -> bool:
        """Whether the pattern holds an amount or a percentage, of which no count of people or cars can be."""
        return any(token.word_class in _MONEY for token in self.tokens[found.start : found.end])

    def _stated(self, found: Match, slot: str, quantity: str, subject: Subject) -> Iterator[Statement]:
        """What one slot of a pattern states."""
        token = self.tokens[found.slots[slot][0]]
        basis = self._slot(found, "q")
        quantity = basis.key if quantity == "basis" and basis is not None else quantity
        if quantity in _UNFIGURED:
            if self._is_meant(found, quantity):
                yield self._direction(found, quantity, token, subject)
            return
        if quantity == "bare" and subject.kind:
            subject = Subject(subject.printed)
        if quantity == "date":
            subject = NOBODY
        yield self._figure(found, quantity, token, subject)

    def _figure(self, found: Match, quantity: str, token: Token, subject: Subject) -> Statement:
        direction = self._slot(found, "d")
        if token.word_class == "zero" and quantity in _SUMS:
            token = _with_unit(token, _ANY_UNIT)
        if quantity == "prior_amount" and self.scope.base in BUDGETS:
            quantity = self.scope.base
        base = self._base_of(found, quantity)
        if quantity in BUDGETS and not self.scope.in_reason:
            self.scope.budget = quantity
        whole = self._whole(found) if quantity == "share" else NOBODY
        if self.scope.lister.printed and not subject.kind and quantity == "amount":
            whole = self.scope.lister
            quantity, subject = "listed_amount", Subject(subject.printed, whole.key, "economic")
        return self._make(
            quantity,
            subject,
            token,
            figure=token,
            base=base,
            direction=direction.key if direction else None,
            whole=whole,
            is_whole_printed=bool(whole.printed) and whole is not self.scope.whole,
        )

    def _direction(self, found: Match, quantity: str, token: Token, subject: Subject) -> Statement:
        if quantity == "none":
            return self._make(quantity, subject, token)
        compared = self._slot(found, "p")
        base = compared.key if compared is not None else self.scope.base
        return self._make(quantity, subject, token, base=base, direction=token.key)

    def _is_meant(self, found: Match, quantity: str) -> bool:
        """A comparison needs something to compare with, in its own sentence, and is none inside a reason."""
        if self.scope.in_reason:
            return False
        return quantity == "none" or "p" in found.slots or self.scope.base_is_fresh

    def _make(self, quantity: str, subject: Subject, token: Token, **more: object) -> Statement:
        scope = self.scope
        base = str(more.pop("base", ""))
        return Statement(
            quantity=quantity,
            subject=subject,
            start=token.start,
            end=token.end,
            group=scope.group_of(self.number, subject),
            base=base,
            base_year=scope.base_year if base == scope.base else None,
            period=scope.period,
            is_reason=scope.in_reason,
            **more,  # type: ignore[arg-type]
        )

    def _zipped(self, found: Match, subject: Subject) -> Iterator[Statement]:
        """分别为: figures in the order of the subjects, or of what is stated of the one subject."""
        span = self.tokens[found.start : found.end]
        figures = [token for token in span if token.word_class in FIGURES]
        quantities = [token.key for token in span if token.word_class in _BASES] or ["amount"]
        if len(quantities) == 1:
            quantities *= len(figures)
        subjects = self._zipped_subjects(found, subject, len(figures))
        unit = next((figure.unit for figure in reversed(figures) if figure.unit), None)
        for figure, quantity, of in zip(figures, quantities, subjects, strict=False):
            yield self._make(quantity, of, figure, figure=_with_unit(figure, unit), base=self._own_base(quantity))

    def _zipped_subjects(self, found: Match, subject: Subject, count: int) -> list[Subject]:
        """One subject for each figure; where their numbers differ nobody knows which is whose."""
        span = range(found.start, found.end)
        places = [n for n in span if self.tokens[n].word_class == "subject"]
        if len(places) == count:
            return [subject_of(self.text, self.tokens, n) for n in places]
        keys = self.lexicon.pairs.get(subject.key, ())
        if len(places) == 1 and len(keys) == count:
            return [Subject(subject.printed, key, subject.kind) for key in keys]
        bases = sum(self.tokens[n].word_class in _BASES for n in span)
        return [subject if bases == count else Subject(subject.printed)] * count

    def _slot(self, found: Match, slot: str) -> Token | None:
        return self.tokens[found.slots[slot][0]] if slot in found.slots else None

    def _subject(self, found: Match) -> Subject | None:
        if "s" not in found.slots:
            return None
        return subject_of(self.text, self.tokens, found.slots["s"][0])

    def _base_of(self, found: Match, quantity: str) -> str:
        """What a figure is compared with, or the budget that it is itself."""
        basis = self._slot(found, "q")
        if quantity == "completion":
            return basis.key if basis is not None else self.scope.budget or "budget"
        if quantity.startswith(("change", "prior")):
            compared = self._slot(found, "p")
            return compared.key if compared is not None and compared.word_class == "budget" else self.scope.base
        return self._own_base(quantity)

    @staticmethod
    def _own_base(quantity: str) -> str:
        return quantity if quantity in BUDGETS else ""

    def _whole(self, found: Match) -> Subject:
        """Of a share: the words between 占 and the figure, else the total above 其中."""
        start, end = found.slots.get("w", (0, 0))
        named = [n for n in range(start, end) if self.tokens[n].word_class in _NAMES]
        if not named:
            return self.scope.whole
        printed = self.text[self.tokens[named[0]].start : self.tokens[named[-1]].end]
        known = next((self.tokens[n] for n in named if self.tokens[n].word_class == "subject"), None)
        return Subject(printed, known.key, known.kind) if known is not None else Subject(printed)

    # Lists of names after 主要包括

    def _opens_list(self, at: int) -> bool:
        if self.tokens[at].word_class != "list" or self.scope.in_reason or self.scope.of_whom().key not in _LISTERS:
            return False
        end = _list_end(self.text, self.tokens[at].end)
        has_amounts = any(c.isdigit() for c in self.text[self.tokens[at].end : end])
        self.scope.lister = self.scope.of_whom() if has_amounts else NOBODY
        return not has_amounts

    def _listed(self, at: int) -> list[Statement]:
        """One statement for each name of a list without amounts."""
        start = self.tokens[at].end
        start += len(self.text[start:]) - len(self.text[start:].lstrip(":"))
        end = _list_end(self.text, start)
        lister = self.scope.of_whom()
        cuts = [start, *(place for cut in _SEPARATOR.finditer(self.text, start, end) for place in cut.span()), end]
        return [
            self._name(self.text[first:last], first, lister)
            for first, last in list(pairwise(cuts))[::2]
            if _TAIL.sub("", self.text[first:last])
        ]

    def _name(self, text: str, start: int, lister: Subject) -> Statement:
        name = _TAIL.sub("", text)
        subject = Subject(name, lister.key, "economic", Item("economic", item_name=name))
        return Statement(
            "listed", subject, start, start + len(name), self.scope.group_of(self.number, lister), whole=lister
        )

    def _after(self, offset: int) -> int:
        return next((n for n, token in enumerate(self.tokens) if token.start >= offset), len(self.tokens))


def _list_end(text: str, start: int) -> int:
    found = _LIST_END.search(text, start)
    return found.start() if found is not None else len(text)


def _with_unit(figure: Token, unit: str | None) -> Token:
    """A number without a unit takes one that is known: that after the last figure of a series."""
    if figure.unit or unit is None:
        return figure
    return Token("amount", figure.start, figure.end, value=figure.value, unit=unit)


def _letters(tokens: list[Token], lexicon: Lexicon) -> str:
    return "".join(lexicon.letters[token.word_class] for token in tokens)


def _reduce(tokens: list[Token], lexicon: Lexicon) -> Iterator[Token]:
    """Base phrases (与2023年度相比) become one token each."""
    letters = _letters(tokens, lexicon)
    at = 0
    while at < len(tokens):
        found = lexicon.phrases.at(letters, at)
        if found is None:
            yield tokens[at]
            at += 1
            continue
        yield _base(tokens[at : found.end])
        at = found.end


def _base(tokens: list[Token]) -> Token:
    """What a base phrase compares with: a budget that it names, else the year before."""
    basis = next((token.key for token in tokens if token.word_class in _BASES), "")
    year = next((token.value for token in tokens if token.word_class == "year"), None)
    is_earlier = any(token.word_class in {"year", "prior", "yoy", "subject"} for token in tokens)
    key = basis if basis in BUDGETS or (basis and not is_earlier) else PRIOR_YEAR
    inner = next((token for token in tokens if token.word_class == "subject"), None)
    return Token("base", tokens[0].start, tokens[-1].end, key, value=year, inner=inner)
