"""What a check is given of a PDF: its pages' boxes, and everything that is painted, with its inks, size and place."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import pikepdf

from mise_en_page.model.message import Message
from mise_en_page.model.problem import Spot
from mise_en_page.pdf.content import Known
from mise_en_page.pdf.geometry import Box, cross
from mise_en_page.pdf.state import Colour
from mise_en_page.preflight.page_ink import PageInk, Unmeasured

DAMAGE: Final = (
    pikepdf.PdfError,
    pikepdf.PasswordError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ZeroDivisionError,
    RecursionError,
    OverflowError,
    MemoryError,
    OSError,
)
"""What reading a damaged PDF may raise."""

Kind = str  # "text", "fill", "stroke", "image", "mask", "shading"


class Painted(NamedTuple):
    """One thing put on a page, in the order of painting."""

    kind: Kind
    page: int
    box: Box
    colour: Colour
    overprint: bool
    opm: int
    alpha: float
    blend: str
    size: float = 0.0
    """Text: the type size in pt. Lines and fills: the line's weight, the fill's thinnest side."""
    font: Any = None
    image: Any = None
    ppi: tuple[float, float] = (0.0, 0.0)
    notdef: bool = False


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page's boxes, None where absent, inherited ones included; ``obj`` is its dictionary."""

    number: int
    obj: pikepdf.Object
    media: Box | None
    crop: Box | None
    bleed: Box | None
    trim: Box | None
    art: Box | None
    unit: float = 1.0
    """The length of a user unit in pt; the boxes are in pt."""

    turn: int = 0
    """By how many degrees the page is turned when it is shown; the boxes are those of the page as it is drawn."""

    @property
    def cut(self) -> Box:
        """The trimmed page: TrimBox, else ArtBox, CropBox, MediaBox; A4 when there is none."""
        return self.trim or self.art or self.crop or self.media or (0.0, 0.0, 595.28, 841.89)

    @property
    def printed(self) -> Box:
        """The page with its bleed."""
        return self.bleed or self.cut

    def spot(self, box: Box | None = None) -> Spot:
        """A place for a problem, from the trimmed page's top left corner."""
        if box is None:
            return Spot(self.number)
        left, _, _, top = self.cut
        x0, y0, x1, y1 = cross(box, self.media or box)
        return Spot(self.number, round(x0 - left, 2), round(top - y1, 2), round(x1 - left, 2), round(top - y0, 2))


@dataclass(slots=True)
class Examined:
    """What a check is given: one page of a file, or the file. ``faults`` are contents that could not be read."""

    data: bytes
    pdf: pikepdf.Pdf
    pages: tuple[PageRead, ...]
    painted: tuple[Painted, ...] = ()
    fonts: tuple[pikepdf.Object, ...] = ()
    images: tuple[pikepdf.Object, ...] = ()
    groups: tuple[tuple[int, str], ...] = ()
    states: tuple[pikepdf.Object, ...] = ()
    objects: tuple[pikepdf.Object, ...] = ()
    spots: tuple[str, ...] = ()
    faults: tuple[tuple[int, Message], ...] = ()
    picture_faults: tuple[tuple[pikepdf.Object, Message], ...] = ()
    is_undrawn: bool = False
    """No renderer is given the page: not read to its end, or with pictures that are damaged or too many."""

    touches_cut: bool = False
    """Something on the page may reach the cut or stand across it; else all keeps away from it."""

    known: Known = field(default_factory=Known)
    """The document's content that was taken apart last, for those who read a page once more."""

    warnings: tuple[str, ...] = ()
    """What had to be repaired to read the file."""

    ink: PageInk | Unmeasured | None = None
    """The inks of a single page, once they have been measured (see ``ink``); None where it cannot be drawn."""

    _looks: tuple[Painted, ...] | None = None

    def page(self, number: int) -> PageRead:
        return self.pages[number - self.pages[0].number]

    def spot(self, thing: Painted) -> Spot:
        return self.page(thing.page).spot(thing.box)

    def leaf(self) -> Examined:
        """The same without what is painted: what is needed to draw it, and may be kept of hundreds of pages."""
        kept = {
            "spots": self.spots,
            "faults": self.faults,
            "is_undrawn": self.is_undrawn,
            "touches_cut": self.touches_cut,
            "known": self.known,
        }
        return Examined(self.data, self.pdf, self.pages, **kept)  # type: ignore[arg-type]

    def looks(self) -> tuple[Painted, ...]:
        """The first of all things that differ in nothing but their place: a column's lines are one. Pictures are all there.

        Most checks ask how a thing is painted, not where; a page of hundreds of lines has a dozen answers.
        """
        if self._looks is None:
            found: dict[Any, Painted] = {}
            for thing in self.painted:
                kind, page, _, *look, font, image, _, notdef = thing
                if image is not None or kind == "image":
                    found[len(found)] = thing
                else:
                    found.setdefault((kind, page, *look, id(font), notdef), thing)
            self._looks = tuple(found.values())
        return self._looks


def plain_words(fault: object) -> str:
    """What pikepdf says of a file, without the address at which the file lay in memory."""
    return re.sub(r"(stream )?<_io\.BytesIO[^>]*>[:,]? ?", "", str(fault).strip())


def opened(data: bytes) -> pikepdf.Pdf:
    """The document; pikepdf's own errors for one that is damaged or encrypted."""
    return pikepdf.open(io.BytesIO(data), suppress_warnings=True)
