"""Type too near the cut is trimmed away when the paper shifts."""

from __future__ import annotations

from typing import Final

from mise_en_page.pdf.geometry import Box, overlap
from mise_en_page.preflight.checks.registry import MM, Examined, Fault, Faults, Profile, check, once

SAFE: Final = 3 * MM


@check("safe-zone", severity="warning", authority="French printers: 3 to 5 mm")
def safe_zone(pdf: Examined, profile: Profile) -> Faults:
    """Does type keep away from the cut?"""
    near = (one for one in pdf.painted if one.kind == "text" and _is_near(one.box, pdf.page(one.page).cut))
    for thing in once(near):
        yield Fault(f"type nearer than {SAFE / MM:.0f} mm to the cut", pdf.spot(thing), "move it inwards")


def _is_near(box: Box, cut: Box) -> bool:
    """Does a line stand across, or nearly, what it is cut along?"""
    x0, y0, x1, y1 = box
    # the line's box is taller than its letters: judge the band between baseline and x-height
    low, high = y0 + (y1 - y0) * 0.2, y0 + (y1 - y0) * 0.7
    apart = x0 >= cut[0] + SAFE and low >= cut[1] + SAFE and x1 <= cut[2] - SAFE and high <= cut[3] - SAFE
    return not apart and overlap((x0, low, x1, high), cut)
