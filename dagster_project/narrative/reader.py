"""A document's lines to claims: sections, paragraphs, and what each claim speaks of.

What a pattern does not say itself, a figure takes from its surroundings: its subject from the sentence, paragraph or
heading, what it is compared with from the sentence, the total of a share from the figure before 其中. A figure that no
pattern licenses is a claim nonetheless, of type ``unresolved``: nothing is dropped, so that coverage can be measured.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dagster_project.narrative.blocks import DEEPEST_SECTION, Block, enumerator, make_blocks
from dagster_project.narrative.lexer import Item, Token, tokenize
from dagster_project.narrative.lexicon import UNRESOLVED, Lexicon, Reference
from dagster_project.narrative.paragraph import Paragraph, Statement
from dagster_project.narrative.records import Claim, ProseLine
from dagster_project.narrative.scope import NOBODY, Scope, subject_of
from dagster_project.narrative.sections import Sections

_YEAR = re.compile(r"(20\d\d)年")
_NO_ITEM = Item("")
_WITHOUT_FIGURE = frozenset({"direction", "none"})


def read_narrative(lines: Sequence[ProseLine], lexicon: Lexicon) -> list[Claim]:
    """All claims of a document, in the order in which they are printed.

    Args:
        lines: the document's lines outside tables, in reading order.
        lexicon: the grammar.
    """
    return _Reader(lexicon).read(lines)


@dataclass(slots=True)
class _Reader:
    lexicon: Lexicon
    claims: list[Claim] = field(default_factory=list)
    scope: Scope = field(default_factory=Scope)
    section: str = ""

    def read(self, lines: Sequence[ProseLine]) -> list[Claim]:
        """Every claim of the lines, in the order of the text."""
        sections = Sections(self.lexicon)
        title: Block | None = None
        for number, block in enumerate(make_blocks(lines), 1):
            is_heading = sections.enter(block)
            self.section = sections.section
            if is_heading:
                self._enter(block)
                if enumerator(block.text)[0] == 0:
                    title = block if sections.is_read else None
            elif sections.is_read:
                if title is not None and block.text[-1] in "。;:":
                    self._title_year(title)
                    title = None
                self._paragraph(block, number)
        return self.claims

    def _enter(self, block: Block) -> None:
        """A heading: its subject is that of the paragraphs below; a new section has no total yet."""
        tokens = tokenize(block.text, self.lexicon)
        subjects = (n for n, token in enumerate(tokens) if token.word_class == "subject")
        topic = next((subject_of(block.text, tokens, n) for n in subjects), NOBODY)
        level = enumerator(block.text)[0]
        if level is None or level <= DEEPEST_SECTION:
            self.scope.open_section(topic)
        else:
            self.scope.topic = self.scope.completed(topic)

    def _title_year(self, title: Block) -> None:
        """The year of a part's heading, stated once the part proves to be more than a line of the contents."""
        found = _YEAR.search(title.text)
        if found is None:
            return
        token = Token("year", found.start(1), found.end(), value=Decimal(found[1]), unit="year")
        self._add(title, Statement("fiscal_year", NOBODY, token.start, token.end, 0, figure=token))

    def _paragraph(self, block: Block, number: int) -> None:
        level, offset = enumerator(block.text)
        self.scope.open_paragraph(numbered=level is not None)
        for statement in Paragraph(block.text, number, offset, self.section, self.lexicon, self.scope).statements():
            self._add(block, statement)
        self.scope.close_paragraph(numbered=level is not None)

    def _add(self, block: Block, statement: Statement) -> None:
        claim_type = self._claim_type(statement)
        if claim_type == UNRESOLVED and statement.quantity in _WITHOUT_FIGURE:
            return
        reference = self._reference(statement)
        claim = _claim(
            len(self.claims) + 1, block, statement, claim_type=claim_type, section=self.section, reference=reference
        )
        self.claims.append(claim)

    def _claim_type(self, statement: Statement) -> str:
        quantity = "explanation" if statement.is_reason else statement.quantity
        unit = (statement.figure.unit if statement.figure is not None else None) or ""
        subject = statement.subject
        return self.lexicon.claim_type(
            self.section, subject.kind, subject.key, quantity, base=statement.base, unit=unit
        )

    def _reference(self, statement: Statement) -> Reference | None:
        if statement.is_reason:
            return None
        subject = statement.subject
        return self.lexicon.reference(self.section, subject.kind, subject.key, statement.quantity)


def _claim(
    position: int,
    block: Block,
    statement: Statement,
    *,
    claim_type: str,
    section: str,
    reference: Reference | None,
) -> Claim:
    line, line_offset = block.place(statement.start)
    figure, subject, whole = statement.figure, statement.subject, statement.whole
    item = subject.item or _NO_ITEM
    return Claim(
        position=position,
        page_number=line.page_number,
        line_number=line.line_number,
        line_offset=line_offset,
        x0=line.x0,
        top=line.top,
        x1=line.x1,
        bottom=line.bottom,
        claim_type=claim_type,
        quantity=statement.quantity,
        section=section,
        subject=subject.printed,
        subject_key=subject.key or None,
        subject_kind=subject.kind or None,
        subject_group=statement.group,
        class_name=item.class_name,
        group_name=item.group_name,
        item_name=item.item_name,
        printed_code=item.code,
        statement=reference.statement if reference else None,
        line_code=reference.line_code if reference else None,
        measure=reference.measure if reference else None,
        stated_text=block.text[statement.start : statement.end],
        stated_value=figure.value if figure else None,
        stated_unit=figure.unit if figure else None,
        stated_precision=_precision(figure),
        direction=statement.direction,
        base=statement.base or None,
        base_year=statement.base_year,
        period_year=statement.period,
        whole=whole.printed or None,
        whole_key=whole.key or None,
        is_whole_printed=statement.is_whole_printed,
        sentence=_sentence(block.text, statement.start),
    )


def _precision(figure: Token | None) -> Decimal | None:
    """The unit of the last printed decimal."""
    if figure is None or figure.value is None or figure.word_class in {"date", "year"}:
        return None
    exponent = figure.value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else None


def _sentence(text: str, start: int) -> str:
    first = text.rfind("。", 0, start) + 1
    last = text.find("。", start)
    return text[first : last + 1 if last >= 0 else len(text)]
