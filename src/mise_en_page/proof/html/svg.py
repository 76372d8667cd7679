"""Elements of SVG: their attributes as text, letters in a row, and those of one clip or matrix together."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import groupby

from mise_en_page.pdf.geometry import IDENTITY, Box, Matrix
from mise_en_page.proof.html.letters import Face


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something drawn: in which clip, by which matrix ("": none), and the element."""

    clip: str
    matrix: str
    body: str


class Letters:
    """Letters of one look on one baseline, as they come."""

    def __init__(self, face: Face, size: float, rise: float, matrix: Matrix, looks: str, clip: str) -> None:
        self.face, self.size, self.rise, self.matrix, self.looks, self.clip = face, size, rise, matrix, looks, clip
        self.places: list[str] = []
        self.texts: list[tuple[int, str]] = []

    def goes_on(self, face: Face, size: float, rise: float, matrix: Matrix, looks: str, clip: str) -> bool:
        mine, other = self.matrix, matrix
        same = (face, size, rise, looks, clip) == (self.face, self.size, self.rise, self.looks, self.clip)
        turned = abs(mine[1]) > 1e-9 or any(abs(a - b) > 1e-7 for a, b in zip(mine[:4], other[:4], strict=True))
        return same and not turned and abs(mine[5] - other[5]) < 1e-4

    def add(self, matrix: Matrix, shown: list[tuple[float, float, int, str]]) -> None:
        moved = (matrix[4] - self.matrix[4]) / self.matrix[0] if self.matrix[0] else 0.0
        for x, wide, layer, text in shown:
            step = wide / len(text)
            self.places += (number(x + moved + n * step) for n in range(len(text)))
            self.texts.append((layer, text))

    def element(self) -> str:
        spans = []
        for layer, group in groupby(self.texts, key=lambda each: each[0]):
            words = escape("".join(text for _, text in group), quote=False)
            spans.append(words if layer == 0 else f'<tspan class="{self.face.class_of(layer)}">{words}</tspan>')
        up = f' y="{number(-self.rise)}"' if self.rise else ""
        where = f'{transform(matrix_text(self.matrix))}{up} x="{" ".join(self.places)}"'
        name, size = self.face.class_of(0), number(self.size)
        return f'<text class="{name}" font-size="{size}"{where}{self.looks}>{"".join(spans)}</text>'


def together(drawn: list[Drawn]) -> str:
    """Elements in order, those of one clip and one matrix in one group."""
    made = []
    for clip, held in groupby(drawn, key=lambda each: each.clip):
        inner = []
        for matrix, bodies in groupby(held, key=lambda each: each.matrix):
            body = "".join(each.body for each in bodies)
            inner.append(f"<g{transform(matrix)}>{body}</g>" if matrix else body)
        made.append(f"<g{clipped(clip)}>{''.join(inner)}</g>" if clip else "".join(inner))
    return "\n".join(made)


def number(value: float) -> str:
    """A length, to a thousandth."""
    said = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if said in ("-0", "") else said


def matrix_text(matrix: Matrix) -> str:
    a, b, c, d, e, f = matrix
    if matrix == IDENTITY:
        return ""
    return f"matrix({' '.join(f'{value:.6g}' for value in (a, b, c, d))} {number(e)} {number(f)})"


def transform(matrix: str) -> str:
    return f' transform="{matrix}"' if matrix else ""


def clipped(clip: str) -> str:
    return f' clip-path="url(#{clip})"' if clip else ""


def opacity(which: str, alpha: float) -> str:
    name = f"{which}-opacity" if which else "opacity"
    return f' {name}="{number(alpha)}"' if alpha < 1 else ""


def sides(box: Box) -> str:
    """The attributes of a rectangle."""
    x0, y0, x1, y1 = box
    return f'x="{number(x0)}" y="{number(y0)}" width="{number(x1 - x0)}" height="{number(y1 - y0)}"'
