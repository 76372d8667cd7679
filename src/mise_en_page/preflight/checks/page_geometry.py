"""Ways of showing a page otherwise than it is drawn: printing systems differ in obeying them."""

from __future__ import annotations

from mise_en_page.pdf.geometry import cross
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("page-geometry", severity="error", authority="ISO 15930-7; GWG 2022, R0003, R0004")
def page_geometry(pdf: Examined, profile: Profile) -> Faults:
    """Is each page as large and as upright as it is drawn?"""
    for page in pdf.pages:
        if page.crop is not None and page.media is not None:
            same = all(abs(a - b) < 0.01 for a, b in zip(page.crop, page.media, strict=True))
            inner = page.bleed or page.trim
            if not same and inner is not None and cross(inner, page.crop) != inner:
                yield Fault("the CropBox cuts into the bleed", page.spot(), "remove it")
        if page.unit != 1:
            yield Fault("the page is scaled by a UserUnit", page.spot())
        if page.turn:
            yield Fault("the page is turned when shown (/Rotate)", page.spot(), "turn the page itself", "warning")
