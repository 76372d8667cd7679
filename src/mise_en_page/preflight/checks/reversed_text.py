"""White type in a picture or a colour fills up when it is small."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.model.press_profile import Profile
from mise_en_page.preflight.checks.registry import Fault, check
from mise_en_page.preflight.examined import Examined


@check("reversed-text", severity="warning", authority="GWG 2022, R0016", proved_by=("reversed-text.fails", "good"))
def reversed_text(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Is white type large enough to stay open?"""
    told: set[tuple[int, float]] = set()
    for thing in pdf.looks():
        key = (thing.page, round(thing.size, 1))
        if thing.kind == "text" and thing.colour.is_white and thing.size < profile.reversed_size - 0.01 and key not in told:
            told.add(key)
            message = f"white type of {thing.size:.1f} pt, at least {profile.reversed_size:g} pt are wanted"
            yield Fault(message, pdf.spot(thing), "set it larger or bolder")
