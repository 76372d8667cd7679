"""What stands where on a made-up page: a fault at some place of it is told with the picture or block that is there."""

from __future__ import annotations

from collections.abc import Sequence

from mise_en_page.model.drawn import Standing
from mise_en_page.model.message import Message, say
from mise_en_page.pagination.makeup import MadeUpPage, Placed, PlacedPicture, placed_pictures

#: left, top, right, bottom in pt from the trimmed page's top left corner
Box = tuple[float, float, float, float]


def standing(page: MadeUpPage) -> tuple[Standing, ...]:
    """The adverts and pictures of a page, then its blocks."""
    found = [
        Standing(
            (each.x, each.y, each.x + each.width, each.y + each.height),
            say("word/advert", file=each.advert.file),
            each.advert.span,
        )
        for each in page.adverts
    ]
    found += [
        Standing(
            (each.x, each.y, each.x + each.width, each.y + each.height),
            picture_name(each),
            each.picture.span,
        )
        for each in placed_pictures(page)
    ]
    found += [
        Standing(placed.seen, block_name(placed), placed.block.span)
        for frame in page.frames
        for placed in frame.placed
        if placed.lines
    ]
    return tuple(found)


def code_square(placed: Placed) -> Box | None:
    """Where a QR code stands while its block is upright, the white around it included; None of a block without one."""
    code, style = placed.block.code, placed.block.style
    if code is None:
        return None
    free = placed.width - style.padding_left - style.padding_right - code.size
    left = placed.x + style.padding_left + free * {"right": 1.0, "center": 0.5}.get(style.alignment, 0.0)
    top = placed.y + style.padding_top
    return left, top, left + code.size, top + code.size


def block_name(placed: Placed) -> Message:
    """What a block is called where something is wrong with it."""
    return say("word/block-of", role=placed.block.role.split(" ")[0], article=placed.block.article)


def picture_name(placed: PlacedPicture) -> Message:
    """What a picture is called."""
    file, article = placed.picture.file, placed.article
    return say("word/picture-of", file=file, article=article) if article else say("word/picture", file=file)


def what_stands(there: Sequence[Standing], box: Box) -> Standing | None:
    """What takes most of a box, the first of those; None where it is empty, or nothing known is in it."""
    taken = [(_common(each.box, box), each) for each in there]
    most = max((area for area, _ in taken), default=0.0)
    return next((each for area, each in taken if area == most > 0), None)


def _common(one: Box, other: Box) -> float:
    width, height = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return round(max(0.0, width) * max(0.0, height), 3)
