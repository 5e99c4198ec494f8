"""How much the streams of a PDF unpack to, counted before anything keeps them.

A few kilobytes can unpack to gigabytes, and the parser unpacks a stream as a whole. The bytes are searched for streams
that Deflate made, whatever their dictionaries say of them (a filter's name can be written in many ways, lengths can
lie), and these are unpacked piece by piece until the limit is reached. What other filters (LZW, run lengths) or an
encrypted file unpack to is not seen here: the memory limit of the worker bounds that.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from dagster_project.extraction.records import ReasonCode, RejectedDocument

_MOST_PER_BYTE = 1032
"""Deflate cannot unpack one byte to more."""
_PIECE = 1 << 20
_FEED = 1 << 16
_HEADER_REACH = 2048
"""A dictionary that says what a stream is begins at most so far before it."""
_DEEPEST = 4
"""Deflate within deflate, so many times; deeper is no PDF that anyone published."""


def check_decoded_size(data: bytes, limit: int) -> None:
    """Refuse a PDF whose streams unpack to more than ``limit`` bytes.

    Images count one by one, since a page's images are let go with the page; all other streams (pages' contents, fonts,
    maps, objects) count together. A file too small to hold so much is not unpacked at all.

    Raises:
        RejectedDocument: with reason ``size_limit``.
    """
    view = memoryview(data)
    large = len(data) * _MOST_PER_BYTE > limit
    total = 0
    for start, is_image in _deflated_streams(data):
        depth = _depth(view[start:])
        if not large and depth == 1:
            continue
        size = _unpacked_size(view[start:], depth, limit if is_image else limit - total)
        total += 0 if is_image else size
        if size > limit or total > limit or depth > _DEEPEST:
            raise RejectedDocument(
                ReasonCode.SIZE_LIMIT,
                f"its streams unpack to more than {limit // 1024**2:,} MB (JUESUAN_DECODED_LIMIT_MB)",
            )


def _deflated_streams(data: bytes) -> Iterator[tuple[int, bool]]:
    """Where each stream that begins as Deflate does begins, and whether it is said to be an image."""
    at = 0
    while (at := data.find(b"stream", at)) >= 0:
        keyword, at = at, at + len(b"stream")
        if data[keyword - 3 : keyword] == b"end":
            continue
        start = at
        while data[start : start + 1] in (b"\r", b"\n", b" "):
            start += 1
        if _is_deflate(data[start : start + 2]):
            opening = data.rfind(b" obj", max(0, keyword - _HEADER_REACH), keyword)
            yield start, opening >= 0 and b"/Image" in data[opening:keyword]


def _is_deflate(head: bytes | memoryview) -> bool:
    return len(head) == 2 and head[0] & 0x8F == 8 and (head[0] * 256 + head[1]) % 31 == 0


def _depth(packed: memoryview) -> int:
    """How many times the stream is deflated, one within the other."""
    depth = 1
    head: bytes | memoryview = packed[:4096]
    while depth <= _DEEPEST:
        try:
            head = zlib.decompressobj().decompress(head, 512)
        except zlib.error:
            return max(1, depth - 1)
        if not _is_deflate(head[:2]):
            return depth
        depth += 1
    return depth


def _unpacked_size(packed: memoryview, depth: int, limit: int) -> int:
    """Bytes that come out of every depth together, counted to just beyond the limit."""
    size = 0
    pieces: Iterator[bytes] = _feed(packed)
    for _ in range(min(depth, _DEEPEST)):
        pieces = _inflate(pieces)
    for piece in pieces:
        size += len(piece)
        if size > limit:
            break
    return size


def _feed(packed: memoryview) -> Iterator[bytes]:
    for start in range(0, len(packed), _FEED):
        yield bytes(packed[start : start + _FEED])


def _inflate(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """What the pieces unpack to, piece by piece; what is damaged ends it, as it ends the parser's reading."""
    inflater = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest and not inflater.eof:
            try:
                out = inflater.decompress(rest, _PIECE)
            except zlib.error:
                return
            rest = inflater.unconsumed_tail
            if out:
                yield out
        if inflater.eof:
            return
