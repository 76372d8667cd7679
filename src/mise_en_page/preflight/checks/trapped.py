"""Trapping is done once: the printer must know whether it has been."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.model.press_profile import Profile
from mise_en_page.preflight.checks.registry import Fault, check
from mise_en_page.preflight.examined import Examined
from mise_en_page.preflight.metadata import info, xmp_values


@check(
    "trapped",
    severity="error",
    authority="ISO 15930-7; ISO 15930-4 and -6",
    proved_by=("trapped.fails", "good"),
    scope="file",
)
def trapped(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Does the file say plainly whether it has been trapped?"""
    said = info(pdf).get("Trapped") or xmp_values(pdf).get("pdf:Trapped")
    if said not in ("True", "False"):
        yield Fault(
            f"Trapped is {said or 'missing'}: it must be True or False", hint="set it when exporting; False as a rule"
        )
