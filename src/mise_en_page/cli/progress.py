"""A line on a terminal while pages are made; nothing in a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.control import Control
from rich.segment import ControlType

from mise_en_page.cli import telling
from mise_en_page.model.message import Message, say


@contextmanager
def line(words: Message) -> Iterator[Callable[[int, int], None]]:
    """A line on a terminal; what is given tells how much is done, and of how much. No thread draws it: processes are
    forked meanwhile.
    """
    console = telling.console()
    if not console.is_terminal:
        yield lambda _done, _of: None
        return

    def clear() -> None:
        console.control(Control.move_to_column(0), Control((ControlType.ERASE_IN_LINE, 2)))

    def show(done: int, of: int) -> None:
        clear()
        told = say("progress/pages", said=words, done=done, of=of) if of > 1 else say("progress/begun", said=words)
        console.print(str(told), end="")

    show(0, 0)
    try:
        yield show
    finally:
        clear()
