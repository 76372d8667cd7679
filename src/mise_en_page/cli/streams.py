"""Standard input and outputs that can be worked with, whatever the shell has made of them; and whether they took all.

A closed descriptor would be given to the next file that is opened, and Python has no stream for it. An output of another
encoding than UTF-8 lacks characters that we write.
"""

from __future__ import annotations

import contextlib
import os
import sys


def prepare() -> None:
    """Open what is closed: nothing comes from there, and what is written to a closed output is lost with an error.

    Messages are lost in silence where nobody wants to hear them. Characters that an output lacks are written as escapes.
    """
    for number, way in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, way)  # the lowest number that is free: this one
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
    if sys.stdin is None:
        sys.stdin = sys.__stdin__ = open(0, encoding="utf-8")  # type: ignore[misc]  # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8")  # type: ignore[misc]  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = sys.__stderr__ = open(2, "w", encoding="utf-8")  # type: ignore[misc]  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):  # somebody has put another kind of stream there
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def flushed() -> OSError | None:
    """Write out what waits for standard output; why that cannot be done, if so. Nothing is tried again then."""
    try:
        sys.stdout.flush()
    except ValueError:  # closed by somebody
        return None
    except OSError as error:
        with contextlib.suppress(OSError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.close(nowhere)
        return error
    return None
