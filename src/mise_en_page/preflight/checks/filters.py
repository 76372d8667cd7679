"""Ways of packing that a standard or old machines do not read."""

from __future__ import annotations

import pikepdf

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("filters", severity="error", authority="ISO 15930-7; ISO 15930-4 and -6")
def filters(pdf: Examined, profile: Profile) -> Faults:
    """Is everything packed in a way that the standard allows?"""
    told: set[str] = set()
    refused = {"/LZWDecode", "/Crypt"} | ({"/JPXDecode", "/JBIG2Decode"} if profile.standard != "X-4" else set())
    for held in (*pdf.objects, *pdf.images):
        used = held.get("/Filter")
        names = [str(name) for name in used] if isinstance(used, pikepdf.Array) else [str(used)]
        for name in names:
            if name in refused and name not in told:
                told.add(name)
                yield Fault(f"something is packed with {name[1:]}, which PDF/{profile.standard} forbids", about=name)
