"""A file is whole: nothing had to be guessed to read it."""

from __future__ import annotations

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("undamaged", severity="error", authority="ISO 32000-1, 7.5", scope="file")
def undamaged(pdf: Examined, profile: Profile) -> Faults:
    """Can the whole file be read without repair?"""
    for warning in pdf.warnings[:5]:
        yield Fault(f"the file is damaged: {warning}", hint="export it again")
    for number, words in pdf.faults:
        yield Fault(f"page {number} is damaged: {words}", pdf.page(number).spot(), "export it again")
