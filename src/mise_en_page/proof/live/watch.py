"""Which files of a publication have changed: watched, not asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

from watchfiles import Change, awatch

#: How long the watcher waits for more of the same save, in ms (its own default, 50, is most of an edit's budget).
STEP = 2
#: What an issue is made of. An editor's swap and backup files bear other endings.
ENDINGS = frozenset(
    {".md", ".yaml", ".yml", ".j2", ".css", ".svg", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".ttf", ".otf",
     ".ttc", ".otc", ".woff", ".woff2"}
)  # fmt: skip


def matters(path: Path, root: Path) -> bool:
    """Is this a file that a page may depend on? Hidden files and what editors leave beside theirs are not."""
    parts = path.relative_to(root).parts if path.is_relative_to(root) else ()
    return bool(parts) and path.suffix.lower() in ENDINGS and not any(part.startswith((".", "~", "#")) for part in parts)


async def changes(root: Path, folder: Path, stop: asyncio.Event | None = None) -> AsyncIterator[list[str]]:
    """The names (relative to the publication, posix) of files that have changed, a list for each save."""
    watched = [place for place in (folder, root / "layouts", root / "fonts") if place.is_dir()]
    queue: asyncio.Queue[list[str]] = asyncio.Queue()

    def names(found: Iterable[tuple[Change, str]]) -> list[str]:
        paths = (Path(name) for _, name in found)
        return sorted({path.relative_to(root).as_posix() for path in paths if matters(path, root)})

    async def follow(places: list[Path], *, recursive: bool) -> None:
        async for found in awatch(
            *places, watch_filter=None, step=STEP, debounce=200, recursive=recursive, stop_event=stop
        ):
            if told := names(found):
                queue.put_nowait(told)

    # publication.yaml lies at the root, where also .git and .venv may be: the root is watched, its folders are not.
    tasks = [asyncio.create_task(follow(watched, recursive=True)), asyncio.create_task(follow([root], recursive=False))]
    try:
        while True:
            told = await queue.get()
            while not queue.empty():
                told += queue.get_nowait()
            yield sorted(set(told))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
