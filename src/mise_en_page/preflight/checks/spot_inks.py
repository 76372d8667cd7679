"""An ink more is a plate more, and a bill more."""

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("spot-inks", "error", "GWG 2022, R0020")
def spot_inks(pdf: Examined, profile: Profile) -> Faults:
    for name in pdf.spots:
        if name not in profile.spots:
            where = next((pdf.spot(thing) for thing in pdf.looks() if name in dict(thing.colour.inks or ())), None)
            yield Fault.of("spot-inks", where, about=name, ink=name)
