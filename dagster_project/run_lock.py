"""One writer per warehouse: a file lock that every run takes, whether it comes from the command line or from Dagster.

The lock belongs to the open file (``flock``), so the kernel gives it back when its holder dies, however it dies; there
is no stale lock to clean up. The file's text only says who holds it.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

_POLL_SECONDS = 0.2
_HELD: dict[Path, int] = {}
"""Locks that this process holds, with how often: a Dagster job started by the command line takes the lock that the
command line already has."""


class WarehouseBusyError(RuntimeError):
    """Another run held the warehouse for longer than this one was willing to wait."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the lock, as far as the file tells."""

    pid: int
    purpose: str
    since: str

    def __str__(self) -> str:
        return f"{self.purpose}, process {self.pid}, since {self.since}"


@contextmanager
def warehouse_lock(
    path: Path, *, purpose: str, timeout: float, say: Callable[[str], None] = lambda _: None
) -> Iterator[None]:
    """Hold the lock at ``path`` for the length of the block; waits up to ``timeout`` seconds for another holder.

    Raises:
        WarehouseBusyError: the other run still holds it after ``timeout`` seconds.
    """
    path = path.resolve()
    if path in _HELD:
        _HELD[path] += 1
        try:
            yield
        finally:
            _HELD[path] -= 1
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as handle:
        _acquire(handle, timeout, say)
        _sign(handle, purpose)
        _HELD[path] = 1
        try:
            yield
        finally:
            del _HELD[path]
            handle.truncate(0)


def current_holder(path: Path) -> Holder | None:
    """Who holds the lock at ``path`` now, or None where nobody does."""
    if not path.exists():
        return None
    with path.open("a+", encoding="utf-8") as handle:
        if _try(handle):
            return None
        return _read(handle)


def _acquire(handle: IO[str], timeout: float, say: Callable[[str], None]) -> None:
    deadline = time.monotonic() + timeout
    told = False
    while not _try(handle):
        holder = _read(handle)
        if time.monotonic() >= deadline:
            raise WarehouseBusyError(f"the warehouse is in use ({holder}); gave up after {timeout:g} seconds")
        if not told:
            say(f"The warehouse is in use ({holder}). Waiting up to {timeout:g} seconds for it to finish.")
            told = True
        time.sleep(_POLL_SECONDS)


def _try(handle: IO[str]) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sign(handle: IO[str], purpose: str) -> None:
    since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    handle.truncate(0)
    handle.write(json.dumps({"pid": os.getpid(), "purpose": purpose, "since": since}))
    handle.flush()


def _read(handle: IO[str]) -> Holder:
    handle.seek(0)
    try:
        return Holder(**json.loads(handle.read()))
    except (ValueError, TypeError):
        return Holder(pid=0, purpose="another run", since="a moment ago")
