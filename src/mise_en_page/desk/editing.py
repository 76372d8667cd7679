"""The articles that are written in: each file's text, shared by all tabs that have it open, written behind them and kept
one with what others save.

A file is written a moment after the first change that is not in it yet, whole or not at all; whoever watches it sees to the
page. What somebody else has saved meanwhile is merged first (merging.py), and where both have changed the same paragraph
their file is kept whole beside it.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mise_en_page.desk import manuscript
from mise_en_page.desk.holding import SILENCE, Holding
from mise_en_page.desk.shared import Shared
from mise_en_page.files import system
from mise_en_page.files.atomic import Met, replace_seen, write_whole
from mise_en_page.model import limits
from mise_en_page.model.problem import Problem, Refused, Span

#: A change is in its file so long after it was made (s).
BEHIND = 0.15
#: What somebody else is writing is looked at again after so long, until it is the same twice (s); and so often at most.
PATIENCE, TIMES = 0.06, 20
#: A file that could not be written is tried again after so long (s).
AGAIN = 2.0
#: A text that nobody has open any longer is forgotten after so long (s).
FORGOTTEN = 120.0
#: What another version of an article is called beside it, with the day and the time at which it was met.
BESIDE = "{} (autre version, {}).md"


class Tab:
    """Somebody's open editor: ``name`` is its own word for itself; ``tell`` sends it a message; ``person``: who it is."""

    def __init__(self, name: str, tell: Callable[[dict[str, Any]], None], person: str = "") -> None:
        self.name, self.tell, self.person = name, tell, person


@dataclass(slots=True, eq=False)
class Document:
    """An article that is open: ``seen`` are the bytes that were read or written last; ``names``: whose tab each name is."""

    file: str
    path: Path
    shared: Shared
    seen: bytes
    holding: Holding = field(default_factory=Holding)
    tabs: dict[str, Tab] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    fault: Problem | None = None
    kept: str = ""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    writing: asyncio.Task[None] | None = None
    head: str | None = None
    told: int = 0

    @property
    def unsaved(self) -> bool:
        return manuscript.written(self.shared.text) != self.seen

    @property
    def writer(self) -> str:
        """Who holds it, by the name of the person; "" for nobody."""
        return self.names.get(self.holding.holder(time.monotonic()), "")

    def tell(self, message: dict[str, Any]) -> None:
        for tab in list(self.tabs.values()):
            tab.tell(message)

    def values(self) -> dict[str, Any]:
        """The fields as a message."""
        text = self.shared.text
        return {"type": "fields", "values": manuscript.fields(text), "places": manuscript.places(text)}

    def tell_news(self) -> None:
        """Every tab hears of the changes that were not told yet, once; and of the fields if they may be others."""
        missed = self.shared.since(self.shared.session, self.told) or []
        self.told = self.shared.version
        if missed:
            told = [{"clientID": each.who, "changes": each.change} for each in missed]
            self.tell({"type": "updates", "version": self.told, "updates": told})
        if not self.head or not self.shared.text.startswith(self.head):
            self.head = self.shared.text[: manuscript.body(self.shared.text)]
            self.tell(self.values())

    def tell_state(self) -> None:
        self.tell(self.state())

    def state(self) -> dict[str, Any]:
        """Who holds it, whether it is written, what is wrong: as a message."""
        return {
            "type": "status", "holder": self.holding.holder(time.monotonic()), "by": self.writer, "saved": not self.unsaved,
            "version": self.shared.version, "kept": self.kept, "fault": self.fault,
        }  # fmt: skip


class Editing:
    """For the thread of the event loop alone. ``root`` is the publication's folder, ``folder`` the issue's."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root, self._articles = root, folder / "articles"
        self._open: dict[str, Document] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._disk = ThreadPoolExecutor(1, "write")
        self._closed = False
        #: Heard of when a text may be another than it was; and what a tab says of its galley (galley.py).
        self.heard: Callable[[Document], None] = lambda _document: None
        self.galley: Callable[[Document, Tab, dict[str, Any]], None] = lambda _document, _tab, _message: None

    async def open(self, file: str) -> Document:
        """An article of the issue, as it is being written. Raises Refused where it is none that can be."""
        path = await asyncio.to_thread(self._found, file)
        name = path.relative_to(self._root.resolve()).as_posix()
        if name not in self._open:
            data = await asyncio.to_thread(_read, path)
            if data is None:
                raise Refused.of("edit-none", Span(file))
            text = manuscript.read(data, name)
            if name not in self._open:  # somebody else may have been quicker
                self._open[name] = Document(name, path, Shared(text), data)
        return self._open[name]

    def _found(self, file: str) -> Path:
        try:
            path = (self._root / file).resolve()
            inside = path.is_relative_to(self._articles.resolve()) and path.suffix == ".md" and path.is_file()
            large = inside and path.stat().st_size > limits.TEXT_BYTES
        except (OSError, ValueError, RuntimeError):
            inside = large = False
        if not inside or large:
            raise Refused.of("edit-none", Span(file))
        return path

    def join(self, document: Document, tab: Tab) -> None:
        document.tabs[tab.name] = tab
        document.tell_state()

    async def leave(self, document: Document, tab: Tab) -> None:
        """A tab is gone: what it held is free, and the last one leaves everything written."""
        if document.tabs.get(tab.name) is tab:
            del document.tabs[tab.name]
            document.holding.release(tab.name)
            document.tell_state()
        if not document.tabs:
            document.kept = ""
            await self.write(document)
            self._soon(self._forget(document))

    async def _forget(self, document: Document) -> None:
        await asyncio.sleep(FORGOTTEN)
        if not document.tabs and not document.unsaved:
            self._open.pop(document.file, None)

    def writers(self) -> dict[str, str]:
        """Who writes, by the file of the article that they hold."""
        return {file: document.writer for file, document in self._open.items() if document.writer}

    async def settle(self) -> None:
        """What is typed so far stands in its files."""
        for document in list(self._open.values()):
            await self.write(document)

    # --- what is typed

    def typed(self, document: Document, tab: Tab) -> None:
        """A tab types: others see that it does, and that its silence ends that."""
        before = document.holding.holder(time.monotonic())
        document.holding.typed(tab.name, time.monotonic())
        if document.holding.who != before:
            document.tell_state()
            self._soon(self._let_go(document))

    async def _let_go(self, document: Document) -> None:
        while document.holding.who:
            await asyncio.sleep(max(0.05, SILENCE - (time.monotonic() - document.holding.since)))
            if not document.holding.holder(time.monotonic()):
                document.tell_state()

    def take(self, document: Document, tab: Tab) -> None:
        document.holding.take(tab.name, time.monotonic())
        document.tell_state()

    def set_field(self, document: Document, name: str, value: str, was: str | None) -> None:
        """Another value of a field; ``was`` is the one that it was made of. Raises Refused."""
        shared = document.shared
        here = (manuscript.fields(shared.text) or {}).get(name, "")
        made = manuscript.with_field(shared.text, name, value, document.file)
        if made != shared.text and was is not None and not manuscript.alike(was, here):
            self._soon(self.keep(document, manuscript.written(shared.text)))
        shared.put(manuscript.plain(made))
        self.news(document)

    async def by_desk(self, file: str, edit: Callable[[Document], None]) -> tuple[str, str]:
        """An edit that is asked for beside the text: shared with whoever writes in it, and written at once.

        Gives the text before it and after it. Raises Refused where there is no such article, or where it cannot be written.
        """
        document = await self.open(file)
        await self.changed((document.file,))  # what others have saved may not have been told yet
        before = document.shared.text
        try:
            edit(document)
            self.news(document)
            after = document.shared.text
            await self.write(document)
        finally:
            if not document.tabs:
                self._soon(self._forget(document))
        if document.fault is not None:
            raise Refused((document.fault,))
        return before, after

    def news(self, document: Document) -> None:
        """The text may be another than it was: told, and written in a moment."""
        self.heard(document)  # whoever typed sees the line before hearing of the change
        document.tell_news()
        if document.unsaved and document.writing is None and not self._closed:
            document.writing = self._soon(self._write_soon(document))

    # --- the file

    async def _write_soon(self, document: Document) -> None:
        await asyncio.sleep(BEHIND)
        document.writing = None
        await self.write(document)
        if document.fault is not None and document.writing is None and not self._closed:
            await asyncio.sleep(AGAIN)
            document.writing = document.writing or self._soon(self._write_soon(document))

    async def write(self, document: Document) -> None:
        """Write what is not written yet. What cannot be is told, and stays."""
        async with document.lock:
            for _ in range(TIMES):
                if not document.unsaved:
                    break
                data = manuscript.written(document.shared.text)
                try:
                    met: Met | None = await self._to_disk(replace_seen, document.path, data, document.seen)
                    if met is not None:
                        await self._merge(document, met.data if met.replaced else None)
                        document.seen = data if met.replaced else document.seen
                        continue
                except OSError as error:
                    document.fault = Problem.of(
                        "edit-not-written", "error", Span(document.file), reason=system.reason(error)
                    )
                    break
                document.seen, document.fault = data, None
                break
            document.tell_state()

    async def _to_disk(self, write: Callable[..., Any], *what: object) -> Any:
        """One file at a time, and to its end."""
        return await asyncio.get_running_loop().run_in_executor(self._disk, write, *what)

    async def changed(self, names: Iterable[str]) -> None:
        """Files have been saved (none: perhaps all): what somebody else has made of those that are open is taken in."""
        names = set(names)
        for document in list(self._open.values()):
            if not names or document.file in names:
                async with document.lock:
                    with contextlib.suppress(OSError):
                        await self._merge(document)

    async def _merge(self, document: Document, data: bytes | None = None) -> None:
        """What stands on the disk, or stood there, into the text, if somebody else has written it."""
        if data is None:
            data = await self._settled(document)
        if data in (None, document.seen):  # taken away: it is a file again when somebody goes on with it
            return
        try:
            theirs = manuscript.read(data, document.file)
            clash = document.shared.take_in(manuscript.read(document.seen, document.file), theirs)
        except (Refused, ValueError):
            clash = True
        if clash:
            await self.keep(document, data)
        document.seen = data
        self.news(document)
        document.tell_state()

    async def _settled(self, document: Document) -> bytes | None:
        """The file as it stands, when nobody is writing it any longer."""
        data = await asyncio.to_thread(_read, document.path)
        for _ in range(TIMES):
            if data == document.seen:
                break
            await asyncio.sleep(PATIENCE)
            before, data = data, await asyncio.to_thread(_read, document.path)
            if data == before and data:
                break
        return data

    async def keep(self, document: Document, data: bytes) -> None:
        """Another version of an article, whole, in a file beside it."""
        stamp = time.strftime("%Y-%m-%d %H.%M.%S")
        for again in ("", *(f" {n}" for n in range(2, 100))):
            path = document.path.with_name(BESIDE.format(document.path.stem, stamp + again))
            if not await asyncio.to_thread(path.exists):
                break
        await self._to_disk(write_whole, {path: data})
        document.kept = path.name
        document.tell_state()

    def problems(self) -> list[Problem]:
        """The other versions that lie beside articles, until somebody has taken what is good of them and removed them."""
        told = []
        with contextlib.suppress(OSError):
            for path in sorted(self._articles.glob(BESIDE.format("*", "*"))):
                name = path.with_name(path.name.partition(BESIDE.format("", "").partition(", ")[0])[0] + ".md")
                told.append(
                    Problem.of("edit-kept", "warning", Span(name.relative_to(self._root).as_posix()), other=path.name)
                )
        return told

    async def close(self) -> None:
        """Everything is written, at once."""
        self._closed = True
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for document in self._open.values():
            await self.write(document)
        self._disk.shutdown()

    def _soon(self, work: Any) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _read(path: Path) -> bytes | None:
    """A file's bytes; None where there is none. Raises OSError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
