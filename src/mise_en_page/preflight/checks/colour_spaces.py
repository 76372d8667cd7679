"""Only inks may reach the press: what is RGB is converted by whoever opens the file, each otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mise_en_page.model.press_profile import Profile
from mise_en_page.preflight.checks.registry import Fault, check
from mise_en_page.preflight.examined import Examined


@check(
    "colour-spaces",
    severity="error",
    authority="ISO 15930-7; GWG 2022, R0027",
    proved_by=("colour-spaces.fails", "good"),
)
def colour_spaces(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Is every colour of type, lines and surfaces in inks?"""
    told: set[tuple[int, str, tuple[float, ...]]] = set()
    for thing in pdf.looks():
        if thing.kind == "image":
            continue
        space = thing.colour.space
        key = (thing.page, space, thing.colour.values)
        if space.removeprefix("Shading/") in FOREIGN and key not in told:
            told.add(key)
            values = " ".join(f"{value:.3g}" for value in thing.colour.values)
            message = f"{WORDS.get(thing.kind, 'a surface')} in {space.removeprefix('Shading/')} {values}".rstrip()
            yield Fault(message, pdf.spot(thing), "convert it to CMYK; black type to black ink alone")


FOREIGN: Final = frozenset({"DeviceRGB", "CalRGB", "CalGray", "Lab", "ICCBased", "unknown"})
WORDS: Final = {"text": "type", "stroke": "a line", "shading": "a gradient", "mask": "a one-colour picture"}
