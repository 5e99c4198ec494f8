"""What a person at the command line sees while a run goes on; silent where nobody called from one.

A run's tools print a great deal. The command line sends all of that to a log file and keeps the terminal for this.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

_terminal: TextIO | None = None


def say(text: str) -> None:
    """Tell the person at the terminal, if there is one."""
    if _terminal is not None:
        print(text, file=_terminal, flush=True)


def terminal() -> TextIO | None:
    """The terminal, pipe or file to which the command line was told to print; None outside of :func:`quiet`."""
    return _terminal


@contextmanager
def quiet(log: Path) -> Iterator[None]:
    """Send all that this process and its children print to ``log``; :func:`say` still reaches people."""
    global _terminal  # noqa: PLW0603 (there is one terminal per process)
    log.parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    saved = os.dup(1), os.dup(2)
    with log.open("w", encoding="utf-8") as sink, os.fdopen(os.dup(1), "w", encoding="utf-8", errors="replace") as out:
        _terminal = out
        try:
            os.dup2(sink.fileno(), 1)
            os.dup2(sink.fileno(), 2)
            yield
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            _terminal = None
            for descriptor, copy in zip((1, 2), saved, strict=True):
                os.dup2(copy, descriptor)
                os.close(copy)
