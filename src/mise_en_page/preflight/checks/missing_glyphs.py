"""A character that the font lacks prints as a box."""

from __future__ import annotations

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check, once
from mise_en_page.preflight.fonts import name_of


@check("missing-glyphs", severity="error", authority="ISO 15930-7")
def missing_glyphs(pdf: Examined, profile: Profile) -> Faults:
    """Has every character its glyph?"""
    for thing in once((one for one in pdf.looks() if one.notdef), lambda one: name_of(one.font)):
        name = name_of(thing.font)
        yield Fault(f"a character has no glyph in {name}: an empty box prints", pdf.spot(thing), "change the font")
