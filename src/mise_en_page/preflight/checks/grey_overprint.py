"""DeviceGray that overprints: some systems let it, some do not."""

from __future__ import annotations

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("grey-overprint", severity="warning", authority="GWG 2022, R0011 to R0013")
def grey_overprint(pdf: Examined, profile: Profile) -> Faults:
    """Is no type and no line in DeviceGray set to overprint?"""
    for thing in pdf.looks():
        if thing.kind != "image" and thing.overprint and thing.colour.space == "DeviceGray" and not thing.colour.is_white:
            yield Fault("a DeviceGray colour overprints", pdf.spot(thing), "write it as DeviceCMYK 0 0 0 K", instead=True)
            return
