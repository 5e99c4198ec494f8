"""Draws crops in a process of its own: a PDF is hostile until read, and drawing one is reading it.

The child gets the path of a PDF and the crops as JSON on its standard input and answers with the pictures, each
preceded by its length, on its standard output.
"""

from __future__ import annotations

import json
import resource
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from dagster_project.report.content import Box
from dagster_project.report.crops import Crop, draw
from dagster_project.settings import REPOSITORY, Limits

_LENGTH = struct.Struct(">I")
_SECONDS_PER_CROP = 5.0
_SECONDS = 30.0


def draw_apart(pdf: Path, crops: Sequence[Crop], limits: Limits) -> list[bytes]:
    """The crops as PNG; empty ones for what cannot be drawn, for whatever reason."""
    if not crops:
        return []
    request = {"pdf": str(pdf), "memory": limits.memory_bytes, "crops": [asdict(crop) for crop in crops]}
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter and module)
            [sys.executable, "-m", __name__],
            input=json.dumps(request).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=min(_SECONDS + _SECONDS_PER_CROP * len(crops), limits.seconds),
            cwd=REPOSITORY,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return [b""] * len(crops)
    pictures = _unpacked(done.stdout)
    return pictures if done.returncode == 0 and len(pictures) == len(crops) else [b""] * len(crops)


def _unpacked(data: bytes) -> list[bytes]:
    pictures, at = [], 0
    while at + _LENGTH.size <= len(data):
        (length,) = _LENGTH.unpack_from(data, at)
        at += _LENGTH.size
        pictures.append(data[at : at + length])
        at += length
    return pictures


def main() -> None:
    """Answer one request."""
    request = json.load(sys.stdin.buffer)
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_DATA, (request["memory"], resource.RLIM_INFINITY))
    for picture in draw(Path(request["pdf"]).read_bytes(), [_crop(crop) for crop in request["crops"]]):
        sys.stdout.buffer.write(_LENGTH.pack(len(picture)) + picture)


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
