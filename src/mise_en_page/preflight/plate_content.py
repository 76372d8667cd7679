"""The visitor that writes content once more for some of the inks: every colour as its amounts of them.

What overprints with none of them is left out, and so are pictures that are too small to weigh.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from mise_en_page.model.message import say
from mise_en_page.pdf import colour
from mise_en_page.pdf.content import Content, Known
from mise_en_page.pdf.graphics import FILLS, STROKES
from mise_en_page.pdf.resources import PACKING, copied, key_of, unpack
from mise_en_page.pdf.spaces import PROCESS, colour_of, kind_of, space_of
from mise_en_page.pdf.state import Colour, State
from mise_en_page.pdf.type3 import has_colours, is_type3
from mise_en_page.pdf.walker import PATTERN, Walker
from mise_en_page.pdf.writer import Writer
from mise_en_page.preflight.page_ink import Unmeasured
from mise_en_page.preflight.plate_pictures import INVERTED, Pictures

DEPTH: Final = 24
FILLING: Final = {"f": "n", "F": "n", "f*": "n", "B": "S", "B*": "S", "b": "s", "b*": "s"}
"""What is left of an operator that paints, without its fill."""

STROKING: Final = {"S": "n", "s": "n", "B": "f", "B*": "f*", "b": "f", "b*": "f*"}
MIXING: Final = frozenset({"Hue", "Saturation", "Color", "Luminosity"})
"""Blend modes in which one ink depends on the others."""

PICTURE_KEYS: Final = PACKING | {"/Decode", "/Mask"}


class Mixed(Exception):
    """Something that prints with one ink of a set and leaves another as it is."""


class Sheet:
    """A drawing of one or three inks, and what all its content shares; ``parsed`` is content by the keys of its streams."""

    def __init__(
        self, book: pikepdf.Pdf, inks: tuple[str, ...], pictures: Pictures, parsed: dict[str, Content], known: Known
    ) -> None:
        self.book, self.inks, self.pictures, self.parsed, self.known = book, inks, pictures, parsed, known
        self.space = Name.DeviceGray if len(inks) == 1 else Name.DeviceRGB
        self.set_fill, self.set_stroke = (b" g\n", b" G\n") if len(inks) == 1 else (b" rg\n", b" RG\n")
        self.done: dict[str, Any] = {}
        self.reckoned: dict[Any, tuple[tuple[float, ...], bool]] = {}


class Plate(Walker):
    """A stream's content for a sheet. Raises ``Unmeasured`` and ``Mixed``."""

    skips: ClassVar = frozenset({"concat", "weight", "path", "trace", "clip", "begin", "text_value"})

    def __init__(self, sheet: Sheet, content: Content, resources: Any, state: State, depth: int = 0) -> None:
        super().__init__(resources, state, depth)
        self.sheet, self.instructions = sheet, content[1]
        self.writer = Writer(content[0])
        self.hidden: list[tuple[int, bytes]] = []
        """Letters that leave no mark and were left out: their place among the parts, and how they are set unseen."""

        self.shown = copied(resources) if isinstance(resources, Dictionary) else Dictionary()
        """The stream's resources: what it uses of forms, pictures, patterns and gradients is its own."""

        self.own: set[str] = set()

    def written(self) -> tuple[bytes, Dictionary]:
        """The stream's operators for these inks, and its resources."""
        self.run(self.instructions)
        return self.writer.whole(), self.shown

    def put(self, text: bytes) -> int:
        """Something else instead of the instruction at hand."""
        return self.writer.put(self.now[2], self.now[3], b"\n" + text)

    def use(self, kind: str, name: str, thing: Any) -> None:
        if kind not in self.own:
            self.own.add(kind)
            self.shown[f"/{kind}"] = copied(self.resources[f"/{kind}"])
        self.shown[f"/{kind}"][name] = thing

    # colours

    def amounts(self, painted: Colour, space: Any, over: bool, mode: int) -> tuple[tuple[float, ...], bool]:
        """How much of each ink a colour puts down, and whether it leaves all plates as they are.

        Raises ``Mixed`` when it leaves some.
        """
        inked = self.sheet.inks
        if not painted.values:
            return (0.0,) * len(inked), False
        reckoned = self.sheet.reckoned
        key = (space, painted.values, over, mode) if isinstance(space, str) else None
        if key in reckoned:
            return reckoned[key]
        inks = dict(zip(PROCESS, self.converted(painted, space), strict=True) if painted.inks is None else painted.inks)
        amounts, left = [], 0
        for ink in inked:
            amount = inks["All"] if "All" in inks else inks.get(ink)
            if "All" not in inks and over:
                left += amount is None or (amount == 0 and painted.space == "DeviceCMYK" and mode == 1)
            amounts.append(min(max(amount or 0.0, 0.0), 1.0))
        if 0 < left < len(inked):
            raise Mixed
        told = (tuple(amounts), left > 0)
        if key is not None:
            reckoned[key] = told
        return told

    def converted(self, painted: Colour, space: Any) -> tuple[float, ...]:
        """A colour that is not in inks, as the press system would convert it."""
        name, values, profile = painted.space, painted.values, self.sheet.pictures.profile
        count = int(space[1].get("/N", 0)) if name == "ICCBased" else len(values)
        if name == "ICCBased" and count == 4 and len(values) == 4:
            return values
        if count == 1 and values:
            return (0.0, 0.0, 0.0, colour.grey_to_black(values[0], profile))
        if name in ("DeviceRGB", "CalRGB", "ICCBased") and len(values) == 3:
            red, green, blue = (round(min(max(value, 0.0), 1.0) * 255) for value in values)
            return colour.rgb_to_inks((red, green, blue), profile)
        raise Unmeasured(say("unmeasured/colour", space=name or say("word/unknown-space")))

    def choose(self, operator: str, space: Any, colour: Colour) -> None:
        """The same choice of colour in the channels of the drawing."""
        super().choose(operator, space, colour)
        if kind_of(space) == "Pattern":
            name = Name.Pattern if operator in ("cs", "CS") else Name(str(self.now[1][-1]))
            self.put(name.unparse() + b" " + operator.encode("ascii") + b"\n")
            return
        # which of them a colour that overprints leaves alone counts when something is painted with it
        amounts, _ = self.amounts(colour, space, False, 0)
        self.set_channels(operator, b" ".join([b"%.5f" % (1 - amount) for amount in amounts]))

    def set_channels(self, operator: str, shown: bytes) -> None:
        self.put(shown + (self.sheet.set_stroke if operator.isupper() else self.sheet.set_fill))

    # painting

    def leaves(self, *, stroke: bool) -> bool:
        """Does filling, or the stroke, leave the plates as they are?"""
        state = self.state
        if not (state.op_stroke if stroke else state.op_fill):
            return False
        painted, space = (state.stroke, state.stroke_space) if stroke else (state.fill, state.fill_space)
        return kind_of(space) != "Pattern" and self.amounts(painted, space, True, state.opm)[1]

    def paint(self, operator: str, _: Any) -> None:
        """As much of a path as marks these plates."""
        fills, strokes = operator in FILLS, operator in STROKES
        no_fill, no_stroke = fills and self.leaves(stroke=False), strokes and self.leaves(stroke=True)
        if no_fill and (no_stroke or not strokes):
            self.put(b"n\n")
        elif no_fill or no_stroke:
            self.put((FILLING if no_fill else STROKING)[operator].encode("ascii") + b"\n")

    def show(self, operator: str, _: Any) -> None:
        """Letters that leave no mark are left out, unless others follow where they end: then they are set, and not seen."""
        state, (_, _, start, end) = self.state, self.now
        if state.render not in (0, 2, 4, 6) or not self.leaves(stroke=False):
            self.need_hidden()
            return
        invisible = b"\n3 Tr\n" + self.writer.content[start:end] + b"\n%d Tr\n" % state.render
        if operator in ("'", '"'):
            self.need_hidden()
            self.put(invisible)
        else:
            self.hidden.append((self.put(b""), invisible))

    show_parts = show

    def need_hidden(self) -> None:
        for place, text in self.hidden:
            self.writer.parts[place] = text
        self.hidden.clear()

    def text_move(self, _: str, __: Any, /) -> None:
        """After these nobody asks where the last letters ended."""
        self.hidden.clear()

    text_matrix = text_next = text_move

    def inline(self, _: str, __: Any) -> None:
        """Inline pictures are too small to weigh."""
        self.put(b"")

    # what operators refer to, made ready for the plate

    def changes(self, held: Any) -> Iterator[tuple[str, Any]]:
        for key, value in super().changes(held):
            if key == "blend" and value in MIXING and len(self.sheet.inks) > 1:
                raise Mixed
            yield key, value

    def do(self, _: str, operands: Any) -> None:
        held, done = self.resource("XObject", operands[0]), self.sheet.done
        if not isinstance(held, pikepdf.Stream):
            return
        key = key_of(held)
        if key not in done:
            done[key] = held  # one that holds itself is not written for ever
            if str(held.get("/Subtype")) == "/Form":
                done[key] = self.form(key, held, self.state.copy())
            elif str(held.get("/Subtype")) == "/Image" and not bool(held.get("/ImageMask", False)):
                done[key] = self.picture(held)
        self.use("XObject", str(operands[0]), done[key])

    def font(self, _: str, operands: Any) -> None:
        """Glyphs of a Type 3 font may have colours of their own."""
        held, done = self.resource("Font", operands[0]), self.sheet.done
        if not is_type3(held) or not isinstance(held.get("/CharProcs"), Dictionary):
            return
        key = f"font {key_of(held)}"
        if key not in done:
            done[key] = held
            copy = copied(held, without=frozenset({"/CharProcs", "/Resources"}))
            resources = held.get("/Resources", self.resources)
            copy.CharProcs, copy.Resources = copied(held.CharProcs), copied(resources)
            for name, glyph in held.CharProcs.items():
                if isinstance(glyph, pikepdf.Stream) and has_colours(self.content_of(key_of(glyph), glyph)):
                    made = copy.CharProcs[name] = self.form(key_of(glyph), glyph, State(), resources)
                    for kind, things in made.Resources.items():
                        copy.Resources[kind] = copied(things, copied(copy.Resources.get(kind, Dictionary())))
            done[key] = self.sheet.book.make_indirect(copy)
        self.use("Font", str(operands[0]), done[key])

    def content_of(self, key: str, held: Any) -> Content:
        """A stream's content, taken apart once. Raises ``Unmeasured``."""
        parsed = self.sheet.parsed
        if key not in parsed:
            data = unpack(held)
            if self.depth >= DEPTH or data is None:
                raise Unmeasured(say("unmeasured/drawing"))
            parsed[key] = self.sheet.known.taken_apart(data)
        return parsed[key]

    def form(self, key: str, held: Any, state: State, resources: Any = None) -> Any:
        """A form, a tile or a glyph for these inks; ``resources`` where it has none of its own."""
        held_by = held.get("/Resources", resources if resources is not None else self.resources)
        inner = type(self)(self.sheet, self.content_of(key, held), held_by, state, self.depth + 1)
        text, shown = inner.written()
        copy = copied(held, self.sheet.book.make_stream(text), PACKING)
        copy.Resources = shown
        if isinstance(held.get("/Group"), Dictionary):
            copy.Group = copied(held["/Group"])
            copy.Group.CS = self.sheet.space
        return copy

    def pattern(self, operands: Any) -> Colour:
        held, done = self.resource("Pattern", operands[-1]), self.sheet.done
        if not isinstance(held, pikepdf.Object):
            return PATTERN
        key = key_of(held)
        if key not in done:
            done[key] = held
            if isinstance(held, pikepdf.Stream):
                done[key] = self.form(key, held, State())
            elif isinstance(held.get("/Shading"), pikepdf.Object):
                done[key] = copied(held)
                done[key].Shading = self.shading(held["/Shading"])
        self.use("Pattern", str(operands[-1]), done[key])
        return PATTERN

    def shade(self, _: str, operands: Any) -> None:
        held = self.resource("Shading", operands[0])
        if isinstance(held, pikepdf.Object):
            self.use("Shading", str(operands[0]), self.shading(held))

    def shading(self, held: Any) -> Any:
        """A gradient for these inks: its two ends, and those of its parts."""
        key, done = f"shading {key_of(held)}", self.sheet.done
        if key not in done:
            space = space_of(self.resources, held.get("/ColorSpace"))
            function = self.ends(held.get("/Function"), space, 0)
            copy = done[key] = copied(held, without=frozenset({"/Background"}))
            copy.Function, copy.ColorSpace = function, self.sheet.space
        return done[key]

    def ends(self, function: Any, space: Any, depth: int) -> Dictionary:
        if not isinstance(function, Dictionary) or depth > 4:
            raise Unmeasured(say("unmeasured/gradient"))
        copy: Dictionary = copied(function, without=frozenset({"/Range"}))
        if "/Functions" in function:
            copy.Functions = Array([self.ends(part, space, depth + 1) for part in function["/Functions"]])
        elif "/C0" in function and "/C1" in function:
            for key in ("/C0", "/C1"):
                painted = colour_of(space, tuple(float(value) for value in function[key]))
                copy[key] = Array([round(1 - amount, 5) for amount in self.amounts(painted, space, False, 0)[0]])
        else:
            raise Unmeasured(say("unmeasured/gradient"))
        return copy

    def picture(self, held: Any) -> Any:
        """An image as the picture of these inks."""
        inks = self.sheet.pictures.inks(held, self.resources)
        planes = [inks.get(ink) for ink in self.sheet.inks]
        size = next((plane.size for plane in planes if plane is not None), (1, 1))
        shown = [Image.new("L", size, 255) if plane is None else plane.point(INVERTED) for plane in planes]
        made = shown[0] if len(shown) == 1 else Image.merge("RGB", shown)
        copy = copied(held, self.sheet.book.make_stream(made.tobytes()), PICTURE_KEYS)
        copy.Width, copy.Height, copy.BitsPerComponent, copy.ColorSpace = *size, 8, self.sheet.space
        return copy
