"""Drawings in black and white only: every step of a pixel shows as a saw."""

from mise_en_page.pdf.geometry import thickness
from mise_en_page.preflight.checks.image_resolution import SMALL, bits
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("line-art-resolution", "error", "GWG 2022, R0032")
def line_art_resolution(pdf: Examined, profile: Profile) -> Faults:
    for thing in pdf.painted:
        if thing.kind != "mask" and not (thing.kind == "image" and bits(thing) == 1):
            continue
        ppi, limits = min(thing.ppi), profile.line_art
        if thickness(thing.box) < SMALL or ppi == 0:
            continue
        if ppi <= limits.error:
            yield Fault.of("line-art-resolution/least", pdf.spot(thing), ppi=ppi, least=limits.error + 1)
        elif ppi <= limits.warning:
            yield Fault.of("line-art-resolution", pdf.spot(thing), "warning", ppi=ppi, wanted=limits.wanted)
