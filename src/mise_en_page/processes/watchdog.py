"""A command under watch: a child process does the work, and this one, which does nothing else, sees it through.

Layout makes endless work of small mistakes, and libraries in C end a process without a word: whatever becomes of the
child, the user reads what it was at, and the exit status is right. The child is forked before anything is loaded, which
costs about a millisecond, and ends when its parent does.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, NoReturn

from mise_en_page.files import atomic
from mise_en_page.model import limits
from mise_en_page.model.message import as_data, from_data
from mise_en_page.model.problem import Problem, Span
from mise_en_page.processes import activity, resources
from mise_en_page.processes.activity import Step, signal_name

#: Signals that end a process when its memory or its luck runs out; others (Ctrl-C, terminate) were meant.
UNMEANT = ("SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGKILL", "SIGQUIT", "SIGSEGV", "SIGSYS", "SIGTRAP", "SIGXFSZ")
#: Passed on from whoever ends this process to the one that works.
PASSED_ON = ("SIGINT", "SIGTERM", "SIGHUP")
#: A terminal's Ctrl-C reaches both processes, and is passed on as well: it counts once in so many seconds.
ONCE = 0.5
#: An interruption that one of the interpreter's own callbacks has swallowed comes again after so many seconds.
SWALLOWED = 0.02
#: After so many seconds a child that was interrupted and goes on is killed.
GRACE = 10.0
#: Whether one was interrupted is looked at so often (s).
LOOK = 1.0

_notes: int | None = None


@dataclass(frozen=True, slots=True)
class Fate:
    """How the child ended: its exit ``status``, and the ``problem`` that it could not tell itself (``as_json`` if so)."""

    status: int
    problem: Problem | None = None
    as_json: bool = False
    signal: int = 0


def possible() -> bool:
    """Can a command be watched here? Not without fork, nor where somebody debugs it or has taken its output over."""
    own = sys.stdout is sys.__stdout__ and sys.stderr is sys.__stderr__
    return hasattr(os, "fork") and own and not os.environ.get("MISE_EN_PAGE_DEBUG")


def run(work: Callable[[], int]) -> Fate:
    """``work()``, which returns an exit status, done by a child of this process. It returns here in the parent alone."""
    reading, writing = os.pipe()
    leaving, staying = os.pipe()  # nothing is written: its end tells the child that its parent has gone
    parent = os.getpid()
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # until both are ready for it, Ctrl-C ends them without a word
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.close(staying)
        _leave_with_parent(leaving, parent)
        _child(work, writing)
    os.close(writing)
    os.close(leaving)
    try:
        atomic.sweep(atomic.temporary())  # what an earlier one left that was killed, this process and all
        fate = _attend(child, reading)
        if fate.status:  # a worker may have been killed while it wrote: by us, when the command was interrupted
            atomic.sweep_all()
        return fate
    finally:
        os.close(reading)
        os.close(staying)


# the parent's side


def _attend(child: int, notes: int) -> Fate:
    """Wait for the child, hear what it is at, and end it when that takes too long."""
    passed: list[float] = []

    def pass_on(number: int, _frame: object) -> None:
        passed.append(time.monotonic())
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)

    for name in PASSED_ON:
        if signal.getsignal(getattr(signal, name)) is not signal.SIG_IGN:  # as under nohup
            signal.signal(getattr(signal, name), pass_on)
    heard = _Heard()
    ending = _ending(child)
    watched = [notes, *ending]
    killed = False
    while True:  # a signal does not end select (PEP 475): what is left is looked at again
        left = min(heard.left(), passed[0] + GRACE - time.monotonic() if passed else float("inf"))
        ready = select.select(watched, [], [], min(max(0.0, left), LOOK if ending else 0.05))[0]
        if notes in ready and not heard.read(notes):
            watched.remove(notes)
        done, ended = os.waitpid(child, os.WNOHANG)
        if not done and left <= 0 and not ready:
            killed = True
            os.kill(child, signal.SIGKILL)
            done, ended = os.waitpid(child, 0)
        if done:
            break
    for descriptor in ending:
        os.close(descriptor)
    return _fate(os.waitstatus_to_exitcode(ended), heard, slow=killed and not passed, interrupted=bool(passed))


def _ending(child: int) -> list[int]:
    """A descriptor that can be read when the child has ended, where the system has such."""
    try:
        return [os.pidfd_open(child)]
    except (AttributeError, OSError):
        return []


def _fate(status: int, heard: _Heard, *, slow: bool, interrupted: bool) -> Fate:
    if status >= 0:
        return Fate(status)
    number = -status
    name = signal_name(number)
    if slow or name == "SIGXCPU":
        return Fate(heard.bad, activity.too_long(heard.step), heard.as_json)
    if name in UNMEANT and not interrupted:
        problem = Problem.of("crash/system", "error", heard.step.where, activity.HINT, what=heard.step.words, signal=name)
        return Fate(heard.bad, problem, heard.as_json)
    return Fate(128 + number, signal=number)


class _Heard:
    """What the child has said: the step that it is at, and until when it may be (by the clock)."""

    def __init__(self) -> None:
        self.step = Step()
        self.as_json = False
        self.bad = 1
        self._until: float | None = None
        self._rest = b""

    def left(self) -> float:
        """Seconds until the child's time is up; for ever if it is at nothing that is bounded."""
        return float("inf") if self._until is None else self._until - time.monotonic()

    def read(self, notes: int) -> bool:
        """Take what is there; False at the end."""
        piece = os.read(notes, 1 << 16)
        *lines, self._rest = (self._rest + piece).split(b"\n")
        if lines:
            self._take(json.loads(lines[-1]))
        return bool(piece)

    def _take(self, note: dict[str, Any]) -> None:
        where = note["where"]
        self.step = Step(from_data(note["words"]), Span(**where) if where else None, note["seconds"])
        self.as_json, self.bad = note["json"], note["bad"]
        self._until = time.monotonic() + limits.PATIENCE * self.step.seconds


# the child's side


def _child(work: Callable[[], int], notes: int) -> NoReturn:
    """Work, then end at once: nothing is left to do that the system does not do faster."""
    global _notes  # noqa: PLW0603
    _notes = notes
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        _interruptible()
    status = 1
    try:
        status = work()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # as the interpreter would do itself
        sys.excepthook(*sys.exc_info())
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError, AttributeError):
                status = status or 1
        atexit._run_exitfuncs()
        os._exit(status)


def _interruptible() -> None:
    """Ctrl-C is a KeyboardInterrupt; also where it comes while a callback runs that lets none out (of a weak reference,
    when a module has been imported): the interpreter would write its traceback, and go on.
    """
    last = float("-inf")
    otherwise = sys.unraisablehook

    def interrupt(number: int, _frame: object) -> None:
        nonlocal last
        before, last = last, time.monotonic()
        if last - before > ONCE or number == signal.SIGALRM:
            raise KeyboardInterrupt

    def swallowed(what: sys.UnraisableHookArgs) -> None:
        if issubclass(what.exc_type, KeyboardInterrupt):
            signal.setitimer(signal.ITIMER_REAL, SWALLOWED)
        else:
            otherwise(what)

    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGALRM, interrupt)
    sys.unraisablehook = swallowed


def bounded(*, as_json: bool = False, bad: int = 1) -> None:
    """From here on, each step that is told (activity.py) may take its seconds and no more, and all of them so much memory.

    ``as_json``: what the parent has to tell, it tells as JSON; ``bad`` is the exit status then. Nothing happens in a
    process that is not watched.
    """
    if _notes is None:
        return
    notes = _notes
    resources.limit_memory(limits.MEMORY)
    resources.limit("RLIMIT_CORE", 0)  # no litter

    def tell(step: Step) -> None:
        resources.limit_processor(step.seconds)
        where = asdict(step.where) if step.where else None
        note = {"words": as_data(step.words), "where": where, "seconds": step.seconds, "json": as_json, "bad": bad}
        with contextlib.suppress(OSError):  # nobody waits any longer
            os.write(notes, json.dumps(note).encode() + b"\n")

    activity.listen(tell)


def _leave_with_parent(leaving: int, parent: int) -> None:
    """When the parent ends, however that is, so does this process."""
    import fcntl  # noqa: PLC0415

    if hasattr(fcntl, "F_SETSIG"):  # Linux: the pipe's end itself sends the signal
        fcntl.fcntl(leaving, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(leaving, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(leaving, fcntl.F_SETFL, fcntl.fcntl(leaving, fcntl.F_GETFL) | os.O_ASYNC)
    else:
        import threading  # noqa: PLC0415

        def wait() -> None:
            os.read(leaving, 1)
            os.kill(os.getpid(), signal.SIGKILL)

        threading.Thread(target=wait, daemon=True).start()
    if os.getppid() != parent:
        os._exit(1)
