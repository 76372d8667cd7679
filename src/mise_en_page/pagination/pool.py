"""Pages that share their articles, and pages that may take one of several layouts: who stands where, in which layout.

Pages do not see each other, so the price of a pool is the sum of its pages' prices (choice.py). Articles are given out to
pages by a table over (article, sums of heights so far): the longest first, and of all ways so far those alone are kept that
come nearest to pages as full as each other, each with a lead. These ways are then priced exactly, the nearest first, as far
as they may still be the cheapest; what was found of a page and a group of articles serves all ways that hold it. All of it
is bounded by steps, in proportion to the pages.

An article that goes on on another of these pages counts as two: what stands on the first of them is cut as that page is
best, and what is left then stands on the other as any text does. How much either holds is not known beforehand, so the
table is made for some shares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from mise_en_page.model.issue import Cut, Page, Placement
from mise_en_page.model.layout import Layout, Slot
from mise_en_page.model.memo import Ask
from mise_en_page.pagination.assign import lead_slot
from mise_en_page.pagination.balance import Sheet, Size, Table, Way, tilings
from mise_en_page.pagination.choice import Chosen, choose, choose_full
from mise_en_page.pagination.giving import height_of
from mise_en_page.pagination.grid import is_verso
from mise_en_page.pagination.once import SetFor
from mise_en_page.pagination.parting import is_signed, rest_of, stray
from mise_en_page.pagination.prices import GOES_ON
from mise_en_page.pagination.settling import NEVER
from mise_en_page.pagination.taste import in_taste

#: So many ways are priced exactly, at most, and so many pages are searched, for each page of the pool; in a small one more.
PRICED, SEARCHED, SEARCHED_LEAST = 40, 8, 30
#: Where no way fills all pages, so many of the nearest are made as well as they can be.
NEAREST = 3

#: How much the briefs' sums count beside the sums of all text, in the two orders in which ways are looked at.
BALANCES = ((1.0, 0.15), (0.1, 1.0))
#: How much of an article that goes on may stand where it begins.
SHARES = (0.5, 0.3, 0.7)
#: What a page costs that cannot be made.
NOTHING = 1e9


class Dealt(NamedTuple):
    """A page or a spread as it was dealt: its first folio, its layout, its articles; ``rests``: who goes on there."""

    folio: int
    layout: str
    articles: tuple[Placement, ...]
    rests: tuple[str, ...] = ()


class Rest(NamedTuple):
    """What is left of an article: from where on; whether its byline stands with it."""

    cut: Cut
    signed: bool


class Filled(NamedTuple):
    """What a sheet costs with some articles, in which layout, and how they stand (None: it cannot be made, or was not)."""

    price: float
    layout: str
    chosen: Chosen | None = None


#: Of articles that go on, by the places of their rests in the page's list, what is left of each.
Rests = Mapping[int, Rest]

#: The articles of each sheet, by their places.
Groups = tuple[tuple[int, ...], ...]


def deal(page: Page, layouts: Mapping[str, Layout], set_for: Mapping[str, SetFor], ask: Ask) -> tuple[Dealt, ...]:
    """The pages that an entry's choice comes to: those of least price.

    ``layouts`` and ``set_for`` are by the layouts' names; all that the choice names. An article that may go on on one of
    these pages does so only where they are not full with all of it on one, or cost much more.
    """
    page = in_taste(page)
    best = Pool(page, layouts, set_for, ask)
    made = best.dealt()
    for n in sorted(best.begun.values(), key=lambda n: page.articles[n].article.name):
        whole = replace(page.articles[n], part=None)
        other = Pool(replace(page, articles=(*page.articles[:n], whole, *page.articles[n + 1 :])), layouts, set_for, ask)
        dealt = other.dealt()
        if other.full >= best.full and not (best.full >= other.full and best.price + GOES_ON < other.price):
            page, best, made = other.written, other, dealt
    return made


class Pool:
    """The search for one entry. Its articles are those of ``page``, in its order, then what is left of those that go on;
    ``begun``: where in that list each of these begins. ``price`` and ``full`` are those of the pages that were dealt.
    """

    def __init__(self, page: Page, layouts: Mapping[str, Layout], set_for: Mapping[str, SetFor], ask: Ask) -> None:
        assert page.choice is not None
        self.written, self._layouts, self._set_for, self._ask = page, layouts, set_for, ask
        self._tilings = tilings(page, layouts)
        self._folios = page.choice.folios
        self.begun, rests = dict[int, int](), list[Placement]()
        for n, each in enumerate(page.articles):
            onward = each.article.next
            if onward is not None and _is_open(each) and onward.folio in (0, *range(page.folio, page.folio + self._folios)):
                self.begun[len(page.articles) + len(rests)] = n
                rests.append(replace(each, slot=onward.slot, folio=onward.folio))
        self.page = replace(page, articles=(*page.articles, *rests))
        #: by layout, side, articles and what is left of some: up to which price the page was searched, and what was found
        self._known: dict[tuple[str, bool, tuple[int, ...], tuple[Rest, ...]], tuple[float, Chosen | None]] = {}
        self.searched = 0
        self.price, self.full = 0.0, True

    def dealt(self) -> tuple[Dealt, ...]:
        if len(self._tilings) == 1 and len(self._tilings[0]) == 1:
            groups: Groups = (tuple(range(len(self.written.articles))),)
            return self._as_dealt(self._tilings[0], groups)
        ways = [(weight, sheets, way) for sheets in self._tilings for weight, way in self._table(sheets)]
        if not ways:  # what goes on has no page to do so on after its own
            self.price, self.full = NEVER, False
            return ()
        ways.sort(key=lambda each: (round(each[0], 9), len(each[1]), each[2]))
        best = self._cheapest(ways[: PRICED * self._folios])
        if best is not None:
            return self._as_dealt(*best)
        self.full = False
        return self._nearest(ways)

    # --- the table

    def _table(self, sheets: Sequence[Sheet]) -> Iterator[tuple[float, Way]]:
        """The ways to give out the articles to sheets, each with how far it is from balance, the nearest first."""
        found: dict[Way, float] = {}
        for share in SHARES if any(map(_is_open, self.written.articles)) else (1.0,):
            sizes, near = self._sizes(sheets, share), dict[Way, float]()
            for rank, balance in enumerate(BALANCES):
                for place, (_, way, _) in enumerate(Table(self.page, sheets, sizes, balance, self.begun).ways()):
                    near.setdefault(way, place + rank / 2)
            found |= {way: min(rank, found.get(way, NEVER)) for way, rank in near.items()}
        yield from sorted((rank, way) for way, rank in found.items())

    def _sizes(self, sheets: Sequence[Sheet], share: float) -> tuple[Size, ...]:
        """What room the articles take, in shares of all of it and of a page, as the first layout sets them. ``share``: of
        what goes on, so much stands where it begins."""
        layout = self._layouts[sheets[0].layouts[0]]
        set_for = self._set_for[layout.name]
        slots = [slot for slot in layout.slots if slot.takes == "article"]
        lead = next((slot for slot in slots if slot.name == lead_slot(layout)), None)
        brief = next((slot for slot in slots if slot is not lead and not slot.optional), lead)
        leads = self._folios if lead is not None and brief is not lead else 0
        texts = [n for n, each in enumerate(self.written.articles) if each.article.is_text]
        first = set(sorted(texts, key=self._rather_lead)[:leads])
        made = []
        for n, each in enumerate(self.page.articles):
            slot = lead if self.begun.get(n, n) in first else brief
            if not each.article.is_text or slot is None:
                made.append(Size(0.0, 0.0, False, not each.article.is_text, False))
                continue
            area = self._area(each, slot, layout, set_for, share if _is_open(each) and n not in self.begun else 1 - share)
            pictured = each.article.picture is not None and n not in self.begun
            made.append(Size(0.0 if n in first else area, area, n in first, False, pictured))
        total = sum(size.all for size in made) or 1.0
        return tuple(size._replace(brief=size.brief / total, all=size.all / total) for size in made)

    def _rather_lead(self, n: int) -> tuple[bool, bool, int]:
        """Leads as they are asked for, then those with a picture, then as the desk ranks them."""
        return not self.page.articles[n].lead, self.page.articles[n].article.picture is None, n

    def _area(self, placement: Placement, slot: Slot, layout: Layout, set_for: SetFor, share: float) -> float:
        measure = layout.grid.measure(slot.text_stretch)
        area = self._ask(height_of, set_for(placement, slot), layout.grid).natural * measure * share
        if placement.article.picture is not None and slot.picture is not None:
            area += slot.picture.preferred * layout.grid.span(slot.units)
        return area

    # --- prices

    def _page(self, folio: int, layout: str, group: Sequence[int], rests: Rests) -> Page:
        articles = tuple(self._placed(n, rests) for n in group)
        return replace(self.page, layout=layout, folio=folio, articles=articles, choice=None)

    def _placed(self, n: int, rests: Rests) -> Placement:
        placed = self.page.articles[n]
        if n not in self.begun:
            return placed
        note = placed.part.after if placed.part else ""  # as long as the one that will stand there
        return rest_of(self.written.articles[self.begun[n]], rests[n].cut, placed.slot, note, signed=rests[n].signed)

    def _cut(self, group: Sequence[int], chosen: Chosen) -> Rests:
        """What is left of the articles of a sheet that go on on another of these."""
        found = {}
        for rest, n in self.begun.items():
            article = self.written.articles[n].article
            for way in chosen.settled if n in group else ():
                cut = next((each.cut for each in way.articles if each.name == article.name and each.cut), None)
                if way.slot.takes == "article" and cut is not None:
                    found[rest] = Rest(cut, not is_signed(way, article))
        return found

    def _stray(self, group: Sequence[int], chosen: Chosen) -> float:
        names = [self.page.articles[n].article.name for n in group if n in self.begun]
        return sum(stray(way.articles, name) for name in names for way in chosen.settled)

    def _key(
        self, name: str, sheet: Sheet, group: tuple[int, ...], rests: Rests
    ) -> tuple[str, bool, tuple[int, ...], tuple[Rest, ...]]:
        return name, is_verso(sheet.folios[0]), group, tuple(rests[n] for n in group if n in self.begun)

    def _full(self, sheet: Sheet, group: tuple[int, ...], rests: Rests, limit: float) -> Filled | None:
        """A sheet filled with some articles for less than ``limit``, in the best of its layouts."""
        best = None
        for name in sheet.layouts:
            key = self._key(name, sheet, group, rests)
            tried, found = self._known.get(key, (0.0, None))
            if found is None and tried < limit:
                self.searched += 1
                page = self._page(sheet.folios[0], name, group, rests)
                found = choose_full(page, self._layouts[name], self._set_for[name], self._ask, limit)
                self._known[key] = limit, found
            if found is not None and (price := found.price + self._stray(group, found)) < limit:
                best, limit = Filled(price, name, found), price
        return best

    def _least(self, sheet: Sheet, group: tuple[int, ...], rests: Rests) -> float:
        """What a sheet costs at the least, by what is known."""
        if any(n in self.begun and n not in rests for n in group):
            return 0.0
        known = (self._known.get(self._key(name, sheet, group, rests)) for name in sheet.layouts)
        return min((0.0 if each is None else each[0] if each[1] is None else each[1].price) for each in known)

    def _price(self, sheets: Sequence[Sheet], groups: Groups, limit: float) -> float | None:
        """What all sheets cost, if all are full for less than ``limit``."""
        rests = dict[int, Rest]()
        least = [self._least(sheet, group, rests) for sheet, group in zip(sheets, groups, strict=True)]
        for n, (sheet, group) in enumerate(zip(sheets, groups, strict=True)):
            if not group or sum(least) >= limit or any(each in self.begun and each not in rests for each in group):
                return None
            found = self._full(sheet, group, rests, limit - sum(least) + least[n])
            if found is None or found.chosen is None:
                return None
            least[n] = found.price
            rests |= self._cut(group, found.chosen)
        return sum(least)

    # --- the search

    def _cheapest(self, ways: Sequence[tuple[float, tuple[Sheet, ...], Way]]) -> tuple[tuple[Sheet, ...], Groups] | None:
        """The cheapest of the ways that fill all pages."""
        best, limit = None, NEVER
        for _, sheets, way in ways:
            if self.searched >= max(SEARCHED_LEAST, SEARCHED * self._folios):
                break
            groups = _groups(way, len(sheets))
            price = self._price(sheets, groups, limit)
            if price is not None and round(price, 6) < limit:
                best, limit = (sheets, groups), round(price, 6)
        self.price = limit
        return best

    def _as_dealt(self, sheets: Sequence[Sheet], groups: Groups) -> tuple[Dealt, ...]:
        made = []
        for sheet, group, filled in zip(sheets, groups, self._each(sheets, groups), strict=True):
            articles = tuple(self.page.articles[n] for n in group if n not in self.begun)
            rests = tuple(self.page.articles[n].article.name for n in group if n in self.begun)
            made.append(Dealt(sheet.folios[0], filled.layout, articles, rests))
        return tuple(made)

    def _each(self, sheets: Sequence[Sheet], groups: Groups) -> Iterator[Filled]:
        """Each sheet filled, in its turn; one is not searched of which nothing is to be known."""
        rests = dict[int, Rest]()
        for sheet, group in zip(sheets, groups, strict=True):
            held = tuple(n for n in group if n not in self.begun or n in rests)
            if len(sheet.layouts) == 1 and not self.begun:
                yield Filled(0.0, sheet.layouts[0])
                continue
            made = self._full(sheet, held, rests, NEVER) or self._anyhow(sheet, held, rests)
            rests |= self._cut(held, made.chosen) if made.chosen is not None else {}
            yield made

    # --- where not all pages are full

    def _anyhow(self, sheet: Sheet, group: tuple[int, ...], rests: Rests) -> Filled:
        """What a sheet costs at the best, full or not, and its layout."""
        found = [Filled(NOTHING, sheet.layouts[0])] if not group else []
        for name in sheet.layouts if group else ():
            page = self._page(sheet.folios[0], name, group, rests)
            made = choose(page, self._layouts[name], self._set_for[name], self._ask)
            errors = sum(problem.severity == "error" for problem in made.assigned.problems)
            found.append(Filled(made.price if made.settled and not errors else NOTHING + errors, name, made))
        return min(found, key=lambda each: each.price)

    def _nearest(self, ways: Sequence[tuple[float, tuple[Sheet, ...], Way]]) -> tuple[Dealt, ...]:
        """Of the ways nearest to balance the one that comes nearest to full pages."""
        made: list[tuple[float, int, tuple[Sheet, ...], Groups]] = []
        for _, sheets, way in ways[:NEAREST]:
            groups, rests, price = _groups(way, len(sheets)), dict[int, Rest](), 0.0
            for sheet, group in zip(sheets, groups, strict=True):
                held = tuple(n for n in group if n not in self.begun or n in rests)
                filled = self._anyhow(sheet, held, rests)
                rests |= self._cut(held, filled.chosen) if filled.chosen is not None else {}
                price += filled.price
            made.append((round(price, 6), len(made), sheets, groups))
        self.price, _, sheets, groups = min(made, key=lambda each: each[:2])
        return self._as_dealt(sheets, groups)


def _is_open(placed: Placement) -> bool:
    return placed.part is not None and placed.part.is_open


def _groups(way: Way, sheets: int) -> Groups:
    return tuple(tuple(n for n, place in enumerate(way) if place == sheet) for sheet in range(sheets))
