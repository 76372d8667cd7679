"""What a drawn page paints, in the order of painting: read from the operators that WeasyPrint has written, not yet bytes.

Only what decides what can be seen is followed: matrices, clips (as the rectangles around them), inks, opacity. Lengths are
pt from the trimmed page's top left corner, y growing downwards; a box is left, top, right, bottom.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal

from mise_en_page.model.drawn import MARK, Inks
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
    multiply,
    overlap,
    placed,
    scale,
    thickness,
)
from mise_en_page.pdf.graphics import FILLS, STROKES, GraphicsWalker
from mise_en_page.pdf.state import State

#: ``rule``: a thin fill or a stroke; ``tone``: a gradient or a pattern; ``lines``: the place of composed lines.
Kind = Literal["fill", "rule", "tone", "picture", "text", "lines"]

THIN: Final = 2.5
"""Under so many pt a fill is a rule."""

CURVE: Final = (0.25, 0.5, 0.75, 1.0)
"""Where a curve is looked at: a polygon stands for it."""

_MARK: Final = re.compile(rb"/" + MARK.encode() + rb"(\d+)")
_GLYPHS: Final = re.compile(r"<([0-9a-f]+)>|(-?[\d.]+(?:e-?\d+)?)")


@dataclass(frozen=True, slots=True)
class Shown:
    """A string of a template's own text: the font's resource, its size in text space, the matrix of that, the operand."""

    font: str
    size: float
    matrix: Matrix
    glyphs: str
    rise: float


@dataclass(slots=True)
class Painting:
    """One thing painted. ``box`` bounds what of it is seen; ``inks`` is None where they are not one plain colour.

    ``paths`` are the polygons of a fill or the lines of a rule (empty: all of the box), ``even_odd`` says how they are
    filled, ``width`` how thick lines are. ``source`` is WeasyPrint's box of a text or a picture. ``matrix`` and ``clip``
    held where composed lines (``number``) or text belong.
    """

    kind: Kind
    box: Box
    inks: Inks | None
    alpha: float
    paths: tuple[tuple[Point, ...], ...] = ()
    even_odd: bool = False
    width: float = 0.0
    source: Any = None
    number: int = -1
    matrix: Matrix = IDENTITY
    clip: Box = EVERYWHERE
    shown: tuple[Shown, ...] = ()

    @property
    def hides(self) -> bool:
        """Is nothing seen through it, as far as can be known?"""
        return self.alpha >= 0.5


class _State(State):
    """Colours are inks, None where they are not one plain colour; ``group`` is the opacity of the groups around."""

    fill: Inks | None = (0.0, 0.0, 0.0, 1.0)
    stroke: Inks | None = fill
    group = 1.0
    face = ""


def painted(stream: Any, height: float, near: Callable[[Box], bool]) -> list[Painting]:
    """All that a stream of a page ``height`` pt high paints. A drawing is looked into where ``near`` says so of its box."""
    found: list[Painting] = []
    state = _State()
    state.matrix = (1, 0, 0, -1, 0, height)
    _Reader(stream, state, found, near).read()
    return found


class _Reader(GraphicsWalker):
    """One stream read; a group within it is read by another."""

    def __init__(self, stream: Any, state: _State, found: list[Painting], near: Callable[[Box], bool]) -> None:
        super().__init__(state)
        self.stream, self.found, self.near = stream, found, near
        self.paths: list[list[Point]] = []
        self.source: Any = None
        self.shown: list[Shown] = []

    def read(self) -> None:
        operators = self.stream.stream
        marked = {start: (end, box) for start, end, box in self.stream.marks}
        at, end = 0, len(operators)
        closes = end + 1
        while at < end:
            if at in marked:
                closes, self.source = marked[at]
                if _is_drawing(self.source) and not self.picture():
                    at, self.source = closes, None
                    continue
            elif at >= closes:
                self.close()
                closes = end + 1
            self.step(operators[at])
            at += 1
        self.close()

    def step(self, item: Any) -> None:
        if isinstance(item, bytes):
            operands, _, operator = item.rpartition(b" ")
            word = operator.decode("latin-1")
            step = self.steps.get(word)
            if step is not None:
                step(self, word, operands.split())

    def put(self, kind: Kind, box: Box, inks: Inks | None, *, stroke: bool = False, **more: Any) -> None:
        state = self.state
        alpha = (state.alpha_stroke if stroke else state.alpha_fill) * state.group
        self.found.append(Painting(kind, box, inks, alpha, source=self.source, **more))

    def picture(self) -> bool:
        """A picture's box is painted, whatever is in it; is it worth while to look into the drawing?"""
        # the box's own clip is written first, within
        x, y = self.source.content_box_x(), self.source.content_box_y()
        corners = ((x, y), (x + self.source.width, y + self.source.height))
        box = cross(bounds([apply(self.state.matrix, corner) for corner in corners]), self.state.clip)
        self.put("picture", box, None, matrix=self.state.matrix)
        return self.near(box)

    def close(self) -> None:
        """What was marked ends."""
        if self.shown:
            self.put("text", EVERYWHERE, self.state.fill, clip=self.state.clip, shown=tuple(self.shown))
            self.shown = []
        self.source = None

    # paths

    def trace(self, operator: str, operands: Any) -> None:
        values = [float(value) for value in operands]
        if operator == "re":
            x, y, width, height = values
            values = [x, y, x + width, y, x + width, y + height, x, y + height, x, y]
        points = [apply(self.state.matrix, point) for point in zip(values[::2], values[1::2], strict=True)]
        if operator in ("m", "re"):
            self.paths.append(points)
        elif operator == "h":
            if self.paths:
                self.paths[-1].append(self.paths[-1][0])
        else:
            self.paths[-1] += points if operator == "l" else _curve(operator, self.paths[-1][-1], points)

    def paint(self, operator: str, operands: Any) -> None:
        self.points = [point for path in self.paths for point in path]
        super().paint(operator, operands)
        self.paths = []

    def painted(self, operator: str, box: Box) -> None:
        state, paths = self.state, self.paths
        if operator in ("s", "b", "b*"):
            paths = [[*path, path[0]] for path in paths if path]
        if operator in FILLS and not is_empty(box):
            kind: Kind = "rule" if thickness(box) < THIN else "tone" if state.fill is None else "fill"
            plain = len(paths) == 1 and _is_upright(paths[0])
            polygons = () if plain else tuple(map(tuple, paths))
            self.put(kind, box, state.fill, paths=polygons, even_odd=operator.endswith("*"))
        if operator in STROKES and self.points:
            half = state.width * scale(state.matrix) / 2
            seen = cross((box[0] - half, box[1] - half, box[2] + half, box[3] + half), state.clip)
            if not is_empty(seen):
                self.put("rule", seen, state.stroke, stroke=True, paths=tuple(map(tuple, paths)), width=2 * half)

    # the graphics state

    def colour(self, operator: str, operands: Any) -> None:
        """Inks, where they are process inks or a grey; what CSS says otherwise is no single ink."""
        values = [float(value) for value in operands if not value.startswith(b"/")]
        inks: Inks | None = None
        if len(values) == 4:
            inks = (values[0], values[1], values[2], values[3])
        elif operator in ("rg", "RG") and max(values) - min(values) < 0.01:
            inks = (0.0, 0.0, 0.0, 1 - values[0])
        if operator.isupper():
            self.state.stroke = inks
        else:
            self.state.fill = inks

    device = colour

    def graphics(self, _: str, operands: Any) -> None:
        held, state = self.stream._resources["ExtGState"].get(_name(operands), {}), self.state
        state.alpha_fill, state.alpha_stroke = (
            float(held.get("ca", state.alpha_fill)),
            float(held.get("CA", state.alpha_stroke)),
        )

    # objects, text, lines

    def do(self, _: str, operands: Any) -> None:
        group = self.stream.groups.get(_name(operands))
        if group is not None:
            state = self.state.copy()
            state.group, state.alpha_fill, state.alpha_stroke = state.alpha_fill * state.group, 1.0, 1.0
            inner = _Reader(group, state, self.found, self.near)
            inner.source = self.source
            inner.read()
        elif not _is_drawing(self.source):  # a ground's picture: the box of an <img> is told already
            self.put("picture", cross(placed((0, 0, 1, 1), self.state.matrix), self.state.clip), None)

    def shade(self, _: str, __: Any) -> None:
        self.put("tone", self.state.clip, None)

    def font(self, _: str, operands: Any) -> None:
        self.state.face, self.state.size = _name(operands), float(operands[1])

    def show(self, _: str, operands: Any) -> None:
        state = self.state
        glyphs = b" ".join(operands).decode("ascii")
        self.shown.append(Shown(state.face, state.size, multiply(self.text, state.matrix), glyphs, state.rise))

    def point(self, _: str, operands: Any) -> None:
        """The mark of lines that are painted later."""
        found = _MARK.fullmatch(operands[0])
        if found:
            self.put("lines", self.state.clip, None, number=int(found[1]), matrix=self.state.matrix, clip=self.state.clip)


def _name(operands: Any) -> str:
    return str(operands[0][1:].decode())


def _curve(operator: str, start: Point, points: list[Point]) -> Iterator[Point]:
    """Points of a curve from ``start``."""
    if operator == "v":
        points = [start, *points]
    elif operator == "y":
        points = [*points, points[-1]]
    one, two, last = points
    for t in CURVE:
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        yield (
            a * start[0] + b * one[0] + c * two[0] + d * last[0],
            a * start[1] + b * one[1] + c * two[1] + d * last[1],
        )


def _is_drawing(source: Any) -> bool:
    """Is it the box of an ``<img>``, and not of text or of lines that are painted later?"""
    return hasattr(source, "replacement") and not hasattr(source.replacement, "number")


def letters(shown: Shown, width: Callable[[int], float], extents: Callable[[int], Box]) -> Iterator[Box]:
    """The ink of each glyph of a string. ``width`` in thousandths of the em, ``extents`` in ems from its origin, y up."""
    x = 0.0
    for match in _GLYPHS.finditer(shown.glyphs):
        if match[2]:
            x -= float(match[2]) / 1000 * shown.size
            continue
        for at in range(0, len(match[1]), 4):
            glyph = int(match[1][at : at + 4], 16)
            left, low, right, high = (extent * shown.size for extent in extents(glyph))
            if left < right:
                corners = ((x + left, low + shown.rise), (x + right, high + shown.rise))
                yield bounds([apply(shown.matrix, corner) for corner in corners])
            x += width(glyph) / 1000 * shown.size


def marks_box(painting: Painting, box: Box) -> bool:
    """Does a painting mark anything within a box?"""
    if not overlap(painting.box, box):
        return False
    if not painting.paths:
        return True
    half = painting.width / 2
    grown = (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
    if any(_crosses(a, b, grown) for path in painting.paths for a, b in pairwise(path)):
        return True
    if painting.width:
        return False
    turns, crossings = 0, 0
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for path in painting.paths:
        for a, b in zip(path, (*path[1:], path[0]), strict=True):
            if (a[1] <= y) != (b[1] <= y) and a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]) > x:
                crossings += 1
                turns += 1 if b[1] > a[1] else -1
    return bool(crossings % 2 if painting.even_odd else turns)


def _crosses(a: Point, b: Point, box: Box) -> bool:
    """Does a line from one point to another pass through a box? (Liang and Barsky)"""
    start, end = 0.0, 1.0
    for at, way, low, high in ((a[0], b[0] - a[0], box[0], box[2]), (a[1], b[1] - a[1], box[1], box[3])):
        if way == 0:
            if not low < at < high:
                return False
            continue
        one, two = sorted(((low - at) / way, (high - at) / way))
        start, end = max(start, one), min(end, two)
    return start < end


def _is_upright(path: list[Point]) -> bool:
    """A rectangle whose sides are level and plumb."""
    return len(path) == 5 and all(abs(a[0] - b[0]) < 1e-4 or abs(a[1] - b[1]) < 1e-4 for a, b in pairwise(path))
