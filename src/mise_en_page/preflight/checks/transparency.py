"""PDF/X-1a and X-3 know no transparency: old printing systems drop it or stop."""

from __future__ import annotations

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("transparency", severity="error", authority="ISO 15930-4 and -6; ISO 15930-7")
def transparency(pdf: Examined, profile: Profile) -> Faults:
    """Is there no transparency in a file that may have none?"""
    if profile.standard == "X-4":
        return
    for thing in pdf.looks():
        soft = thing.image is not None and "/SMask" in thing.image
        if thing.alpha < 1 or thing.blend not in ("Normal", "Compatible") or soft:
            yield Fault(
                f"transparency, which PDF/{profile.standard} forbids",
                pdf.spot(thing),
                "flatten it, or deliver PDF/X-4",
                instead=True,
            )
            return
    for number, space in pdf.groups:
        yield Fault(
            f"a transparency group ({space or 'no space'}), which PDF/{profile.standard} forbids", pdf.page(number).spot()
        )
