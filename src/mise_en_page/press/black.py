"""Black as printers want it: text and thin lines in black ink alone, overprinting; everything else knocks out.

The content streams are read operator by operator and written again. Colours become DeviceCMYK (``k``, ``K``) whatever
way they were written; a neutral grey of RGB becomes black ink; any other RGB colour is a problem, since nobody said which
inks it should be. Overprint is set just before what needs it (ISO 32000-1, 8.6.7; GWG 2022, R0007 to R0010): type and thin
lines in solid black get ``OP true op true OPM 1``, all else ``false``, so that white type always knocks out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final, cast

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, ContentStreamInstruction, Dictionary, Name, Operator

from mise_en_page.model.drawn import MARK, Inks, Strip
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Spot
from mise_en_page.pdf import colour
from mise_en_page.pdf.geometry import EVERYWHERE, Box, Matrix, apply, bounds, cross, is_frame, multiply, scale, thickness
from mise_en_page.press.job import Swatch

BLACK: Final[Inks] = (0.0, 0.0, 0.0, 1.0)
NEUTRAL: Final = 0.004
"""How far apart the three values of an RGB colour may be and still mean grey: one step of 8 bits."""

DEPTH: Final = 24
"""How deep forms may stand in forms."""

PATH: Final = frozenset({"m", "l", "c", "v", "y", "h", "re"})
CLIP: Final = frozenset({"W", "W*"})
FILL: Final = frozenset({"f", "F", "f*"})
STROKE: Final = frozenset({"S", "s"})
BOTH: Final = frozenset({"B", "B*", "b", "b*"})
SHOW: Final = frozenset({"Tj", "TJ", "'", '"'})
DROPPED: Final = frozenset({"ri", "i"})
"""Rendering intent and flatness: the printer's decision."""

GS_KEPT: Final = frozenset({"/Type", "/ca", "/CA", "/BM", "/SMask", "/AIS", "/LW", "/LC", "/LJ", "/ML", "/D"})
"""What an ExtGState may keep: no overprint of others, no transfer curves, halftones or flatness."""


@dataclass(frozen=True, slots=True)
class Paint:
    """A current colour: the instructions that set it, and its inks when it is a plain process colour."""

    key: str
    instructions: tuple[Any, ...]
    inks: Inks | None


INHERITED: Final = Paint("inherited", (), None)
"""Inside a form, before it sets a colour: whatever the caller had."""


@dataclass(slots=True)
class State:
    """The part of the graphics state that decides about black. ``shown_*`` is what has been written to the new stream."""

    matrix: Matrix
    clip: Box
    fill: Paint
    stroke: Paint
    shown_fill: str = "inherited"
    shown_stroke: str = "inherited"
    fill_space: Any = None
    stroke_space: Any = None
    width: float = 1.0
    render: int = 0
    over: tuple[bool, bool] = (False, False)
    effects: frozenset[str] = frozenset()
    """The entries of the graphics state that make what follows transparent."""


@dataclass(slots=True)
class Rewriter:
    """One document's content, rewritten page by page."""

    pdf: pikepdf.Pdf
    profile: Profile
    swatches: Mapping[tuple[int, int, int], Swatch] = field(default_factory=dict)
    stand_ins: Mapping[Inks, Swatch] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    transparent: bool = False
    fonts: dict[tuple[int, int], pikepdf.Object] = field(default_factory=dict)
    _spots: dict[str, pikepdf.Object] = field(default_factory=dict)
    _forms: dict[tuple[int, int], pikepdf.Object] = field(default_factory=dict)
    _groups: dict[tuple[int, int], tuple[pikepdf.Object, bool]] = field(default_factory=dict)
    """The transparency group of a form, and whether anything in it is transparent."""

    _told: set[tuple[str, int]] = field(default_factory=set)
    page: int = 0
    strips: tuple[Strip, ...] = ()
    """Painted lines, for the marks that stand for them in the content."""

    faces: frozenset[str] = frozenset()
    """Font resources that are named and not there yet."""

    _standing: dict[str, pikepdf.Object] = field(default_factory=dict)

    def font(self, name: str) -> pikepdf.Object | None:
        """What stands for a font that is not there yet."""
        if name not in self.faces:
            return None
        if name not in self._standing:
            self._standing[name] = self.pdf.make_indirect(Dictionary(Type=Name.Font, MiseEnPageFace=Name(f"/{name}")))
        return self._standing[name]

    def tell(self, code: str, message: str, hint: str) -> None:
        """One problem a page for each message."""
        if (message, self.page) not in self._told:
            self._told.add((message, self.page))
            self.problems.append(Problem(code, "error", message, hint, Spot(self.page)))

    @property
    def spot_names(self) -> list[str]:
        """The spot inks of the job in alphabetical order."""
        return sorted({one.name for one in (*self.swatches.values(), *self.stand_ins.values()) if one.spot})

    def spot_space(self, swatch: Swatch) -> pikepdf.Object:
        """The Separation of a spot ink: one for the whole document, with its look in process inks."""
        if swatch.name not in self._spots:
            look = Dictionary(
                FunctionType=2,
                Domain=Array([0, 1]),
                C0=Array([0, 0, 0, 0]),
                C1=Array([round(ink, 5) for ink in swatch.inks]),
                N=1,
            )
            space = Array([Name.Separation, Name(f"/{swatch.name}"), Name.DeviceCMYK, look])
            self._spots[swatch.name] = self.pdf.make_indirect(space)
        return self._spots[swatch.name]

    def rewrite(self, stream: pikepdf.Object, resources: pikepdf.Object, number: int) -> None:
        """Rewrite a page's form in place; ``transparent`` tells afterwards whether it needs a blending space."""
        self.page = number
        self.transparent = False
        _Pass(self, stream, resources, (1, 0, 0, 1, 0, 0), 0).run()
        if self.transparent and self.profile.standard != "X-4":
            self.tell(
                "press-transparency",
                f"something transparent, which PDF/{self.profile.standard} does not know",
                "take opacity, shadows and blending out of the layout, or deliver PDF/X-4",
            )


class _Pass:
    """One content stream read and written again."""

    def __init__(
        self, book: Rewriter, stream: pikepdf.Object, resources: pikepdf.Object, matrix: Matrix, depth: int, *,
        is_mask: bool = False,
    ) -> None:  # fmt: skip
        self.book, self.stream, self.source, self.depth, self.is_mask = book, stream, resources, depth, is_mask
        first = Paint("black", _set_inks(BLACK, "k"), BLACK) if depth == 0 else INHERITED
        line = Paint("black", _set_inks(BLACK, "K"), BLACK) if depth == 0 else INHERITED
        self.state = State(matrix, EVERYWHERE, first, line)
        self.stack: list[State] = []
        self.out: list[Any] = []
        self.path: list[Any] = []
        self.points: list[tuple[float, float]] = []
        self.rectangles: list[Box] = []
        self.clipping = False
        self.used: dict[str, dict[str, pikepdf.Object]] = {}

    def run(self) -> None:
        for instruction in pikepdf.parse_content_stream(self.stream):
            if isinstance(instruction, ContentStreamInlineImage):
                self.show((False, False), fill=True)
                self.out.append(instruction)
                _judge_image(self.book, instruction.iimage.obj if hasattr(instruction.iimage, "obj") else None)
                continue
            number = strip_number(instruction) if self.book.strips else None
            if number is not None:
                self.paint_strip(self.book.strips[number])
                continue
            self.step(instruction, str(instruction.operator), list(instruction.operands))
        self.stream.write(_unparsed(self.out))
        self.stream.Resources = Dictionary(
            {
                f"/{kind}": Dictionary({f"/{name}": value for name, value in held.items()})
                for kind, held in self.used.items()
            }
        )

    # one operator

    def step(self, instruction: Any, operator: str, operands: list[Any]) -> None:
        if operator in PATH:
            self.path.append(instruction)
            self.trace(operator, [float(value) for value in operands])
        elif operator in CLIP:
            self.path.append(instruction)
            self.clipping = True
        elif operator in FILL | STROKE | BOTH or operator == "n":
            self.paint(instruction, operator)
        elif operator in SHOW:
            self.show_text(instruction)
        elif (act := _ACTS.get(operator)) is not None:
            act(self, instruction, operator, operands)
        elif operator not in DROPPED:
            self.out.append(instruction)

    def trace(self, operator: str, values: list[float]) -> None:
        """Remember the path's points, on the page."""
        if operator == "re":
            x, y, width, height = values
            corners = [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]
            placed = [apply(self.state.matrix, point) for point in corners]
            self.points += placed
            self.rectangles.append(bounds(placed))
        else:
            pairs = list(zip(values[::2], values[1::2], strict=False))
            self.points += [apply(self.state.matrix, point) for point in pairs]
            if operator == "m":
                self.rectangles.append((0, 0, 0, 0))  # a path with other parts than rectangles is no frame

    def paint(self, instruction: Any, operator: str) -> None:
        state = self.state
        filled, stroked = operator in FILL | BOTH, operator in STROKE | BOTH
        box = cross(bounds(self.points), state.clip) if self.points else (0, 0, 0, 0)
        if filled or stroked:
            thin = self.book.profile.overprint_line
            over_fill = filled and state.fill.inks == BLACK and (thickness(box) < thin or is_frame(self.rectangles, thin))
            over_stroke = stroked and state.stroke.inks == BLACK and state.width * scale(state.matrix) < thin
            self.show((over_fill, over_stroke), fill=filled, stroke=stroked)
        self.out += self.path
        self.out.append(instruction)
        if self.clipping:
            state.clip = box
        self.path, self.points, self.rectangles, self.clipping = [], [], [], False

    def show_text(self, instruction: Any) -> None:
        state = self.state
        filled, stroked = state.render in (0, 2, 4, 6), state.render in (1, 2, 5, 6)
        over = (filled and state.fill.inks == BLACK, stroked and state.stroke.inks == BLACK)
        if filled or stroked:
            self.show(over, fill=filled, stroke=stroked)
        self.out.append(instruction)

    def paint_strip(self, strip: Strip) -> None:
        """Lines of text: each colour in its inks, solid black overprinting."""
        for inks, operators in strip:
            self.set_paint(self.device_paint("/DeviceCMYK", list(inks), stroke=False), stroke=False)
            self.show((self.state.fill.inks == BLACK, False), fill=True)
            self.out.append(operators)
            for name in _FONT.findall(operators):
                font = self.book.font(name.decode())
                if font is not None:
                    self.use("Font", name.decode(), font)

    def show(self, over: tuple[bool, bool], *, fill: bool = False, stroke: bool = False) -> None:
        """Write the colours and the overprint that what follows needs, if they are not set already."""
        state = self.state
        if fill and state.fill.key != state.shown_fill:
            self.out += state.fill.instructions
            state.shown_fill = state.fill.key
        if stroke and state.stroke.key != state.shown_stroke:
            self.out += state.stroke.instructions
            state.shown_stroke = state.stroke.key
        wanted = (over[0] if fill else state.over[0], over[1] if stroke else state.over[1])
        if wanted != state.over:
            name = f"Over{wanted[0]:d}{wanted[1]:d}"
            self.use("ExtGState", name, Dictionary(Type=Name.ExtGState, op=wanted[0], OP=wanted[1], OPM=1))
            self.out.append(ContentStreamInstruction([Name(f"/{name}")], Operator("gs")))
            state.over = wanted

    # resources

    def use(self, kind: str, name: str, value: pikepdf.Object) -> None:
        self.used.setdefault(kind, {})[name] = value

    def resource(self, kind: str, name: Any) -> pikepdf.Object | None:
        held = self.source.get(f"/{kind}") if isinstance(self.source, pikepdf.Object) else None
        return held.get(str(name)) if isinstance(held, pikepdf.Dictionary) else None

    # colour

    def space(self, name: Any) -> Any:
        """What a colour space operand means: a device name, or the array behind a resource name."""
        if str(name) in ("/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern"):
            return str(name)
        found = self.resource("ColorSpace", name)
        return str(found) if isinstance(found, pikepdf.Name) else found

    def device_paint(self, kind: str, values: list[float], *, stroke: bool) -> Paint:
        swatch = self.swatch(kind, values)
        if swatch is not None and swatch.spot and not self.is_mask:
            name = "Spot" + str(self.book.spot_names.index(swatch.name) + 1)
            self.use("ColorSpace", name, self.book.spot_space(swatch))
            switch = ContentStreamInstruction([Name(f"/{name}")], Operator("CS" if stroke else "cs"))
            solid = ContentStreamInstruction([1], Operator("SCN" if stroke else "scn"))
            return Paint(f"spot {swatch.name}", (switch, solid), None)
        if self.is_mask:
            light = Decimal(str(round(self.lightness(kind, values), 5)))
            return Paint(f"light {light}", (ContentStreamInstruction([light], Operator("G" if stroke else "g")),), None)
        inks = self.inks(kind, values)
        return Paint(str(inks), _set_inks(inks, "K" if stroke else "k"), inks)

    def lightness(self, kind: str, values: list[float]) -> float:
        """How much a colour lets through in a mask: CSS Masking 1, 7.10.1; of inks, ISO 32000-1, 10.3.5."""
        swatch = self.swatch(kind, values)
        if kind == "/DeviceCMYK" or swatch is not None:
            cyan, magenta, yellow, black = swatch.inks if swatch is not None else values
            return 1 - min(1.0, 0.3 * cyan + 0.59 * magenta + 0.11 * yellow + black)
        if kind == "/DeviceRGB":
            red, green, blue = (min(max(value, 0.0), 1.0) for value in values)
            return 0.2125 * red + 0.7154 * green + 0.0721 * blue
        return min(max(values[0], 0.0), 1.0) if values else 0.0

    def swatch(self, kind: str, values: list[float]) -> Swatch | None:
        """The swatch that a colour stands for."""
        if kind == "/DeviceCMYK" and len(values) == 4:
            cyan, magenta, yellow, black = (round(value, 4) for value in values)
            return self.book.stand_ins.get((cyan, magenta, yellow, black))
        if kind != "/DeviceRGB" or len(values) != 3 or not self.book.swatches:
            return None
        red, green, blue = (round(value * 255) for value in values)
        return self.book.swatches.get((red, green, blue))

    def inks(self, kind: str, values: list[float]) -> Inks:
        swatch = self.swatch(kind, values)
        if swatch is not None:
            return swatch.inks
        if kind == "/DeviceCMYK" and len(values) == 4:
            cyan, magenta, yellow, black = (round(min(max(value, 0.0), 1.0), 5) for value in values)
            return (cyan, magenta, yellow, black)
        if kind == "/DeviceGray" and len(values) == 1:
            return (0.0, 0.0, 0.0, round(1 - min(max(values[0], 0.0), 1.0), 5))
        if kind == "/DeviceRGB" and len(values) == 3 and max(values) - min(values) <= NEUTRAL:
            return (0.0, 0.0, 0.0, colour.grey_to_black(sum(values) / 3, self.book.profile))
        shown = " ".join(f"{value:.3g}" for value in values)
        if kind == "/DeviceRGB" and len(values) == 3:
            shown = "#" + "".join(f"{round(min(max(value, 0), 1) * 255):02x}" for value in values)
        self.book.tell(
            "press-colour-rgb",
            f"a colour that is not in inks: {shown} ({kind.removeprefix('/Device')})",
            "write it as device-cmyk() in the layout's CSS",
        )
        return BLACK

    def set_paint(self, paint: Paint, *, stroke: bool) -> None:
        if stroke:
            self.state.stroke = paint
        else:
            self.state.fill = paint

    def do_device(self, _: Any, operator: str, operands: list[Any]) -> None:
        kind = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}[operator.lower()]
        stroke = operator.isupper()
        self.set_paint(self.device_paint(kind, [float(value) for value in operands], stroke=stroke), stroke=stroke)

    def do_space(self, _: Any, operator: str, operands: list[Any]) -> None:
        stroke = operator == "CS"
        space = self.space(operands[0])
        if stroke:
            self.state.stroke_space = (operands[0], space)
        else:
            self.state.fill_space = (operands[0], space)
        if space in ("/DeviceGray", "/DeviceRGB", "/DeviceCMYK"):
            self.set_paint(Paint(str(BLACK), _set_inks(BLACK, "K" if stroke else "k"), BLACK), stroke=stroke)

    def do_colour(self, instruction: Any, operator: str, operands: list[Any]) -> None:
        stroke = operator.isupper()
        name, space = (self.state.stroke_space if stroke else self.state.fill_space) or (Name.DeviceGray, "/DeviceGray")
        if isinstance(space, str) and space.startswith("/Device"):
            self.set_paint(self.device_paint(space, [float(value) for value in operands], stroke=stroke), stroke=stroke)
            return
        kind = str(space[0]) if isinstance(space, pikepdf.Array) and len(space) else str(space)
        if kind == "/Pattern":
            self.do_pattern(operands)
        elif kind in ("/Separation", "/DeviceN"):
            self.use("ColorSpace", str(name)[1:], cast(pikepdf.Object, space))
        else:
            values = [float(value) for value in operands if not isinstance(value, pikepdf.Name)]
            self.set_paint(self.device_paint(kind, values, stroke=stroke), stroke=stroke)
            return
        switch = ContentStreamInstruction([name], Operator("CS" if stroke else "cs"))
        key = f"{name} {[str(value) for value in operands]}"
        self.set_paint(Paint(key, (switch, instruction), None), stroke=stroke)

    def do_pattern(self, operands: list[Any]) -> None:
        """A tiling pattern's cell is content like any other; a shading's colours are looked at."""
        name = operands[-1] if operands else None
        pattern = self.resource("Pattern", name)
        if pattern is None:
            return
        if int(pattern.get("/PatternType", 1)) == 1:
            pattern = self.form(pattern)
        else:
            self.judge_shading(pattern.get("/Shading"))
        self.use("Pattern", str(name)[1:], pattern)

    def judge_shading(self, shading: Any) -> None:
        space = shading.get("/ColorSpace") if isinstance(shading, pikepdf.Object) else None
        kind = str(space[0]) if isinstance(space, pikepdf.Array) and len(space) else str(space)
        if kind == "/DeviceRGB" and self.ends_in_inks(shading.get("/Function"), 0):
            shading["/ColorSpace"] = Name.DeviceGray if self.is_mask else Name.DeviceCMYK
        elif kind not in ("/DeviceCMYK", "/DeviceGray", "/Separation", "/DeviceN"):
            self.book.tell(
                "press-gradient-rgb", "a gradient whose colours are not in inks", "use a plain colour or a prepared picture"
            )

    def ends_in_inks(self, function: Any, depth: int) -> bool:
        """Put a gradient's ends, and those of its parts, into inks; False when one is neither a swatch nor neutral."""
        if not isinstance(function, pikepdf.Dictionary) or depth > 4:
            return False
        if "/Functions" in function:
            return all(self.ends_in_inks(part, depth + 1) for part in function["/Functions"])
        ends = [[float(value) for value in function.get(key, [])] for key in ("/C0", "/C1")]
        if any(len(end) == (1 if self.is_mask else 4) for end in ends):
            return True  # shared with another gradient, and done
        known = [len(end) == 3 and (self.swatch("/DeviceRGB", end) or max(end) - min(end) <= NEUTRAL) for end in ends]
        if not all(known) and not self.is_mask:
            return False
        for key, end in zip(("/C0", "/C1"), ends, strict=True):
            inks = [self.lightness("/DeviceRGB", end)] if self.is_mask else self.inks("/DeviceRGB", end)
            function[key] = Array([round(ink, 5) for ink in inks])
        if "/Range" in function:
            del function["/Range"]
        return True

    def do_shading(self, instruction: Any, _: str, operands: list[Any]) -> None:
        shading = self.resource("Shading", operands[0])
        if shading is not None:
            self.judge_shading(shading)
            self.use("Shading", str(operands[0])[1:], shading)
        self.show((False, False), fill=True)
        self.out.append(instruction)

    # graphics state

    def do_save(self, instruction: Any, _: str, __: list[Any]) -> None:
        self.stack.append(replace(self.state))
        self.out.append(instruction)

    def do_restore(self, instruction: Any, _: str, __: list[Any]) -> None:
        if self.stack:
            self.state = self.stack.pop()
            self.out.append(instruction)

    def do_matrix(self, instruction: Any, _: str, operands: list[Any]) -> None:
        a, b, c, d, e, f = (float(value) for value in operands)
        self.state.matrix = multiply((a, b, c, d, e, f), self.state.matrix)
        self.out.append(instruction)

    def do_width(self, instruction: Any, _: str, operands: list[Any]) -> None:
        self.state.width = float(operands[0])
        self.out.append(instruction)

    def do_render(self, instruction: Any, _: str, operands: list[Any]) -> None:
        self.state.render = int(operands[0])
        self.out.append(instruction)

    def do_font(self, instruction: Any, _: str, operands: list[Any]) -> None:
        font = self.resource("Font", operands[0]) or self.book.font(str(operands[0])[1:])
        if font is not None:
            self.use("Font", str(operands[0])[1:], font)
            self.book.fonts[font.objgen] = font
        self.out.append(instruction)

    def do_marked(self, instruction: Any, _: str, operands: list[Any]) -> None:
        """Marked content (the words behind a hyphenated one) stays, and so do the properties that it names."""
        if len(operands) > 1 and isinstance(operands[1], pikepdf.Name):
            held = self.resource("Properties", operands[1])
            if held is not None:
                self.use("Properties", str(operands[1])[1:], held)
        self.out.append(instruction)

    def do_gs(self, instruction: Any, _: str, operands: list[Any]) -> None:
        found = self.resource("ExtGState", operands[0])
        if not isinstance(found, pikepdf.Dictionary):
            return
        kept = Dictionary({key: value for key, value in found.items() if key in GS_KEPT})
        if "/LW" in kept:
            self.state.width = float(kept["/LW"])
        self.state.effects = (self.state.effects - kept.keys()) | _effects(kept)
        if self.state.effects:
            self.book.transparent = True
        mask = kept.get("/SMask")
        if isinstance(mask, pikepdf.Dictionary) and isinstance(mask.get("/G"), pikepdf.Stream):
            self.mask(mask["/G"])
        if "/Font" in found and isinstance(found["/Font"], pikepdf.Array):
            kept["/Font"] = found["/Font"]
        self.use("ExtGState", str(operands[0])[1:], kept)
        self.out.append(instruction)

    # pictures and forms

    def do_object(self, _: Any, __: str, operands: list[Any]) -> None:
        found = self.resource("XObject", operands[0])
        if not isinstance(found, pikepdf.Stream):
            return
        placed = self.form(found) if str(found.get("/Subtype")) == "/Form" else _judge_image(self.book, found)
        held = self.used.setdefault("XObject", {})
        name = next((name for name, value in held.items() if value.objgen == placed.objgen), f"X{len(held) + 1}")
        held[name] = placed
        self.show((False, False), fill=True, stroke=True)
        self.out.append(ContentStreamInstruction([Name(f"/{name}")], Operator("Do")))

    def form(self, found: pikepdf.Object) -> pikepdf.Object:
        """A form or a pattern's cell, rewritten once."""
        if found.objgen not in self.book._forms:
            if self.depth >= DEPTH:
                self.book.tell("press-nesting", f"drawings nested more than {DEPTH} deep", "simplify the drawing")
                return found
            self.book._forms[found.objgen] = found
            before, self.book.transparent = self.book.transparent, False
            self.within(found, is_mask=self.is_mask)
            group = found.get("/Group")
            if isinstance(group, pikepdf.Dictionary):
                self.book._groups[found.objgen] = group, self.book.transparent
                del found["/Group"]
            self.book.transparent = self.book.transparent or before
        self.grouped(found)
        return self.book._forms[found.objgen]

    def within(self, found: pikepdf.Object, *, is_mask: bool) -> None:
        """Rewrite what stands in a form."""
        a, b, c, d, e, f = (float(value) for value in found.get("/Matrix", [1, 0, 0, 1, 0, 0]))
        matrix = multiply((a, b, c, d, e, f), self.state.matrix)
        resources = found.get("/Resources", self.source)
        _Pass(self.book, found, resources, matrix, self.depth + 1, is_mask=is_mask).run()

    def grouped(self, found: pikepdf.Object) -> None:
        """A form's group, mixed in the inks that print, where it changes anything: one that is opaque and all of whose
        parts are does not.
        """
        group, is_transparent = self.book._groups.get(found.objgen, (None, False))
        if group is not None and (is_transparent or self.state.effects):
            self.book.transparent = True
            group["/CS"] = Name.DeviceGray if self.is_mask else Name.DeviceCMYK
            found["/Group"] = group

    def mask(self, found: pikepdf.Object) -> None:
        """A soft mask's drawing: how light it is decides, so it is drawn in grey."""
        if found.objgen in self.book._forms:
            return
        self.book._forms[found.objgen] = found
        self.within(found, is_mask=True)
        found["/Group"] = Dictionary(S=Name.Transparency, CS=Name.DeviceGray, I=True)


_ACTS: Final[dict[str, Callable[[_Pass, Any, str, list[Any]], None]]] = {
    **dict.fromkeys(("g", "G", "rg", "RG", "k", "K"), _Pass.do_device),
    **dict.fromkeys(("cs", "CS"), _Pass.do_space),
    **dict.fromkeys(("sc", "SC", "scn", "SCN"), _Pass.do_colour),
    "q": _Pass.do_save,
    "Q": _Pass.do_restore,
    "cm": _Pass.do_matrix,
    "w": _Pass.do_width,
    "Tr": _Pass.do_render,
    "Tf": _Pass.do_font,
    "gs": _Pass.do_gs,
    **dict.fromkeys(("BDC", "DP"), _Pass.do_marked),
    "Do": _Pass.do_object,
    "sh": _Pass.do_shading,
}


def _effects(state: pikepdf.Object) -> frozenset[str]:
    """Which entries of a graphics state dictionary make things transparent."""
    found = {key for key in ("/ca", "/CA") if float(state.get(key, 1)) < 1}
    if str(state.get("/BM", "/Normal")) not in ("/Normal", "/Compatible"):
        found.add("/BM")
    if "/SMask" in state and str(state["/SMask"]) != "/None":
        found.add("/SMask")
    return frozenset(found)


_MARK: Final = re.compile(rf"/{MARK}(\d+)")
_FONT: Final = re.compile(rb"^/(\S+) \S+ Tf$", re.M)


def strip_number(instruction: Any) -> int | None:
    """Of the mark that stands for a strip of lines, its number."""
    if isinstance(instruction, ContentStreamInlineImage) or str(instruction.operator) != "MP":
        return None
    found = _MARK.fullmatch(str(instruction.operands[0])) if instruction.operands else None
    return int(found[1]) if found else None


def _unparsed(parts: list[Any]) -> bytes:
    """Instructions, and operators as they stand, as one content stream."""
    written: list[bytes] = []
    waiting: list[Any] = []
    for part in [*parts, b""]:
        if not isinstance(part, bytes):
            waiting.append(part)
            continue
        if waiting:
            written.append(pikepdf.unparse_content_stream(waiting))
            waiting = []
        written.append(part)
    return b"\n".join(filter(None, written))


def _judge_image(book: Rewriter, image: Any) -> Any:
    """An image XObject: its inks are looked at, what a printer has no use for is taken off."""
    if not isinstance(image, pikepdf.Object):
        return image
    for key in ("/Interpolate", "/Name", "/Intent", "/Metadata", "/OPI", "/Alternates", "/StructParent"):
        if key in image:
            del image[key]
    if bool(image.get("/ImageMask", False)):
        return image
    if "/SMask" in image:
        book.transparent = True
    space = image.get("/ColorSpace")
    kind = str(space[0]) if isinstance(space, pikepdf.Array) and len(space) else str(space)
    if kind == "/Indexed" and isinstance(space, pikepdf.Array):
        kind = str(space[1][0]) if isinstance(space[1], pikepdf.Array) else str(space[1])
    if kind not in ("/DeviceCMYK", "/DeviceGray", "/Separation", "/DeviceN"):
        size = f"{image.get('/Width')} × {image.get('/Height')} px"
        book.tell(
            "press-image-rgb",
            f"a picture ({size}) that is not in inks ({kind.removeprefix('/')})",
            "give pictures through the issue or the layout, so that they are converted",
        )
    return image


def _set_inks(inks: Inks, operator: str) -> tuple[Any, ...]:
    values = [Decimal(str(round(ink, 5))).normalize() for ink in inks]
    plain = [value.quantize(Decimal(1)) if value == value.to_integral() else value for value in values]
    return (ContentStreamInstruction(plain, Operator(operator)),)
