"""Small black type over a colour prints on it: knocked out, a white rim shows at the least shift."""

from typing import Final

from mise_en_page.model.message import key
from mise_en_page.pdf.geometry import overlap, thickness
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Painted, Profile, check

SMALL: Final = 12.0
LEAST: Final = 4.0
"""What lies under is looked at only when it is wider than this, in pt, and among the last painted."""

RECENT: Final = 100


@check("black-overprint", "warning", "GWG 2022, R0009, R0010")
def black_overprint(pdf: Examined, profile: Profile) -> Faults:
    below: list[Painted] = []
    told: set[str] = set()
    for thing in pdf.painted:
        small = thing.kind == "text" and thing.size < SMALL
        if thing.kind == "text" and (not small or _prints_over(thing)):
            continue  # most of a page
        thin = thing.kind in ("stroke", "fill") and thing.size < profile.overprint_line
        if (thin or small) and _is_solid_black(thing) and thing.kind not in told:
            solid = thing.alpha == 1 and not _prints_over(thing)
            if solid and any(overlap(thing.box, other.box) for other in below[-RECENT:]):
                told.add(thing.kind)
                words = key("black-overprint/type") if small else key("black-overprint/line")
                yield Fault.of(words, pdf.spot(thing), size=thing.size)
        elif not thing.colour.is_white and thing.kind != "text" and thickness(thing.box) > LEAST:
            below.append(thing)


def _prints_over(thing: Painted) -> bool:
    return thing.overprint and (thing.opm == 1 or thing.colour.space != "DeviceCMYK")


def _is_solid_black(thing: Painted) -> bool:
    device = thing.colour.space in ("DeviceCMYK", "DeviceGray")
    return device and thing.colour.ink("Black") > 0.995 and thing.colour.total < 1.005
