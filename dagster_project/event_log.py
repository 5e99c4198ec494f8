"""Dagster's event log with its connections kept open for the length of a run.

Its SQLite storage makes an engine and a connection per statement, and syncs the disk at each: some fifteen thousand
times a run, which took longer than dbt. Within :func:`kept_connections` there is one engine per database file instead;
what is written, and where, is the same, and other processes see it as before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dagster import DagsterInstance
    from dagster._core.storage.event_log.sqlite import SqliteEventLogStorage
    from sqlalchemy.engine import Connection, Engine

_BUSY_SECONDS = 30


@contextmanager
def kept_connections(instance: DagsterInstance) -> Iterator[None]:
    """Let the instance's event log reuse its connections; another storage than SQLite is left as it is."""
    from dagster._core.storage.event_log.sqlite import SqliteEventLogStorage

    storage: Any = instance.event_log_storage
    if not isinstance(storage, SqliteEventLogStorage):
        yield
        return
    engines: dict[str, Engine] = {}
    storage._connect = _connector(storage, engines)
    try:
        yield
    finally:
        del storage._connect
        for engine in engines.values():
            engine.dispose()


def _connector(
    storage: SqliteEventLogStorage, engines: dict[str, Engine]
) -> Callable[[str], AbstractContextManager[Connection]]:
    """What stands in for the storage's ``_connect``: a transaction on a shard, under the storage's own lock."""

    @contextmanager
    def connect(shard: str) -> Iterator[Connection]:
        """A transaction on the kept connection of a shard."""
        with storage._db_lock:
            if shard not in engines:
                engines[shard] = _engine(storage.conn_string_for_shard(shard))
            if shard not in storage._initialized_dbs:
                storage._initdb(engines[shard])
                storage._initialized_dbs.add(shard)
            with engines[shard].connect() as connection, connection.begin():
                yield connection

    return connect


def _engine(address: str) -> Engine:
    """One connection, which threads take in turn; durable up to the last checkpoint, as a log of a run may be."""
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import StaticPool

    engine = create_engine(
        address, poolclass=StaticPool, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def _relax(connection: Any, _record: Any) -> None:
        # With the write-ahead log, which the storage switches on, NORMAL cannot damage the file.
        connection.execute("pragma synchronous = normal")

    return engine
