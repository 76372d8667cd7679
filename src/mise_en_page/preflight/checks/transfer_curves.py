"""Curves and screens in the file change what the printer has set up."""

from __future__ import annotations

from typing import Final

import pikepdf

from mise_en_page.pdf.resources import key_of
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check

KEYS: Final = {
    "/TR": "a transfer curve",
    "/TR2": "a transfer curve",
    "/HTP": "a halftone phase",
    "/HT": "a halftone",
}


@check("transfer-curves", severity="error", authority="ISO 15930-7; ISO 15930-4 and -6")
def transfer_curves(pdf: Examined, profile: Profile) -> Faults:
    """Is the reproduction left to the printer?"""
    for state in pdf.states:
        for key, words in KEYS.items():
            if key in state and str(state[key]) not in ("/Default", "/Identity"):
                if key == "/HT" and profile.standard == "X-4" and not isinstance(state[key], pikepdf.Object):
                    continue
                yield Fault(f"the file sets {words}", hint="export without print settings", about=f"{key} {key_of(state)}")
