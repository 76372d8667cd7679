"""Kept pictures of pages: how one is made, and how far another may be from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

#: dots an inch: a line of text is nine dots high, its words can be told apart.
RESOLUTION = 60
#: Of 255. The 16 greys of the kept picture alone make a mean of 0.9, and 5.7 in a tile. A line that is missing makes little
#: over the whole page, but 20 and more in its own place: so the page is judged in tiles as well.
MEAN, IN_A_TILE = 2.0, 12.0
TILE = 12


def picture(pdf: bytes, number: int) -> Image.Image:
    """A page (from 0), trimmed, in greys."""
    page = pypdfium2.PdfDocument(pdf)[number]
    page.set_cropbox(*page.get_trimbox())
    return page.render(scale=RESOLUTION / 72, grayscale=True).to_pil().convert("L")


def differences(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """The mean difference over the page, and in the tile that differs most."""
    difference = np.abs(np.asarray(one, dtype=float) - np.asarray(other, dtype=float))
    height, width = (side - side % TILE for side in difference.shape)
    tiles = difference[:height, :width].reshape(height // TILE, TILE, width // TILE, TILE).mean(axis=(1, 3))
    return float(difference.mean()), float(tiles.max())


def looks_as_it_did(
    now: Image.Image, kept: Path, folder: Path, *, update: bool, greys: int = 16, most_bytes: int = 60_000
) -> None:
    """Compare a page with its kept picture, or keep it (``make golden``). Photographs take more ``greys`` than type."""
    if update:
        kept.parent.mkdir(exist_ok=True)
        now.quantize(greys, dither=Image.Dither.NONE).save(kept, optimize=True)
    before = Image.open(kept).convert("L")
    assert kept.stat().st_size <= most_bytes
    assert now.size == before.size
    mean, most = differences(now, before)
    now.save(folder / f"{kept.stem}-now.png")
    assert mean < MEAN, f"mean difference {mean:.2f}; see {folder}"
    assert most < IN_A_TILE, f"a tile differs by {most:.1f}; see {folder}"
