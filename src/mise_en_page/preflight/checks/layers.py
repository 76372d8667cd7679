"""Layers can be switched: what prints then depends on the switch."""

import pikepdf

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("layers", "error", "GWG 2022, R0034; ISO 15930-4 and -6", "file")
def layers(pdf: Examined, profile: Profile) -> Faults:
    held = pdf.pdf.Root.get("/OCProperties")
    if isinstance(held, pikepdf.Dictionary):
        groups = held.get("/OCGs")
        yield Fault.of("layers", n=len(groups) if isinstance(groups, pikepdf.Array) else 0)
