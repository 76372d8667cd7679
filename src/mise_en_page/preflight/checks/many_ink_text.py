"""Small coloured type in three or four inks shows a rim when the paper shifts."""

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("many-ink-text", "warning", "GWG 2022, R0017")
def many_ink_text(pdf: Examined, profile: Profile) -> Faults:
    for thing in pdf.looks():
        inks = sum(amount > 0.05 and ink != "All" for ink, amount in thing.colour.inks or ())
        if thing.kind == "text" and thing.size < profile.reversed_size and inks > 2:
            yield Fault.of("many-ink-text", pdf.spot(thing), alike=thing.colour.values, size=thing.size, inks=inks)
