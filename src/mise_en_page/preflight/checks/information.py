"""What the file says about itself: a title, dates, an identifier."""

from typing import Final

import pikepdf

from mise_en_page.model.message import key
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check
from mise_en_page.preflight.metadata import info, xmp_values

INFO: Final = {
    "Title": key("information/title"),
    "CreationDate": key("information/created"),
    "ModDate": key("information/modified"),
}
XMP: Final = {
    "dc:title": key("information/xmp-title"),
    "xmp:CreateDate": key("information/xmp-created"),
    "xmp:ModifyDate": key("information/xmp-modified"),
}


@check("information", "error", "ISO 15930-7; ISO 15930-4 and -6", "file")
def information(pdf: Examined, profile: Profile) -> Faults:
    said, names = (xmp_values(pdf), XMP) if profile.standard == "X-4" else (info(pdf), INFO)
    for name, words in names.items():
        if not said.get(name):
            yield Fault.of(words)
    held = pdf.pdf.trailer.get("/ID")
    if not isinstance(held, pikepdf.Array) or len(held) != 2:
        yield Fault.of("information/identifier")
