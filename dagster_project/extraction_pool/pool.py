"""The parent's side of extraction: hands out documents, watches time and memory, replaces workers that die."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection, wait

from dagster_project.extraction.records import RAW_TABLES, ReasonCode
from dagster_project.extraction_pool.memory import resident_bytes
from dagster_project.extraction_pool.messages import READY, Reply, Task, receive_reply, send_task
from dagster_project.raw_layer.schema import RawBatches
from dagster_project.settings import REPOSITORY, Limits

EXTRACT = "dagster_project.extraction:extract_document"
_POLL_SECONDS = 0.25
_START_SECONDS = 120.0
_DOCUMENTS_PER_WORKER = 500
_GROWN_SHARE = 0.5
"""A worker that keeps more than this share of the memory limit between documents is replaced."""
_NEAR_LIMIT = 0.8
"""A worker that died after using this share of its memory is taken to have died of it."""
_ATTEMPTS = 2
"""A document whose worker died is tried once more, alone of its kind: the kernel may have ended the wrong process."""
_WORKER_ENVIRONMENT = {
    # Numeric libraries that start a thread per core in every worker only get in each other's way.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    # Arrow's own allocator reserves a gigabyte of addresses at once, which the memory limit would count.
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}


class PoolError(RuntimeError):
    """No worker can be started; every document would be rejected for a fault of the installation."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document: its rows, or the reason why there are none."""

    task: Task
    batches: RawBatches | None
    reason: ReasonCode | None
    message: str
    seconds: float


class ExtractionPool:
    """Worker processes that live for many documents; a context manager, whose end stops them all."""

    def __init__(
        self, workers: int, limits: Limits, *, extract: str = EXTRACT, tables: Iterable[str] = RAW_TABLES
    ) -> None:
        self._tables = tuple(tables)
        self._size = workers
        self._limits = limits
        self._extract = extract
        self._workers: list[_Worker] = []
        self._watched = 0.0

    def __enter__(self) -> ExtractionPool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    def run(self, tasks: Iterable[Task]) -> Iterator[Result]:
        """Results in the order in which documents are done; every task yields exactly one.

        Raises:
            PoolError: a worker died before it was ready to read anything.
        """
        queue = deque(_Attempt(task) for task in tasks)
        while queue or any(worker.attempt for worker in self._workers):
            self._staff(queue)
            for worker in self._ready_or_overdue():
                result = self._collect(worker, queue)
                if worker in self._workers and worker.attempt is None and queue:
                    worker.give(queue.popleft())  # Before the result is dealt with, so that no worker idles meanwhile.
                if result is not None:
                    yield result

    def _staff(self, queue: deque[_Attempt]) -> None:
        idle = sum(worker.attempt is None for worker in self._workers)
        for _ in range(min(len(queue) - idle, self._size - len(self._workers))):
            self._workers.append(_Worker(self._extract, self._limits, self._tables))
        for worker in self._workers:
            if queue and worker.attempt is None:
                worker.give(queue.popleft())

    def _ready_or_overdue(self) -> list[_Worker]:
        busy = [worker for worker in self._workers if worker.attempt]
        spoken = wait([worker.connection for worker in busy], timeout=_POLL_SECONDS)
        attention = [worker for worker in busy if worker.connection in spoken]
        if time.monotonic() - self._watched >= _POLL_SECONDS:
            self._watched = time.monotonic()
            attention += [worker for worker in busy if worker not in attention and worker.excess() is not None]
        return attention

    def _collect(self, worker: _Worker, queue: deque[_Attempt]) -> Result | None:
        """The result of the worker's task; None where the worker was only starting, or the task is tried again."""
        attempt = worker.attempt
        assert attempt is not None
        excess = worker.excess()
        reply = None if excess else worker.receive()
        if reply is not None:
            if worker.is_spent(reply):
                self._dismiss(worker)
            return _result(attempt, reply.batches, reply.reason, reply.message)
        if excess is None and worker.alive:
            return None
        reason, message = excess or worker.post_mortem()
        self._dismiss(worker)
        if not worker.ready:
            raise PoolError(f"the extraction worker cannot start: {message}")
        if reason is ReasonCode.WORKER_DIED and attempt.number < _ATTEMPTS:
            queue.append(_Attempt(attempt.task, attempt.number + 1))
            return None
        return _result(attempt, None, reason, message)

    def _dismiss(self, worker: _Worker) -> None:
        worker.stop()
        self._workers.remove(worker)


@dataclass(slots=True)
class _Attempt:
    task: Task
    number: int = 1
    started: float = field(default_factory=time.monotonic)


def _result(attempt: _Attempt, batches: RawBatches | None, reason: ReasonCode | None, message: str) -> Result:
    return Result(attempt.task, batches, reason, message, time.monotonic() - attempt.started)


class _Worker:
    """One child process and the document that it is busy with."""

    def __init__(self, extract: str, limits: Limits, tables: tuple[str, ...]) -> None:
        self._tables = tables
        self._limits = limits
        self.ready = False
        self.attempt: _Attempt | None = None
        self._served = 0
        self._exit_code: int | None = None
        self._peak_bytes = 0
        self._started = time.monotonic()
        self.connection, self._process = _start(extract, limits)

    @property
    def alive(self) -> bool:
        return self._exit_code is None

    def give(self, attempt: _Attempt) -> None:
        """Hand over a document; a worker that has died meanwhile is noticed when its reply is awaited."""
        attempt.started = time.monotonic()
        self.attempt = attempt
        with contextlib.suppress(OSError):
            send_task(self.connection, attempt.task)

    def receive(self) -> Reply | None:
        """The reply that has arrived; None where the worker only reported ready, or has died."""
        try:
            if not self.ready:
                self.ready = self.connection.recv_bytes() == READY
                self._mark_started()
                return None
            reply = receive_reply(self.connection, self._tables)
        except (EOFError, OSError, ValueError, TypeError):
            self._reap()
            return None
        self.attempt = None
        self._peak_bytes = 0
        self._served += 1
        return reply

    def excess(self) -> tuple[ReasonCode, str] | None:
        """The limit that the present document has gone beyond, with a message, if any."""
        if self.attempt is None:
            return None
        if not self.ready:
            late = time.monotonic() - self._started > _START_SECONDS
            return (ReasonCode.WORKER_DIED, f"not ready after {_START_SECONDS:g} seconds") if late else None
        if time.monotonic() - self.attempt.started > self._limits.seconds:
            return ReasonCode.TIME_LIMIT, f"took more than {self._limits.seconds:g} seconds (JUESUAN_TIME_LIMIT)"
        # Sampled while it lives: what the system reports of the dead includes the parent that they were forked from.
        self._peak_bytes = max(self._peak_bytes, resident_bytes(self._process.pid))
        if self._peak_bytes > self._limits.memory_bytes:
            return ReasonCode.MEMORY_LIMIT, _memory_message(self._limits)
        return None

    def is_spent(self, reply: Reply) -> bool:
        """Whether the worker should make way for a fresh one."""
        grown = reply.memory_bytes > self._limits.memory_bytes * _GROWN_SHARE
        return grown or self._served >= _DOCUMENTS_PER_WORKER or reply.reason is ReasonCode.MEMORY_LIMIT

    def post_mortem(self) -> tuple[ReasonCode, str]:
        """Why the worker died, as far as its exit tells."""
        if self._peak_bytes >= self._limits.memory_bytes * _NEAR_LIMIT:
            return ReasonCode.MEMORY_LIMIT, _memory_message(self._limits)
        code = self._exit_code or 0
        how = f"was ended by {_signal_name(-code)}" if code < 0 else f"ended with status {code}"
        if code == -signal.SIGABRT:  # The parser says nothing when an allocation fails; it gives up.
            how += ", as when the parser is refused memory (JUESUAN_MEMORY_LIMIT_MB)"
        return ReasonCode.WORKER_DIED, f"the process that read it {how}"

    def stop(self) -> None:
        """End the process whatever it is doing."""
        self.connection.close()
        self._reap()

    def _mark_started(self) -> None:
        if self.attempt is not None:
            self.attempt.started = time.monotonic()

    def _reap(self) -> None:
        """Collect the exit status."""
        if self._exit_code is not None:
            return
        self._process.kill()
        self._exit_code = self._process.wait()


def _start(extract: str, limits: Limits) -> tuple[Connection, subprocess.Popen[bytes]]:
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "dagster_project.extraction_pool.worker", str(theirs.fileno()), extract]
    process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
        [*command, json.dumps(asdict(limits))],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=worker_environment(),
        pass_fds=[theirs.fileno()],
    )
    theirs.close()
    return Connection(ours.detach()), process


def worker_environment() -> dict[str, str]:
    """Environment variables of a worker: ours, its own, and where its modules are."""
    path = os.pathsep.join([str(REPOSITORY), *filter(None, sys.path)])
    return {**os.environ, **_WORKER_ENVIRONMENT, "PYTHONPATH": path}


def _memory_message(limits: Limits) -> str:
    return f"needs more than {limits.memory_bytes // 1024**2:,} MB of memory (JUESUAN_MEMORY_LIMIT_MB)"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
