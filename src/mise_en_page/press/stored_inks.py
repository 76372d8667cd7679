"""CMYK as files store it: which way round, and how much of it.

Adobe stores the inks of a JPEG inverted and marks it so; without the marker they are not inverted (ITU-T T.872, 6.5.3), and
tools disagree. What nobody wrote down can be seen: separations of photographs have little black and rarely more ink than
paper takes, their negatives are nearly solid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

NEGATIVE: Final = 380.0
"""Per cent of ink that no separation has anywhere but in a speck."""

NOTABLE: Final = 0.002
"""The share of a picture's surface from which on something is told of it."""

SHARE: Final = 0.02
"""The share of its surface on which a negative has ``NEGATIVE``."""

DOUBT: Final = 0.15
"""By how much heavier one reading must be than the other before it is given up for it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A CMYK picture with 255 as solid ink. ``inverted``: its unmarked inks are the other way round than the norm has it;
    ``is_negative``: its mark is wrong, or the picture is; ``totals``: per cent of ink of a sample of its pixels.
    """

    picture: Image.Image
    inverted: bool
    is_negative: bool
    totals: NDArray[np.float64]

    @property
    def most(self) -> float:
        """Per cent of ink, at most."""
        return float(self.totals.max(initial=0.0))

    def heavy(self, percent: float) -> float:
        """On which share of the picture there is more ink than this."""
        return float((self.totals > percent).mean())


def adobe_marker(picture: Image.Image) -> bool | None:
    """Does this CMYK JPEG carry Adobe's marker, which says that its inks are stored inverted? None: no question."""
    if picture.format not in ("JPEG", "MPO") or picture.mode != "CMYK":
        return None
    return "adobe" in picture.info


def read(picture: Image.Image, is_marked: bool | None) -> Reading:
    """A CMYK picture the right way round. Pillow turns every JPEG round, as if all were marked."""
    sample = np.asarray(
        picture.resize((min(picture.width, 512), min(picture.height, 512)), Image.Resampling.NEAREST)
    ).astype(np.float64)
    other = 255.0 - sample
    if is_marked is None:
        return Reading(picture, False, False, _totals(sample))
    if is_marked:
        totals = _totals(sample)
        wrong = bool((totals > NEGATIVE).mean() > SHARE) and _weight(sample) > _weight(other) + DOUBT
        return Reading(picture, False, wrong, totals)
    if _weight(other) > _weight(sample) + DOUBT:
        return Reading(picture, True, False, _totals(sample))
    return Reading(ImageChops.invert(picture), False, False, _totals(other))


def _totals(inks: NDArray[np.float64]) -> NDArray[np.float64]:
    totals: NDArray[np.float64] = inks.sum(axis=2) / 2.55
    return totals


def _weight(inks: NDArray[np.float64]) -> float:
    """How much a reading looks like a negative, from 0: by its black, and by what no paper takes."""
    return float(inks[..., 3].mean() / 255 + 2 * (_totals(inks) > 340).mean())
