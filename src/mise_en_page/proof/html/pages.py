"""The pages of a PDF as drawings of a web page, each cut to its trimmed size."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import pikepdf

from mise_en_page.model.message import say
from mise_en_page.pdf.geometry import Box
from mise_en_page.pdf.resources import contents_of, inherited, trimmed
from mise_en_page.processes.activity import doing
from mise_en_page.proof.html import pixels
from mise_en_page.proof.html.drawing import SHARP, Drawer
from mise_en_page.proof.html.sheet import Look, Sheet, Workshop
from mise_en_page.proof.html.svg import sides, together

PPI: Final = 170.0
"""Pixels an inch of photographs: sharp on a screen that is looked at closely."""

MANY: Final = 48
"""With more pages than this, photographs have fewer pixels: all together as many as so many pages have."""

LEAST_PPI: Final = 72.0


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page's drawing: its width and height in pt, and the elements of an SVG of this size."""

    width: float
    height: float
    body: str


def draw(pdf: bytes) -> tuple[tuple[DrawnPage, ...], str]:
    """Each page of a PDF, and the style sheet that all of them need: the same file, the same drawings."""
    with pikepdf.open(io.BytesIO(pdf)) as source:
        ppi = max(LEAST_PPI, PPI * min(1.0, (MANY / max(len(source.pages), 1)) ** 0.5))
        workshop = Workshop(source, ppi)
        pages = [_page(workshop, page.obj, number) for number, page in _numbered(source)]
        return tuple(pages), workshop.css()


def _numbered(source: pikepdf.Pdf) -> Iterable[tuple[int, pikepdf.Page]]:
    for number, page in enumerate(source.pages, 1):
        doing(say("doing/draw-proof", page=number))
        yield number, page


def _page(workshop: Workshop, page: Any, number: int) -> DrawnPage:
    trim = trimmed(page) or (0.0, 0.0, 595.276, 841.89)
    sheet = Sheet(workshop, number, (trim[2] - trim[0], trim[3] - trim[1]))
    state = Look()
    state.matrix = (1, 0, 0, -1, -trim[0], trim[3])
    resources = inherited(page, "/Resources")
    drawer = Drawer(sheet, resources, state)
    content = contents_of(page)
    try:
        if content is None:
            sheet.lost = True
        else:
            drawer.draw(list(pikepdf.parse_content_stream(workshop.source.make_stream(content))))
    except pikepdf.PdfError:
        sheet.lost = True
    if sheet.lost:
        return DrawnPage(*sheet.size, _whole(workshop, resources, content or b"", trim))
    clips = sheet.clip_paths()
    return DrawnPage(*sheet.size, (f"<defs>{clips}</defs>" if clips else "") + together(drawer.drawn))


def _whole(workshop: Workshop, resources: Any, content: bytes, trim: Box) -> str:
    """The page as one picture."""
    address = pixels.shown(workshop.source, pixels.Part(content, resources, (1, 0, 0, 1, 0, 0), trim), SHARP)
    box = sides((0.0, 0.0, trim[2] - trim[0], trim[3] - trim[1]))
    return f'<image {box} preserveAspectRatio="none" href="{address}"/>' if address else ""
