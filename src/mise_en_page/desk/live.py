"""An issue that is looked at: the edits that come, the tabs that hear of them, and the process that works for both.

Whatever becomes of that process, the last good pictures stay. A page that hangs it, or ends it, is told by name and left
alone until its files change; a process that is stuck when something is saved is given up for a new one.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import Coroutine, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from mise_en_page.desk.editing import Editing
from mise_en_page.desk.editor import Editor
from mise_en_page.desk.galley import Galleys
from mise_en_page.desk.judge import Asked, Judge
from mise_en_page.desk.messages import Box, Change, Drawn, Told
from mise_en_page.desk.pictures import Key, Pictures
from mise_en_page.desk.process import SHORT, Lost, Process
from mise_en_page.desk.state import problem_data
from mise_en_page.desk.tab import Tab
from mise_en_page.desk.watch import PATIENCE, filled
from mise_en_page.files.atomic import write_whole
from mise_en_page.model.message import Language, spoken
from mise_en_page.model.problem import Problem, Span

#: Nothing is drawn ahead until so long after an edit (s): the next one must not wait for it.
QUIET = 0.8
#: The state of the issue follows its pictures by so much (s).
AFTER = 0.1
#: Who asks for the state hears the last one that is known after so long (s).
SOON = 2.0
#: The state of an issue of which nothing is known yet.
NOTHING: dict[str, Any] = {"number": -1, "title": "", "pages": [], "problems": [], "articles": []}


class Live:
    """For the thread of the event loop alone. ``root`` is the publication's folder; ``token`` what whoever asks must know.

    ``session`` is told with every message: versions count from one again in each, so a tab of another loads itself anew.
    """

    def __init__(self, process: Process, editor: Editor, root: Path, token: str | None = None) -> None:
        self.process, self.editor, self.root = process, editor, root
        self.token, self.session = token or secrets.token_urlsafe(24), secrets.token_hex(8)
        self._judge = Judge(Asked(process.work.folder, process.work.profile))
        self.editing = Editing(root, process.work.folder)
        self.galleys = Galleys(process, self.editing)
        self.told = Told()
        self.pictures = Pictures()
        self.tabs: set[Tab] = set()
        self._states: dict[Language, dict[str, Any]] = {}
        self._stuck: Problem | None = None
        self._hung: dict[int, Problem] = {}
        self._slow: tuple[Problem, int | None] | None = None
        self._drawing: dict[Key, asyncio.Future[Drawn | None]] = {}
        self._edits = asyncio.Lock()
        self._waiting: set[str] = set()
        self._all = True
        self._count = 0
        self._died: set[int | None] = set()
        self._idle: asyncio.Task[None] | None = None
        self._working: set[asyncio.Task[Any]] = set()
        self._scales: dict[int, float] = {}
        self._settled = self._closed = False

    async def stop(self) -> None:
        """No page is made any longer; who waits for one hears that there is none. What is typed is still taken."""
        self._closed = True
        await self.process.end()

    async def close(self) -> None:
        self._closed = True
        await self.galleys.close()
        await self.editing.close()
        for task in (*self._working, *([self._idle] if self._idle else [])):
            task.cancel()
        self._judge.end()
        await self.process.end()

    def begin(self) -> asyncio.Task[None]:
        """Make the issue for the first time; and look, from now on, what takes long."""
        self.soon(self._look())
        return self.soon(self.changed(()))

    def soon(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        return task

    # --- edits

    async def changed(self, names: Iterable[str]) -> None:
        """Files of the publication have changed (none: perhaps all): make what depends on them, and tell every tab.

        May be called again before it is done: the names are gathered.
        """
        names = set(names)
        self.soon(self.editing.changed(names))
        self._count += 1
        self._died.clear()
        self._waiting |= names
        self._all = self._all or not names
        hurrying = asyncio.create_task(self._hurry())
        async with self._edits:
            hurrying.cancel()
            if self._waiting or self._all:
                await self._edit(sorted(self._waiting))
        if not self._closed:
            self._draw_ahead_soon()

    async def _hurry(self) -> None:
        """An edit waits: a process that is stuck in an earlier one is given up."""
        while not self.process.stuck():
            await asyncio.sleep(0.1)
        await self.process.give_up()

    async def _edit(self, names: list[str]) -> None:
        if self._idle is not None:
            self._idle.cancel()
        if self.told.made:
            await filled(self.root, names)
        await self.galleys.quiet()
        before = self.told
        # What a tab is about to ask for is drawn while it is being told.
        parts: asyncio.Future[Any] | None = None
        if self.process.alive and self.tabs:
            making = asyncio.ensure_future(self._make())
            await asyncio.sleep(0)
            parts = asyncio.ensure_future(self.process.ask("parts", self._scales))
            parts.add_done_callback(_heeded)  # where no part of a page has changed, nobody waits for them
            told = await making
        else:
            told = await self._make()
        if told is not None and told.broken and not before.broken:
            # Half-written, maybe: look again before anybody is told.
            await asyncio.sleep(PATIENCE)
            told = await self._make(names)
        if told is None:
            self.told = replace(before, number=before.number + 1, changes=())
            await self._tell_state()
            return
        self.told = told
        self.galleys.made(names)
        if parts is not None:
            for change in told.changes:
                if change.part is not None and change.page in self._scales:
                    self._expect(change, parts)
        self._tell("changes", {
            "number": told.number,
            "changes": [
                {"page": change.page, "version": told.versions[change.page], "part": change.part,
                 "before": before.versions[change.page] if change.page < len(before.versions) else 0}
                for change in told.changes
            ],
        })  # fmt: skip
        self.soon(self._tell_state_after(told.number))

    async def _make(self, again: Iterable[str] = (), *, edited: bool = True) -> Told | None:
        """Make the issue, with a new process if there is none; None if it cannot be made (what is wrong is noted).

        What has been ``edited`` is tried again, whatever came of it before.
        """
        names, everything, edits = sorted(self._waiting | set(again)), self._all, self._count
        self._waiting, self._all, self._stuck = set(), False, None
        while not self._closed:
            fresh = not self.process.alive
            if fresh and edited:
                self._hung.clear()
            try:
                if fresh:
                    await self.process.begin(self.told.number)
                told: Told = await self.process.ask("make", [] if everything or fresh else names)
            except Lost as lost:
                if lost.problem is None:  # given up for something newer
                    return None
                if lost.request == "make" and lost.page is not None:
                    return await self._without(lost, edits)
                if lost.request == "make" and self._twice(lost):
                    self._stuck = lost.problem
                    return None
                continue  # it was at something of before this edit
            for change in () if fresh else told.changes:
                self._hung.pop(change.page, None)
            return told
        return None

    async def _without(self, lost: Lost, edits: int) -> Told | None:
        """The issue made with a new process, and a page left alone that hangs while it is made."""
        self._blame(lost, edits)
        hung = self._hung.copy()
        told = await self._make(edited=False)
        # Of what has been saved meanwhile, nobody knows whether it was read already.
        self._hung = self._hung | hung if edits == self._count else {}
        return told

    def _blame(self, lost: Lost, edits: int) -> None:
        """Note the page at which the process was lost, unless there were more edits since than ``edits``."""
        if lost.problem is not None and lost.page is not None and edits == self._count and self._twice(lost):
            self._hung[lost.page] = lost.problem

    def _twice(self, lost: Lost) -> bool:
        """A process that dies may have been killed by something else: what it was at is tried again, once for an edit."""
        first = lost.page not in self._died
        self._died.add(lost.page)
        return not first or lost.problem is None or lost.problem.code != "crash"

    async def _revive(self, lost: Lost, edits: int) -> None:
        """The process has gone while it was asked for a page, after so many edits: another is begun.

        What is to blame is noted, unless it has been edited since.
        """
        self._blame(lost, edits)
        async with self._edits:
            if self.process.alive or self._closed or self._stuck is not None or self._waiting or self._all:
                return
            now = self._count
            told = await self._make(edited=False)
            if now != self._count:  # of what has been saved meanwhile, nobody knows whether it was read already
                self._hung.clear()
            if told is not None:
                self.told = told
        await self._tell_state()
        self._draw_ahead_soon()

    async def _tell_state_after(self, number: int) -> None:
        """Problems and copyfit come after the picture; of several edits in a row, the last one's."""
        await asyncio.sleep(AFTER)
        if self.told.number == number:
            await self._tell_state()

    async def _look(self) -> None:
        """What takes long is told, and that it is over."""
        while True:
            await asyncio.sleep(0.5)
            at = self.process.at()
            slow = None
            if at is not None:
                slow = Problem.of("slow", "info", at[0].where, doing=at[0].words, seconds=SHORT), at[1]
            if slow != self._slow:
                self._slow = slow
                self._send_state()

    def _draw_ahead_soon(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        self._idle = asyncio.create_task(self._draw_ahead())

    async def _draw_ahead(self) -> None:
        """Nobody has looked at some pages yet: make them ready one by one, and find what is wrong in them."""
        number, edits = self.told.number, self._count
        await asyncio.sleep(QUIET)
        try:
            while await self.process.ask("ahead", frozenset(self._hung)):
                await asyncio.sleep(0.02)
            if not self._settled:
                self._settled = True
                await self.process.ask("settle")
            if await self.process.ask("gather") and self.told.number == number:
                await self._tell_state()
            if await self.process.ask("judged", number, await self._judge.problems()) and self.told.number == number:
                await self._tell_state()
        except Lost as lost:
            self.soon(self._revive(lost, edits))

    # --- what is accepted

    async def accept(self, words: str) -> bool:
        """Write into mots.txt what a problem that is told offers to accept, and nothing else; False for that.

        Whoever watches the file sees to the rest. Raises Refused or OSError where it cannot be written.
        """
        offered = (problem.get("accept") for state in self._states.values() for problem in state["problems"])
        if words not in offered:
            return False
        from mise_en_page.reading.words import add_words  # noqa: PLC0415 (when somebody accepts)

        await asyncio.to_thread(add_words, self.root, (words,))
        return True

    # --- a way of a page

    async def take(self, page: int, number: int, version: int) -> bool:
        """Pin a way of a page, as it was offered for a version of it, in issue.yaml; False where that is no more.

        Whoever watches the file sees to the rest. Raises Refused or OSError where it cannot be written.
        """
        if not 0 <= page < len(self.told.versions) or self.told.versions[page] != version:
            return False
        pinned: dict[str, bytes] | None = await self.of_page("pinned", page, number)
        if pinned is None:
            return False
        await asyncio.to_thread(write_whole, {self.root / name: data for name, data in pinned.items()})
        return True

    # --- what is shown

    async def state(self, language: Language) -> dict[str, Any]:
        """The state as it is, in the words of a language; or, where the process has no time to say, as it was."""
        with contextlib.suppress(Lost, TimeoutError):
            async with asyncio.timeout(SOON):
                self._states[language] = await self.process.ask("state", language)
        return self._with_own(language)

    @property
    def known(self) -> dict[str, Any]:
        """The last state that is known, in any language."""
        return next(iter(self._states.values()), NOTHING)

    def _with_own(self, language: Language) -> dict[str, Any]:
        """The last state that is known, with what is wrong with the process."""
        state = self._states.get(language, NOTHING)
        with spoken(language):
            own = [problem_data(self._stuck, broken=True)] if self._stuck is not None else []
            own += [problem_data(problem, broken=True) | {"page": page} for page, problem in sorted(self._hung.items())]
            if self._slow is not None:
                own.append(problem_data(self._slow[0], broken=False) | {"page": self._slow[1]})
            own += [problem_data(problem, broken=False) for problem in self.editing.problems()]
        problems = [*own, *state["problems"]]
        return state | {"number": self.told.number, "problems": problems, "editor": self.editor.command}

    async def _tell_state(self) -> None:
        """The state as it is, to every tab in its language."""
        for language in {tab.language for tab in self.tabs}:
            await self.state(language)
        self._send_state()

    def _send_state(self) -> None:
        texts = self._state_texts()
        for tab in self.tabs:
            tab.tell("state", texts[tab.language], texts[tab.language])

    def _state_texts(self) -> dict[Language, str]:
        """The last state that is known, by the languages of the tabs."""
        states = {language: self._with_own(language) for language in {tab.language for tab in self.tabs}}
        return {language: self.message("state", {"state": state}) for language, state in states.items()}

    def message(self, kind: str, data: dict[str, Any]) -> str:
        """What a tab is sent: of which kind, and of which session."""
        return json.dumps({"type": kind, "session": self.session, **data}, ensure_ascii=False)

    def _tell(self, kind: str, data: dict[str, Any]) -> None:
        text, newest = self.message(kind, data), self._state_texts()
        for tab in self.tabs:
            tab.tell(kind, text, newest[tab.language])

    async def place(self, where: Span) -> dict[str, Any] | None:
        """Where on the pages a place of a file is seen; None where it is not, or where the process has no time to say."""
        with contextlib.suppress(Lost, TimeoutError):
            async with asyncio.timeout(SOON):
                found: dict[str, Any] | None = await self.process.ask("place", where)
                return found
        return None

    async def of_page(self, name: str, page: int, *arguments: object) -> Any:
        """What the process answers of a page; None if there is no such page, or it is at fault for the process's end."""
        for _ in range(3):
            if page in self._hung or not 0 <= page < len(self.told.versions):
                return None
            edits = self._count
            try:
                return await self.process.ask(name, page, *arguments)
            except Lost as lost:
                await self._revive(lost, edits)
        return None

    async def picture(self, page: int, scale: float, part: Box | None) -> tuple[int, Drawn] | None:
        """A page's version and its picture; None if there is none. Raises ValueError for what cannot be drawn."""
        if page >= len(self.told.versions):
            return None
        version = self.told.versions[page]
        if part is None:
            self._scales[page] = scale
        key = (page, version, scale, part)
        if (ready := self.pictures.find(key)) is not None:
            return version, ready
        if key not in self._drawing:
            self._drawing[key] = asyncio.ensure_future(self.of_page("picture", page, scale, part))
            self._drawing[key].add_done_callback(lambda done: self._drawn(key, done))
        drawn = await asyncio.shield(self._drawing[key])
        if drawn is None:
            return self.pictures.last(page) if part is None else None
        return version, drawn

    def _expect(self, change: Change, parts: asyncio.Future[Any]) -> None:
        """A changed part of a page comes by itself."""
        page, part, scale, edits = change.page, change.part, self._scales[change.page], self._count

        async def comes() -> Drawn | None:
            try:
                found: Drawn | None = (await asyncio.shield(parts)).get((page, part))
                if found is not None:
                    return found
            except Lost as lost:
                await self._revive(lost, edits)
            except Exception:  # whoever needs it will meet its fault
                found = None
            drawn: Drawn | None = await self.of_page("picture", page, scale, part)
            return drawn

        key = (page, self.told.versions[page], scale, part)
        self._drawing[key] = asyncio.ensure_future(comes())
        self._drawing[key].add_done_callback(lambda done: self._drawn(key, done))

    def _drawn(self, key: Key, done: asyncio.Future[Drawn | None]) -> None:
        self._drawing.pop(key, None)
        drawn = done.result() if not done.cancelled() and done.exception() is None else None
        if drawn is not None and self.told.versions[key[0] : key[0] + 1] == (key[1],) and key[0] not in self._hung:
            self.pictures.keep(key, drawn)

    def size(self, page: int, scale: float, part: Box | None) -> int:
        """About how many bytes a picture will have."""
        if not 0 <= page < len(self.told.sizes):
            return 0
        width, height = self.told.sizes[page]
        if part is not None:
            width, height = (max(0.0, min(side, part[n + 2] - part[n])) for n, side in enumerate((width, height)))
        return int(width * height * scale * scale * 3)


def _heeded(done: asyncio.Future[Any]) -> None:
    """A fault of what nobody may wait for any longer is none of anybody's."""
    if not done.cancelled():
        done.exception()
