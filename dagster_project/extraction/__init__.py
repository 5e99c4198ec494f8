"""PDF bytes in, plain records out.

Nothing here knows Dagster, the warehouse or what a line of a statement means: extraction establishes what is on the
page, dbt gives it meaning. The same function runs in a process pool on a laptop and on the executors of a cluster.
"""

from __future__ import annotations

from dagster_project.extraction.collector import collector_at_rest
from dagster_project.extraction.document import ExtractionLimits
from dagster_project.extraction.document import extract_document as _extract
from dagster_project.extraction.records import RAW_TABLES, Extraction, ReasonCode, RejectedDocument

EXTRACTOR_VERSION = "14"
"""Raised with every change that reads a document differently; a new version re-extracts what is in the raw layer."""

__all__ = [
    "EXTRACTOR_VERSION",
    "RAW_TABLES",
    "Extraction",
    "ExtractionLimits",
    "ReasonCode",
    "RejectedDocument",
    "extract_document",
]


def extract_document(data: bytes, *, document_id: str, limits: ExtractionLimits | None = None) -> Extraction:
    """Read a disclosure's PDF into the rows of the raw tables.

    Args:
        data: the file's bytes.
        document_id: SHA-256 of the bytes, lower-case hex.
        limits: what the document may cost; the defaults suit every disclosure seen.

    Raises:
        RejectedDocument: if the bytes are no readable PDF, or the text is no disclosure; with a reason code.
    """
    with collector_at_rest():
        return _extract(
            data, document_id=document_id, extractor_version=EXTRACTOR_VERSION, limits=limits or ExtractionLimits()
        )
