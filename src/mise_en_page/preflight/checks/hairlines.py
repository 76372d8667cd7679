"""A line thinner than the press can hold breaks up or vanishes."""

from mise_en_page.pdf.geometry import overlap
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Painted, Profile, check


@check("hairlines", "warning", "GWG 2022, R0018, R0019; French printers: 0.25 pt")
def hairlines(pdf: Examined, profile: Profile) -> Faults:
    for thing in pdf.painted:
        line = thing.kind == "stroke" or (thing.kind == "fill" and _is_long(thing))
        if not line or thing.size >= profile.hairline - 0.005 or not overlap(thing.box, pdf.page(thing.page).printed):
            continue
        if not any(ink == "All" and amount > 0 for ink, amount in thing.colour.inks or ()):
            alike = round(thing.size, 2)
            yield Fault.of("hairlines", pdf.spot(thing), alike=alike, size=thing.size, least=profile.hairline)


def _is_long(thing: Painted) -> bool:
    """A thin fill is a line only when it is much longer than thick; a full stop is none."""
    return max(thing.box[2] - thing.box[0], thing.box[3] - thing.box[1]) > 10 * max(thing.size, 0.1)
