"""What touches the cut must run on to the edge of the bleed."""

from __future__ import annotations

from typing import Final

from mise_en_page.preflight.checks.registry import MM, Examined, Fault, Faults, Profile, check


@check("bleed-painted", severity="error", authority="French printers (Chirat); ISO 15930-7", scope="drawn")
def bleed_painted(pdf: Examined, profile: Profile) -> Faults:
    """Is everything that touches the cut painted to the edge of the bleed?"""
    for page in pdf.pages:
        if page.number > MOST or page.number not in pdf.cut_touched:
            continue  # to draw a page takes longer than all other checks
        from mise_en_page.preflight import bleed  # noqa: PLC0415 - numpy and pdfium, when something is drawn

        for side, run in bleed.short_of_bleed(pdf, page, profile):
            message = f"at the {side}, {run / MM:.0f} mm touch the cut and stop short of the bleed's edge"
            yield Fault(message, page.spot(), "draw it to the edge of the bleed")


MOST: Final = 400
