"""What a person should hear of without looking: a run that failed, new findings of severity error.

A notice always goes to the log. Where ``JUESUAN_NOTIFY_COMMAND`` names a command, it gets the notice as JSON on its
standard input: a mail, a chat message, a pager is one line of shell.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

_COMMAND = "JUESUAN_NOTIFY_COMMAND"
_SECONDS = 60.0


class Kind(StrEnum):
    """What a notice is about."""

    RUN_FAILED = "run_failed"
    NEW_ERRORS = "new_errors"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to be told."""

    kind: Kind
    title: str
    lines: tuple[str, ...]


def notify(notice: Notice, log: Callable[[str], None], env: Mapping[str, str] = os.environ) -> None:
    """Tell the log, and the command that the environment names; a command that fails is logged and forgiven."""
    log("\n  ".join((notice.title, *notice.lines)))
    command = shlex.split(env.get(_COMMAND, ""))
    if not command:
        return
    payload = json.dumps(asdict(notice), ensure_ascii=False)
    try:
        subprocess.run(  # noqa: S603 (the operator's own command)
            command, input=payload, encoding="utf-8", timeout=_SECONDS, check=True, capture_output=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        log(f"{_COMMAND} failed: {error}")
