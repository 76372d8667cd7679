"""The ways to make a page, drawn: as the preview draws it, down the one road with the way pinned."""

from __future__ import annotations

import io
from collections.abc import Iterator

from mise_en_page.desk.leaf import Faces, Leaf, leaf_of
from mise_en_page.desk.picture import Picture, draw
from mise_en_page.model.message import say
from mise_en_page.model.problem import Refused
from mise_en_page.pagination import Offer
from mise_en_page.pipeline.stages import Road
from mise_en_page.plan.issue import Planned, taking
from mise_en_page.processes.activity import doing

#: Pixels a point: 108 dpi, at which titles and columns are seen, and a text can just be read.
SCALE = 1.5


def pictures(planned: Planned) -> Iterator[tuple[str, bytes]]:
    """A PNG of each way, with its name: FOLIO-N.png; of a spread both pages. Raises Refused where one cannot be drawn."""
    faces = Faces(planned.road.issue.must("catalogue"))
    for plan in planned.pages:
        for number, offer in enumerate(plan.offers, 1):
            doing(say("doing/draw-picture", page=plan.page.folio), planned.road.read.issue_yaml)
            for part, leaf in enumerate(leaves_of(planned.road, plan.place, offer, faces)):
                yield f"{plan.page.folio + part}-{number}.png", png(draw(leaf, SCALE))


def leaves_of(road: Road, place: int, offer: Offer, faces: Faces) -> Iterator[Leaf]:
    """The page at a place of an issue, made in one of its ways; of a spread both. Raises Refused if that cannot be."""
    taken = taking(road, place, offer)
    unit = taken.to("ground", next(unit for unit in taken.units if place in unit))
    for page in unit.pages:
        ground = page.value("ground")
        if not ground:
            raise Refused(tuple(problem for _, problem in unit.told if problem.severity == "error"))
        layout, adverts = page.value("layout"), page.value("adverts")
        yield leaf_of(page.value("renderer"), faces, page.value("filled"), ground, layout, adverts)


def png(picture: Picture) -> bytes:
    """A picture as a PNG: the same pixels give the same bytes."""
    from PIL import Image  # noqa: PLC0415 (the preview has no use for it)

    size = picture.width, picture.height
    image = Image.frombuffer("RGB", size, picture.pixels, "raw", "BGR", picture.stride, 1)
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()
