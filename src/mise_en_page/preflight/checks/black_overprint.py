"""Small black type over a colour prints on it: knocked out, a white rim shows at the least shift."""

from __future__ import annotations

from typing import Final

from mise_en_page.pdf.geometry import overlap, thickness
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Painted, Profile, check

SMALL: Final = 12.0
LEAST: Final = 4.0
"""What lies under is looked at only when it is wider than this, in pt, and among the last painted."""

RECENT: Final = 100


@check("black-overprint", severity="warning", authority="GWG 2022, R0009, R0010")
def black_overprint(pdf: Examined, profile: Profile) -> Faults:
    """Does small black type, and every thin black line, overprint what is under it?"""
    under: dict[int, list[Painted]] = {}
    told: set[tuple[int, str]] = set()
    for thing in pdf.painted:
        if thing.kind == "text" and (thing.size >= SMALL or _prints_over(thing)):
            continue  # most of a page
        thin = thing.kind in ("stroke", "fill") and thing.size < profile.overprint_line
        small = thing.kind == "text" and thing.size < SMALL
        below = under.setdefault(thing.page, [])
        if (thin or small) and _is_solid_black(thing) and (thing.page, thing.kind) not in told:
            if (
                not _prints_over(thing)
                and thing.alpha == 1
                and any(overlap(thing.box, other.box) for other in below[-RECENT:])
            ):
                told.add((thing.page, thing.kind))
                words = f"black type of {thing.size:.1f} pt" if small else f"a black line of {thing.size:.2f} pt"
                yield Fault(f"{words} knocks out what is under it", pdf.spot(thing), "set black to overprint")
        elif not thing.colour.is_white and thing.kind != "text" and thickness(thing.box) > LEAST:
            below.append(thing)


def _prints_over(thing: Painted) -> bool:
    return thing.overprint and (thing.opm == 1 or thing.colour.space != "DeviceCMYK")


def _is_solid_black(thing: Painted) -> bool:
    return (
        thing.colour.space in ("DeviceCMYK", "DeviceGray")
        and thing.colour.ink("Black") > 0.995
        and thing.colour.total < 1.005
    )
