r"""A look at the raw folder: which PDFs it holds, by path and content.

A PDF is a regular file whose name ends in ``.pdf``, in any case of letters, at any depth. What is hidden (``.git``, a
bin for deleted files, ``.report.pdf`` while it is copied) and what an editor keeps beside a file that it has open
(``~$report.pdf``) is passed over. Links inside the folder are other names for what they point to; links that leave it
are reported and not followed. Nothing here raises for what a folder may hold: each trouble becomes a problem of its
own path.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dagster_project.extraction.records import ReasonCode

_ENDING = ".pdf"
_PASSED_OVER = (".", "~$")
"""What names begin with that are no documents."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file is not offered to extraction."""

    reason: ReasonCode
    message: str


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One name in the raw folder."""

    source_path: str
    path: Path
    """Where the bytes are, links resolved."""
    byte_size: int
    mtime_ns: int
    document_id: str | None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What tells one state of a file from another without reading it."""

    byte_size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What the folder holds, in the order of the paths."""

    files: tuple[FoundFile, ...]
    unreadable_folders: tuple[str, ...]
    """Folders that could not be listed: what was below them is neither here nor gone."""


KnownFiles = Mapping[tuple[str, int, int], str]
"""SHA-256 by (source path, size, modification time in nanoseconds): what need not be read again."""


class RawFolderMissingError(FileNotFoundError):
    """The raw folder does not exist; taken for an empty one, it would withdraw every document."""


def scan(raw_dir: Path, known: KnownFiles, *, file_limit: int) -> Scan:
    """Every PDF below ``raw_dir``; files whose size and time are in ``known`` are not read.

    Raises:
        RawFolderMissingError: there is no such folder.
    """
    look = _Look(raw_dir, file_limit, lambda key, target: known.get(key) or _sha256(target, *key[1:]))
    return look.all()


def list_files(raw_dir: Path, *, file_limit: int) -> Mapping[str, FileFacts]:
    """Size and time by source path, for every file that :func:`scan` would report; reads none of them.

    Raises:
        RawFolderMissingError: there is no such folder.
    """
    look = _Look(raw_dir, file_limit, lambda _key, _target: None)
    return {file.source_path: FileFacts(file.byte_size, file.mtime_ns) for file in look.all().files}


def printable_path(path: str) -> str:
    r"""A path as text that every table can hold: bytes that are no UTF-8 are written ``\xNN``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


_Identify = Callable[[tuple[str, int, int], Path], str | None]
_UNLISTED = Problem(ReasonCode.UNREADABLE, "the folder cannot be listed")
_OUTSIDE = Problem(
    ReasonCode.LINK_OUTSIDE_RAW, "a link that leaves the raw folder is not followed; copy the file into the folder"
)


class _Look:
    """One walk through the folder; plain strings for paths, since fifty thousand files are to cost a second."""

    def __init__(self, raw_dir: Path, file_limit: int, identify: _Identify) -> None:
        if not raw_dir.is_dir():
            raise RawFolderMissingError(f"the raw folder {raw_dir} does not exist; JUESUAN_RAW_DIR names another")
        self._root = os.path.realpath(raw_dir)
        self._prefix = f"{self._root.rstrip(os.sep)}{os.sep}"
        self._unreadable: list[str] = []
        self._file_limit = file_limit
        self._identify = identify

    def all(self) -> Scan:
        """Every PDF below the folder, and the folders that could not be listed."""
        files = [file for entry in self._walk(self._root) if (file := self._at(entry)) is not None]
        files += [self._problem(folder, _UNLISTED) for folder in self._unreadable]
        return Scan(
            files=tuple(sorted(files, key=lambda file: file.source_path)),
            unreadable_folders=tuple(sorted(map(self._source_path, self._unreadable))),
        )

    def _source_path(self, path: str) -> str:
        return printable_path("." if path == self._root else path[len(self._prefix) :])

    def _walk(self, folder: str) -> Iterator[os.DirEntry[str]]:
        """What is to be looked at: by name a PDF, or a link to a folder elsewhere that may hold thousands."""
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            self._unreadable.append(folder)
            return
        for entry in entries:
            if entry.name.startswith(_PASSED_OVER):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self._walk(entry.path)
            elif entry.name.lower().endswith(_ENDING) or (entry.is_symlink() and self._leads_to_other_folder(entry)):
                yield entry

    def _at(self, entry: os.DirEntry[str]) -> FoundFile | None:
        """What is there; None where it has gone since its folder was listed."""
        try:
            if not entry.is_symlink():
                return self._file(entry.path, entry.path, entry.stat(follow_symlinks=False))
            target = os.path.realpath(entry.path, strict=True)
            if not self._holds(target):
                return self._problem(entry.path, _OUTSIDE)
            return self._file(entry.path, target, entry.stat())
        except OSError as error:
            if not os.path.lexists(entry.path):
                return None
            if not self._holds(os.path.realpath(entry.path)):
                return self._problem(entry.path, _OUTSIDE)  # A link out of the folder to what does not exist.
            return self._problem(entry.path, Problem(ReasonCode.UNREADABLE, error.strerror or str(error)))

    def _leads_to_other_folder(self, link: os.DirEntry[str]) -> bool:
        return link.is_dir() and not self._holds(os.path.realpath(link.path))

    def _holds(self, target: str) -> bool:
        return target == self._root or target.startswith(self._prefix)

    def _file(self, path: str, target: str, facts: os.stat_result) -> FoundFile:
        if not stat.S_ISREG(facts.st_mode):
            return self._problem(path, Problem(ReasonCode.UNREADABLE, "not a regular file"))
        source_path, size, time, where = self._source_path(path), facts.st_size, facts.st_mtime_ns, Path(target)
        if size > self._file_limit:
            message = f"{size:,} bytes; the limit is {self._file_limit:,} (JUESUAN_SIZE_LIMIT_MB)"
            return FoundFile(source_path, where, size, time, None, Problem(ReasonCode.SIZE_LIMIT, message))
        return FoundFile(source_path, where, size, time, self._identify((source_path, size, time), where))

    def _problem(self, path: str, problem: Problem) -> FoundFile:
        return FoundFile(self._source_path(path), Path(path), 0, 0, None, problem)


@cache
def _sha256(path: Path, _size: int, _mtime_ns: int) -> str:
    """The hash of a file, once per process for each state of it: the command line scans before the job does."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
