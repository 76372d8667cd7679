"""White type in a picture or a colour fills up when it is small."""

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("reversed-text", "warning", "GWG 2022, R0016")
def reversed_text(pdf: Examined, profile: Profile) -> Faults:
    least = profile.reversed_size
    for thing in pdf.looks():
        if thing.kind == "text" and thing.colour.is_white and thing.size < least - 0.01:
            yield Fault.of("reversed-text", pdf.spot(thing), alike=round(thing.size, 1), size=thing.size, least=least)
