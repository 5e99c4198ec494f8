"""How far extraction has come: a bar for a person at a terminal, plain lines for a log."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from dagster_project import console

_LINE_EVERY_SECONDS = 15.0

Advance = Callable[[bool], None]
"""Called once per document, with whether it was rejected."""


@contextmanager
def progress(total: int, say: Callable[[str], None] | None = None) -> Iterator[Advance]:
    """Report on ``total`` documents: a bar at a terminal, lines in a log, through ``say`` where nobody waits."""
    screen = console.terminal()
    if screen is not None and screen.isatty():
        with _bar(total, screen) as advance:
            yield advance
    else:
        yield _Lines(total, say if say is not None and screen is None else console.say).advance


@contextmanager
def _bar(total: int, screen: TextIO) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("Reading PDFs"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}"),
        TimeRemainingColumn(),
    )
    rejected = 0
    with Progress(*columns, console=Console(file=screen), transient=True) as bar:
        task = bar.add_task("read", total=total, note="")

        def advance(is_rejected: bool) -> None:
            """Move the bar by one document."""
            nonlocal rejected
            rejected += is_rejected
            bar.update(task, advance=1, note=f"{rejected} rejected" if rejected else "")

        yield advance


class _Lines:
    """One line at intervals, and one at the end of a longer run."""

    def __init__(self, total: int, say: Callable[[str], None]) -> None:
        self._total = total
        self._say = say
        self._done = self._rejected = 0
        self._started = self._spoken = time.monotonic()

    def advance(self, is_rejected: bool) -> None:
        """Count one document; say so when a while has passed."""
        self._done += 1
        self._rejected += is_rejected
        present = time.monotonic()
        if present - self._spoken >= _LINE_EVERY_SECONDS:
            self._spoken = present
            rate = self._done / (present - self._started)
            self._say(f"Read {self._done:,} of {self._total:,} PDFs, {self._rejected:,} rejected, {rate:.1f} a second.")
