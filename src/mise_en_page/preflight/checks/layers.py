"""Layers can be switched: what prints then depends on the switch."""

from __future__ import annotations

import pikepdf

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("layers", severity="error", authority="GWG 2022, R0034; ISO 15930-4 and -6", scope="file")
def layers(pdf: Examined, profile: Profile) -> Faults:
    """Is there only one way for the page to look?"""
    held = pdf.pdf.Root.get("/OCProperties")
    if isinstance(held, pikepdf.Dictionary):
        groups = held.get("/OCGs")
        count = len(groups) if isinstance(groups, pikepdf.Array) else 0
        yield Fault(f"the file has {count} layers", hint="flatten layers when exporting")
