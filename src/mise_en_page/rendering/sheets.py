"""The stylesheets of a page, in order, and what WeasyPrint says of them as problems with file and line."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from importlib.resources import files

from weasyprint.css.properties import KNOWN_PROPERTIES
from weasyprint.css.validation.expanders import EXPANDERS

from mise_en_page.model.layout import Layout
from mise_en_page.model.message import Message, say
from mise_en_page.model.problem import Problem, Refused, Severity, Span
from mise_en_page.reading.found import shown
from mise_en_page.rendering.faults import did_you_mean
from mise_en_page.rendering.heard import instead
from mise_en_page.rendering.inks import with_mixable, with_stand_ins

LOGGER = logging.getLogger("weasyprint")

#: "Ignored `text-wrap: balance` at 3:5, unknown property."
PLACED = re.compile(r"^(?P<what>.*?) at (?P<line>\d+):(?P<column>\d+)[,:]? ?(?P<why>.*)$", re.S)


#: A rule of first letters.
FIRST_LETTER = re.compile(r":first-letter\b[^{}]*\{[^{}]*", re.I)


def sheets(layout: Layout) -> tuple[str, ...]:
    """The grid as custom properties, the base, then the layout's own look."""
    grid = layout.grid
    values = {
        "leading": grid.leading, "gutter": grid.gutter, "unit": grid.unit, "bleed": grid.bleed, "inner": grid.inner,
        "outer": grid.outer, "page-width": grid.width, "page-height": grid.height,
    }  # fmt: skip
    properties = "; ".join(f"--{name}: {value:.5f}pt" for name, value in values.items())
    page = f"@page {{ size: {grid.width:.5f}pt {grid.height:.5f}pt; margin: 0; bleed: {grid.bleed:.5f}pt; marks: none }}"
    base = files("mise_en_page.rendering").joinpath("base.css").read_text(encoding="utf-8")
    return f":root {{ {properties} }} {page}", base, _initials(with_stand_ins(with_mixable(layout.stylesheet, layout)))


def _initials(stylesheet: str) -> str:
    """The lines of an initial as a custom property, in rules of first letters: WeasyPrint knows no other way."""
    if "initial-letter" not in stylesheet:
        return stylesheet
    return FIRST_LETTER.sub(lambda rule: re.sub(r"(?<![\w-])(?=initial-letter\s*:)", "--", rule[0]), stylesheet)


@contextmanager
def listening(layout: Layout, at: Message) -> Iterator[list[Problem]]:
    """Collects what WeasyPrint logs while the block runs, and prints nothing of it.

    What it cannot draw is told as a fault of the layout, for its exceptions know nothing of the file: as Refused, but for
    those that are told elsewhere (memory, depth, files).
    """
    problems: list[Problem] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            problems.append(_problem(layout, record.getMessage(), record.levelno))

    before, propagates = LOGGER.handlers[:], LOGGER.propagate
    LOGGER.handlers[:], LOGGER.propagate = [Collect(logging.WARNING)], False
    try:
        yield problems
    except (Refused, MemoryError, RecursionError, OSError):
        raise
    except Exception as error:
        if os.environ.get("MISE_EN_PAGE_DEBUG"):
            raise
        where = Span(f"{layout.folder}/style.css")
        why = say("word/no-character") if isinstance(error, UnicodeError) else shown(str(error).strip(), 80)
        fault = Problem.of("undrawable", "error", where, at=at)
        raise Refused((Problem.of("undrawable/why", "error", where, at=at, why=why) if why else fault,)) from error
    finally:
        LOGGER.handlers[:], LOGGER.propagate = before, propagates


def _meant(said: str) -> Message | None:
    """The property that was perhaps meant by one that is unknown."""
    name = said.partition("`")[2].partition(":")[0].strip()
    near = get_close_matches(name, sorted(KNOWN_PROPERTIES | set(EXPANDERS)), 1, 0.75)
    return instead(name) or did_you_mean(near)


def _problem(layout: Layout, message: str, level: int) -> Problem:
    severity: Severity = "error" if level >= logging.ERROR else "warning"
    sheet = f"{layout.folder}/style.css"
    if placed := PLACED.match(message):
        where = Span(sheet, int(placed["line"]), int(placed["column"]))
        what, why = placed["what"], placed["why"].strip(" .")
        if why == "unknown property":
            return Problem.of("stylesheet/unknown", severity, where, _meant(what), ignored=what.removeprefix("Ignored "))
        if why and what.startswith("Ignored "):
            return Problem.of("stylesheet/ignored", severity, where, ignored=what.removeprefix("Ignored "), why=why)
        return Problem.of("stylesheet", severity, where, what=f"{what}: {why}" if why else what)
    return Problem.of("rendering", severity, Span(sheet), what=message)
