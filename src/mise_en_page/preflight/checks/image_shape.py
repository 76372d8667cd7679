"""A picture stretched one way only is a slip of the mouse."""

from __future__ import annotations

from mise_en_page.pdf.geometry import thickness
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("image-shape", severity="warning", authority="house rule")
def image_shape(pdf: Examined, profile: Profile) -> Faults:
    """Has every picture kept its proportions?"""
    for thing in pdf.painted:
        if (
            thing.kind == "image"
            and min(thing.ppi) > 0
            and thickness(thing.box) > 20
            and max(thing.ppi) / min(thing.ppi) > 1.05
        ):
            by = (max(thing.ppi) / min(thing.ppi) - 1) * 100
            yield Fault(f"a picture is stretched by {by:.0f} %", pdf.spot(thing), "crop it instead")
