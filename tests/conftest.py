"""What tests share: the samples, the local corpus, and one pipeline run over both."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import hypothesis
import pytest

# How long an example takes says how busy the machine is; time is measured in benchmarks.
hypothesis.settings.register_profile("juesuan", deadline=None)
hypothesis.settings.load_profile("juesuan")

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "raw"
CORPUS = ROOT.parent / "shared" / "corpus"


# The modules that take longest, longest first.
LONGEST = ("test_run_operations.py", "test_layouts.py", "test_scans.py", "test_accuracy.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long modules first: test processes take module after module, and a long one begun last leaves the others idle.

    The order within a module stays.
    """

    def rank(item: pytest.Item) -> tuple[int, bool]:
        name = item.path.name
        return (LONGEST.index(name) if name in LONGEST else len(LONGEST), item.get_closest_marker("slow") is None)

    firsts: dict[Path, tuple[int, bool]] = {}
    for item in items:
        firsts[item.path] = min(rank(item), firsts.get(item.path, rank(item)))
    items.sort(key=lambda item: firsts[item.path])


@dataclass(frozen=True)
class Place:
    """A raw folder and the warehouse made from it."""

    raw: Path
    warehouse: Path

    def run(self, *arguments: str, check: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
        """Call the command line on this place, in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "dagster_project.cli", *arguments],
            cwd=ROOT,
            env=self.environment() | environment,
            text=True,
            capture_output=True,
            timeout=900,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(f"{arguments} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
        return done

    def environment(self) -> dict[str, str]:
        """The settings of this place, over those of the session."""
        dropped = {"DAGSTER_HOME", "STRICT", "JUESUAN_WORKERS"}
        own = {
            "JUESUAN_RAW_DIR": str(self.raw),
            "JUESUAN_WAREHOUSE_DIR": str(self.warehouse),
            "JUESUAN_DATA_TEST_SEVERITY": "error",
        }
        return {k: v for k, v in os.environ.items() if k not in dropped} | own

    def rows(self, sql: str, *parameters: object) -> list[tuple]:
        """Query the published copy, as a BI tool would."""
        with duckdb.connect(str(self.warehouse / "bi" / "juesuan.duckdb"), read_only=True) as connection:
            return connection.execute(sql, list(parameters)).fetchall()


def place_in(folder: Path) -> Place:
    """An empty raw folder beside a warehouse that does not exist yet."""
    place = Place(folder / "raw", folder / "warehouse")
    place.raw.mkdir(parents=True)
    return place


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real disclosures; they are not part of the project."""
    if not CORPUS.is_dir():
        pytest.skip("the real disclosures are not beside this checkout")
    return CORPUS


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """One run of the whole pipeline over the samples and, where they are at hand, the real disclosures.

    Not to be changed: test processes share it. The first that needs it makes it, the others wait.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / "built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        place, done = Place(shared / "built" / "raw", shared / "built" / "warehouse"), shared / "built.done"
        if not done.exists():
            shutil.rmtree(shared / "built", ignore_errors=True)
            shutil.copytree(SAMPLES, place.raw)
            if CORPUS.is_dir():
                for pdf in CORPUS.glob("*.pdf"):
                    shutil.copy(pdf, place.raw / pdf.name)
            place.run("run")
            done.touch()
    return place
