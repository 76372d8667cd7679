"""What the program is at: each room says at which file or page it works, so that whoever waits can tell where it stuck.

Saying so costs next to nothing. Someone may listen (watched.py does): each step may then take only so long.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mise_en_page.model import limits
from mise_en_page.model.problem import Problem, Span
from mise_en_page.processes import memory


@dataclass(frozen=True, slots=True)
class Step:
    """``words`` go on after “while”: “drawing page 14”. ``seconds`` of the processor are more than enough for it."""

    words: str = "starting"
    where: Span | None = None
    seconds: float = limits.STEP_SECONDS


_now = Step()
_listener: Callable[[Step], None] | None = None


def doing(words: str, where: Span | None = None, *, times: int = 1) -> None:
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
    message = f"{step.words} takes longer than {step.seconds:.0f} seconds"
    return Problem("too-slow", "error", message, HINT, step.where)


def too_much_memory(step: Step) -> Problem:
    """The problem of a step that needs more memory than this process may take."""
    message = f"{step.words} needs more than {memory.words(memory.most())} of memory"
    least = f"This machine gives a program less than the {memory.words(limits.MEMORY)} that it may need: see ulimit -v."
    return Problem("memory", "error", message, least if memory.most() < limits.MEMORY else HINT, step.where)


def too_deep(step: Step) -> Problem:
    """The problem of a step that met something nested beyond what can be followed."""
    return Problem("nesting", "error", f"{step.words}: something in it is nested too deeply", "Simplify it.", step.where)


def crashed(step: Step, how: str) -> Problem:
    """The problem of a step in which the process ended without a word."""
    return Problem("crash", "error", f"{step.words}: the program {how}", HINT, step.where)


HINT = "Look for what repeats or grows without end in it, or is far larger than usual."
