"""Memory of one extraction worker over a thousand documents: it must not grow.

The worker is the one of a real run, spoken to as the pool does; what it reports after each document is what the pool
looks at. Run with ``make bench``, or ``python -m benchmarks.memory ../shared/corpus --documents 1000``.
"""

from __future__ import annotations

import hashlib
import json
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.documents import fill_folder, parser_for, readable_documents
from dagster_project.extraction_pool.messages import READY, Task, receive_reply, send_task
from dagster_project.extraction_pool.pool import EXTRACT, worker_environment
from dagster_project.settings import Limits

_MEGABYTE = 1024**2


@contextmanager
def worker() -> Iterator[Connection]:
    """A worker that is ready to read."""
    ours, theirs = socket.socketpair()
    command = ["-m", "dagster_project.extraction_pool.worker", str(theirs.fileno()), EXTRACT]
    limits = json.dumps(asdict(Limits()))
    with subprocess.Popen(  # noqa: S603 (our own interpreter and module)
        [sys.executable, *command, limits], pass_fds=[theirs.fileno()], env=worker_environment()
    ):
        theirs.close()
        with Connection(ours.detach()) as connection:
            assert connection.recv_bytes() == READY
            yield connection


def memory_after(paths: list[Path], marks: set[int]) -> dict[int, float]:
    """Resident megabytes of a worker after as many documents as each mark says."""
    found = {}
    with worker() as connection:
        for count, path in enumerate(paths, 1):
            send_task(connection, Task(hashlib.sha256(path.read_bytes()).hexdigest(), path))
            reply = receive_reply(connection)
            if count in marks:
                found[count] = reply.memory_bytes / _MEGABYTE
    return found


def main() -> None:
    """Print the memory after 10, 100, 500 and all documents."""
    parser = parser_for(__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    arguments = parser.parse_args()
    documents = readable_documents(arguments.places)
    with tempfile.TemporaryDirectory() as folder:
        paths = fill_folder(Path(folder), documents, arguments.documents)
        found = memory_after(paths, {10, 100, 500, arguments.documents})
    sys.stdout.write("memory of one worker (resident MB)\n")
    for count, megabytes in found.items():
        sys.stdout.write(f"  after {count:5d} documents {megabytes:8.1f}\n")


if __name__ == "__main__":
    main()
