"""A character that the font lacks prints as a box."""

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check
from mise_en_page.preflight.fonts import named


@check("missing-glyphs", "error", "ISO 15930-7")
def missing_glyphs(pdf: Examined, profile: Profile) -> Faults:
    for thing in pdf.looks():
        if thing.notdef:
            font = named(thing.font)
            yield Fault.of("missing-glyphs", pdf.spot(thing), alike=font, font=font)
