"""A page as a picture, for what only a picture tells; by pdfium."""

from __future__ import annotations

import io
from typing import Final

import numpy as np
import pikepdf
import pypdfium2
from numpy.typing import NDArray

from mise_en_page.preflight.examined import Examined, PageRead, opened

PIXELS: Final = 12_000_000
"""The largest picture of a page that is made."""


def may_draw(pdf: Examined, page: PageRead, ppi: float) -> bool:
    """May the page be given to the renderer: read to its end, its pictures sound and not too many, and not too large?"""
    media = page.media
    if media is None or pdf.is_undrawn:
        return False
    return (media[2] - media[0]) * (media[3] - media[1]) * (ppi / 72) ** 2 <= PIXELS


def drawn(pdf: Examined, page: PageRead, ppi: float) -> NDArray[np.uint8] | None:
    """The page at ``ppi`` from the top left of its MediaBox, as it is drawn: not turned, not cropped, UserUnit reckoned in.

    Shape (height, width, 3), red first; None when it cannot be drawn so.
    """
    if not may_draw(pdf, page, ppi):
        return None
    plain = page.turn == 0 and page.unit == 1 and page.crop in (None, page.media)
    try:
        document = pypdfium2.PdfDocument(pdf.data if plain else _upright(pdf, page))
        try:
            shown, factor = document[page.number - 1 if plain else 0], ppi / 72 * page.unit
            picture = shown.render(scale=factor, rev_byteorder=True, may_draw_forms=False).to_numpy()
        finally:
            document.close()
    except (pypdfium2.PdfiumError, pikepdf.PdfError, ValueError):
        return None
    return np.ascontiguousarray(picture[..., :3])


def _upright(pdf: Examined, page: PageRead) -> bytes:
    """The page alone, without what makes it show otherwise than it is drawn."""
    with opened(pdf.data) as document, pikepdf.new() as alone:
        single = document.pages[page.number - 1]
        for key in ("/CropBox", "/Annots", "/UserUnit"):
            if key in single.obj:
                del single.obj[key]
        single.obj.Rotate = 0
        single.obj.MediaBox = single.obj.CropBox = pikepdf.Array([side / page.unit for side in page.media or ()])
        alone.pages.append(single)
        out = io.BytesIO()
        alone.save(out, compress_streams=False)
    return out.getvalue()
