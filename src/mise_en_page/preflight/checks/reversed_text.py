"""White type in a picture or a colour fills up when it is small."""

from __future__ import annotations

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check, once


@check("reversed-text", severity="warning", authority="GWG 2022, R0016")
def reversed_text(pdf: Examined, profile: Profile) -> Faults:
    """Is white type large enough to stay open?"""
    white = (one for one in pdf.looks() if one.kind == "text" and one.colour.is_white)
    small = (one for one in white if one.size < profile.reversed_size - 0.01)
    for thing in once(small, lambda one: round(one.size, 1)):
        message = f"white type of {thing.size:.1f} pt, at least {profile.reversed_size:g} pt are wanted"
        yield Fault(message, pdf.spot(thing), "set it larger or bolder")
