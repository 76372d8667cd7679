"""The visitor that draws a PDF's page as SVG: text as text, paths as paths, photographs and all else as pictures.

What SVG has no word for, or foreign fonts, is drawn by pdfium where it stands (``pixels``): shadings, patterns, soft
masks, stencils, inline pictures. Lengths are in pt from the trimmed page's top left corner, y downwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from mise_en_page.pdf.content import INLINE
from mise_en_page.pdf.geometry import IDENTITY, Box, Matrix, bounds, cross, is_empty, multiply, placed, scale
from mise_en_page.pdf.graphics import FILLS, STROKES
from mise_en_page.pdf.resources import unpack
from mise_en_page.pdf.walker import PATTERN, Walker
from mise_en_page.proof.html import pixels
from mise_en_page.proof.html.letters import Face, NoOutlines
from mise_en_page.proof.html.sheet import Look, Sheet
from mise_en_page.proof.html.svg import Drawn, Letters, matrix_text, number, opacity, sides, together, transform

DEPTH: Final = 28
PICTURES: Final = 40
"""Pictures of parts of one stream; where more would be needed, the whole stream becomes one."""

SHARP: Final = 200.0
"""Pixels an inch of what is drawn by pdfium for want of words."""

CAPS: Final = ("butt", "round", "square")
JOINS: Final = ("miter", "round", "bevel")
TRACES: Final = {"m": "M", "l": "L", "c": "C", "h": "Z"}
EVEN_ODD: Final = frozenset({"f*", "B*", "b*"})
CLOSES: Final = frozenset({"s", "b", "b*"})
BLENDS: Final = {
    "Multiply": "multiply", "Screen": "screen", "Overlay": "overlay", "Darken": "darken", "Lighten": "lighten",
    "ColorDodge": "color-dodge", "ColorBurn": "color-burn", "HardLight": "hard-light", "SoftLight": "soft-light",
    "Difference": "difference", "Exclusion": "exclusion", "Hue": "hue", "Saturation": "saturation", "Color": "color",
    "Luminosity": "luminosity",
}  # fmt: skip
"""PDF's blend modes as CSS calls them (ISO 32000-1, 11.3.5; Compositing and Blending 1)."""

FILL_PAINT: Final = frozenset({*FILLS, *STROKES})
TEXT: Final = frozenset({"Tj", "TJ", "'", '"'})
PAINTS: Final = FILL_PAINT | TEXT | {"Do", "sh", "INLINE IMAGE"}


class Drawer(Walker):
    """One content stream, drawn."""

    def __init__(self, sheet: Sheet, resources: Any, state: Look, depth: int = 0) -> None:
        super().__init__(resources, state, depth, sheet)
        self.sheet = sheet
        self.base: Matrix = state.matrix
        self.drawn: list[Drawn] = []
        self.traced: list[str] = []
        self.even_odd = False
        self.letters: Letters | None = None
        self.stream: list[Any] = []
        self.at = 0
        self.unsaid: list[int] = []
        """Operators that are drawn by pdfium, and what of the page they may touch."""

        self.touched: Box | None = None
        self.pictures = 0

    def draw(self, stream: list[Any]) -> None:
        """Draw the instructions of a stream, as pikepdf reads them."""
        self.stream = stream
        for n, one in enumerate(stream):
            self.at, word = n, str(one.operator)
            inline = word == "INLINE IMAGE"
            self.run(((INLINE if inline else word, one if inline else one.operands, 0, 0),))
        self.flush()

    def overrun(self) -> None:
        self.sheet.lost = True

    def damaged(self, word: str, fault: Exception) -> None:  # noqa: ARG002
        self.sheet.lost = True

    # graphics state

    def cap(self, _: str, operands: Any) -> None:
        self.state.cap = int(operands[0])

    def join(self, _: str, operands: Any) -> None:
        self.state.join = int(operands[0])

    def mitre(self, _: str, operands: Any) -> None:
        self.state.mitre = float(operands[0])

    def dash(self, _: str, operands: Any) -> None:
        self.state.dash = tuple(map(float, operands[0])), float(operands[1])

    def face(self, font: Any) -> Face | None:
        return self.sheet.workshop.face(font)

    # what is drawn

    def put(self, body: str, box: Box | None = None, matrix: Matrix = IDENTITY) -> None:
        """An element that stands within ``box`` (None: anywhere)."""
        self.flush()
        blend = BLENDS.get(self.state.blend, "")
        if blend:
            self.sheet.workshop.blends.add(blend)
            body = f'<g class="b-{blend}">{body}</g>'
        self.drawn.append(Drawn(self.clipped(box), matrix_text(matrix), body))

    def clipped(self, box: Box | None) -> str:
        """The clip that holds for what stands within a box: none where it would cut nothing off."""
        x0, y0, x1, y1 = clip = self.state.clip
        seen = cross(clip, (0.0, 0.0, *self.sheet.size))
        inside = box is not None and cross(box, (0.0, 0.0, *self.sheet.size))
        if inside and (is_empty(inside) or cross(inside, seen) == inside):
            return str(self.state.shapes)
        if x0 < -1e8:
            return str(self.state.shapes)
        return self.sheet.clip(f"<rect {sides((x0, y0, max(x1, x0), max(y1, y0)))}/>", self.state.shapes)

    def unseen(self, box: Box) -> bool:
        """Is nothing of it on the page?"""
        return is_empty(cross(cross(box, self.state.clip), (-1.0, -1.0, self.sheet.size[0] + 1, self.sheet.size[1] + 1)))

    # paths

    def trace(self, operator: str, operands: Any) -> None:
        values = [number(float(value)) for value in operands]
        match operator:
            case "re":
                x, y, width, height = values
                self.traced.append(f"M{x} {y}h{width}v{height}h{number(-float(operands[2]))}Z")
            case "v":
                now = self.traced[-1].split()[-2:] if self.traced else ["0", "0"]
                start = [each.lstrip("MLC") for each in now]
                self.traced.append(f"C{' '.join([*start, *values])}")
            case "y":
                self.traced.append(f"C{' '.join([*values, *values[2:]])}")
            case _:
                self.traced.append(f"{TRACES[operator]}{' '.join(values)}")
        super().trace(operator, operands)

    def clip(self, operator: str, operands: Any) -> None:
        super().clip(operator, operands)
        self.even_odd = operator == "W*"

    def paint(self, operator: str, operands: Any) -> None:
        clipping = self.clipping
        plain = len(self.rectangles) == 1 and len(self.traced) == 1 and not (self.state.matrix[1] or self.state.matrix[2])
        path, even_odd, matrix = "".join(self.traced), self.even_odd, self.state.matrix
        super().paint(operator, operands)
        self.traced, self.even_odd = [], False
        if clipping and not plain:
            rule = ' clip-rule="evenodd"' if even_odd else ""
            shape = f'<path d="{path}"{rule}{transform(matrix_text(matrix))}/>'
            self.state.shapes = self.sheet.clip(shape, self.state.shapes)

    def painted(self, operator: str, box: Box) -> None:
        if not self.traced or operator == "n":
            return
        state = self.state
        fills, strokes = operator in FILLS, operator in STROKES
        wide = state.width * scale(state.matrix) if strokes else 0.0
        box = bounds(self.points) if self.points else box  # before the clip
        grown = (box[0] - wide, box[1] - wide, box[2] + wide, box[3] + wide)
        if self.unseen(grown):
            return
        if state.masked or (fills and state.fill == PATTERN) or (strokes and state.stroke == PATTERN):
            self.leave(grown)
            return
        path = "".join(self.traced) + ("Z" if operator in CLOSES else "")
        looks = self.filled(operator) if fills else ' fill="none"'
        self.put(f'<path d="{path}"{looks}{self.stroked() if strokes else ""}/>', grown, state.matrix)

    def filled(self, operator: str = "") -> str:
        state = self.state
        rule = ' fill-rule="evenodd"' if operator in EVEN_ODD else ""
        return f"{self.coloured('fill')}{rule}{opacity('fill', state.alpha_fill)}"

    def stroked(self) -> str:
        state = self.state
        width = max(state.width, 0.1 / max(scale(state.matrix), 1e-6))  # 0 is the thinnest line that a printer has
        looks = f'{self.coloured("stroke")} stroke-width="{number(width)}"'
        looks += f' stroke-linecap="{CAPS[state.cap]}"' if state.cap else ""
        looks += f' stroke-linejoin="{JOINS[state.join]}"' if state.join else f' stroke-miterlimit="{number(state.mitre)}"'
        lengths, start = state.dash
        if any(lengths):
            looks += f' stroke-dasharray="{" ".join(map(number, lengths))}"'
            looks += f' stroke-dashoffset="{number(start)}"' if start else ""
        return looks + opacity("stroke", state.alpha_stroke)

    def coloured(self, which: str) -> str:
        state = self.state
        space, colour = (state.fill_space, state.fill) if which == "fill" else (state.stroke_space, state.stroke)
        space = colour.space if isinstance(space, str) else space
        return f' {which}="{self.sheet.workshop.colours.of(space, colour.values)}"'

    # text

    def show(self, operator: str, operands: Any) -> None:
        state = self.state
        if operator in ("'", '"'):
            if operator == '"':
                state.words, state.spacing = float(operands[0]), float(operands[1])
            self.text_next(operator, operands)
        held = operands[-1]
        parts = list(held) if isinstance(held, pikepdf.Array) else [held]
        if not isinstance(state.face, Face) or state.masked or PATTERN in (state.fill, state.stroke) or state.render > 3:
            self.leave(state.clip)  # an unknown advance: what follows on the line is not moved
            return
        try:
            self.glyphs([bytes(part) if isinstance(part, pikepdf.String) else float(part) for part in parts])
        except NoOutlines:
            self.leave(state.clip)

    def glyphs(self, parts: list[bytes | float]) -> None:
        state, face = self.state, self.state.face
        whole = multiply((state.stretch, 0, 0, 1, 0, 0), multiply(self.text, state.matrix))
        # Letters stand upright in both, though y grows the other way.
        upright: Matrix = (whole[0], whole[1], -whole[2], -whole[3], whole[4], whole[5])
        advance, shown = 0.0, list[tuple[float, float, int, str]]()
        for part in parts:
            if isinstance(part, float):
                advance -= part / 1000 * state.size
                continue
            for code in face.advances.codes(part):
                wide = face.advances.of(code) / 1000 * state.size
                layer, text = face.place(code)
                shown.append((advance, wide, layer, text))
                advance += wide + state.spacing / (state.stretch or 1)
        if state.render != 3 and shown:
            self.write(upright, shown)
        a, b, c, d, e, f = self.text
        across = advance * state.stretch
        self.text = (a, b, c, d, across * a + e, across * b + f)

    def write(self, matrix: Matrix, shown: list[tuple[float, float, int, str]]) -> None:
        """Letters in a row: each with its place, its width, its layer and what it stands for."""
        state, size = self.state, self.state.size
        fill = self.filled() if state.render != 1 else ' fill="none"'
        looks = fill + (self.stroked() if state.render in (1, 2) else "")
        box = placed((shown[0][0], -size, shown[-1][0] + shown[-1][1], 0.4 * size), matrix)
        if self.unseen(box):
            return
        letters = self.letters
        if letters is None or not letters.goes_on(state.face, size, state.rise, matrix, looks, self.clipped(box)):
            self.end_letters()
            letters = self.letters = Letters(state.face, size, state.rise, matrix, looks, self.clipped(box))
        letters.add(matrix, shown)

    def end_letters(self) -> None:
        if self.letters is not None:
            letters, self.letters = self.letters, None
            self.drawn.append(Drawn(letters.clip, "", letters.element()))

    # objects

    def do(self, _: str, operands: Any) -> None:
        found = self.resource("XObject", operands[0])
        if not isinstance(found, pikepdf.Stream):
            return
        kind = str(found.get("/Subtype"))
        if self.state.masked or (kind == "/Image" and bool(found.get("/ImageMask", False))):
            self.leave(placed((0, 0, 1, 1), self.state.matrix) if kind == "/Image" else self.state.clip)
        elif kind == "/Image":
            self.image(found)
        elif kind == "/Form" and self.depth < DEPTH:
            self.form(found)

    def image(self, found: Any) -> None:
        m = self.state.matrix
        region = cross(cross(placed((0, 0, 1, 1), m), self.state.clip), (0.0, 0.0, *self.sheet.size))
        if is_empty(region):
            return
        across = (m[0] ** 2 + m[1] ** 2) ** 0.5
        own = int(found.get("/Width", 1)) * 72 / across if across else 72.0
        resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=found))
        colours = self.resource("ColorSpace", found.get("/ColorSpace")) if "/ColorSpace" in found else None
        if colours is not None:
            resources.ColorSpace = pikepdf.Dictionary({str(found.ColorSpace): colours})
        ppi = min(max(own, 72.0), self.sheet.workshop.ppi)
        self.picture(b"/Picture Do", resources, m, region, ppi, opacity("", self.state.alpha_fill))

    def picture(self, content: bytes, resources: Any, matrix: Matrix, region: Box, ppi: float, looks: str = "") -> None:
        """Pixels of a region of the page, as pdfium draws some content."""
        high = self.sheet.size[1]
        x0, y0, x1, y1 = region
        upwards = multiply(matrix, (1, 0, 0, -1, 0, high))
        part = pixels.Part(content, resources, upwards, (x0, high - y1, x1, high - y0))
        address = pixels.shown(self.sheet.workshop.source, part, ppi)
        if address:
            self.put(f'<image {sides(region)} preserveAspectRatio="none"{looks} href="{address}"/>', region)

    def form(self, found: Any) -> None:
        state = self.form_state(found)
        grouped = isinstance(found.get("/Group"), pikepdf.Dictionary)
        apart = grouped and (state.alpha_fill < 1 or state.blend in BLENDS)
        if grouped:
            state.alpha_fill = state.alpha_stroke = 1.0
            state.blend = "Normal"
        inner = Drawer(self.sheet, found.get("/Resources", self.resources), state, self.depth + 1)
        inner.draw(instructions(found))
        if apart:
            less = opacity("", self.state.alpha_fill)
            self.put(f"<g{less}>{together(inner.drawn)}</g>")
        elif inner.drawn:
            self.flush()
            self.drawn += inner.drawn

    # what is left to pdfium

    def shade(self, _: str, __: Any) -> None:
        self.leave(self.state.clip)

    def inline(self, _: str, __: Any) -> None:
        self.leave(placed((0, 0, 1, 1), self.state.matrix))

    def leave(self, box: Box) -> None:
        """The operator at hand is drawn by pdfium, with those beside it."""
        region = cross(cross(box, self.state.clip), (0.0, 0.0, *self.sheet.size))
        if is_empty(region):
            return
        self.end_letters()
        self.unsaid.append(self.at)
        old = self.touched
        self.touched = region if old is None else (
            min(old[0], region[0]), min(old[1], region[1]), max(old[2], region[2]), max(old[3], region[3])
        )  # fmt: skip

    def flush(self) -> None:
        """What was left to pdfium is drawn, before anything comes over it."""
        self.end_letters()
        if not self.unsaid or self.touched is None:
            return
        wanted, region = frozenset(self.unsaid), self.touched
        self.unsaid, self.touched = [], None
        self.pictures += 1
        if self.pictures > PICTURES:
            self.sheet.lost = True
            return
        content = pikepdf.unparse_content_stream(list(_only(self.stream, wanted)))
        state = self.state
        self.state = self.state.copy()
        self.state.clip, self.state.shapes, self.state.alpha_fill = (-1e9, -1e9, 1e9, 1e9), "", 1.0
        self.picture(content, self.resources, self.base, region, SHARP)
        self.state = state


def _only(stream: list[Any], wanted: frozenset[int]) -> Iterator[Any]:
    """A stream in which nothing paints but some of its operators."""
    for n, one in enumerate(stream):
        word = str(one.operator)
        if n in wanted or word not in PAINTS:
            yield one
        elif word in FILL_PAINT:
            yield pikepdf.ContentStreamInstruction([], pikepdf.Operator("n"))
        if n == max(wanted):
            return


def instructions(form: Any) -> list[Any]:
    """A stream's operators, as pikepdf reads them; none where it cannot be unpacked, or is too large."""
    data = unpack(form)
    if data is None:
        return []
    return list(pikepdf.parse_content_stream(form))
