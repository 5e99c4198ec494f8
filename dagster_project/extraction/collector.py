"""Python's search for garbage cycles, at rest while a document is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep the collector from going through the records of a document over and over while they grow.

    Records hold no cycles, so that there is nothing to be found: reference counts free them all. It costs a twentieth
    of the time.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()
