"""Where transparent things are mixed: in the inks that print, or colours shift."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.model.press_profile import Profile
from mise_en_page.preflight.checks.registry import Fault, check
from mise_en_page.preflight.examined import Examined


@check("blend-space", severity="error", authority="GWG 2022, R0030", proved_by=("blend-space.fails", "good"))
def blend_space(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Are transparent things mixed in DeviceCMYK?"""
    for number, space in pdf.groups:
        allowed = ("", "DeviceCMYK", "DeviceGray") if space.startswith("mask:") else ("", "DeviceCMYK")
        if space.removeprefix("mask:") not in allowed:
            yield Fault(
                f"transparency is mixed in {space.removeprefix('mask:')}", pdf.page(number).spot(), "mix it in CMYK"
            )
