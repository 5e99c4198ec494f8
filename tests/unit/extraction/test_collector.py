"""The collector rests while a document is read, and is left as it was found."""

from __future__ import annotations

import gc

import pytest

from dagster_project.extraction.collector import collector_at_rest


def _fail_at_rest() -> None:
    with collector_at_rest():
        assert not gc.isenabled()
        raise ValueError("broken")


def test_the_collector_works_again_after_a_failure() -> None:
    with pytest.raises(ValueError, match="broken"):
        _fail_at_rest()
    assert gc.isenabled()


def test_a_collector_at_rest_stays_so() -> None:
    gc.disable()
    try:
        with collector_at_rest():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
