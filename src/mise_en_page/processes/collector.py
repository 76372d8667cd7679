"""The collector of values that hold each other: what makes pages lets it look seldom.

Pages are made of hundreds of thousands of small values that live as long as their page: it finds little in looking often.
Of the time in which a page was chosen it took two fifths.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: New values before each look at the youngest (those of a page or two), and such looks before the next at the older ones.
SELDOM = (400_000, 2, 20)


def look_seldom() -> None:
    """From now on, in a process that makes pages."""
    gc.set_threshold(*SELDOM)


@contextmanager
def seldom() -> Iterator[None]:
    """Meanwhile, in any process; where it looks as seldom already, or never, nothing changes."""
    before = gc.get_threshold()
    if 0 < before[0] < SELDOM[0]:
        look_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
