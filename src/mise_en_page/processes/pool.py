"""The same work on many things, side by side, in processes that are forked from this one.

What this process has read and imported is there in each of them at once, so that nothing is loaded twice. A worker may
take only so much time for a thing and so much memory; one that hangs or dies costs that thing alone, and another takes its
place. Workers end when this process does, however that ends.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import selectors
import signal
import struct
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from mise_en_page.model.message import say
from mise_en_page.model.problem import Refused
from mise_en_page.processes import activity
from mise_en_page.processes.activity import Step, how_it_ended
from mise_en_page.processes.child import (
    Died,
    Hung,
    Limits,
    as_answer,
    end_with_caller,
)
from mise_en_page.processes.collector import look_seldom
from mise_en_page.processes.resources import limit_memory, limit_processor

A = TypeVar("A")
T = TypeVar("T")

#: A worker says which thing it begins (an answer of no length), and later its answer.
_HEAD = struct.Struct("<IQ")
#: In place of a thing's: what follows is the step that the worker is at.
_STEP = 0xFFFFFFFF
_TASK = struct.Struct("<I")
#: Things that wait in the pipe which all workers take from; a pipe holds 64 kB.
_QUEUE = 4096


@dataclass(slots=True)
class _Worker:
    process: int
    answers: int
    activity: int | None = None
    since: float = 0.0
    step: Step | None = None
    received: bytearray = field(default_factory=bytearray)


def can_fork() -> bool:
    return hasattr(os, "fork") and sys.platform != "darwin"  # Apple's own libraries do not outlive a fork


def work(
    function: Callable[[A], T],
    things: Sequence[A],
    jobs: int,
    limits: Limits,
    meanwhile: Callable[[], object] = lambda: None,
) -> Iterator[tuple[int, T | Exception | Lost]]:
    """``function`` of each thing, by its place, as they are finished; an exception instead where one was raised.

    ``Lost`` says that a worker was killed or died. ``limits`` hold for one thing, its memory for a worker; the steps that
    it tells (activity.py) may each take their own seconds. ``meanwhile`` is done here, once the workers are at work.
    """
    pool = _Pool(function, things, min(jobs, len(things)), limits)
    try:
        meanwhile()
        yield from pool.answers()
    finally:
        pool.end()


@dataclass(frozen=True, slots=True)
class Lost:
    """A thing that has no answer: ``error`` says what became of its worker, ``step`` what that was at (None: not told)."""

    error: Hung | Died
    step: Step | None


class _Pool:
    def __init__(self, function: Callable[[Any], Any], things: Sequence[Any], jobs: int, limits: Limits) -> None:
        self._function, self._things, self._limits = function, things, limits
        self._tasks, self._feed = os.pipe()
        os.set_blocking(self._feed, False)
        self._next = 0
        self._workers: dict[int, _Worker] = {}
        self._selector = selectors.DefaultSelector()
        self._left = len(things)
        self._fill()
        gc.freeze()  # what is here already is not looked through, and so not copied, by the workers' collector
        for _ in range(jobs):
            self._hire()

    def answers(self) -> Iterator[tuple[int, Any]]:
        while self._left:
            for key, _ in self._selector.select(self._patience()):
                worker: _Worker = key.data
                data = os.read(worker.answers, 1 << 20)
                if not data:
                    yield from self._lost(worker)
                    continue
                worker.received += data
                for place, answer in self._taken(worker):
                    self._left -= 1
                    yield place, answer
            yield from self._hung()
            self._fill()

    def end(self) -> None:
        """No worker stays."""
        for worker in list(self._workers.values()):
            self._dismiss(worker)
        for pipe in (self._tasks, self._feed):
            with contextlib.suppress(OSError):
                os.close(pipe)
        self._selector.close()
        gc.unfreeze()

    # the caller's side

    def _fill(self) -> None:
        """Things for the workers to take: a few at a time, since the pipe is not endless."""
        with contextlib.suppress(BlockingIOError):
            while self._next < len(self._things) and self._next < len(self._things) - self._left + _QUEUE:
                os.write(self._feed, _TASK.pack(self._next))
                self._next += 1

    def _hire(self) -> None:
        answers, theirs = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        process = os.fork()
        if process == 0:
            os.close(answers)
            _serve(self._function, self._things, self._tasks, theirs, self._limits.memory)
        os.close(theirs)
        worker = self._workers[answers] = _Worker(process, answers)
        self._selector.register(answers, selectors.EVENT_READ, worker)

    def _dismiss(self, worker: _Worker) -> int:
        """Kill a worker; how it ended."""
        del self._workers[worker.answers]
        self._selector.unregister(worker.answers)
        os.close(worker.answers)
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker.process, signal.SIGKILL)
        _, status = os.waitpid(worker.process, 0)
        return os.waitstatus_to_exitcode(status)

    def _lost(self, worker: _Worker, *, slow: bool = False) -> Iterator[tuple[int, Lost]]:
        """A worker that is no more: what it was at is answered for, and another one takes its place."""
        ended = os.waitid(os.P_PID, worker.process, os.WEXITED | os.WNOWAIT) if not slow else None
        status = self._dismiss(worker)
        if ended is not None:
            status = -ended.si_status if ended.si_code != os.CLD_EXITED else ended.si_status
        if worker.activity is not None:
            self._left -= 1
            slow = slow or status == -signal.SIGXCPU  # it has used up its seconds of the processor
            error = Hung(say("hung", seconds=self._limits.seconds)) if slow else Died(how_it_ended(status))
            yield worker.activity, Lost(error, worker.step)
        elif status:
            raise Died(how_it_ended(status))  # it could not even begin
        if self._left:
            self._hire()

    def _patience(self) -> float:
        now = time.monotonic()
        begun = [worker.since for worker in self._workers.values() if worker.activity is not None]
        return max(0.0, min(begun, default=now) + self._limits.seconds - now)

    def _hung(self) -> Iterator[tuple[int, Lost]]:
        late = time.monotonic() - self._limits.seconds
        for worker in list(self._workers.values()):
            if worker.activity is not None and worker.since < late:
                yield from self._lost(worker, slow=True)

    def _taken(self, worker: _Worker) -> Iterator[tuple[int, Any]]:
        """The whole answers that have come."""
        while len(worker.received) >= _HEAD.size:
            place, length = _HEAD.unpack_from(worker.received)
            if length == 0:
                worker.activity, worker.since, worker.step = place, time.monotonic(), None
                del worker.received[: _HEAD.size]
                continue
            if len(worker.received) < _HEAD.size + length:
                return
            answer = pickle.loads(bytes(worker.received[_HEAD.size : _HEAD.size + length]))  # from our own child
            del worker.received[: _HEAD.size + length]
            if place == _STEP:
                worker.step = answer
                activity.doing(answer.words, answer.where)  # for whoever watches this process
                continue
            worker.activity = None
            yield place, answer


# the worker's side


def _serve(function: Callable[[Any], Any], things: Sequence[Any], tasks: int, answers: int, memory: int) -> None:
    """Take one thing after the other. Never returns: what the caller has open is not this process's to close."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the caller, who ends all workers
        end_with_caller()
        limit_memory(memory)
        activity.listen(_teller(answers))
        look_seldom()
        while task := os.read(tasks, _TASK.size):
            (place,) = _TASK.unpack(task)
            _write(answers, _HEAD.pack(place, 0))
            said = _answer(function, things[place])
            _write(answers, _HEAD.pack(place, len(said)) + said)
    except BaseException:
        os._exit(70)  # EX_SOFTWARE; the caller tells what was being done
    os._exit(0)


def _teller(answers: int) -> Callable[[Step], None]:
    """Tells the caller what this process is at; each step may then take its seconds of the processor."""

    def tell(step: Step) -> None:
        limit_processor(step.seconds)
        said = pickle.dumps(step)
        _write(answers, _HEAD.pack(_STEP, len(said)) + said)

    return tell


def _answer(function: Callable[[Any], Any], thing: Any) -> bytes:
    try:
        return pickle.dumps(function(thing))
    except MemoryError:
        return pickle.dumps(Refused((activity.too_much_memory(activity.now()),)))
    except Exception as error:
        return pickle.dumps(as_answer(error))


def _write(pipe: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(pipe, view) :]
