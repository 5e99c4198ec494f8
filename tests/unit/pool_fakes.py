"""Stand-ins for the extract function, run inside real worker processes: the bytes of a "PDF" say how it behaves."""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path
from typing import Any

from dagster_project.extraction.records import (
    CellRecord,
    DocumentRecord,
    Extraction,
    PageRecord,
    ReasonCode,
    RejectedDocument,
)

EXTRACT = "tests.unit.pool_fakes:extract"
EXTRACT_ANEW = "tests.unit.pool_fakes:extract_anew"


def extract(data: bytes, *, document_id: str, **_: Any) -> Extraction:
    """Behave as the first word of the bytes says; the rest of them decides how many cells there are."""
    behaviour = data.split(b" ")[0].decode()
    if behaviour in _BEHAVIOURS:
        _BEHAVIOURS[behaviour](data)
    return records(document_id, cells=len(data), version="1")


def extract_anew(data: bytes, *, document_id: str, **_: Any) -> Extraction:
    """Another version of the extractor, which finds one cell more and gives up on ``fickle`` documents."""
    if data.startswith(b"fickle"):
        raise RejectedDocument(ReasonCode.UNREADABLE, "no longer understood")
    return records(document_id, cells=len(data) + 1, version="2")


def records(document_id: str, *, cells: int, version: str) -> Extraction:
    """An extraction of one page with so many cells, and nothing else."""
    document = DocumentRecord(document_id, version, 10, 1, None, "标题")
    page = PageRecord(document_id, 1, 595.0, 842.0, 0, "text", 10, 0, 0, 1, 0, 0)
    return Extraction(document, (page,), (), (), (), (), (), tuple(_cell(document_id, n) for n in range(1, cells + 1)))


def _cell(document_id: str, row: int) -> CellRecord:
    return CellRecord(document_id, 1, row, 1, 1, 1, 1, f"{row}.00", f"{row}.00", 1.0, 2.0, 3.0, 4.0, 1.5, "text", 1.0)


def _hang(_: bytes) -> None:
    time.sleep(3600)


def _hang_in_c(_: bytes) -> None:
    ctypes.PyDLL(None).sleep(3600)  # Holds the interpreter's lock: only a signal from outside ends this.


def _devour(_: bytes) -> None:
    hoard = []
    while True:
        hoard.append(bytearray(os.urandom(1024) * 1024 * 8))
        time.sleep(0.01)


def _devour_at_once(_: bytes) -> None:
    bytearray(1 << 40)


def _exit(_: bytes) -> None:
    os._exit(3)


def _segfault(_: bytes) -> None:
    ctypes.string_at(0)


def _refuse(_: bytes) -> None:
    raise RejectedDocument(ReasonCode.ENCRYPTED, "needs a password")


def _stumble(_: bytes) -> None:
    raise KeyError("a fault\nof our own")


def _die_once(data: bytes) -> None:
    marker = Path(data.split(b" ")[1].decode())
    if not marker.exists():
        marker.touch()
        os._exit(9)


_BEHAVIOURS = {
    "hang": _hang,
    "hang-in-c": _hang_in_c,
    "devour": _devour,
    "devour-at-once": _devour_at_once,
    "exit": _exit,
    "segfault": _segfault,
    "refuse": _refuse,
    "stumble": _stumble,
    "die-once": _die_once,
}


def extract_half_a_character(data: bytes, *, document_id: str, **_: Any) -> Extraction:
    """Half a surrogate pair in the text, as a broken font map yields it."""
    extraction = records(document_id, cells=0, version="1")
    cell = CellRecord(document_id, 1, 1, 1, 1, 1, 1, "预\ud800算", "预\ud800算", 1.0, 2.0, 3.0, 4.0, 1.5, "text", 1.0)
    return Extraction(extraction.document, extraction.pages, (), (), (), (), (), (cell,))
