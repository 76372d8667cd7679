"""What WeasyPrint cannot draw, told as a fault of the layout: its exceptions know nothing of the file that is at fault."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from mise_en_page.model.layout import Layout
from mise_en_page.model.problem import Problem, Refused, Span
from mise_en_page.reading.found import shown


@contextmanager
def layout_at_fault(layout: Layout, doing: str) -> Iterator[None]:
    """Any exception as Refused, at the layout's stylesheet; but for those told elsewhere (memory, depth, files)."""
    try:
        yield
    except (Refused, MemoryError, RecursionError, OSError):
        raise
    except Exception as error:
        if os.environ.get("MISE_EN_PAGE_DEBUG"):
            raise
        told = "a character that is none" if isinstance(error, UnicodeError) else str(error).strip()
        words = f" ({shown(told, 80)})" if told else ""
        message = f"{doing}: the layout asks for something that cannot be drawn{words}"
        hint = "Take out what was added last to style.css or page.html.j2; if nothing unusual is there, please report it."
        where = Span(f"{layout.folder}/style.css")
        raise Refused((Problem("undrawable", "error", message, hint, where),)) from error
