"""Pixels for each inch of paper: too few, and the picture is soft or shows its steps."""

from __future__ import annotations

from typing import Final

from mise_en_page.pdf.geometry import thickness
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Painted, Profile, check


@check("image-resolution", severity="error", authority="GWG 2022, R0031")
def image_resolution(pdf: Examined, profile: Profile) -> Faults:
    """Has every picture the pixels that its size on paper needs?"""
    for thing in pdf.painted:
        if thing.kind != "image" or bits(thing) == 1 or thickness(thing.box) < SMALL:
            continue
        least, limits = min(thing.ppi), profile.resolution
        if least <= limits.error:
            message = f"a picture of {least:.0f} ppi: too coarse to print (at least {limits.error + 1:.0f})"
            yield Fault(message, pdf.spot(thing), "find a larger original, or print it smaller")
        elif least <= limits.warning:
            yield Fault(
                f"a picture of {least:.0f} ppi, {limits.wanted:.0f} are wanted", pdf.spot(thing), severity="warning"
            )


SMALL: Final = 2.0
"""Strips thinner than this, in pt, are parts of something, not pictures."""


def bits(thing: Painted) -> int:
    """Bits a channel; 8 where the picture does not say."""
    return int(thing.image.get("/BitsPerComponent", 8)) if thing.image is not None else 8
