"""Marks in the registration colour print on every plate: inside the page they are a fault."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.model.press_profile import Profile
from mise_en_page.pdf.geometry import overlap
from mise_en_page.preflight.checks.registry import Fault, check
from mise_en_page.preflight.examined import Examined


@check("marks-outside", severity="error", authority="GWG 2022, R0024", proved_by=("marks-outside.fails", "good"))
def marks_outside(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Is the registration colour kept to the marks, outside the bleed?"""
    told: set[int] = set()
    for thing in pdf.painted:
        if thing.colour.space not in ("Separation", "DeviceN"):
            continue  # an ink by this name is only in these
        everywhere = "All" in dict(thing.colour.inks or ()) and not thing.colour.is_white
        page = pdf.page(thing.page)
        if everywhere and thing.page not in told and overlap(thing.box, page.printed):
            told.add(thing.page)
            yield Fault(
                "the registration colour (All) is used on the page", pdf.spot(thing), "use black, or move the marks out"
            )
