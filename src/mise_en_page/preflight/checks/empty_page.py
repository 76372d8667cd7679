"""An empty page is meant or forgotten: somebody should say which."""

from mise_en_page.pdf.geometry import overlap
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("empty-page", "warning", "GWG 2022, R0005")
def empty_page(pdf: Examined, profile: Profile) -> Faults:
    damaged = {number for number, _ in pdf.faults}  # a damaged page is no empty one
    for page in pdf.pages:
        there = (thing for thing in pdf.painted if thing.page == page.number and not thing.colour.is_white)
        if page.number not in damaged and not any(overlap(thing.box, page.cut) for thing in there):
            yield Fault.of("empty-page", page.spot())
