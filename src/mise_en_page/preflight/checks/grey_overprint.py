"""DeviceGray that overprints: some systems let it, some do not."""

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("grey-overprint", "warning", "GWG 2022, R0011 to R0013")
def grey_overprint(pdf: Examined, profile: Profile) -> Faults:
    for thing in pdf.looks():
        if thing.kind != "image" and thing.overprint and thing.colour.space == "DeviceGray" and not thing.colour.is_white:
            yield Fault.of("grey-overprint", pdf.spot(thing), instead=True)
            return
