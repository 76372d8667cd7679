"""Paper takes only so much ink: more does not dry, smears on the next sheet, and sticks pages together."""

from typing import Final

from mise_en_page.model.press_profile import MM
from mise_en_page.model.problem import Severity
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check
from mise_en_page.preflight.page_ink import PageInk, Unmeasured

MARGIN: Final = 5.0
"""Percent over the limit that GWG grants (R0026: 305 for a limit of 300)."""


@check("ink-limit", "error", "GWG 2022, R0026; the printing condition's limit", "inked")
def ink_limit(pdf: Examined, profile: Profile) -> Faults:
    found = pdf.ink
    if isinstance(found, Unmeasured):
        yield Fault.of("ink-limit/unmeasured", pdf.pages[0].spot(), "info", reason=found.said)
    for heaviest in (found.large, found.small) if isinstance(found, PageInk) else ():
        percent, side, limit = heaviest.percent, heaviest.side / MM, profile.ink_limit
        if percent > limit + MARGIN:
            severity: Severity = "error" if isinstance(found, PageInk) and heaviest is found.large else "warning"
            yield Fault.of("ink-limit", heaviest.where, severity, percent=percent, side=side, limit=limit)
            break
