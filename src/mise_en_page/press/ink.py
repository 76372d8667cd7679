"""How much ink a page takes: the mean of each plate, the place with most of it, and the plates as pictures."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

from mise_en_page.press import plates
from mise_en_page.press.examine import DAMAGE, Examined, PageRead, examine, opened
from mise_en_page.press.profile import MM, Profile
from mise_en_page.problem import Spot

LARGE: Final = 5 * MM
"""The side, in pt, of a surface that dries too slowly when it is over the limit."""

SMALL: Final = 1 * MM


@dataclass(frozen=True, slots=True)
class Heaviest:
    """The square of ``side`` pt with most ink: the mean sum of its inks in percent, and its place."""

    side: float
    percent: float
    where: Spot


@dataclass(frozen=True, slots=True)
class PageInk:
    """A page's inks: ``coverage`` the mean of each over the trimmed page in percent; the large and the small worst spot."""

    page: int
    coverage: tuple[tuple[str, float], ...]
    large: Heaviest
    small: Heaviest


@dataclass(frozen=True, slots=True)
class Separation:
    """One plate of one page as a grey PNG, black being solid ink."""

    page: int
    ink: str
    png: bytes

    @property
    def file_ink(self) -> str:
        """The ink's name as a part of a file name."""
        return re.sub(r"[^\w-]+", "-", self.ink).strip("-") or "ink"


def measure(pdf: Examined, page: PageRead, profile: Profile) -> PageInk | None:
    """The page's inks, measured once; None when it cannot be drawn. Raises ``plates.Unmeasured``."""
    if page.number not in pdf.measured:
        try:
            pdf.measured[page.number] = _measured(plates.separate(pdf, page, profile))
        except plates.Unmeasured as reason:
            pdf.measured[page.number] = reason
    found = pdf.measured[page.number]
    if isinstance(found, plates.Unmeasured):
        raise found
    assert found is None or isinstance(found, PageInk)
    return found


def _measured(separated: plates.Plates | None) -> PageInk | None:
    if separated is None:
        return None
    large, small = (_heaviest(separated, side) for side in (LARGE, SMALL))
    coverage = tuple((ink, round(amount, 2)) for ink, amount in separated.coverage().items())
    return PageInk(separated.page.number, coverage, large, small)


def _heaviest(separated: plates.Plates, side: float) -> Heaviest:
    percent, box = separated.heaviest(side)
    return Heaviest(side, percent, separated.page.spot(box))


def known(pdf: Examined, page: PageRead, profile: Profile) -> PageInk | None:
    """The page's inks; None when they cannot be told."""
    try:
        return measure(pdf, page, profile)
    except plates.Unmeasured:
        return None


def separations(pdf: bytes, profile: Profile, opened_with: Callable[[int], None] | None = None) -> Iterator[Separation]:
    """Every plate of every page of a PDF as a picture of 100 ppi, page by page, process inks first.

    A page whose inks cannot be told is left out: preflight says why. ``opened_with`` is told how many pages there are.
    """
    try:
        document = opened(pdf)
        with document:
            if opened_with is not None:
                opened_with(len(document.pages))
            examined = examine(pdf, document)
            for page in examined.pages:
                try:
                    separated = plates.separate(examined, page, profile)
                except plates.Unmeasured:
                    continue
                if separated is None:
                    continue
                for ink, amounts in zip(separated.inks, separated.arrays, strict=True):
                    out = io.BytesIO()
                    picture = Image.fromarray(255 - np.ascontiguousarray(amounts))
                    picture.save(out, "PNG", dpi=(separated.ppi, separated.ppi))
                    yield Separation(page.number, ink, out.getvalue())
    except DAMAGE:
        return
