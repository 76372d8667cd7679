"""A page as a picture, for what only a picture tells; by pdfium."""

from __future__ import annotations

import io
from typing import Final

import numpy as np
import pikepdf
import pypdfium2
from numpy.typing import NDArray

from mise_en_page.pdf.geometry import Box
from mise_en_page.preflight.examined import Examined, PageRead, opened

PIXELS: Final = 12_000_000
"""The largest picture of a page that is made."""


def can_draw(pdf: Examined, page: PageRead) -> bool:
    """May the page be given to the renderer: read to its end, its pictures sound and not too many?"""
    return page.number not in pdf.undrawn


def drawn(pdf: Examined, page: PageRead, ppi: float, *, grey: bool) -> NDArray[np.uint8] | None:
    """The page at ``ppi`` from the top left of its MediaBox, as it is drawn: not turned, not cropped, UserUnit reckoned in.

    Shape (height, width) when ``grey``, else (height, width, 3), red first; None when it cannot be drawn so.
    """
    media = page.media
    if media is None or not can_draw(pdf, page) or too_large(media, ppi):
        return None
    plain = page.turn == 0 and page.unit == 1 and page.crop in (None, media)
    try:
        document = pypdfium2.PdfDocument(pdf.data if plain else _upright(pdf, page))
        try:
            shown = document[page.number - 1 if plain else 0]
            factor = ppi / 72 * page.unit
            picture = shown.render(scale=factor, grayscale=grey, rev_byteorder=not grey, may_draw_forms=False).to_numpy()
        finally:
            document.close()
    except (pypdfium2.PdfiumError, pikepdf.PdfError, ValueError):
        return None
    if grey:
        return np.ascontiguousarray(picture[..., 0] if picture.ndim == 3 else picture)
    return np.ascontiguousarray(picture[..., :3])


def too_large(media: Box, ppi: float) -> bool:
    """Would a picture of the page have more pixels than are made?"""
    return (media[2] - media[0]) * (media[3] - media[1]) * (ppi / 72) ** 2 > PIXELS


def set_upright(single: pikepdf.Object, page: PageRead) -> None:
    """Take from a page what makes it show otherwise than it is drawn."""
    for key in ("/CropBox", "/Annots", "/UserUnit"):
        if key in single:
            del single[key]
    single.Rotate = 0
    if page.media is not None:
        single.MediaBox = pikepdf.Array([side / page.unit for side in page.media])
        single.CropBox = single.MediaBox


def _upright(pdf: Examined, page: PageRead) -> bytes:
    """The page alone, upright."""
    with opened(pdf.data) as document, pikepdf.new() as alone:
        single = document.pages[page.number - 1]
        set_upright(single.obj, page)
        alone.pages.append(single)
        out = io.BytesIO()
        alone.save(out, compress_streams=False)
    return out.getvalue()
