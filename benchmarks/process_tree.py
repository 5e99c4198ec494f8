"""CPU time and memory of a process and all that it starts, over time, from ``/proc`` (Linux)."""

from __future__ import annotations

import os
import threading
import time
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Sample:
    """A process tree at a moment."""

    moment: float
    """Seconds since the epoch."""
    cpu: float
    """Seconds of CPU so far, of processes that have ended too."""
    memory: int
    """Resident bytes of all living processes; what they share counts for each."""


class Watch:
    """Samples a process tree from entry to exit of the context."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._samples = [Sample(time.time(), 0.0, 0)]
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end.set()
        self._thread.join()

    def cpu(self, start: float, end: float) -> float:
        """Seconds of CPU between two moments."""
        return self._cpu_at(end) - self._cpu_at(start)

    def peak(self, start: float, end: float) -> int:
        """The most resident bytes between two moments."""
        first, last = (
            find(self._samples, at, key=lambda s: s.moment) for find, at in ((bisect_left, start), (bisect_right, end))
        )
        return max((sample.memory for sample in self._samples[first:last]), default=0)

    def _cpu_at(self, moment: float) -> float:
        """By the last sample before; a process that ends between two samples is in its parent's account by the next."""
        place = bisect_right(self._samples, moment, key=lambda sample: sample.moment)
        return max((sample.cpu for sample in self._samples[:place]), default=0.0)

    def _watch(self) -> None:
        while not self._end.wait(_SECONDS):
            self._samples.append(_sample(self._pid))


def _sample(pid: int) -> Sample:
    children: dict[int, list[int]] = {}
    known: dict[int, tuple[float, int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _fields(folder)):
            children.setdefault(int(fields[1]), []).append(int(folder.name))
            known[int(folder.name)] = sum(map(int, fields[11:15])) / _TICKS, int(fields[21]) * _PAGE
    cpu, memory, left = 0.0, 0, [pid]
    while left:
        one = left.pop()
        seconds, resident = known.get(one, (0.0, 0))
        cpu, memory = cpu + seconds, memory + resident
        left += children.get(one, ())
    return Sample(time.time(), cpu, memory)


def _fields(folder: Path) -> list[str]:
    """The fields of ``stat`` from the third (state) on; none where the process has gone."""
    try:
        return (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []
