"""Stand-ins for the second reader, run inside real worker processes: the bytes of a "PDF" say how it behaves."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import Any

from dagster_project.second_reading.records import (
    PageStatus,
    SecondPageRecord,
    SecondReading,
    SecondWordRecord,
    reader_version,
)

READ = "tests.unit.second_fakes:read"


def read(data: bytes, *, document_id: str, pages: Sequence[int], **_: Any) -> SecondReading:
    """One word on each page, the bytes themselves; ``die`` and ``hang`` do so."""
    text = data.decode()
    if text == "die":
        os._exit(3)
    if text == "hang":
        time.sleep(3600)
    read_well = [SecondPageRecord(document_id, n, reader_version(), PageStatus.READ.value, None, 1, 0) for n in pages]
    box = (1.0, 2.0, 3.0, 4.0)
    words = [SecondWordRecord(document_id, n, 1, text, text, *box, False, None, None, None, None, None) for n in pages]
    return SecondReading(tuple(read_well), tuple(words))
