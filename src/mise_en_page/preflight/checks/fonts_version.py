"""A CFF font in an OpenType wrapper is of PDF 1.6: older lines do not read it."""

from mise_en_page.pdf.advances import font_program
from mise_en_page.pdf.resources import key_of
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check
from mise_en_page.preflight.fonts import first_use, named


@check("fonts-version", "error", "ISO 32000-1, table 126")
def fonts_version(pdf: Examined, profile: Profile) -> Faults:
    for font in pdf.fonts if profile.standard != "X-4" else ():
        held = font_program(font)
        if held is not None and str(held.get("/Subtype")) == "/OpenType":
            yield Fault.of("fonts-version", first_use(pdf, font), about=key_of(font), font=named(font))
