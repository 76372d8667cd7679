"""Below a certain size type is not read, and not printed cleanly."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.model.press_profile import Profile
from mise_en_page.preflight.checks.registry import Fault, check
from mise_en_page.preflight.examined import Examined


@check(
    "least-size",
    severity="warning",
    authority="trade knowledge; newspapers ask for more",
    proved_by=("least-size.fails", "good"),
)
def least_size(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Is no type too small to print?"""
    told: set[tuple[int, float]] = set()
    for thing in pdf.looks():
        key = (thing.page, round(thing.size, 1))
        if thing.kind == "text" and 0 < thing.size < profile.least_size - 0.01 and key not in told:
            told.add(key)
            yield Fault(f"type of {thing.size:.1f} pt, at least {profile.least_size:g} pt are wanted", pdf.spot(thing))
