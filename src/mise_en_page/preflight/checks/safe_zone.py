"""Type too near the cut is trimmed away when the paper shifts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mise_en_page.model.press_profile import MM, Profile
from mise_en_page.pdf.geometry import Box, overlap
from mise_en_page.preflight.checks.registry import Fault, check
from mise_en_page.preflight.examined import Examined

SAFE: Final = 3 * MM


@check("safe-zone", severity="warning", authority="French printers: 3 to 5 mm", proved_by=("safe-zone.fails", "good"))
def safe_zone(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Does type keep away from the cut?"""
    told: set[int] = set()
    safes: dict[int, Box] = {}
    for thing in pdf.painted:
        if thing.kind != "text" or thing.page in told:
            continue
        cut = pdf.page(thing.page).cut
        safe = safes.get(thing.page)
        if safe is None:
            safe = safes[thing.page] = (cut[0] + SAFE, cut[1] + SAFE, cut[2] - SAFE, cut[3] - SAFE)
        x0, y0, x1, y1 = thing.box
        if x0 >= safe[0] and y0 >= safe[1] and x1 <= safe[2] and y1 <= safe[3]:
            continue
        # the line's box is taller than its letters: judge the band between baseline and x-height
        low = thing.box[1] + (thing.box[3] - thing.box[1]) * 0.2
        high = thing.box[1] + (thing.box[3] - thing.box[1]) * 0.7
        band = (thing.box[0], low, thing.box[2], high)
        if overlap(band, cut) and (band[0] < safe[0] or band[1] < safe[1] or band[2] > safe[2] or band[3] > safe[3]):
            told.add(thing.page)
            yield Fault(f"type nearer than {SAFE / MM:.0f} mm to the cut", pdf.spot(thing), "move it inwards")
