"""One writer per warehouse: the second waits, or gives up with a word; the dead hold nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dagster_project.run_lock import WarehouseBusyError, current_holder, warehouse_lock
from dagster_project.settings import REPOSITORY

_HOLD = """
import sys, time
from pathlib import Path
from dagster_project.run_lock import warehouse_lock
with warehouse_lock(Path(sys.argv[1]), purpose="the first run", timeout=5):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold(path: Path, seconds: float) -> subprocess.Popen[str]:
    """Another process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path), str(seconds)], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_gives_up_after_its_timeout_and_says_who_is_there(tmp_path: Path) -> None:
    path = tmp_path / "warehouse" / ".lock"
    first = hold(path, 60)
    try:
        with (
            pytest.raises(WarehouseBusyError, match=f"the first run, process {first.pid}"),
            warehouse_lock(path, purpose="the second", timeout=0.3),
        ):
            pass
        holder = current_holder(path)
        assert holder is not None
        assert holder.pid == first.pid
    finally:
        first.kill()
        first.wait()


def test_the_second_waits_and_says_so_once(tmp_path: Path) -> None:
    said: list[str] = []
    first = hold(tmp_path / ".lock", 1.0)
    started = time.monotonic()
    with warehouse_lock(tmp_path / ".lock", purpose="the second", timeout=30, say=said.append):
        assert 0.5 < time.monotonic() - started < 25
    assert len(said) == 1
    assert "in use (the first run" in said[0]
    assert first.wait() == 0


def test_a_killed_run_leaves_no_lock(tmp_path: Path) -> None:
    first = hold(tmp_path / ".lock", 60)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    said: list[str] = []
    with warehouse_lock(tmp_path / ".lock", purpose="the second", timeout=0, say=said.append):
        assert said == []
    assert current_holder(tmp_path / ".lock") is None


def test_a_run_may_take_the_lock_that_it_has(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    with warehouse_lock(path, purpose="outer", timeout=0):
        with warehouse_lock(path, purpose="inner", timeout=0):
            pass
        other = subprocess.run(
            [sys.executable, "-c", _HOLD.replace("timeout=5", "timeout=0"), str(path), "0"],
            cwd=REPOSITORY, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "outer" in other.stderr, "the inner block has not given the lock back"
    assert current_holder(path) is None
