"""Tables without column lines (三线表, or no lines at all): rows and columns found from how the text is aligned.

The result is a grid like that of a ruled table, so that everything after it is the same. It is made only where whole
amounts stand apart and one below the other, under a header or on a page that goes on with such a table; and only where
every amount then has a cell of its own. What fails this is left as text: a table that is not understood is reported by
dbt, never guessed, and prose with figures is no table.
"""

from dagster_project.extraction.unruled.tables import (
    FEWEST_AMOUNTS,
    Found,
    chains_of,
    count_apart,
    find_unruled,
    lay_out,
)

__all__ = ["FEWEST_AMOUNTS", "Found", "chains_of", "count_apart", "find_unruled", "lay_out"]
