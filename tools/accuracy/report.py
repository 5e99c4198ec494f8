"""Verdicts as a table for the terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tools.accuracy.cases import Kind
from tools.accuracy.judge import Verdict

SCAN_TARGET_PER_MILLE = 995
SHOWN = 12
COLUMNS = ("document", "status", "cells", "right", "wrong", "missing", "extra", "off", "silent", "false findings")


def figures(verdict: Verdict) -> tuple[str, ...]:
    """One line of the table."""
    return (
        verdict.case.name,
        verdict.status,
        str(verdict.expected),
        str(verdict.right),
        *(str(verdict.count(kind)) for kind in ("wrong", "missing", "extra", "off")),
        str(verdict.silent),
        str(len(verdict.false_findings)),
    )


def totals(name: str, verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """The sum of several lines."""
    lines = [figures(verdict)[2:] for verdict in verdicts]
    return (name, f"{len(verdicts)} documents", *(str(sum(map(int, column))) for column in zip(*lines, strict=True)))


def summary(verdicts: Sequence[Verdict]) -> list[tuple[str, ...]]:
    """One line per document, then the totals: text documents, scans and mixed ones apart."""
    lines = [figures(verdict) for verdict in verdicts]
    for kind in Kind:
        of_kind = [verdict for verdict in verdicts if verdict.case.kind is kind]
        lines += [totals(f"TOTAL {kind}", of_kind)] if of_kind else []
    producers = dict.fromkeys(verdict.case.producer for verdict in verdicts)
    lines += [totals(f"TOTAL {name}", [v for v in verdicts if v.case.producer == name]) for name in producers]
    return [*lines, totals("TOTAL", verdicts)] if verdicts else lines


def failures(verdicts: Iterable[Verdict]) -> list[str]:
    """Why the corpus does not pass: one line per reason."""
    reasons = []
    for verdict in verdicts:
        kinds = ("wrong",) if verdict.case.partial else ("wrong", "missing", "extra")
        bad = sum(verdict.count(kind) for kind in kinds)
        if verdict.case.kind is Kind.TEXT and bad:
            reasons.append(f"{verdict.case.name}: {bad} cells of a text document are not as printed")
        if verdict.silent:
            reasons.append(f"{verdict.case.name}: {verdict.silent} of them are silent")
        if verdict.case.kind is not Kind.TEXT and verdict.right * 1000 < verdict.expected * SCAN_TARGET_PER_MILLE:
            reasons.append(f"{verdict.case.name}: {verdict.right} of {verdict.expected} cells of a scan are right")
    return reasons


def as_text(lines: Sequence[Sequence[str]]) -> str:
    """Aligned columns."""
    rows = [COLUMNS, *lines]
    widths = [max(len(row[n]) for row in rows) for n in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def as_markdown(verdicts: Sequence[Verdict], not_made: Mapping[str, str], absent: Sequence[str]) -> str:
    """The whole report: table, documents that were not made, and what differs in each document."""
    lines = ["# Accuracy over the generated corpus", ""]
    lines += [f"- {name} is not installed: its documents are left out." for name in absent]
    lines += [f"- not made: {name}: {reason}" for name, reason in not_made.items()]
    lines += ["", "| " + " | ".join(COLUMNS) + " |", "|" + " --- |" * len(COLUMNS)]
    lines += ["| " + " | ".join(line) + " |" for line in summary(verdicts)]
    for verdict in verdicts:
        if verdict.differences or verdict.false_findings:
            lines += _details(verdict)
    return "\n".join(lines) + "\n"


def _details(verdict: Verdict) -> list[str]:
    lines = ["", f"## {verdict.case.name} ({verdict.status})", "", verdict.case.about, ""]
    for kind in ("wrong", "extra", "missing", "off"):
        differences = sorted((d for d in verdict.differences if d.kind == kind), key=lambda d: not d.silent)
        for d in differences[:SHOWN]:
            mark = "**silent** " if d.silent and kind != "off" else ""
            lines.append(
                f"- {mark}{kind} p{d.page} `{'.'.join(map(str, d.key))}`: expected `{d.expected}`, found `{d.found}`"
            )
        if len(differences) > SHOWN:
            lines.append(f"- … {len(differences) - SHOWN} more {kind}")
    for f in verdict.false_findings[:SHOWN]:
        place = " ".join(str(part) for part in (f.statement, f.line_code, f.measure) if part)
        lines.append(f"- false {f.severity} {f.finding_type} p{f.page} {place}: {f.message[:160]}")
    if len(verdict.false_findings) > SHOWN:
        lines.append(f"- … {len(verdict.false_findings) - SHOWN} more false findings")
    return lines


def write(path: Path, text: str) -> None:
    """Write the report, its folder included."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
