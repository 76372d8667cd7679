"""Small coloured type in three or four inks shows a rim when the paper shifts."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.model.press_profile import Profile
from mise_en_page.preflight.checks.registry import Fault, check
from mise_en_page.preflight.examined import Examined


@check("many-ink-text", severity="warning", authority="GWG 2022, R0017", proved_by=("many-ink-text.fails", "good"))
def many_ink_text(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Is small type in at most two inks?"""
    told: set[tuple[int, tuple[float, ...]]] = set()
    for thing in pdf.looks():
        inks = [amount for ink, amount in thing.colour.inks or () if amount > 0.05 and ink != "All"]
        key = (thing.page, thing.colour.values)
        if thing.kind == "text" and thing.size < profile.reversed_size and len(inks) > 2 and key not in told:
            told.add(key)
            yield Fault(f"type of {thing.size:.1f} pt in {len(inks)} inks", pdf.spot(thing), "use two inks, or larger type")
