"""Character folding: what compares equal, and that folding twice changes nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.extraction.text import text_key


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("⼀般公共服务⽀出", "一般公共服务支出"),  # Kangxi radicals
        ("⻋辆购置⻓期", "车辆购置长期"),  # CJK Radicals Supplement, beyond NFKC
        ("１，２３４．５６", "1,234.56"),
        ("财政拨款“三公”经费", "财政拨款三公经费"),
        ("财政拨款「三公」经费", "财政拨款三公经费"),
        ("合\u3000\u00a0  计", "合计"),
        ("因公出国\n（境）费", "因公出国(境)费"),
        ("\u200b总\ufeff计", "总计"),
        # Footnote marks are no digits: 5.00² is not 5.002.
        ("5.00²", "5.00(2)"),
        ("3.00①", "3.00(1)"),
    ],
)
def test_printed_variants_share_a_key(printed: str, key: str) -> None:
    assert text_key(printed) == key


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    key = text_key(text)
    assert text_key(key) == key
    assert not any(ch.isspace() for ch in key)


def test_every_supplement_radical_with_an_ideograph_is_folded() -> None:
    left = [chr(c) for c in range(0x2E80, 0x2EF4) if unicodedata.name(chr(c), "") and text_key(chr(c)) == chr(c)]
    # Components that are no ideograph of their own; none of them occurs in running text.
    assert len(left) <= 12, left


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_of_plain_ascii_only_white_space_and_quotation_marks_go(printed: str) -> None:
    assert text_key(printed) == "".join(c for c in printed if not c.isspace() and c not in "\"'`")
