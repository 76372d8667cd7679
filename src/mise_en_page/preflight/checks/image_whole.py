"""A picture that is cut short prints grey; one that lies about its size stops the printing system."""

from __future__ import annotations

from mise_en_page.pdf.resources import key_of
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("image-whole", severity="error", authority="ISO 32000-1, 8.9.5")
def image_whole(pdf: Examined, profile: Profile) -> Faults:
    """Is every picture whole, and of the size that it says?"""
    for image, words in pdf.picture_faults:
        where = next((pdf.spot(thing) for thing in pdf.painted if thing.image is not None and thing.image == image), None)
        yield Fault(words, where, "take the original again, and export anew", about=key_of(image) + words)
