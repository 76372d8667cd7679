"""A PDF read page by page, once for all checks: everything that is painted, with its inks, size and place.

Any PDF may come in, from any tool, whole or damaged, kind or hostile: every stream is bounded before it is unpacked, loops
are cut, and what could not be read is said in ``Examined.faults`` instead of raised.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pikepdf

from mise_en_page.model.message import Message, say
from mise_en_page.pdf.advances import Face, font_program
from mise_en_page.pdf.content import Known
from mise_en_page.pdf.geometry import Box
from mise_en_page.pdf.resources import box_of, contents_of, group_space, inherited
from mise_en_page.pdf.soundness import IMAGE_PIXELS, operators_in, picture_fault
from mise_en_page.pdf.state import State
from mise_en_page.preflight.examined import Examined, PageRead
from mise_en_page.preflight.painting import PAGE_OPERATORS, TOO_MANY, Book, Examiner

OPERATORS: Final = 3_000_000
"""How many operators of a document are walked, and ``MORE_OPERATORS`` for each of its pages."""

MORE_OPERATORS: Final = 20_000

PAGES: Final = 2000
NEAR: Final = 4.0
"""What is nearer to a line than this, in pt, may touch it in a picture of 72 ppi."""

BOXES: Final = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")


class Reading:
    """A document that is read page by page; ``first`` is the number of its first page where it is a part of another."""

    def __init__(self, data: bytes, pdf: pikepdf.Pdf, first: int = 1) -> None:
        self.data, self.pdf, self.first = data, pdf, first
        self.count = min(len(pdf.pages), PAGES)
        self.left: float = OPERATORS + MORE_OPERATORS * self.count
        """How many operators may still be walked."""

        self.known = Known()
        self.faces: dict[str, Face] = {}
        self.measured: dict[int, bool] = {}
        self.sound: dict[str, tuple[tuple[pikepdf.Object, Message], ...]] = {}

    def page(self, place: int) -> Examined:
        """What checks ask about one page, ``place`` from 0. It holds nothing of the others."""
        book = self.book(place)
        faults = tuple(fault for key, image in book.images.items() for fault in self.picture_faults(key, image))
        pixels = (int(held.get("/Width", 0)) * int(held.get("/Height", 0)) for held in book.images.values())
        return Examined(
            self.data,
            self.pdf,
            (book.read,),
            tuple(book.painted),
            tuple(book.fonts.values()),
            tuple(book.images.values()),
            tuple(dict.fromkeys(book.groups)),
            tuple(book.states.values()),
            tuple(book.objects.values()),
            tuple(sorted(book.spots)),
            tuple(dict.fromkeys(book.faults)),
            faults,
            is_undrawn=bool(book.faults or faults or sum(pixels) > IMAGE_PIXELS),
            touches_cut=self.touches_cut(book),
            known=self.known,
        )

    def read(self, place: int) -> PageRead:
        """A page's boxes."""
        obj = self.pdf.pages[place].obj
        unit, turn = _unit(obj), _turn(obj)
        media, shown, bleed, trim, art = (_times(box_of(obj, name), unit) for name in BOXES)
        return PageRead(place + self.first, obj, media, shown, bleed, trim, art, unit, turn)

    def book(self, place: int) -> Book:
        """What is on a page."""
        read = self.read(place)
        book = Book(read, self.faces, self.known, min(PAGE_OPERATORS, self.left))
        before = book.left
        try:
            resources = inherited(read.obj, "/Resources")
            content = contents_of(read.obj)
            if content is None:
                book.fault(say("damage/packed"))
            elif operators_in(content, PAGE_OPERATORS) > PAGE_OPERATORS:
                book.fault(TOO_MANY)
            else:
                if isinstance(read.obj.get("/Group"), pikepdf.Dictionary):
                    book.groups.append((read.number, group_space(read.obj["/Group"])))
                state = State()
                state.matrix = (read.unit, 0.0, 0.0, read.unit, 0.0, 0.0)
                Examiner(book, resources, state, 0).run(self.known.taken_apart(content)[1])
        except (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError) as fault:
            book.fault(say("damage/content", reason=type(fault).__name__))
        self.left -= before - book.left
        return book

    def is_measured(self, font: pikepdf.Object) -> bool:
        """Are the letters of a font, which is on one of the pages read, as large and as far apart as is reckoned?"""
        known = self.measured.get(id(font))
        if known is None:
            kind, encoding = str(font.get("/Subtype")), font.get("/Encoding")
            plain = kind == "/Type0" and isinstance(encoding, pikepdf.Name) and str(encoding) == "/Identity-H"
            known = (plain or kind in ("/Type1", "/TrueType")) and font_program(font) is not None
            self.measured[id(font)] = known
        return known

    def picture_faults(self, key: str, image: pikepdf.Object) -> tuple[tuple[pikepdf.Object, Message], ...]:
        """What is wrong with a picture and its mask."""
        if key not in self.sound:
            self.sound[key] = tuple(_picture_faults(image))
        return self.sound[key]

    def touches_cut(self, book: Book) -> bool:
        """May something be drawn on the line where the page is cut? What is not surely apart from it may."""
        if "/Annots" in book.read.obj:
            return True
        x0, y0, x1, y1 = book.read.cut
        for kind, _, (left, foot, right, top), _, _, _, _, _, size, font, *_ in book.painted:
            room = NEAR
            if kind == "text":
                # a letter may be larger than its line; that of a font whose measures are not known may be anywhere
                if font is None or not self.is_measured(font):
                    return True
                room += 2 * size
            elif kind == "stroke":
                room += 5 * size  # a sharp corner reaches ten times as far as half the line's weight
            inside = left - room > x0 and foot - room > y0 and right + room < x1 and top + room < y1
            outside = left - room > x1 or foot - room > y1 or right + room < x0 or top + room < y0
            if not (inside or outside):
                return True
        return False


def _times(box: Box | None, unit: float) -> Box | None:
    return box and (box[0] * unit, box[1] * unit, box[2] * unit, box[3] * unit)


def _unit(page: pikepdf.Object) -> float:
    """The page's UserUnit; 1 where it is absent or makes no sense."""
    try:
        unit = float(page.get("/UserUnit", 1))
    except (TypeError, ValueError):
        return 1.0
    return unit if 0.001 <= unit <= 75_000 else 1.0  # the largest that ISO 32000-1 knows


def _turn(page: pikepdf.Object) -> int:
    """The page's own or inherited /Rotate: 0, 90, 180 or 270."""
    try:
        turn = int(inherited(page, "/Rotate") or 0) % 360
    except (TypeError, ValueError):
        return 0
    return turn if turn % 90 == 0 else 0


def _picture_faults(image: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, Message]]:
    mask = image.get("/SMask")
    for held in (image, mask) if isinstance(mask, pikepdf.Stream) else (image,):
        try:
            said = picture_fault(held)
        except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, MemoryError):
            said = say("image-whole")
        if said is not None:
            yield image, said
