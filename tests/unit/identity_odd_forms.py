"""Small documents, each with one trait of real forms that decides whether an identity is due."""

from __future__ import annotations

from collections.abc import Iterator

from tests.unit.identity_bench import COLUMNS, Line, Sheet, line

EXP = "expenditure"


def _sheet(name: str, *lines: Line, **traits: object) -> Sheet:
    return Sheet(name, lines, **traits)  # type: ignore[arg-type]


def _spending(total: str, **amounts: str) -> Line:
    return line(EXP, "total", total=total, **amounts)


def odd_forms() -> Iterator[Sheet]:
    """Every odd document; tests name them by ``document_id``."""
    yield from _applicability()
    yield from _hierarchy()
    yield from _tolerance()
    yield from _ties()
    yield from _flaws()


def _applicability() -> Iterator[Sheet]:
    yield _sheet("addends-blank", _spending("100.00"), line(EXP, "201", total="100.00"))
    yield _sheet("zero-total", _spending("0.00"), line(EXP, "201", total="0.00"))
    yield _sheet(
        "blank-total", line("summary", "income.grand_total"), line("summary", "income.current_total", amount="5.00")
    )
    yield _sheet(
        "blank-total-of-zero",
        line("summary", "income.grand_total"),
        line("summary", "income.current_total", amount="0.00"),
    )
    short = COLUMNS | {"government_fund": ("opening_balance", "income", "total", "closing_balance")}
    yield _sheet("no-kinds", line("government_fund", "total", total="10.00"), columns=short)
    yield _sheet("blank-statement", _spending("9.00", basic="9.00"), blank_statements=("summary",))
    printed_total = (line("income", "total", total="3.00", fiscal_appropriation="3.00"),)
    one_line = (
        line("summary", "income.fiscal_appropriation", amount="3.00"),
        line("summary", "income.current_total", amount="3.00"),
    )
    funds = (
        line("summary", "income.general_public_budget", amount="2.00"),
        line("summary", "income.government_fund", amount="1.00"),
    )
    yield _sheet("one-line-appropriation", *one_line, *funds, *printed_total)
    yield _sheet("three-funds", *funds, line("summary", "income.current_total", amount="3.00"), *printed_total)


def _hierarchy() -> Iterator[Sheet]:
    yield _sheet(
        "no-middle-level", _spending("6.00", basic="6.00"),
        line(EXP, "201", total="6.00", basic="6.00"), line(EXP, "2010301", total="2.00", basic="2.00"),
        line(EXP, "2010302", total="4.00", basic="4.00"),
    )  # fmt: skip
    yield _sheet(
        "items-alone", _spending("6.00", basic="6.00"),
        line(EXP, "2010301", total="2.00", basic="2.00"), line(EXP, "2080505", total="4.00", basic="4.00"),
    )  # fmt: skip
    of_which = Line(EXP, "201.of_which.x", {"total": "1.00", "basic": "1.00"}, is_of_which=True)
    yield _sheet(
        "of-which", _spending("6.00", basic="6.00"), line(EXP, "201", total="6.00", basic="6.00"), of_which,
    )  # fmt: skip
    for name, pages_on in (("repeated-row", 1), ("doubled-row", 0)):
        again = Line(EXP, "201", {"total": "6.00", "basic": "6.00"}, occurrence=2, pages_on=pages_on)
        yield _sheet(name, _spending("6.00", basic="6.00"), line(EXP, "201", total="6.00", basic="6.00"), again)
    yield _sheet(
        "total-lost", line(EXP, "201", total="6.00", basic="6.00"), line(EXP, "208", total="4.00", basic="4.00")
    )
    other = Line(EXP, "201", {"total": "7.00", "basic": "6.00"}, occurrence=2)
    yield _sheet("repeated-code", _spending("6.00", basic="6.00"), line(EXP, "201", total="6.00", basic="6.00"), other)
    unmapped = Line(EXP, "unmapped:5:4", {"total": "3.00", "basic": "3.00"})
    yield _sheet(
        "unmapped-row", _spending("9.00", basic="9.00"), line(EXP, "201", total="5.00", basic="5.00"),
        line(EXP, "20103", total="2.00", basic="2.00"), unmapped, line(EXP, "208", total="4.00", basic="4.00"),
        line(EXP, "20805", total="4.00", basic="4.00"), line("summary", "expenditure.201", amount="5.00"),
        line("summary", "expenditure.208", amount="4.00"), line("summary", "expenditure.210", amount="3.00"),
    )  # fmt: skip


def _tolerance() -> Iterator[Sheet]:
    for name, total in (("at-tolerance", "6.01"), ("beyond-tolerance", "6.02")):
        yield _sheet(
            name,
            line("summary", "income.grand_total", amount=total),
            line("summary", "income.current_total", amount="6.00"),
        )
    for name, basic in (("zero-is-an-addend", "0.00"), ("blank-is-none", None)):
        amounts = {"total": "6.02", "project": "6.00"} | ({"basic": basic} if basic else {})
        yield _sheet(name, Line(EXP, "total", amounts))
    yield _sheet(
        "mixed-precision",
        line("summary", "expenditure.current_total", amount="6"),
        line(EXP, "total", total="6.50", basic="6.50"),
    )  # fmt: skip
    for name, amount in (("bound-held", "6.01"), ("bound-broken", "6.02")):
        yield _sheet(
            name,
            line("fiscal_summary", "income.grand_total", amount=amount),
            line("summary", "income.grand_total", amount="6.00"),
        )  # fmt: skip


def _ties() -> Iterator[Sheet]:
    summary = (line("summary", "expenditure.201", amount="6.00"), line("summary", "expenditure.208", amount="4.00"),
               line("summary", "expenditure.current_total", amount="10.00"))  # fmt: skip
    public = (line("general_public_budget", "total", total="10.00", basic="10.00"),
              line("general_public_budget", "201", total="6.00", basic="6.00"),
              line("general_public_budget", "208", total="4.00", basic="4.00"))  # fmt: skip
    items = (_spending("10.00", basic="10.00"), line(EXP, "2010301", total="2.00", basic="2.00"),
             line(EXP, "2010302", total="4.00", basic="4.00"),
             line(EXP, "2080505", total="4.00", basic="4.00"))  # fmt: skip
    yield _sheet("levels-left-out", *summary, *public, *items)
    wrong = line("summary", "expenditure.208", amount="5.00")
    yield _sheet("levels-left-out-wrong", summary[0], wrong, *items)
    yield _sheet(
        "row-lost", *summary, *public, _spending("10.00", basic="10.00"), line(EXP, "201", total="6.00", basic="6.00")
    )
    nil = line("summary", "expenditure.208", amount="0.00")
    yield _sheet(
        "zero-against-missing", nil, _spending("6.00", basic="6.00"), line(EXP, "201", total="6.00", basic="6.00")
    )
    own = line(EXP, "206", total="1.00", basic="1.00")
    yield _sheet("other-funds", *public, _spending("11.00", basic="11.00"),
                 line(EXP, "201", total="6.00", basic="6.00"),
                 line(EXP, "208", total="4.00", basic="4.00"), own)  # fmt: skip
    yield _sheet("negative", line("general_public_budget", "total", total="7.00", basic="7.00"),
                 _spending("6.00", basic="7.00", operating="-1.00"))  # fmt: skip
    received = (line("income", "total", total="10.00", fiscal_appropriation="10.00"),)
    carried = (line("fiscal_summary", "income.current_total", amount="10.00"),)
    yield _sheet("nothing-carried", *received, *public, *carried)
    balance = line("fiscal_summary", "income.opening_balance", amount="1.00")
    yield _sheet("carried-over", *received, *public, *carried, balance)


def _flaws() -> Iterator[Sheet]:
    five = tuple(line(s, "total", total="1.00") for s in ("income", EXP, "general_public_budget"))
    summaries = (line("summary", "expenditure.current_total", amount="1.00"),
                 line("fiscal_summary", "expenditure.current_total", total="1.00", government_fund="1.00"))  # fmt: skip
    yield _sheet("eight-of-nine", *five, *summaries,
                 blank_statements=("basic_expenditure", "government_fund", "three_public"),
                 empty_sentences={"basic_expenditure": "本部门无"}, unprinted_units=frozenset({"income"}))  # fmt: skip
    yield _sheet("declared-empty", *five, *summaries, declared_empty=("state_capital",),
                 blank_statements=("basic_expenditure", "government_fund", "three_public"))  # fmt: skip
    yield _sheet("before-2019", *five, *summaries, fiscal_year=2018,
                 blank_statements=("basic_expenditure", "government_fund", "three_public"))  # fmt: skip
    yield _sheet("denied", line("three_public", "total", budget="0.00", actual="5.00"),
                 empty_sentences={"three_public": "本部门无“三公”经费支出"})  # fmt: skip
    crossed = {"total": "3.00", "basic": "1.00", "unmapped:5:3": "2.00"}
    yield _sheet("unmapped-column", Line(EXP, "total", crossed), Line(EXP, "201", crossed))
    for name, status in (
        ("damaged-code", "recovered"),
        ("unknown-code", "unverified"),
        ("damaged-name", "damaged_name"),
    ):
        row = Line(EXP, "201", {"total": "1.00", "basic": "1.00"}, printed_code="2 01", code_status=status)
        yield _sheet(name, _spending("1.00", basic="1.00"), row)
    yield _sheet("all-blank", blank_statements=("summary", "income"), is_form=True)
    yield _sheet("nothing-read", blank_statements=("summary", "income"))
