"""DeviceGray that overprints: some systems let it, some do not."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.model.press_profile import Profile
from mise_en_page.preflight.checks.registry import Fault, check
from mise_en_page.preflight.examined import Examined


@check(
    "grey-overprint", severity="warning", authority="GWG 2022, R0011 to R0013", proved_by=("grey-overprint.fails", "good")
)
def grey_overprint(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Is no type and no line in DeviceGray set to overprint?"""
    for thing in pdf.looks():
        if thing.kind != "image" and thing.overprint and thing.colour.space == "DeviceGray" and not thing.colour.is_white:
            yield Fault("a DeviceGray colour overprints", pdf.spot(thing), "write it as DeviceCMYK 0 0 0 K", instead=True)
            return
