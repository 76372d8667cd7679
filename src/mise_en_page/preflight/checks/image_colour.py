"""Pictures are converted once, by whoever knows them; not at the printer’s."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.model.press_profile import Profile
from mise_en_page.preflight.checks.colour_spaces import FOREIGN
from mise_en_page.preflight.checks.registry import Fault, check
from mise_en_page.preflight.examined import Examined


@check(
    "image-colour",
    severity="error",
    authority="ISO 15930-7; GWG 2022, R0027",
    proved_by=("image-colour.fails", "good"),
)
def image_colour(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Is every picture in inks?"""
    for thing in pdf.painted:
        if thing.kind == "image" and thing.colour.space in FOREIGN:
            yield Fault(f"a picture in {thing.colour.space}", pdf.spot(thing), "convert it with the printer's profile")
