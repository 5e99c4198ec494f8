"""What a look at the folder means for the manifest: literals in, literals out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from dagster_project.extraction.records import ReasonCode
from dagster_project.raw_layer.manifest import ManifestRow, Status, digest
from dagster_project.raw_layer.plan import Outcome, Plan, apply_outcomes, known_files, make_plan, rejection
from dagster_project.raw_layer.scan import FoundFile, Problem, Scan

EARLIER = datetime(2026, 11, 20, 2, 30)  # noqa: DTZ001 (the manifest holds UTC without a zone)
TODAY = EARLIER + timedelta(days=2)
PARTS = {"part-1"}


def file(path: str, document: str | None = "A", problem: Problem | None = None) -> FoundFile:
    return FoundFile(path, Path("/raw") / path, 10, 1, document, problem)


def loaded(path: str, document: str = "A", *, part: str = "part-1", version: str = "1") -> ManifestRow:
    return ManifestRow(path, document, 10, 1, Status.LOADED, None, None, part, version, EARLIER, EARLIER, None)


def rejected(path: str, document: str = "A", *, version: str = "1") -> ManifestRow:
    reason = ReasonCode.ENCRYPTED.value
    return ManifestRow(path, document, 10, 1, Status.REJECTED, reason, "why", None, version, EARLIER, EARLIER, None)


def plan(files: list[FoundFile], rows: list[ManifestRow], *, version: str = "1", forced: tuple[str, ...] = ()) -> Plan:
    found = Scan(tuple(files), ())
    return make_plan(found, rows, version=version, parts=PARTS, forced=forced, at=TODAY)


def to_read(made: Plan) -> list[str]:
    return [candidate.document_id for candidate in made.candidates]


def test_a_quiet_night_changes_nothing() -> None:
    rows = [loaded("a.pdf"), rejected("b.pdf", "B")]
    made = plan([file("a.pdf"), file("b.pdf", "B")], rows)
    assert to_read(made) == []
    assert set(made.rows) == set(rows)
    assert digest(made.rows) == digest(rows)


def test_a_new_document_is_read_and_enters_the_manifest_once_it_is() -> None:
    made = plan([file("a.pdf")], [])
    assert to_read(made) == ["A"]
    assert made.rows == ()
    (row,) = apply_outcomes(made, {"A": Outcome("A", "part-9", None)}, version="1", at=TODAY)
    assert (row.status, row.part_id, row.first_seen_at, row.withdrawn_at) == (Status.LOADED, "part-9", TODAY, None)


def test_a_document_without_an_outcome_waits_for_the_next_run() -> None:
    made = plan([file("a.pdf"), file("b.pdf", "B")], [])
    rows = apply_outcomes(made, {"A": Outcome("A", "part-9", None)}, version="1", at=TODAY)
    assert [row.source_path for row in rows] == ["a.pdf"]


def test_the_same_bytes_under_another_name_are_not_read_again() -> None:
    made = plan([file("a.pdf"), file("copy.pdf")], [loaded("a.pdf")])
    assert to_read(made) == []
    assert {(row.source_path, row.part_id, row.first_seen_at) for row in made.rows} == {
        ("a.pdf", "part-1", EARLIER),
        ("copy.pdf", "part-1", TODAY),
    }


def test_two_new_names_of_one_document_are_one_reading() -> None:
    made = plan([file("a.pdf"), file("b.pdf")], [])
    assert to_read(made) == ["A"]
    rows = apply_outcomes(made, {"A": Outcome("A", "part-9", None)}, version="1", at=TODAY)
    assert {row.source_path for row in rows} == {"a.pdf", "b.pdf"}


def test_a_file_that_has_gone_is_withdrawn_and_its_row_kept() -> None:
    made = plan([], [loaded("a.pdf"), rejected("b.pdf", "B")])
    (row,) = made.rows
    assert (row.source_path, row.withdrawn_at) == ("a.pdf", TODAY)
    assert made.withdrawn == ("a.pdf",)
    again = make_plan(Scan((), ()), made.rows, version="1", parts=PARTS, at=TODAY + timedelta(days=1))
    assert again.rows == made.rows, "withdrawn once, on the first day"
    assert again.withdrawn == ()


def test_a_file_that_comes_back_is_not_read_again() -> None:
    gone = replace(loaded("a.pdf"), withdrawn_at=EARLIER)
    made = plan([file("a.pdf")], [gone])
    assert to_read(made) == []
    assert made.rows[0].withdrawn_at is None
    assert digest(made.rows) != digest([gone])


def test_changed_content_withdraws_the_old_document_and_reads_the_new() -> None:
    made = plan([file("a.pdf", "B")], [loaded("a.pdf", "A")])
    assert to_read(made) == ["B"]
    assert [(row.document_id, row.withdrawn_at) for row in made.rows] == [("A", TODAY)]


def test_a_renamed_file_is_withdrawn_under_the_old_name_only() -> None:
    made = plan([file("new.pdf")], [loaded("old.pdf")])
    assert to_read(made) == []
    assert {row.source_path: row.withdrawn_at for row in made.rows} == {"old.pdf": TODAY, "new.pdf": None}


def test_a_new_version_reads_again_and_keeps_the_old_part_until_it_has() -> None:
    rows = [loaded("a.pdf"), replace(loaded("gone.pdf", "G"), withdrawn_at=EARLIER), rejected("b.pdf", "B")]
    made = plan([file("a.pdf"), file("b.pdf", "B")], rows, version="2")
    assert sorted(to_read(made)) == ["A", "B"], "what is gone cannot be read again"
    assert made.outdated == 2
    assert set(made.rows) == set(rows)
    outcomes = {"A": Outcome("A", "part-2", None), "B": Outcome("B", "part-2", None)}
    after = {row.source_path: row for row in apply_outcomes(made, outcomes, version="2", at=TODAY)}
    assert (after["a.pdf"].part_id, after["a.pdf"].extractor_version) == ("part-2", "2")
    assert after["a.pdf"].first_seen_at == EARLIER
    assert after["b.pdf"].status is Status.LOADED, "what now loads is no longer rejected"
    assert after["gone.pdf"].part_id == "part-1"


def test_all_rows_of_a_document_name_the_same_part() -> None:
    rows = [loaded("a.pdf"), loaded("copy.pdf"), replace(loaded("gone.pdf"), withdrawn_at=EARLIER)]
    made = plan([file("a.pdf"), file("copy.pdf")], rows, forced=("a.pdf",))
    after = apply_outcomes(made, {"A": Outcome("A", "part-2", None)}, version="1", at=TODAY)
    assert {row.part_id for row in after} == {"part-2"}
    assert {row.source_path for row in after} == {"a.pdf", "copy.pdf", "gone.pdf"}
    assert {row.source_path for row in after if row.withdrawn_at} == {"gone.pdf"}


def test_a_document_that_another_version_refuses_leaves_no_old_rows_behind() -> None:
    rows = [loaded("a.pdf"), replace(loaded("gone.pdf"), withdrawn_at=EARLIER)]
    made = plan([file("a.pdf")], rows, version="2")
    refused = Outcome("A", None, rejection(ReasonCode.UNREADABLE, "no\n  longer"))
    (row,) = apply_outcomes(made, {"A": refused}, version="2", at=TODAY)
    assert (row.source_path, row.status, row.part_id, row.message) == ("a.pdf", Status.REJECTED, None, "no longer")


def test_a_part_that_was_lost_is_written_again() -> None:
    made = plan([file("a.pdf")], [loaded("a.pdf", part="part-lost")])
    assert to_read(made) == ["A"]


def test_a_rejected_document_is_not_tried_every_night() -> None:
    made = plan([file("a.pdf")], [rejected("a.pdf")])
    assert to_read(made) == []
    assert to_read(plan([file("a.pdf")], [rejected("a.pdf")], forced=("a.pdf",))) == ["A"]


def test_a_rejected_file_that_has_gone_or_changed_leaves_the_manifest() -> None:
    assert plan([], [rejected("a.pdf")]).rows == ()
    assert plan([file("a.pdf", "B")], [rejected("a.pdf", "A")]).rows == ()


def test_a_file_with_a_problem_is_rejected_without_being_read() -> None:
    outside = Problem(ReasonCode.LINK_OUTSIDE_RAW, "leaves the folder")
    made = plan([file("link.pdf", None, outside)], [])
    assert to_read(made) == []
    (row,) = made.rows
    assert (row.document_id, row.status, row.reason_code) == (None, Status.REJECTED, "link_outside_raw")
    again = plan([file("link.pdf", None, outside)], list(made.rows))
    assert digest(again.rows) == digest(made.rows), "the same problem the next night is nothing new"


def test_what_lies_below_a_folder_that_cannot_be_listed_is_not_withdrawn() -> None:
    rows = [loaded("closed/a.pdf"), loaded("closed2/b.pdf", "B")]
    made = make_plan(Scan((), ("closed",)), rows, version="1", parts=PARTS, at=TODAY)
    assert {row.source_path: row.withdrawn_at for row in made.rows} == {"closed/a.pdf": None, "closed2/b.pdf": TODAY}


def test_hashes_are_remembered_by_path_size_and_time() -> None:
    gone = replace(loaded("gone.pdf", "G"), withdrawn_at=EARLIER)
    assert known_files([loaded("a.pdf"), gone]) == {("a.pdf", 10, 1): "A"}


def test_a_touched_file_is_remembered_under_its_new_time() -> None:
    made = plan([replace(file("a.pdf"), mtime_ns=2)], [loaded("a.pdf")])
    assert made.rows[0].mtime_ns == 2
    assert digest(made.rows) == digest([loaded("a.pdf")]), "which is no reason to rebuild"
