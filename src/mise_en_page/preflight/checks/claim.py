"""A PDF/X says which standard it follows, in the place that the standard names."""

from typing import Final

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check
from mise_en_page.preflight.metadata import claims

KNOWN: Final = {
    "X-4": ("PDF/X-4",),
    "X-3": ("PDF/X-3:2003", "PDF/X-3:2002"),
    "X-1a": ("PDF/X-1a:2003", "PDF/X-1a:2001", "PDF/X-1:2001"),
}


@check("claim", "error", "ISO 15930-7; ISO 15930-4 and -6", "file")
def claim(pdf: Examined, profile: Profile) -> Faults:
    said = tuple(claims(pdf))
    if not said:
        yield Fault.of("claim/none", standard=profile.standard)
    elif not any(one in KNOWN[profile.standard] for one in said):
        yield Fault.of("claim", claims=said, standard=profile.standard)
    if len(said) > 1 and len({one.split(":")[0] for one in said} - {"PDF/X-1"}) > 1:
        yield Fault.of("claim/several", claims=said)
