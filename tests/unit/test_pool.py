"""Workers that hang, devour memory, crash or lie: one document is lost each time, and nothing else."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from dagster_project.extraction.records import ReasonCode
from dagster_project.extraction_pool.messages import Task
from dagster_project.extraction_pool.pool import ExtractionPool, PoolError, Result
from dagster_project.settings import REPOSITORY, Limits
from tests.unit.pool_fakes import EXTRACT

T = TypeVar("T")
LIMITS = Limits(seconds=20.0, memory_bytes=256 * 1024**2)
SHORT = Limits(seconds=2.0, memory_bytes=256 * 1024**2)


def task(folder: Path, text: str) -> Task:
    data = text.encode()
    document_id = hashlib.sha256(data).hexdigest()
    path = folder / document_id
    path.write_bytes(data)
    return Task(document_id, path)


def run(folder: Path, *texts: str, limits: Limits = LIMITS, workers: int = 2) -> dict[str, Result]:
    tasks = {task(folder, text): text for text in texts}
    with ExtractionPool(workers, limits, extract=EXTRACT) as pool:
        results = [(tasks[result.task], result) for result in pool.run(tasks)]
    assert len(results) == len(texts), "every document has exactly one result"
    return dict(results)


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("exit", ReasonCode.WORKER_DIED),
        ("segfault", ReasonCode.WORKER_DIED),
        ("devour-at-once", ReasonCode.MEMORY_LIMIT),
        ("devour", ReasonCode.MEMORY_LIMIT),
        ("refuse", ReasonCode.ENCRYPTED),
        ("stumble", ReasonCode.UNREADABLE),
    ],
)
def test_a_document_that_breaks_its_worker_costs_only_itself(
    tmp_path: Path, behaviour: str, reason: ReasonCode
) -> None:
    results = run(tmp_path, "good one", behaviour, "good two", "good three")
    assert results[behaviour].reason is reason
    assert results[behaviour].batches is None
    assert results[behaviour].message
    for text in ("good one", "good two", "good three"):
        assert results[text].reason is None
        assert results[text].batches is not None
        assert results[text].batches["raw_cells"].num_rows == len(text)


@pytest.mark.parametrize("behaviour", ["hang", "hang-in-c"])
def test_a_document_that_never_ends_is_stopped(tmp_path: Path, behaviour: str) -> None:
    started = time.monotonic()
    results = run(tmp_path, behaviour, "good", limits=SHORT)
    assert results[behaviour].reason is ReasonCode.TIME_LIMIT
    assert results["good"].reason is None
    assert time.monotonic() - started < 15


def test_slow_documents_are_stopped_while_others_keep_the_parent_busy(tmp_path: Path) -> None:
    quick = [f"good {number}" for number in range(300)]
    results = run(tmp_path, "hang", *quick, limits=SHORT)
    assert results["hang"].reason is ReasonCode.TIME_LIMIT
    assert sum(result.reason is None for result in results.values()) == 300


def test_an_innocent_document_is_tried_again_when_its_worker_dies(tmp_path: Path) -> None:
    marker = tmp_path / "died"
    text = f"die-once {marker}"
    assert run(tmp_path, text)[text].reason is None
    assert marker.exists(), "the first worker did die"


def test_the_memory_of_a_large_parent_is_not_the_workers(tmp_path: Path) -> None:
    ballast = b"x" * (LIMITS.memory_bytes + 1)
    result = run(tmp_path, "exit")["exit"]
    assert result.reason is ReasonCode.WORKER_DIED
    assert len(ballast) > LIMITS.memory_bytes


def test_messages_fit_one_line_and_say_where_our_own_fault_is(tmp_path: Path) -> None:
    message = run(tmp_path, "stumble")["stumble"].message
    assert "KeyError" in message
    assert "_stumble" in message


def test_a_file_that_changes_while_it_waits_is_not_taken_for_another(tmp_path: Path) -> None:
    changed = task(tmp_path, "good")
    changed.path.write_bytes(b"another")
    with ExtractionPool(1, LIMITS, extract=EXTRACT) as pool:
        (result,) = pool.run([changed])
    assert result.reason is ReasonCode.UNREADABLE
    assert "changed" in result.message


def test_workers_are_kept_for_many_documents(tmp_path: Path) -> None:
    texts = [f"good {number}" for number in range(200)]
    with ExtractionPool(2, LIMITS, extract=EXTRACT) as pool:
        results = list(pool.run(task(tmp_path, text) for text in texts))
        workers = [worker._process.pid for worker in pool._workers]
    assert len(results) == 200
    assert len(workers) == 2
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers), "the end of the pool stops its workers"


def test_an_extractor_that_cannot_be_imported_fails_the_run_and_no_document(tmp_path: Path) -> None:
    with (
        pytest.raises(PoolError, match="cannot start"),
        ExtractionPool(1, LIMITS, extract="no_such_module:extract") as pool,
    ):
        list(pool.run([task(tmp_path, "good")]))


def test_no_documents_start_no_worker(tmp_path: Path) -> None:
    with ExtractionPool(2, LIMITS, extract="no_such_module:extract") as pool:
        assert list(pool.run([])) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ends orphans only on Linux")
def test_workers_do_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    hanging = task(tmp_path, "hang")
    script = (
        "import sys; from pathlib import Path;"
        "from dagster_project.extraction_pool.pool import ExtractionPool; from dagster_project.settings import Limits;"
        "from dagster_project.extraction_pool.messages import Task;"
        f"pool = ExtractionPool(1, Limits(), extract={EXTRACT!r});"
        f"list(pool.run([Task({hanging.document_id!r}, Path({str(hanging.path)!r}))]))"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=REPOSITORY, env={**os.environ, "PYTHONPATH": "."})
    child = _wait_for(lambda: _children(parent.pid))
    parent.kill()
    parent.wait()
    _wait_for(lambda: not _running(child[0]))


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _running(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def _wait_for(condition: Callable[[], T], seconds: float = 20.0) -> T:
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
    return value
