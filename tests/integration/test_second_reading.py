"""Faults planted in the first reader's rows, one per document: the second reader finds each, and nothing else.

One story in one place: every document with its fault, then the same documents read without one, and one withdrawn.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pytest

from dagster_project.dbt_project import run_dbt
from dagster_project.extraction import Extraction, extract_document
from dagster_project.extraction.records import CellRecord, ColumnRecord
from dagster_project.raw_layer.manifest import ManifestRow, Status, now, read_manifest, write_manifest
from dagster_project.raw_layer.parts import PartWriter, write_empty_parts
from dagster_project.raw_layer.schema import to_batches
from dagster_project.second_reading.records import SECOND_SELECTION
from dagster_project.second_reading.runner import ReadingReport, read_again
from dagster_project.settings import Settings
from dagster_project.triage import lay_out
from tests.conftest import SAMPLES

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("second_reading")]

Fault = Callable[[Extraction], Extraction]
MONEY = frozenset("0123456789.,-")
ONLY_DATA = ("--exclude-resource-type", "unit_test", "test")
JUDGED = ("+fct_second_reading", "+int_finding_second_reading")


def is_money(cell: CellRecord) -> bool:
    return "." in cell.text_key and not set(cell.text_key) - MONEY


def income_table(extraction: Extraction) -> int:
    """The table whose first row heads a column 财政拨款收入: the income statement."""
    return min(
        c.table_number for c in extraction.columns if "财政拨款收入" in c.header_path and "上级" not in c.header_path
    )


def some_amount(extraction: Extraction) -> CellRecord:
    """The amount with most digits in the income statement, of those in its leftmost column of amounts."""
    cells = [c for c in extraction.cells if c.table_number == income_table(extraction) and is_money(c)]
    first = min(cell.column_number for cell in cells)
    return max((c for c in cells if c.column_number == first), key=lambda c: (len(c.text_key), -c.row_number))


def changed(extraction: Extraction, change: Callable[[CellRecord], CellRecord | None]) -> Extraction:
    cells = tuple(cell for cell in map(change, extraction.cells) if cell is not None)
    assert cells != extraction.cells, "the fault must take place"
    return replace(extraction, cells=cells)


def as_text(cell: CellRecord, text: str) -> CellRecord:
    return cell._replace(text=text, text_key=text.replace(",", ","))


def drop_a_digit(extraction: Extraction) -> Extraction:
    victim = some_amount(extraction)
    return changed(extraction, lambda c: as_text(c, c.text[0] + c.text[2:].replace(",", "")) if c == victim else c)


def lose_a_cell(extraction: Extraction) -> Extraction:
    victim = some_amount(extraction)
    return changed(extraction, lambda c: None if c == victim else c)


def swap_columns_with_their_boxes(extraction: Extraction) -> Extraction:
    """Amounts keep their places on the page and get the number of the neighbouring column."""
    table, first = income_table(extraction), some_amount(extraction).column_number
    other = {first: first + 1, first + 1: first}
    return changed(
        extraction,
        lambda c: (
            c._replace(column_number=other[c.column_number])
            if c.table_number == table and is_money(c) and c.column_number in other
            else c
        ),
    )


def swap_headers(extraction: Extraction) -> Extraction:
    table, first = income_table(extraction), some_amount(extraction).column_number
    paths = {c.column_number: c.header_path for c in extraction.columns if c.table_number == table}
    other = {first: paths[first + 1], first + 1: paths[first]}

    def moved(column: ColumnRecord) -> ColumnRecord:
        is_there = column.table_number == table and column.column_number in other
        return column._replace(header_path=other[column.column_number]) if is_there else column

    return replace(extraction, columns=tuple(map(moved, extraction.columns)))


def move_to_the_next_row(extraction: Extraction) -> Extraction:
    """One amount is counted to the row below, whose own amount in that column goes the other way."""
    victim = some_amount(extraction)
    column = [
        c
        for c in extraction.cells
        if (c.table_number, c.column_number) == (victim.table_number, victim.column_number) and is_money(c)
    ]
    below = next(c for c in column if c.row_number == victim.row_number + 1)
    rows = {victim: below.row_number, below: victim.row_number}
    return changed(extraction, lambda c: c._replace(row_number=rows[c]) if c in rows else c)


def shift_texts(extraction: Extraction) -> Extraction:
    """Texts move one cell to the right, into boxes that are not theirs."""
    table, first = income_table(extraction), some_amount(extraction).column_number
    pair = {
        (c.row_number, c.column_number): c.text
        for c in extraction.cells
        if c.table_number == table and is_money(c) and c.column_number in {first, first + 1}
    }

    def shifted(cell: CellRecord) -> CellRecord:
        mine, left = (cell.row_number, cell.column_number), (cell.row_number, cell.column_number - 1)
        there = cell.table_number == table and mine in pair and left in pair
        return as_text(cell, pair[left] + "1") if there else cell

    return changed(extraction, shifted)


FAULTS: dict[str, tuple[Fault, str]] = {
    "drop a digit": (drop_a_digit, "disagrees"),
    "lose a cell": (lose_a_cell, "missed"),
    "swap columns": (swap_columns_with_their_boxes, "displaced"),
    "swap headers": (swap_headers, "displaced"),
    "next row": (move_to_the_next_row, "displaced"),
    "shift texts": (shift_texts, "disagrees"),
    "none": (lambda extraction: extraction, ""),
}


@dataclass(frozen=True)
class Bench:
    """Sample disclosures below a raw folder, one for each fault."""

    settings: Settings
    documents: dict[str, str]
    """Document by fault."""

    def read(self, faults: dict[str, Fault], part: str, withdrawn: str | None = None) -> None:
        """Enter the documents in the raw layer as a reader with these faults would have read them."""
        rows = []
        with PartWriter(self.settings.raw_layer_dir, part) as writer:
            for name, document_id in self.documents.items():
                path = self.settings.raw_dir / f"{name}.pdf"
                extraction = extract_document(path.read_bytes(), document_id=document_id)
                writer.add(to_batches(faults.get(name, lambda right: right)(extraction)))
                gone = now() if name == withdrawn else None
                facts = path.stat()
                rows.append(
                    ManifestRow(
                        path.name,
                        document_id,
                        facts.st_size,
                        facts.st_mtime_ns,
                        Status.LOADED,
                        None,
                        None,
                        part,
                        "1",
                        now(),
                        now(),
                        gone,
                    )
                )
            writer.commit()
        write_manifest(self.settings.raw_layer_dir, rows)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.settings.database), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def verdicts(self, fault: str) -> set[str]:
        found = self.rows(
            "select distinct verdict from marts.fct_second_reading"
            f" where document_id = '{self.documents[fault]}' and verdict <> 'agrees'"
        )
        return {str(verdict) for (verdict,) in found}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder = tmp_path_factory.mktemp("second")
    settings = Settings.from_env(
        {
            "JUESUAN_RAW_DIR": str(folder / "raw"),
            "JUESUAN_WAREHOUSE_DIR": str(folder / "warehouse"),
            "JUESUAN_SECOND_READER_SHARE": "1",
        }
    )
    settings.raw_dir.mkdir()
    samples = sorted(SAMPLES.glob("示例市虚构区/*/*.pdf"))[: len(FAULTS)]
    documents = {}
    for name, sample in zip(FAULTS, samples, strict=True):
        documents[name] = put(sample, settings.raw_dir / f"{name}.pdf")
    place = Bench(settings, documents)
    write_empty_parts(settings.raw_layer_dir)
    place.read({name: fault for name, (fault, _) in FAULTS.items()}, "part-1")
    lay_out(settings)
    run_dbt(settings, "build", *ONLY_DATA)
    assert read_again(settings).by_status.keys() == {"read"}
    run_dbt(settings, "build", "--exclude-resource-type", "unit_test", "--select", *SECOND_SELECTION)
    return place


def put(sample: Path, target: Path) -> str:
    shutil.copyfile(sample, target)
    return hashlib.sha256(target.read_bytes()).hexdigest()


@pytest.mark.parametrize(("fault", "verdict"), [(name, verdict) for name, (_, verdict) in FAULTS.items()])
def test_every_fault_is_found_and_nothing_else(bench: Bench, fault: str, verdict: str) -> None:
    document_id = bench.documents[fault]
    findings = bench.rows(
        "select statement, line_code, measure, page_number, message_en, message_zh from marts.fct_finding"
        f" where document_id = '{document_id}' and finding_type = 'reader_disagreement'"
    )
    assert {statement for statement, *_ in findings} == ({"income"} if verdict else set())
    assert bench.verdicts(fault) == ({verdict} - {"", "missed"})
    for _, line, measure, page, english, chinese in findings:
        assert page
        assert "two readers disagree" in str(english)
        assert "两种读法不一致" in str(chinese)
        assert (line is None) == (measure is None) == (verdict == "missed")


def test_agreement_is_recorded_amount_by_amount(bench: Bench) -> None:
    document_id = bench.documents["none"]
    (counts,) = bench.rows(
        "select count(*), count(*) filter (where verdict = 'agrees' and second_amount_yuan = amount_yuan)"
        " from marts.fct_statement_line left join marts.fct_second_reading"
        f" using (document_id, statement, line_code, measure, occurrence) where document_id = '{document_id}'"
    )
    assert counts[0] == counts[1] > 200


def test_a_failing_figure_says_what_the_second_reader_makes_of_it(bench: Bench) -> None:
    told = bench.rows(
        "select distinct second_reading from marts.fct_finding"
        f" where document_id = '{bench.documents['drop a digit']}' and finding_type = 'identity'"
    )
    assert ("disagrees",) in told


def test_reading_the_documents_rightly_ends_the_findings_without_another_second_reading(bench: Bench) -> None:
    bench.read({}, "part-2", withdrawn="none")
    before = read_manifest(bench.settings.raw_layer_dir)
    run_dbt(bench.settings, "build", *ONLY_DATA, "--select", *JUDGED, "+int_second_reading_pages")
    assert read_again(bench.settings) == ReadingReport(*bench_pages(bench))
    assert {verdict for name in FAULTS for verdict in bench.verdicts(name)} == set()
    assert bench.rows("select count(*) from intermediate.int_finding_second_reading") == [(0,)]
    documents = bench.rows("select count(distinct document_id) from marts.fct_second_reading")
    assert documents == [(len(before),)], "a withdrawn document keeps what was read of it"


def bench_pages(bench: Bench) -> tuple[int, int]:
    """Pages chosen, and those known: all."""
    ((pages,),) = bench.rows("select count(*) from intermediate.int_second_reading_pages")
    return int(str(pages)), int(str(pages))
