"""``juesuan extract`` and ``juesuan forget``: one document."""

from __future__ import annotations

import argparse
from pathlib import Path

from dagster_project.commands.errors import CommandError
from dagster_project.commands.pipeline import run_pipeline
from dagster_project.commands.run import held
from dagster_project.commands.show import print_summary
from dagster_project.raw_layer.ingest import forget as forget_rows
from dagster_project.raw_layer.manifest import ManifestRow, read_manifest
from dagster_project.raw_layer.scan import list_files
from dagster_project.settings import Settings

_SHORTEST_ID = 6


def extract(settings: Settings, options: argparse.Namespace) -> int:
    """Read one document again, whether or not it has changed, and rebuild.

    Raises:
        CommandError: no such document, or its file is gone.
    """
    with held(settings, "juesuan extract"):
        present = list_files(settings.raw_dir, file_limit=settings.limits.file_bytes)
        path = _path_below(settings, options.document)
        if path not in present:
            paths = [row.source_path for row in _rows(settings, options.document) if row.source_path in present]
            if not paths:
                raise CommandError(f"{options.document}: its file is no longer in {settings.raw_dir}")
            path = paths[0]
        print(f"Reading {path} again.", flush=True)
        if not run_pipeline(settings, source_path=path):
            return 1
        print_summary(settings)
        return 0


def forget(settings: Settings, options: argparse.Namespace) -> int:
    """Drop one document from the raw layer and rebuild without it.

    Raises:
        CommandError: no such document.
    """
    with held(settings, "juesuan forget"):
        rows = _rows(settings, options.document)
        doomed = forget_rows(settings, lambda name: any(name in (row.source_path, row.document_id) for row in rows))
        for row in doomed:
            print(f"Forgotten: {row.source_path}", flush=True)
            if (settings.raw_dir / row.source_path).exists():
                print("  Its file is still in the raw folder: the next run reads it as new.", flush=True)
        if not run_pipeline(settings, read=False):
            return 1
        print_summary(settings)
        return 0


def _rows(settings: Settings, document: str) -> list[ManifestRow]:
    """Rows of the manifest that a path or the beginning of a hash names."""
    rows = read_manifest(settings.raw_layer_dir)
    path = _path_below(settings, document)
    found = [row for row in rows if row.source_path == path]
    if not found and len(document) >= _SHORTEST_ID:
        found = [row for row in rows if row.document_id and row.document_id.startswith(document.lower())]
    if not found:
        raise CommandError(f"no document {document!r} in the raw layer; juesuan show documents lists them")
    if len({row.document_id for row in found}) > 1 and found[0].source_path != path:
        raise CommandError(f"{document!r} is the beginning of more than one hash")
    return found


def _path_below(settings: Settings, document: str) -> str:
    """The path as the manifest has it, for one given as such or as a path of the file system."""
    given = Path(document)
    absolute = given if given.is_absolute() else Path.cwd() / given
    if absolute.exists() and absolute.is_relative_to(settings.raw_dir):
        return absolute.relative_to(settings.raw_dir).as_posix()
    return given.as_posix()
