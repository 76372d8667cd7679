"""Only inks may reach the press: what is RGB is converted by whoever opens the file, each otherwise."""

from __future__ import annotations

from typing import Final

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check, once


@check("colour-spaces", severity="error", authority="ISO 15930-7; GWG 2022, R0027")
def colour_spaces(pdf: Examined, profile: Profile) -> Faults:
    """Is every colour of type, lines and surfaces in inks?"""
    foreign = (one for one in pdf.looks() if one.kind != "image" and one.colour.space.removeprefix("Shading/") in FOREIGN)
    for thing in once(foreign, lambda one: one.colour[:2]):
        values = " ".join(f"{value:.3g}" for value in thing.colour.values)
        message = f"{WORDS.get(thing.kind, 'a surface')} in {thing.colour.space.removeprefix('Shading/')} {values}".rstrip()
        yield Fault(message, pdf.spot(thing), "convert it to CMYK; black type to black ink alone")


FOREIGN: Final = frozenset({"DeviceRGB", "CalRGB", "CalGray", "Lab", "ICCBased", "unknown"})
WORDS: Final = {"text": "type", "stroke": "a line", "shading": "a gradient", "mask": "a one-colour picture"}
