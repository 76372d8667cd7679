"""Small coloured type in three or four inks shows a rim when the paper shifts."""

from __future__ import annotations

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Painted, Profile, check, once


@check("many-ink-text", severity="warning", authority="GWG 2022, R0017")
def many_ink_text(pdf: Examined, profile: Profile) -> Faults:
    """Is small type in at most two inks?"""
    small = (one for one in pdf.looks() if one.kind == "text" and one.size < profile.reversed_size)
    for thing in once((one for one in small if _inks(one) > 2), lambda one: one.colour.values):
        yield Fault(f"type of {thing.size:.1f} pt in {_inks(thing)} inks", pdf.spot(thing), "use two inks, or larger type")


def _inks(thing: Painted) -> int:
    return sum(amount > 0.05 and ink != "All" for ink, amount in thing.colour.inks or ())
