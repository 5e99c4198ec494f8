"""How much memory a process has, from ``/proc``; 0 where the system has no such thing."""

from __future__ import annotations

import resource
from pathlib import Path


def resident_bytes(pid: int) -> int:
    """Memory that the process holds in RAM; 0 when it has ended."""
    return _statm(pid, field=1)


def writable_bytes() -> int:
    """Private writable memory of this process, in RAM or not: what ``RLIMIT_DATA`` counts."""
    return _statm("self", field=5)


def _statm(process: int | str, *, field: int) -> int:
    try:
        text = Path(f"/proc/{process}/statm").read_text(encoding="ascii")
    except OSError:
        return 0
    fields = text.split()
    return int(fields[field]) * resource.getpagesize() if fields else 0
