"""Pages without usable text: rendered, straightened, ruled by morphology, read by a text recogniser.

The result is the same :class:`~dagster_project.extraction.page.PageContent` that a text page gives, so that grids,
cells, rows and tables are found by the same code; each character carries the confidence with which it was read.

What does not belong here: what a figure means. A separator is repaired, because the recogniser mixes up ``.`` and
``,`` and the shape of a number tells them apart; a digit is never changed.

Importing this package is cheap; the recogniser and OpenCV are loaded when the first scan is met.
"""

from __future__ import annotations

from typing import Any

from dagster_project.extraction.ocr.choice import needs_recognition
from dagster_project.extraction.page import PageContent

__all__ = ["needs_recognition", "recognized"]


def recognized(page: Any, content: PageContent) -> PageContent:
    """Return the content of a pypdfium2 page with what its pictures show; see :func:`needs_recognition`."""
    from dagster_project.extraction.ocr.scan import read_scan

    return read_scan(page, content)
