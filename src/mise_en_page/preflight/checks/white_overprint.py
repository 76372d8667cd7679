"""White that overprints is not there: it vanishes on press."""

from __future__ import annotations

from mise_en_page.model.problem import Severity
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("white-overprint", severity="error", authority="GWG 2022, R0007, R0008")
def white_overprint(pdf: Examined, profile: Profile) -> Faults:
    """Does no white overprint?"""
    for thing in pdf.painted:
        if thing.kind == "image" or not thing.overprint or not thing.colour.is_white or not thing.colour.inks:
            continue
        vanishes = thing.opm == 1 or thing.colour.space != "DeviceCMYK"
        if vanishes:
            words = "type" if thing.kind == "text" else "a surface or line"
            severity: Severity = "error" if thing.kind == "text" else "warning"
            yield Fault(f"white {words} overprints: it will not be seen", pdf.spot(thing), "set it to knock out", severity)
