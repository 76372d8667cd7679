"""A PDF read once for all checks: its pages' boxes, and everything that is painted, with its inks, size and place.

Any PDF may come in, from any tool, whole or damaged, kind or hostile: every stream is bounded before it is unpacked, loops
are cut, and what could not be read is said in ``Examined.faults`` instead of raised.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

import pikepdf
from pikepdf import ContentStreamInlineImage, Name

from mise_en_page.press.geometry import (
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
from mise_en_page.press.soundness import flate_size, operators_in, picture_fault
from mise_en_page.problem import Spot

STREAM: Final = 16 * 1024 * 1024
"""The largest content stream, profile or metadata that is unpacked, in bytes."""

OPERATORS: Final = 3_000_000
"""How many operators of a document are walked."""

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
    """What every check is given. ``faults`` are pages' contents that could not be read, in plain words."""

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
    measured: dict[int, object] = field(default_factory=dict)
    """Inks of pages, measured once for all who ask (see ``ink``)."""

    def page(self, number: int) -> PageRead:
        return self.pages[number - 1]

    def spot(self, thing: Painted) -> Spot:
        return self.page(thing.page).spot(thing.box)


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
        if names and names[0] == "/FlateDecode" and (flate_size(raw, limit) or 0) > limit:
            return None
        data = bytes(stream.read_bytes())
    except (pikepdf.PdfError, zlib.error, ValueError, TypeError, AttributeError, NotImplementedError, RuntimeError):
        return None
    return data if len(data) <= limit else None


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
        turn = int(_inherited(page, "/Rotate") or 0) % 360
    except (TypeError, ValueError):
        return 0
    return turn if turn % 90 == 0 else 0


def examine(data: bytes, pdf: pikepdf.Pdf) -> Examined:
    """Everything that checks ask about, read in one walk."""
    pages = []
    for number, page in enumerate(pdf.pages, 1):
        if number > PAGES:
            break
        unit, turn = _unit(page.obj), _turn(page.obj)
        boxes = (box_of(page.obj, f"/{name}Box") for name in ("Media", "Crop", "Bleed", "Trim", "Art"))
        media, shown, bleed, trim, art = (_times(box, unit) for box in boxes)
        pages.append(PageRead(number, page.obj, media, shown, bleed, trim, art, unit, turn))
    book = Book()
    for read in pages:
        book.page = read.number
        book.begun = book.operators
        try:
            resources = _inherited(read.obj, "/Resources")
            content = _contents(read.obj)
            if content is None:
                book.fault("its content cannot be unpacked or is too large")
            elif operators_in(content) > PAGE_OPERATORS:
                book.fault("it has too many operators to be checked")
            else:
                if isinstance(read.obj.get("/Group"), pikepdf.Dictionary):
                    book.groups.append((read.number, _group_space(read.obj["/Group"])))
                Walk(book, content, resources, State(matrix=(read.unit, 0.0, 0.0, read.unit, 0.0, 0.0)), 0).run()
        except (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError) as fault:
            book.fault(f"its content is damaged ({type(fault).__name__})")
    return Examined(
        data,
        pdf,
        tuple(pages),
        tuple(book.painted),
        tuple(book.fonts.values()),
        tuple(book.images.values()),
        tuple(dict.fromkeys(book.groups)),
        tuple(book.states.values()),
        tuple(book.objects.values()),
        tuple(sorted(book.spots)),
        tuple(dict.fromkeys(book.faults)),
        tuple(_picture_faults(book.images.values())),
    )


def _picture_faults(images: Iterable[pikepdf.Object]) -> Iterator[tuple[pikepdf.Object, str]]:
    for image in images:
        mask = image.get("/SMask")
        for held in (image, mask) if isinstance(mask, pikepdf.Stream) else (image,):
            try:
                words = picture_fault(held)
            except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, MemoryError):
                words = "a picture is damaged"
            if words is not None:
                yield image, words


def _inherited(obj: pikepdf.Object, name: str) -> Any:
    holder: Any = obj
    for _ in range(16):
        if not isinstance(holder, pikepdf.Dictionary):
            return None
        if name in holder:
            return holder[name]
        holder = holder.get("/Parent")
    return None


def _contents(page: pikepdf.Object) -> bytes | None:
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
    """What is gathered over the whole document."""

    page: int = 0
    operators: int = 0
    begun: int = 0
    """How many operators had been walked when the page began."""

    painted: list[Painted] = field(default_factory=list)
    fonts: dict[Any, pikepdf.Object] = field(default_factory=dict)
    images: dict[Any, pikepdf.Object] = field(default_factory=dict)
    states: dict[Any, pikepdf.Object] = field(default_factory=dict)
    objects: dict[Any, pikepdf.Object] = field(default_factory=dict)
    groups: list[tuple[int, str]] = field(default_factory=list)
    spots: set[str] = field(default_factory=set)
    faults: list[tuple[int, str]] = field(default_factory=list)
    parsed: dict[Any, Any] = field(default_factory=dict)
    widths: dict[Any, Any] = field(default_factory=dict)
    owner: pikepdf.Pdf = field(default_factory=pikepdf.new)

    def fault(self, words: str) -> None:
        self.faults.append((self.page, words))


INLINE: Final = {"/G": Name.DeviceGray, "/RGB": Name.DeviceRGB, "/CMYK": Name.DeviceCMYK}
"""The short names that only inline pictures may use."""

BLACK: Final = Colour("DeviceGray", (0.0,), (("Black", 1.0),))
UNKNOWN: Final = Colour("", (), None)


@dataclass(slots=True)
class State:
    """The graphics state, as far as checks ask."""

    matrix: Matrix = IDENTITY
    clip: Box = EVERYWHERE
    fill: Colour = BLACK
    stroke: Colour = BLACK
    fill_space: Any = "DeviceGray"
    stroke_space: Any = "DeviceGray"
    width: float = 1.0
    op_fill: bool = False
    op_stroke: bool = False
    opm: int = 0
    alpha_fill: float = 1.0
    alpha_stroke: float = 1.0
    blend: str = "Normal"
    masked: bool = False
    font: Any = None
    size: float = 0.0
    render: int = 0
    spacing: float = 0.0
    words: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


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

    def __init__(self, book: Book, content: Any, resources: Any, state: State, depth: int) -> None:
        self.book, self.content, self.resources, self.depth = book, content, resources, depth
        self.state = state
        self.stack: list[State] = []
        self.points: list[Point] = []
        self.rectangles: list[Box] = []
        self.simple = True
        self.clipping = False
        self.text: Matrix = IDENTITY
        self.line: Matrix = IDENTITY

    def run(self) -> None:
        for instruction in self.content if isinstance(self.content, list) else parse(self.book.owner, self.content):
            self.book.operators += 1
            if self.book.operators - self.book.begun > PAGE_OPERATORS or self.book.operators > OPERATORS:
                self.book.fault("it has too many operators to be checked")
                return
            if isinstance(instruction, ContentStreamInlineImage):
                self.inline(instruction)
                continue
            step = STEPS.get(str(instruction.operator))
            if step is not None:
                try:
                    step(self, str(instruction.operator), instruction.operands)
                except (ValueError, TypeError, KeyError, IndexError, AttributeError, ZeroDivisionError, OverflowError):
                    self.book.fault(f"an operator is damaged ({instruction.operator})")

    # graphics state

    def save(self, _: str, __: Any) -> None:
        self.stack.append(replace(self.state))

    def restore(self, _: str, __: Any) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def concat(self, _: str, operands: Any) -> None:
        a, b, c, d, e, f = (float(value) for value in operands)
        self.state.matrix = multiply((a, b, c, d, e, f), self.state.matrix)

    def weight(self, _: str, operands: Any) -> None:
        self.state.width = float(operands[0])

    def graphics(self, _: str, operands: Any) -> None:
        held = self.resource("ExtGState", operands[0])
        if not isinstance(held, pikepdf.Dictionary):
            return
        self.book.states.setdefault(_key(held), held)
        state = self.state
        if "/LW" in held:
            state.width = float(held["/LW"])
        if "/OP" in held:
            state.op_stroke = bool(held["/OP"])
            if "/op" not in held:
                state.op_fill = state.op_stroke
        if "/op" in held:
            state.op_fill = bool(held["/op"])
        if "/OPM" in held:
            state.opm = int(held["/OPM"])
        if "/ca" in held:
            state.alpha_fill = float(held["/ca"])
        if "/CA" in held:
            state.alpha_stroke = float(held["/CA"])
        if "/BM" in held:
            blend = held["/BM"]
            state.blend = str(blend[0] if isinstance(blend, pikepdf.Array) else blend)[1:]
        if "/SMask" in held:
            mask = held["/SMask"]
            state.masked = isinstance(mask, pikepdf.Dictionary)
            if state.masked and isinstance(mask.get("/G"), pikepdf.Stream):
                group = mask["/G"].get("/Group")
                self.book.groups.append((self.book.page, f"mask:{_group_space(group)}" if group is not None else "mask:"))
        if "/Font" in held and len(held["/Font"]) == 2:
            self.set_font(held["/Font"][0], float(held["/Font"][1]))

    # colour

    def device(self, operator: str, operands: Any) -> None:
        name = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}[operator.lower()]
        found = colour_of(name, tuple(float(value) for value in operands))
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
            state = State(matrix=(a, b, c, d, e, f), clip=self.state.clip)
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
            self.rectangles.append((0, 0, 0, 0))

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
                state.font if kind == "text" else None,
                image,
                ppi,
                notdef,
            )
        )

    # text

    def begin(self, _: str, __: Any) -> None:
        self.text = self.line = IDENTITY

    def text_matrix(self, _: str, operands: Any) -> None:
        a, b, c, d, e, f = (float(value) for value in operands)
        self.text = self.line = (a, b, c, d, e, f)

    def text_move(self, operator: str, operands: Any) -> None:
        x, y = (float(value) for value in operands)
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
        self.set_font(self.resource("Font", operands[0]), float(operands[1]))

    def set_font(self, font: Any, size: float) -> None:
        self.state.size = size
        self.state.font = font if isinstance(font, pikepdf.Dictionary) else None
        if self.state.font is not None and _key(font) not in self.book.fonts:
            self.book.fonts[_key(font)] = font
            held = font_program(font)
            if held is not None and unpack(held, FONT) is None:
                self.book.fault("one of its fonts cannot be unpacked or is too large")

    def show(self, operator: str, operands: Any) -> None:
        if operator in ("'", '"'):
            if operator == '"':
                self.state.words, self.state.spacing = float(operands[0]), float(operands[1])
            self.text_next()
        held = operands[-1]
        parts = list(held) if isinstance(held, pikepdf.Array) else [held]
        state = self.state
        advance, notdef, letters = 0.0, False, 0
        for part in parts:
            if isinstance(part, pikepdf.String):
                wide, missing, count = self.measure(bytes(part))
                advance += wide
                notdef = notdef or missing
                letters += count
            else:
                advance -= float(part) / 1000 * state.size * state.stretch
        whole = multiply(self.text, state.matrix)
        size = abs(state.size) * (whole[2] ** 2 + whole[3] ** 2) ** 0.5
        low, high = (-0.2 * state.size + state.rise, 0.8 * state.size + state.rise)
        box = placed((0.0, min(low, high), max(advance, 0.01), max(low, high)), whole)
        self.text = multiply((1, 0, 0, 1, advance, 0), self.text)
        if not letters or state.render in (3, 7):
            return
        stroked = state.render in (1, 5)
        if not is_empty(cross(box, state.clip)):
            self.put("text", box, state.stroke if stroked else state.fill, size=size, stroke=stroked, notdef=notdef)

    def measure(self, text: bytes) -> tuple[float, bool, int]:
        """The advance in text space of a string, whether it holds a missing glyph, and how many marks it leaves."""
        state = self.state
        if state.font is None:
            return len(text) * 0.5 * state.size, False, len(text)
        key = _key(state.font)
        if key not in self.book.widths:
            self.book.widths[key] = Widths(state.font)
        widths = self.book.widths[key]
        codes = [text[i] << 8 | text[i + 1] for i in range(0, len(text) - 1, 2)] if widths.double else list(text)
        total = 0.0
        for code in codes:
            total += widths.of(code) / 1000 * state.size + state.spacing
            if code == 32 and not widths.double:
                total += state.words
        return total * state.stretch, widths.double and widths.identity and 0 in codes, len(codes)

    # objects

    def resource(self, kind: str, name: Any) -> Any:
        held = self.resources.get(f"/{kind}") if isinstance(self.resources, pikepdf.Dictionary) else None
        return held.get(str(name)) if isinstance(held, pikepdf.Dictionary) else None

    def do(self, _: str, operands: Any) -> None:
        found = self.resource("XObject", operands[0])
        if not isinstance(found, pikepdf.Stream):
            return
        self.book.objects.setdefault(_key(found), found)
        if str(found.get("/Subtype")) == "/Form":
            a, b, c, d, e, f = (float(value) for value in found.get("/Matrix", [1, 0, 0, 1, 0, 0]))
            state = replace(self.state, matrix=multiply((a, b, c, d, e, f), self.state.matrix))
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
        self.book.operators += 20  # what entering a form costs
        if self.depth >= DEPTH:
            self.book.fault("drawings are nested in themselves or too deep")
            return
        key = _key(form)
        if key not in self.book.parsed:
            data = unpack(form)
            if data is None or operators_in(data) > PAGE_OPERATORS:
                self.book.fault("a drawing on it cannot be unpacked or is too large")
                data = None
            self.book.parsed[key] = list(parse(self.book.owner, data or b""))
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
                self.put("image", box, self.image_colour(INLINE.get(str(space), space)), ppi=ppi)
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


class Widths:
    """A font's advances, in thousandths of its size."""

    def __init__(self, font: Any) -> None:
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


def parse(owner: pikepdf.Pdf, content: bytes) -> Any:
    """The instructions of a content stream. ``owner`` is a document to hold it while it is read."""
    return pikepdf.parse_content_stream(owner.make_stream(content))


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
}
"""What each operator does; the others leave no mark."""


def plain_words(fault: object) -> str:
    """What pikepdf says of a file, without the address at which the file lay in memory."""
    return re.sub(r"(stream )?<_io\.BytesIO[^>]*>[:,]? ?", "", str(fault).strip())


def opened(data: bytes) -> pikepdf.Pdf:
    """The document; pikepdf's own errors for one that is damaged or encrypted."""
    return pikepdf.open(io.BytesIO(data), suppress_warnings=True)
