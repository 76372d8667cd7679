"""What is on a finished page: its pictures, where they stand, in which inks, and what a reader sees of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
from numpy.typing import NDArray

PPI = 50


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page: its box in pt from the sheet's lower left, its space, depth, and size in pixels."""

    box: tuple[float, float, float, float]
    space: str
    bits: int
    size: tuple[int, int]
    masked: bool
    seen: NDArray[np.uint8]
    """What a reader sees within the box, in RGB."""

    def quarters(self) -> list[tuple[float, float, float]]:
        """The mean colours of the quarters' middles, from the top left to the bottom right."""
        height, width, _ = self.seen.shape
        found = []
        for row in (0, 1):
            for column in (0, 1):
                y, x = height // 4 + row * height // 2, width // 4 + column * width // 2
                part = self.seen[y - height // 10 : y + height // 10 + 1, x - width // 10 : x + width // 10 + 1]
                found.append(tuple(part.reshape(-1, 3).mean(axis=0)))
        return found


def pictures(pdf: Path) -> list[list[Picture]]:
    """The pictures of every page of a file, in order of painting."""
    found = []
    with pikepdf.open(pdf) as document, pypdfium2.PdfDocument(pdf) as shown:
        for number, page in enumerate(document.pages):
            media = [float(side) for side in page.MediaBox]
            drawn = shown[number].render(scale=PPI / 72, rev_byteorder=True).to_numpy()[..., :3]
            found.append([_picture(image, matrix, media, drawn) for image, matrix in _painted(page.obj, _UNIT, 0)])
    return found


_UNIT = np.eye(3)


def _matrix(values: Any) -> NDArray[np.float64]:
    a, b, c, d, e, f = map(float, values)
    return np.array([[a, b, 0], [c, d, 0], [e, f, 1]])


def _painted(holder: Any, matrix: NDArray[np.float64], depth: int) -> Iterator[tuple[Any, NDArray[np.float64]]]:
    """Each picture in a page or a form, and the matrix that places it."""
    assert depth < 12
    objects = holder.get("/Resources", {}).get("/XObject", {})
    stack = []
    for operands, operator in pikepdf.parse_content_stream(holder):
        match str(operator):
            case "q":
                stack.append(matrix)
            case "Q":
                matrix = stack.pop()
            case "cm":
                matrix = _matrix(operands) @ matrix
            case "Do":
                held = objects[str(operands[0])]
                if held.Subtype == "/Image":
                    yield held, matrix
                else:
                    yield from _painted(held, _matrix(held.get("/Matrix", [1, 0, 0, 1, 0, 0])) @ matrix, depth + 1)


def _picture(image: Any, matrix: NDArray[np.float64], media: list[float], drawn: NDArray[np.uint8]) -> Picture:
    corners = np.array([[0, 0, 1], [1, 1, 1]]) @ matrix
    (x0, y0), (x1, y1) = corners[:, :2].min(axis=0), corners[:, :2].max(axis=0)
    scale = PPI / 72
    rows = slice(round((media[3] - y1) * scale), round((media[3] - y0) * scale))
    columns = slice(round((x0 - media[0]) * scale), round((x1 - media[0]) * scale))
    space = "mask" if image.get("/ImageMask", False) else str(image.ColorSpace).removeprefix("/")
    size = (int(image.Width), int(image.Height))
    bits = int(image.get("/BitsPerComponent", 1))
    return Picture((x0, y0, x1, y1), space, bits, size, "/SMask" in image, drawn[rows, columns])
