"""A page as a picture, for what only a picture tells; by pdfium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from mise_en_page.press.examine import Examined, PageRead
from mise_en_page.press.profile import MM

PIXELS: Final = 12_000_000
"""The largest picture of a page that is made."""

IMAGE_PIXELS: Final = 300_000_000
"""Pictures in the file beyond this many pixels are not unpacked."""

INKED: Final = 250
"""Paper is 255; what is darker than this carries ink."""


def can_draw(pdf: Examined, page: PageRead) -> bool:
    """May the page be given to the renderer: read to its end, its pictures sound and not too many?"""
    if pdf.picture_faults or any(number == page.number for number, _ in pdf.faults):
        return False
    return sum(int(held.get("/Width", 0)) * int(held.get("/Height", 0)) for held in pdf.images) <= IMAGE_PIXELS


def paper(pdf: Examined, page: PageRead, ppi: float) -> NDArray[np.bool_] | None:
    """Where the page carries ink, at ``ppi``, from the top left of its MediaBox; None when it cannot be drawn so."""
    media = page.media
    if (
        media is None
        or not can_draw(pdf, page)
        or int(page.obj.get("/Rotate", 0)) % 360
        or float(page.obj.get("/UserUnit", 1)) != 1
    ):
        return None
    if page.crop is not None and page.crop != media:
        return None
    factor = ppi / 72
    if (media[2] - media[0]) * (media[3] - media[1]) * factor * factor > PIXELS:
        return None
    try:
        document = pypdfium2.PdfDocument(pdf.data)
        try:
            drawn = document[page.number - 1].render(scale=factor, grayscale=True, may_draw_forms=False).to_numpy()
        finally:
            document.close()
    except pypdfium2.PdfiumError:
        return None
    grey = drawn[..., 0] if drawn.ndim == 3 else drawn
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
