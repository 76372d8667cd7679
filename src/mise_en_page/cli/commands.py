"""The commands, gathered, and how the program runs one: words in, one call, words out.

Rooms are imported by the command that needs them, so that help is quick.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from mise_en_page.cli import build, check, desk, fit, importing, new, plan, proof, streams, telling, text
from mise_en_page.cli.command import commands
from mise_en_page.editions import report
from mise_en_page.files import system
from mise_en_page.model.message import Language, say
from mise_en_page.processes import activity, watchdog
from mise_en_page.processes.collector import look_seldom

__all__ = ["build", "check", "commands", "desk", "fit", "importing", "main", "new", "plan", "proof", "text"]


def main(chosen: Language | None = None) -> None:
    """Run a command under watch: however it ends, the user reads why, and the exit status says so.

    ``chosen`` is the language that --lang named, if it was there.
    """
    streams.prepare()
    if not watchdog.possible() or sys.argv[1:2] == ["preview"]:  # a server: it has no end to see to
        if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        _command(chosen)
    fate = watchdog.run(lambda: _ending(chosen))
    if fate.problem is not None:
        _told(lambda: telling.end((fate.problem,) if fate.problem else (), as_json=fate.as_json, bad=fate.status))
    if fate.signal:  # whoever ended the command sees that this did it
        with contextlib.suppress(OSError):  # SIGKILL is as it is
            signal.signal(fate.signal, signal.SIG_DFL)
        os.kill(os.getpid(), fate.signal)
    sys.exit(fate.status)


def _ending(chosen: Language | None) -> NoReturn:
    """Run a command that ends: a server, whose collector looked so seldom, would hold for hours what nobody needs."""
    look_seldom()
    _command(chosen)


def _command(chosen: Language | None) -> NoReturn:
    """Run a command."""
    _told(lambda: commands(obj=chosen))


def _told(work: Callable[[], object]) -> NoReturn:
    """Do the work and exit; what nobody foresaw becomes one line, and its traceback only where someone asks for it."""
    status: Any = report.GOOD
    try:
        work()
    except SystemExit as end:
        status = end.code
    except OSError as error:  # nothing but the outputs: what a command works with has been told by it
        status = _unwritten(error)
    except Exception as error:
        if os.environ.get("MISE_EN_PAGE_DEBUG"):
            raise
        status = report.BAD
        told = say("internal-error", error=report.printable(f"{type(error).__name__}: {error}"), doing=activity.now().words)
        with contextlib.suppress(OSError):
            telling.console().print(str(told), markup=False)
    if (fault := streams.flushed()) is not None:
        status = max(_unwritten(fault), status if isinstance(status, int) else 0)
    sys.exit(status)


def _unwritten(error: OSError) -> int:
    """An output did not take what was said: that is told where there is still one, but for a reader who has gone."""
    if not isinstance(error, BrokenPipeError):
        output = str(error.filename) if error.filename else say("word/output")
        with contextlib.suppress(OSError):
            told = say("output-error", output=output, reason=system.reason(error))
            telling.console().print(str(told), markup=False)
    return report.BAD
