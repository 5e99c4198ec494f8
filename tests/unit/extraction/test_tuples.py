"""Named tuples made in bulk are those that a call by name makes."""

from __future__ import annotations

from typing import NamedTuple

from dagster_project.extraction.tuples import maker


class Point(NamedTuple):
    x: int
    y: int = 0


def test_made_in_bulk_they_are_the_same() -> None:
    made = list(map(maker(Point), [(1, 2), (3, 4)]))
    assert made == [Point(1, 2), Point(3, 4)]
    assert type(made[0]) is Point
    assert made[0].y == 2
