"""A printer must be able to open and change the file."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.model.press_profile import Profile
from mise_en_page.preflight.checks.registry import Fault, check
from mise_en_page.preflight.examined import Examined


@check(
    "encryption",
    severity="error",
    authority="ISO 15930-7; ISO 15930-4 and -6",
    proved_by=("encryption.fails", "good"),
    scope="file",
)
def encryption(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Is the file free of encryption?"""
    if pdf.pdf.is_encrypted:
        yield Fault("the file is protected", hint="export it without password or restrictions")
