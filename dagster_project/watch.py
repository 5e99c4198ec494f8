"""A glance at the raw folder for schedule and sensor: names, sizes and times, without reading a file."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

from dagster_project.raw_layer.manifest import digest, read_manifest
from dagster_project.raw_layer.scan import FileFacts, list_files
from dagster_project.settings import Settings
from dagster_project.state import Origin, code_fingerprint, reasons_to_build


@dataclass(frozen=True, slots=True)
class Glance:
    """How the folder differs from what the manifest knows."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    withdrawn: tuple[str, ...]
    fingerprint: str
    """Of the whole listing: it tells one state of the folder from another."""
    newest: float
    """Seconds since the latest change of a new or changed file; a file may still be being copied."""

    @property
    def is_quiet(self) -> bool:
        """Whether the folder is as the manifest knows it."""
        return not (self.new or self.changed or self.withdrawn)

    def __str__(self) -> str:
        return f"{len(self.new)} new, {len(self.changed)} changed, {len(self.withdrawn)} withdrawn"


def glance(settings: Settings) -> Glance:
    """Compare the folder's listing with the manifest.

    Raises:
        RawFolderMissingError: the raw folder does not exist.
    """
    present = list_files(settings.raw_dir, file_limit=settings.limits.file_bytes)
    known: dict[str, set[FileFacts]] = {}
    for row in read_manifest(settings.raw_layer_dir):
        if row.withdrawn_at is None:
            known.setdefault(row.source_path, set()).add(FileFacts(row.byte_size, row.mtime_ns))
    new = tuple(path for path in present if path not in known)
    changed = tuple(path for path, facts in present.items() if path in known and facts not in known[path])
    listing = repr(sorted(present.items())).encode("utf-8", "backslashreplace")
    latest = max((present[path].mtime_ns for path in (*new, *changed)), default=0)
    return Glance(
        new=new,
        changed=changed,
        withdrawn=tuple(path for path in known if path not in present),
        fingerprint=hashlib.sha256(listing).hexdigest(),
        newest=time.time() - latest / 1e9,
    )


def anything_to_do(settings: Settings) -> str:
    """Why a run would do something, in words; empty where nothing has changed since the last one."""
    seen = glance(settings)
    if not seen.is_quiet:
        return str(seen)
    origin = Origin(code_fingerprint(), digest(read_manifest(settings.raw_layer_dir)))
    return "; ".join(reasons_to_build(settings, origin))
