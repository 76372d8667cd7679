"""The process that makes and draws (working.py), as the server sees it: asked, watched, ended, begun anew.

What it is at may take as long as in a build: so many seconds of the processor, which it sees to itself, and three times as
many by the clock, which is seen to here.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from typing import Any

from mise_en_page.desk.messages import HEAD, Answer, Note, Work
from mise_en_page.model import limits
from mise_en_page.model.problem import Problem
from mise_en_page.processes import activity
from mise_en_page.processes.activity import Step, how_it_ended
from mise_en_page.processes.child import surroundings

#: Seconds between two looks at the clock.
LOOK = 0.2
#: What has taken no longer than this is never given up for something newer (s).
SHORT = 3.0
#: What has taken so long is, whatever took long before (s).
LONG = 12.0
#: Each time that it is given up before anything was made, the next one is left at it for twice as long; at most so often.
MOST_PATIENCE = 16


class Lost(Exception):
    """The process hung, died, or was given up: ``problem`` says why (None: given up), ``request`` and ``page`` at what."""

    def __init__(self, problem: Problem | None = None, page: int | None = None, request: str = "") -> None:
        super().__init__(request)
        self.problem, self.page, self.request = problem, page, request


@dataclass(eq=False, slots=True)
class _Asked:
    """A request: its answer to come, what it is at, when that has begun (0: it waits), and until when it may last."""

    name: str
    answer: asyncio.Future[Any]
    since: float
    step: Step = field(default_factory=Step)
    page: int | None = None
    begun: float = 0.0
    until: float = float("inf")


class Process:
    """One process at a time. All of this is for one thread, that of the event loop."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.longest = 0.0
        self._patience = 1
        self._child: subprocess.Popen[bytes] | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._asked: dict[int, _Asked] = {}
        self._last = 0
        self._hung: _Asked | None = None
        self._notes: int | None = None
        self._noted = b""
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def alive(self) -> bool:
        return self._child is not None

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child is not None else None

    async def begin(self, number: int) -> None:
        """Start a process, whose editions follow on ``number``; one that is there is ended."""
        await self.end()
        ours, theirs = socket.socketpair()
        self._notes, noting = os.pipe()
        os.set_blocking(self._notes, False)
        code = f"from mise_en_page.desk.working import serve; serve({theirs.fileno()}, {noting})"
        self._child = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # what libraries mutter; what is wrong comes back as a value
            stderr=None if os.environ.get("MISE_EN_PAGE_DEBUG") else subprocess.DEVNULL,
            pass_fds=(theirs.fileno(), noting),
            env=surroundings(),
            start_new_session=True,  # Ctrl-C is for the server
        )
        theirs.close()
        os.close(noting)
        reader, self._writer = await asyncio.open_unix_connection(sock=ours, limit=1 << 22)
        self._send(0, replace(self.work, number=number))
        self._tasks = [asyncio.create_task(self._hear(reader, self._child)), asyncio.create_task(self._watch())]

    async def ask(self, name: str, *arguments: object) -> Any:
        """The answer to a request (a method of ``Worker``). Raises Lost, or what that raised."""
        if self._child is None:
            raise Lost
        self._last += 1
        number = self._last
        asked = self._asked[number] = _Asked(name, asyncio.get_running_loop().create_future(), time.monotonic())
        self._send(number, (name, arguments))
        try:
            return await asked.answer
        finally:
            self._asked.pop(number, None)

    def busy(self) -> float:
        """For how many seconds the process has been at the request that it has been at for longest."""
        now = time.monotonic()
        return max((now - asked.begun for asked in self._begun()), default=0.0)

    def at(self) -> tuple[Step, int | None] | None:
        """What it is at, and at which page, if it has been at it for long."""
        longest = min(self._begun(), key=lambda asked: asked.begun, default=None)
        return (longest.step, longest.page) if longest is not None and self.busy() > SHORT else None

    def stuck(self) -> bool:
        """Has it been at something for so much longer than anything took before that it may be given up?"""
        known = min(3 * self.longest, LONG) if self.longest else LONG  # before anything was made, nobody knows
        return self.busy() > self._patience * max(SHORT, known)

    async def give_up(self) -> None:
        """End it for something newer. Where many write at once, the next one needs to come to an end."""
        self._patience = min(2 * self._patience, MOST_PATIENCE)
        await self.end()

    async def end(self) -> None:
        """End the process, whatever it is at; who waits for it gets Lost."""
        child, self._child = self._child, None
        for task in self._tasks:
            task.cancel()
        if self._writer is not None:
            self._writer.transport.abort()
            self._writer = None
        if child is not None:
            _kill(child)
        self._lose(Lost())
        if self._notes is not None:
            os.close(self._notes)
            self._notes, self._noted = None, b""
        if child is not None:
            await asyncio.shield(asyncio.to_thread(child.wait))

    def _send(self, number: int, what: object) -> None:
        if self._writer is not None:
            data = pickle.dumps(what, protocol=5)
            self._writer.write(HEAD.pack(number, len(data)) + data)

    async def _hear(self, reader: asyncio.StreamReader, child: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, OSError):
            while True:
                number, length = HEAD.unpack(await reader.readexactly(HEAD.size))
                self._take(number, pickle.loads(await reader.readexactly(length)))  # from our own child
        _kill(child)
        status = await asyncio.to_thread(child.wait)
        self._child = None
        self._read_notes()
        at = self._hung or min(self._begun(), key=lambda asked: asked.begun, default=None)
        step, page = (at.step, at.page) if at is not None else (Step(), None)
        slow = self._hung is not None or status == -signal.SIGXCPU
        problem = activity.too_long(step) if slow else activity.crashed(step, how_it_ended(status))
        self._hung = None
        self._lose(Lost(problem, page, at.name if at is not None else ""))

    def _take(self, number: int, what: Answer) -> None:
        if (asked := self._asked.get(number)) is None or asked.answer.done():
            return
        if asked.begun:
            self.longest = max(self.longest, time.monotonic() - asked.begun)
        if what.good:
            if asked.name == "make":
                self._patience = 1
            asked.answer.set_result(what.value)
        else:
            asked.answer.set_exception(what.value)

    def _read_notes(self) -> None:
        """What the process has said that it is at, since they were read last."""
        if self._notes is None:
            return
        with contextlib.suppress(BlockingIOError):
            while piece := os.read(self._notes, 1 << 16):
                self._noted += piece
        while len(self._noted) >= HEAD.size:
            number, length = HEAD.unpack_from(self._noted)
            if len(self._noted) < HEAD.size + length:
                return
            note: Note = pickle.loads(self._noted[HEAD.size : HEAD.size + length])  # from our own child
            self._noted = self._noted[HEAD.size + length :]
            if (asked := self._asked.get(number)) is not None:
                now = time.monotonic()
                asked.begun = asked.begun or now
                asked.step, asked.page = note.step, note.page
                asked.until = now + limits.PATIENCE * note.step.seconds

    async def _watch(self) -> None:
        """Kill the process when something takes too long by the clock."""
        while self._hung is None:
            await asyncio.sleep(LOOK)
            self._read_notes()
            now = time.monotonic()
            begun = self._begun()
            latest = now - limits.PATIENCE * self.work.seconds
            silent = [asked for asked in self._asked.values() if not begun and asked.since < latest]
            self._hung = next((asked for asked in (*begun, *silent) if asked.until < now or asked in silent), None)
        if self._child is not None:
            _kill(self._child)

    def _begun(self) -> list[_Asked]:
        return [asked for asked in self._asked.values() if asked.begun and not asked.answer.done()]

    def _lose(self, lost: Lost) -> None:
        for asked in self._asked.values():
            if not asked.answer.done():
                asked.answer.set_exception(lost)
        self._asked.clear()


def _kill(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
