"""Each standard stands on one version of PDF."""

from __future__ import annotations

from typing import Final

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check

MOST: Final = {"X-4": (1, 6), "X-3": (1, 4), "X-1a": (1, 4)}


@check("version", severity="error", authority="ISO 15930-7 (PDF 1.6); ISO 15930-4 and -6 (PDF 1.4)", scope="file")
def version(pdf: Examined, profile: Profile) -> Faults:
    """Is the file written in the version of PDF that its standard allows?"""
    said = pdf.pdf.pdf_version
    try:
        number = tuple(int(part) for part in said.split("."))
    except ValueError:
        number = (9, 9)
    if number > MOST[profile.standard]:
        most = ".".join(str(part) for part in MOST[profile.standard])
        yield Fault(f"the file is PDF {said}, PDF/{profile.standard} allows up to {most}")
