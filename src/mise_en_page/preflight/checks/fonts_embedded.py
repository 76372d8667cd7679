"""A font that is not in the file is replaced by another at the printer’s."""

from __future__ import annotations

from mise_en_page.pdf.advances import font_program
from mise_en_page.pdf.resources import key_of
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check
from mise_en_page.preflight.fonts import first_use, name_of


@check("fonts-embedded", severity="error", authority="ISO 15930-7; GWG 2022")
def fonts_embedded(pdf: Examined, profile: Profile) -> Faults:
    """Is every font that is used in the file?"""
    for font in pdf.fonts:
        if str(font.get("/Subtype")) == "/Type3":
            continue
        if font_program(font) is None:
            yield Fault(
                f"the font {name_of(font)} is not in the file",
                first_use(pdf, font),
                "embed fonts when exporting",
                about=key_of(font),
            )
