"""One figure set in many guises: whatever the layout and the damage, the warehouse holds the same cells."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.conftest import Place, place_in
from tools.samples.synthetic.disclosures import load_faultless
from tools.typesetter import LAYOUTS, ExpectedCell, Layout, typeset
from tools.typesetter.style import Ruling

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("layouts")]

RULINGS = (Ruling.RECT, Ruling.SEGMENTS, Ruling.DASHED)
UNRULED = (Ruling.HEADER_ONLY, Ruling.NONE)
STYLES = (
    {"repeat_header": False},
    {"repeat_row": True},
    {"split_rows": True},
    {"rule_empty_columns": False},
    {"wrap_amounts": True},
    {"indent_names": True},
    {"row_height": 13.0},
)
EFFECTS = (
    {"rotate": 90},
    {"rotate": 180},
    {"rotate": 270},
    {"sideways": True},
    {"watermark": "内部资料 请勿外传"},
    {"fake_bold": True},
    {"kangxi": True},
    {"hidden_text": True},
    {"spaced_text": True},
    {"shuffle_seed": 3},
)
NUMBERS = (
    {"full_width": True},
    {"thousands": " "},
    {"thousands": ""},
    {"zero": "-"},
    {"absent": "0.00"},
    {"negative": "（{}）"},
    {"strip_zeros": True},
)


def variants(layout: Layout) -> Iterator[tuple[str, Layout]]:
    """A layout as it is, and with one switch turned at a time."""
    yield "plain", layout
    for ruling in RULINGS:
        yield f"ruling={ruling}", layout.with_style(ruling=ruling)
    for switches, turn in ((STYLES, layout.with_style), (EFFECTS, layout.with_effects), (NUMBERS, layout.with_number)):
        for switch in switches:
            yield ",".join(f"{k}={v}" for k, v in switch.items()), turn(**switch)


def key(cell: ExpectedCell) -> tuple[object, ...]:
    """A cell as the warehouse tells it."""
    return (cell.statement, cell.line_code, cell.measure, cell.occurrence, cell.amount_yuan, cell.page_number)


CASES = [(name, switch) for name, layout in LAYOUTS.items() for switch, _ in variants(layout)]
UNRULED_CASES = [(name, f"ruling={ruling}") for name in LAYOUTS for ruling in UNRULED]

Printed = tuple[Place, dict[tuple[str, str], tuple[str, Counter[tuple[object, ...]]]]]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """All variants of one department's disclosure, through the pipeline in one run."""
    place = place_in(tmp_path_factory.mktemp("layouts"))
    disclosure, sample_layout = next(load_faultless())
    expected = {}
    for name, base in LAYOUTS.items():
        plain = replace(base, unit=sample_layout.unit)
        unruled = [(f"ruling={ruling}", plain.with_style(ruling=ruling)) for ruling in UNRULED]
        for switch, layout in [*variants(plain), *unruled]:
            data, cells = typeset(disclosure, layout)
            (place.raw / f"{name} {switch}.pdf").write_bytes(data)
            # Two switches may print the same bytes: that is one document.
            expected[name, switch] = hashlib.sha256(data).hexdigest(), Counter(map(key, cells))
    place.run("run")
    return place, expected


@pytest.mark.parametrize(("name", "switch"), CASES, ids=str)
def test_every_cell_right_and_none_extra(printed: Printed, name: str, switch: str) -> None:
    place, documents = printed
    document_id, expected = documents[name, switch]
    found = Counter(
        place.rows(
            """select statement, line_code, measure, occurrence, amount_yuan, page_number
               from marts.fct_statement_line where document_id = ?""",
            document_id,
        )
    )
    assert list((expected - found).elements()) == []
    assert list((found - expected).elements()) == []


@pytest.mark.parametrize(("name", "switch"), UNRULED_CASES, ids=str)
def test_without_column_lines_nothing_is_wrong_and_what_is_missing_is_told(
    printed: Printed, name: str, switch: str
) -> None:
    place, documents = printed
    document_id, expected = documents[name, switch]
    found = Counter(
        place.rows(
            """select statement, line_code, measure, occurrence, amount_yuan, page_number
               from marts.fct_statement_line where document_id = ?""",
            document_id,
        )
    )
    mapped = [cell for cell in found - expected if "unmapped:" not in f"{cell[1]} {cell[2]}"]
    assert mapped == []
    missing = list((expected - found).elements())
    assert len(missing) * 10 < expected.total()
    told = place.rows("select statement, page_number from marts.fct_finding where document_id = ?", document_id)
    for statement, *_, page in missing:
        assert any(statement == place_of or page == number for place_of, number in told)


def test_no_guise_raises_a_false_alarm(printed: Printed) -> None:
    place, documents = printed
    ruled = [documents[case][0] for case in CASES]
    failed = place.rows(
        "select identity_id, scope from marts.fct_identity_result where status = 'fail' and document_id in ?", ruled
    )
    assert failed == []
    types = place.rows(
        "select distinct severity, finding_type, statement from marts.fct_finding"
        " where (severity = 'error' or finding_type = 'missing_statement') and document_id in ?",
        ruled,
    )
    # The eight-statement form of 2018, set with the year 2022: by then the ninth statement was due, and its prose says
    # that there is nothing to print in it.
    assert types == [("info", "missing_statement", "state_capital")]
