"""A CFF font in an OpenType wrapper is of PDF 1.6: older lines do not read it."""

from __future__ import annotations

from mise_en_page.pdf.advances import font_program
from mise_en_page.pdf.resources import key_of
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check
from mise_en_page.preflight.fonts import first_use, name_of


@check("fonts-version", severity="error", authority="ISO 32000-1, table 126")
def fonts_version(pdf: Examined, profile: Profile) -> Faults:
    """Are the fonts in a form that the file's version of PDF knows?"""
    for font in pdf.fonts:
        held = font_program(font)
        wrapped = held is not None and str(held.get("/Subtype")) == "/OpenType"
        if wrapped and profile.standard != "X-4":
            yield Fault(
                f"{name_of(font)} is an OpenType font file, PDF 1.4 knows none", first_use(pdf, font), about=key_of(font)
            )
