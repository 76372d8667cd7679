"""A line thinner than the press can hold breaks up or vanishes."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.model.press_profile import Profile
from mise_en_page.pdf.geometry import overlap
from mise_en_page.preflight.checks.registry import Fault, check
from mise_en_page.preflight.examined import Examined, Painted


@check(
    "hairlines",
    severity="warning",
    authority="GWG 2022, R0018, R0019; French printers: 0.25 pt",
    proved_by=("hairlines.fails", "good"),
)
def hairlines(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Is every line thick enough to print?"""
    told: set[tuple[int, float]] = set()
    for thing in pdf.painted:
        line = thing.kind == "stroke" or (thing.kind == "fill" and _is_long(thing))
        if not line or thing.size >= profile.hairline - 0.005:
            continue
        if "All" in [ink for ink, amount in thing.colour.inks or () if amount > 0]:
            continue
        if not overlap(thing.box, pdf.page(thing.page).printed):
            continue
        key = (thing.page, round(thing.size, 2))
        if key not in told:
            told.add(key)
            message = f"a line of {thing.size:.2f} pt, at least {profile.hairline:g} pt are needed"
            yield Fault(message, pdf.spot(thing), "make it thicker")


def _is_long(thing: Painted) -> bool:
    """A thin fill is a line only when it is much longer than thick; a full stop is none."""
    return max(thing.box[2] - thing.box[0], thing.box[3] - thing.box[1]) > 10 * max(thing.size, 0.1)
