"""What counts as a PDF in the raw folder, and what is said of the rest."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from dagster_project.extraction.records import ReasonCode
from dagster_project.raw_layer.scan import FoundFile, RawFolderMissingError, scan

LIMIT = 1_000


def look(raw: Path) -> dict[str, FoundFile]:
    found = scan(raw, {}, file_limit=LIMIT)
    by_path = {file.source_path: file for file in found.files}
    assert len(by_path) == len(found.files)
    return by_path


def put(raw: Path, name: str, data: bytes = b"%PDF") -> Path:
    path = raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_pdfs_are_found_at_any_depth_and_in_any_case_of_letters(tmp_path: Path) -> None:
    names = [
        "武汉市/2024/财政局.pdf",
        "=1+1.pdf",
        "a\nb.pdf",
        "a b'c\"d.PDF",
        "x.Pdf",
        "ى\u202efdp.pdf",
        "a/b/c/d/e/f.pdf",
        "~a.pdf",
    ]
    for name in names:
        put(tmp_path, name)
    put(tmp_path, "notes.txt")
    put(tmp_path, "archive.pdf.zip")
    for name in (".git/objects/x.pdf", ".pdf", ".report.pdf", "a/._report.pdf", "~$report.pdf"):
        put(tmp_path, name)
    assert sorted(look(tmp_path)) == sorted(names)
    assert all(file.problem is None for file in look(tmp_path).values())


def test_a_document_is_its_content(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf", b"same")
    put(tmp_path, "b.pdf", b"same")
    found = look(tmp_path)
    assert {file.document_id for file in found.values()} == {hashlib.sha256(b"same").hexdigest()}


def test_a_name_of_255_bytes(tmp_path: Path) -> None:
    name = "部" * 83 + "ab.pdf"
    assert len(name.encode()) == 255
    put(tmp_path, name)
    assert look(tmp_path)[name].problem is None


def test_a_name_that_is_no_utf8_can_be_stored(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xb2\xc6\xd5\xfe.pdf")).write_bytes(b"%PDF")
    (file,) = look(tmp_path).values()
    assert file.source_path == r"\xb2\xc6\xd5\xfe.pdf"
    assert file.path.read_bytes() == b"%PDF"


@pytest.mark.parametrize("kind", ["file", "folder", "missing"])
def test_links_out_of_the_folder_are_reported_and_not_followed(tmp_path: Path, kind: str) -> None:
    raw, outside = tmp_path / "raw", tmp_path / "outside"
    put(raw, "good.pdf")
    secret = put(outside, "secret.pdf", b"%PDF secret")
    target = {"file": secret, "folder": outside, "missing": outside / "gone.pdf"}[kind]
    (raw / ("link" if kind == "folder" else "link.pdf")).symlink_to(target)
    found = look(raw)
    link = found.pop("link" if kind == "folder" else "link.pdf")
    assert link.problem is not None
    assert link.problem.reason is ReasonCode.LINK_OUTSIDE_RAW
    assert link.document_id is None
    assert list(found) == ["good.pdf"]


def test_a_link_inside_the_folder_is_another_name(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf", b"same")
    (tmp_path / "b.pdf").symlink_to("a.pdf")
    (tmp_path / "again").symlink_to(tmp_path)
    found = look(tmp_path)
    assert sorted(found) == ["a.pdf", "b.pdf"]
    assert found["a.pdf"].document_id == found["b.pdf"].document_id


def test_a_raw_folder_that_is_itself_a_link_is_followed(tmp_path: Path) -> None:
    put(tmp_path / "elsewhere", "a.pdf")
    (tmp_path / "raw").symlink_to("elsewhere")
    assert look(tmp_path / "raw")["a.pdf"].problem is None


def test_what_is_no_regular_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "self.pdf").symlink_to("self.pdf")
    found = look(tmp_path)
    assert {file.problem.reason for file in found.values() if file.problem} == {ReasonCode.UNREADABLE}
    assert len(found) == 2


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    put(tmp_path, "large.pdf", b"x" * (LIMIT + 1))
    (file,) = look(tmp_path).values()
    assert file.problem is not None
    assert file.problem.reason is ReasonCode.SIZE_LIMIT
    assert f"{LIMIT + 1:,}" in file.problem.message


def test_what_is_known_by_size_and_time_is_not_read_again(tmp_path: Path) -> None:
    path = put(tmp_path, "a.pdf", b"one")
    facts = path.stat()
    known = {("a.pdf", facts.st_size, facts.st_mtime_ns): "remembered"}
    assert scan(tmp_path, known, file_limit=LIMIT).files[0].document_id == "remembered"
    path.write_bytes(b"two")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns + 1))
    assert scan(tmp_path, known, file_limit=LIMIT).files[0].document_id == hashlib.sha256(b"two").hexdigest()


def test_a_missing_raw_folder_is_an_error_not_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(RawFolderMissingError, match="JUESUAN_RAW_DIR"):
        scan(tmp_path / "gone", {}, file_limit=LIMIT)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list every folder")
def test_a_folder_that_cannot_be_listed_is_reported(tmp_path: Path) -> None:
    put(tmp_path, "closed/a.pdf")
    (tmp_path / "closed").chmod(0)
    try:
        found = scan(tmp_path, {}, file_limit=LIMIT)
    finally:
        (tmp_path / "closed").chmod(0o755)
    assert found.unreadable_folders == ("closed",)
    assert found.files[0].problem is not None
