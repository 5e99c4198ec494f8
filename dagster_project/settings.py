"""Where things are and how much a run may use: environment variables, each with a default.

Reading settings touches no file and creates no folder; whoever needs a folder makes it. Relative paths count from the
root of the repository, so that a command means the same from any working directory.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_MEGABYTE = 1024**2
SECOND_SHARE = 0.02
"""Of the statement pages on which nothing fails; see :attr:`Settings.second_share`."""
REPOSITORY = Path(__file__).resolve().parents[1]
"""The root of the repository: the folder that holds ``dagster_project``, ``dbt`` and ``expectations``."""


class SettingsError(ValueError):
    """An environment variable that cannot be understood; the message names it and says what it takes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may use before its worker is stopped and the document is set aside."""

    seconds: float = 1800.0
    """Wall time; a scan needs about 1.5 seconds of one core a page, one that lies upside down 4, and a busy machine has
    fewer cores than it says."""
    file_bytes: int = 200 * 1024**2
    memory_bytes: int = 2048 * 1024**2
    """Of the worker, beyond what its libraries take. Recognising a scan takes up to 500 MB."""
    pages: int = 1_000
    decoded_bytes: int = 1024**3
    """What the streams of a document unpack to, images one by one and all others together."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One place to run: where PDFs are read, where the warehouse is built, and with what means."""

    raw_dir: Path
    warehouse_dir: Path
    dagster_home: Path
    workers: int
    limits: Limits
    lock_timeout: float
    """Seconds that a second run waits for the first."""
    second_share: float = SECOND_SHARE
    """Of the statement pages on which nothing fails, the share that a second reader reads again."""
    triage_file: Path = REPOSITORY / "triage" / "dispositions.csv"
    """What people have decided about findings."""

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Settings:
        """Settings as the environment gives them.

        Raises:
            SettingsError: a number is malformed or out of range.
        """
        warehouse = _path(env, "JUESUAN_WAREHOUSE_DIR", REPOSITORY / "warehouse")
        return cls(
            raw_dir=_path(env, "JUESUAN_RAW_DIR", REPOSITORY / "raw"),
            warehouse_dir=warehouse,
            dagster_home=_path(env, "DAGSTER_HOME", warehouse / ".dagster"),
            workers=int(_number(env, "JUESUAN_WORKERS", available_cores(), least=1)),
            limits=_limits(env),
            lock_timeout=_number(env, "JUESUAN_LOCK_TIMEOUT", 3600, least=0),
            second_share=_number(env, "JUESUAN_SECOND_READER_SHARE", SECOND_SHARE, least=0, most=1),
            triage_file=_path(env, "JUESUAN_TRIAGE_FILE", REPOSITORY / "triage" / "dispositions.csv"),
        )

    @property
    def database(self) -> Path:
        """The warehouse that dbt builds; readers use :attr:`published_database`."""
        return self.warehouse_dir / "juesuan.duckdb"

    @property
    def raw_layer_dir(self) -> Path:
        """Parquet parts of the raw tables, and their manifest."""
        return self.warehouse_dir / "raw"

    @property
    def bi_dir(self) -> Path:
        """What BI tools open."""
        return self.warehouse_dir / "bi"

    @property
    def published_database(self) -> Path:
        """The read-only copy of the marts."""
        return self.bi_dir / "juesuan.duckdb"

    @property
    def data_docs_dir(self) -> Path:
        """HTML of the expectations and their results."""
        return self.warehouse_dir / "data_docs"

    @property
    def reports_dir(self) -> Path:
        """HTML for readers: a page per document, and an index."""
        return self.warehouse_dir / "reports"

    @property
    def triage_dir(self) -> Path:
        """What outlives the builds: decisions about findings as dbt reads them, and the history of findings."""
        return self.warehouse_dir / "triage"

    @property
    def dispositions_file(self) -> Path:
        """The decisions of :attr:`triage_file`, as Parquet."""
        return self.triage_dir / "dispositions.parquet"

    @property
    def finding_history_file(self) -> Path:
        """Every finding that was ever published: when it was first and last seen, when it was resolved."""
        return self.triage_dir / "finding_history.parquet"

    @property
    def finding_changes_file(self) -> Path:
        """What the last run changed among the findings."""
        return self.triage_dir / "changes.json"

    @property
    def dbt_dir(self) -> Path:
        """The dbt project, its profile included."""
        return REPOSITORY / "dbt"

    @property
    def dbt_target_dir(self) -> Path:
        """Artifacts of dbt: beside the warehouse, so that two places never share them."""
        return self.warehouse_dir / ".dbt"

    @property
    def dbt_manifest(self) -> Path:
        """What ``dbt parse`` knows about the models; the Dagster code location is built from it."""
        return self.dbt_target_dir / "manifest.json"

    @property
    def lock_file(self) -> Path:
        """Held by whoever writes below :attr:`warehouse_dir`."""
        return self.warehouse_dir / ".lock"

    @property
    def built_file(self) -> Path:
        """What the warehouse was last built from, whether or not that has been published yet."""
        return self.warehouse_dir / ".built.json"

    @property
    def half_built_file(self) -> Path:
        """What the models before the second reading were last built from."""
        return self.warehouse_dir / ".half_built.json"

    @property
    def stamp_file(self) -> Path:
        """What the last complete run was made from; written last."""
        return self.warehouse_dir / "state.json"

    @property
    def log_dir(self) -> Path:
        """What the tools of a run print."""
        return self.warehouse_dir / "logs"

    def environment(self) -> dict[str, str]:
        """The same settings as absolute environment variables, for dbt, Dagster and other child processes."""
        return {
            "JUESUAN_RAW_DIR": str(self.raw_dir),
            "JUESUAN_WAREHOUSE_DIR": str(self.warehouse_dir),
            "JUESUAN_WORKERS": str(self.workers),
            "JUESUAN_TRIAGE_FILE": str(self.triage_file),
            "DAGSTER_HOME": str(self.dagster_home),
            **QUIET_ENVIRONMENT,
        }


QUIET_ENVIRONMENT = {
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "DAGSTER_DISABLE_TELEMETRY": "1",
}
"""No tool of the pipeline calls home: the machines that this runs on may have no way out, and waiting costs seconds."""


def available_cores() -> int:
    """Cores that this process may use, which in a container is fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _limits(env: Mapping[str, str]) -> Limits:
    defaults = Limits()
    return Limits(
        seconds=_number(env, "JUESUAN_TIME_LIMIT", defaults.seconds, least=0.1),
        file_bytes=_megabytes(env, "JUESUAN_SIZE_LIMIT_MB", defaults.file_bytes, least=0.001),
        memory_bytes=_megabytes(env, "JUESUAN_MEMORY_LIMIT_MB", defaults.memory_bytes, least=64),
        pages=int(_number(env, "JUESUAN_PAGE_LIMIT", defaults.pages, least=1)),
        decoded_bytes=_megabytes(env, "JUESUAN_DECODED_LIMIT_MB", defaults.decoded_bytes, least=1),
    )


def _megabytes(env: Mapping[str, str], name: str, default: int, *, least: float) -> int:
    return int(_number(env, name, default / _MEGABYTE, least=least) * _MEGABYTE)


def _path(env: Mapping[str, str], name: str, default: Path) -> Path:
    text = env.get(name, "").strip()
    chosen = Path(text).expanduser() if text else default
    return (REPOSITORY / chosen).resolve()


def _number(env: Mapping[str, str], name: str, default: float, *, least: float, most: float = float("inf")) -> float:
    text = env.get(name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        raise SettingsError(f"{name}={text!r} is no number") from None
    if not least <= value <= most or value == float("inf"):
        upper = f" and at most {most:g}" if most < float("inf") else ""
        raise SettingsError(f"{name}={text!r} must be at least {least:g}{upper}")
    return value
