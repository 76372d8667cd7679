"""Paper takes only so much ink: more does not dry, smears on the next sheet, and sticks pages together."""

from __future__ import annotations

from typing import Final

from mise_en_page.preflight.checks.registry import MM, Examined, Fault, Faults, Profile, check
from mise_en_page.preflight.page_ink import PageInk, Unmeasured

MARGIN: Final = 5.0
"""Percent over the limit that GWG grants (R0026: 305 for a limit of 300)."""


@check("ink-limit", severity="error", authority="GWG 2022, R0026; the printing condition's limit", scope="inked")
def ink_limit(pdf: Examined, profile: Profile) -> Faults:
    """Does every part of the page carry as little ink as the paper takes?"""
    measured, spot = pdf.ink, pdf.pages[0].spot()
    if isinstance(measured, Unmeasured):
        yield Fault(f"the ink of the page could not be measured: {measured}", spot, severity="info")
    if not isinstance(measured, PageInk):
        return
    for heaviest in (measured.large, measured.small):
        if heaviest.percent > profile.ink_limit + MARGIN:
            square = f"{heaviest.side / MM:.0f} × {heaviest.side / MM:.0f} mm"
            message = f"{heaviest.percent:.0f} % of ink on {square}, the paper takes {profile.ink_limit:.0f} %"
            hint = "use fewer inks, or convert the picture with the printer's profile"
            yield Fault(message, heaviest.where, hint, "error" if heaviest is measured.large else "warning")
            return
