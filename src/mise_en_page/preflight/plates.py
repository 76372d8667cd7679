"""The plates of a page: how much of each ink lies where. Without Ghostscript.

pdfium draws pages, not separations. So a page is written once more for each set of inks, as a drawing in which every colour
is replaced by its amounts of these inks, and whatever overprints with none of them is left out; pdfium draws that. Cyan,
magenta and yellow are the red, green and blue of one drawing, black is a drawing in grey. Where something overprints with
one ink of a set and not with another, each ink of the set has a drawing of its own.
Measured against Ghostscript's separations in the tests.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pikepdf
import pypdfium2
from numpy.typing import NDArray
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops

from mise_en_page.model.press_profile import Profile
from mise_en_page.pdf import colour
from mise_en_page.pdf.content import INLINE, NEST, PATH, SHOW, Instruction, taken_apart
from mise_en_page.pdf.geometry import Box
from mise_en_page.preflight.examine import PROCESS, Examined, PageRead, colour_of, contents_of, inherited, unpack
from mise_en_page.preflight.fonts import key_of
from mise_en_page.preflight.raster import can_draw, too_large

PPI: Final = 100.0
DEPTH: Final = 24
SPOTS: Final = 12
"""Plates of spot inks that are made: presses have at most a dozen units."""

PICTURE: Final = 2_000_000
"""Pictures are brought down to so many pixels: plates are measured, not printed."""

FILLING: Final = {"f": "n", "F": "n", "f*": "n", "B": "S", "B*": "S", "b": "s", "b*": "s"}
STROKING: Final = {"S": "n", "s": "n", "B": "f", "B*": "f*", "b": "f", "b*": "f*"}
SHOWN: Final = frozenset({SHOW, "Tj", "TJ", "'", '"'})
MOVES: Final = frozenset({"Tm", "Td", "TD", "T*"})
"""After these nobody knows where the last letters ended."""

MIXING: Final = frozenset({"/Hue", "/Saturation", "/Color", "/Luminosity"})
"""Blend modes in which one ink depends on the others."""

TOGETHER: Final = 8
"""Pages that are drawn from one file: letters that one has needed are at hand for the next."""


class Unmeasured(Exception):
    """Something on the page whose inks cannot be told."""


class Mixed(Exception):
    """Something that prints with one ink of a set and leaves another as it is."""


class Paper:
    """Arrays to reckon on, used again for the next page: that the system clears new memory takes longer than the sums."""

    def __init__(self) -> None:
        self.held: dict[str, NDArray[np.uint8]] = {}

    def sheet(self, name: str, shape: tuple[int, ...], kind: type[np.generic]) -> NDArray[Any]:
        """An array, with anything in it; the one of the same name is gone."""
        size = int(np.prod(shape)) * np.dtype(kind).itemsize
        held = self.held.get(name)
        if held is None or held.size < size:
            held = self.held[name] = np.empty(size, np.uint8)
        return held[:size].view(kind).reshape(shape)


@dataclass(frozen=True, slots=True)
class Plates:
    """One page's inks: ``arrays`` holds for each of ``inks`` the amounts (255 solid) from the MediaBox's top left."""

    page: PageRead
    ppi: float
    inks: tuple[str, ...]
    arrays: tuple[NDArray[np.uint8], ...]
    paper: Paper = field(default_factory=Paper, compare=False, repr=False)

    def within(self, box: Box) -> tuple[slice, slice]:
        """Rows and columns of a rectangle of the page."""
        left, _, _, top = self.page.media or box
        factor = self.ppi / 72
        rows = slice(max(0, round((top - box[3]) * factor)), max(0, round((top - box[1]) * factor)))
        return rows, slice(max(0, round((box[0] - left) * factor)), max(0, round((box[2] - left) * factor)))

    def coverage(self) -> dict[str, float]:
        """The mean of each ink over the trimmed page, in percent."""
        where = self.within(self.page.cut)
        shares = {}
        for ink, plate in zip(self.inks, self.arrays, strict=True):
            trimmed = plate[where]
            shares[ink] = float(trimmed.sum(dtype=np.uint64)) / max(trimmed.size, 1) / 2.55
        return shares

    def total(self) -> NDArray[np.float32]:
        """The sum of the inks over the page and its bleed, in percent."""
        added: NDArray[np.float32] = self._added().astype(np.float32) / np.float32(2.55)
        return added

    def _added(self) -> NDArray[np.uint16]:
        """The sum of the inks over the page and its bleed, 255 being one solid ink."""
        where = self.within(self.page.printed)
        first, *others = (plate[where] for plate in self.arrays)
        added: NDArray[np.uint16] = self.paper.sheet("added", first.shape, np.uint16)
        added[...] = first
        for plate in others:
            added += plate
        return added

    def heaviest(self, *sides: float) -> list[tuple[float, Box]]:
        """The squares of ``sides`` pt with most ink: its mean sum in percent, and where it lies on the page."""
        added = self._added()
        left, _, _, top = self.page.printed
        unit = 72 / self.ppi
        found = []
        for side in sides:
            span = max(1, min(round(side * self.ppi / 72), *added.shape))
            squares = _squares(added, span, 255 * len(self.arrays), self.paper)
            row, column = divmod(int(squares.argmax()), squares.shape[1])
            x, y = left + column * unit, top - row * unit
            percent = round(float(squares[row, column]) / span**2 / 2.55, 4)
            found.append((percent, (x, y - span * unit, x + span * unit, y)))
        return found


def _squares(amounts: NDArray[np.uint16], span: int, most: int, paper: Paper) -> NDArray[np.uint32]:
    """The sums of all squares of ``span`` pixels; no amount is larger than ``most``.

    Down by doubling, in numbers as small as will do; across by sums that go on, which may run over: the differences are
    right all the same.
    """
    kind: type[np.uint16 | np.uint32] = np.uint16 if most * span < 65_536 else np.uint32
    rows, columns = amounts.shape
    height = rows - span + 1
    down = paper.sheet("down", (height, columns), kind)
    down[...] = 0
    step: NDArray[Any] = amounts
    size, place = 1, 0
    while True:
        if span & size:
            down += step[place : place + height]
            place += size
        if 2 * size > span:
            break
        doubled = paper.sheet(f"step {size}", (step.shape[0] - size, columns), kind)
        np.add(step[:-size], step[size:], out=doubled, dtype=kind)
        step = doubled
        size *= 2
    sums = paper.sheet("sums", (height, columns), np.uint32)
    np.cumsum(down, axis=1, dtype=np.uint32, out=sums)
    squares = paper.sheet("squares", (height, columns - span + 1), np.uint32)
    squares[:, 0] = sums[:, span - 1]
    np.subtract(sums[:, span:], sums[:, :-span], out=squares[:, 1:])
    return squares


def separate(pdf: Examined, page: PageRead, profile: Profile, ppi: float = PPI) -> Plates | None:
    """The plates of a page, process inks first; None when the page cannot be drawn. Raises ``Unmeasured``."""
    (found,) = separated([(pdf, page)], profile, ppi)
    if isinstance(found, Unmeasured):
        raise found
    return found


def separated(
    pages: Iterable[tuple[Examined, PageRead]], profile: Profile, ppi: float = PPI
) -> Iterator[Plates | Unmeasured | None]:
    """The plates of each page, or why they cannot be told; None for a page that cannot be drawn."""
    waiting: list[tuple[Examined, PageRead]] = []
    tools = _Tools()
    for each in pages:
        waiting.append(each)
        if len(waiting) == TOGETHER:
            yield from _separated(waiting, profile, ppi, tools)
            waiting = []
    yield from _separated(waiting, profile, ppi, tools)


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
    pages: Sequence[tuple[Examined, PageRead]], profile: Profile, ppi: float, tools: _Tools
) -> Iterator[Plates | Unmeasured | None]:
    with pikepdf.new() as book:
        written: list[list[_Sheet] | Unmeasured | None] = []
        for pdf, page in pages:
            try:
                written.append(_written(book, pdf, page, profile, ppi))
            except Unmeasured as reason:
                written.append(reason)
            except DAMAGED as fault:
                written.append(Unmeasured(f"the page is damaged ({type(fault).__name__})"))
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
                plates = {ink: plate for sheet in sheets for ink, plate in drawer.plates(sheet, ppi / 72 * page.unit)}
                yield Plates(page, ppi, tuple(plates), tuple(plates.values()), tools.paper)
            except DAMAGED as fault:
                yield Unmeasured(f"the page is damaged ({type(fault).__name__})")
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
        bitmap = page.render(
            scale=scale,
            grayscale=grey,
            rev_byteorder=not grey,
            may_draw_forms=False,
            bitmap_maker=self.tools.bitmap,
        )
        drawn = bitmap.to_numpy()
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


def _written(book: pikepdf.Pdf, pdf: Examined, page: PageRead, profile: Profile, ppi: float) -> list[_Sheet] | None:
    """The page written into the book, once for each set of inks; None when it cannot be drawn. Raises ``Unmeasured``."""
    media = page.media
    if media is None or not can_draw(pdf, page) or too_large(media, ppi):
        return None
    if len(pdf.spots) > SPOTS:
        raise Unmeasured(f"the file has {len(pdf.spots)} spot inks")
    content = contents_of(page.obj)
    if content is None:
        raise Unmeasured("its content is too large")
    resources = inherited(page.obj, "/Resources")
    held = book.copy_foreign(indirect(pdf.pdf, resources)) if isinstance(resources, Dictionary) else Dictionary()
    pictures = Pictures(profile)
    parsed: dict[Any, tuple[bytes, list[Instruction]]] = {"": (content, taken_apart(content))}
    group = page.obj.get("/Group")
    sheets: list[_Sheet] = []

    def write(inks: tuple[str, ...]) -> None:
        work = Plate(book, inks, pictures, parsed)
        text, shown = work.rewrite("", held, Inks(), 0)
        single = Dictionary(
            Type=Name.Page,
            MediaBox=Array([side / page.unit for side in media]),
            Resources=shown,
            Contents=book.make_stream(text),
        )
        if isinstance(group, Dictionary):
            single.Group = Dictionary(S=Name.Transparency, CS=work.space)
            for key in ("/I", "/K"):
                if key in group:
                    single.Group[key] = bool(group[key])
        book.pages.append(pikepdf.Page(book.make_indirect(single)))
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


def indirect(owner: pikepdf.Pdf, held: Any) -> Any:
    """An object as one that can be copied to another file."""
    return held if held.is_indirect else owner.make_indirect(held)


class Inks:
    """What counts for a set of inks: the colours of fill and stroke, and whether they overprint."""

    __slots__ = ("fill", "fill_space", "mode", "over_fill", "over_stroke", "render", "stroke", "stroke_space")

    def __init__(self) -> None:
        self.fill_space: Any = "DeviceGray"
        self.stroke_space: Any = "DeviceGray"
        self.fill: tuple[float, ...] = (0.0,)
        self.stroke: tuple[float, ...] = (0.0,)
        self.over_fill = False
        self.over_stroke = False
        self.mode = 0
        self.render = 0

    def copy(self) -> Inks:
        other = Inks()
        other.fill_space, other.stroke_space, other.fill, other.stroke = (
            self.fill_space, self.stroke_space, self.fill, self.stroke
        )  # fmt: skip
        other.over_fill, other.over_stroke, other.mode, other.render = (
            self.over_fill, self.over_stroke, self.mode, self.render
        )  # fmt: skip
        return other


class View:
    """A stream's resources for a set of inks: what it uses of forms, pictures, patterns and gradients is its own."""

    def __init__(self, held: Any) -> None:
        self.held = held
        self.shown = Dictionary()
        self.own: set[str] = set()
        self.changes: dict[str, tuple[tuple[str, Any], ...]] = {}
        if isinstance(held, Dictionary):
            for key in held.keys():  # noqa: SIM118 - an object of pikepdf, no dict
                self.shown[key] = held[key]

    def get(self, kind: str, name: Any) -> Any:
        return _held(self.held, kind, name)

    def put(self, kind: str, name: str, thing: Any) -> None:
        if kind not in self.own:
            self.own.add(kind)
            copy = Dictionary()
            held = self.held[kind]
            for key in held.keys():  # noqa: SIM118
                copy[key] = held[key]
            self.shown[kind] = copy
        self.shown[kind][name] = thing


class _Writer:
    """Content as it was, but for the pieces that are replaced."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.parts: list[bytes] = []
        self.kept = 0
        self.hidden: list[tuple[int, bytes]] = []

    def put(self, start: int, end: int, text: bytes) -> None:
        """``text`` instead of what stands from ``start`` to ``end``; only after what stood before when ``end`` is -1."""
        if self.kept >= 0:
            self.parts.append(self.content[self.kept : start])
            self.kept = end
        self.parts.append(text)

    def hide(self, start: int, end: int, text: bytes) -> None:
        """Letters that leave no mark are left out, unless others follow where they end."""
        self.put(start, end, b"\n")
        self.hidden.append((len(self.parts) - 1, text))

    def need_hidden(self) -> None:
        """Letters follow on those that were left out: these are set, and not seen."""
        for place, text in self.hidden:
            self.parts[place] = text
        self.hidden.clear()

    def whole(self) -> bytes:
        if self.kept >= 0:
            self.parts.append(self.content[self.kept :])
        return b"".join(self.parts)


class Plate:
    """Content rewritten for a set of one or three inks."""

    def __init__(
        self,
        book: pikepdf.Pdf,
        inks: tuple[str, ...],
        pictures: Pictures,
        parsed: dict[Any, tuple[bytes, list[Instruction]]],
    ) -> None:
        self.book, self.inks, self.pictures, self.parsed = book, inks, pictures, parsed
        self.profile = pictures.profile
        self.space = Name.DeviceGray if len(inks) == 1 else Name.DeviceRGB
        self.set_fill, self.set_stroke = (b"g", b"G") if len(inks) == 1 else (b"rg", b"RG")
        self.done: dict[str, Any] = {}
        self.reckoned: dict[Any, tuple[tuple[float, ...], bool]] = {}

    def rewrite(  # noqa: PLR0912, PLR0915 - one scan, a case an operator
        self, key: Any, resources: Any, state: Inks, depth: int, stream: Any = None
    ) -> tuple[bytes, Dictionary]:
        """A stream's operators for these inks, and its resources. Raises ``Unmeasured`` and ``Mixed``."""
        if key not in self.parsed:
            data = unpack(stream)
            if depth > DEPTH or data is None:
                raise Unmeasured("a drawing is too deep or too large")
            self.parsed[key] = (data, taken_apart(data))
        content, instructions = self.parsed[key]
        view = View(resources)
        writer = _Writer(content)
        stack: list[Inks] = []
        for word, operands, start, end in instructions:
            if word == PATH:
                pass
            elif word in MOVES:
                writer.hidden.clear()
            elif word == NEST:
                for letter in operands:
                    if letter == _Q:
                        stack.append(state.copy())
                    elif stack:
                        state = stack.pop()
            elif word in COLOURS:
                values = operands if end >= 0 else tuple(operands.operands)
                text = self.colour(word, values, view, state, depth)
                writer.put(start, end, text)
                continue
            elif word in FILLING or word in STROKING:
                instead = self.painted(word, state)
                if instead != word:
                    writer.put(start, end, b"\n" + instead.encode("ascii") + b"\n")
                    continue
            elif word in SHOWN:
                if self.is_hidden(state):
                    shown = content[start:end] if end >= 0 else _unparsed(operands)
                    invisible = b"\n3 Tr\n" + shown + b"\n%d Tr\n" % state.render
                    if word in (SHOW, "Tj", "TJ"):
                        writer.hide(start, end, invisible)
                    else:
                        writer.need_hidden()
                        writer.put(start, end, invisible)
                    continue
                writer.need_hidden()
            elif word == INLINE:
                writer.put(start, end, self.inline(operands))
                continue
            else:
                values = operands if end >= 0 else operands.operands
                if word == "q":
                    stack.append(state.copy())
                elif word == "Q":
                    if stack:
                        state = stack.pop()
                elif word == "Tr":
                    state.render = int(values[0])
                elif word in PREPARED:
                    self.prepare(word, values, view, state, depth)
            if end < 0:
                writer.put(start, end, _unparsed(operands))
        return writer.whole(), view.shown

    def inline(self, operands: Any) -> bytes:  # noqa: ARG002 - another drawing looks at it
        """What stands for an inline picture: they are too small to weigh."""
        return b"\n"

    def prepare(self, word: str, operands: Any, view: View, state: Inks, depth: int) -> None:
        """What an operator that stays as it is refers to, made ready for the plate."""
        name = str(operands[0])
        if word == "gs":
            self.graphics(name, view, state)
        elif word == "Do":
            self.object(name, view, state, depth)
        else:
            held = view.get("/Shading", name)
            if isinstance(held, pikepdf.Object):
                view.put("/Shading", name, self.shading(held, view))

    # colours

    def amounts(self, space: Any, values: tuple[float, ...], over: bool, mode: int) -> tuple[tuple[float, ...], bool]:
        """How much of each ink a colour puts down, and whether it leaves all plates as they are.

        Raises ``Mixed`` when it leaves some.
        """
        if not values:
            return (0.0,) * len(self.inks), False
        key = (space, values, over, mode) if isinstance(space, str) else None
        if key in self.reckoned:
            return self.reckoned[key]
        found = colour_of(space, values)
        if found.inks is None:
            inks = dict(zip(PROCESS, self.converted(found.space, space, values), strict=True))
        else:
            inks = dict(found.inks)
        amounts, left = [], 0
        for ink in self.inks:
            amount = inks["All"] if "All" in inks else inks.get(ink)
            if "All" not in inks and over:
                left += amount is None or (amount == 0 and found.space == "DeviceCMYK" and mode == 1)
            amounts.append(min(max(amount or 0.0, 0.0), 1.0))
        if 0 < left < len(self.inks):
            raise Mixed
        told = (tuple(amounts), left > 0)
        if key is not None:
            self.reckoned[key] = told
        return told

    def converted(self, name: str, space: Any, values: tuple[float, ...]) -> tuple[float, ...]:
        """A colour that is not in inks, as the press system would convert it."""
        count = int(space[1].get("/N", 0)) if name == "ICCBased" else len(values)
        if name == "ICCBased" and count == 4 and len(values) == 4:
            return values
        if count == 1 and values:
            return (0.0, 0.0, 0.0, colour.grey_to_black(values[0], self.profile))
        if name in ("DeviceRGB", "CalRGB", "ICCBased") and len(values) == 3:
            pixel = tuple(round(min(max(value, 0.0), 1.0) * 255) for value in values)
            return colour.rgb_to_inks((pixel[0], pixel[1], pixel[2]), self.profile)
        raise Unmeasured(f"a colour in {name or 'an unknown space'}")

    def colour(self, word: str, operands: Any, view: View, state: Inks, depth: int) -> bytes:
        """The same choice of colour in the channels of the drawing."""
        stroke = word.isupper()
        if word in ("cs", "CS"):
            space = space_of(view.held, operands[0])
            kind = space if isinstance(space, str) else str(space[0])[1:]
            values: tuple[float, ...] = INITIAL.get(kind, ())
            if kind == "Pattern":
                self.set(state, stroke, "Pattern", ())
                return b"\n/Pattern " + word.encode("ascii") + b"\n"
        elif word.lower() in DEVICE:
            space, values = DEVICE[word.lower()], tuple(map(float, operands))
        else:
            space = state.stroke_space if stroke else state.fill_space
            if space == "Pattern":
                name = str(operands[-1])
                self.pattern(name, view, depth)
                return b"\n" + pikepdf.Name(name).unparse() + b" " + word.encode("ascii") + b"\n"
            values = tuple(float(value) for value in operands if not isinstance(value, (pikepdf.Name, str)))
        self.set(state, stroke, space, values)
        # which of them a colour that overprints leaves alone counts when something is painted with it
        amounts, _ = self.amounts(space, values, False, 0)
        shown = b" ".join(b"%.5f" % (1 - amount) for amount in amounts)
        return b"\n" + shown + b" " + (self.set_stroke if stroke else self.set_fill) + b"\n"

    @staticmethod
    def set(state: Inks, stroke: bool, space: Any, values: tuple[float, ...]) -> None:
        if stroke:
            state.stroke_space, state.stroke = space, values
        else:
            state.fill_space, state.fill = space, values

    # painting

    def leaves_fill(self, state: Inks) -> bool:
        """Does filling leave the plates as they are?"""
        return (
            state.over_fill
            and state.fill_space != "Pattern"
            and self.amounts(state.fill_space, state.fill, True, state.mode)[1]
        )

    def leaves_stroke(self, state: Inks) -> bool:
        return (
            state.over_stroke
            and state.stroke_space != "Pattern"
            and self.amounts(state.stroke_space, state.stroke, True, state.mode)[1]
        )

    def painted(self, word: str, state: Inks) -> str:
        """The operator that paints as much of a path as marks these plates."""
        fills, strokes = word in FILLING, word in STROKING
        no_fill = fills and self.leaves_fill(state)
        no_stroke = strokes and self.leaves_stroke(state)
        if no_fill and (no_stroke or not strokes):
            return "n"
        if no_fill:
            return FILLING[word]
        return STROKING[word] if no_stroke else word

    def is_hidden(self, state: Inks) -> bool:
        return state.render in (0, 2, 4, 6) and self.leaves_fill(state)

    def graphics(self, name: str, view: View, state: Inks) -> None:
        if name not in view.changes:
            view.changes[name] = tuple(self.changes(view.get("/ExtGState", name)))
        for key, value in view.changes[name]:
            setattr(state, key, value)

    def changes(self, held: Any) -> Iterator[tuple[str, Any]]:
        """What a dictionary of graphics state changes. Raises ``Mixed``."""
        if not isinstance(held, Dictionary):
            return
        if "/OP" in held:
            yield "over_stroke", bool(held["/OP"])
            if "/op" not in held:
                yield "over_fill", bool(held["/OP"])
        if "/op" in held:
            yield "over_fill", bool(held["/op"])
        if "/OPM" in held:
            yield "mode", int(held["/OPM"])
        if "/BM" in held and len(self.inks) > 1:
            blend = held["/BM"]
            if str(blend[0] if isinstance(blend, Array) else blend) in MIXING:
                raise Mixed

    def object(self, name: str, view: View, state: Inks, depth: int) -> None:
        held = view.get("/XObject", name)
        if not isinstance(held, pikepdf.Stream):
            return
        key = key_of(held)
        if key not in self.done:
            self.done[key] = held  # one that holds itself is not written for ever
            if str(held.get("/Subtype")) == "/Form":
                self.done[key] = self.form(key, held, view, state.copy(), depth)
            elif str(held.get("/Subtype")) == "/Image" and not bool(held.get("/ImageMask", False)):
                self.done[key] = self.picture(held, view)
        view.put("/XObject", name, self.done[key])

    def form(self, key: str, held: Any, view: View, state: Inks, depth: int) -> Any:
        """A form or a tile for these inks."""
        text, shown = self.rewrite(key, held.get("/Resources", view.held), state, depth + 1, held)
        copy = self.book.make_stream(text)
        for entry in held.keys():  # noqa: SIM118
            if entry not in PACKING:
                copy[entry] = held[entry]
        copy.Resources = shown
        group = held.get("/Group")
        if isinstance(group, Dictionary):
            mixed = Dictionary()
            for entry in group.keys():  # noqa: SIM118
                mixed[entry] = group[entry]
            mixed.CS = self.space
            copy.Group = mixed
        return copy

    def pattern(self, name: str, view: View, depth: int) -> None:
        held = view.get("/Pattern", name)
        if not isinstance(held, pikepdf.Object):
            return
        key = key_of(held)
        if key not in self.done:
            self.done[key] = held
            if isinstance(held, pikepdf.Stream):
                self.done[key] = self.form(key, held, view, Inks(), depth)
            elif isinstance(held.get("/Shading"), pikepdf.Object):
                copy = Dictionary()
                for entry in held.keys():  # noqa: SIM118
                    copy[entry] = held[entry]
                copy.Shading = self.shading(held["/Shading"], view)
                self.done[key] = copy
        view.put("/Pattern", name, self.done[key])

    def shading(self, held: Any, view: View) -> Any:
        """A gradient for these inks: its two ends, and those of its parts."""
        key = f"shading {key_of(held)}"
        if key not in self.done:
            space = space_of(view.held, held.get("/ColorSpace"))
            function = self.ends(held.get("/Function"), space, 0)
            copy = Dictionary()
            for entry in held.keys():  # noqa: SIM118
                copy[entry] = held[entry]
            copy.Function, copy.ColorSpace = function, self.space
            if "/Background" in copy:
                del copy["/Background"]
            self.done[key] = copy
        return self.done[key]

    def ends(self, function: Any, space: Any, depth: int) -> Dictionary:
        if not isinstance(function, Dictionary) or depth > 4:
            raise Unmeasured("a gradient of an unusual kind")
        copy = Dictionary()
        for entry in function.keys():  # noqa: SIM118
            if entry != "/Range":
                copy[entry] = function[entry]
        if "/Functions" in function:
            copy.Functions = Array([self.ends(part, space, depth + 1) for part in function["/Functions"]])
        elif "/C0" in function and "/C1" in function:
            for key in ("/C0", "/C1"):
                amounts, _ = self.amounts(space, tuple(float(value) for value in function[key]), False, 0)
                copy[key] = Array([round(1 - amount, 5) for amount in amounts])
        else:
            raise Unmeasured("a gradient of an unusual kind")
        return copy

    # pictures

    def picture(self, held: Any, view: View) -> Any:
        """An image as the picture of these inks."""
        inks = self.pictures.inks(held, view.held)
        planes = [inks.get(ink) for ink in self.inks]
        size = next((plane.size for plane in planes if plane is not None), (1, 1))
        shown = [Image.new("L", size, 255) if plane is None else plane.point(INVERTED) for plane in planes]
        made = shown[0] if len(shown) == 1 else Image.merge("RGB", shown)
        copy = self.book.make_stream(made.tobytes())
        for entry in held.keys():  # noqa: SIM118
            if entry not in PACKING and entry not in ("/Decode", "/Mask"):
                copy[entry] = held[entry]
        copy.Width, copy.Height, copy.BitsPerComponent, copy.ColorSpace = *size, 8, self.space
        return copy


class Pictures:
    """The pictures of a page as inks: read once for all of them."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.read: dict[str, dict[str, Image.Image]] = {}

    def inks(self, held: Any, resources: Any) -> dict[str, Image.Image]:
        """How much of each ink every pixel takes; of large pictures, of several pixels together."""
        key = key_of(held)
        if key not in self.read:
            self.read[key] = {ink: _brought_down(plane) for ink, plane in self.picture_inks(held, resources).items()}
        return self.read[key]

    def picture_inks(self, held: Any, resources: Any) -> dict[str, Image.Image]:
        size = (int(held.Width), int(held.Height))
        space = space_of(resources, held.get("/ColorSpace"))
        name = space if isinstance(space, str) else str(space[0])[1:]
        count = {"DeviceCMYK": 4, "DeviceRGB": 3, "CalRGB": 3, "DeviceGray": 1, "CalGray": 1, "Separation": 1}.get(name, 0)
        if name == "ICCBased":
            count = int(space[1].get("/N", 0))
        pixels = self.samples(held, size, count)
        if name == "Separation":
            ink = str(space[1])[1:]
            return dict.fromkeys((*PROCESS, *self.profile.spots), pixels) if ink == "All" else {ink: pixels}
        if count == 1:
            return {"Black": pixels.point([255 - value for value in range(256)])}
        if count == 3:
            converted = Image.new("CMYK", size)
            done = colour.transform(None, "RGB", self.profile.icc).apply(pixels, converted)
            pixels = done if done is not None else converted
        return dict(zip(PROCESS, pixels.split(), strict=True))

    @staticmethod
    def samples(held: Any, size: tuple[int, int], count: int) -> Image.Image:
        """The values as they are stored, after /Decode; 8 bits."""
        mode = {1: "L", 3: "RGB", 4: "CMYK"}.get(count)
        if mode is None or size[0] * size[1] > 120_000_000:
            raise Unmeasured("a picture of an unusual kind")
        decode = [float(value) for value in held.get("/Decode", [])]
        inverted = bool(decode) and decode[0] > decode[1]
        filters = held.get("/Filter")
        names = [str(one) for one in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
        try:
            if names == ["/DCTDecode"]:
                found = _jpeg_samples(held.read_raw_bytes(), mode)
            elif int(held.get("/BitsPerComponent", 8)) == 1 and mode == "L":
                found = Image.frombytes("1", size, held.read_bytes()).convert("L")
            elif int(held.get("/BitsPerComponent", 8)) == 8:
                found = Image.frombytes(mode, size, held.read_bytes())
            else:
                raise Unmeasured("a picture of an unusual depth")
        except (OSError, ValueError, SyntaxError, pikepdf.PdfError) as fault:
            raise Unmeasured(f"a picture that cannot be read ({fault})") from None
        return ImageChops.invert(found) if inverted else found


def _brought_down(plane: Image.Image) -> Image.Image:
    if plane.width * plane.height <= PICTURE:
        return plane
    factor = (PICTURE / (plane.width * plane.height)) ** 0.5
    size = (max(1, int(plane.width * factor)), max(1, int(plane.height * factor)))
    return plane.resize(size, Image.Resampling.BOX)


def _jpeg_samples(data: bytes, mode: str) -> Image.Image:
    """A JPEG's values as they are stored. Pillow turns every CMYK JPEG round: turned back."""
    found = Image.open(io.BytesIO(data), formats=("JPEG",))
    found.load()
    if found.mode != mode:
        raise Unmeasured("a picture that is not what it says")
    return ImageChops.invert(found) if mode == "CMYK" else found


COLOURS: Final = frozenset({"g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN"})
INITIAL: Final = {"DeviceGray": (0.0,), "DeviceRGB": (0.0,) * 3, "DeviceCMYK": (0.0, 0.0, 0.0, 1.0), "Separation": (1.0,)}
"""The colour that choosing a space sets (ISO 32000-1, table 74); for the others it is not looked at."""

PREPARED: Final = frozenset({"gs", "Do", "sh"})
PACKING: Final = frozenset({"/Length", "/Filter", "/DecodeParms", "/F", "/FFilter", "/FDecodeParms"})
INVERTED: Final = [255 - value for value in range(256)]
_Q: Final = ord("q")

DEVICE: Final = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}


def _held(resources: Any, kind: str, name: Any) -> Any:
    held = resources.get(kind) if isinstance(resources, pikepdf.Dictionary) else None
    return held.get(str(name)) if isinstance(held, pikepdf.Dictionary) else None


def space_of(resources: Any, name: Any) -> Any:
    """A device name without slash, or the array of a colour space."""
    if isinstance(name, pikepdf.Array):
        return name
    if str(name) in ("/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern"):
        return str(name)[1:]
    found = _held(resources, "/ColorSpace", name)
    return str(found)[1:] if isinstance(found, pikepdf.Name) else found if isinstance(found, pikepdf.Array) else "unknown"


def _unparsed(instruction: Any) -> bytes:
    """What pikepdf read, as it is written."""
    return b"\n" + bytes(pikepdf.unparse_content_stream([instruction])) + b"\n"
