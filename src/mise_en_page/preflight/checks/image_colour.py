"""Pictures are converted once, by whoever knows them; not at the printer’s."""

from __future__ import annotations

from mise_en_page.preflight.checks.colour_spaces import FOREIGN
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("image-colour", severity="error", authority="ISO 15930-7; GWG 2022, R0027")
def image_colour(pdf: Examined, profile: Profile) -> Faults:
    """Is every picture in inks?"""
    for thing in pdf.painted:
        if thing.kind == "image" and thing.colour.space in FOREIGN:
            yield Fault(f"a picture in {thing.colour.space}", pdf.spot(thing), "convert it with the printer's profile")
