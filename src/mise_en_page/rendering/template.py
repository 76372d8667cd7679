"""A layout's template: what ``page.html.j2`` may see, and its errors by file and line.

Jinja runs in its immutable sandbox, escapes everything and knows no undefined name. A template gets plain values:
``issue``, ``publication``, ``grid`` and ``page``; ``{{ thing|box }}`` writes a rectangle as CSS, and is the only way in
which a value reaches a style: as numbers that the engine has computed.
"""

from __future__ import annotations

import datetime
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, Template, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from markupsafe import Markup

from mise_en_page.model import limits
from mise_en_page.model.issue import LINE_BREAK, MarkKind, Text
from mise_en_page.model.layout import Grid, Layout
from mise_en_page.model.message import Message, Value, say
from mise_en_page.model.problem import Problem, Refused, Span
from mise_en_page.processes import resources
from mise_en_page.reading.found import shown
from mise_en_page.reading.partials import candidates
from mise_en_page.rendering.sandbox import Excess, Sandbox

MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre")  # fmt: skip

ELEMENTS: dict[MarkKind, tuple[str, str]] = {
    "emphasis": ("<em>", "</em>"),
    "strong": ("<strong>", "</strong>"),
    "small-caps": ('<span class="small-caps">', "</span>"),
    "superior": ("<sup>", "</sup>"),
}


@dataclass(frozen=True, slots=True)
class Area:
    """A slot of the page as it came out; ``filled`` when an article stands in it; ``variant``: that of layout.yaml;
    ``over``: an advert stands across the page's foot, and nothing is drawn out over that.

    Its place, and that of all else that a template sees, is in pt from the trimmed page's top left corner.
    """

    name: str
    left: float
    top: float
    width: float
    height: float
    filled: bool = True
    variant: str = ""
    over: bool = False


class Nowhere(Area):
    """A slot that the page's master has not, and another has: false."""

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Block:
    """A placed block: ``role`` is its class; ``lines`` the URL of its painted lines, or ""; ``variant``: the slot's.

    ``look``: all classes of its slot, the name, the variant, the size of the head, the master, and that of its article's
    style.
    """

    role: str
    slot: str
    left: float
    top: float
    width: float
    height: float
    lines: str
    painted: Area
    variant: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    url: str
    alternative: str
    left: float
    top: float
    width: float
    height: float
    focus: str
    fit: str = ""


@dataclass(frozen=True, slots=True)
class PageView:
    """What a template sees of a page. ``side`` is recto or verso; ``slots`` holds every slot of the layout by its name
    (false where the page's ``master`` has not it).

    ``columns`` are those of all slots on this page, from left to right, each under its slot’s name.
    """

    folio: int
    side: str
    section: Markup
    slots: Mapping[str, Area]
    columns: tuple[Area, ...]
    images: tuple[Image, ...]
    blocks: tuple[Block, ...]
    master: str = ""


@dataclass(frozen=True, slots=True)
class IssueView:
    """``day`` is the date in full (4 mai 2018), ``month`` its month and year."""

    number: str
    title: Markup
    day: str
    month: str


def issue_view(number: str, title: Text, date: str) -> IssueView:
    day = datetime.date.fromisoformat(date)
    month = f"{MONTHS[day.month - 1]} {day.year}"
    return IssueView(number, markup(title), f"{'1er' if day.day == 1 else day.day}\u00a0{month}", month)


def markup(text: Text) -> Markup:
    """Text with its marks as HTML, everything else escaped. Marks that cross are closed and opened again."""
    edges = sorted({0, len(text.characters), *(mark.start for mark in text.marks), *(mark.end for mark in text.marks)})
    parts = []
    for start, end in pairwise(edges):
        kinds = [kind for kind in ELEMENTS if any(m.kind == kind and m.start <= start < m.end for m in text.marks)]
        inner = escape(text.characters[start:end]).replace(LINE_BREAK, "<br>")
        parts.append("".join(ELEMENTS[k][0] for k in kinds) + inner + "".join(ELEMENTS[k][1] for k in reversed(kinds)))
    return Markup("".join(parts))


def boxer(grid: Grid, verso: bool) -> Any:
    """The filter ``box``: a rectangle as CSS, drawn out to the bleed on some sides (``inner``/``outer`` mirror)."""

    def box(thing: Area | Block | Image, bleed: str = "", grow: float = 0.0) -> Markup:
        sides = set(bleed.split())
        left, top = thing.left - grow, thing.top - grow
        right, bottom = thing.left + thing.width + grow, thing.top + thing.height + grow
        if ("outer" if verso else "inner") in sides or "left" in sides:
            left = -grid.bleed
        if ("inner" if verso else "outer") in sides or "right" in sides:
            right = grid.width + grid.bleed
        if "top" in sides:
            top = -grid.bleed
        if "bottom" in sides and not (isinstance(thing, Area) and thing.over):
            bottom = grid.height + grid.bleed
        # Margins have done their work: pagination has counted them in.
        fit = ";object-fit:contain" if isinstance(thing, Image) and thing.fit == "contain" else ""
        return Markup(
            f"margin:0;left:{left:.4f}pt;top:{top:.4f}pt;width:{right - left:.4f}pt;height:{bottom - top:.4f}pt{fit}"
        )

    return box


class _Unknown(StrictUndefined):
    """A name that nothing answers to, told in a designer's words and not in Python's."""

    @property
    def _undefined_message(self) -> Any:
        known = self._undefined_obj
        if isinstance(known, Mapping):
            names = [str(key) for key in known]
        elif is_dataclass(known):
            names = [field.name for field in fields(known)]
        else:
            return super()._undefined_message
        return say("template/unknown", name=str(self._undefined_name), names=tuple(names))


def judge_template(layout: Layout) -> None:
    """Raises Refused if the template cannot be understood, whatever it is filled with."""
    try:
        environment, _ = _compiled(layout.templates)
        for name, _ in layout.partials:
            environment.get_template(name)
    except TemplateSyntaxError as error:
        raise _misread(error, layout.templates[0][0]) from error


def render_template(layout: Layout, context: Mapping[str, Any], verso: bool) -> str:
    """The page as HTML. Raises Refused with the template's file and line if it is at fault."""
    name = f"{layout.folder}/page.html.j2"
    try:
        environment, template = _compiled(layout.templates)
        environment.begin(box=boxer(layout.grid, verso))
        with resources.no_more_than(limits.TEMPLATE_MEMORY):
            return "".join(_counted(template.generate(context)))
    except TemplateSyntaxError as error:
        raise _misread(error, name) from error
    except Exception as error:
        raise _refused(*_place(error, layout), *_why(error)) from error


def _why(error: Exception) -> tuple[Value, Message | None]:
    """What stopped a template, and what to do about it where that is not simply to correct it."""
    match error:
        case SecurityError():
            return str(error), say("hint/only-read")
        case Excess():
            return error.said, say("hint/less-in-it")
        case TemplateNotFound():
            return say("template/another", name=shown(str(error.name))), say("hint/write-partial")
        case MemoryError():
            return say("template/memory"), None
        case RecursionError():
            return say("template/endless"), None
        case _:  # a name that is not known, a filter or an operator that was given what it cannot take
            said = error.args[0] if error.args else None
            return said if isinstance(said, Message) else str(error) or type(error).__name__, None


def _counted(pieces: Iterator[str]) -> Iterator[str]:
    """The pieces that a template makes, all of them together bounded: what the sandbox has not counted, such as blocks."""
    made = 0
    for piece in pieces:
        made += len(piece)
        if made > 2 * limits.TEMPLATE_TEXT:
            raise Excess(say("excess/page", most=limits.TEMPLATE_TEXT))
        yield piece


class _Room(Sandbox):
    """The sandbox of one layout: its templates find each other as ``partials.candidates`` has it, and nothing else."""

    def __init__(self, templates: tuple[tuple[str, str], ...]) -> None:
        self._templates = dict(templates)
        super().__init__(loader=FunctionLoader(self._held), autoescape=True, undefined=_Unknown)

    def _held(self, name: str) -> tuple[str, str, None] | None:
        # called by its name, a template's frames bear it
        return (self._templates[name], name, None) if name in self._templates else None

    def join_path(self, template: str, parent: str) -> str:
        return next((each for each in candidates(template, parent) if each in self._templates), template)


@lru_cache(maxsize=64)
def _compiled(templates: tuple[tuple[str, str], ...]) -> tuple[Sandbox, Template]:
    """The first of some templates, ready to be filled page after page; it may take in the others. Raises TemplateError."""
    environment = _Room(templates)
    return environment, environment.get_template(templates[0][0])


def _place(error: BaseException, layout: Layout) -> tuple[str, int]:
    """The template that was running, and its line: Jinja's frames bear both."""
    names = {name for name, _ in layout.templates}
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in names]
    return (frames[-1].filename, frames[-1].lineno or 1) if frames else (layout.templates[0][0], 1)


def _misread(error: TemplateSyntaxError, name: str) -> Refused:
    return _refused(error.name or name, error.lineno, error.message or say("template/syntax"))


def _refused(name: str, line: int, said: Value, hint: Message | None = None) -> Refused:
    hint = hint or say("hint/correct-template")
    return Refused((Problem.of("template", "error", Span(name, line), hint, said=said),))
