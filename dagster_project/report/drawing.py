"""Draws crops in processes of their own: a PDF is hostile until read, and drawing one is reading it.

A process draws one document after another, because starting one takes longer than most documents. It gets the path of a
PDF and its crops as a line of JSON on its standard input, and answers on its standard output with the number of
pictures, then each preceded by its length. It ends with its input; the kernel ends it where a document takes too long.
"""

from __future__ import annotations

import json
import resource
import signal
import struct
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO

from dagster_project.report.content import Box
from dagster_project.report.crops import Crop, draw
from dagster_project.settings import REPOSITORY, Limits

_NUMBER = struct.Struct(">I")
_SECONDS_PER_CROP = 5.0
_SECONDS = 30.0


class DrawingProcesses:
    """Draws for as many threads as ask; a document of which its process dies costs its own pictures only."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._idle: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> DrawingProcesses:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        while self._idle:
            _end(self._idle.pop())

    def draw(self, pdf: Path, crops: Sequence[Crop]) -> list[bytes]:
        """The crops as PNG; empty ones for what cannot be drawn, for whatever reason."""
        if not crops:
            return []
        seconds = min(_SECONDS + _SECONDS_PER_CROP * len(crops), self._limits.seconds)
        request = {"pdf": str(pdf), "seconds": seconds, "crops": [asdict(crop) for crop in crops]}
        nothing = [b""] * len(crops)
        try:
            process = self._process()
        except OSError:
            return nothing
        try:
            pictures = _answer(process, json.dumps(request).encode())
        except OSError:
            _end(process)
            return nothing
        except BaseException:
            _end(process)
            raise
        self._idle.append(process)
        return pictures if len(pictures) == len(crops) else nothing

    def _process(self) -> subprocess.Popen[bytes]:
        try:
            return self._idle.pop()
        except IndexError:
            return subprocess.Popen(  # noqa: S603 (our own interpreter and module)
                [sys.executable, "-m", __name__, str(self._limits.memory_bytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=REPOSITORY,
            )


def _answer(process: subprocess.Popen[bytes], request: bytes) -> list[bytes]:
    """What a process draws.

    Raises:
        OSError: it died.
    """
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(request + b"\n")
    process.stdin.flush()
    return [_exactly(process.stdout, _number(process.stdout)) for _ in range(_number(process.stdout))]


def _number(stream: IO[bytes]) -> int:
    (number,) = _NUMBER.unpack(_exactly(stream, _NUMBER.size))
    return int(number)


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise ConnectionError("the process that draws has ended")
    return data


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    # Closes its pipes, of which one may hold what nobody reads any more, and waits for it.
    with suppress(BrokenPipeError), process:
        pass


def main() -> None:
    """Answer requests until there are no more."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_DATA, (int(sys.argv[1]), resource.RLIM_INFINITY))
    for line in sys.stdin.buffer:
        request = json.loads(line)
        signal.setitimer(signal.ITIMER_REAL, request["seconds"])
        pictures = _drawn(Path(request["pdf"]), [_crop(crop) for crop in request["crops"]])
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.stdout.buffer.write(_NUMBER.pack(len(pictures)))
        for picture in pictures:
            sys.stdout.buffer.write(_NUMBER.pack(len(picture)) + picture)
        sys.stdout.buffer.flush()


def _drawn(pdf: Path, crops: Sequence[Crop]) -> list[bytes]:
    """The pictures; none where the document cannot be drawn. What lacks memory ends the process: the next is fresh."""
    try:
        return draw(pdf.read_bytes(), crops)
    except MemoryError:
        raise
    except Exception:
        return []


def _crop(values: dict[str, object]) -> Crop:
    culprit, operands = values["culprit"], values["operands"]
    assert isinstance(operands, list)
    return Crop(
        int(str(values["page"])),
        Box(**culprit) if isinstance(culprit, dict) else None,
        tuple(Box(**box) for box in operands),
    )


if __name__ == "__main__":
    main()
