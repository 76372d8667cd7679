"""What every command does alike: say what is wrong, write for programs, and end with the right exit status."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from rich.console import Console
from rich.control import Control
from rich.segment import ControlType

from mise_en_page.editions import report
from mise_en_page.files import system
from mise_en_page.model.message import Message, say
from mise_en_page.model.problem import Problem, Refused, has_errors
from mise_en_page.processes import activity


def console() -> Console:
    """Standard error, for people; rich colours it on a terminal."""
    return Console(stderr=True, highlight=False)


@contextmanager
def refusals(*, as_json: bool = False, bad: int = report.BAD) -> Iterator[None]:
    """Any refusal below: every problem shown, then exit status ``bad``; a system's own word as a problem, too."""
    try:
        yield
    except Refused as refused:
        problems = refused.problems
    except BrokenPipeError:
        raise  # the reader of our output has gone: click ends quietly
    except OSError as error:
        problems = (system.refused(error),)
    except RecursionError:
        problems = (activity.too_deep(activity.now()),)
    except MemoryError:
        problems = (activity.too_much_memory(activity.now()),)
    else:
        return
    end(problems, as_json=as_json, bad=bad)


def end(problems: Sequence[Problem], *, as_json: bool = False, bad: int = report.BAD) -> NoReturn:
    """Say what is wrong and how much, and end."""
    if as_json:
        write_json({"problems": [report.as_data(problem) for problem in problems]})
    else:
        show(problems)
        console().print(report.count(problems))
    leave(problems, bad)


def leave(problems: Sequence[Problem], bad: int = report.BAD) -> NoReturn:
    """End: with exit status ``bad`` where one of the problems is an error."""
    sys.exit(bad if has_errors(list(problems)) else report.GOOD)


def show(problems: Sequence[Problem]) -> None:
    """Problems to people."""
    report.show(console(), problems)


def write(text: str) -> None:
    """Text for programs is UTF-8, whatever this terminal's own encoding is."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(say("word/output"))) from error


def write_json(data: object) -> None:
    """JSON for programs, and its end of line."""
    write(report.as_json(data) + "\n")


@contextmanager
def progress(words: Message) -> Iterator[Callable[[int, int], None]]:
    """A line on a terminal; what is given tells how much is done, and of how much. No thread draws it: processes are
    forked meanwhile.
    """
    to = console()
    if not to.is_terminal:
        yield lambda _done, _of: None
        return

    def clear() -> None:
        to.control(Control.move_to_column(0), Control((ControlType.ERASE_IN_LINE, 2)))

    def show(done: int, of: int) -> None:
        clear()
        told = say("progress/pages", said=words, done=done, of=of) if of > 1 else say("progress/begun", said=words)
        to.print(str(told), end="")

    show(0, 0)
    try:
        yield show
    finally:
        clear()
