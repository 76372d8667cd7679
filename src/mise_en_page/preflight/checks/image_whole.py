"""A picture that is cut short prints grey; one that lies about its size stops the printing system."""

from mise_en_page.model.message import say
from mise_en_page.pdf.resources import key_of
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("image-whole", "error", "ISO 32000-1, 8.9.5")
def image_whole(pdf: Examined, profile: Profile) -> Faults:
    for image, said in pdf.picture_faults:
        where = next((pdf.spot(thing) for thing in pdf.painted if thing.image is not None and thing.image == image), None)
        again = say("hint/original-again")
        yield Fault(said, where, advice=again, about=f"{key_of(image)} {said.key} {said.values}")
