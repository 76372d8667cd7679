"""Type 3 fonts are drawings: no hinting, often coarse pictures of letters."""

from __future__ import annotations

from mise_en_page.pdf.resources import key_of
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check
from mise_en_page.preflight.fonts import SUBSET, first_use, name_of


@check("fonts-type3", severity="warning", authority="GWG 2022, R0014")
def fonts_type3(pdf: Examined, profile: Profile) -> Faults:
    """Are the letters real fonts?"""
    for font in pdf.fonts:
        if str(font.get("/Subtype")) == "/Type3":
            yield Fault(
                f"{name_of(font)} is a Type 3 font", first_use(pdf, font), "use an outline font", about=key_of(font)
            )
        elif "courier" in name_of(font).lower() and not SUBSET.match(name_of(font)):
            yield Fault("Courier stands for a missing font", first_use(pdf, font), about=key_of(font))
