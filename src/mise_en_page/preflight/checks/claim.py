"""A PDF/X says which standard it follows, in the place that the standard names."""

from __future__ import annotations

from typing import Final

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check
from mise_en_page.preflight.metadata import claims

KNOWN: Final = {
    "X-4": ("PDF/X-4",),
    "X-3": ("PDF/X-3:2003", "PDF/X-3:2002"),
    "X-1a": ("PDF/X-1a:2003", "PDF/X-1a:2001", "PDF/X-1:2001"),
}


@check("claim", severity="error", authority="ISO 15930-7; ISO 15930-4 and -6", scope="file")
def claim(pdf: Examined, profile: Profile) -> Faults:
    """Does the file claim the standard that the printer asks for?"""
    said = claims(pdf)
    if not said:
        yield Fault(f"the file does not say that it is PDF/{profile.standard}", hint="export it as PDF/X")
    elif not any(one in KNOWN[profile.standard] for one in said):
        yield Fault(f"the file claims {', '.join(said)}, the printer asks for PDF/{profile.standard}")
    if len(said) > 1 and len({one.split(":")[0] for one in said} - {"PDF/X-1"}) > 1:
        yield Fault(f"the file claims several standards: {', '.join(said)}")
