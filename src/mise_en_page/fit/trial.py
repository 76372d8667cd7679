"""A page set anew with other words: by the road's own functions, so that what is promised of a cut is what a build makes.

Only what changed is set again (model/memo.py): a paragraph, then the slot that it stands in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple

from mise_en_page import composition, reading
from mise_en_page.composition.galley import Galley, SetArticle, SetBlock
from mise_en_page.fit.cuts import CHAPO, Offer
from mise_en_page.fit.edits import Edit, applied, characters_of, edit_of, expected, overlap
from mise_en_page.model.issue import Article, Issue, Page, Placement, Publication
from mise_en_page.model.layout import Layout, Slot
from mise_en_page.model.memo import Ask, Keep
from mise_en_page.pagination import Assigned
from mise_en_page.pagination.across import is_across
from mise_en_page.pagination.giving import height_of
from mise_en_page.pagination.head import heads
from mise_en_page.pagination.heights import role_of
from mise_en_page.pagination.makeup import MadeUpPage
from mise_en_page.pagination.parting import left_of
from mise_en_page.pagination.settling import Settled, settled
from mise_en_page.pipeline import dealing
from mise_en_page.pipeline import page as stages
from mise_en_page.pipeline.stages import Road, Unit


@dataclass(frozen=True, slots=True)
class Tried:
    """A unit's pages, made up: lines that have no room by slot, and lines of white at the feet by slot."""

    makeups: tuple[MadeUpPage, ...]
    articles: tuple[SetArticle, ...]

    def over(self, slot: str) -> int:
        """Lines of a slot that have no room."""
        return sum(each.lines for page in self.makeups for each in page.oversets if each.slot == slot)

    def under(self, slot: str) -> int:
        """Lines of white at the feet of a slot."""
        return sum(-fit.lines for page in self.makeups for fit in page.fits if fit.slot == slot and fit.lines < 0)

    @property
    def slots(self) -> frozenset[str]:
        """The slots in which articles stand."""
        return frozenset(fit.slot for page in self.makeups for fit in page.fits)

    @property
    def elsewhere(self) -> Mapping[str, int]:
        """The lines over of every slot."""
        return {slot: self.over(slot) for slot in self.slots}

    def set(self, article: str) -> tuple[SetBlock, ...]:
        """The blocks of an article."""
        return tuple(block for each in self.articles if each.name == article for block in (*each.head, *each.body))


#: Goes before all others that may be left out.
LAST: Final = 99


class Stands(NamedTuple):
    """A slot as it would stand in the arrangement that there is: lines over, lines of white, things left out."""

    over: int
    white: int
    left_out: int


class Workbench:
    """One unit of an issue (a page, or both of a spread), whose words may be changed; it is made up again each time."""

    def __init__(self, road: Road, unit: Unit, ask: Ask) -> None:
        self._road, self._unit, self._ask = road, unit, ask
        self._raws: dict[str, str] = {}
        self._sound: dict[Offer, bool] = {}

    @cached_property
    def written(self) -> tuple[Page, ...]:
        """The pages as they were written."""
        return tuple(self._unit.shared.value("written"))

    @cached_property
    def corrected(self) -> tuple[Page, ...]:
        return tuple(self._unit.shared.value("pages"))

    @cached_property
    def base(self) -> Tried:
        """The pages as they stand."""
        return self._made(self.corrected)

    def article(self, name: str) -> Article:
        """An article, corrected: all of it, where some of it stands on another page."""
        return self._whole(name, {})

    def is_whole(self, name: str) -> bool:
        """Does all of an article stand on these pages?"""
        return self._placed(name).part is None

    def ends(self, name: str) -> bool:
        """Does an article's end stand on these pages? What of it stands before that fills its slot anyway."""
        part = self._placed(name).part
        return part is None or part.end is None

    def may_go(self, offer: Offer) -> bool:
        """Does what is offered stand on these pages, and can it be taken out of its file?"""
        part = self._placed(offer.article).part
        start = part.start if part is not None and part.start is not None else (CHAPO, 0)
        return (offer.block, offer.cut.start) >= start and self.edits((offer,)) is not None

    def raw(self, name: str) -> str:
        """The characters of an article's file as it stands."""
        if name not in self._raws:
            path = self._road.read.root / self.article(name).source.file
            self._raws[name] = path.read_bytes().decode("utf-8")
        return self._raws[name]

    def edits(self, offers: Sequence[Offer]) -> tuple[Edit, ...] | None:
        """Offers as edits of files; None where they cannot be made, or not together."""
        made = [edit_of(self.article(offer.article), offer, self.raw(offer.article)) for offer in offers]
        found = tuple(edit for edit in made if edit is not None)
        return found if len(found) == len(made) and not overlap(found) else None

    def sound(self, offer: Offer) -> bool:
        """Can an offer be carried out by itself: is the text then what was promised, to the letter?"""
        if offer not in self._sound:
            changed = self._changed((offer,))
            self._sound[offer] = changed is not None and self._is_promised((offer,), changed)
        return self._sound[offer]

    def cut(self, offers: Sequence[Offer]) -> Tried | None:
        """The pages without what is offered; None where the text would not be what was promised, to the letter, where
        articles that several pages share would be dealt to others, or where another page would lose by it.
        """
        changed = self._changed(offers)
        if changed is None or not self._is_promised(offers, changed):
            return None
        issue = self._dealt(changed)
        if issue is None or any(other.loses(issue) for other in self._others):
            return None
        return self._made(self._own(issue))

    def loses(self, issue: Issue) -> bool:
        """Has any slot of these pages more lines over, or of white, as they stand in an issue that was dealt anew?"""
        made = self._made(self._own(issue))
        return any(
            made.over(slot) > self.base.over(slot) or made.under(slot) > self.base.under(slot) for slot in made.slots
        )

    def height(self, slot: str, article: Article) -> float:
        """The least height of an article's text in its slot as that stands, in leadings of a column: a line of a head
        over several columns takes as many of theirs.
        """
        way, grid = self._way(slot), self._unit.layout.value("layout").grid
        made = self._set_for(way.slot, article)
        if not way.articles or way.articles[0].name != article.name:
            return height_of(made, grid).least
        above = tuple(block for block in made.head if not is_across(block, way.slot))
        head = min(each.lines for each in heads(above, grid, at_top=True))
        return height_of(replace(made, head=()), grid).least + max(1, way.slot.columns) * head

    def title_lines(self, slot: str, article: Article) -> int:
        """The lines of an article's title, as best set in its slot as that stands."""
        made = self._set_for(self._way(slot).slot, article)
        return sum(block.natural for block in (*made.head, *made.body) if role_of(block) == "title")

    def standing(self, slot: str, changed: Mapping[str, Article]) -> Stands:
        """A slot with other words in the arrangement that stands: quick, and no promise, for another may then be chosen."""
        way, layout = self._way(slot), self._unit.layout.value("layout")
        articles = tuple(
            self._set_for(way.slot, changed.get(placement.article.name, placement.article))
            for placement, own in self._standing[0].pairs
            if own.name == slot
        )
        made = settled(way.slot, articles, layout.grid, way.panel)
        return Stands(made.poured.overset + max(0, made.head_over), sum(made.poured.ragged), len(made.left_out))

    def _way(self, slot: str) -> Settled:
        return next(way for way in self._standing[1] if way.slot.name == slot)

    def _set_for(self, slot: Slot, article: Article) -> SetArticle:
        """An article set as it is placed here: what is left of it, where it began elsewhere."""
        own = self._placed(article.name)
        if own.part is not None and own.part.start is not None:
            article = left_of(article, own.part.start, signed=bool(own.article.byline))
        return stages.setting(*self._held, self._ask)(replace(own, article=article), slot)

    def _placed(self, name: str) -> Placement:
        return next(each for page in self.corrected for each in page.articles if each.article.name == name)

    @cached_property
    def _standing(self) -> tuple[Assigned, tuple[Settled, ...]]:
        """Which article stands in which slot, and how all are filled, as the page is."""
        return self._chosen(self.corrected)

    def _changed(self, offers: Sequence[Offer]) -> dict[str, Article] | None:
        """The articles as they are read without what is offered."""
        edits = self.edits(offers)
        if edits is None:
            return None
        changed: dict[str, Article] = {}
        for name in dict.fromkeys(offer.article for offer in offers):
            old = _begun(self._road.read.issue.pages, name)[1]
            own = [edit for edit in edits if edit.file == old.source.file]
            made = reading.rewritten(self._road.read, old, applied(self.raw(name), own))
            if made is None:
                return None
            changed[name] = made
        return changed

    def _is_promised(self, offers: Sequence[Offer], changed: Mapping[str, Article]) -> bool:
        """Are changed articles, corrected, what was promised?"""
        return all(
            characters_of(self._whole(name, changed))
            == expected(self.article(name), [each for each in offers if each.article == name])
            for name in changed
        )

    def _whole(self, name: str, changed: Mapping[str, Article]) -> Article:
        """All of an article, corrected, some being changed."""
        page, _ = _begun(self._road.read.issue.pages, name)
        return _begun(self._correct(_with((page,), changed)), name)[1]

    def _dealt(self, changed: Mapping[str, Article]) -> Issue | None:
        """The issue with changed articles, and with nothing left open; None where others would stand on a page than do."""
        own: Issue = self._road.read.issue
        titled: Issue = self._road.issue.value("titled")
        if not dealing.is_open(titled):
            return replace(own, pages=_with(own.pages, changed))
        issue = replace(titled, pages=_with(titled.pages, changed))
        read, catalogue, kept = map(self._road.issue.value, ("read", "catalogue", "styles-cache"))
        made: Issue = dealing.dealt(read, issue, catalogue, kept, self._ask).values[0]
        return made if _standing_where(made) == _standing_where(own) else None

    def _own(self, issue: Issue) -> tuple[Page, ...]:
        """These pages as they are in an issue, corrected."""
        folios = {page.folio for page in self.written}
        return self._correct(tuple(page for page in issue.pages if page.folio in folios))

    @cached_property
    def _others(self) -> tuple[Workbench, ...]:
        """The pages that share an article with these."""
        shared = {each.article.name for page in self.written for each in page.articles if each.part is not None}
        pages = self._road.read.issue.pages
        return tuple(
            Workbench(self._road, self._road.to("pagination", numbers), self._ask)
            for numbers in self._road.units
            if numbers != self._unit.numbers
            and any(each.article.name in shared for number in numbers for each in pages[number].articles)
        )

    def with_article(self, article: Article) -> Tried:
        """The pages with another corrected article in the place of the one that bears its name."""
        return self._made(_with(self.corrected, {article.name: article}))

    def leaving(self, name: str) -> Tried:
        """The pages where an article may be left out for want of room."""
        return self._made(_with(self.corrected, {}, optional=name))

    def sizes(self, slot: str) -> int:
        """How many sizes the head of a slot may have besides its own."""
        return len(self._way(slot).slot.sizes)

    def unpinned(self, slot: str) -> Tried | None:
        """The pages without the size that issue.yaml pins for a slot's head; None where it pins none."""
        pages = tuple(
            replace(page, pins=replace(page.pins, sizes=tuple(each for each in page.pins.sizes if each[0] != slot)))
            for page in self.corrected
        )
        return None if pages == self.corrected else self._made(pages)

    def _correct(self, pages: tuple[Page, ...]) -> tuple[Page, ...]:
        issue = self._road.issue
        done = stages.corrected(pages, issue.value("source"), issue.value("publication"), self._ask)
        made: tuple[Page, ...] = done.values[0]
        return made

    def _chosen(self, pages: tuple[Page, ...]) -> tuple[Assigned, tuple[Settled, ...]]:
        found: tuple[Assigned, tuple[Settled, ...]] = stages.chosen(pages, *self._held, self._ask).values[:2]
        return found

    @property
    def _baselines(self) -> Iterable[tuple[float, float]]:
        found: Iterable[tuple[float, float]] = self._road.issue.value("baselines")
        return found

    @property
    def _held(self) -> tuple[Layout, composition.Styles, composition.Catalogue, Publication]:
        issue, layout = self._road.issue, self._unit.layout.value("layout")
        return layout, self._unit.shared.value("styles"), issue.value("catalogue"), issue.value("publication")

    def _made(self, pages: tuple[Page, ...]) -> Tried:
        if isinstance(self._ask, Keep):
            self._ask.turn()
        (filled, ways), layout = self._chosen(pages), self._unit.layout.value("layout")
        galley: Galley = stages.composed(pages, *self._held, filled, self._ask).values[0]
        makeups = stages.made_up(galley, pages, layout, self._baselines, ways, self._ask).values[0]
        return Tried(makeups, tuple(article for page in galley.pages for article in page.articles))


def _begun(pages: Sequence[Page], name: str) -> tuple[Page, Article]:
    """The page on which an article begins, and the article."""
    return next(
        (page, each.article)
        for page in pages
        for each in page.articles
        if each.article.name == name and (each.part is None or each.part.start is None)
    )


def _standing_where(issue: Issue) -> list[tuple[int, str, list[str]]]:
    return [(page.folio, page.layout, sorted(each.article.name for each in page.articles)) for page in issue.pages]


def _with(pages: tuple[Page, ...], changed: Mapping[str, Article], optional: str = "") -> tuple[Page, ...]:
    def placed(each: Placement) -> Placement:
        made = replace(each, article=changed[each.article.name]) if each.article.name in changed else each
        return replace(made, optional=LAST) if each.article.name == optional else made

    return tuple(replace(page, articles=tuple(map(placed, page.articles))) for page in pages)
