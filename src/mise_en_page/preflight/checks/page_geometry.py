"""Ways of showing a page otherwise than it is drawn: printing systems differ in obeying them."""

from mise_en_page.pdf.geometry import cross
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("page-geometry", "error", "ISO 15930-7; GWG 2022, R0003, R0004")
def page_geometry(pdf: Examined, profile: Profile) -> Faults:
    for page in pdf.pages:
        inner = page.bleed or page.trim
        if page.crop is not None and page.media is not None and inner is not None:
            same = all(abs(a - b) < 0.01 for a, b in zip(page.crop, page.media, strict=True))
            if not same and cross(inner, page.crop) != inner:
                yield Fault.of("page-geometry/crop", page.spot())
        if page.unit != 1:
            yield Fault.of("page-geometry/unit", page.spot())
        if page.turn:
            yield Fault.of("page-geometry/turned", page.spot(), "warning")
