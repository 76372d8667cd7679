"""Type 3 fonts are drawings: no hinting, often coarse pictures of letters."""

from mise_en_page.pdf.resources import key_of
from mise_en_page.pdf.type3 import is_type3
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check
from mise_en_page.preflight.fonts import SUBSET, first_use, name_of, named


@check("fonts-type3", "warning", "GWG 2022, R0014")
def fonts_type3(pdf: Examined, profile: Profile) -> Faults:
    for font in pdf.fonts:
        if is_type3(font):
            yield Fault.of("fonts-type3", first_use(pdf, font), about=key_of(font), font=named(font))
        elif "courier" in name_of(font).lower() and not SUBSET.match(name_of(font)):
            yield Fault.of("fonts-type3/courier", first_use(pdf, font), about=key_of(font))
