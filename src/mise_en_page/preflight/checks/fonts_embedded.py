"""A font that is not in the file is replaced by another at the printer’s."""

from mise_en_page.pdf.advances import font_program
from mise_en_page.pdf.resources import key_of
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check
from mise_en_page.preflight.fonts import first_use, named


@check("fonts-embedded", "error", "ISO 15930-7; GWG 2022")
def fonts_embedded(pdf: Examined, profile: Profile) -> Faults:
    for font in pdf.fonts:
        if str(font.get("/Subtype")) != "/Type3" and font_program(font) is None:
            yield Fault.of("fonts-embedded", first_use(pdf, font), about=key_of(font), font=named(font))
