"""A function called in a process of its own, which may take only so much time and memory, and may die.

Layout makes long and large work of small mistakes, and libraries in C end a process without a word. Here that costs one
process, and the caller learns what happened. The process is started fresh, so nothing is shared with it; it ends when
its caller does, however that ends.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, TypeVar

from mise_en_page.model.message import Message, say
from mise_en_page.processes.activity import how_it_ended
from mise_en_page.processes.resources import limit_memory, most, words

A = TypeVar("A")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may take: ``seconds`` by the clock, and ``memory``, bytes of address space."""

    seconds: float = 300.0
    memory: int = 4 << 30


class Hung(Exception):
    """The call took longer than it may, and its process was killed."""


class Died(Exception):
    """The process ended before it had answered: killed, crashed, or out of memory in a library; ``how``."""

    def __init__(self, how: Message) -> None:
        super().__init__(how)
        self.how = how


#: Linux: ask for a signal when the process that began this one ends (prctl(2)).
_PR_SET_PDEATHSIG = 1

_children: set[subprocess.Popen[bytes]] = set()
_ending = threading.Event()


def call(function: Callable[[A], T], argument: A, limits: Limits) -> T:
    """``function(argument)``, made elsewhere. Its exception is raised here; Hung or Died if there was no answer.

    The function is sent by its name and the rest by pickle: all must be importable there as it is here.
    """
    child = subprocess.Popen(
        [sys.executable, "-c", "from mise_en_page.processes.child import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what libraries mutter; what is wrong comes back as a value
        env=surroundings(),
        start_new_session=True,  # Ctrl-C is for the caller, who ends the whole session below
    )
    assert child.stdin is not None
    assert child.stdout is not None
    _children.add(child)
    if _ending.is_set():
        _end(child)
    try:
        with contextlib.suppress(BrokenPipeError):  # it died at once: told below
            # The pipe stays open: its end tells the child that nobody waits any longer.
            child.stdin.write(pickle.dumps((limits.memory, function, argument)))
            child.stdin.flush()
        answer = _read(child.stdout, limits.seconds)
        try:
            good, value = pickle.loads(answer)  # from our own child
        except (EOFError, pickle.UnpicklingError):
            raise Died(_how(child)) from None
    finally:
        _end(child)
        child.wait()
        _children.discard(child)
        with contextlib.suppress(BrokenPipeError):
            child.stdin.close()
        child.stdout.close()
    if not good:
        raise value
    result: T = value
    return result


def surroundings() -> dict[str, str]:
    """The environment of a process that can import what this one can."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"}


@contextlib.contextmanager
def none_left() -> Iterator[None]:
    """Kills every process that a call of this program waits for, and any begun within: the calls raise Died."""
    _ending.set()
    try:
        for child in tuple(_children):
            if child.returncode is None:
                _end(child)
        yield
    finally:
        _ending.clear()


def _end(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)  # with whatever it has started itself


def _read(source: IO[bytes], seconds: float) -> bytes:
    """All that comes until the end. Raises Hung if that takes longer."""
    until = time.monotonic() + seconds
    pieces: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(source, selectors.EVENT_READ)
        while True:
            if not selector.select(max(0.0, until - time.monotonic())):
                raise Hung(say("hung", seconds=seconds))
            piece = os.read(source.fileno(), 1 << 20)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)


def _how(child: subprocess.Popen[bytes]) -> Message:
    """How a process ended: “was killed (SIGKILL)”."""
    try:
        status = child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return say("ended/silent")
    return how_it_ended(status)


# the child's side


def serve() -> None:
    """Take one call from standard input, answer on standard output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    memory, function, argument = pickle.load(sys.stdin.buffer)  # from our own caller
    threading.Thread(target=_leave_with_caller, daemon=True).start()
    limit_memory(memory)
    try:
        answer = pickle.dumps((True, function(argument)))
    except MemoryError:
        answer = pickle.dumps((False, MemoryError(say("memory/child", size=words(most())))))
    except Exception as error:
        answer = pickle.dumps((False, as_answer(error)))
    answers.write(answer)
    answers.close()


def as_answer(error: Exception) -> Exception:
    """An exception as another process may have it: itself, or in words if it would not survive the journey."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _leave_with_caller() -> None:
    """The caller never writes again: this returns when it is no more."""
    sys.stdin.buffer.read(1)
    os.killpg(0, signal.SIGKILL)


def end_with_caller() -> None:
    """Be killed when the caller ends, whatever this process is doing then (on Linux)."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes  # noqa: PLC0415

    caller = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != caller:  # it ended meanwhile
        os._exit(0)
