"""What a drawn page paints, in the order of painting: read from the operators that WeasyPrint has written, not yet bytes.

Only what decides what can be seen is followed: matrices, clips (as the rectangles around them), inks, opacity. Lengths are
pt from the trimmed page's top left corner, y growing downwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal

from mise_en_page.model.drawn import MARK, Inks

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
#: left, top, right, bottom
Box = tuple[float, float, float, float]
#: ``rule``: a thin fill or a stroke; ``tone``: a gradient or a pattern; ``lines``: the place of composed lines.
Kind = Literal["fill", "rule", "tone", "picture", "text", "lines"]

THIN: Final = 2.5
"""Under so many pt a fill is a rule."""

EVERYWHERE: Final = (-1e6, -1e6, 1e6, 1e6)
CURVE: Final = (0.25, 0.5, 0.75, 1.0)
"""Where a curve is looked at: a polygon stands for it."""

PAINTS: Final = frozenset((b"f", b"f*", b"F", b"S", b"s", b"B", b"B*", b"b", b"b*", b"n"))
_MARK: Final = re.compile(rb"/" + MARK.encode() + rb"(\d+) MP")
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
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    clip: Box = EVERYWHERE
    shown: tuple[Shown, ...] = ()

    @property
    def hides(self) -> bool:
        """Is nothing seen through it, as far as can be known?"""
        return self.alpha >= 0.5


@dataclass(slots=True)
class _State:
    matrix: Matrix
    clip: Box
    fill: Inks | None = (0.0, 0.0, 0.0, 1.0)
    stroke: Inks | None = (0.0, 0.0, 0.0, 1.0)
    alpha: tuple[float, float] = (1.0, 1.0)
    group: float = 1.0
    width: float = 1.0

    def copy(self) -> _State:
        return _State(self.matrix, self.clip, self.fill, self.stroke, self.alpha, self.group, self.width)


def painted(stream: Any, height: float, near: Callable[[Box], bool]) -> list[Painting]:
    """All that a stream of a page ``height`` pt high paints. A drawing is looked into where ``near`` says so of its box."""
    found: list[Painting] = []
    _Reader(stream, _State((1, 0, 0, -1, 0, height), EVERYWHERE), found, near).read()
    return found


class _Reader:
    """One stream read; a group within it is read by another."""

    def __init__(self, stream: Any, state: _State, found: list[Painting], near: Callable[[Box], bool]) -> None:
        self.stream, self.state, self.found, self.near = stream, state, found, near
        self.resources: Mapping[str, Any] = stream._resources
        self.stack: list[_State] = []
        self.paths: list[list[Point]] = []
        self.clipping = False
        self.source: Any = None
        self.font, self.size, self.rise = "", 0.0, 0.0
        self.text: Matrix = (1, 0, 0, 1, 0, 0)
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
        if not isinstance(item, bytes):
            return
        operands, _, operator = item.rpartition(b" ")
        act = _ACTS.get(operator)
        if act is not None:
            act(self, operands, operator)
        elif operator in PAINTS:
            self.paint(operator)

    def picture(self) -> bool:
        """A picture's box is painted, whatever is in it; is it worth while to look into the drawing?"""
        # the box's own clip is written first, within
        x, y = self.source.content_box_x(), self.source.content_box_y()
        corners = ((x, y), (x + self.source.width, y + self.source.height))
        box = cross(bounds([moved(self.state.matrix, corner) for corner in corners]), self.state.clip)
        self.found.append(Painting("picture", box, None, self.opacity(0), source=self.source, matrix=self.state.matrix))
        return self.near(box)

    def close(self) -> None:
        """What was marked ends."""
        if self.shown:
            state = self.state
            text = Painting("text", EVERYWHERE, state.fill, self.opacity(0), source=self.source, clip=state.clip)
            text.shown, self.shown = tuple(self.shown), []
            self.found.append(text)
        self.source = None

    def opacity(self, which: int) -> float:
        return self.state.alpha[which] * self.state.group

    # paths

    def move(self, operands: bytes, _: bytes) -> None:
        self.paths.append([self.at(operands)])

    def line(self, operands: bytes, _: bytes) -> None:
        self.paths[-1].append(self.at(operands))

    def at(self, operands: bytes) -> Point:
        x, y = operands.split()
        return moved(self.state.matrix, (float(x), float(y)))

    def curve(self, operands: bytes, operator: bytes) -> None:
        values = [float(value) for value in operands.split()]
        points = [moved(self.state.matrix, (x, y)) for x, y in zip(values[::2], values[1::2], strict=True)]
        start = self.paths[-1][-1]
        if operator == b"v":
            points.insert(0, start)
        elif operator == b"y":
            points.append(points[-1])
        one, two, last = points
        for t in CURVE:
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            self.paths[-1].append((
                a * start[0] + b * one[0] + c * two[0] + d * last[0],
                a * start[1] + b * one[1] + c * two[1] + d * last[1],
            ))  # fmt: skip

    def close_path(self, _: bytes, __: bytes) -> None:
        if self.paths:
            self.paths[-1].append(self.paths[-1][0])

    def rectangle(self, operands: bytes, _: bytes) -> None:
        x, y, width, height = (float(value) for value in operands.split())
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
        self.paths.append([moved(self.state.matrix, corner) for corner in corners])

    def clip(self, _: bytes, __: bytes) -> None:
        self.clipping = True

    def paint(self, operator: bytes) -> None:
        paths, self.paths = self.paths, []
        points = [point for path in paths for point in path]
        state = self.state
        box = bounds(points) if points else (0.0, 0.0, 0.0, 0.0)
        if operator in (b"s", b"b", b"b*"):
            paths = [[*path, path[0]] for path in paths if path]
        if points and operator in (b"f", b"f*", b"F", b"B", b"B*", b"b", b"b*"):
            self.fill(cross(box, state.clip), paths, even_odd=operator.endswith(b"*"))
        if points and operator in (b"S", b"s", b"B", b"B*", b"b", b"b*"):
            width = state.width * (abs(state.matrix[0] * state.matrix[3] - state.matrix[1] * state.matrix[2]) ** 0.5)
            around = (box[0] - width / 2, box[1] - width / 2, box[2] + width / 2, box[3] + width / 2)
            seen = cross(around, state.clip)
            if seen[0] < seen[2] and seen[1] < seen[3]:
                lines = tuple(map(tuple, paths))
                self.found.append(
                    Painting("rule", seen, state.stroke, self.opacity(1), lines, width=width, source=self.source)
                )
        if self.clipping:
            state.clip, self.clipping = cross(box, state.clip), False

    def fill(self, box: Box, paths: list[list[Point]], *, even_odd: bool) -> None:
        if box[0] >= box[2] or box[1] >= box[3]:
            return
        kind: Kind = "tone" if self.state.fill is None else "fill"
        if min(box[2] - box[0], box[3] - box[1]) < THIN:
            kind = "rule"
        plain = len(paths) == 1 and _is_upright(paths[0])
        polygons = () if plain else tuple(map(tuple, paths))
        self.found.append(Painting(kind, box, self.state.fill, self.opacity(0), polygons, even_odd, source=self.source))

    # the graphics state

    def save(self, _: bytes, __: bytes) -> None:
        self.stack.append(self.state.copy())

    def restore(self, _: bytes, __: bytes) -> None:
        self.state = self.stack.pop()

    def transform(self, operands: bytes, _: bytes) -> None:
        self.state.matrix = multiplied(_matrix(operands), self.state.matrix)

    def line_width(self, operands: bytes, _: bytes) -> None:
        self.state.width = float(operands)

    def colour(self, operands: bytes, operator: bytes) -> None:
        """Inks, where they are process inks or a grey; what CSS says otherwise is no single ink."""
        values = [float(value) for value in operands.split() if not value.startswith(b"/")]
        inks: Inks | None = None
        if len(values) == 4:
            inks = (values[0], values[1], values[2], values[3])
        elif operator.lower() == b"rg" and max(values) - min(values) < 0.01:
            inks = (0.0, 0.0, 0.0, 1 - values[0])
        if operator.isupper():
            self.state.stroke = inks
        else:
            self.state.fill = inks

    def named_state(self, operands: bytes, _: bytes) -> None:
        held = self.resources["ExtGState"].get(operands[1:].decode(), {})
        fill, stroke = self.state.alpha
        self.state.alpha = float(held.get("ca", fill)), float(held.get("CA", stroke))

    # objects, text, lines

    def do(self, operands: bytes, _: bytes) -> None:
        group = self.stream.groups.get(operands[1:].decode())
        state = self.state.copy()
        if group is not None:
            state.group, state.alpha = self.opacity(0), (1.0, 1.0)
            inner = _Reader(group, state, self.found, self.near)
            inner.source = self.source
            inner.read()
        elif not _is_drawing(self.source):  # a ground's picture: the box of an <img> is told already
            box = bounds([moved(state.matrix, corner) for corner in ((0, 0), (1, 0), (0, 1), (1, 1))])
            self.found.append(Painting("picture", cross(box, state.clip), None, self.opacity(0), source=self.source))

    def shading(self, _: bytes, __: bytes) -> None:
        self.found.append(Painting("tone", self.state.clip, None, self.opacity(0), source=self.source))

    def set_font(self, operands: bytes, _: bytes) -> None:
        name, size = operands.split()
        self.font, self.size = name[1:].decode(), float(size)

    def text_matrix(self, operands: bytes, _: bytes) -> None:
        self.text = _matrix(operands)

    def set_rise(self, operands: bytes, _: bytes) -> None:
        self.rise = float(operands)

    def show(self, operands: bytes, _: bytes) -> None:
        matrix = multiplied(self.text, self.state.matrix)
        self.shown.append(Shown(self.font, self.size, matrix, operands.decode("ascii"), self.rise))

    def lines(self, operands: bytes, operator: bytes) -> None:
        found = _MARK.fullmatch(operands + b" " + operator)
        if found:
            state = self.state
            self.found.append(
                Painting(
                    "lines", state.clip, None, self.opacity(0), number=int(found[1]), matrix=state.matrix, clip=state.clip
                )
            )


_ACTS: Final[dict[bytes, Callable[[_Reader, bytes, bytes], None]]] = {
    b"m": _Reader.move, b"l": _Reader.line, b"c": _Reader.curve, b"v": _Reader.curve, b"y": _Reader.curve,
    b"h": _Reader.close_path, b"re": _Reader.rectangle, b"W": _Reader.clip, b"W*": _Reader.clip,
    b"q": _Reader.save, b"Q": _Reader.restore, b"cm": _Reader.transform, b"w": _Reader.line_width,
    b"rg": _Reader.colour, b"RG": _Reader.colour, b"scn": _Reader.colour, b"SCN": _Reader.colour,
    b"gs": _Reader.named_state, b"Do": _Reader.do, b"sh": _Reader.shading, b"Tf": _Reader.set_font,
    b"Tm": _Reader.text_matrix, b"Ts": _Reader.set_rise, b"TJ": _Reader.show, b"MP": _Reader.lines,
}  # fmt: skip


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
                yield bounds([moved(shown.matrix, corner) for corner in corners])
            x += width(glyph) / 1000 * shown.size


# ——— geometry ———


def moved(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def multiplied(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def bounds(points: list[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def cross(one: Box, two: Box) -> Box:
    """What two boxes share; its right is left of its left where they share nothing."""
    return max(one[0], two[0]), max(one[1], two[1]), min(one[2], two[2]), min(one[3], two[3])


def touch(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def marks_box(painting: Painting, box: Box) -> bool:
    """Does a painting mark anything within a box?"""
    if not touch(painting.box, box):
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


def _matrix(operands: bytes) -> Matrix:
    a, b, c, d, e, f = map(float, operands.split())
    return a, b, c, d, e, f
