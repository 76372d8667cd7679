"""What touches the cut must run on to the edge of the bleed."""

from typing import Final

from mise_en_page.model.message import say
from mise_en_page.model.press_profile import MM
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check

MOST: Final = 400
SIDES: Final = {
    "top": say("side/top"), "bottom": say("side/bottom"), "left": say("side/left"), "right": say("side/right")
}  # fmt: skip


@check("bleed-painted", "error", "French printers (Chirat); ISO 15930-7", "drawn")
def bleed_painted(pdf: Examined, profile: Profile) -> Faults:
    for page in pdf.pages:
        if page.number > MOST or not pdf.touches_cut:
            continue  # to draw a page takes longer than all other checks
        from mise_en_page.preflight import bleed  # noqa: PLC0415 - numpy and pdfium, when something is drawn

        for side, run in bleed.short_of_bleed(pdf, page, profile):
            yield Fault.of("bleed-painted", page.spot(), side=SIDES[side], run=run / MM)
