"""An ink more is a plate more, and a bill more."""

from __future__ import annotations

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("spot-inks", severity="error", authority="GWG 2022, R0020")
def spot_inks(pdf: Examined, profile: Profile) -> Faults:
    """Are there only the spot inks that were ordered?"""
    for name in pdf.spots:
        if name not in profile.spots:
            where = next((pdf.spot(thing) for thing in pdf.looks() if name in dict(thing.colour.inks or ())), None)
            yield Fault(
                f"the spot ink “{name}”, which was not ordered",
                where,
                "convert it to CMYK, or name it in the press profile",
                about=name,
            )
