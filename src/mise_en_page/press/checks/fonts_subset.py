"""Only the letters used belong in the file: a whole font is heavy, and may not be given away."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.press.checks.registry import Fault, check
from mise_en_page.press.examine import Examined
from mise_en_page.press.fonts import SUBSET, first_use, key_of, name_of, program
from mise_en_page.press.profile import Profile


@check(
    "fonts-subset", severity="warning", authority="font licences; Ghent Workgroup", proved_by=("fonts-subset.fails", "good")
)
def fonts_subset(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Is every font reduced to the letters used?"""
    for font in pdf.fonts:
        name = name_of(font)
        if program(font) is not None and not SUBSET.match(name):
            yield Fault(
                f"the font {name} is in the file whole",
                first_use(pdf, font),
                "subset fonts when exporting",
                about=key_of(font),
            )
