"""Only inks may reach the press: what is RGB is converted by whoever opens the file, each otherwise."""

from typing import Final

from mise_en_page.model.message import key
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check

FOREIGN: Final = frozenset({"DeviceRGB", "CalRGB", "CalGray", "Lab", "ICCBased", "unknown"})
WORDS: Final = {
    "text": key("colour-spaces/type"),
    "stroke": key("colour-spaces/line"),
    "shading": key("colour-spaces/gradient"),
    "mask": key("colour-spaces/mask"),
}


@check("colour-spaces", "error", "ISO 15930-7; GWG 2022, R0027")
def colour_spaces(pdf: Examined, profile: Profile) -> Faults:
    for thing in pdf.looks():
        space = thing.colour.space.removeprefix("Shading/")
        if thing.kind != "image" and space in FOREIGN:
            colour = " ".join((space, *(f"{value:.3g}" for value in thing.colour.values)))
            words = WORDS.get(thing.kind, key("colour-spaces/surface"))
            yield Fault.of(words, pdf.spot(thing), alike=(thing.colour.space, thing.colour.values), colour=colour)
