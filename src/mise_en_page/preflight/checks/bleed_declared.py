"""Room beyond the cut, so that a cut a little off leaves no white edge."""

from mise_en_page.model.press_profile import MM
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("bleed-declared", "error", "French printers: 5 mm wanted, 3 mm the least; ISO 15930-7")
def bleed_declared(pdf: Examined, profile: Profile) -> Faults:
    for page in pdf.pages:
        if page.trim is None and page.art is None:
            continue  # the check of boxes speaks
        bleed, cut, wanted = page.bleed or page.cut, page.cut, profile.bleed / MM
        there = min(cut[0] - bleed[0], cut[1] - bleed[1], bleed[2] - cut[2], bleed[3] - cut[3])
        if there < profile.bleed_least - 0.01:
            least = profile.bleed_least / MM
            yield Fault.of("bleed-declared/least", page.spot(), bleed=there / MM, least=least, wanted=wanted)
        elif there < profile.bleed - 0.01:
            yield Fault.of("bleed-declared", page.spot(), "warning", bleed=there / MM, wanted=wanted)
