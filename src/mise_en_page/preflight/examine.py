"""A PDF read once for all checks: its pages' boxes, and everything that is painted, with its inks, size and place.

Any PDF may come in, from any tool, whole or damaged, kind or hostile: every stream is bounded before it is unpacked, loops
are cut, and what could not be read is said in ``Examined.faults`` instead of raised.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import pikepdf
from pikepdf import ContentStreamInlineImage, Name

from mise_en_page.model.problem import Spot
from mise_en_page.pdf.content import INLINE, NEST, PATH, SHOW, Instruction, numbers_of, taken_apart
from mise_en_page.pdf.geometry import (
    EVERYWHERE,
    IDENTITY,
    Box,
    Matrix,
    Point,
    apply,
    bounds,
    cross,
    is_empty,
    is_frame,
    multiply,
    placed,
    scale,
    thickness,
)
from mise_en_page.pdf.soundness import IMAGE_PIXELS, flate_size, operators_in, picture_fault

STREAM: Final = 16 * 1024 * 1024
"""The largest content stream, profile or metadata that is unpacked, in bytes."""

OPERATORS: Final = 3_000_000
"""How many operators of a document are walked, and ``MORE_OPERATORS`` for each of its pages."""

MORE_OPERATORS: Final = 20_000

PAGE_OPERATORS: Final = 300_000
"""How many of one page."""

FONT: Final = 48 * 1024 * 1024
"""The largest font file that is unpacked."""

DEPTH: Final = 28
PAGES: Final = 2000
SIDE: Final = 14_400.0
"""The longest side of a page, in pt: 200 inches, the limit of PDF 1.4 (ISO 32000-1, annex C)."""

PROCESS: Final = ("Cyan", "Magenta", "Yellow", "Black")

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


class Colour(NamedTuple):
    """A colour as it is written: ``space`` without its slash, and the inks it prints with, None when they are unknown."""

    space: str
    values: tuple[float, ...]
    inks: tuple[tuple[str, float], ...] | None

    def ink(self, name: str) -> float:
        """How much of an ink, 0..1; 0 when unknown."""
        return next((amount for ink, amount in self.inks or () if ink == name), 0.0)

    @property
    def total(self) -> float:
        """The sum of all inks, 1 being one solid ink."""
        return sum(amount for _, amount in self.inks or ())

    @property
    def is_white(self) -> bool:
        """No ink at all, and none of it unknown."""
        return self.inks is not None and self.total < 0.005


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
    size: float
    """Text: the type size in pt. Lines and fills: the line's weight, the fill's thinnest side."""
    font: Any
    image: Any
    ppi: tuple[float, float]
    notdef: bool


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
    """What a check is given: one page of a file, or the file. ``faults`` are contents that could not be read, in words."""

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
    faults: tuple[tuple[int, str], ...] = ()
    picture_faults: tuple[tuple[pikepdf.Object, str], ...] = ()
    undrawn: frozenset[int] = frozenset()
    """Pages that no renderer is given: not read to their end, or with pictures that are damaged or too many."""

    cut_touched: frozenset[int] = frozenset()
    """Pages where something may reach the cut or stand across it; on the others all keeps away from it."""

    places: Mapping[int, int] = field(default_factory=dict)
    """Where in ``pdf`` a page stands, from 0, by its number; what is not there stands at its number - 1."""

    warnings: tuple[str, ...] = ()
    """What had to be repaired to read the file."""

    measured: dict[int, object] = field(default_factory=dict)
    """Inks of pages, measured once for all who ask (see ``ink``)."""

    _looks: tuple[Painted, ...] | None = None

    def page(self, number: int) -> PageRead:
        return self.pages[number - self.pages[0].number]

    def place(self, page: PageRead) -> int:
        """Where in ``pdf`` the page stands, from 0."""
        return self.places.get(page.number, page.number - 1)

    def spot(self, thing: Painted) -> Spot:
        return self.page(thing.page).spot(thing.box)

    def leaf(self) -> Examined:
        """The same without what is painted: what is needed to draw it, and may be kept of hundreds of pages."""
        return Examined(
            self.data,
            self.pdf,
            self.pages,
            spots=self.spots,
            faults=self.faults,
            undrawn=self.undrawn,
            cut_touched=self.cut_touched,
            places=self.places,
        )

    def looks(self) -> tuple[Painted, ...]:
        """The first of all things that differ in nothing but their place: a column's lines are one. Pictures are all there.

        Most checks ask how a thing is painted, not where; a page of hundreds of lines has a dozen answers.
        """
        if self._looks is None:
            found: dict[Any, Painted] = {}
            for thing in self.painted:
                kind, page, _, colour, overprint, opm, alpha, blend, size, font, image, _, notdef = thing
                if image is not None or kind == "image":
                    found[len(found)] = thing
                else:
                    key = (kind, page, size, overprint, opm, alpha, colour, blend, id(font), notdef)
                    if key not in found:
                        found[key] = thing
            self._looks = tuple(found.values())
        return self._looks


def unpack(stream: Any, limit: int = STREAM) -> bytes | None:
    """A stream's bytes, or None when it cannot be unpacked or is larger than ``limit``. Never fills the memory."""
    try:
        filters = stream.get("/Filter")
        names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)] if filters else []
        raw = stream.read_raw_bytes()
        if (
            len(raw) > limit
            or len(names) > 2
            or names.count("/FlateDecode") > 1
            or ("/LZWDecode" in names and len(raw) > limit // 64)
        ):
            return None
        if names == ["/FlateDecode"] and "/DecodeParms" not in stream:
            inflated = _inflated(raw, limit)
            if inflated is not None:
                return inflated if len(inflated) <= limit else None
        elif names and names[0] == "/FlateDecode" and (flate_size(raw, limit) or 0) > limit:
            return None
        data = bytes(stream.read_bytes())
    except (pikepdf.PdfError, zlib.error, ValueError, TypeError, AttributeError, NotImplementedError, RuntimeError):
        return None
    return data if len(data) <= limit else None


def _inflated(raw: bytes, limit: int) -> bytes | None:
    """Deflated data, at most ``limit`` + 1 bytes of it; None when it is damaged: qpdf knows how to save some."""
    engine = zlib.decompressobj()
    try:
        data = engine.decompress(raw, limit + 1)
    except zlib.error:
        return None
    return data if engine.eof or len(data) > limit else None


def box_of(obj: pikepdf.Object, name: str) -> Box | None:
    """A page's box, its corners in order, looked for in the page tree when it may be inherited."""
    holder: Any = obj
    for _ in range(16):
        if not isinstance(holder, pikepdf.Dictionary):
            return None
        if name in holder:
            try:
                sides = [float(side) for side in holder[name]]
            except (TypeError, ValueError):
                return None
            if len(sides) != 4:
                return None
            return (min(sides[0], sides[2]), min(sides[1], sides[3]), max(sides[0], sides[2]), max(sides[1], sides[3]))
        if name not in ("/MediaBox", "/CropBox"):
            return None
        holder = holder.get("/Parent")
    return None


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


def examine(data: bytes, pdf: pikepdf.Pdf) -> Examined:
    """Everything that checks ask about, of all pages, read in one walk."""
    reading = Reading(data, pdf)
    books = [reading.book(place) for place in range(reading.count)]
    fonts, images, states, objects = (dict[Any, pikepdf.Object]() for _ in range(4))
    for book in books:
        for all_of_them, those in (
            (fonts, book.fonts), (images, book.images), (states, book.states), (objects, book.objects)
        ):  # fmt: skip
            for key, held in those.items():
                all_of_them.setdefault(key, held)
    return Examined(
        data,
        pdf,
        tuple(book.read for book in books),
        tuple(thing for book in books for thing in book.painted),
        tuple(fonts.values()),
        tuple(images.values()),
        tuple(dict.fromkeys(group for book in books for group in book.groups)),
        tuple(states.values()),
        tuple(objects.values()),
        tuple(sorted({spot for book in books for spot in book.spots})),
        tuple(dict.fromkeys(fault for book in books for fault in book.faults)),
        tuple(fault for key, image in images.items() for fault in reading.picture_faults(key, image)),
        frozenset(book.page for book in books if reading.is_undrawn(book)),
        frozenset(book.page for book in books if _touches_cut(book)),
    )


class Reading:
    """A document that is read page by page; ``first`` is the number of its first page where it is a part of another."""

    def __init__(self, data: bytes, pdf: pikepdf.Pdf, first: int = 1) -> None:
        self.data, self.pdf, self.first = data, pdf, first
        self.count = min(len(pdf.pages), PAGES)
        self.left = OPERATORS + MORE_OPERATORS * self.count
        """How many operators may still be walked."""

        self.faces: dict[Any, Face] = {}
        self.colours: dict[Any, Colour] = {}
        self.measured: dict[int, bool] = {}
        self.sound: dict[Any, tuple[tuple[pikepdf.Object, str], ...]] = {}

    def page(self, place: int) -> Examined:
        """What checks ask about one page, ``place`` from 0. It holds nothing of the others."""
        book = self.book(place)
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
            tuple(fault for key, image in book.images.items() for fault in self.picture_faults(key, image)),
            frozenset((book.page,) if self.is_undrawn(book) else ()),
            frozenset((book.page,) if _touches_cut(book) else ()),
            {book.page: place},
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
        book = Book(self, read, read.number, min(PAGE_OPERATORS, self.left))
        before = book.left
        try:
            resources = inherited(read.obj, "/Resources")
            content = contents_of(read.obj)
            if content is None:
                book.fault("its content cannot be unpacked or is too large")
            elif operators_in(content, PAGE_OPERATORS) > PAGE_OPERATORS:
                book.fault("it has too many operators to be checked")
            else:
                if isinstance(read.obj.get("/Group"), pikepdf.Dictionary):
                    book.groups.append((read.number, _group_space(read.obj["/Group"])))
                state = State()
                state.matrix = (read.unit, 0.0, 0.0, read.unit, 0.0, 0.0)
                Walk(book, taken_apart(content), resources, state, 0).run()
        except (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError) as fault:
            book.fault(f"its content is damaged ({type(fault).__name__})")
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

    def picture_faults(self, key: Any, image: pikepdf.Object) -> tuple[tuple[pikepdf.Object, str], ...]:
        """What is wrong with a picture and its mask, in words."""
        if key not in self.sound:
            self.sound[key] = tuple(_picture_faults(image))
        return self.sound[key]

    def is_undrawn(self, book: Book) -> bool:
        """Is a page to be kept from renderers?"""
        if book.faults or any(self.picture_faults(key, image) for key, image in book.images.items()):
            return True
        pixels = (int(held.get("/Width", 0)) * int(held.get("/Height", 0)) for held in book.images.values())
        return sum(pixels) > IMAGE_PIXELS


def _touches_cut(book: Book) -> bool:
    """May something be drawn on the line where the page is cut? What is not surely apart from it may."""
    if "/Annots" in book.read.obj:
        return True
    x0, y0, x1, y1 = book.read.cut
    for kind, _, (left, foot, right, top), _, _, _, _, _, size, font, *_ in book.painted:
        room = NEAR
        if kind == "text":
            # a letter may be larger than its line; that of a font whose measures are not known may be anywhere
            if font is None or not book.reading.is_measured(font):
                return True
            room += 2 * size
        elif kind == "stroke":
            room += 5 * size  # a sharp corner reaches ten times as far as half the line's weight
        inside = left - room > x0 and foot - room > y0 and right + room < x1 and top + room < y1
        outside = left - room > x1 or foot - room > y1 or right + room < x0 or top + room < y0
        if not (inside or outside):
            return True
    return False


NEAR: Final = 4.0
"""What is nearer to a line than this, in pt, may touch it in a picture of 72 ppi."""

BOXES: Final = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")


def _picture_faults(image: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, str]]:
    mask = image.get("/SMask")
    for held in (image, mask) if isinstance(mask, pikepdf.Stream) else (image,):
        try:
            words = picture_fault(held)
        except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, MemoryError):
            words = "a picture is damaged"
        if words is not None:
            yield image, words


def inherited(obj: pikepdf.Object, name: str) -> Any:
    """A page's entry, looked for in the page tree; None when there is none."""
    holder: Any = obj
    for _ in range(16):
        if not isinstance(holder, pikepdf.Dictionary):
            return None
        if name in holder:
            return holder[name]
        holder = holder.get("/Parent")
    return None


def contents_of(page: pikepdf.Object) -> bytes | None:
    """A page's content, its streams joined; None when it cannot be unpacked or is too large."""
    held = page.get("/Contents")
    if held is None:
        return b""
    streams = list(held) if isinstance(held, pikepdf.Array) else [held]
    joined = bytearray()
    for stream in streams:
        part = unpack(stream)
        if part is None or len(joined) + len(part) > STREAM:
            return None
        joined += part + b"\n"
    return bytes(joined)


def _group_space(group: Any) -> str:
    space = group.get("/CS")
    if isinstance(space, pikepdf.Array) and len(space):
        return str(space[0])[1:]
    return str(space)[1:] if space is not None else ""


@dataclass(slots=True)
class Book:
    """What is gathered on a page."""

    reading: Reading
    read: PageRead
    page: int
    left: int
    """How many operators may still be walked on it."""

    painted: list[Painted] = field(default_factory=list)
    fonts: dict[Any, pikepdf.Object] = field(default_factory=dict)
    images: dict[Any, pikepdf.Object] = field(default_factory=dict)
    states: dict[Any, pikepdf.Object] = field(default_factory=dict)
    objects: dict[Any, pikepdf.Object] = field(default_factory=dict)
    groups: list[tuple[int, str]] = field(default_factory=list)
    spots: set[str] = field(default_factory=set)
    faults: list[tuple[int, str]] = field(default_factory=list)
    parsed: dict[Any, list[Instruction]] = field(default_factory=dict)

    def fault(self, words: str) -> None:
        self.faults.append((self.page, words))


SHORT: Final = {"/G": Name.DeviceGray, "/RGB": Name.DeviceRGB, "/CMYK": Name.DeviceCMYK}
"""The short names that only inline pictures may use."""

BLACK: Final = Colour("DeviceGray", (0.0,), (("Black", 1.0),))
NOWHERE: Final[Box] = (0.0, 0.0, 0.0, 0.0)
DEVICE: Final = {
    "g": "DeviceGray", "G": "DeviceGray", "rg": "DeviceRGB", "RG": "DeviceRGB", "k": "DeviceCMYK", "K": "DeviceCMYK"
}  # fmt: skip
COLOURS: Final = 4096
"""How many colours of a document are remembered."""

PARTS: Final = 50_000
"""How many parts of lines are remembered for a font."""


class State:
    """The graphics state, as far as checks ask."""

    __slots__ = (
        "alpha_fill", "alpha_stroke", "blend", "clip", "face", "fill", "fill_space", "leading", "masked", "matrix",
        "op_fill", "op_stroke", "opm", "render", "rise", "size", "spacing", "stretch", "stroke", "stroke_space", "width",
        "words",
    )  # fmt: skip

    def __init__(self) -> None:
        self.matrix: Matrix = IDENTITY
        self.clip: Box = EVERYWHERE
        self.fill: Colour = BLACK
        self.stroke: Colour = BLACK
        self.fill_space: Any = "DeviceGray"
        self.stroke_space: Any = "DeviceGray"
        self.width = 1.0
        self.op_fill = False
        self.op_stroke = False
        self.opm = 0
        self.alpha_fill = 1.0
        self.alpha_stroke = 1.0
        self.blend = "Normal"
        self.masked = False
        self.face: Face | None = None
        self.size = 0.0
        self.render = 0
        self.spacing = 0.0
        self.words = 0.0
        self.stretch = 1.0
        self.leading = 0.0
        self.rise = 0.0

    def copy(self) -> State:
        """Written out: a page saves its state a hundred times, and copies by name take ten times as long."""
        other = State.__new__(State)
        other.matrix, other.clip = self.matrix, self.clip
        other.fill, other.stroke = self.fill, self.stroke
        other.fill_space, other.stroke_space, other.width = self.fill_space, self.stroke_space, self.width
        other.op_fill, other.op_stroke, other.opm = self.op_fill, self.op_stroke, self.opm
        other.alpha_fill, other.alpha_stroke = self.alpha_fill, self.alpha_stroke
        other.blend, other.masked = self.blend, self.masked
        other.face, other.size, other.render = self.face, self.size, self.render
        other.spacing, other.words, other.stretch = self.spacing, self.words, self.stretch
        other.leading, other.rise = self.leading, self.rise
        return other


def colour_of(space: Any, values: tuple[float, ...]) -> Colour:
    """What a colour prints with. ``space`` is a device name without slash, or the array that defines it."""
    name = space if isinstance(space, str) else str(space[0])[1:] if isinstance(space, pikepdf.Array) and len(space) else ""
    if name == "DeviceCMYK" and len(values) == 4:
        return Colour(name, values, tuple(zip(PROCESS, values, strict=True)))
    if name in ("DeviceGray", "CalGray") and len(values) == 1:
        return Colour(name, values, (("Black", 1 - values[0]),) if name == "DeviceGray" else None)
    if name == "Separation" and values:
        return Colour(name, values, () if str(space[1]) == "/None" else ((str(space[1])[1:], values[0]),))
    if name == "DeviceN":
        inks = [str(ink)[1:] for ink in space[1]]
        return Colour(name, values, tuple(zip(inks, values, strict=False)))
    return Colour(name, values, None)


class Walk:
    """One content stream, walked with the state it was called in."""

    def __init__(self, book: Book, content: list[Instruction], resources: Any, state: State, depth: int) -> None:
        self.book, self.content, self.resources, self.depth = book, content, resources, depth
        self.state = state
        self.stack: list[State] = []
        self.points: list[Point] = []
        self.rectangles: list[Box] = []
        self.simple = True
        self.clipping = False
        self.text: Matrix = IDENTITY
        self.line: Matrix = IDENTITY
        self.held: dict[tuple[str, str], Any] = {}
        self.set_so: dict[str, tuple[tuple[tuple[str, Any], ...], bool]] = {}

    def run(self) -> None:
        book = self.book
        for word, operands, _, end in self.content:
            book.left -= 1
            if book.left < 0:
                book.fault("it has too many operators to be checked")
                return
            step = STEPS.get(word)
            if step is not None:
                try:
                    step(self, word, operands if end >= 0 else operands.operands)
                except (ValueError, TypeError, KeyError, IndexError, AttributeError, ZeroDivisionError, OverflowError):
                    book.fault(f"an operator is damaged ({'TJ' if word == SHOW else word})")
            elif word == INLINE:
                self.inline(operands)

    # graphics state

    def nest(self, _: str, letters: bytes) -> None:
        self.book.left -= len(letters) - 1
        stack = self.stack
        for letter in letters:
            if letter == _Q:
                stack.append(self.state.copy())
            elif stack:
                self.state = stack.pop()

    def save(self, _: str, __: Any) -> None:
        self.stack.append(self.state.copy())

    def restore(self, _: str, __: Any) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def concat(self, _: str, operands: Any) -> None:
        a, b, c, d, e, f = map(float, operands)
        self.state.matrix = multiply((a, b, c, d, e, f), self.state.matrix)

    def weight(self, _: str, operands: Any) -> None:
        self.state.width = float(operands[0])

    def graphics(self, _: str, operands: Any) -> None:
        name = str(operands[0])
        if name not in self.set_so:
            changes: list[tuple[str, Any]] = []
            whole = True
            try:
                for change in self.changes(self.resource("ExtGState", name)):
                    changes.append(change)  # what was read before a fault counts
            except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
                whole = False
            self.set_so[name] = (tuple(changes), whole)
        found, whole = self.set_so[name]
        state = self.state
        for key, value in found:
            setattr(state, key, value)
        if not whole:
            raise ValueError

    def changes(self, held: Any) -> Iterator[tuple[str, Any]]:
        """What a dictionary of graphics state changes, in order. Raises where it is damaged."""
        if not isinstance(held, pikepdf.Dictionary):
            return
        self.book.states.setdefault(_key(held), held)
        if "/LW" in held:
            yield "width", float(held["/LW"])
        if "/OP" in held:
            yield "op_stroke", bool(held["/OP"])
            if "/op" not in held:
                yield "op_fill", bool(held["/OP"])
        if "/op" in held:
            yield "op_fill", bool(held["/op"])
        if "/OPM" in held:
            yield "opm", int(held["/OPM"])
        if "/ca" in held:
            yield "alpha_fill", float(held["/ca"])
        if "/CA" in held:
            yield "alpha_stroke", float(held["/CA"])
        if "/BM" in held:
            blend = held["/BM"]
            yield "blend", str(blend[0] if isinstance(blend, pikepdf.Array) else blend)[1:]
        if "/SMask" in held:
            mask = held["/SMask"]
            masked = isinstance(mask, pikepdf.Dictionary)
            yield "masked", masked
            if masked and isinstance(mask.get("/G"), pikepdf.Stream):
                group = mask["/G"].get("/Group")
                self.book.groups.append((self.book.page, f"mask:{_group_space(group)}" if group is not None else "mask:"))
        if "/Font" in held and len(held["/Font"]) == 2:
            face = self.face(held["/Font"][0])
            yield "size", float(held["/Font"][1])
            yield "face", face

    # colour

    def device(self, operator: str, operands: Any) -> None:
        values = tuple(map(float, operands))
        name = DEVICE[operator]
        colours = self.book.reading.colours
        found = colours.get((name, values))
        if found is None:
            if len(colours) > COLOURS:
                colours.clear()
            found = colours[name, values] = colour_of(name, values)
        if operator.isupper():
            self.state.stroke, self.state.stroke_space = found, name
        else:
            self.state.fill, self.state.fill_space = found, name

    def space(self, operator: str, operands: Any) -> None:
        found = self.named_space(operands[0])
        kind = found if isinstance(found, str) else str(found[0])[1:]
        initial = {
            "DeviceGray": (0.0,),
            "DeviceRGB": (0.0, 0.0, 0.0),
            "DeviceCMYK": (0.0, 0.0, 0.0, 1.0),
            "Separation": (1.0,),
        }
        colour = colour_of(found, initial.get(kind, ()))
        if kind in ("Separation", "DeviceN"):
            self.note_spots(found)
        if operator == "CS":
            self.state.stroke_space, self.state.stroke = found, colour
        else:
            self.state.fill_space, self.state.fill = found, colour

    def named_space(self, name: Any) -> Any:
        if isinstance(name, pikepdf.Array):
            return name
        if str(name) in ("/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern"):
            return str(name)[1:]
        found = self.resource("ColorSpace", name)
        if isinstance(found, pikepdf.Name):
            return str(found)[1:]
        return found if isinstance(found, pikepdf.Array) and len(found) else "unknown"

    def note_spots(self, space: Any) -> None:
        names = [str(ink)[1:] for ink in space[1]] if str(space[0]) == "/DeviceN" else [str(space[1])[1:]]
        self.book.spots.update(name for name in names if name not in (*PROCESS, "All", "None"))

    def colour(self, operator: str, operands: Any) -> None:
        stroke = operator.isupper()
        space = self.state.stroke_space if stroke else self.state.fill_space
        kind = space if isinstance(space, str) else str(space[0])[1:]
        known = kind != "Pattern"
        found = colour_of(space, tuple(float(value) for value in operands)) if known else self.pattern(operands)
        if stroke:
            self.state.stroke = found
        else:
            self.state.fill = found

    def pattern(self, operands: Any) -> Colour:
        pattern = self.resource("Pattern", operands[-1])
        if isinstance(pattern, pikepdf.Dictionary) and isinstance(pattern.get("/Shading"), pikepdf.Object):
            return self.shading_colour(pattern["/Shading"])
        if isinstance(pattern, pikepdf.Stream) and self.depth < DEPTH:
            a, b, c, d, e, f = (float(value) for value in pattern.get("/Matrix", [1, 0, 0, 1, 0, 0]))
            state = State()
            state.matrix, state.clip = (a, b, c, d, e, f), self.state.clip
            self.into(pattern, state)
        return Colour("Pattern", (), None)

    def shading_colour(self, shading: Any) -> Colour:
        self.book.objects.setdefault(_key(shading), shading)
        space = self.named_space(shading.get("/ColorSpace"))
        kind = space if isinstance(space, str) else str(space[0])[1:]
        if kind in ("Separation", "DeviceN"):
            self.note_spots(space)
        return Colour(f"Shading/{kind}", (), None)

    # paths

    def path(self, _: str, operands: Any) -> None:
        """A run of operators that trace a path: only its bounds are asked for."""
        (count, moves, curved, box), written = operands
        self.book.left -= count - 1
        if curved:
            self.simple = False
        if moves:
            self.rectangles += [NOWHERE] * min(moves, 3)
        if box is None:
            return
        a, b, c, d, e, f = self.state.matrix
        if b == 0 and c == 0:
            x0, y0, x1, y1 = box
            self.points += [(x0 * a + e, y0 * d + f), (x1 * a + e, y1 * d + f)]
        else:
            values = numbers_of(written)
            pairs = zip(values[::2], values[1::2], strict=True)
            self.points += [(x * a + y * c + e, x * b + y * d + f) for x, y in pairs]

    def trace(self, operator: str, operands: Any) -> None:
        values = [float(value) for value in operands]
        if operator == "re":
            x, y, width, height = values
            box = placed((x, y, x + width, y + height), self.state.matrix)
            self.points += [(box[0], box[1]), (box[2], box[3])]
            self.rectangles.append(box)
            return
        self.simple = self.simple and operator in ("m", "l", "h")
        pairs = zip(values[::2], values[1::2], strict=False)
        self.points += [apply(self.state.matrix, point) for point in pairs]
        if operator == "m":
            self.rectangles.append(NOWHERE)

    def clip(self, _: str, __: Any) -> None:
        self.clipping = True

    def paint(self, operator: str, _: Any) -> None:
        state = self.state
        box = cross(bounds(self.points), state.clip) if self.points else (0.0, 0.0, 0.0, 0.0)
        if self.points:
            if operator in ("f", "F", "f*", "B", "B*", "b", "b*"):
                # a fill of straight lines is as thin as its bounds; a curved shape is not judged by them
                thin = thickness(box) if self.simple else 1e9
                if is_frame(self.rectangles, 1e9):
                    outer, inner = sorted(self.rectangles, key=lambda side: -(side[2] - side[0]))
                    gaps = (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
                    thin = min([thin, *(gap for gap in gaps if gap > 0.001)])
                self.put("fill", box, state.fill, size=thin)
            if operator in ("S", "s", "B", "B*", "b", "b*"):
                weight = state.width * scale(state.matrix)
                grown = (box[0] - weight / 2, box[1] - weight / 2, box[2] + weight / 2, box[3] + weight / 2)
                self.put("stroke", cross(grown, state.clip), state.stroke, size=weight, stroke=True)
        if self.clipping:
            state.clip = box
        self.points, self.rectangles, self.clipping, self.simple = [], [], False, True

    def put(
        self,
        kind: Kind,
        box: Box,
        colour: Colour,
        *,
        size: float = 0.0,
        stroke: bool = False,
        image: Any = None,
        ppi: tuple[float, float] = (0.0, 0.0),
        notdef: bool = False,
    ) -> None:
        if is_empty(box) and kind not in ("stroke", "text"):
            return
        state = self.state
        self.book.painted.append(
            Painted(
                kind,
                self.book.page,
                box,
                colour,
                state.op_stroke if stroke else state.op_fill,
                state.opm,
                0.5 if state.masked else state.alpha_stroke if stroke else state.alpha_fill,
                state.blend,
                size,
                state.face.font if kind == "text" and state.face is not None else None,
                image,
                ppi,
                notdef,
            )
        )

    # text

    def begin(self, _: str, __: Any) -> None:
        self.text = self.line = IDENTITY

    def text_matrix(self, _: str, operands: Any) -> None:
        a, b, c, d, e, f = map(float, operands)
        self.text = self.line = (a, b, c, d, e, f)

    def text_move(self, operator: str, operands: Any) -> None:
        x, y = map(float, operands)
        if operator == "TD":
            self.state.leading = -y
        self.text = self.line = multiply((1, 0, 0, 1, x, y), self.line)

    def text_next(self, _: str = "", __: Any = ()) -> None:
        self.text = self.line = multiply((1, 0, 0, 1, 0, -self.state.leading), self.line)

    def text_value(self, operator: str, operands: Any) -> None:
        value = float(operands[0])
        match operator:
            case "Tc":
                self.state.spacing = value
            case "Tw":
                self.state.words = value
            case "Tz":
                self.state.stretch = value / 100
            case "TL":
                self.state.leading = value
            case "Ts":
                self.state.rise = value
            case _:
                self.state.render = int(value)

    def font(self, _: str, operands: Any) -> None:
        name, size = str(operands[0]), float(operands[1])
        self.state.face = self.face(self.resource("Font", name))
        self.state.size = size

    def face(self, font: Any) -> Face | None:
        """A font as it is measured with; None when there is none."""
        if not isinstance(font, pikepdf.Dictionary):
            return None
        key, book = _key(font), self.book
        faces = book.reading.faces
        if key not in faces:
            held = font_program(font)
            faces[key] = Face(font, held is None or unpack(held, FONT) is not None)
        if key not in book.fonts:
            book.fonts[key] = font
            if not faces[key].is_sound:
                book.fault("one of its fonts cannot be unpacked or is too large")
        return faces[key]

    def show_parts(self, _: str, parts: list[bytes]) -> None:
        """Letters and the spaces between them, as they are written in the content."""
        state = self.state
        face = state.face
        if face is None or state.spacing or state.words:
            self.show_each(_read_parts(parts))
            return
        advances = face.advances()
        try:
            advance = sum(map(advances.__getitem__, parts))
        except ValueError:
            self.show_each(_read_parts(parts))
            return
        letters = len(parts) > 0 and parts[0][0] == _OPEN and len(parts[0]) > 2
        if not letters:
            letters = any(part[0] == _OPEN and len(part) > 2 for part in parts)
        missing = advances.missing
        self.put_text(advance / 1000 * state.size * state.stretch, bool(missing) and not missing.isdisjoint(parts), letters)

    def show(self, operator: str, operands: Any) -> None:
        if operator in ("'", '"'):
            if operator == '"':
                self.state.words, self.state.spacing = float(operands[0]), float(operands[1])
            self.text_next()
        held = operands[-1]
        parts = list(held) if isinstance(held, pikepdf.Array) else [held]
        self.show_each([bytes(part) if isinstance(part, pikepdf.String) else float(part) for part in parts])

    def show_each(self, parts: list[bytes | float]) -> None:
        """Strings, and by how much of a thousandth of the size the next one is moved back."""
        state = self.state
        advance, notdef, letters = 0.0, False, 0
        for part in parts:
            if isinstance(part, bytes):
                wide, missing, count = self.measure(part)
                advance += wide
                notdef = notdef or missing
                letters += count
            else:
                advance -= part / 1000 * state.size * state.stretch
        self.put_text(advance, notdef, letters > 0)

    def put_text(self, advance: float, notdef: bool, letters: bool) -> None:
        """A line of letters, ``advance`` in text space, and where the next one stands."""
        state, text = self.state, self.text
        if letters and state.render not in (3, 7):
            whole = multiply(text, state.matrix)
            size = abs(state.size) * (whole[2] ** 2 + whole[3] ** 2) ** 0.5
            low, high = (-0.2 * state.size + state.rise, 0.8 * state.size + state.rise)
            if low > high:
                low, high = high, low
            x0, y0, x1, y1 = box = placed((0.0, low, advance if advance > 0.01 else 0.01, high), whole)
            left, foot, right, top = state.clip
            stroked = state.render in (1, 5)
            if x0 < right and left < x1 and y0 < top and foot < y1 and x0 < x1 and y0 < y1 and left < right and foot < top:
                self.put("text", box, state.stroke if stroked else state.fill, size=size, stroke=stroked, notdef=notdef)
        a, b, c, d, e, f = text
        self.text = (a, b, c, d, advance * a + e, advance * b + f)

    def measure(self, text: bytes) -> tuple[float, bool, int]:
        """The advance in text space of a string, whether it holds a missing glyph, and how many marks it leaves."""
        state = self.state
        if state.face is None:
            return len(text) * 0.5 * state.size, False, len(text)
        widths = state.face.advances()
        codes = widths.codes(text)
        total = 0.0
        for code in codes:
            total += widths.of(code) / 1000 * state.size + state.spacing
            if code == 32 and not widths.double:
                total += state.words
        return total * state.stretch, widths.double and widths.identity and 0 in codes, len(codes)

    # objects

    def resource(self, kind: str, name: Any) -> Any:
        name = str(name)
        key = (kind, name)
        if key not in self.held:
            held = self.resources.get(f"/{kind}") if isinstance(self.resources, pikepdf.Dictionary) else None
            self.held[key] = held.get(name) if isinstance(held, pikepdf.Dictionary) else None
        return self.held[key]

    def do(self, _: str, operands: Any) -> None:
        found = self.resource("XObject", operands[0])
        if not isinstance(found, pikepdf.Stream):
            return
        self.book.objects.setdefault(_key(found), found)
        if str(found.get("/Subtype")) == "/Form":
            a, b, c, d, e, f = (float(value) for value in found.get("/Matrix", [1, 0, 0, 1, 0, 0]))
            state = self.state.copy()
            state.matrix = multiply((a, b, c, d, e, f), state.matrix)
            x0, y0, x1, y1 = (float(value) for value in found.get("/BBox", [-1e9, -1e9, 1e9, 1e9]))
            limits = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            state.clip = cross(state.clip, placed(limits, state.matrix))
            if isinstance(found.get("/Group"), pikepdf.Dictionary):
                self.book.groups.append((self.book.page, _group_space(found["/Group"])))
            self.into(found, state)
        elif str(found.get("/Subtype")) == "/Image":
            self.image(found)

    def into(self, form: Any, state: State) -> None:
        """Walk a form, unless it is inside itself or too deep."""
        self.book.left -= 20  # what entering a form costs
        if self.depth >= DEPTH:
            self.book.fault("drawings are nested in themselves or too deep")
            return
        key = _key(form)
        if key not in self.book.parsed:
            data = unpack(form)
            if data is None or operators_in(data, PAGE_OPERATORS) > PAGE_OPERATORS:
                self.book.fault("a drawing on it cannot be unpacked or is too large")
                data = None
            self.book.parsed[key] = taken_apart(data or b"")
        Walk(self.book, self.book.parsed[key], form.get("/Resources", self.resources), state, self.depth + 1).run()

    def image(self, image: Any) -> None:
        self.book.images.setdefault(_key(image), image)
        width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
        m = self.state.matrix
        across, down = (m[0] ** 2 + m[1] ** 2) ** 0.5, (m[2] ** 2 + m[3] ** 2) ** 0.5
        ppi = (width * 72 / across if across else 0.0, height * 72 / down if down else 0.0)
        box = cross(placed((0, 0, 1, 1), m), self.state.clip)
        if bool(image.get("/ImageMask", False)):
            self.put("mask", box, self.state.fill, image=image, ppi=ppi)
            return
        space = image.get("/ColorSpace")
        colour = self.image_colour(space)
        self.put("image", box, colour, image=image, ppi=ppi)

    def image_colour(self, space: Any) -> Colour:
        if space is None:
            return Colour("unknown", (), None)
        found = self.named_space(space)
        kind = found if isinstance(found, str) else str(found[0])[1:]
        if kind in ("Indexed", "I") and not isinstance(found, str):
            return self.image_colour(found[1])
        if kind in ("Separation", "DeviceN"):
            self.note_spots(found)
        return Colour(kind, (), None)

    def inline(self, instruction: ContentStreamInlineImage) -> None:
        image = instruction.iimage
        try:
            m = self.state.matrix
            across, down = (m[0] ** 2 + m[1] ** 2) ** 0.5, (m[2] ** 2 + m[3] ** 2) ** 0.5
            ppi = (image.width * 72 / across if across else 0.0, image.height * 72 / down if down else 0.0)
            box = cross(placed((0, 0, 1, 1), m), self.state.clip)
            if image.image_mask:
                self.put("mask", box, self.state.fill, ppi=ppi)
            else:
                space = image.obj.get("/CS", image.obj.get("/ColorSpace"))
                self.put("image", box, self.image_colour(SHORT.get(str(space), space)), ppi=ppi)
        except (ValueError, TypeError, KeyError, AttributeError, NotImplementedError, pikepdf.PdfError):
            self.book.fault("an inline picture is damaged")

    def shade(self, _: str, operands: Any) -> None:
        shading = self.resource("Shading", operands[0])
        if isinstance(shading, pikepdf.Object):
            self.put("shading", self.state.clip, self.shading_colour(shading))


def font_program(font: Any) -> pikepdf.Object | None:
    """The embedded font file, None when there is none."""
    kids = font.get("/DescendantFonts")
    held = kids[0] if isinstance(kids, pikepdf.Array) and len(kids) else font
    described = held.get("/FontDescriptor") if isinstance(held, pikepdf.Dictionary) else None
    if not isinstance(described, pikepdf.Dictionary):
        return None
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        if isinstance(described.get(key), pikepdf.Stream):
            return described[key]
    return None


class Face:
    """A font that letters are measured with; ``is_sound`` when its file can be unpacked, or there is none."""

    __slots__ = ("_advances", "font", "is_sound")

    def __init__(self, font: pikepdf.Object, is_sound: bool) -> None:
        self.font, self.is_sound = font, is_sound
        self._advances: Advances | None = None

    def advances(self) -> Advances:
        """Raises what reading a damaged font may raise."""
        if self._advances is None:
            self._advances = Advances(self.font)
        return self._advances


_OPEN: Final = ord("<")
_Q: Final = ord("q")
_STRINGS: Final = re.compile(rb"<([^<>]*)>|([^<> ]+)")


def _read_parts(parts: list[bytes]) -> list[bytes | float]:
    """Parts of a TJ array as they are written, as strings and numbers. Raises ValueError."""
    found: list[bytes | float] = []
    for text, number in _STRINGS.findall(b" ".join(parts)):
        found.append(float(number) if number else _unhexed(text))
    return found


def _unhexed(text: bytes) -> bytes:
    return bytes.fromhex((text + b"0" * (len(text.replace(b" ", b"")) % 2)).decode("ascii"))


class Advances(dict[bytes, float]):
    """A font's advances in thousandths of its size, by the parts of TJ arrays as they are written.

    ``<0041>`` is as wide as its glyph, ``-14.5`` moves on by that much. The same parts come again and again; each is
    reckoned once. Raises ValueError for what is no such part.
    """

    __slots__ = ("default", "double", "identity", "known", "missing")

    def __init__(self, font: Any) -> None:
        super().__init__()
        self.missing: set[bytes] = set()
        """Parts that hold a missing glyph."""

        self.double = str(font.get("/Subtype")) == "/Type0"
        self.identity = str(font.get("/Encoding")) in ("/Identity-H", "/Identity-V")
        self.known: dict[int, float] = {}
        self.default = 500.0
        if self.double:
            kids = font.get("/DescendantFonts")
            kid: Any = kids[0] if isinstance(kids, pikepdf.Array) and len(kids) else {}
            self.default = float(kid.get("/DW", 1000))
            self.read_ranges(kid.get("/W"))
        else:
            first = int(font.get("/FirstChar", 0))
            for index, value in enumerate(font.get("/Widths", [])):
                self.known[first + index] = float(value)
            if str(font.get("/Subtype")) == "/Type3":
                matrix = [float(value) for value in font.get("/FontMatrix", [0.001, 0, 0, 0.001, 0, 0])]
                self.known = {code: value * matrix[0] * 1000 for code, value in self.known.items()}

    def __missing__(self, part: bytes) -> float:
        if part.startswith(b"<"):
            if not part.endswith(b">"):
                raise ValueError(part)
            codes = self.codes(_unhexed(part[1:-1]))
            advance = sum(map(self.of, codes))
            is_missing = self.double and self.identity and 0 in codes
        else:
            advance, is_missing = -float(part), False
        if len(self) >= PARTS:
            self.clear()
            self.missing.clear()
        self[part] = advance
        if is_missing:
            self.missing.add(part)
        return advance

    def codes(self, text: bytes) -> list[int]:
        """The letters of a string, by their numbers."""
        if not self.double:
            return list(text)
        return [text[i] << 8 | text[i + 1] for i in range(0, len(text) - 1, 2)]

    def read_ranges(self, ranges: Any) -> None:
        if not isinstance(ranges, pikepdf.Array):
            return
        held = list(ranges)
        index = 0
        while index + 1 < len(held) and len(self.known) < 70_000:
            first = int(held[index])
            if isinstance(held[index + 1], pikepdf.Array):
                for offset, value in enumerate(held[index + 1]):
                    self.known[first + offset] = float(value)
                index += 2
            elif index + 2 < len(held):
                for code in range(first, min(int(held[index + 1]), first + 65_535) + 1):
                    self.known[code] = float(held[index + 2])
                index += 3
            else:
                return

    def of(self, code: int) -> float:
        return self.known.get(code, self.default)


def _key(obj: Any) -> Any:
    """An object's identity: its number, or for a direct one its text."""
    return obj.objgen if obj.is_indirect else ("direct", obj.unparse())


STEPS: Final[dict[str, Any]] = {
    "q": Walk.save,
    "Q": Walk.restore,
    "cm": Walk.concat,
    "w": Walk.weight,
    "gs": Walk.graphics,
    **dict.fromkeys(("g", "G", "rg", "RG", "k", "K"), Walk.device),
    **dict.fromkeys(("cs", "CS"), Walk.space),
    **dict.fromkeys(("sc", "SC", "scn", "SCN"), Walk.colour),
    **dict.fromkeys(("m", "l", "c", "v", "y", "h", "re"), Walk.trace),
    **dict.fromkeys(("W", "W*"), Walk.clip),
    **dict.fromkeys(("f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "n"), Walk.paint),
    "BT": Walk.begin,
    "Tm": Walk.text_matrix,
    **dict.fromkeys(("Td", "TD"), Walk.text_move),
    "T*": Walk.text_next,
    **dict.fromkeys(("Tc", "Tw", "Tz", "TL", "Ts", "Tr"), Walk.text_value),
    "Tf": Walk.font,
    **dict.fromkeys(("Tj", "TJ", "'", '"'), Walk.show),
    "Do": Walk.do,
    "sh": Walk.shade,
    NEST: Walk.nest,
    PATH: Walk.path,
    SHOW: Walk.show_parts,
}
"""What each operator does; the others leave no mark."""


def plain_words(fault: object) -> str:
    """What pikepdf says of a file, without the address at which the file lay in memory."""
    return re.sub(r"(stream )?<_io\.BytesIO[^>]*>[:,]? ?", "", str(fault).strip())


def opened(data: bytes) -> pikepdf.Pdf:
    """The document; pikepdf's own errors for one that is damaged or encrypted."""
    return pikepdf.open(io.BytesIO(data), suppress_warnings=True)
