"""Marks in the registration colour print on every plate: inside the page they are a fault."""

from mise_en_page.pdf.geometry import overlap
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("marks-outside", "error", "GWG 2022, R0024")
def marks_outside(pdf: Examined, profile: Profile) -> Faults:
    for thing in pdf.painted:
        if thing.colour.space not in ("Separation", "DeviceN"):
            continue  # an ink by this name is only in these
        everywhere = "All" in dict(thing.colour.inks or ()) and not thing.colour.is_white
        if everywhere and overlap(thing.box, pdf.page(thing.page).printed):
            yield Fault.of("marks-outside", pdf.spot(thing), alike="All")
