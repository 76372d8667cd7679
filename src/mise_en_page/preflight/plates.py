"""The plates of a page: how much of each ink lies where. Without Ghostscript.

pdfium draws pages, not separations. So a page is written once more for each set of inks, as a drawing in which every colour
is replaced by its amounts of these inks, and whatever overprints with none of them is left out (``plate_content``); pdfium
draws that. Cyan, magenta and yellow are the red, green and blue of one drawing, black is a drawing in grey. Where something
overprints with one ink of a set and not with another, each ink of the set has a drawing of its own.
Measured against Ghostscript's separations in the tests.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pikepdf
import pypdfium2
from numpy.typing import NDArray
from pikepdf import Array, Dictionary, Name

from mise_en_page.model.message import say
from mise_en_page.model.press_profile import Profile
from mise_en_page.pdf.resources import contents_of, inherited
from mise_en_page.pdf.spaces import PROCESS
from mise_en_page.pdf.state import State
from mise_en_page.preflight.examined import Examined, PageRead
from mise_en_page.preflight.page_ink import Unmeasured
from mise_en_page.preflight.plate_content import Mixed, Plate, Sheet
from mise_en_page.preflight.plate_pictures import Pictures
from mise_en_page.preflight.plate_sums import Paper, Plates
from mise_en_page.preflight.raster import may_draw

PPI: Final = 100.0
SPOTS: Final = 12
"""Plates of spot inks that are made: presses have at most a dozen units."""

TOGETHER: Final = 8
"""Pages that are drawn from one file: letters that one has needed are at hand for the next."""


def separate(pdf: Examined, page: PageRead, profile: Profile) -> Plates | None:
    """The plates of a page, process inks first; None when the page cannot be drawn. Raises ``Unmeasured``."""
    (found,) = separated([(pdf, page)], profile)
    if isinstance(found, Unmeasured):
        raise found
    return found


def separated(pages: Iterable[tuple[Examined, PageRead]], profile: Profile) -> Iterator[Plates | Unmeasured | None]:
    """The plates of each page, or why they cannot be told; None for a page that cannot be drawn."""
    waiting: list[tuple[Examined, PageRead]] = []
    tools = _Tools()
    for each in pages:
        waiting.append(each)
        if len(waiting) == TOGETHER:
            yield from _separated(waiting, profile, tools)
            waiting = []
    yield from _separated(waiting, profile, tools)


class _Tools:
    """Memory that is used again from page to page."""

    def __init__(self) -> None:
        self.paper = Paper()
        self.bitmaps: dict[tuple[int, int, int], Any] = {}

    def bitmap(self, width: int, height: int, format: int, rev_byteorder: bool = False, **_: Any) -> Any:
        """What pdfium draws on; the last of the same size is gone."""
        key = (width, height, format)
        if key not in self.bitmaps:
            if len(self.bitmaps) > 3:
                self.bitmaps.clear()
            self.bitmaps[key] = pypdfium2.PdfBitmap.new_native(width, height, format, rev_byteorder)
        return self.bitmaps[key]


DAMAGED: Final = (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, TypeError, KeyError, IndexError, AttributeError)


def _separated(
    pages: Sequence[tuple[Examined, PageRead]], profile: Profile, tools: _Tools
) -> Iterator[Plates | Unmeasured | None]:
    with pikepdf.new() as book:
        written: list[list[_Sheet] | Unmeasured | None] = []
        for pdf, page in pages:
            try:
                written.append(_written(book, pdf, page, profile))
            except Unmeasured as reason:
                written.append(reason)
            except DAMAGED as fault:
                written.append(Unmeasured(say("unmeasured/damaged", reason=type(fault).__name__)))
        if not len(book.pages):
            yield from (one if isinstance(one, Unmeasured) else None for one in written)
            return
        out = io.BytesIO()
        book.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    drawer = _Drawer(out.getvalue(), tools)
    try:
        for (_, page), sheets in zip(pages, written, strict=True):
            if sheets is None or isinstance(sheets, Unmeasured):
                yield sheets
                continue
            try:
                plates = {ink: plate for sheet in sheets for ink, plate in drawer.plates(sheet, PPI / 72 * page.unit)}
                yield Plates(page, PPI, tuple(plates), tuple(plates.values()), tools.paper)
            except DAMAGED as fault:
                yield Unmeasured(say("unmeasured/damaged", reason=type(fault).__name__))
    finally:
        drawer.close()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page of the book that is drawn: ``place`` in it, and the inks that its channels stand for."""

    place: int
    inks: tuple[str, ...]


class _Drawer:
    """The book as pdfium draws it. The last page stays open until the next is: what both need is made once."""

    def __init__(self, data: bytes, tools: _Tools) -> None:
        self.book = pypdfium2.PdfDocument(data)
        self.tools = tools
        self.last: Any = None

    def plates(self, sheet: _Sheet, scale: float) -> Iterator[tuple[str, NDArray[np.uint8]]]:
        page = self.book[sheet.place]
        grey = len(sheet.inks) == 1
        how = {"grayscale": grey, "rev_byteorder": not grey, "may_draw_forms": False, "bitmap_maker": self.tools.bitmap}
        drawn = page.render(scale=scale, **how).to_numpy()
        for channel, ink in enumerate(sheet.inks):
            plane = drawn[..., channel] if drawn.ndim == 3 else drawn
            yield ink, 255 - plane
        if self.last is not None:
            self.last.close()
        self.last = page

    def close(self) -> None:
        if self.last is not None:
            self.last.close()
        self.book.close()


def _written(book: pikepdf.Pdf, pdf: Examined, page: PageRead, profile: Profile) -> list[_Sheet] | None:
    """The page written into the book, once for each set of inks; None when it cannot be drawn. Raises ``Unmeasured``."""
    if not may_draw(pdf, page, PPI):
        return None
    if len(pdf.spots) > SPOTS:
        raise Unmeasured(say("unmeasured/spots", count=len(pdf.spots)))
    content = contents_of(page.obj)
    if content is None:
        raise Unmeasured(say("unmeasured/large"))
    held = resources_in(book, pdf, page)
    pictures = Pictures(profile)
    parsed = {"": pdf.known.taken_apart(content)}
    group = page.obj.get("/Group")
    sheets: list[_Sheet] = []

    def write(inks: tuple[str, ...]) -> None:
        sheet = Sheet(book, inks, pictures, parsed, pdf.known)
        single = add_page(book, page, *Plate(sheet, parsed[""], held, State()).written())
        if isinstance(group, Dictionary):
            single.Group = Dictionary(S=Name.Transparency, CS=sheet.space)
            for key in ("/I", "/K"):
                if key in group:
                    single.Group[key] = bool(group[key])
        sheets.append(_Sheet(len(book.pages) - 1, inks))

    for inks in _sets(pdf.spots):
        try:
            write(inks)
        except Mixed:
            for ink in inks:
                write((ink,))
    return sheets


def _sets(spots: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The inks that share a drawing, three at a time; those that stay over are alone."""
    full = len(spots) - len(spots) % 3
    return [
        PROCESS[:3],
        PROCESS[3:],
        *(spots[place : place + 3] for place in range(0, full, 3)),
        *((spot,) for spot in spots[full:]),
    ]


def resources_in(book: pikepdf.Pdf, pdf: Examined, page: PageRead) -> Any:
    """A page's resources in another file."""
    held = inherited(page.obj, "/Resources")
    if not isinstance(held, Dictionary):
        return Dictionary()
    return book.copy_foreign(held if held.is_indirect else pdf.pdf.make_indirect(held))


def add_page(book: pikepdf.Pdf, page: PageRead, content: bytes, resources: Dictionary) -> Any:
    """A page of the size of ``page``, with content of its own, at the end of ``book``."""
    media = Array([side / page.unit for side in page.media or ()])
    single = Dictionary(Type=Name.Page, MediaBox=media, Resources=resources, Contents=book.make_stream(content))
    book.pages.append(pikepdf.Page(book.make_indirect(single)))
    return book.pages[-1].obj
