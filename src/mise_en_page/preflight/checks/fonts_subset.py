"""Only the letters used belong in the file: a whole font is heavy, and may not be given away."""

from __future__ import annotations

from mise_en_page.pdf.advances import font_program
from mise_en_page.pdf.resources import key_of
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check
from mise_en_page.preflight.fonts import SUBSET, first_use, name_of


@check("fonts-subset", severity="warning", authority="font licences; Ghent Workgroup")
def fonts_subset(pdf: Examined, profile: Profile) -> Faults:
    """Is every font reduced to the letters used?"""
    for font in pdf.fonts:
        name = name_of(font)
        if font_program(font) is not None and not SUBSET.match(name):
            yield Fault(
                f"the font {name} is in the file whole",
                first_use(pdf, font),
                "subset fonts when exporting",
                about=key_of(font),
            )
