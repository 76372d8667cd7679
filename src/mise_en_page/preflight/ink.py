"""How much ink a page takes: the mean of each plate, the place with most of it, and the plates as pictures."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
from PIL import Image

from mise_en_page.model.press_profile import MM, Profile
from mise_en_page.preflight import plates
from mise_en_page.preflight.examine import Reading
from mise_en_page.preflight.examined import DAMAGE, Examined, opened
from mise_en_page.preflight.page_ink import Heaviest, PageInk, Separation
from mise_en_page.preflight.plate_sums import Plates

LARGE: Final = 5 * MM
"""The side, in pt, of a surface that dries too slowly when it is over the limit."""

SMALL: Final = 1 * MM


def measured(leaves: Sequence[Examined], profile: Profile) -> Iterator[Examined]:
    """The same pages, with their inks. Several at a time take less."""
    drawn = plates.separated(((leaf, leaf.pages[0]) for leaf in leaves), profile)
    for leaf, found in zip(leaves, drawn, strict=True):
        leaf.ink = _measured(found) if isinstance(found, Plates) else found
        yield leaf


def _measured(separated: Plates) -> PageInk:
    large, small = (
        Heaviest(side, percent, separated.page.spot(box))
        for side, (percent, box) in zip((LARGE, SMALL), separated.heaviest(LARGE, SMALL), strict=True)
    )
    coverage = tuple((ink, round(amount, 2)) for ink, amount in separated.coverage().items())
    return PageInk(separated.page.number, coverage, large, small)


def separations(pdf: bytes, profile: Profile, opened_with: Callable[[int], None] | None = None) -> Iterator[Separation]:
    """Every plate of every page of a PDF as a picture of 100 ppi, page by page, process inks first.

    A page whose inks cannot be told is left out: preflight says why. ``opened_with`` is told how many pages there are.
    """
    try:
        document = opened(pdf)
        with document:
            if opened_with is not None:
                opened_with(len(document.pages))
            reading = Reading(pdf, document)
            leaves = [reading.page(place).leaf() for place in range(reading.count)]
            spots = tuple(sorted({spot for leaf in leaves for spot in leaf.spots}))
            for leaf in leaves:
                leaf.spots = spots  # a plate of each ink for every page, as the press has it
            for separated in plates.separated(((leaf, leaf.pages[0]) for leaf in leaves), profile):
                if not isinstance(separated, Plates):
                    continue
                for ink, amounts in zip(separated.inks, separated.arrays, strict=True):
                    out = io.BytesIO()
                    picture = Image.fromarray(255 - np.ascontiguousarray(amounts))
                    picture.save(out, "PNG", dpi=(separated.ppi, separated.ppi))
                    yield Separation(separated.page.number, ink, out.getvalue())
    except DAMAGE:
        return
