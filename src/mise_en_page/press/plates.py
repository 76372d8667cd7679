"""The plates of a page: how much of each ink lies where. Without Ghostscript.

pdfium draws pages, not separations. So for each ink the page is written once more as a drawing in grey, in which every
colour is replaced by its amount of that ink, and whatever overprints with none of it is left out; pdfium draws that.
Measured against Ghostscript's separations in the tests.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pikepdf
import pypdfium2
from numpy.typing import NDArray
from pikepdf import Array, ContentStreamInlineImage, ContentStreamInstruction, Name, Operator
from PIL import Image, ImageChops

from mise_en_page.press import colour
from mise_en_page.press.examine import PROCESS, Examined, PageRead, colour_of, opened, unpack
from mise_en_page.press.geometry import Box
from mise_en_page.press.profile import Profile
from mise_en_page.press.raster import can_draw, set_upright, too_large

PPI: Final = 100.0
DEPTH: Final = 24
SPOTS: Final = 12
"""Plates of spot inks that are made: presses have at most a dozen units."""

PICTURE: Final = 2_000_000
"""Pictures are brought down to so many pixels: plates are measured, not printed."""

FILLING: Final = {"f": "n", "F": "n", "f*": "n", "B": "S", "B*": "S", "b": "s", "b*": "s"}
STROKING: Final = {"S": "n", "s": "n", "B": "f", "B*": "f*", "b": "f", "b*": "f*"}
SHOW: Final = frozenset({"Tj", "TJ", "'", '"'})


class Unmeasured(Exception):
    """Something on the page whose inks cannot be told."""


@dataclass(frozen=True, slots=True)
class Plates:
    """One page's inks: ``arrays`` holds for each of ``inks`` the amounts (255 solid) from the MediaBox's top left."""

    page: PageRead
    ppi: float
    inks: tuple[str, ...]
    arrays: tuple[NDArray[np.uint8], ...]

    def within(self, box: Box) -> tuple[slice, slice]:
        """Rows and columns of a rectangle of the page."""
        left, _, _, top = self.page.media or box
        factor = self.ppi / 72
        rows = slice(max(0, round((top - box[3]) * factor)), max(0, round((top - box[1]) * factor)))
        return rows, slice(max(0, round((box[0] - left) * factor)), max(0, round((box[2] - left) * factor)))

    def coverage(self) -> dict[str, float]:
        """The mean of each ink over the trimmed page, in percent."""
        where = self.within(self.page.cut)
        return {ink: float(plate[where].mean()) / 2.55 for ink, plate in zip(self.inks, self.arrays, strict=True)}

    def total(self) -> NDArray[np.float32]:
        """The sum of the inks over the page and its bleed, in percent."""
        where = self.within(self.page.printed)
        stacked = np.stack([plate[where] for plate in self.arrays]).astype(np.float32)
        added: NDArray[np.float32] = np.einsum("ijk->jk", stacked) / np.float32(2.55)
        return added

    def heaviest(self, side: float) -> tuple[float, Box]:
        """The square of ``side`` pt with most ink: its mean sum in percent, and where it lies on the page."""
        total = self.total()
        span = max(1, min(round(side * self.ppi / 72), *total.shape))
        sums = np.pad(total.astype(np.float64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
        means = (sums[span:, span:] - sums[:-span, span:] - sums[span:, :-span] + sums[:-span, :-span]) / span**2
        row, column = (int(index) for index in np.unravel_index(int(means.argmax()), means.shape))
        left, _, _, top = self.page.printed
        unit = 72 / self.ppi
        x, y = left + column * unit, top - row * unit
        return float(means[row, column]), (x, y - span * unit, x + span * unit, y)


def separate(pdf: Examined, page: PageRead, profile: Profile, ppi: float = PPI) -> Plates | None:
    """The plates of a page, process inks first; None when the page cannot be drawn. Raises ``Unmeasured``."""
    media = page.media
    if media is None or not can_draw(pdf, page) or too_large(media, ppi):
        return None
    if len(pdf.spots) > SPOTS:
        raise Unmeasured(f"the file has {len(pdf.spots)} spot inks")
    factor = ppi / 72 * page.unit
    inks = (*PROCESS, *pdf.spots)
    try:
        return Plates(page, ppi, inks, tuple(_plate(pdf, page, ink, profile, factor) for ink in inks))
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, TypeError, KeyError, IndexError, AttributeError) as fault:
        raise Unmeasured(f"the page is damaged ({type(fault).__name__})") from None


def _plate(pdf: Examined, page: PageRead, ink: str, profile: Profile, factor: float) -> NDArray[np.uint8]:
    with opened(pdf.data) as document:
        single = document.pages[page.number - 1]
        set_upright(single.obj, page)
        work = _Plate(document, ink, profile)
        single.contents_coalesce()
        content = single.obj.get("/Contents")
        if isinstance(content, pikepdf.Stream):
            resources = single.resources
            written = document.make_stream(work.rewrite(content, resources, _Inks(), 0))
            single.obj.Contents = written
        if "/Group" in single.obj:
            single.obj.Group.CS = Name.DeviceGray
        with pikepdf.new() as alone:
            alone.pages.append(single)
            out = io.BytesIO()
            alone.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    drawn_from = pypdfium2.PdfDocument(out.getvalue())
    try:
        drawn = drawn_from[0].render(scale=factor, grayscale=True, may_draw_forms=False).to_numpy()
    finally:
        drawn_from.close()
    grey = drawn[..., 0] if drawn.ndim == 3 else drawn
    return np.ascontiguousarray(255 - grey)


@dataclass(slots=True)
class _Inks:
    """What counts for one plate: the amounts of fill and stroke (None: leave the plate as it is), and overprint."""

    fill: float | None = 0.0
    stroke: float | None = 0.0
    fill_space: Any = "DeviceGray"
    stroke_space: Any = "DeviceGray"
    fill_values: tuple[float, ...] = (0.0,)
    stroke_values: tuple[float, ...] = (0.0,)
    over_fill: bool = False
    over_stroke: bool = False
    mode: int = 0
    render: int = 0
    pattern: bool = False


class _Plate:
    """Content rewritten for one ink."""

    def __init__(self, document: pikepdf.Pdf, ink: str, profile: Profile) -> None:
        self.document, self.ink, self.profile = document, ink, profile
        self.done: set[Any] = set()

    def rewrite(self, stream: Any, resources: Any, state: _Inks, depth: int) -> bytes:
        """The stream's operators for this plate."""
        if depth > DEPTH or unpack(stream) is None:
            raise Unmeasured("a drawing is too deep or too large")
        out: list[Any] = []
        stack: list[_Inks] = []
        for instruction in pikepdf.parse_content_stream(stream):
            if isinstance(instruction, ContentStreamInlineImage):
                continue  # too small to weigh
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "q":
                stack.append(replace(state))
            elif operator == "Q" and stack:
                state = stack.pop()
            if operator in COLOURS:
                out.append(self.colour(instruction, resources, state, depth))
            elif operator in FILLING or operator in STROKING:
                out.append(self.painted(instruction, operator, state))
            elif operator in SHOW:
                self.show(instruction, state, out)
            else:
                self.prepare(operator, operands, resources, state, depth)
                out.append(instruction)
        return bytes(pikepdf.unparse_content_stream(out))

    def prepare(self, operator: str, operands: Any, resources: Any, state: _Inks, depth: int) -> None:
        """What an operator that stays as it is refers to, made ready for the plate."""
        if operator == "gs":
            self.graphics(operands, resources, state)
        elif operator == "Tr":
            state.render = int(operands[0])
        elif operator == "Do":
            self.object(operands, resources, state, depth)
        elif operator == "sh":
            self.shading(_held(resources, "/Shading", operands[0]), resources)

    # colours

    def amount(self, space: Any, values: tuple[float, ...], over: bool, mode: int) -> float | None:
        """How much of the plate's ink a colour puts down; None when it leaves the plate untouched."""
        found = colour_of(space, values)
        if found.inks is None:
            inks = dict(zip(PROCESS, self.converted(found.space, space, values), strict=True))
        else:
            inks = dict(found.inks)
        if "All" in inks:
            return inks["All"]
        amount = inks.get(self.ink)
        if amount is None:
            return None if over else 0.0
        if over and amount == 0 and found.space == "DeviceCMYK" and mode == 1:
            return None
        return min(max(amount, 0.0), 1.0)

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

    def colour(self, instruction: Any, resources: Any, state: _Inks, depth: int) -> Any:
        """The same choice of colour in grey."""
        operator, operands = str(instruction.operator), instruction.operands
        stroke = operator.isupper()
        if operator in ("cs", "CS"):
            space = _space(resources, operands[0])
            kind = space if isinstance(space, str) else str(space[0])[1:]
            values: tuple[float, ...] = INITIAL.get(kind, ())
            if kind == "Pattern":
                self.set(state, stroke, space, ())
                return ContentStreamInstruction([Name.Pattern], Operator(operator))
        elif operator.lower() in DEVICE:
            space, values = DEVICE[operator.lower()], tuple(float(value) for value in operands)
        else:
            space = state.stroke_space if stroke else state.fill_space
            if space == "Pattern":
                self.pattern(_held(resources, "/Pattern", operands[-1]), resources, depth)
                return ContentStreamInstruction([operands[-1]], Operator(operator))
            values = tuple(float(value) for value in operands if not isinstance(value, pikepdf.Name))
        self.set(state, stroke, space, values)
        self.settle(state)
        shown = state.stroke if stroke else state.fill
        grey = 1.0 if shown is None else 1 - shown
        return ContentStreamInstruction([round(grey, 5)], Operator("G" if stroke else "g"))

    @staticmethod
    def set(state: _Inks, stroke: bool, space: Any, values: tuple[float, ...]) -> None:
        if stroke:
            state.stroke_space, state.stroke_values = space, values
        else:
            state.fill_space, state.fill_values = space, values

    def settle(self, state: _Inks) -> None:
        """What the current colours put down, after a change of colour or of overprint."""
        if state.fill_space != "Pattern":
            state.fill = self.amount_safe(state.fill_space, state.fill_values, state.over_fill, state.mode)
        if state.stroke_space != "Pattern":
            state.stroke = self.amount_safe(state.stroke_space, state.stroke_values, state.over_stroke, state.mode)

    def amount_safe(self, space: Any, values: tuple[float, ...], over: bool, mode: int) -> float | None:
        return 0.0 if not values else self.amount(space, values, over, mode)

    # painting

    def painted(self, instruction: Any, operator: str, state: _Inks) -> Any:
        fills, strokes = operator in FILLING, operator in STROKING
        no_fill = fills and state.fill is None and state.fill_space != "Pattern"
        no_stroke = strokes and state.stroke is None and state.stroke_space != "Pattern"
        if no_fill and (no_stroke or not strokes):
            return ContentStreamInstruction([], Operator("n"))
        if no_fill:
            return ContentStreamInstruction([], Operator(FILLING[operator]))
        if no_stroke:
            return ContentStreamInstruction([], Operator(STROKING[operator]))
        return instruction

    @staticmethod
    def show(instruction: Any, state: _Inks, out: list[Any]) -> None:
        """Text that leaves the plate alone is still set, invisibly: what follows stands after it."""
        if state.fill is None and state.render in (0, 2, 4, 6) and state.fill_space != "Pattern":
            out.append(ContentStreamInstruction([3], Operator("Tr")))
            out.append(instruction)
            out.append(ContentStreamInstruction([state.render], Operator("Tr")))
        else:
            out.append(instruction)

    def graphics(self, operands: Any, resources: Any, state: _Inks) -> None:
        held = _held(resources, "/ExtGState", operands[0])
        if not isinstance(held, pikepdf.Dictionary):
            return
        if "/OP" in held:
            state.over_stroke = bool(held["/OP"])
            if "/op" not in held:
                state.over_fill = state.over_stroke
        if "/op" in held:
            state.over_fill = bool(held["/op"])
        if "/OPM" in held:
            state.mode = int(held["/OPM"])
        self.settle(state)

    def object(self, operands: Any, resources: Any, state: _Inks, depth: int) -> None:
        held = _held(resources, "/XObject", operands[0])
        if not isinstance(held, pikepdf.Stream):
            return
        key = held.objgen
        if key in self.done:
            return
        self.done.add(key)
        if str(held.get("/Subtype")) == "/Form":
            if isinstance(held.get("/Group"), pikepdf.Dictionary):
                held.Group.CS = Name.DeviceGray
            held.write(self.rewrite(held, held.get("/Resources", resources), replace(state), depth + 1))
        elif str(held.get("/Subtype")) == "/Image" and not bool(held.get("/ImageMask", False)):
            self.picture(held, resources)

    def pattern(self, held: Any, resources: Any, depth: int) -> None:
        if not isinstance(held, pikepdf.Object) or held.objgen in self.done:
            return
        self.done.add(held.objgen)
        if isinstance(held, pikepdf.Stream):
            held.write(self.rewrite(held, held.get("/Resources", resources), _Inks(), depth + 1))
        elif isinstance(held.get("/Shading"), pikepdf.Object):
            self.shading(held["/Shading"], resources)

    def shading(self, held: Any, resources: Any) -> None:
        """The two ends of a gradient, and those of its parts, for this plate."""
        if not isinstance(held, pikepdf.Object) or "/PlateDone" in held:
            return
        space = _space(resources, held.get("/ColorSpace"))
        self.ends(held.get("/Function"), space, 0)
        held["/ColorSpace"] = Name.DeviceGray
        held["/PlateDone"] = True

    def ends(self, function: Any, space: Any, depth: int) -> None:
        if not isinstance(function, pikepdf.Dictionary) or depth > 4:
            raise Unmeasured("a gradient of an unusual kind")
        if "/Functions" in function:
            for part in function["/Functions"]:
                self.ends(part, space, depth + 1)
        elif "/C0" in function and "/C1" in function:
            for key in ("/C0", "/C1"):
                values = tuple(float(value) for value in function[key])
                function[key] = Array([round(1 - (self.amount(space, values, False, 0) or 0.0), 5)])
            if "/Range" in function:
                del function["/Range"]
        else:
            raise Unmeasured("a gradient of an unusual kind")

    # pictures

    def picture(self, held: Any, resources: Any) -> None:
        """An image as the grey picture of one ink."""
        inks = self.picture_inks(held, resources)
        plate = inks.get(self.ink)
        size = (int(held.Width), int(held.Height))
        grey = Image.new("L", (1, 1), 255) if plate is None else plate.point([255 - value for value in range(256)])
        if grey.width * grey.height > PICTURE:
            factor = (PICTURE / (size[0] * size[1])) ** 0.5
            grey = grey.resize((max(1, int(size[0] * factor)), max(1, int(size[1] * factor))), Image.Resampling.BOX)
        held.write(grey.tobytes())
        for key in ("/Decode", "/DecodeParms", "/Filter", "/Mask"):
            if key in held:
                del held[key]
        held.Width, held.Height, held.BitsPerComponent, held.ColorSpace = grey.width, grey.height, 8, Name.DeviceGray

    def picture_inks(self, held: Any, resources: Any) -> dict[str, Image.Image]:
        size = (int(held.Width), int(held.Height))
        space = _space(resources, held.get("/ColorSpace"))
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

DEVICE: Final = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}


def _held(resources: Any, kind: str, name: Any) -> Any:
    held = resources.get(kind) if isinstance(resources, pikepdf.Dictionary) else None
    return held.get(str(name)) if isinstance(held, pikepdf.Dictionary) else None


def _space(resources: Any, name: Any) -> Any:
    """A device name without slash, or the array of a colour space."""
    if isinstance(name, pikepdf.Array):
        return name
    if str(name) in ("/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern"):
        return str(name)[1:]
    found = _held(resources, "/ColorSpace", name)
    return str(found)[1:] if isinstance(found, pikepdf.Name) else found if isinstance(found, pikepdf.Array) else "unknown"
