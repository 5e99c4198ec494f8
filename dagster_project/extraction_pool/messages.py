"""What parent and worker say to each other over a socket.

A worker has read hostile bytes, so the parent unpickles nothing that comes from it: a reply is a line of JSON, followed
for a success by one Arrow stream per raw table.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow as pa

from dagster_project.extraction.records import RAW_TABLES, ReasonCode
from dagster_project.raw_layer.schema import RawBatches, record_schema

MAX_REPLY_BYTES = 1024**3
"""More than this in one table of one document is no disclosure."""


@dataclass(frozen=True, slots=True)
class Task:
    """One document to read; its bytes are read by the worker."""

    document_id: str
    path: Path
    pages: tuple[int, ...] = ()
    """The pages (from 1) to read; all of them where none is named."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a task: rows, or the reason why there are none."""

    batches: RawBatches | None
    reason: ReasonCode | None
    message: str
    memory_bytes: int
    """Memory of the worker after the task; a worker that has grown is replaced."""


@dataclass(frozen=True, slots=True)
class _Header:
    reason: str | None
    message: str
    memory_bytes: int


READY = b"ready"


def send_task(connection: Connection, task: Task) -> None:
    """Parent to worker."""
    payload = {"document_id": task.document_id, "path": str(task.path), "pages": task.pages}
    connection.send_bytes(json.dumps(payload).encode("ascii"))


def receive_task(connection: Connection) -> Task:
    """In the worker; raises EOFError when the parent has no more tasks, or is gone."""
    payload = json.loads(connection.recv_bytes())
    return Task(payload["document_id"], Path(payload["path"]), tuple(payload["pages"]))


def send_reply(connection: Connection, reply: Reply) -> None:
    """Worker to parent."""
    header = _Header(reply.reason.value if reply.reason else None, reply.message, reply.memory_bytes)
    connection.send_bytes(json.dumps(asdict(header)).encode("ascii"))
    for table, batch in (reply.batches or {}).items():
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, record_schema(table)) as stream:
            stream.write_batch(batch)
        connection.send_bytes(sink.getvalue())


def receive_reply(connection: Connection, tables: Iterable[str] = RAW_TABLES) -> Reply:
    """In the parent, which knows what tables it asked for.

    Raises:
        EOFError, OSError: the worker is gone.
        ValueError: what it sent is no reply; its memory may be damaged.
    """
    header = _Header(**json.loads(connection.recv_bytes(MAX_REPLY_BYTES)))
    if header.reason is not None:
        return Reply(None, ReasonCode(header.reason), header.message, header.memory_bytes)
    batches = {table: _receive_batch(connection, table) for table in tables}
    return Reply(batches, None, "", header.memory_bytes)


def _receive_batch(connection: Connection, table: str) -> pa.RecordBatch:
    with pa.ipc.open_stream(pa.py_buffer(connection.recv_bytes(MAX_REPLY_BYTES))) as stream:
        if not stream.schema.equals(record_schema(table)):
            raise ValueError(f"{table}: rows of another shape")
        batch = stream.read_next_batch()
    batch.validate(full=True)
    return batch
