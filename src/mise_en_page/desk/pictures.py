"""Pictures that were drawn, kept for the next who asks; and room for not too many that are being drawn and sent."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import AsyncIterator

from mise_en_page.desk.messages import Box, Drawn

#: Pictures that several tabs ask for at once, or again: at most so many bytes are held.
CACHE = 96_000_000
#: Pictures that are drawn and sent at one time have so many bytes together; a larger one goes alone.
UNDERWAY = 64_000_000

#: Page, version, scale, and part (None: all of it).
Key = tuple[int, int, float, Box | None]


class Pictures:
    """For the thread of the event loop alone."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Drawn] = OrderedDict()
        self._held = 0
        self._underway = 0
        self._left = asyncio.Condition()

    def find(self, key: Key) -> Drawn | None:
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def last(self, page: int) -> tuple[int, Drawn] | None:
        """The newest whole picture of a page, with its version."""
        known = [(key[1], drawn) for key, drawn in self._kept.items() if key[0] == page and key[3] is None]
        return max(known, key=lambda pair: pair[0], default=None)

    def keep(self, key: Key, drawn: Drawn) -> None:
        if key in self._kept or len(drawn.file) > CACHE // 4:
            return
        self._kept[key] = drawn
        self._held += len(drawn.file)
        while self._held > CACHE:
            _, old = self._kept.popitem(last=False)
            self._held -= len(old.file)

    @contextlib.asynccontextmanager
    async def room(self, size: int) -> AsyncIterator[None]:
        """Room for a picture of so many bytes: for small ones at once, else when others have been sent."""
        async with self._left:
            await self._left.wait_for(lambda: not self._underway or self._underway + size <= UNDERWAY)
            self._underway += size
        try:
            yield
        finally:
            self._underway -= size
            async with self._left:
                self._left.notify_all()
