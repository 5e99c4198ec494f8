"""The dbt project as other parts of the pipeline need it: its executable, its environment, its manifest."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb

from dagster_project.console import say
from dagster_project.settings import Settings
from dagster_project.state import dbt_fingerprint

_FRESH = "manifest.fingerprint"
_LOCK_SECONDS = 120.0
_TAIL_LINES = 40


class DbtError(RuntimeError):
    """A dbt command failed; the message ends with what it said."""


def dbt_executable() -> str:
    """The ``dbt`` of this interpreter's environment, whether or not that is on the path."""
    beside = Path(sys.executable).with_name("dbt")
    return str(beside) if beside.exists() else "dbt"


def dbt_environment(settings: Settings) -> dict[str, str]:
    """The environment in which dbt finds warehouse, profile and artifacts."""
    return {
        **os.environ,
        **settings.environment(),
        "DBT_PROJECT_DIR": str(settings.dbt_dir),
        "DBT_PROFILES_DIR": str(settings.dbt_dir),
        "DBT_TARGET_PATH": str(settings.dbt_target_dir),
        "DBT_LOG_PATH": str(settings.dbt_target_dir / "logs"),
    }


def run_dbt(settings: Settings, *arguments: str) -> None:
    """Run one dbt command to its end.

    Raises:
        DbtError: it failed.
    """
    settings.dbt_target_dir.mkdir(parents=True, exist_ok=True)
    command = [dbt_executable(), "--no-use-colors", *arguments]
    done = subprocess.run(  # noqa: S603 (our own executable and arguments)
        command,
        cwd=settings.dbt_dir,
        env=dbt_environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        said = "\n".join(done.stdout.splitlines()[-_TAIL_LINES:])
        raise DbtError(f"dbt {arguments[0]} ended with status {done.returncode}:\n{said}")


def prepare_manifest(settings: Settings) -> Path:
    """Dbt's manifest of the project as it is now; made anew where models, seeds or lexicon have changed.

    Raises:
        DbtError: the project cannot be parsed.
    """
    place, fingerprint = f"{settings.dbt_dir}\n{settings.warehouse_dir}", dbt_fingerprint()
    fresh = settings.dbt_target_dir / _FRESH
    known = fresh.read_text(encoding="utf-8").rpartition("\n") if fresh.exists() else ("", "", "")
    if known[0] != place:
        # What dbt remembers of a parse holds absolute paths: a moved repository would read the old one's seeds.
        shutil.rmtree(settings.dbt_target_dir, ignore_errors=True)
    if known != (place, "\n", fingerprint) or not settings.dbt_manifest.exists():
        run_dbt(settings, "parse")
        fresh.write_text(f"{place}\n{fingerprint}", encoding="utf-8")
    return settings.dbt_manifest


def make_database_ready(settings: Settings, seconds: float = _LOCK_SECONDS) -> None:
    """Wait until nobody else has the warehouse file open; set a file aside that cannot be opened at all.

    The run lock keeps other runs away, but the dbt of a run that was killed may live a moment longer than its parent.
    A damaged file costs nothing but the time to build it anew: everything in it comes from the raw layer.

    Raises:
        TimeoutError: somebody still has it open after ``seconds``.
    """
    deadline = time.monotonic() + seconds
    while settings.database.exists():
        try:
            duckdb.connect(str(settings.database)).close()
        except duckdb.IOException as error:
            if "lock" not in str(error).lower():
                _set_aside(settings, error)
            elif time.monotonic() > deadline:
                raise TimeoutError(f"another program has {settings.database} open; readers use bi/: {error}") from error
            time.sleep(0.5)
        except duckdb.Error as error:
            _set_aside(settings, error)
        else:
            return


def _set_aside(settings: Settings, error: duckdb.Error) -> None:
    damaged = settings.database.with_name(f"{settings.database.name}.damaged")
    say(f"The warehouse file cannot be opened and is built anew (the old one is {damaged.name}): {error}")
    settings.database.replace(damaged)
    settings.database.with_name(f"{settings.database.name}.wal").unlink(missing_ok=True)
