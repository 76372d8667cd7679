"""Is a supplied advert fit for its place? What can be seen of its file alone; what it paints is judged on the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from mise_en_page.model.message import Value, key
from mise_en_page.model.press_profile import MM, Profile
from mise_en_page.model.problem import Problem
from mise_en_page.pagination.adverts import TOLERANCE
from mise_en_page.pagination.makeup import PlacedAdvert
from mise_en_page.pdf.geometry import Box
from mise_en_page.pdf.resources import box_of, group_space, trimmed
from mise_en_page.preflight.checks.actions import actions
from mise_en_page.preflight.checks.form_fields import form_fields
from mise_en_page.preflight.checks.output_intent import output_intent
from mise_en_page.preflight.checks.page_annotations import page_annotations
from mise_en_page.preflight.examine import PAGES, Reading
from mise_en_page.preflight.examined import Examined, PageRead

#: Pillow's names for what prints as it is: inks, greys, line art.
PRINTED = ("CMYK", "L", "1")


def structure(data: bytes, document: pikepdf.Pdf, placed: PlacedAdvert, profile: Profile) -> Iterator[Problem]:
    """What keeps a file from being laid on a page as it is: the first error, after which nothing else is asked."""
    advert, count = placed.advert, len(document.pages)

    def told(sentence: str, **values: Value) -> Problem:
        return Problem.of(sentence, "error", advert.span, file=advert.file, **values)

    if document.is_encrypted:
        yield unopened(placed, locked=True)
    elif count > PAGES or count == 0:
        yield told(key("advert-damaged/pages"), n=count)
    elif count > 1 and not advert.page:
        yield told(key("advert-pages"), n=count)
    elif advert.page > count:
        yield told(key("advert-page"), page=advert.page, n=count)
    else:
        read = Reading(data, document).read(max(advert.page, 1) - 1)
        seen = Examined(data, document, (read,))
        if any(form_fields.ask(seen, profile)):
            yield told(key("advert-fields"))
        elif any(page_annotations.ask(seen, profile)):
            yield told(key("advert-annotations"))
        elif _is_switched(document.Root):
            yield told(key("advert-layers"))
        elif (space := _mixed_in(read.obj)) not in PRESSES:
            yield told(key("advert-blend"), space=space)
        elif any(actions.ask(seen, profile)):
            yield told(key("advert-actions"))


def unopened(placed: PlacedAdvert, *, locked: bool) -> Problem:
    """A file that cannot be read, or that its maker has ``locked``."""
    advert = placed.advert
    return Problem.of(key("advert-encrypted") if locked else key("advert-damaged"), "error", advert.span, file=advert.file)


def colours(placed: PlacedAdvert, mode: str) -> Iterator[Problem]:
    """A picture's colours by Pillow's name for them."""
    if mode not in PRINTED:
        yield Problem.of("advert-colours", "warning", placed.advert.span, file=placed.advert.file)


#: Where transparency may be mixed, as the check of pages has it (blend_space): in inks, or where that is not said.
PRESSES = frozenset({"", "DeviceCMYK"})


def _mixed_in(page: Any) -> str:
    """The space in which a page says that its transparency is mixed."""
    group = page.get("/Group")
    return group_space(group) if isinstance(group, pikepdf.Dictionary) else ""


def _is_switched(root: Any) -> bool:
    """Has it layers that are not seen, or not printed? As a form all of them would be."""
    held = root.get("/OCProperties")
    shown = held.get("/D") if isinstance(held, pikepdf.Dictionary) else None
    if not isinstance(shown, pikepdf.Dictionary):
        return isinstance(held, pikepdf.Dictionary)
    off = shown.get("/OFF")
    return str(shown.get("/BaseState", "/ON")) != "/ON" or (isinstance(off, pikepdf.Array) and len(off) > 0)


def fit(
    page: Any, placed: PlacedAdvert, size: tuple[float, float], laid: tuple[float, float], wanted: float, turn: int
) -> Iterator[Problem]:
    """Its trimmed ``size`` against the slot's, as it is ``laid`` there; the bleed that it has where the slot touches the
    edge, against ``wanted``. All in pt.
    """
    advert = placed.advert
    if box_of(page, "/TrimBox") is None and box_of(page, "/ArtBox") is None:
        yield Problem.of("advert-trim", "warning", advert.span, file=advert.file)
    yield from of_size(placed, size, laid)
    missing = [side for side in placed.bleed if _beyond(page, side, turn) < wanted - 0.1]
    if missing:
        least = min(_beyond(page, side, turn) for side in missing)
        yield Problem.of("advert-bleed", "error", advert.span, file=advert.file, bleed=least / MM, wanted=wanted / MM)


def of_size(placed: PlacedAdvert, size: tuple[float, float], laid: tuple[float, float]) -> Iterator[Problem]:
    """What is wrong with how an advert of some size, laid in another, fits its slot."""
    advert = placed.advert
    wide, high = laid[0] - placed.width, laid[1] - placed.height
    values: dict[str, Value] = {
        "file": advert.file, "slot": placed.slot, "width": size[0] / MM, "height": size[1] / MM,
        "slot_width": placed.width / MM, "slot_height": placed.height / MM,
    }  # fmt: skip
    if max(wide, high) > TOLERANCE and placed.fit != "cover":
        yield Problem.of("advert-size", "error", advert.span, **values)
    elif min(wide, high) < -TOLERANCE:
        yield Problem.of("advert-size/smaller", "warning", advert.span, **values)


def intent(document: pikepdf.Pdf, read: PageRead, data: bytes, placed: PlacedAdvert, profile: Profile) -> Iterator[Problem]:
    """For which press the file is made, beside ours."""
    advert = placed.advert
    for fault in output_intent.ask(Examined(data, document, (read,)), profile):
        if fault.said.key == "output-intent":
            values = dict(fault.said.values)
            yield Problem.of("advert-intent", "warning", advert.span, file=advert.file, **values)
        elif fault.said.key == "output-intent/none":
            yield Problem.of("advert-intent/none", "warning", advert.span, file=advert.file, wanted=profile.condition)


#: The sides of a page as it is shown, clockwise.
SIDES = ("left", "top", "right", "bottom")


def _beyond(page: Any, side: str, turn: int) -> float:
    """How far a page's bleed reaches over a side of its trimmed page, in pt: to its BleedBox, else its MediaBox."""
    trim = trimmed(page) or (0.0, 0.0, 0.0, 0.0)
    outer = box_of(page, "/BleedBox") or box_of(page, "/MediaBox") or trim
    there = SIDES[(SIDES.index(side) - turn // 90) % 4]
    return _reach(trim, outer, there) * float(page.get("/UserUnit", 1))


def _reach(trim: Box, outer: Box, side: str) -> float:
    return {
        "left": trim[0] - outer[0], "right": outer[2] - trim[2], "top": outer[3] - trim[3], "bottom": trim[1] - outer[1],
    }[side]  # fmt: skip
