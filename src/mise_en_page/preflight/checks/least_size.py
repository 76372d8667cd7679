"""Below a certain size type is not read, and not printed cleanly."""

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("least-size", "warning", "trade knowledge; newspapers ask for more")
def least_size(pdf: Examined, profile: Profile) -> Faults:
    for thing in pdf.looks():
        if thing.kind == "text" and 0 < thing.size < profile.least_size - 0.01:
            alike = round(thing.size, 1)
            yield Fault.of("least-size", pdf.spot(thing), alike=alike, size=thing.size, least=profile.least_size)
