"""A line thinner than the press can hold breaks up or vanishes."""

from __future__ import annotations

from mise_en_page.pdf.geometry import overlap
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Painted, Profile, check, once


@check("hairlines", severity="warning", authority="GWG 2022, R0018, R0019; French printers: 0.25 pt")
def hairlines(pdf: Examined, profile: Profile) -> Faults:
    """Is every line thick enough to print?"""
    lines = (one for one in pdf.painted if one.kind == "stroke" or (one.kind == "fill" and _is_long(one)))
    thin = (one for one in lines if one.size < profile.hairline - 0.005 and one.colour.ink("All") <= 0)
    printed = (one for one in thin if overlap(one.box, pdf.page(one.page).printed))
    for thing in once(printed, lambda one: round(one.size, 2)):
        message = f"a line of {thing.size:.2f} pt, at least {profile.hairline:g} pt are needed"
        yield Fault(message, pdf.spot(thing), "make it thicker")


def _is_long(thing: Painted) -> bool:
    """A thin fill is a line only when it is much longer than thick; a full stop is none."""
    return max(thing.box[2] - thing.box[0], thing.box[3] - thing.box[1]) > 10 * max(thing.size, 0.1)
