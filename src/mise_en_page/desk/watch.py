"""Which files of a publication have changed: watched, not asked for; and whether its folders are still those they were."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncGenerator, Iterable
from pathlib import Path

from watchfiles import awatch

#: How long the watcher waits for more of the same save, in ms (its own default, 50, is most of an edit's budget).
STEP = 2
#: A folder that is taken away or put in another's place is seen after so long at most (s).
LOOK = 0.5
#: An editor that truncates and then writes is given so long before its empty file counts (s).
PATIENCE = 0.06
#: What an issue is made of. An editor's swap and backup files bear other endings.
ENDINGS = frozenset(
    {".md", ".yaml", ".yml", ".j2", ".css", ".pdf", ".svg", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".avif",
     ".heic", ".ttf", ".otf",
     ".ttc", ".otc", ".woff", ".woff2"}
)  # fmt: skip
#: Files that bear the ending of any text.
LISTS = frozenset({"mots.txt", "hyphenation.txt"})


def matters(path: Path, root: Path) -> bool:
    """Is this a file that a page may depend on? Hidden files and what editors leave beside theirs are not."""
    parts = path.relative_to(root).parts if path.is_relative_to(root) else ()
    known = path.suffix.lower() in ENDINGS or path.name in LISTS
    return bool(parts) and known and not any(part.startswith((".", "~", "#")) for part in parts)


async def changes(root: Path, folder: Path) -> AsyncGenerator[list[str], None]:
    """The names (relative to the publication, posix) of files that have changed, a list for each save.

    An empty list: a folder is another than it was, or gone, or there again; any file may have changed.
    """
    queue: asyncio.Queue[list[str]] = asyncio.Queue()
    following = asyncio.create_task(_follow(root, folder, queue))
    try:
        while True:
            told = [await queue.get()]
            while not queue.empty():
                told.append(queue.get_nowait())
            yield sorted({name for names in told for name in names}) if all(told) else []
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


async def filled(root: Path, names: Iterable[str]) -> None:
    """Give an editor that has just emptied one of these files, or taken it away, the time to write the new one."""
    if any(_is_empty(root, name) for name in names):
        await asyncio.sleep(PATIENCE)


def _is_empty(root: Path, name: str) -> bool:
    with contextlib.suppress(OSError):
        return (root / name).stat().st_size == 0
    return True  # gone: perhaps for a moment, while an editor puts the new file in its place


async def _follow(root: Path, folder: Path, queue: asyncio.Queue[list[str]]) -> None:
    """Watch the folders that there are; when they are no longer the same ones, begin again."""
    folders = (folder, root / "layouts", root / "partials", root / "fonts")
    known = _identities(root, *folders)
    while True:
        there = [place for place in folders if place.is_dir()]
        # publication.yaml lies at the root, where also .git and .venv may be: the root is watched, its folders are not.
        tasks = [
            asyncio.create_task(_names(there, root, queue, recursive=True)),
            asyncio.create_task(_names([root] if root.is_dir() else [], root, queue, recursive=False)),
        ]
        try:
            while (now := _identities(root, *folders)) == known and not any(task.done() for task in tasks):
                await asyncio.sleep(LOOK)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if now != known:
            known = now
            queue.put_nowait([])
        else:  # the system will not watch, or no longer: what has changed meanwhile is not known
            await asyncio.sleep(LOOK)
            queue.put_nowait([])


def _identities(*folders: Path) -> tuple[tuple[int, int] | None, ...]:
    """Which folders these are, whatever they are called."""
    found: list[tuple[int, int] | None] = []
    for folder in folders:
        try:
            state = os.stat(folder)  # noqa: PTH116 (asked twice a second)
            found.append((state.st_dev, state.st_ino))
        except OSError:
            found.append(None)
    return tuple(found)


async def _names(places: list[Path], root: Path, queue: asyncio.Queue[list[str]], *, recursive: bool) -> None:
    """Queue what changes in some folders; for ever, if there is none. Ends if the system will not watch them at all."""
    if not places:
        await asyncio.Event().wait()
    folders = _folders(places) if recursive else set()
    for polling in (None, True):  # where there are too many watches already, files are looked at in turn
        with contextlib.suppress(OSError, RuntimeError):
            async for found in awatch(
                *places, watch_filter=None, step=STEP, debounce=200, recursive=recursive, force_polling=polling
            ):
                paths = [Path(name) for _, name in found]
                told = sorted({path.relative_to(root).as_posix() for path in paths if matters(path, root)})
                others = [path for path in paths if recursive and not path.suffix]
                if any(path in folders or (_shown(path, root) and path.is_dir()) for path in others):
                    folders = _folders(places)  # what is in one that was moved is not told file by file
                    queue.put_nowait([])
                elif told:
                    queue.put_nowait(told)


def _folders(places: Iterable[Path]) -> set[Path]:
    return {Path(parent) for place in places for parent, _, _ in os.walk(place)}


def _shown(path: Path, root: Path) -> bool:
    return path.is_relative_to(root) and not any(part.startswith(".") for part in path.relative_to(root).parts)
