"""Links and comments over the page print on some machines and not on others."""

from typing import Final

import pikepdf

from mise_en_page.pdf.geometry import overlap
from mise_en_page.pdf.resources import box_of
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check

ALLOWED: Final = ("/TrapNet", "/PrinterMark")


@check("page-annotations", "error", "ISO 15930-7; ISO 15930-4 and -6")
def page_annotations(pdf: Examined, profile: Profile) -> Faults:
    for page in pdf.pages:
        held = page.obj.get("/Annots")
        for one in held if isinstance(held, pikepdf.Array) else ():
            if not isinstance(one, pikepdf.Dictionary):
                yield Fault.of("page-annotations/damaged", page.spot())
                continue
            kind = str(one.get("/Subtype", "/?"))
            box = box_of(one, "/Rect")
            if kind not in ALLOWED and (box is None or overlap(box, page.printed)):
                yield Fault.of("page-annotations", page.spot(box), kind=kind[1:])
