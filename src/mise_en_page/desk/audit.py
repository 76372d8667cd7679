"""Who did what at a shared desk, and when: lines of JSON, only ever added to, for its owner's eyes alone.

It lies in the desk's private folder (``private.py``), never in the publication. What repeats is told once a minute.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections import OrderedDict
from pathlib import Path
from typing import Final, Protocol

from starlette.requests import HTTPConnection

from mise_en_page.desk.clock import stamp

#: Bytes of a file; then another is begun, and so many older ones stay.
LARGEST: Final = 1_000_000
OLDER: Final = 3
#: The same of the same is told again after so long (s); so many are remembered.
AGAIN: Final = 60.0
REMEMBERED: Final = 1_000
#: Characters of a value.
LONGEST: Final = 300


class Note(Protocol):
    """What puts into the record what somebody has just done over a connection."""

    def __call__(self, connection: HTTPConnection, what: str, once: str | None = None, **values: str | int) -> None: ...


class Audit:
    """``folder``: the desk's private folder; None: nothing is written."""

    def __init__(self, folder: Path | None) -> None:
        self.file = None if folder is None else folder / "audit.jsonl"
        self._told: OrderedDict[tuple[str, ...], float] = OrderedDict()

    def note(self, who: str, what: str, address: str = "", *, once: str | None = None, **values: str | int) -> None:
        """Add a line. ``once``: not if the same was told of this within the last minute. What cannot be written is lost."""
        if self.file is None:
            return
        short = {name: str(value)[:LONGEST] for name, value in values.items()}
        now, told = time.monotonic(), (who, what, address, once or "")
        if once is not None and now - self._told.get(told, -AGAIN) < AGAIN:
            return
        self._told[told] = now
        self._told.move_to_end(told)
        while len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        line = {"at": stamp(), "who": who[:LONGEST], "what": what} | ({"address": address} if address else {}) | short
        with contextlib.suppress(OSError):
            self._add(self.file, (json.dumps(line, ensure_ascii=False) + "\n").encode("utf-8", "replace"))

    @staticmethod
    def _add(file: Path, line: bytes) -> None:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileNotFoundError):
            if file.stat().st_size + len(line) > LARGEST:
                for number in range(OLDER, 1, -1):
                    with contextlib.suppress(FileNotFoundError):
                        file.with_suffix(f".{number - 1}.jsonl").replace(file.with_suffix(f".{number}.jsonl"))
                file.replace(file.with_suffix(".1.jsonl"))
        opened = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            os.write(opened, line)
        finally:
            os.close(opened)
