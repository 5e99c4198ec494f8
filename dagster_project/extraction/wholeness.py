"""Whether a PDF is all there: a file that lost a piece in its middle still ends as it should.

The parser rebuilds a broken cross-reference table from what it finds and would then show fewer pages, or less on them,
than were published. A table that stands where the file says is trusted; otherwise every object that the file
refers to has to be in it.
"""

from __future__ import annotations

import re

from dagster_project.extraction.records import ReasonCode, RejectedDocument

_START = re.compile(rb"startxref\s+(\d{1,12})")
_TABLE = re.compile(rb"\s*(?:xref|\d+\s+\d+\s+obj)\b")
_LENGTH = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s+(\d{1,12})")
_DEFINED = re.compile(rb"(?<!\d)(\d{1,9})\s+(\d{1,5})\s+obj\b")
_REFERRED = re.compile(rb"(?<!\d)(\d{1,9})\s+(\d{1,5})\s+R\b")
_STREAM = re.compile(rb"\bstream\r?\n.*?endstream", re.DOTALL)
_MOST = 2_000_000
"""A larger file whose table is lost is not searched object by object."""


def check_whole(data: bytes) -> None:
    """Refuse a file of which a piece is missing.

    Raises:
        RejectedDocument: with reason ``truncated``.
    """
    linear = _LENGTH.search(data, 0, 2048)
    if linear and int(linear[1]) > len(data):
        raise _truncated(f"it says that it is {int(linear[1]):,} bytes long and has {len(data):,}")
    starts = [int(found[1]) for found in _START.finditer(data)]
    if starts and _stands_at(data, starts[-1]):
        return
    if b"/ObjStm" in data or len(data) > _MOST:
        raise _truncated("its table of objects is not where it says, and they cannot be told one by one")
    missing = _missing_objects(data)
    if missing:
        raise _truncated(f"its table of objects is not where it says, and {missing:,} of the objects are missing")


def _stands_at(data: bytes, offset: int) -> bool:
    """Offsets count from the header, before which a few stray bytes may stand."""
    header = max(0, data.find(b"%PDF-", 0, 1024))
    return any(_TABLE.match(data, place) is not None for place in {offset, offset + header} if place < len(data))


def _missing_objects(data: bytes) -> int:
    outside = _STREAM.sub(b" ", data)
    return len(set(_REFERRED.findall(outside)) - set(_DEFINED.findall(outside)))


def _truncated(why: str) -> RejectedDocument:
    return RejectedDocument(ReasonCode.TRUNCATED, f"a piece of the file is missing: {why}")
