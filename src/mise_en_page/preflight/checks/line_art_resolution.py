"""Drawings in black and white only: every step of a pixel shows as a saw."""

from __future__ import annotations

from mise_en_page.pdf.geometry import thickness
from mise_en_page.preflight.checks.image_resolution import SMALL, bits
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("line-art-resolution", severity="error", authority="GWG 2022, R0032")
def line_art_resolution(pdf: Examined, profile: Profile) -> Faults:
    """Has every one-bit picture the pixels that sharp edges need?"""
    for thing in pdf.painted:
        if thing.kind != "mask" and not (thing.kind == "image" and bits(thing) == 1):
            continue
        least, limits = min(thing.ppi), profile.line_art
        if thickness(thing.box) < SMALL or least == 0:
            continue
        if least <= limits.error:
            message = f"a one-bit picture of {least:.0f} ppi: at least {limits.error + 1:.0f} are needed"
            yield Fault(message, pdf.spot(thing), "scan it finer or redraw it")
        elif least <= limits.warning:
            message = f"a one-bit picture of {least:.0f} ppi, {limits.wanted:.0f} are wanted"
            yield Fault(message, pdf.spot(thing), severity="warning")
