"""What WeasyPrint cannot draw, told as a fault of the layout: its exceptions know nothing of the file that is at fault."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from mise_en_page.model.layout import Layout
from mise_en_page.model.message import Message, Value, say
from mise_en_page.model.problem import Problem, Refused, Span
from mise_en_page.reading.found import shown


@contextmanager
def layout_at_fault(layout: Layout, at: Message) -> Iterator[None]:
    """Any exception as Refused, at the layout's stylesheet; but for those told elsewhere (memory, depth, files)."""
    try:
        yield
    except (Refused, MemoryError, RecursionError, OSError):
        raise
    except Exception as error:
        if os.environ.get("MISE_EN_PAGE_DEBUG"):
            raise
        where = Span(f"{layout.folder}/style.css")
        why = say("word/no-character") if isinstance(error, UnicodeError) else shown(str(error).strip(), 80)
        problem = Problem.of("undrawable", "error", where, at=at)
        if why:
            problem = Problem.of("undrawable/why", "error", where, at=at, why=why)
        raise Refused((problem,)) from error


def code_of(said: Message) -> str:
    """The code of the problem that a sentence words."""
    return said.key.partition("/")[0]


def listed(names: Sequence[Value]) -> Value:
    """Names in a sentence: the first three, and how many there are beside."""
    return tuple(names) if len(names) < 4 else say("word/and-more", names=tuple(names[:3]), n=len(names) - 3)


def did_you_mean(near: Sequence[str]) -> Message | None:
    """The hint that names what was perhaps meant."""
    return say("hint/did-you-mean", near=near[0]) if near else None
