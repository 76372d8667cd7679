"""An empty page is meant or forgotten: somebody should say which."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.press.checks.registry import Fault, check
from mise_en_page.press.examine import Examined
from mise_en_page.press.geometry import overlap
from mise_en_page.press.profile import Profile


@check("empty-page", severity="warning", authority="GWG 2022, R0005", proved_by=("empty-page.fails", "good"))
def empty_page(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Is there something on every page?"""
    full = {
        thing.page for thing in pdf.painted if not thing.colour.is_white and overlap(thing.box, pdf.page(thing.page).cut)
    }
    full |= {number for number, _ in pdf.faults}  # a damaged page is no empty one
    for page in pdf.pages:
        if page.number not in full:
            yield Fault("the page is empty", page.spot())
