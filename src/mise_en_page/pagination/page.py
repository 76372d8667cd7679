"""A page made up: every slot's picture, head and columns; then what is told about the fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mise_en_page.composition.galley import Galley, GalleyPage, SetArticle, SetBlock
from mise_en_page.keep import Ask, at_once
from mise_en_page.layout import Grid, Layout, Slot
from mise_en_page.pagination import grid as geometry
from mise_en_page.pagination import pour
from mise_en_page.pagination.columns import Columns
from mise_en_page.pagination.filling import fill, trials_of
from mise_en_page.pagination.fitting import fits, picture_words
from mise_en_page.pagination.grid import Rectangle
from mise_en_page.pagination.head import place_head, what_fits
from mise_en_page.pagination.heights import first_phase, flow, on_grid
from mise_en_page.pagination.makeup import Fit, Frame, MadeUpPage, Makeup, Overset, PlacedPicture
from mise_en_page.pagination.sacrifice import sacrifices
from mise_en_page.problem import Problem

#: How many leadings of blank a rail may leave before the figure panel under it.
MOST_BLANK = 2


def make_up(galley: Galley, layouts: Mapping[str, Layout], ask: Ask = at_once) -> Makeup:
    """Make up every page of a galley.

    Raises ``KeyError`` for a layout or a slot that is not there: reading and ``assign`` refuse them before.
    """
    phases = {layout.grid.leading: 0.0 for layout in layouts.values()}
    for leading in phases:
        pages = [page for page in galley.pages if layouts[page.layout].grid.leading == leading]
        phases[leading] = first_phase(
            [
                block
                for page in pages
                for article in page.articles
                for block in article.body
                if on_grid(block, layouts[page.layout].grid)
            ]
        )
    return Makeup(
        tuple(
            ask(
                _made_up, page.folio, page.layout, page.articles, layouts[page.layout],
                phases[layouts[page.layout].grid.leading], ask,
            )
            for page in galley.pages
        )
    )  # fmt: skip


def _made_up(folio: int, name: str, articles: tuple[SetArticle, ...], layout: Layout, phase: float, ask: Ask) -> MadeUpPage:
    return make_up_page(GalleyPage(folio, name, articles), layout, phase, ask)


@dataclass(frozen=True, slots=True)
class _Filled:
    """A slot made up."""

    frames: tuple[Frame, ...]
    pictures: tuple[PlacedPicture, ...]
    oversets: tuple[Overset, ...]
    fits: tuple[Fit, ...]
    problems: tuple[Problem, ...] = ()


def make_up_page(page: GalleyPage, layout: Layout, phase: float, ask: Ask = at_once) -> MadeUpPage:
    """One page. ``phase``: the body baselines' place under their grid lines, in pt, the same on all pages."""
    unknown = {article.slot for article in page.articles} - {slot.name for slot in layout.slots}
    if unknown:
        raise KeyError(*sorted(unknown))
    verso = geometry.is_verso(page.folio)
    slots = ask(geometry.with_given_lines, layout, frozenset(article.slot for article in page.articles))
    filled = []
    for slot in slots:
        articles = tuple(article for article in page.articles if article.slot == slot.name)
        panel = any(geometry.stands_on(slot, other) for other in slots if other.takes == "figure")
        filled.append(_fill_what_fits(slot, articles, layout.grid, verso, phase, panel and slot.spread > 0, ask))
    order = {article.name: index for index, article in enumerate(page.articles)}
    return MadeUpPage(
        page.folio,
        page.layout,
        verso,
        frames=tuple(frame for slot in filled for frame in slot.frames),
        pictures=tuple(picture for slot in filled for picture in slot.pictures),
        oversets=tuple(sorted((over for slot in filled for over in slot.oversets), key=lambda over: order[over.article])),
        fits=tuple(sorted((fit for slot in filled for fit in slot.fits), key=lambda fit: order[fit.article])),
        problems=tuple(problem for slot in filled for problem in slot.problems),
    )


def _fill_what_fits(
    slot: Slot, articles: tuple[SetArticle, ...], grid: Grid, verso: bool, phase: float, panel: bool, ask: Ask
) -> _Filled:
    """Fill a slot; while it has text without room, do without what may be left out, and tell it."""
    filled = ask(_fill, slot, articles, grid, verso, phase, panel)
    left_out: tuple[Problem, ...] = ()
    for fewer, told in sacrifices(articles, slot):
        if not filled.oversets:
            break
        left_out += (told,)
        filled = ask(_fill, slot, fewer, grid, verso, phase, panel)
    return replace(filled, problems=filled.problems + left_out)


def _fill(slot: Slot, articles: tuple[SetArticle, ...], grid: Grid, verso: bool, phase: float, panel: bool) -> _Filled:
    lead = articles[0]
    pictured = lead.picture is not None and slot.picture is not None
    above = ((lead.caption,) if pictured and lead.caption else ()) + lead.head
    trials = trials_of(slot, above, grid, pictured=pictured)
    columns_at = geometry.columns(grid, slot, verso=verso)
    columns = Columns(
        len(columns_at),
        0,
        spread=slot.spread,
        blank=MOST_BLANK if panel else 0,
        several=len(articles) > 1,
        free=slot.takes == "figure",
        running=slot.fill == "auto",
    )
    texts = [(lead.body, 0)] + [(article.head + article.body, index) for index, article in enumerate(articles) if index]
    unbroken = frozenset(index for index, article in enumerate(articles) if article.unbroken)
    items = flow([(index, blocks) for blocks, index in texts], grid, unbroken)
    trial, poured = fill(items, columns, trials)
    ends = pour.Ends.of([lead.head + lead.body] + [blocks for blocks, index in texts if index])
    head, lost = what_fits(trial.head, slot.foot - slot.top - trial.picture)
    box = Rectangle(
        columns_at[0][0], (slot.top + trial.picture) * grid.leading, grid.span(slot.units), head.lines * grid.leading
    )
    pouring = pour.Pouring(grid, slot.name, poured, columns_at, slot.foot - trial.lines, max(0, trial.lines), phase, ends)
    frames = pour.frames(pouring)
    if head.items:
        frames = (place_head(head, slot.name, box, ends), *frames)
    pictures: tuple[PlacedPicture, ...] = ()
    if pictured and lead.picture is not None:
        place = geometry.picture_box(grid, slot, trial.picture, verso=verso)
        pictures = (PlacedPicture(lead.picture, place.x, place.y, place.width, place.height, lead.name),)
    oversets = _with_lost(pour.oversets(pouring), lost, lead, slot)
    said = picture_words(slot, trial.picture) if pictured else ()
    return _Filled(
        frames,
        pictures,
        oversets,
        fits(slot, articles, poured, head=trial.head, oversets=oversets, said=said),
        _pictures_without_place(articles, slot, pictured=pictured),
    )


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
        Problem(
            "picture-without-place",
            "warning",
            f"{article.name}: the slot “{slot.name}” has no place for its picture {article.picture.file}",
            "give the article a slot with a picture, or take the picture out",
            article.picture.span,
        )
        for index, article in enumerate(articles)
        if article.picture is not None and not (pictured and index == 0)
    )
