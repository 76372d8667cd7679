"""A folder into which people drop what they send: each file is taken once it is whole, and again when it changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits

#: What programs put beside a file while they write it, and what systems leave in folders.
_BESIDE = (".", "~", "#")
_UNFINISHED = (".part", ".tmp", ".crdownload", ".download", ".swp", ".lock", ".ini", ".db")
#: Milliseconds between two looks: a file that has not changed between them is whole.
PAUSE = 400

State = dict[str, tuple[int, int]]


class Wait(Protocol):
    """Waits for the next look at the folder; False: enough."""

    def __call__(self) -> bool: ...


def dropped(folder: Path, wait: Wait | None = None) -> Iterator[tuple[str, bytes]]:
    """Each file of the folder, name and bytes, as it comes; for as long as ``wait`` waits (for ever, unless said)."""
    pause = wait or _pause
    taken: State = {}
    seen: State = {}
    while True:
        now = _look(folder)
        for name in sorted(now):
            if now[name] == seen.get(name) and now[name] != taken.get(name):
                taken[name] = now[name]
                try:
                    yield name, plain_bytes(folder / name, within=folder, limit=limits.IMPORT_BYTES)
                except OSError:  # it has gone, or is no file that can be read: the next look will tell
                    continue
        seen = now
        if not pause():
            return


def _look(folder: Path) -> State:
    found: State = {}
    for path in folder.iterdir():
        if path.name.startswith(_BESIDE) or path.suffix.casefold() in _UNFINISHED:
            continue
        try:
            state = path.stat()
        except OSError:
            continue
        if path.is_file() and state.st_size:
            found[path.name] = (state.st_mtime_ns, state.st_size)
    return found


def _pause() -> bool:
    import time  # noqa: PLC0415

    time.sleep(PAUSE / 1000)
    return True
