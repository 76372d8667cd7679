"""Pictures are converted once, by whoever knows them; not at the printer’s."""

from mise_en_page.preflight.checks.colour_spaces import FOREIGN
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("image-colour", "error", "ISO 15930-7; GWG 2022, R0027")
def image_colour(pdf: Examined, profile: Profile) -> Faults:
    for thing in pdf.painted:
        if thing.kind == "image" and thing.colour.space in FOREIGN:
            yield Fault.of("image-colour", pdf.spot(thing), space=thing.colour.space)
