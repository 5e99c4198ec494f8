"""Verdicts as a table for the terminal and as Markdown, and whether the targets are met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tools.faults.judge import Finding, Findings, Outcome, Verdict
from tools.faults.model import Family
from tools.faults.plan import KINDS

COLUMNS = (
    "fault", "planted", "contradicted", "found", "recall %", "culprit", "made", "right", "wrong", "ties", "more",
    "false", "elsewhere",
)  # fmt: skip
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    name: str
    planted: int
    contradicted: int
    found: int
    culprit: int
    made: int
    right: int
    more: int
    false: int
    elsewhere: int

    @property
    def figures(self) -> tuple[str, ...]:
        """As printed."""
        recall = f"{100 * self.found / self.contradicted:.1f}" if self.contradicted else "—"
        wrong, ties = self.made - self.right, self.found - self.made
        numbers = (
            self.culprit, self.made, self.right, wrong, ties, self.more, self.false, self.elsewhere,
        )  # fmt: skip
        return (self.name, str(self.planted), str(self.contradicted), str(self.found), recall, *map(str, numbers))


def line(name: str, verdicts: Sequence[Verdict]) -> Line:
    """The sum over documents; a fault that nothing contradicts counts as planted only."""
    outcomes = [o for v in verdicts for o in v.outcomes]
    due = [o for o in outcomes if o.fault.contradicts]
    found = [o for o in due if o.found]
    return Line(
        name, len(outcomes), len(due), len(found),
        sum(o.is_culprit for o in found),
        sum(o.proposal != "none" for o in found),
        sum(o.proposal == "right" for o in found),
        sum(len(v.more) for v in verdicts),
        sum(len(v.false) for v in verdicts),
        sum(len(v.elsewhere) for v in verdicts),
    )  # fmt: skip


def table(verdicts: Sequence[Verdict]) -> list[Line]:
    """One line per kind, one per family, the whole, and documents with several faults."""
    single = [v for v in verdicts if len(v.case.faults) == 1]
    several = [v for v in verdicts if len(v.case.faults) > 1]
    lines = []
    for kind in KINDS:
        chosen = [v for v in single if v.case.faults[0].kind == kind.name]
        lines += [line(kind.name, chosen)] if chosen else []
    for family in Family:
        chosen = [v for v in single if v.case.faults[0].family is family]
        lines += [line(f"ALL: {family}", chosen)] if chosen else []
    lines += [line("ALL: one fault", single)] if single else []
    return lines + ([line("several faults in one", several)] if several else [])


def misses(verdicts: Sequence[Verdict], clean: Findings) -> list[str]:
    """Why the targets are missed, in sentences."""
    single = [v for v in verdicts if len(v.case.faults) == 1]
    whole = line("", single)
    slips = line("", [v for v in single if v.case.faults[0].family is Family.CELL])
    reasons = []
    if whole.found * 100 < 99 * whole.contradicted:
        reasons.append(f"recall: {whole.found} of {whole.contradicted} contradicted faults are found, less than 99 %")
    if whole.right * 100 < 97 * whole.made:
        reasons.append(f"proposals: {whole.right} of {whole.made} are right, less than 97 %")
    if slips.made * 100 < 80 * slips.contradicted:
        reasons.append(f"proposals: made for {slips.made} of {slips.contradicted} faults of one cell, less than 80 %")
    for name, count in (("more", whole.more), ("false", whole.false), ("elsewhere", whole.elsewhere)):
        reasons += [f"{name}: {count} findings beside the planted ones"] if count else []
    errors = [f for found in clean.by_path.values() for f in found if f.severity == "error"]
    reasons += [f"clean documents: {len(errors)} findings of severity error"] if errors else []
    return reasons


def as_text(lines: Iterable[Line]) -> str:
    """Aligned columns."""
    rows = [COLUMNS, *(each.figures for each in lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(COLUMNS))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows)


def as_markdown(verdicts: Sequence[Verdict], clean: Findings) -> str:
    """The table, the targets, what was missed or wrong, what nothing contradicts, and the clean twins."""
    lines = ["# Campaign of planted faults", "", *(f"- {reason}" for reason in misses(verdicts, clean)), ""]
    lines += ["| " + " | ".join(COLUMNS) + " |", "|" + " --- |" * len(COLUMNS)]
    lines += ["| " + " | ".join(each.figures) + " |" for each in table(verdicts)]
    lines += ["", "## Missed", ""] + [_told(v, o) for v, o in _pairs(verdicts) if o.fault.contradicts and not o.found]
    lines += ["", "## Wrong proposals", ""]
    for v, o in _pairs(verdicts):
        lines += [f"{_told(v, o)}: {_said(o.found)}"] if o.proposal == "wrong" and o.found else []
    lines += ["", "## Found at another cell", ""]
    for v, o in _pairs(verdicts):
        lines += [f"{_told(v, o)}: {_said(o.found)}"] if o.found and not o.is_culprit else []
    for title, name in (
        ("One mistake told twice", "more"),
        ("False alarms", "false"),
        ("In other documents", "elsewhere"),
    ):
        lines += ["", f"## {title}", ""]
        for v in verdicts:
            found: tuple[Finding, ...] = getattr(v, name)
            if found:
                lines += [_told(v, v.outcomes[0]), *(f"  - {_said(f)}" for f in found[:SHOWN])]
    lines += ["", "## Nothing contradicts", ""] + [_told(v, o) for v, o in _pairs(verdicts) if not o.fault.contradicts]
    lines += ["", "## Clean documents", ""]
    for path, found_there in sorted(clean.by_path.items()):
        lines += [f"- {path}: {_said(f)}" for f in found_there if f.severity == "error"]
    return "\n".join(lines) + "\n"


def _pairs(verdicts: Iterable[Verdict]) -> Iterable[tuple[Verdict, Outcome]]:
    return ((v, o) for v in verdicts for o in v.outcomes)


def _told(verdict: Verdict, outcome: Outcome) -> str:
    fault, case = outcome.fault, verdict.case
    place = fault.site or ".".join(fault.cells[0]) if fault.cells or fault.site else ""
    return (
        f"- {case.order.name}.pdf ({case.layout}, {case.rounding}) {fault.kind}: {place} "
        f"`{fault.before}` → `{fault.now}`, contradicts {', '.join(fault.contradicts) or 'nothing'}"
    )


def _said(finding: Finding | None) -> str:
    if finding is None:
        return ""
    place = ".".join(filter(None, finding.cell))
    return f"{finding.severity} {finding.finding_type} {place} p{finding.page}: {finding.message[:240]}"
