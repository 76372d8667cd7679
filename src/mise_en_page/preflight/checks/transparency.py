"""PDF/X-1a and X-3 know no transparency: old printing systems drop it or stop."""

from mise_en_page.model.message import say
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("transparency", "error", "ISO 15930-4 and -6; ISO 15930-7")
def transparency(pdf: Examined, profile: Profile) -> Faults:
    if profile.standard == "X-4":
        return
    for thing in pdf.looks():
        soft = thing.image is not None and "/SMask" in thing.image
        if thing.alpha < 1 or thing.blend not in ("Normal", "Compatible") or soft:
            yield Fault.of("transparency", pdf.spot(thing), instead=True, standard=profile.standard)
            return
    for number, space in pdf.groups:
        named = space or say("word/no-space")
        yield Fault.of("transparency/group", pdf.page(number).spot(), space=named, standard=profile.standard)
