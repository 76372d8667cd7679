"""Pixels for each inch of paper: too few, and the picture is soft or shows its steps."""

from typing import Final

from mise_en_page.pdf.geometry import thickness
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Painted, Profile, check

SMALL: Final = 2.0
"""Strips thinner than this, in pt, are parts of something, not pictures."""


@check("image-resolution", "error", "GWG 2022, R0031")
def image_resolution(pdf: Examined, profile: Profile) -> Faults:
    for thing in pdf.painted:
        if thing.kind != "image" or bits(thing) == 1 or thickness(thing.box) < SMALL:
            continue
        ppi, limits = min(thing.ppi), profile.resolution
        if ppi <= limits.error:
            yield Fault.of("image-resolution/least", pdf.spot(thing), ppi=ppi, least=limits.error + 1)
        elif ppi <= limits.warning:
            yield Fault.of("image-resolution", pdf.spot(thing), "warning", ppi=ppi, wanted=limits.wanted)


def bits(thing: Painted) -> int:
    """Bits a channel; 8 where the picture does not say."""
    return int(thing.image.get("/BitsPerComponent", 8)) if thing.image is not None else 8
