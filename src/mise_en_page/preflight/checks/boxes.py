"""Where the page ends: TrimBox inside BleedBox inside MediaBox."""

from __future__ import annotations

from typing import Final

from mise_en_page.pdf.geometry import Box
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check

EXACT: Final = 0.01
SIDE: Final = 14_400.0
"""The longest side of a page, in pt: 200 inches, the limit of PDF 1.4 (ISO 32000-1, annex C)."""


@check("boxes", severity="error", authority="ISO 15930-7; GWG 2022, R0002, R0003")
def boxes(pdf: Examined, profile: Profile) -> Faults:
    """Does each page say where it is trimmed, with its boxes one inside the other?"""
    for page in pdf.pages:
        spot = page.spot()
        if page.media is None:
            yield Fault("the page has no MediaBox", spot)
            continue
        if page.trim is None and page.art is None:
            yield Fault("the page has no TrimBox: nobody knows where to cut it", spot, "export with the page's format")
        if page.trim is not None and page.art is not None:
            yield Fault("the page has both a TrimBox and an ArtBox", spot)
        for inner, outer, words in (
            (page.trim, page.bleed, "TrimBox is not inside its BleedBox"),
            (page.trim, page.media, "TrimBox is not inside its MediaBox"),
            (page.bleed, page.media, "BleedBox is not inside its MediaBox"),
        ):
            if inner is not None and outer is not None and not _inside(inner, outer):
                yield Fault(f"the page's {words}", spot)
        if max(page.media[2] - page.media[0], page.media[3] - page.media[1]) > SIDE:
            yield Fault("the page is larger than 5 m", spot)
        if page.trim is not None and min(page.trim[2] - page.trim[0], page.trim[3] - page.trim[1]) < 3:
            yield Fault("the trimmed page is empty", spot)


def _inside(inner: Box, outer: Box) -> bool:
    low = inner[0] >= outer[0] - EXACT and inner[1] >= outer[1] - EXACT
    return low and inner[2] <= outer[2] + EXACT and inner[3] <= outer[3] + EXACT
