"""Trapping is done once: the printer must know whether it has been."""

from __future__ import annotations

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check
from mise_en_page.preflight.metadata import info, xmp_values


@check("trapped", severity="error", authority="ISO 15930-7; ISO 15930-4 and -6", scope="file")
def trapped(pdf: Examined, profile: Profile) -> Faults:
    """Does the file say plainly whether it has been trapped?"""
    said = info(pdf).get("Trapped") or xmp_values(pdf).get("pdf:Trapped")
    if said not in ("True", "False"):
        yield Fault(
            f"Trapped is {said or 'missing'}: it must be True or False", hint="set it when exporting; False as a rule"
        )
