"""What a web page shows by pixels, through pdfium: a photograph, what no drawing of a web page can say, and each colour.

Colours are pdfium's, as they are in the preview: a proof and the preview look alike.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

import numpy as np
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name
from PIL import Image

from mise_en_page.pdf.geometry import Box, Matrix

PIXELS: Final = 12_000_000
"""The largest picture that is made; a larger one is drawn coarser."""

QUALITY: Final = 78
"""Of JPEG and WebP."""

FLAT: Final = 64
"""So many colours or fewer are kept without loss: line art, a code."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some content of a page alone: its operators, what they name, and where they stand on a page of which ``region`` is
    shown (pt, y upwards).
    """

    content: bytes
    resources: Any
    matrix: Matrix
    region: Box


def shown(source: pikepdf.Pdf, part: Part, ppi: float) -> str:
    """The part as a picture's address (``data:``); "" where nothing of it is seen, or pdfium cannot draw it."""
    x0, y0, x1, y1 = part.region
    ppi = min(ppi, (PIXELS / max((x1 - x0) * (y1 - y0), 1.0)) ** 0.5 * 72)
    size = max(1, ceil((x1 - x0) * ppi / 72)), max(1, ceil((y1 - y0) * ppi / 72))
    try:
        pixels = _drawn(_alone(source, part), size)
    except (pypdfium2.PdfiumError, pikepdf.PdfError, ValueError, MemoryError):
        return ""
    if not pixels[..., 3].any():
        return ""
    return _packed(Image.fromarray(pixels, "RGBA"), clear=bool((pixels[..., 3] < 255).any()))


def _packed(picture: Image.Image, *, clear: bool) -> str:
    out = io.BytesIO()
    plain = picture if clear else picture.convert("RGB")
    if plain.getcolors(FLAT) is not None:
        plain.save(out, "PNG", optimize=True)
        kind = "png"
    elif clear:
        plain.save(out, "WEBP", quality=QUALITY, method=4)
        kind = "webp"
    else:
        plain.save(out, "JPEG", quality=QUALITY, optimize=True)
        kind = "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(out.getvalue()).decode('ascii')}"


def _alone(source: pikepdf.Pdf, part: Part) -> bytes:
    with pikepdf.new() as made:
        page = made.add_blank_page()
        page.obj.MediaBox = Array([round(side, 4) for side in part.region])
        form = made.make_stream(part.content)
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox = Array([-100000, -100000, 100000, 100000])
        if isinstance(part.resources, pikepdf.Dictionary):
            held = part.resources if part.resources.is_indirect else source.make_indirect(part.resources)
            form.Resources = made.copy_foreign(held)
        page.obj.Resources = Dictionary(XObject=Dictionary(Part=form))
        matrix = " ".join(f"{value:.6f}" for value in part.matrix)
        page.obj.Contents = made.make_stream(f"q {matrix} cm /Part Do Q".encode("ascii"))
        out = io.BytesIO()
        made.save(out, compress_streams=False)
        return out.getvalue()


def _drawn(pdf: bytes, size: tuple[int, int]) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Shape (height, width, 4): red, green, blue, and how little of the ground is seen through."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        bitmap = pypdfium2.PdfBitmap.new_native(*size, pdfium.FPDFBitmap_BGRA)
        bitmap.fill_rect((0, 0, 0, 0), 0, 0, *size)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, *size, 0, 0)
        rows = np.frombuffer(bytes(bitmap.buffer), np.uint8).reshape(size[1], bitmap.stride)
        pixels = rows[:, : size[0] * 4].reshape(size[1], size[0], 4)
        bitmap.close()
        page.close()
        return np.ascontiguousarray(pixels[..., [2, 1, 0, 3]])
    finally:
        document.close()


class Colours:
    """Colours of the pages as the web writes them, each asked of pdfium once."""

    def __init__(self, source: pikepdf.Pdf) -> None:
        self._source = source
        self._known: dict[tuple[str, tuple[float, ...]], str] = {}

    def of(self, space: Any, values: Sequence[float]) -> str:
        """A colour of a space (a device name without slash, or the array that defines it) as ``#rrggbb``."""
        if space == "DeviceGray" and len(values) == 1:
            level = round(255 * min(max(values[0], 0.0), 1.0))
            return f"#{level:02x}{level:02x}{level:02x}"
        key = (space if isinstance(space, str) else str(space.unparse(resolved=True)), tuple(values))
        if key not in self._known:
            self._known[key] = self._asked(space, values)
        return self._known[key]

    def _asked(self, space: Any, values: Sequence[float]) -> str:
        named = f"/{space}" if isinstance(space, str) else "/Asked"
        resources = Dictionary() if isinstance(space, str) else Dictionary(ColorSpace=Dictionary(Asked=space))
        numbers = " ".join(f"{value:.5f}" for value in values)
        content = f"{named} cs {numbers} scn 0 0 4 4 re f".encode("ascii", "replace")
        try:
            alone = _alone(self._source, Part(content, resources, (1, 0, 0, 1, 0, 0), (0, 0, 4, 4)))
            pixel = _drawn(alone, (4, 4))[2, 2]
        except (pypdfium2.PdfiumError, pikepdf.PdfError, ValueError, TypeError):
            return "#000000"
        return f"#{pixel[0]:02x}{pixel[1]:02x}{pixel[2]:02x}"
