"""An empty page is meant or forgotten: somebody should say which."""

from __future__ import annotations

from mise_en_page.pdf.geometry import Box, overlap
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Painted, Profile, check


@check("empty-page", severity="warning", authority="GWG 2022, R0005")
def empty_page(pdf: Examined, profile: Profile) -> Faults:
    """Is there something on every page?"""
    damaged = {number for number, _ in pdf.faults}  # a damaged page is no empty one
    for page in pdf.pages:
        there = (thing for thing in pdf.painted if thing.page == page.number)
        if page.number not in damaged and not any(_shows(thing, page.cut) for thing in there):
            yield Fault("the page is empty", page.spot())


def _shows(thing: Painted, cut: Box) -> bool:
    return not thing.colour.is_white and overlap(thing.box, cut)
