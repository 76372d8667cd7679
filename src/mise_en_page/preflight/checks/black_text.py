"""Small type in one ink: four plates never fall exactly on one another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mise_en_page.model.press_profile import Profile
from mise_en_page.preflight.checks.registry import Fault, check
from mise_en_page.preflight.examined import Examined

SMALL: Final = 12.0


@check(
    "black-text",
    severity="error",
    authority="GWG 2022, R0015; stricter below 12 pt: house rule",
    proved_by=("black-text.fails", "good"),
)
def black_text(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Is small black type in black ink alone?"""
    told: set[tuple[int, tuple[float, ...]]] = set()
    for thing in pdf.looks():
        if thing.kind != "text" or thing.size >= SMALL or thing.colour.inks is None:
            continue
        black, total = thing.colour.ink("Black"), thing.colour.total
        rich = black >= 0.85 and total > black + 0.05
        mixed = black >= 0.3 and total > 2 and thing.colour.space == "DeviceCMYK"
        key = (thing.page, thing.colour.values)
        if (rich or mixed) and key not in told and "All" not in [ink for ink, _ in thing.colour.inks]:
            told.add(key)
            inks = " ".join(f"{ink[0]}{amount * 100:.0f}" for ink, amount in thing.colour.inks)
            yield Fault(
                f"black type of {thing.size:.1f} pt in several inks ({inks})", pdf.spot(thing), "set it in K100 alone"
            )
