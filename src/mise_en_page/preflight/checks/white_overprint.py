"""White that overprints is not there: it vanishes on press."""

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("white-overprint", "error", "GWG 2022, R0007, R0008")
def white_overprint(pdf: Examined, profile: Profile) -> Faults:
    for thing in pdf.painted:
        if thing.kind == "image" or not thing.overprint or not thing.colour.is_white or not thing.colour.inks:
            continue
        if thing.opm != 1 and thing.colour.space == "DeviceCMYK":
            continue  # its zeros knock out
        if thing.kind == "text":
            yield Fault.of("white-overprint/type", pdf.spot(thing))
        else:
            yield Fault.of("white-overprint", pdf.spot(thing), "warning")
