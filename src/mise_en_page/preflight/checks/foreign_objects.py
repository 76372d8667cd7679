"""PostScript, links to high-resolution files, alternate pictures: the page depends on who reads it."""

from __future__ import annotations

from mise_en_page.pdf.resources import key_of
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("foreign-objects", severity="error", authority="ISO 15930-7; ISO 15930-4 and -6")
def foreign_objects(pdf: Examined, profile: Profile) -> Faults:
    """Is everything that prints in the file, as PDF?"""
    for held in pdf.objects:
        about = key_of(held)
        if str(held.get("/Subtype")) == "/PS" or str(held.get("/Subtype2")) == "/PS" or "/PS" in held:
            yield Fault("a piece of PostScript", hint="export it again as PDF", about=about + "PS")
        if "/Ref" in held:
            yield Fault("a page of another file is referred to", hint="place it in the page", about=about + "Ref")
        if "/OPI" in held:
            yield Fault("a picture stands for another file (OPI)", hint="place the picture itself", about=about + "OPI")
        if "/Alternates" in held:
            yield Fault("a picture has alternates", hint="keep the one that prints", about=about + "Alternates")
        if "/F" in held:
            yield Fault("a picture or drawing is in another file", hint="place it in the page", about=about)
