"""The process that makes and draws an issue for the preview's server: it may hang, die or be killed, and another begins.

Requests and answers are pickles behind a head (``HEAD``), over a socket that the server holds the other end of; when that
is closed, this process ends. One thread makes and one draws, so that a picture does not hold up an edit. Each says what it
is at, and may take so much of the processor for that, and all so much memory, as in a build.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any, BinaryIO

from mise_en_page.desk.commented import Commented
from mise_en_page.desk.engine import Edition, Engine
from mise_en_page.desk.galley_settled import Galleys, Settled
from mise_en_page.desk.imported import Imported
from mise_en_page.desk.inks import inks
from mise_en_page.desk.leaf import Leaf
from mise_en_page.desk.messages import HEAD, Answer, Box, Drawn, Note, Told, Work
from mise_en_page.desk.picture import draw
from mise_en_page.desk.since_signed import SinceSigned
from mise_en_page.desk.state import state
from mise_en_page.model import limits
from mise_en_page.model.message import Language, say, spoken
from mise_en_page.model.problem import Problem, Span
from mise_en_page.plan.words import data_of
from mise_en_page.processes import activity
from mise_en_page.processes.activity import Step
from mise_en_page.processes.child import as_answer, end_with_caller
from mise_en_page.processes.collector import look_seldom
from mise_en_page.processes.resources import limit_memory, limit_processor, resident
from mise_en_page.proof.finding import find
from mise_en_page.proof.overlay import page_data, words_data
from mise_en_page.typography import Correction

#: So much less of a processor that is wanted by others: the server answers keys, and the browser draws them.
BEHIND = 3
#: The collector looks when the process has so many times the memory that it had when it looked last.
GROWN = 1.1
#: What is shorter goes in one piece with its head.
JOINED = 1 << 16


class Worker:
    """The requests, each a method. What is to be done by the thread that draws is given back as a function."""

    def __init__(self, work: Work) -> None:
        self._engine = Engine(work.folder, work.profile, work.number)
        self._engine.drawing = _at_page
        self._signed = SinceSigned(work.folder, work.profile)
        self._notes, self._commented = work.notes, Commented(work.folder, work.proof)
        self._imported = Imported(work.folder)
        self._galleys = Galleys()
        self._held = resident()

    def make(self, names: Iterable[str]) -> Told:
        return self._told(self._engine.make(names))

    def gather(self) -> bool:
        """Is something else wrong now than what was told last, in pages that have been drawn since?"""
        return self._engine.edition is not self._engine.gather()

    def judged(self, number: int, problems: tuple[Problem, ...]) -> bool:
        """Is all that is wrong with the edition of that number, as ``check`` tells it, other than what was told last?"""
        return self._engine.edition is not self._engine.judged(number, problems)

    def state(self, language: Language) -> dict[str, Any]:
        edition = self._engine.edition
        with spoken(language):
            comments, told = self._commented(edition)
            made = state(edition, self._signed(edition), (*self._notes, *told), self._imported())
            return made | {"comments": comments}

    def ahead(self, leave: frozenset[int]) -> bool:
        """Draw a page that nobody has looked at yet; False if there is none, but for those to ``leave``."""
        for page in self._engine.undrawn():
            if page not in leave:
                self._engine.leaf(page)
                return True
        return False

    def overlays(self, page: int, language: Language) -> dict[str, Any] | None:
        made = self._engine.edition.made
        with spoken(language):
            return None if made is None or page >= len(made.makeup.pages) else page_data(made, page)

    def words(self, page: int) -> list[list[list[Any]]] | None:
        made = self._engine.edition.made
        return None if made is None or page >= len(made.makeup.pages) else words_data(made, page)

    def picture(self, page: int, scale: float, part: Box | None) -> Callable[[], Drawn] | None:
        leaf = self._engine.leaf(page)
        if leaf is None:
            return None

        return lambda: self._drawn(page, leaf, scale, part)

    def parts(self, scales: Mapping[int, float]) -> Callable[[], dict[tuple[int, Box], Drawn]]:
        """Of the last edit, the changed parts of pages that are looked at, each at its scale."""
        changes = [each for each in self._engine.edition.changes if each.part is not None and each.page in scales]
        leaves = [(each.page, each.part, self._engine.leaf(each.page)) for each in changes]

        def drawn() -> dict[tuple[int, Box], Drawn]:
            made = {}
            for page, part, leaf in leaves:
                if leaf is not None and part is not None and part[0] < part[2]:
                    made[page, part] = self._drawn(page, leaf, scales[page], part)
            return made

        return drawn

    def place(self, where: Span) -> dict[str, Any] | None:
        """Where on the pages a place of a file is seen."""
        made = self._engine.edition.made
        found = find(made, where) if made is not None else None
        return None if found is None else asdict(found)

    def ways(self, page: int, language: Language) -> dict[str, Any] | None:
        plan = self._engine.ways(page)
        if plan is None:
            return None
        version = self._engine.edition.versions[page]
        with spoken(language):
            ways = [data_of(plan, number) for number in range(1, len(plan.offers) + 1)]
            return {"folio": plan.page.folio, "version": version, "ways": ways}

    def way(self, page: int, number: int, scale: float) -> Callable[[], Drawn] | None:
        leaf = self._engine.way(page, number)
        return None if leaf is None else lambda: self._drawn(page, leaf, scale, None)

    def galley(self, file: str, token: str, text: str, changed: frozenset[str]) -> Settled | None:
        """The galley of an article with the ``text`` that is typed; None where the page cannot be made with it."""
        road = self._engine.with_text(file, text, changed)
        return None if road is None else self._galleys.settled(road, file, token, text)

    def behind(self) -> None:
        """Leave the processor to others that want it."""
        with contextlib.suppress(OSError):
            os.nice(BEHIND)

    def corrections(self, language: Language) -> list[dict[str, Any]]:
        with spoken(language):
            return self._engine.corrections()

    def keeping(self, correction: Correction) -> str | None:
        return self._engine.keeping(correction)

    def pinned(self, page: int, number: int) -> dict[str, bytes]:
        return self._engine.pinned(page, number)

    def inks(self, page: int) -> Callable[[], dict[str, Any]] | None:
        made = self._engine.art(page)
        if made is None:
            return None

        def measured() -> dict[str, Any]:
            _at_page(page)
            activity.doing(say("doing/measure-inks", page=self._folio(page)))
            return inks(made[0], page, made[1])

        return measured

    def let_go(self) -> None:
        """Let go what holds each other and nothing else does, where the process has grown: the collector looks seldom here,
        and a page whose texts have no room leaves some 40,000 such values each time.
        """
        if resident() > self._held * GROWN:
            gc.collect()
            self._held = resident()

    def settle(self) -> None:
        """Fonts and pages stay: the collector need not walk through them at every edit (tens of ms in a large issue)."""
        gc.collect()
        gc.freeze()

    def _folio(self, page: int) -> int:
        made = self._engine.edition.made
        assert made is not None
        return made.makeup.pages[page].folio

    def _drawn(self, page: int, leaf: Leaf, scale: float, part: Box | None) -> Drawn:
        _at_page(page)
        activity.doing(say("doing/draw-picture", page=self._folio(page)))
        made = draw(leaf, scale, part)
        return Drawn(made.bmp(), (made.x, made.y, *made.whole))

    def _told(self, edition: Edition) -> Told:
        made = edition.made
        grids = [made.layouts[page.layout].grid for page in made.makeup.pages] if made is not None else []
        sizes = tuple((grid.width + 2 * grid.bleed, grid.height + 2 * grid.bleed) for grid in grids)
        broken = bool(edition.broken)
        return Told(edition.number, edition.versions, sizes, edition.changes, made is not None, broken)


# --- the thread that a request is in, and what it is at


_here = threading.local()


def _at_page(page: int | None) -> None:
    _here.page = page


class _Server:
    """Takes requests until there are no more, and sends what becomes of them."""

    def __init__(self, channel: socket.socket, notes: int) -> None:
        self._channel, self._notes, self._sending = channel, notes, threading.Lock()
        self._painter = ThreadPoolExecutor(1, "draw")

    def serve(self) -> None:
        with self._channel.makefile("rb") as requests:
            work: Work = _received(requests)[1]
            limits.STEP_SECONDS = work.seconds  # type: ignore[misc]
            worker = Worker(work)
            activity.listen(self._note)
            while True:
                try:
                    number, (name, arguments) = _received(requests)
                except (EOFError, OSError):
                    return
                self._do(number, getattr(worker, name), arguments)
                worker.let_go()

    def _do(self, number: int, function: Callable[..., Any], arguments: tuple[Any, ...] = ()) -> None:
        _here.number, _here.page = number, None
        self._note(Step())  # it has begun
        try:
            value = function(*arguments)
        except Exception as error:
            self._send(number, Answer(good=False, value=as_answer(error)))
            return
        if callable(value):
            self._painter.submit(self._do, number, value)
        else:
            self._send(number, Answer(good=True, value=value))

    def _note(self, step: Step) -> None:
        limit_processor(step.seconds)
        if (number := getattr(_here, "number", None)) is not None:
            data = pickle.dumps(Note(step, _here.page))
            with contextlib.suppress(OSError):  # nobody reads them: the end comes
                os.write(self._notes, HEAD.pack(number, len(data)) + data)

    def _send(self, number: int, answer: Answer) -> None:
        data = pickle.dumps(answer, protocol=5)
        head = HEAD.pack(number, len(data))
        with self._sending, contextlib.suppress(OSError):  # nobody waits any longer: the end comes
            for piece in (head, data) if len(data) > JOINED else (head + data,):
                self._channel.sendall(piece)


def _received(requests: BinaryIO) -> tuple[int, Any]:
    head = requests.read(HEAD.size)
    if len(head) < HEAD.size:
        raise EOFError
    number, length = HEAD.unpack(head)
    return number, pickle.loads(requests.read(length))  # from our own server


def serve(channel: int, notes: int) -> None:
    """Work for the server at the other end of a socket, as long as it is there; say what is being done in a pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this process
    end_with_caller()
    limit_memory(limits.MEMORY)
    look_seldom()
    with contextlib.suppress(OSError):
        os.nice(BEHIND)
    sys.setswitchinterval(0.001)  # the thread that makes must not wait 5 ms for the one that draws
    _Server(socket.socket(fileno=channel), notes).serve()
    os._exit(0)  # whatever the other thread is at
