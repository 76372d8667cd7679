"""The adverts of a page made ready: each opened, judged for its place, and laid there as it is."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf

from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits
from mise_en_page.model.drawn import Raster
from mise_en_page.model.issue import Advert
from mise_en_page.model.layout import Layout
from mise_en_page.model.memo import Ask
from mise_en_page.model.message import say
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Span, has_errors
from mise_en_page.pagination.makeup import MadeUpPage, PlacedAdvert
from mise_en_page.pipeline.pictures import Press, in_inks
from mise_en_page.preflight import supplied
from mise_en_page.preflight.examine import Reading
from mise_en_page.preflight.examined import DAMAGE
from mise_en_page.press import adverts
from mise_en_page.processes.activity import doing
from mise_en_page.reading.adverts import is_pdf
from mise_en_page.reading.images import seen
from mise_en_page.reading.issue import Read


def measured(read: Read) -> Read:
    """An issue with the sizes of its adverts that are PDFs: by them they find their slots."""
    if not any(page.adverts for page in read.issue.pages):
        return read
    pages = tuple(
        replace(page, adverts=tuple(each if each.scales else _measured(each, read.root) for each in page.adverts))
        for page in read.issue.pages
    )
    return replace(read, issue=replace(read.issue, pages=pages))


def _measured(advert: Advert, root: Path) -> Advert:
    """An advert with the size of its page; as it is where that cannot be known, which is told where it stands."""
    try:
        with pikepdf.open(
            io.BytesIO(plain_bytes(root / advert.file, root, limits.IMAGE_BYTES)), suppress_warnings=True
        ) as pdf:
            given = adverts.supplied(pdf.pages[max(advert.page, 1) - 1].obj)
    except (pikepdf.PasswordError, *DAMAGE):
        return advert
    return replace(advert, size=given.size) if given is not None and min(given.size) > 1 else advert


@dataclass(frozen=True, slots=True)
class Adverts:
    """A page's adverts that could be made ready, and all that was noticed; ``whole``: nothing keeps any from print."""

    ready: tuple[adverts.Ready, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def whole(self) -> bool:
        return not has_errors(self.problems)


def prepare_adverts(page: MadeUpPage, layout: Layout, root: Path, press: Press, ask: Ask) -> Adverts:
    """A page's adverts, ready to be laid over it."""
    made = [ask(_of_file, placed, layout.grid.height, layout.grid.bleed, root, press) for placed in page.adverts]
    return Adverts(tuple(each for one in made for each in one.ready), tuple(each for one in made for each in one.problems))


def _of_file(placed: PlacedAdvert, height: float, bleed: float, root: Path, press: Press) -> Adverts:
    file = placed.advert.file
    doing(say("doing/prepare-advert", file=file), Span(file))
    data = plain_bytes(root / file, root, limits.IMAGE_BYTES)
    if not is_pdf(data):
        return _picture(data, placed, height, bleed, press)
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            return _pdf(data, document, placed, height, bleed, press.profile)
    except pikepdf.PasswordError:
        return Adverts((), (supplied.unopened(placed, locked=True),))
    except DAMAGE:
        return Adverts((), (supplied.unopened(placed, locked=False),))


def _pdf(
    data: bytes, document: pikepdf.Pdf, placed: PlacedAdvert, height: float, bleed: float, profile: Profile
) -> Adverts:
    """The page of a PDF. Raises ``DAMAGE``."""
    problems = list(supplied.structure(data, document, placed, profile))
    if problems:
        return Adverts((), tuple(problems))
    number = max(placed.advert.page, 1) - 1
    page = document.pages[number].obj
    given = adverts.supplied(page)
    if given is None or given.turn % 90 or not 0.01 <= given.unit <= 100:
        return Adverts((), (supplied.unopened(placed, locked=False),))
    where = adverts.laid(placed, given.size)
    problems += supplied.fit(page, placed, given.size, (where.width, where.height), bleed / where.scale, given.turn)
    problems += supplied.intent(document, Reading(data, document).read(number), data, placed, profile)
    return Adverts((adverts.from_pdf(document, number, placed, given, height, bleed),), tuple(problems))


def _picture(data: bytes, placed: PlacedAdvert, height: float, bleed: float, press: Press) -> Adverts:
    """A picture: all of it in its slot, or as the slot says; where that touches the page's edge, over its bleed too."""
    size, mode = seen(data)
    left, top, right, bottom = (bleed if side in placed.bleed else 0.0 for side in ("left", "top", "right", "bottom"))
    whole = replace(
        placed, x=placed.x - left, y=placed.y - top, width=placed.width + left + right,
        height=placed.height + top + bottom, fit="cover" if placed.bleed else placed.fit or "contain",
    )  # fmt: skip
    where = adverts.laid(whole, size)
    shown = min(where.width, whole.width), min(where.height, whole.height)
    made = in_inks(placed.advert.file, data, press, shown)
    problems = (*made.problems, *supplied.of_size(whole, shown, shown), *supplied.colours(placed, mode))
    if not isinstance(made.data, Raster):
        return Adverts((), problems)
    box = adverts.laid(replace(whole, fit="contain"), shown)
    return Adverts((adverts.from_picture(made.data, placed, box, height, bleed),), problems)
