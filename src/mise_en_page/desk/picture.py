"""Pictures of a leaf by pdfium: whole or a part, at any density, as uncompressed BMP.

The browser is on the same machine: a picture of 6 MB is there in a few milliseconds, and packing it as PNG would take
longer than all the rest of an edit. Nothing is lost in it.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from mise_en_page.desk.leaf import Leaf
from mise_en_page.rendering.plain import Box

#: Pictures of more pixels than this are not made: A4 at 600 dpi has 35 million.
MOST_PIXELS = 40_000_000

#: So much more is drawn around a part (pt).
EDGE = 24.0

#: pdfium is no thing for two threads at once.
LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels, three bytes each (blue, green, red), rows of ``stride`` bytes (a multiple of four) from the top.

    ``x`` and ``y`` are its place in the picture of the whole page, which measures ``whole``.
    """

    x: int
    y: int
    width: int
    height: int
    stride: int
    pixels: bytes
    whole: tuple[int, int]

    def bmp(self) -> bytes:
        """As a file: a header (BITMAPINFOHEADER; a negative height says that rows come from the top), then the pixels."""
        head = struct.pack("<IiiHHIIiiII", 40, self.width, -self.height, 1, 24, 0, len(self.pixels), 2835, 2835, 0, 0)
        return b"BM" + struct.pack("<IHHI", 54 + len(self.pixels), 0, 0, 54) + head + self.pixels


def size(leaf: Leaf, scale: float) -> tuple[int, int]:
    """Width and height in pixels of a whole page at ``scale`` pixels a point."""
    left, top, right, bottom = leaf.box
    return ceil((right - left) * scale), ceil((bottom - top) * scale)


def draw(leaf: Leaf, scale: float, part: Box | None = None) -> Picture:
    """The page, or the pixels that a part of it touches. Raises ValueError for a picture without pixels or too large."""
    width, height = size(leaf, scale)
    x0, y0, x1, y1 = 0, 0, width, height
    if part is not None:
        left, top = leaf.box[:2]
        x0, y0 = max(0, floor((part[0] - left) * scale)), max(0, floor((part[1] - top) * scale))
        x1, y1 = min(width, ceil((part[2] - left) * scale)), min(height, ceil((part[3] - top) * scale))
    if not 0 < (x1 - x0) * (y1 - y0) <= MOST_PIXELS or x1 <= x0:
        raise ValueError("a picture of no pixels, or of too many")
    # pdfium draws letters that cross the picture's edge a little otherwise: draw more, and cut.
    edge = ceil(EDGE * scale)
    a0, b0, a1, b1 = max(0, x0 - edge), max(0, y0 - edge), min(width, x1 + edge), min(height, y1 + edge)
    if part is not None:
        left, top = leaf.box[:2]
        part = (a0 / scale + left - 1, b0 / scale + top - 1, a1 / scale + left + 1, b1 / scale + top + 1)
    pixels = _drawn((leaf.pdf(part), *leaf.over()), (a0, b0, a1 - a0, b1 - b0), (width, height))
    cut = np.zeros((y1 - y0, (x1 - x0) * 3 + 3 & ~3), np.uint8)
    cut[:, : (x1 - x0) * 3] = pixels[y0 - b0 : y1 - b0, (x0 - a0) * 3 : (x1 - a0) * 3]
    return Picture(x0, y0, x1 - x0, y1 - y0, cut.shape[1], cut.tobytes(), (width, height))


def _drawn(pdfs: Iterable[bytes], part: tuple[int, int, int, int], whole: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """Rows of pixels of the part (left, top, width, height) of pages that measure ``whole``, one drawn over the other."""
    x, y, width, height = part
    with LOCK:
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGR)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        try:
            for pdf in pdfs:
                document = pypdfium2.PdfDocument(pdf)
                try:
                    page = document[0]
                    pdfium.FPDF_RenderPageBitmap(bitmap, page, -x, -y, *whole, 0, pdfium.FPDF_ANNOT)
                    page.close()
                finally:
                    document.close()
            return np.frombuffer(bytes(bitmap.buffer), np.uint8).reshape(height, bitmap.stride)
        finally:
            bitmap.close()
