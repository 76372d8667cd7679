"""Where transparent things are mixed: in the inks that print, or colours shift."""

from __future__ import annotations

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("blend-space", severity="error", authority="GWG 2022, R0030")
def blend_space(pdf: Examined, profile: Profile) -> Faults:
    """Are transparent things mixed in DeviceCMYK?"""
    for number, space in pdf.groups:
        allowed = ("", "DeviceCMYK", "DeviceGray") if space.startswith("mask:") else ("", "DeviceCMYK")
        if space.removeprefix("mask:") not in allowed:
            yield Fault(
                f"transparency is mixed in {space.removeprefix('mask:')}", pdf.page(number).spot(), "mix it in CMYK"
            )
