"""What the program is at: each room says at which file or page it works, so that whoever waits can tell where it stuck.

Saying so costs next to nothing. Someone may listen (watchdog.py does): each step may then take only so long.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass

from mise_en_page.model import limits
from mise_en_page.model.message import Message, say
from mise_en_page.model.problem import Problem, Span
from mise_en_page.processes import resources

_START = say("doing/start")


@dataclass(frozen=True, slots=True)
class Step:
    """``words``: “drawing page 14”; ``seconds`` of the processor are more than enough for it."""

    words: Message = _START
    where: Span | None = None
    seconds: float = limits.STEP_SECONDS


_now = Step()
_listener: Callable[[Step], None] | None = None


def doing(words: Message, where: Span | None = None, *, times: int = 1) -> None:
    """A step begins, and the one before is over; ``times`` for a step that does the same for so many things."""
    global _now  # noqa: PLW0603 (one process does one thing)
    _now = Step(words, where, limits.STEP_SECONDS * max(1, times))
    if _listener is not None:
        _listener(_now)


def now() -> Step:
    """The step that has begun last."""
    return _now


def listen(listener: Callable[[Step], None] | None) -> None:
    """``listener`` hears of every step from now on, beginning with the present one; None: nobody does."""
    global _listener  # noqa: PLW0603
    _listener = listener
    if listener is not None:
        listener(_now)


def too_long(step: Step) -> Problem:
    """The problem of a step that went on for longer than it may."""
    return Problem.of("too-slow", "error", step.where, HINT, what=step.words, seconds=step.seconds)


def too_much_memory(step: Step) -> Problem:
    """The problem of a step that needs more memory than this process may take."""
    most = resources.most()
    hint = say("hint/ulimit", size=resources.words(limits.MEMORY)) if most < limits.MEMORY else HINT
    return Problem.of("memory", "error", step.where, hint, what=step.words, size=resources.words(most))


def too_deep(step: Step) -> Problem:
    """The problem of a step that met something nested beyond what can be followed."""
    return Problem.of("nesting", "error", step.where, what=step.words)


def crashed(step: Step, how: Message) -> Problem:
    """The problem of a step whose process ended without a word."""
    return Problem.of("crash", "error", step.where, HINT, what=step.words, how=how)


def how_it_ended(status: int) -> Message:
    """What a process's exit status says; negative for a signal."""
    return say("ended/killed", signal=signal_name(-status)) if status < 0 else say("ended/status", status=status)


def signal_name(number: int) -> str:
    """“SIGKILL”; “signal 63” where a number has no name."""
    return next((each.name for each in signal.Signals if each == number), f"signal {number}")


HINT = say("hint/what-grows")
