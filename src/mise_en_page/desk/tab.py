"""An open page of a browser, and what waits to be sent to it."""

from __future__ import annotations

import asyncio

from mise_en_page.model.message import Language

#: What a tab has not yet taken; one that lags further hears the newest state alone.
BEHIND = 8
#: Pages that are open at one time.
MOST_TABS = 64


class Tab:
    """An open page of a browser: the language that it reads, and what it has not been sent yet."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._waiting: list[tuple[str, str]] = []
        self._there = asyncio.Event()

    def tell(self, kind: str, text: str, newest: str) -> None:
        """``text`` is a message of a ``kind``; ``newest``, a state, stands for all that is dropped."""
        if kind == "state":
            self._waiting = [each for each in self._waiting if each[0] != "state"]
        self._waiting.append((kind, text))
        if len(self._waiting) > BEHIND:
            self._waiting = [("state", newest)]
        self._there.set()

    async def next(self) -> str:
        await self._there.wait()
        _, text = self._waiting.pop(0)
        if not self._waiting:
            self._there.clear()
        return text
