"""What a figure takes from its surroundings when its own words do not say it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dagster_project.narrative.lexer import Item, Token

BUDGETS = frozenset({"initial_budget", "adjusted_budget", "budget"})
PRIOR_YEAR = "prior_year"
_DEPTHS = {"class": 1, "group": 2, "item": 3}
_COUNTED = frozenset({"trips", "vehicles"})
"""Kinds of subjects that are counted: an amount after 团组2个、5人次 is of 因公出国（境）费 again."""
_GENERIC = {"vehicles_kind": True, "bare_income": False, "bare_expenditure": False, "equipment": False, "class": False}
"""Words that an unknown word before them makes a name of: 指挥用车 is a vehicle still, 小学教育支出 is not 支出."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What figures are stated of; without key and kind where the lexicon does not know it."""

    printed: str = ""
    key: str = ""
    kind: str = ""
    item: Item | None = None


NOBODY = Subject()


@dataclass(slots=True)
class Scope:
    """The surroundings at one point of a document."""

    topic: Subject = NOBODY
    """Of the heading, or the numbered paragraph above."""
    subject: Subject = NOBODY
    """Of the last claim in the paragraph."""
    paid: Subject = NOBODY
    """Of the last amount in the paragraph."""
    whole: Subject = NOBODY
    """The total above 其中, of which shares are shares."""
    section_whole: Subject = NOBODY
    """The same for the paragraphs that follow: set in one that is not numbered, it holds through the section."""
    base: str = ""
    base_year: int | None = None
    base_is_fresh: bool = False
    """Whether the base was named in this sentence."""
    budget: str = ""
    """The last budget that the paragraph named."""
    period: int | None = None
    in_reason: bool = False
    counts_reasons: bool = False
    """Whether the reasons are counted (一是…；二是…), so that a semicolon before the next number does not end them."""
    named: Subject = NOBODY
    """A subject that the clause has named and no claim has taken up: 因公出国（境）费全年支出…"""
    fund: Subject = NOBODY
    """A fund that the clause has named."""
    lister: Subject = NOBODY
    """Whose parts a list with amounts states; nobody's outside one."""
    chain: Item | None = None
    """The last class, with its group, that the section named: 一般公共服务支出（类）above 财政事务（款）."""
    group: int = 0
    _grouped: tuple[int, str] = (0, "")

    def open_paragraph(self, *, numbered: bool) -> None:
        """Forget the paragraph before; a numbered paragraph has a topic of its own."""
        self.subject, self.base, self.base_year, self.budget, self.period = NOBODY, "", None, "", None
        self.paid = NOBODY
        self.close_sentence()
        self.whole = self.section_whole
        if numbered:
            self.topic = NOBODY

    def close_paragraph(self, *, numbered: bool) -> None:
        """A numbered paragraph that names its subject is the topic of those below; another one may set their total."""
        if not numbered:
            self.section_whole = self.whole
        elif self.subject.kind:
            self.topic = self.subject

    def open_section(self, topic: Subject) -> None:
        """A heading: the subject that it names, and no total yet."""
        self.section_whole, self.chain = NOBODY, None
        self.topic = self.completed(topic)

    def close_sentence(self) -> None:
        """A full stop ends reasons and lists; the subject and what it is compared with stay for 其中."""
        self.in_reason = self.counts_reasons = self.base_is_fresh = False
        self.lister = NOBODY
        self.name(NOBODY)

    def mark(self, word_class: str) -> None:
        """What punctuation and connectives end or begin."""
        match word_class:
            case "stop":
                self.close_sentence()
            case "comma":
                self.name(NOBODY)
            case "semi":
                self.in_reason, self.lister = False, NOBODY
                self.name(NOBODY)
            case "reason":
                self.in_reason = True
            case "ordinal":
                self.counts_reasons = self.in_reason = self.in_reason or self.counts_reasons
            case "of_which":
                self.in_reason = self.counts_reasons = False
                self.whole = self.of_whom()
                self.name(NOBODY)

    def compare(self, base: Token) -> None:
        """A base phrase: 与2023年度相比."""
        self.base, self.base_is_fresh = base.key, True
        self.base_year = int(base.value) if base.value is not None else None

    def take(self, subject: Subject, *, counts: bool = True) -> None:
        """The subject of a claim is that of the figures after it; a score leaves its project in place."""
        if not counts and not self.in_reason:
            self.paid = subject
        if not self.in_reason and not (self.subject.kind == "project" and subject.kind == "performance"):
            self.subject = subject

    def name(self, subject: Subject) -> None:
        """The clause names a subject; nobody where a claim has taken it up, or the clause ends."""
        self.named = subject
        if not subject.printed or subject.kind == "fund":
            self.fund = subject

    def completed(self, subject: Subject) -> Subject:
        """The subject with the class and group above it, where its own chain of names begins further down."""
        item = subject.item
        if item is None or item.kind not in _DEPTHS:
            return subject
        above = self.chain
        if above is not None and item.code is None and item.class_name is None and _DEPTHS[item.kind] > 1:
            group = item.group_name or (above.group_name if item.kind == "item" else None)
            item = replace(item, class_name=above.class_name, group_name=group)
        if item.class_name is not None:
            self.chain = item
        return replace(subject, item=item)

    def of_whom(self, *, counts: bool = True) -> Subject:
        """The subject of a figure that names none; of money never what is counted, but what was paid above."""
        if self.named.printed:
            return self.named
        subject = self.subject
        if not counts and subject.kind in _COUNTED:
            subject = next((one for one in (self.paid, self.topic) if one.printed), subject)
        return subject if subject.printed else self.topic

    def group_of(self, block: int, subject: Subject) -> int:
        """The number of the group of claims about one subject in one paragraph."""
        if (block, subject.printed) != self._grouped:
            self._grouped = (block, subject.printed)
            self.group += 1
        return self.group


def subject_of(text: str, tokens: list[Token], index: int) -> Subject:
    """The subject that a token names."""
    token = tokens[index]
    before = tokens[index - 1] if index else None
    is_generic = token.key in _GENERIC and token.item is None
    is_extended = is_generic and before is not None and before.word_class == "text" and before.end == token.start
    printed = text[before.start if is_extended and before is not None else token.start : token.end]
    if token.word_class != "subject" or (is_extended and not _GENERIC[token.key]):
        return Subject(printed)
    item = token.item or (Item("class", class_name=printed) if token.kind == "class" else None)
    return Subject(printed, token.key, token.kind, item)
