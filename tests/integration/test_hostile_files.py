"""Hostile and broken files through the real pool: each is refused with its reason; sound documents beside it load."""

from __future__ import annotations

import hashlib

import pikepdf
import pytest

from dagster_project.extraction.records import ReasonCode
from dagster_project.extraction_pool.messages import Task
from dagster_project.extraction_pool.pool import ExtractionPool, Result
from dagster_project.settings import REPOSITORY, Limits
from tests.integration import hostile_files as hostile

LIMITS = Limits(seconds=45.0, memory_bytes=512 * 1024**2, decoded_bytes=64 * 1024**2)
SOUND = sorted((REPOSITORY / "raw").rglob("*.pdf"))
BOMBS = (ReasonCode.SIZE_LIMIT,)
STOPPED = (ReasonCode.TIME_LIMIT, ReasonCode.MEMORY_LIMIT)
UNREAD = (ReasonCode.UNREADABLE,)
LOADED = (None,)
EMPTY = (ReasonCode.NO_TEXT_LAYER,)

# What may become of each file; several where it depends on the machine, none of them a surprise.
EXPECTED: dict[str, tuple[ReasonCode | None, ...]] = {
    "bomb in a page": BOMBS,
    "bomb of gigabytes": BOMBS,
    "bomb in ten streams": BOMBS,
    "bomb in a character map": BOMBS,
    "bomb in a font": BOMBS,
    "bomb of objects": BOMBS,
    "bomb of run lengths": (*STOPPED, None),
    "a million lines": (*STOPPED, None),
    "a million characters": (*STOPPED, None),
    "forms that draw themselves": (*STOPPED, None),
    "pages of kilometres": UNREAD,
    "sizes that are no numbers": LOADED,
    "title with half a character": LOADED,
    "text beyond the end of the world": LOADED,
    "script and attached program": LOADED,
    "fonts missing": (None, ReasonCode.NO_TEXT_LAYER, ReasonCode.NOT_A_DISCLOSURE),
    "table of objects in the wrong place": LOADED,
    "2,000 blank pages": (ReasonCode.PAGE_LIMIT,),
    "deep tree of pages": (*UNREAD, *EMPTY),
    "tree of pages that is a ring": (*UNREAD, *EMPTY),
    "empty password": LOADED,
    "password": (ReasonCode.ENCRYPTED,),
    "end cut off": (ReasonCode.TRUNCATED,),
    "middle cut out": (ReasonCode.TRUNCATED,),
    "half, with an end": (ReasonCode.TRUNCATED,),
    "invoice": (ReasonCode.NOT_A_DISCLOSURE,),
    "Word document": (ReasonCode.NOT_A_PDF,),
    "web page": (ReasonCode.NOT_A_PDF,),
    "zip": (ReasonCode.NOT_A_PDF,),
    "nothing": (ReasonCode.EMPTY_FILE,),
    "zeros": (ReasonCode.EMPTY_FILE,),
}


def _files() -> dict[str, bytes]:
    sound = SOUND[0].read_bytes()
    half = len(sound) // 2
    wrong_place = sound.replace(b"startxref\n", b"startxref\n9")
    locked = {"owner": "owner", "user": "", "R": 6}
    return {
        "bomb in a page": hostile.changed(sound, hostile.content_bomb),
        "bomb of gigabytes": hostile.changed(sound, hostile.gigabytes_bomb),
        "bomb in ten streams": hostile.changed(sound, hostile.spread_bomb),
        "bomb in a character map": hostile.changed(sound, hostile.unicode_bomb),
        "bomb in a font": hostile.changed(sound, hostile.font_bomb),
        "bomb of objects": hostile.object_bomb(sound),
        "bomb of run lengths": hostile.changed(sound, hostile.run_length_bomb),
        "a million lines": hostile.changed(sound, hostile.many_paths),
        "a million characters": hostile.changed(sound, hostile.many_characters),
        "forms that draw themselves": hostile.changed(sound, hostile.cyclic_forms),
        "pages of kilometres": hostile.changed(sound, hostile.huge_page),
        "sizes that are no numbers": hostile.no_numbers(hostile.changed(sound, lambda _: None)),
        "title with half a character": hostile.changed(sound, hostile.damaged_title),
        "text beyond the end of the world": hostile.changed(sound, hostile.text_nowhere),
        "script and attached program": hostile.changed(sound, hostile.active_content),
        "fonts missing": hostile.changed(sound, hostile.no_fonts),
        "table of objects in the wrong place": wrong_place,
        "2,000 blank pages": hostile.blank_pages(2000),
        "deep tree of pages": hostile.deep_tree(5000),
        "tree of pages that is a ring": hostile.cyclic_tree(),
        "empty password": hostile.changed(sound, lambda _: None, encryption=pikepdf.Encryption(**locked)),
        "password": hostile.changed(
            sound, lambda _: None, encryption=pikepdf.Encryption(**{**locked, "user": "secret"})
        ),
        "end cut off": sound[:-2000],
        "middle cut out": sound[:half] + sound[half + 20_000 :],
        "half, with an end": sound[:half] + b"\n%%EOF\n",
        "invoice": hostile.invoice(),
        "Word document": hostile.archive("word/document.xml"),
        "web page": "<!DOCTYPE html><html><title>部门决算</title></html>".encode() * 50,
        "zip": hostile.archive("决算.pdf"),
        "nothing": b"",
        "zeros": bytes(5000),
    }


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """What the pool makes of every file, sound documents between them."""
    folder = tmp_path_factory.mktemp("hostile")
    files = _files()
    assert files.keys() == EXPECTED.keys()
    for number, path in enumerate(SOUND):
        files[f"sound {number}"] = path.read_bytes()
    names: dict[str, str] = {}
    tasks = []
    for number, (name, data) in enumerate(files.items()):
        path = folder / f"{number}.pdf"
        path.write_bytes(data)
        names[path.name] = name
        tasks.append(Task(hashlib.sha256(data).hexdigest(), path))
    # One sound document after each three others.
    tasks.sort(key=lambda task: int(task.path.stem) * (3 if names[task.path.name].startswith("sound") else 1) % 29)
    with ExtractionPool(2, LIMITS) as pool:
        return {names[result.task.path.name]: result for result in pool.run(tasks)}


@pytest.mark.parametrize("name", EXPECTED)
def test_what_becomes_of_a_hostile_file(name: str, results: dict[str, Result]) -> None:
    result = results[name]
    assert result.reason in EXPECTED[name], result.message
    assert (result.batches is None) == (result.reason is not None) == bool(result.message)


def test_sound_documents_beside_them_are_all_read(results: dict[str, Result]) -> None:
    sound = [result for name, result in results.items() if name.startswith("sound")]
    assert len(sound) == len(SOUND)
    assert all(result.reason is None for result in sound)


@pytest.mark.parametrize(
    "name",
    [
        "script and attached program",
        "title with half a character",
        "text beyond the end of the world",
        "empty password",
        "table of objects in the wrong place",
    ],
)
def test_what_does_no_harm_is_read_as_if_it_were_not_there(name: str, results: dict[str, Result]) -> None:
    rows = {table: batch.num_rows for table, batch in (results["sound 0"].batches or {}).items()}
    assert {table: batch.num_rows for table, batch in (results[name].batches or {}).items()} == rows


def test_a_bomb_is_refused_at_the_price_of_its_limit(results: dict[str, Result]) -> None:
    assert "JUESUAN_DECODED_LIMIT_MB" in results["bomb of gigabytes"].message
    assert results["bomb of gigabytes"].seconds < 10
