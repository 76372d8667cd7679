"""Curves and screens in the file change what the printer has set up."""

from typing import Final

import pikepdf

from mise_en_page.model.message import key
from mise_en_page.pdf.resources import key_of
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check

KEYS: Final = {
    "/TR": key("transfer-curves"),
    "/TR2": key("transfer-curves"),
    "/HTP": key("transfer-curves/phase"),
    "/HT": key("transfer-curves/halftone"),
}


@check("transfer-curves", "error", "ISO 15930-7; ISO 15930-4 and -6")
def transfer_curves(pdf: Examined, profile: Profile) -> Faults:
    for state in pdf.states:
        for name, words in KEYS.items():
            if name in state and str(state[name]) not in ("/Default", "/Identity"):
                if name == "/HT" and profile.standard == "X-4" and not isinstance(state[name], pikepdf.Object):
                    continue
                yield Fault.of(words, about=f"{name} {key_of(state)}")
