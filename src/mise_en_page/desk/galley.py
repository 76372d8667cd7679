"""The galleys of the articles that are written in: told to each tab that shows one, at every key and whenever the page has
been made.

What was typed is set in this thread, at once: a paragraph takes a few milliseconds, and a way to another thread and back
would cost more. Of the lines only those that a tab has not are sent, and of their glyphs each once.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import time
from collections.abc import Coroutine, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mise_en_page import composition
from mise_en_page.desk.editing import Document, Editing, Tab
from mise_en_page.desk.galley_held import Held, held
from mise_en_page.desk.galley_lines import Outlines
from mise_en_page.desk.galley_set import Setter
from mise_en_page.desk.galley_settled import Setting, Settled
from mise_en_page.desk.manuscript import plain
from mise_en_page.desk.process import Lost, Process
from mise_en_page.model.message import LANGUAGES, Language
from mise_en_page.processes.collector import look_seldom

#: The page is made so long after a letter, and after so long without a pause (s): the browser and this process go first.
SOON, LATEST = 0.15, 1.0
#: While somebody types the page is drawn at pauses so long, and after so long without one (s).
PAUSE, LONGEST = 0.3, 1.5
#: Where the process was lost it is asked again after so long (s), so many times.
AGAIN, TIMES = 0.3, 20
#: A second process that nobody needs is let go within so long (s).
IDLE = 20.0


@dataclass(slots=True, eq=False)
class _Shown:
    """What a tab shows: the numbers of its lines by how they look, and the glyphs that it has."""

    tab: Tab
    language: Language
    lines: dict[str, int] = field(default_factory=dict)
    glyphs: dict[str, set[int]] = field(default_factory=dict)
    last: int = 0


@dataclass(slots=True, eq=False)
class _Galley:
    """An article's galley: as the page was made, what sets its words, and what was shown last; ``stale``: the page is to be
    made again, with the text as it is then.
    """

    document: Document
    shown: dict[str, _Shown] = field(default_factory=dict)
    settled: Settled | None = None
    setter: Setter | None = None
    token: str = ""
    version: int = -1
    typed: bool = False
    settling: asyncio.Task[None] | None = None
    stale: bool = False


class Galleys:
    """For the thread of the event loop alone. ``main`` is the process that makes the issue and draws it; a second one sets
    pages for the galleys, so that no drawing stands before them, from the first key on, as soon as it is ready.
    """

    def __init__(self, main: Process, editing: Editing) -> None:
        self._main, self._second = main, Process(main.work)
        self._ready = False
        self._key = 0.0
        self._changed: set[str] = set()
        self._galleys: dict[str, _Galley] = {}
        self._catalogues: dict[str, composition.Catalogue] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._beginning: asyncio.Task[None] | None = None
        editing.heard = self._typed
        editing.galley = self.show

    def show(self, document: Document, tab: Tab, message: dict[str, Any]) -> None:
        """A tab shows an article's galley from now on, or no more (``on``). Raises KeyError for what makes no sense."""
        on, language = bool(message["on"]), message["language"]
        galley = self._galleys.get(document.file)
        if galley is None or galley.document is not document:
            galley = self._galleys[document.file] = _Galley(document)
        if not on:
            galley.shown.pop(tab.name, None)
            return
        galley.shown[tab.name] = _Shown(tab, language if language in LANGUAGES else "fr")
        if galley.settled is not None:
            self._set(galley)
        self._ask(galley)

    def name_of(self, file: str) -> str | None:
        """The name of the article whose galley is shown; None where there is none."""
        galley = self._galleys.get(file)
        return galley.setter.setting.name if galley is not None and galley.setter is not None else None

    def made(self, names: Iterable[str]) -> None:
        """Files of the publication have changed (none: perhaps all), and the issue has been made."""
        names = set(names)
        if not names and self._ready:
            self._ready = False  # it begins anew
            self._soon(self._second.end())
        self._changed |= names
        for galley in list(self._galleys.values()):
            if self._watched(galley) and names != {galley.document.file}:  # with its own text it has been made already
                self._ask(galley)

    async def quiet(self) -> None:
        """Wait, while somebody types beside a galley, for a pause, and not for ever: the lines are there without the page's
        picture, and its drawing would take from them.
        """
        await self._silence(PAUSE, LONGEST)

    async def _silence(self, pause: float, longest: float) -> None:
        """Wait until nobody has typed for a ``pause``, but no longer than ``longest``."""
        clock = asyncio.get_running_loop().time
        until = clock() + longest
        while (wait := min(self._key + pause, until) - clock()) > 0:
            await asyncio.sleep(wait)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self._second.end()

    def _soon(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    # --- as the page is made

    async def _begin(self, file: str, text: str) -> None:
        """Have the second process ready, and let it go when nobody has looked at a galley for long."""
        with contextlib.suppress(Lost):
            await self._second.begin(0)
            await self._second.ask("behind")
            await self._second.ask("galley", file, "", text, frozenset())
            await self._second.ask("settle")
            self._ready = True
            while any(map(self._watched, list(self._galleys.values()))):
                await asyncio.sleep(IDLE)
        self._ready = False
        await self._second.end()

    def _ask(self, galley: _Galley) -> None:
        """Have the page made with the text as it is now; if it is being made, once more when it has been."""
        galley.stale = True
        if galley.settling is None or galley.settling.done():
            galley.settling = self._soon(self._settle(galley))

    async def _settle(self, galley: _Galley) -> None:
        lost = 0
        while galley.stale and lost < TIMES:
            await self._silence(SOON, LATEST)
            galley.stale = False
            document, process = galley.document, self._second if self._ready else self._main
            changed = frozenset(self._changed) if self._ready else frozenset[str]()
            text = plain(document.shared.text)
            try:
                made: Settled | None = await process.ask("galley", document.file, galley.token, text, changed)
            except Lost:
                lost, galley.stale = lost + 1, True
                await asyncio.sleep(AGAIN)
                continue
            if process is self._second:
                self._changed -= changed
            if made is not None:
                await self._take(galley, made)
            elif galley.settled is None:
                self._tell_none(galley)
            if galley.typed and not self._ready and (self._beginning is None or self._beginning.done()):
                self._beginning = self._soon(self._begin(document.file, text))

    async def _take(self, galley: _Galley, settled: Settled) -> None:
        if settled.setting is not None:
            setter = await self._setter(settled.setting)
            await asyncio.to_thread(setter.warm, settled, plain(galley.document.shared.text))
            gc.freeze()  # fonts and styles stay: the collector need not walk through them while somebody types
            galley.setter, galley.token = setter, settled.token
        galley.settled = settled
        self._set(galley)

    async def _setter(self, setting: Setting) -> Setter:
        if setting.faces not in self._catalogues:
            read = await asyncio.to_thread(composition.Catalogue.read, setting.folders.root / "fonts")
            self._catalogues = {setting.faces: read}
        made = await asyncio.to_thread(Setter, setting, self._catalogues[setting.faces])
        look_seldom()
        return made

    # --- as it is typed

    def _typed(self, document: Document) -> None:
        galley = self._galleys.get(document.file)
        if galley is None or document.shared.version == galley.version or not self._watched(galley):
            return
        self._key = asyncio.get_running_loop().time()
        galley.typed = True
        self._set(galley)

    def _set(self, galley: _Galley) -> None:
        began = time.perf_counter()
        if galley.settled is None or galley.setter is None or not self._watched(galley):
            return
        if galley.document.shared.version != galley.version:
            self._ask(galley)
        shared = galley.document.shared
        galley.version = shared.version
        text = plain(shared.text)
        made = held(galley.settled, galley.setter, text)
        for shown in galley.shown.values():
            if made is None:
                shown.tab.tell({"type": "galley", "version": shared.version, "unread": True})
            else:
                shown.tab.tell(_message(shown, made, galley.settled, galley.setter.outlines, shared.version, began))

    def _watched(self, galley: _Galley) -> bool:
        """Does anybody look at it? Whoever has gone is forgotten."""
        tabs = galley.document.tabs
        galley.shown = {
            name: shown for name, shown in galley.shown.items() if tabs.get(name, shown.tab) is shown.tab and name in tabs
        }
        return bool(galley.shown)

    def _tell_none(self, galley: _Galley) -> None:
        for shown in galley.shown.values():
            shown.tab.tell({"type": "galley", "version": galley.document.shared.version, "nowhere": True})


def _message(
    shown: _Shown, made: Held, settled: Settled, outlines: Outlines, version: int, began: float
) -> dict[str, Any]:  # fmt: skip
    """What a tab must hear to show a galley: the lines and outlines that it has not, the number of each line."""
    numbers, lines = dict[str, int](), dict[int, str]()
    wanted: dict[str, set[int]] = {}
    for line, _ in made.rows:
        if line.data in numbers:
            continue
        if line.data in shown.lines:
            numbers[line.data] = shown.lines[line.data]
            continue
        shown.last += 1
        numbers[line.data] = shown.last
        lines[shown.last] = line.data
        for face, glyphs in line.glyphs:
            missing = set(glyphs) - shown.glyphs.setdefault(face, set())
            if missing:
                shown.glyphs[face] |= missing
                wanted.setdefault(face, set()).update(missing)
    shown.lines = numbers
    return {
        "type": "galley", "version": version, "exact": made.exact,
        "rows": [[numbers[line.data], at] for line, at in made.rows], "lines": lines,
        "glyphs": outlines.of((face, sorted(glyphs)) for face, glyphs in sorted(wanted.items())),
        "columns": list(_runs(made.columns)), "names": settled.columns, "placed": made.placed,
        "meter": _meter(made, settled, shown.language), "ms": round(1000 * (time.perf_counter() - began), 1),
    }  # fmt: skip


def _runs(columns: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Where each column begins: the row, and the column."""
    before = -1
    for row, column in enumerate(columns):
        if column != before:
            yield row, column
        before = column


def _meter(made: Held, settled: Settled, language: Language) -> dict[str, Any]:
    fit = settled.fits[language] if settled.fits is not None else None
    ordered = fit["ordered"] if fit is not None else None
    if ordered is not None:
        long = made.signs if ordered["unit"] == "signs" else ordered["is"] + made.more
        ordered = {**ordered, "is": long}
    return {
        "signs": made.signs, "heads": dict(made.heads), "ordered": ordered, "over": settled.over + made.more,
        "shared": fit["shared"] if fit else 1, "slot": fit["slot"] if fit else "", "gone": bool(fit and fit["gone"]),
        "done": fit["done"] if fit else [], "leftOut": fit["leftOut"] if fit else [], "page": fit["page"] if fit else None,
        "name": fit["name"] if fit else "",
    }  # fmt: skip
