"""Black as printers want it: text and thin lines in black ink alone, overprinting; everything else knocks out.

The content streams are read operator by operator and written again. Colours become DeviceCMYK (``k``, ``K``) whatever
way they were written; a neutral grey of RGB becomes black ink; any other RGB colour is a problem, since nobody said which
inks it should be. Overprint is set just before what needs it (ISO 32000-1, 8.6.7; GWG 2022, R0007 to R0010): type and thin
lines in solid black get ``OP true op true OPM 1``, all else ``false``, so that white type always knocks out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any, ClassVar, Final

import pikepdf
from pikepdf import ContentStreamInlineImage, Dictionary, Name

from mise_en_page.model.drawn import MARK, Inks, Strip
from mise_en_page.model.message import Message, say
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Spot
from mise_en_page.pdf.content import INLINE
from mise_en_page.pdf.geometry import IDENTITY, Box, Matrix, is_frame, multiply, scale, thickness
from mise_en_page.pdf.graphics import FILLS, OPERATORS, STROKES
from mise_en_page.pdf.resources import matrix_of
from mise_en_page.pdf.spaces import DEVICE, kind_of, space_of
from mise_en_page.pdf.state import State
from mise_en_page.pdf.walker import Walker
from mise_en_page.press.job import Swatch
from mise_en_page.press.paints import BLACK, INHERITED, Colours, Paint, inked, instruction

DEPTH: Final = 24
"""How deep forms may stand in forms."""

GS_KEPT: Final = frozenset({"/Type", "/ca", "/CA", "/BM", "/SMask", "/AIS", "/LW", "/LC", "/LJ", "/ML", "/D"})
"""What an ExtGState may keep: no overprint of others, no transfer curves, halftones or flatness."""

_MARK: Final = re.compile(rf"/{MARK}(\d+)")
_FONT: Final = re.compile(rb"^/(\S+) \S+ Tf$", re.M)


class Rewriter:
    """One document's content, rewritten page by page. ``swatches`` and ``stand_ins``: the colours that stand for inks."""

    def __init__(
        self,
        pdf: pikepdf.Pdf,
        profile: Profile,
        swatches: Mapping[tuple[int, int, int], Swatch] | None = None,
        stand_ins: Mapping[Inks, Swatch] | None = None,
    ) -> None:
        self.pdf, self.profile = pdf, profile
        self.colours = Colours(pdf, profile, swatches or {}, stand_ins or {}, self.tell)
        self.problems: list[Problem] = []
        self.page = 0
        self.transparent = False
        """Does the page need a blending space, or the form at hand?"""

        self.fonts: dict[tuple[int, int], pikepdf.Object] = {}
        self.strips: tuple[Strip, ...] = ()
        """Painted lines, for the marks that stand for them in the content."""

        self.faces: frozenset[str] = frozenset()
        """Font resources that are named and not there yet."""

        self.forms: dict[tuple[int, int], pikepdf.Object] = {}
        self.groups: dict[tuple[int, int], tuple[pikepdf.Object, bool]] = {}
        """The transparency group of a form, and whether anything in it is transparent."""

        self._standing: dict[str, pikepdf.Object] = {}
        self._told: set[tuple[Message, int]] = set()

    def font(self, name: str) -> pikepdf.Object | None:
        """What stands for a font that is not there yet."""
        if name not in self.faces:
            return None
        if name not in self._standing:
            self._standing[name] = self.pdf.make_indirect(Dictionary(Type=Name.Font, MiseEnPageFace=Name(f"/{name}")))
        return self._standing[name]

    def tell(self, said: Message) -> None:
        """One problem a page for each message."""
        if (said, self.page) not in self._told:
            self._told.add((said, self.page))
            self.problems.append(Problem(said.key, "error", said, None, Spot(self.page)))

    def rewrite(self, stream: pikepdf.Object, resources: pikepdf.Object, number: int) -> None:
        """Rewrite a page's form in place; ``transparent`` tells afterwards whether it needs a blending space."""
        self.page = number
        self.transparent = False
        _Pass(self, stream, resources, IDENTITY, 0).rewrite()
        if self.transparent and self.profile.standard != "X-4":
            self.tell(say("press-transparency", standard=self.profile.standard))


class _State(State):
    """Colours are ``Paint``, spaces what was written and its meaning. ``shown_*`` is what the new stream was given."""

    fill: Any = INHERITED
    stroke: Any = INHERITED
    fill_space: Any = (Name.DeviceGray, "DeviceGray")
    stroke_space: Any = fill_space
    shown_fill = shown_stroke = INHERITED.key
    over = (False, False)
    """Do fills, and strokes, overprint?"""

    effects: frozenset[str] = frozenset()
    """The entries of the graphics state that make what follows transparent."""


class _Pass(Walker):
    """One content stream read and written again."""

    skips: ClassVar = frozenset({"begin", "text_matrix", "text_move", "text_next", "text_value"})
    OWN: ClassVar = {
        "device",
        "space",
        "colour",
        "trace",
        "clip",
        "paint",
        "restore",
        "graphics",
        "do",
        "point",
        "reproduction",
    }
    """Methods that write themselves what stands for an operator, if anything; the other operators stay as they are."""

    def __init__(
        self, book: Rewriter, stream: Any, resources: Any, matrix: Matrix, depth: int, *, is_mask: bool = False
    ) -> None:
        state = _State()
        state.matrix = matrix
        if depth == 0:
            state.fill, state.stroke = inked(BLACK, stroke=False), inked(BLACK, stroke=True)
        super().__init__(resources, state, depth)
        self.book, self.stream, self.is_mask = book, stream, is_mask
        self.out: list[Any] = []
        self.traced: list[Any] = []
        """The instructions of the path at hand."""

        self.used: dict[str, dict[str, pikepdf.Object]] = {}

    def rewrite(self) -> None:
        for one in pikepdf.parse_content_stream(self.stream):
            is_inline = isinstance(one, ContentStreamInlineImage)
            word, self.one = INLINE if is_inline else str(one.operator), one
            step = self.steps.get(word)
            if step is not None:
                step(self, word, one if is_inline else one.operands)
            if OPERATORS.get(word) not in self.OWN:
                self.out.append(one)
        self.stream.write(_unparsed(self.out))
        self.stream.Resources = Dictionary(
            {
                f"/{kind}": Dictionary({f"/{name}": value for name, value in held.items()})
                for kind, held in self.used.items()
            }
        )

    def need(self, over: tuple[bool, bool], *, fill: bool = False, stroke: bool = False) -> None:
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
            self.out.append(instruction("gs", Name(f"/{name}")))
            state.over = wanted

    def use(self, kind: str, name: Any, value: pikepdf.Object) -> None:
        self.used.setdefault(kind, {})[str(name).removeprefix("/")] = value

    # painting

    def trace(self, operator: str, operands: Any) -> None:
        super().trace(operator, operands)
        self.traced.append(self.one)

    def clip(self, operator: str, operands: Any) -> None:
        super().clip(operator, operands)
        self.traced.append(self.one)

    def painted(self, operator: str, box: Box) -> None:
        state = self.state
        filled, stroked = operator in FILLS, operator in STROKES
        if filled or stroked:
            thin = self.book.profile.overprint_line
            over_fill = filled and state.fill.inks == BLACK and (thickness(box) < thin or is_frame(self.rectangles, thin))
            over_stroke = stroked and state.stroke.inks == BLACK and state.width * scale(state.matrix) < thin
            self.need((over_fill, over_stroke), fill=filled, stroke=stroked)
        self.out += [*self.traced, self.one]
        self.traced = []

    def show(self, _: str, __: Any) -> None:
        state = self.state
        filled, stroked = state.render in (0, 2, 4, 6), state.render in (1, 2, 5, 6)
        over = (filled and state.fill.inks == BLACK, stroked and state.stroke.inks == BLACK)
        self.need(over, fill=filled, stroke=stroked)

    def point(self, _: str, __: Any) -> None:
        """At a mark lines of text are painted: each colour in its inks, solid black overprinting."""
        number = strip_number(self.one) if self.book.strips else None
        if number is None:
            self.out.append(self.one)
            return
        for inks, operators in self.book.strips[number]:
            self.state.fill = self.device_paint("DeviceCMYK", list(inks), stroke=False)
            self.need((self.state.fill.inks == BLACK, False), fill=True)
            self.out.append(operators)
            for name in _FONT.findall(operators):
                font = self.book.font(name.decode())
                if font is not None:
                    self.use("Font", name.decode(), font)

    def shade(self, _: str, operands: Any) -> None:
        shading = self.resource("Shading", operands[0])
        if shading is not None:
            self.book.colours.judge_shading(shading, is_mask=self.is_mask)
            self.use("Shading", operands[0], shading)
        self.need((False, False), fill=True)

    # colour

    def device_paint(self, kind: str, values: list[float], *, stroke: bool) -> Paint:
        colours = self.book.colours
        swatch = colours.swatch(kind, values)
        if swatch is not None and swatch.spot and not self.is_mask:
            name, space = colours.spot(swatch)
            self.use("ColorSpace", name, space)
            switch = instruction("CS" if stroke else "cs", Name(f"/{name}"))
            return Paint(f"spot {swatch.name}", (switch, instruction("SCN" if stroke else "scn", 1)), None)
        if self.is_mask:
            light = Decimal(str(round(colours.lightness(kind, values), 5)))
            return Paint(f"light {light}", (instruction("G" if stroke else "g", light),), None)
        return inked(colours.inks(kind, values), stroke=stroke)

    def device(self, operator: str, operands: Any) -> None:
        kind, stroke = DEVICE[operator.lower()], operator.isupper()
        paint = self.device_paint(kind, [float(value) for value in operands], stroke=stroke)
        self.choose(operator, (Name(f"/{kind}"), kind), paint)

    def space(self, operator: str, operands: Any) -> None:
        space, stroke = space_of(self.resources, operands[0]), operator == "CS"
        paint = self.state.stroke if stroke else self.state.fill
        if kind_of(space) in DEVICE.values():
            paint = inked(BLACK, stroke=stroke)
        self.choose(operator, (operands[0], space), paint)

    def colour(self, operator: str, operands: Any) -> None:
        stroke = operator.isupper()
        name, space = chosen = self.state.stroke_space if stroke else self.state.fill_space
        kind = kind_of(space)
        if kind == "Pattern":
            self.tile(operands)
        elif kind in ("Separation", "DeviceN"):
            self.use("ColorSpace", name, space)
        else:
            values = [float(value) for value in operands if not isinstance(value, pikepdf.Name)]
            self.choose(operator, chosen, self.device_paint(kind, values, stroke=stroke))
            return
        switch = instruction("CS" if stroke else "cs", name)
        key = f"{name} {[str(value) for value in operands]}"
        self.choose(operator, chosen, Paint(key, (switch, self.one), None))

    def tile(self, operands: Any) -> None:
        """A tiling pattern's cell is content like any other; a shading's colours are looked at."""
        pattern = self.resource("Pattern", operands[-1]) if len(operands) else None
        if pattern is None:
            return
        if int(pattern.get("/PatternType", 1)) == 1:
            pattern = self.form(pattern)
        else:
            self.book.colours.judge_shading(pattern.get("/Shading"), is_mask=self.is_mask)
        self.use("Pattern", operands[-1], pattern)

    # graphics state

    def restore(self, operator: str, operands: Any) -> None:
        if self.stack:
            super().restore(operator, operands)
            self.out.append(self.one)

    def graphics(self, _: str, operands: Any) -> None:
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
        self.use("ExtGState", operands[0], kept)
        self.out.append(self.one)

    def font(self, _: str, operands: Any) -> None:
        font = self.resource("Font", operands[0]) or self.book.font(str(operands[0])[1:])
        if font is not None:
            self.use("Font", operands[0], font)
            self.book.fonts[font.objgen] = font

    def marked(self, _: str, operands: Any) -> None:
        """Marked content (the words behind a hyphenated one) stays, and so do the properties that it names."""
        if len(operands) > 1 and isinstance(operands[1], pikepdf.Name):
            held = self.resource("Properties", operands[1])
            if held is not None:
                self.use("Properties", operands[1], held)

    # pictures and forms

    def inline(self, _: str, picture: ContentStreamInlineImage) -> None:
        self.need((False, False), fill=True)
        self.picture(picture.iimage.obj)

    def picture(self, image: Any) -> None:
        self.book.colours.judge_image(image)
        if "/SMask" in image:
            self.book.transparent = True

    def do(self, _: str, operands: Any) -> None:
        found = self.resource("XObject", operands[0])
        if not isinstance(found, pikepdf.Stream):
            return
        if str(found.get("/Subtype")) == "/Form":
            found = self.form(found)
        else:
            self.picture(found)
        held = self.used.setdefault("XObject", {})
        name = next((name for name, value in held.items() if value.objgen == found.objgen), f"X{len(held) + 1}")
        held[name] = found
        self.need((False, False), fill=True, stroke=True)
        self.out.append(instruction("Do", Name(f"/{name}")))

    def form(self, found: pikepdf.Object) -> pikepdf.Object:
        """A form or a pattern's cell, rewritten once."""
        book = self.book
        if found.objgen not in book.forms:
            if self.depth >= DEPTH:
                book.tell(say("press-nesting", most=DEPTH))
                return found
            book.forms[found.objgen] = found
            before, book.transparent = book.transparent, False
            self.within(found, is_mask=self.is_mask)
            group = found.get("/Group")
            if isinstance(group, pikepdf.Dictionary):
                book.groups[found.objgen] = group, book.transparent
                del found["/Group"]
            book.transparent = book.transparent or before
        self.grouped(found)
        return book.forms[found.objgen]

    def within(self, found: pikepdf.Object, *, is_mask: bool) -> None:
        """Rewrite what stands in a form."""
        matrix = multiply(matrix_of(found), self.state.matrix)
        resources = found.get("/Resources", self.resources)
        _Pass(self.book, found, resources, matrix, self.depth + 1, is_mask=is_mask).rewrite()

    def grouped(self, found: pikepdf.Object) -> None:
        """A form's group, mixed in the inks that print, where it changes anything: one that is opaque and all of whose
        parts are does not.
        """
        group, is_transparent = self.book.groups.get(found.objgen, (None, False))
        if group is not None and (is_transparent or self.state.effects):
            self.book.transparent = True
            group["/CS"] = Name.DeviceGray if self.is_mask else Name.DeviceCMYK
            found["/Group"] = group

    def mask(self, found: pikepdf.Object) -> None:
        """A soft mask's drawing: how light it is decides, so it is drawn in grey."""
        if found.objgen not in self.book.forms:
            self.book.forms[found.objgen] = found
            self.within(found, is_mask=True)
            found["/Group"] = Dictionary(S=Name.Transparency, CS=Name.DeviceGray, I=True)


def _effects(state: pikepdf.Object) -> frozenset[str]:
    """Which entries of a graphics state dictionary make things transparent."""
    found = {key for key in ("/ca", "/CA") if float(state.get(key, 1)) < 1}
    if str(state.get("/BM", "/Normal")) not in ("/Normal", "/Compatible"):
        found.add("/BM")
    if "/SMask" in state and str(state["/SMask"]) != "/None":
        found.add("/SMask")
    return frozenset(found)


def strip_number(instruction: Any) -> int | None:
    """Of the mark that stands for a strip of lines, its number."""
    if isinstance(instruction, ContentStreamInlineImage) or str(instruction.operator) != "MP":
        return None
    found = _MARK.fullmatch(str(instruction.operands[0])) if instruction.operands else None
    return int(found[1]) if found else None


def _unparsed(parts: list[Any]) -> bytes:
    """Instructions, and operators as they stand, as one content stream."""
    groups = groupby(parts, lambda part: isinstance(part, bytes))
    written = (b"\n".join(held) if plain else pikepdf.unparse_content_stream([*held]) for plain, held in groups)
    return b"\n".join(filter(None, written))
