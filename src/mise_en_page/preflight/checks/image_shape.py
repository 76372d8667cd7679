"""A picture stretched one way only is a slip of the mouse."""

from mise_en_page.pdf.geometry import thickness
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("image-shape", "warning", "house rule")
def image_shape(pdf: Examined, profile: Profile) -> Faults:
    for thing in pdf.painted:
        if thing.kind == "image" and min(thing.ppi) > 0 and thickness(thing.box) > 20:
            stretched = max(thing.ppi) / min(thing.ppi)
            if stretched > 1.05:
                yield Fault.of("image-shape", pdf.spot(thing), percent=(stretched - 1) * 100)
