"""Small type in one ink: four plates never fall exactly on one another."""

from __future__ import annotations

from typing import Final

from mise_en_page.pdf.state import Colour
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check, once

SMALL: Final = 12.0


@check("black-text", severity="error", authority="GWG 2022, R0015; stricter below 12 pt: house rule")
def black_text(pdf: Examined, profile: Profile) -> Faults:
    """Is small black type in black ink alone?"""
    small = (one for one in pdf.looks() if one.kind == "text" and one.size < SMALL and _is_mixed(one.colour))
    for thing in once(small, lambda one: one.colour.values):
        inks = " ".join(f"{ink[0]}{amount * 100:.0f}" for ink, amount in thing.colour.inks or ())
        yield Fault(f"black type of {thing.size:.1f} pt in several inks ({inks})", pdf.spot(thing), "set it in K100 alone")


def _is_mixed(colour: Colour) -> bool:
    """Black, or nearly, and not in black ink alone."""
    black, total = colour.ink("Black"), colour.total
    rich = black >= 0.85 and total > black + 0.05
    mixed = black >= 0.3 and total > 2 and colour.space == "DeviceCMYK"
    return (rich or mixed) and "All" not in dict(colour.inks or ())
