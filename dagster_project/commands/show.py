"""``juesuan show``: the published copy, one topic at a time, as a table, CSV or JSON."""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import sys
from collections.abc import Sequence

from dagster_project.commands.errors import CommandError
from dagster_project.commands.topics import TOPICS, Topic
from dagster_project.settings import Settings
from dagster_project.summary import connect_published, read_summary, render, speaks_chinese
from dagster_project.text_table import table, width

_FILTERS = {
    "department": "(contains(department, $department) or contains(source_path, $department))",
    "year": "year = $year",
    "document": "(source_path = $document or starts_with(document_id, lower($document)))",
    "statement": "statement = $statement",
    "severity": "severity = $severity",
    "status": "status = $status",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def show(settings: Settings, options: argparse.Namespace) -> int:
    """Print one topic.

    Raises:
        CommandError: a filter that the topic does not know.
    """
    if options.topic == "summary":
        print_summary(settings)
        return 0
    columns, rows = _select(settings, TOPICS[options.topic], options)
    if options.format == "csv":
        _print_csv(columns, rows)
    elif options.format == "json":
        _print_json(columns, rows)
    else:
        _print_table(columns, rows, options.limit)
    return 0


def print_summary(settings: Settings, *, note: str = "") -> None:
    """The summary that ends a run."""
    print("\n".join(["", *render(settings, read_summary(settings), note=note)]))


def escape_formula(value: object) -> object:
    """Text that a spreadsheet would take for a formula gets an apostrophe; a department's name may begin with ``=``."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _select(
    settings: Settings, topic: Topic, options: argparse.Namespace
) -> tuple[list[str], list[tuple[object, ...]]]:
    values = _chosen(topic, options)
    conditions = " and ".join(_FILTERS[name] for name in values) or "true"
    limit = f"limit {int(options.limit) + 1}" if options.limit > 0 else ""
    query = f"select * from ({topic.query}) where {conditions} order by {topic.order} {limit}"  # noqa: S608 (own text)
    with connect_published(settings) as connection:
        connection.execute(query, values)
        columns = [column for column, *_ in connection.description or ()]
        return columns, connection.fetchall()


def _chosen(topic: Topic, options: argparse.Namespace) -> dict[str, object]:
    given = {name: getattr(options, name) for name in _FILTERS if getattr(options, name) is not None}
    unknown = sorted(given.keys() - topic.filters)
    if unknown:
        raise CommandError(f"{options.topic} cannot be filtered by {', '.join(unknown)}")
    return {**topic.defaults, **given}


def _print_table(columns: Sequence[str], rows: Sequence[tuple[object, ...]], limit: int) -> None:
    if not rows:
        print("Nothing to show.")
        return
    shown = rows[:limit] if limit > 0 else rows
    hidden = {"document_id", "message_en" if speaks_chinese() else "message_zh"}
    hidden |= {"source_path"} if "department" in columns else set()
    kept = [index for index, name in enumerate(columns) if name not in hidden]
    lines = table([columns[index] for index in kept], [[row[index] for index in kept] for row in shown])
    room = shutil.get_terminal_size((200, 50)).columns if sys.stdout.isatty() else 10_000
    if max(map(width, lines)) > room:
        print(
            f"(wider than this terminal: --format csv prints {len(columns)} columns without cutting)", file=sys.stderr
        )
    print("\n".join(lines))
    if len(rows) > len(shown):
        print(f"… more than {limit:,}: --limit 0 shows all.")


def _print_csv(columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([escape_formula(value) for value in row] for row in rows)


def _print_json(columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    for row in rows:
        print(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=str))
