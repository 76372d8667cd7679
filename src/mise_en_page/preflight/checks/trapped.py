"""Trapping is done once: the printer must know whether it has been."""

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check
from mise_en_page.preflight.metadata import info, xmp_values


@check("trapped", "error", "ISO 15930-7; ISO 15930-4 and -6", "file")
def trapped(pdf: Examined, profile: Profile) -> Faults:
    said = info(pdf).get("Trapped") or xmp_values(pdf).get("pdf:Trapped")
    if not said:
        yield Fault.of("trapped/missing")
    elif said not in ("True", "False"):
        yield Fault.of("trapped", trapped=said)
