"""A printer must be able to open and change the file."""

from __future__ import annotations

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("encryption", severity="error", authority="ISO 15930-7; ISO 15930-4 and -6", scope="file")
def encryption(pdf: Examined, profile: Profile) -> Faults:
    """Is the file free of encryption?"""
    if pdf.pdf.is_encrypted:
        yield Fault("the file is protected", hint="export it without password or restrictions")
