"""White that overprints is not there: it vanishes on press."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Severity
from mise_en_page.preflight.checks.registry import Fault, check
from mise_en_page.preflight.examined import Examined


@check("white-overprint", severity="error", authority="GWG 2022, R0007, R0008", proved_by=("white-overprint.fails", "good"))
def white_overprint(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Does no white overprint?"""
    for thing in pdf.painted:
        if thing.kind == "image" or not thing.overprint or not thing.colour.is_white or not thing.colour.inks:
            continue
        vanishes = thing.opm == 1 or thing.colour.space != "DeviceCMYK"
        if vanishes:
            words = "type" if thing.kind == "text" else "a surface or line"
            severity: Severity = "error" if thing.kind == "text" else "warning"
            yield Fault(f"white {words} overprints: it will not be seen", pdf.spot(thing), "set it to knock out", severity)
