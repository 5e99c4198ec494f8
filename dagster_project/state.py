"""What the warehouse was last built from, and whether a run has anything to do.

The stamp is written last, after publication, so a run that was killed anywhere before leaves the old one, and the next
run completes. Imports of this module are light on purpose: a night with nothing new decides here and ends.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from dagster_project.raw_layer.manifest import replace_durably
from dagster_project.settings import REPOSITORY, Settings

_ROOMS = ("dagster_project", "dbt", "expectations")
_DBT_ROOMS = ("dbt", "dagster_project/extraction/lexicon", "expectations/catalogue")
_PACKAGES = ("dbt-core", "dbt-duckdb", "duckdb", "great-expectations", "dagster", "dagster-dbt", "pdfplumber")
_NOT_SOURCE = frozenset({"__pycache__", "target", "logs", "dbt_packages"})


@dataclass(frozen=True, slots=True)
class Origin:
    """What a build is made from; two builds of the same origin are the same."""

    code: str
    """Fingerprint of code, lexicon, seeds, catalogue and models."""
    raw: str
    """Fingerprint of the raw layer."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A complete run: what it was made from, when it ended, and what came of it in one line."""

    code: str
    raw: str
    finished_at: str
    summary: str

    @property
    def origin(self) -> Origin:
        """What the run was made from."""
        return Origin(self.code, self.raw)


def code_fingerprint(repository: Path = REPOSITORY) -> str:
    """Changes when anything that a build is made from changes: code, lexicon, seeds, catalogue, models, packages.

    The share of pages that are read twice belongs to it: a larger one asks for readings that are not there yet; and so
    do the decisions about findings.
    """
    versions = "".join(f"{package}={_version(package)}\n" for package in _PACKAGES)
    settings = Settings.from_env()
    decisions = settings.triage_file.read_bytes() if settings.triage_file.is_file() else b""
    chosen = f"second_share={settings.second_share}\ndecisions={hashlib.sha256(decisions).hexdigest()}\n"
    return _fingerprint(repository, _ROOMS, versions + chosen)


def dbt_fingerprint(repository: Path = REPOSITORY) -> str:
    """Changes when dbt's manifest has to be made anew."""
    return _fingerprint(repository, _DBT_ROOMS, f"dbt-core={_version('dbt-core')}\n")


def read_stamp(settings: Settings) -> Stamp | None:
    """The stamp of the last complete run; None where there is none, or it cannot be read."""
    facts = _read(settings.stamp_file)
    return Stamp(**facts) if facts is not None and facts.keys() == Stamp.__dataclass_fields__.keys() else None


def begin_build(settings: Settings) -> None:
    """Until :func:`end_build`, the warehouse is nothing that a run could be content with."""
    for path in (settings.stamp_file, settings.built_file, settings.half_built_file):
        path.unlink(missing_ok=True)


def half_build(settings: Settings, origin: Origin) -> None:
    """Every model that does not depend on second readings has been built from ``origin``."""
    _write(settings.half_built_file, asdict(origin))


def end_build(settings: Settings) -> None:
    """The other models have been built as well; without the first half, that makes no build."""
    facts = _read(settings.half_built_file)
    if facts is not None:
        _write(settings.built_file, facts)


def complete(settings: Settings, *, finished_at: str, summary: str) -> bool:
    """Declare the last build judged and published; returns False where there was no complete build."""
    facts = _read(settings.built_file)
    if facts is None:
        return False
    _write(settings.stamp_file, asdict(Stamp(facts["code"], facts["raw"], finished_at, summary)))
    return True


def reasons_to_build(settings: Settings, origin: Origin) -> tuple[str, ...]:
    """Why the warehouse has to be built, in words; empty where the last run stands."""
    stamp = read_stamp(settings)
    if stamp is None:
        return ("no run has been completed yet, or the last one was interrupted",)
    reasons = []
    if not settings.published_database.exists() or not settings.database.exists():
        reasons.append("the warehouse or its published copy is missing")
    if stamp.raw != origin.raw:
        reasons.append("the raw layer has changed")
    if stamp.code != origin.code:
        reasons.append("code, lexicon, seeds, catalogue or models have changed")
    return tuple(reasons)


def _read(path: Path) -> dict[str, str] | None:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return facts if isinstance(facts, dict) else None


def _write(path: Path, facts: Mapping[str, str]) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_text(json.dumps(facts, ensure_ascii=False, indent=2), encoding="utf-8")
    replace_durably(temporary, path)


def _fingerprint(repository: Path, rooms: tuple[str, ...], extra: str) -> str:
    state = hashlib.sha256(extra.encode())
    for room in rooms:
        for path in sorted(_sources(repository / room)):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            state.update(f"{path.relative_to(repository).as_posix()} {content}\n".encode("utf-8", "surrogateescape"))
    return state.hexdigest()


def _sources(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name in _NOT_SOURCE:
            continue
        if path.is_dir():
            yield from _sources(path)
        elif path.suffix != ".pyc":
            yield path


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "absent"
