"""Room beyond the cut, so that a cut a little off leaves no white edge."""

from __future__ import annotations

from mise_en_page.preflight.checks.registry import MM, Examined, Fault, Faults, Profile, check


@check("bleed-declared", severity="error", authority="French printers: 5 mm wanted, 3 mm the least; ISO 15930-7")
def bleed_declared(pdf: Examined, profile: Profile) -> Faults:
    """Does each page declare enough bleed on every side?"""
    for page in pdf.pages:
        if page.trim is None and page.art is None:
            continue  # the check of boxes speaks
        bleed = page.bleed or page.cut
        cut = page.cut
        least = min(cut[0] - bleed[0], cut[1] - bleed[1], bleed[2] - cut[2], bleed[3] - cut[3])
        if least < profile.bleed_least - 0.01:
            message = f"the bleed is {least / MM:.1f} mm, at least {profile.bleed_least / MM:.0f} mm are needed"
            yield Fault(message, page.spot(), f"give the layout {profile.bleed / MM:.0f} mm of bleed")
        elif least < profile.bleed - 0.01:
            message = f"the bleed is {least / MM:.1f} mm, {profile.bleed / MM:.0f} mm are wanted"
            yield Fault(message, page.spot(), severity="warning")
