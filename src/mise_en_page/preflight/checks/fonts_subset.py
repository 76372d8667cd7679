"""Only the letters used belong in the file: a whole font is heavy, and may not be given away."""

from mise_en_page.pdf.advances import font_program
from mise_en_page.pdf.resources import key_of
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check
from mise_en_page.preflight.fonts import SUBSET, first_use, name_of, named


@check("fonts-subset", "warning", "font licences; Ghent Workgroup")
def fonts_subset(pdf: Examined, profile: Profile) -> Faults:
    for font in pdf.fonts:
        if font_program(font) is not None and not SUBSET.match(name_of(font)):
            yield Fault.of("fonts-subset", first_use(pdf, font), about=key_of(font), font=named(font))
