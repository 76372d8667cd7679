"""A page as a picture, for what only a picture tells; by pdfium."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

import numpy as np
import pikepdf
import pypdfium2
from numpy.typing import NDArray

from mise_en_page.press.examine import Examined, PageRead, opened
from mise_en_page.press.geometry import Box
from mise_en_page.press.profile import MM

PIXELS: Final = 12_000_000
"""The largest picture of a page that is made."""

INKED: Final = 250
"""Paper is 255; what is darker than this carries ink."""


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


def paper(pdf: Examined, page: PageRead, ppi: float) -> NDArray[np.bool_] | None:
    """Where the page carries ink, at ``ppi``, from the top left of its MediaBox; None when it cannot be drawn so."""
    grey = drawn(pdf, page, ppi, grey=True)
    if grey is None:
        return None
    found: NDArray[np.bool_] = grey < INKED
    return found


def short_of_bleed(picture: NDArray[np.bool_], page: PageRead, ppi: float) -> Iterator[tuple[str, float]]:
    """The sides where ink reaches the cut and not the bleed's edge, and over which length in pt (more than 1 mm)."""
    media, cut, bleed = page.media, page.cut, page.bleed
    if media is None or bleed is None:
        return
    factor = ppi / 72
    rows, columns = picture.shape

    def sides(box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
        left, right = round((box[0] - media[0]) * factor), round((box[2] - media[0]) * factor)
        top, bottom = round((media[3] - box[3]) * factor), round((media[3] - box[1]) * factor)
        return max(left, 0), max(top, 0), min(right, columns), min(bottom, rows)

    left, top, right, bottom = sides(cut)
    wide, high, far, low = sides(bleed)
    inside, band = 2, slice(2, 4)  # two pixels: clear of half-covered ones
    views = (
        ("top", picture[top : top + inside, left:right], picture[high:top, left:right][band]),
        ("bottom", picture[bottom - inside : bottom, left:right], picture[bottom:low, left:right][::-1][band]),
        ("left", picture[top:bottom, left : left + inside].T, picture[top:bottom, wide:left].T[band]),
        ("right", picture[top:bottom, right - inside : right].T, picture[top:bottom, right:far].T[::-1][band]),
    )
    for name, touching, edge in views:
        if not touching.size or not edge.size:
            continue
        short = touching.all(axis=0) & ~edge.any(axis=0)
        length = float(short.sum()) / factor
        if length > 1 * MM:
            yield name, length
