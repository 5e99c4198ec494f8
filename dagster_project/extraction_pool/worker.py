"""The child process: reads one document after another until the parent hangs up.

Started by ``pool`` as a program of its own (a fork would inherit the threads and locks of Dagster, a spawned
``multiprocessing`` child would import the parent's main module again).
"""

from __future__ import annotations

import ctypes
import gc
import hashlib
import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from multiprocessing.connection import Connection
from types import ModuleType

from dagster_project.extraction import ExtractionLimits
from dagster_project.extraction.records import Extraction, ReasonCode, RejectedDocument
from dagster_project.extraction_pool.memory import resident_bytes, writable_bytes
from dagster_project.extraction_pool.messages import READY, Reply, Task, receive_task, send_reply
from dagster_project.raw_layer.schema import to_batches
from dagster_project.second_reading.records import SecondReading
from dagster_project.settings import Limits

Extract = Callable[..., Extraction | SecondReading]
_GRACE_SECONDS = 15.0
_PR_SET_PDEATHSIG = 1
_MESSAGE_LENGTH = 400
_OBJECTS_PER_COLLECTION = 50_000


def main(arguments: list[str]) -> None:
    """Serve tasks: ``arguments`` are the socket's descriptor, the extract function as ``module:name``, the limits."""
    descriptor, target, limits_json = arguments
    limits = Limits(**json.loads(limits_json))
    connection: Connection = Connection(int(descriptor))
    _die_with_parent()
    sys.meta_path.insert(0, _NoPandas())
    module, name = target.split(":")
    extract = getattr(importlib.import_module(module), name)
    _collect_seldom()
    _limit_memory(limits.memory_bytes)
    connection.send_bytes(READY)
    while True:
        try:
            task = receive_task(connection)
        except EOFError:
            return
        with _Alarm(limits.seconds + _GRACE_SECONDS):
            reply = _answer(extract, task, limits)
        send_reply(connection, reply)


class _NoPandas(MetaPathFinder):
    """Arrow imports pandas wherever it is installed, for conversions that nobody asks for here: 50 MB per worker."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("pandas is not for extraction workers", name=fullname)


class _Alarm:
    """The kernel ends this process when the parent, whose task that is, has not: even inside a C loop."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _answer(extract: Extract, task: Task, limits: Limits) -> Reply:
    try:
        batches = to_batches(_extract(extract, task, limits))
    except RejectedDocument as rejected:
        return _refusal(rejected.reason, rejected.message)
    except MemoryError:
        return _refusal(ReasonCode.MEMORY_LIMIT, f"needs more than {limits.memory_bytes // 1024**2:,} MB of memory")
    except Exception as error:
        return _refusal(ReasonCode.UNREADABLE, _describe(error))
    return Reply(batches, None, "", resident_bytes(os.getpid()))


def _extract(extract: Extract, task: Task, limits: Limits) -> Extraction | SecondReading:
    with task.path.open("rb") as handle:
        data = handle.read(limits.file_bytes + 1)
    if hashlib.sha256(data).hexdigest() != task.document_id:
        raise RejectedDocument(ReasonCode.UNREADABLE, "the file changed while it was read; the next run reads it again")
    own = ExtractionLimits(max_bytes=limits.file_bytes, max_pages=limits.pages, max_decoded_bytes=limits.decoded_bytes)
    chosen = {"pages": task.pages} if task.pages else {}
    return extract(data, document_id=task.document_id, limits=own, **chosen)


def _refusal(reason: ReasonCode, message: str) -> Reply:
    return Reply(None, reason, message[:_MESSAGE_LENGTH], resident_bytes(os.getpid()))


def _describe(error: Exception) -> str:
    """An exception in one line, with where it came from: a fault of the extractor's own has to be findable."""
    trace, where = error.__traceback__, ""
    while trace is not None:
        code = trace.tb_frame.f_code
        where = f" ({code.co_qualname}, line {trace.tb_lineno})"
        trace = trace.tb_next
    return f"{type(error).__name__}: {error}{where}"


def _collect_seldom() -> None:
    """Extraction makes many small objects and hardly a cycle among them: to look for some every 700 costs a twentieth.

    What the imports made stays for good and is not looked at again.
    """
    gc.freeze()
    gc.set_threshold(_OBJECTS_PER_COLLECTION)


def _limit_memory(allowance: int) -> None:
    """Writable memory beyond what the imports took; an allocation past it fails inside this process alone.

    Not the address space: allocators and threads reserve gigabytes of it that they never use.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # Other systems do not enforce it; there a document is limited by time and size alone.
        resource.setrlimit(resource.RLIMIT_DATA, (writable_bytes() + allowance, resource.RLIM_INFINITY))


def _die_with_parent() -> None:
    """A killed run takes its workers along; Ctrl-C at the terminal is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1:])
