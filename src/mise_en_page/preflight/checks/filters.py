"""Ways of packing that a standard or old machines do not read."""

from mise_en_page.pdf.soundness import filters_of
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("filters", "error", "ISO 15930-7; ISO 15930-4 and -6")
def filters(pdf: Examined, profile: Profile) -> Faults:
    refused = {"/LZWDecode", "/Crypt"} | ({"/JPXDecode", "/JBIG2Decode"} if profile.standard != "X-4" else set())
    for held in (*pdf.objects, *pdf.images):
        for name in filters_of(held):
            if name in refused:
                yield Fault.of("filters", about=name, alike=name, filter=name[1:], standard=profile.standard)
