"""The collector of values that hold each other: what makes a page lets it look seldom.

Pages are made of many small values that live as long as their page: it finds nothing in looking often. Of the time in which
a page was chosen it took two fifths.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: New values before each look at the youngest, and such looks before the next at the older ones.
SELDOM = (50_000, 20, 20)
#: The same while a page is chosen, which leaves hardly any values that hold each other.
HARDLY = (1_000_000, 20, 20)


@contextmanager
def hardly() -> Iterator[None]:
    """Meanwhile it hardly looks; where it looks as seldom already, or never, nothing changes."""
    before = gc.get_threshold()
    if 0 < before[0] < HARDLY[0]:
        gc.set_threshold(*HARDLY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
