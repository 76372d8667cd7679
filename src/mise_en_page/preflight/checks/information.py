"""What the file says about itself: a title, dates, an identifier."""

from __future__ import annotations

from typing import Final

import pikepdf

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check
from mise_en_page.preflight.metadata import info, xmp_values


@check("information", severity="error", authority="ISO 15930-7; ISO 15930-4 and -6", scope="file")
def information(pdf: Examined, profile: Profile) -> Faults:
    """Does the file carry a title, its dates and an identifier?"""
    said = info(pdf) if profile.standard != "X-4" else {**xmp_values(pdf)}
    names = INFO if profile.standard != "X-4" else XMP
    for name, words in names.items():
        if not said.get(name):
            yield Fault(f"the file has no {words}", hint="give the document its data before exporting")
    held = pdf.pdf.trailer.get("/ID")
    if not isinstance(held, pikepdf.Array) or len(held) != 2:
        yield Fault("the file has no identifier (/ID)")


INFO: Final = {"Title": "title", "CreationDate": "creation date", "ModDate": "modification date"}
XMP: Final = {
    "dc:title": "title in its XMP metadata",
    "xmp:CreateDate": "creation date in its XMP metadata",
    "xmp:ModifyDate": "modification date in its XMP metadata",
}
