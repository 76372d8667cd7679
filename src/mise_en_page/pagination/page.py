"""A page made up: every slot's picture, head and columns; then what is told about the fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from mise_en_page.composition.galley import Galley, SetArticle, SetBlock
from mise_en_page.model.issue import Picture, Text
from mise_en_page.model.layout import Grid, Layout, Slot
from mise_en_page.model.memo import Ask, at_once
from mise_en_page.model.message import say
from mise_en_page.model.problem import Problem, Span
from mise_en_page.pagination import grid as geometry
from mise_en_page.pagination import pour
from mise_en_page.pagination.across import across_frames
from mise_en_page.pagination.adverts import sides
from mise_en_page.pagination.columns import Columns
from mise_en_page.pagination.fitting import fits, picture_words, sunk_words, without
from mise_en_page.pagination.grid import Rectangle
from mise_en_page.pagination.head import place_head, what_fits
from mise_en_page.pagination.heights import LEADING
from mise_en_page.pagination.makeup import Fit, Frame, MadeUpPage, Makeup, Overset, PlacedPicture
from mise_en_page.pagination.panels import turned
from mise_en_page.pagination.settling import Settled, settled
from mise_en_page.pagination.trials import Trial

#: How the slots of some pages are filled, by the page's folio.
Filling = Mapping[int, tuple[Settled, ...]]


def make_up(
    galley: Galley,
    layouts: Mapping[str, Layout],
    phases: Mapping[float, float],
    ask: Ask = at_once,
    chosen: Filling | None = None,
) -> Makeup:
    """Make up every page of a galley. ``phases``: the place of body baselines under their grid lines by leading, in pt.

    ``chosen``: how the slots are filled, for pages where that was chosen (choice.py); the slots of others stand as their
    layout says.

    Raises ``KeyError`` for a layout or a slot that is not there: reading and ``assign`` refuse them before.
    """
    made: list[MadeUpPage] = []
    for page in galley.pages:
        layout = layouts[page.layout]
        if layout.pages > 1 and made and made[-1].folio == page.folio:
            continue  # made up with the first page of its spread
        phase = phases[layout.grid.leading]
        ways = (chosen or {}).get(page.folio) or _as_told(page.articles, layout, ask)
        filled = tuple(ask(_drawn_as, way, layout.grid, page.folio, phase) for way in ways)
        made += _made_up(page.folio, page.articles, layout, tuple(way.slot for way in ways), filled)
    return Makeup(tuple(made))


@dataclass(frozen=True, slots=True)
class _Filled:
    """A slot made up; its ``frames`` by the page of the layout on which they stand."""

    frames: Mapping[int, tuple[Frame, ...]]
    pictures: tuple[PlacedPicture, ...]
    tailpieces: tuple[PlacedPicture, ...]
    oversets: tuple[Overset, ...]
    fits: tuple[Fit, ...]
    problems: tuple[Problem, ...] = ()


def _as_told(articles: tuple[SetArticle, ...], layout: Layout, ask: Ask) -> tuple[Settled, ...]:
    """The slots filled with the articles that were set for them, as low as their texts let those be that may shrink."""
    unknown = {article.slot for article in articles} - {slot.name for slot in layout.slots}
    if unknown:
        raise KeyError(*sorted(unknown))
    variants = {article.slot: article.variant for article in articles}
    slots = ask(geometry.arranged, layout, variants)
    by_slot = {slot.name: tuple(each for each in articles if each.slot == slot.name) for slot in slots}

    def filled_as(slot: Slot) -> Settled:
        return ask(settled, slot, by_slot[slot.name], layout.grid, geometry.on_panel(slot, slots))

    for slot in slots:
        if slot.shrink:
            shrunk = _shrunk(slot, filled_as)
            slots = geometry.in_place_of(slots, slot, shrunk, geometry.taker(layout, slot, variants))
    return _with_few_tailpieces([filled_as(slot) for slot in slots], filled_as)


def _made_up(
    folio: int, articles: tuple[SetArticle, ...], layout: Layout, slots: tuple[Slot, ...], made: tuple[_Filled, ...]
) -> tuple[MadeUpPage, ...]:
    """One page, or both of a spread.

    What a slot has to tell is told of the page on which it begins; text without room, of the one on which it ends.
    """
    filled = list(zip(slots, made, strict=True))
    variants = {slot.name: slot.variant for slot in slots}
    order = {article.name: index for index, article in enumerate(articles)}
    pages = []
    for part in range(layout.pages):
        begun = [made for slot, made in filled if slot.page == part]
        ended = [made for slot, made in filled if slot.stretches[-1].page == part]
        pages.append(
            MadeUpPage(
                folio + part,
                layout.name,
                geometry.is_verso(folio + part),
                frames=turned([frame for _, made in filled for frame in made.frames.get(part, ())]),
                pictures=tuple(chain(*(made.pictures for made in begun), *(made.tailpieces for made in ended))),
                oversets=tuple(sorted(chain(*(made.oversets for made in ended)), key=lambda over: order[over.article])),
                fits=tuple(sorted(chain(*(made.fits for made in begun)), key=lambda fit: order[fit.article])),
                problems=tuple(chain(*(made.problems for made in begun))),
                variants=variants,
                looks={slot.name: slot.look for slot in slots},
                master=next((slot.way for slot in slots), ""),
            )
        )
    return tuple(pages)


def _shrunk(slot: Slot, filled_as: Callable[[Slot], Settled]) -> Slot:
    """The slot as low as its text lets it be: with all of it in its room, and then, if its feet are level, full."""

    def misfit(tried: Slot) -> tuple[int, int]:
        made = filled_as(tried)
        white = sum(made.poured.spread) + sum(made.poured.ragged) * LEADING
        over = made.poured.overset + len(made.left_out) + max(0, made.head_over)
        return over, white if slot.fill == "level" else 0

    return min((replace(slot, top=slot.top + lines) for lines in range(slot.shrink, -1, -1)), key=misfit)


def _with_few_tailpieces(ways: Sequence[Settled], filled_as: Callable[[Slot], Settled]) -> tuple[Settled, ...]:
    """The slots with one tailpiece a page at most: it stays where most white would be without it.

    With none, where something was left out for want of room: its lines would be those of the text.
    """
    ended: dict[int, list[int]] = {}
    for at, way in enumerate(ways):
        if way.tailed:
            ended.setdefault(way.slot.stretches[-1].page, []).append(at)
    dropped = any(way.left_out for way in ways)
    made = list(ways)
    for places in ended.values():
        if dropped or len(places) > 1:
            bare = {at: filled_as(replace(made[at].slot, tailpiece=None)) for at in places}
            kept = () if dropped else (max(places, key=lambda at: (sum(bare[at].poured.ragged), -at)),)
            for at in places:
                made[at] = made[at] if at in kept else bare[at]
    return tuple(made)


def _drawn_as(way: Settled, grid: Grid, folio: int, phase: float) -> _Filled:
    """A slot as it was settled, with what was left out told; ``folio`` is that of its layout's first page."""
    filled = _fill(way, grid, folio, phase)
    if not way.left_out:
        return filled
    problems = filled.problems + tuple(each.problem for each in way.left_out)
    return replace(filled, problems=problems, fits=without(filled.fits, way.left_out, way.slot))


def _fill(way: Settled, grid: Grid, folio: int, phase: float) -> _Filled:
    slot, articles, trial, poured, columns = way.slot, way.articles, way.trial, way.poured, way.columns
    lead = articles[0]
    pictured = lead.picture is not None and slot.picture is not None
    ends = pour.Ends.of([article.head + article.body for article in articles])
    head, lost = what_fits(trial.head, slot.foot - slot.top - trial.picture)
    drawn = _drawn(slot, trial, grid, folio)
    boxes = tuple(_boxes((box for _, box in drawn), trial, columns, grid))
    pouring = pour.Pouring(grid, slot.name, poured, boxes, phase, ends, slot.off_grid)
    across, lost_across = across_frames(lead.head, slot, grid, folio, ends)
    frames: dict[int, tuple[Frame, ...]] = dict(across)
    verso = geometry.is_verso(folio + slot.page)
    if head.items:
        top, height = (slot.top + trial.picture) * grid.leading, head.lines * grid.leading
        box = Rectangle(grid.left(slot.unit, slot.units, verso=verso), top, grid.span(slot.units), height)
        frames[slot.page] = (*frames.get(slot.page, ()), place_head(head, slot.name, box, ends))
    for (part, _), frame in zip(drawn, pour.frames(pouring), strict=True):
        frames[part] = (*frames.get(part, ()), frame)
    pictures: tuple[PlacedPicture, ...] = ()
    if lead.picture is not None and slot.picture is not None:
        place = geometry.picture_box(grid, slot, trial.picture, verso=verso)
        pictures = (
            PlacedPicture(
                lead.picture,
                place.x,
                place.y,
                place.width,
                place.height,
                lead.name,
                slot.picture.duotone,
                slot.fit,
                sides(slot.align, verso=verso),
            ),
        )
    oversets = _with_lost(pour.oversets(pouring), lost_across + lost, lead, slot)
    said = picture_words(slot, trial.picture) if pictured else ()
    said += (say("done/size", slot=slot.name, size=slot.size),) if slot.size else ()
    said += (say("done/tailpiece", n=trial.tail),) if trial.tail and not trial.sunk else ()
    said += sunk_words(slot, trial, pictured=pictured)
    return _Filled(
        frames,
        pictures,
        _tailpiece(slot, trial, [box for _, box in drawn], grid, phase),
        oversets,
        fits(slot, articles, poured, head=trial.head, oversets=oversets, said=said),
        _pictures_without_place(articles, slot, pictured=pictured),
    )


def _drawn(slot: Slot, trial: Trial, grid: Grid, folio: int) -> list[tuple[int, Rectangle]]:
    """The boxes of a slot's columns under what stands at its head, each with the page of the layout that it is on."""
    near = replace(slot, top=min(slot.foot, slot.foot - trial.lines))
    return [
        (stretch.page, box)
        for stretch in near.stretches
        for box in geometry.columns(grid, stretch, verso=geometry.is_verso(folio + stretch.page))
    ]


def _boxes(drawn: Iterable[Rectangle], trial: Trial, columns: Columns, grid: Grid) -> Iterator[Rectangle]:
    """The columns' boxes as high as their text: from their tops; where there is white above, down to their feet, or to the
    tailpiece under them.
    """
    for column, (box, lines) in enumerate(zip(drawn, trial.heights(columns), strict=True)):
        height, tail = max(0, lines) * grid.leading, trial.tail * grid.leading
        if trial.sunk:
            yield replace(box, y=box.y + box.height - height, height=height)
        elif trial.deep:
            under = tail if column >= columns.count - trial.under else 0.0
            yield replace(box, y=box.y + box.height - height - under, height=height)
        else:
            yield replace(box, height=height)


def _tailpiece(
    slot: Slot, trial: Trial, columns: Sequence[Rectangle], grid: Grid, phase: float
) -> tuple[PlacedPicture, ...]:
    """The tailpiece under the last columns, whole: a leading of white above it, its foot on the last baseline."""
    if slot.tailpiece is None or not trial.tail or trial.sunk:
        return ()
    span = Span(slot.tailpiece.file.rpartition("/")[0] + "/layout.yaml", slot.tailpiece.line)
    picture = Picture(slot.tailpiece.file, "", Text(), Text(), span)
    first, last = columns[-trial.under], columns[-1]
    foot_line = slot.stretches[-1].foot
    top, foot = (foot_line - trial.tail + 1) * grid.leading, (foot_line - 1) * grid.leading + phase
    return (PlacedPicture(picture, first.x, top, last.x + last.width - first.x, foot - top, "", fit="contain"),)


def _with_lost(
    oversets: tuple[Overset, ...], lost: tuple[SetBlock, ...], lead: SetArticle, slot: Slot
) -> tuple[Overset, ...]:
    """Head blocks without room come before the body that has none either."""
    if not lost:
        return oversets
    head = pour.overset(lead.name, slot.name, [pour.whole(block) for block in lost])
    own = next((over for over in oversets if over.article == lead.name), None)
    if own is not None:
        head = replace(
            head, lines=head.lines + own.lines, characters=head.characters + own.characters, blocks=head.blocks + own.blocks
        )
    return (head, *(over for over in oversets if over.article != lead.name))


def _pictures_without_place(articles: tuple[SetArticle, ...], slot: Slot, *, pictured: bool) -> tuple[Problem, ...]:
    return tuple(
        Problem.of(
            "picture-without-place", "warning", article.picture.span, name=article.name, slot=slot.name,
            file=article.picture.file,
        )
        for index, article in enumerate(articles)
        if article.picture is not None and not (pictured and index == 0)
    )  # fmt: skip
