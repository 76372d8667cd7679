"""Where the page ends: TrimBox inside BleedBox inside MediaBox."""

from typing import Final

from mise_en_page.model.message import key
from mise_en_page.pdf.geometry import Box
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check

EXACT: Final = 0.01
SIDE: Final = 14_400.0
"""The longest side of a page, in pt: 200 inches, the limit of PDF 1.4 (ISO 32000-1, annex C)."""


@check("boxes", "error", "ISO 15930-7; GWG 2022, R0002, R0003")
def boxes(pdf: Examined, profile: Profile) -> Faults:
    for page in pdf.pages:
        if page.media is None:
            yield Fault.of("boxes/media", page.spot())
            continue
        if page.trim is None and page.art is None:
            yield Fault.of("boxes/trim", page.spot())
        if page.trim is not None and page.art is not None:
            yield Fault.of("boxes/art", page.spot())
        for inner, outer, words in (
            (page.trim, page.bleed, key("boxes/trim-bleed")),
            (page.trim, page.media, key("boxes/trim-media")),
            (page.bleed, page.media, key("boxes/bleed-media")),
        ):
            if inner is not None and outer is not None and not _inside(inner, outer):
                yield Fault.of(words, page.spot())
        if max(page.media[2] - page.media[0], page.media[3] - page.media[1]) > SIDE:
            yield Fault.of("boxes/large", page.spot())
        if page.trim is not None and min(page.trim[2] - page.trim[0], page.trim[3] - page.trim[1]) < 3:
            yield Fault.of("boxes/empty", page.spot())


def _inside(inner: Box, outer: Box) -> bool:
    low = inner[0] >= outer[0] - EXACT and inner[1] >= outer[1] - EXACT
    return low and inner[2] <= outer[2] + EXACT and inner[3] <= outer[3] + EXACT
