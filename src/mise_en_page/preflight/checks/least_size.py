"""Below a certain size type is not read, and not printed cleanly."""

from __future__ import annotations

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check, once


@check("least-size", severity="warning", authority="trade knowledge; newspapers ask for more")
def least_size(pdf: Examined, profile: Profile) -> Faults:
    """Is no type too small to print?"""
    small = (one for one in pdf.looks() if one.kind == "text" and 0 < one.size < profile.least_size - 0.01)
    for thing in once(small, lambda one: round(one.size, 1)):
        yield Fault(f"type of {thing.size:.1f} pt, at least {profile.least_size:g} pt are wanted", pdf.spot(thing))
