"""A character that the font lacks prints as a box."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.model.press_profile import Profile
from mise_en_page.preflight.checks.registry import Fault, check
from mise_en_page.preflight.examined import Examined
from mise_en_page.preflight.fonts import name_of


@check("missing-glyphs", severity="error", authority="ISO 15930-7", proved_by=("missing-glyphs.fails", "good"))
def missing_glyphs(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Has every character its glyph?"""
    told: set[tuple[int, str]] = set()
    for thing in pdf.looks():
        if thing.notdef:
            name = name_of(thing.font)
            if (thing.page, name) not in told:
                told.add((thing.page, name))
                yield Fault(f"a character has no glyph in {name}: an empty box prints", pdf.spot(thing), "change the font")
