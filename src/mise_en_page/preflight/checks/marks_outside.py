"""Marks in the registration colour print on every plate: inside the page they are a fault."""

from __future__ import annotations

from mise_en_page.pdf.geometry import overlap
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check, once


@check("marks-outside", severity="error", authority="GWG 2022, R0024")
def marks_outside(pdf: Examined, profile: Profile) -> Faults:
    """Is the registration colour kept to the marks, outside the bleed?"""
    # an ink by this name is only in Separation and DeviceN
    inked = (one for one in pdf.painted if one.colour.space in ("Separation", "DeviceN"))
    everywhere = (one for one in inked if "All" in dict(one.colour.inks or ()) and not one.colour.is_white)
    for thing in once(one for one in everywhere if overlap(one.box, pdf.page(one.page).printed)):
        words = "the registration colour (All) is used on the page"
        yield Fault(words, pdf.spot(thing), "use black, or move the marks out")
