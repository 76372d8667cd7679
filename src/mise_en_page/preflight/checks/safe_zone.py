"""Type too near the cut is trimmed away when the paper shifts."""

from typing import Final

from mise_en_page.model.press_profile import MM
from mise_en_page.pdf.geometry import overlap
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check

SAFE: Final = 3 * MM


@check("safe-zone", "warning", "French printers: 3 to 5 mm")
def safe_zone(pdf: Examined, profile: Profile) -> Faults:
    for page in pdf.pages:
        cut = page.cut
        left, foot, right, top = cut[0] + SAFE, cut[1] + SAFE, cut[2] - SAFE, cut[3] - SAFE
        for thing in pdf.painted:
            x0, y0, x1, y1 = thing.box
            inside = x0 >= left and y0 >= foot and x1 <= right and y1 <= top
            if inside or thing.kind != "text" or thing.page != page.number:
                continue
            # the line's box is taller than its letters: judge the band between baseline and x-height
            low, high = y0 + (y1 - y0) * 0.2, y0 + (y1 - y0) * 0.7
            near = x0 < left or low < foot or x1 > right or high > top
            if near and overlap((x0, low, x1, high), cut):
                yield Fault.of("safe-zone", pdf.spot(thing), safe=SAFE / MM)
                break
