"""Pages that share their articles, and pages that may take one of several layouts: who stands where, in which layout.

Pages do not see each other, so the price of a pool is the sum of its pages' prices (choice.py). Articles are given out to
pages by a table over (article, sums of heights so far): the longest first, and of all ways so far those alone are kept that
come nearest to pages as full as each other, each with a lead. These ways are then priced exactly, the nearest first, as far
as they may still be the cheapest; what was found of a page and a group of articles serves all ways that hold it. All of it
is bounded by steps, in proportion to the pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from mise_en_page.model.issue import Page, Placement
from mise_en_page.model.layout import Layout, Slot
from mise_en_page.model.memo import Ask
from mise_en_page.pagination.assign import lead_slot
from mise_en_page.pagination.choice import Chosen, choose, choose_full
from mise_en_page.pagination.giving import height_of
from mise_en_page.pagination.grid import is_verso
from mise_en_page.pagination.once import SetFor
from mise_en_page.pagination.settling import NEVER
from mise_en_page.pagination.taste import in_taste

#: So many ways to put articles on pages are gone on from, over all articles and pages; so many at the least and the most.
TABLE, TABLE_LEAST, TABLE_MOST = 20_000, 40, 400
#: So many ways are priced exactly, at most, and so many pages are searched, for each page of the pool; in a small one more.
PRICED, SEARCHED, SEARCHED_LEAST = 40, 8, 30
#: Where no way fills all pages, so many of the nearest are made as well as they can be.
NEAREST = 3

#: What sets articles apart from their like, in shares of a page's room, squared: a second lead or picture on a page where
#: another has none; a second key figure, or no article at all.
SECOND, NOWHERE = 0.05, 100.0
#: How much the briefs' sums count beside the sums of all text, in the two orders in which ways are looked at.
BALANCES = ((1.0, 0.15), (0.1, 1.0))
#: What a page costs that cannot be made.
NOTHING = 1e9
#: How much it counts that a page has a brief more than its share.
COUNTS = 0.0004


class Sheet(NamedTuple):
    """A page or a spread of the pool: its folios, and the layouts that it may take."""

    folios: tuple[int, ...]
    layouts: tuple[str, ...]


class Dealt(NamedTuple):
    """A page or a spread as it was dealt: its first folio, its layout, its articles."""

    folio: int
    layout: str
    articles: tuple[Placement, ...]


#: For each article, in the page's order, the place of its sheet.
Way = tuple[int, ...]
Groups = tuple[tuple[int, ...], ...]


def deal(page: Page, layouts: Mapping[str, Layout], set_for: Mapping[str, SetFor], ask: Ask) -> tuple[Dealt, ...]:
    """The pages that an entry's choice comes to: those of least price.

    ``layouts`` and ``set_for`` are by the layouts' names; all that the choice names.
    """
    return Pool(in_taste(page), layouts, set_for, ask).dealt()


def tilings(page: Page, layouts: Mapping[str, Layout]) -> tuple[tuple[Sheet, ...], ...]:
    """The ways to part an entry's folios into pages and spreads, with the layouts of each; single pages first."""
    assert page.choice is not None
    single, double = (tuple(n for n in page.choice.layouts if layouts[n].pages == pages) for pages in (1, 2))
    end = page.folio + page.choice.folios

    def further(folio: int) -> Iterator[tuple[Sheet, ...]]:
        if folio >= end:
            yield ()
            return
        if single:
            yield from ((Sheet((folio,), single), *rest) for rest in further(folio + 1))
        if double and is_verso(folio) and folio + 1 < end:
            yield from ((Sheet((folio, folio + 1), double), *rest) for rest in further(folio + 2))

    return tuple(further(page.folio))


class Pool:
    """The search for one entry. Its articles are those of ``page``, in its order."""

    def __init__(self, page: Page, layouts: Mapping[str, Layout], set_for: Mapping[str, SetFor], ask: Ask) -> None:
        assert page.choice is not None
        self.page, self._layouts, self._set_for, self._ask = page, layouts, set_for, ask
        self._tilings = tilings(page, layouts)
        self._folios = page.choice.folios
        #: by layout, side and articles: up to which price the page was searched, and what was found
        self._known: dict[tuple[str, bool, tuple[int, ...]], tuple[float, Chosen | None]] = {}
        self.searched = 0

    def dealt(self) -> tuple[Dealt, ...]:
        if len(self._tilings) == 1 and len(self._tilings[0]) == 1:
            groups: Groups = (tuple(range(len(self.page.articles))),)
            return self._as_dealt(self._tilings[0], groups)
        ways = [(weight, sheets, way) for sheets in self._tilings for weight, way in self._table(sheets)]
        ways.sort(key=lambda each: (round(each[0], 9), len(each[1]), each[2]))
        best = self._cheapest(ways[: PRICED * self._folios])
        if best is not None:
            return self._as_dealt(*best)
        return self._nearest(ways)

    # --- the table

    def _table(self, sheets: Sequence[Sheet]) -> Iterator[tuple[float, Way]]:
        """The ways to give out the articles to sheets, each with how far it is from balance, the nearest first."""
        found: dict[Way, float] = {}
        sizes = self._sizes(sheets)
        for rank, balance in enumerate(BALANCES):
            for place, (_, way, _) in enumerate(_Table(self.page, sheets, sizes, balance).ways()):
                found.setdefault(way, place + rank / 2)
        yield from sorted((rank, way) for way, rank in found.items())

    def _sizes(self, sheets: Sequence[Sheet]) -> tuple[_Size, ...]:
        """What room the articles take, in shares of all of it and of a page, as the first layout sets them."""
        layout = self._layouts[sheets[0].layouts[0]]
        set_for = self._set_for[layout.name]
        slots = [slot for slot in layout.slots if slot.takes == "article"]
        lead = next((slot for slot in slots if slot.name == lead_slot(layout)), None)
        brief = next((slot for slot in slots if slot is not lead and not slot.optional), lead)
        leads = self._folios if lead is not None and brief is not lead else 0
        texts = [n for n, each in enumerate(self.page.articles) if each.article.is_text]
        first = set(sorted(texts, key=self._rather_lead)[:leads])
        made = []
        for n, each in enumerate(self.page.articles):
            slot = lead if n in first else brief
            if not each.article.is_text or slot is None:
                made.append(_Size(0.0, 0.0, False, not each.article.is_text, False))
                continue
            area = self._area(each, slot, layout, set_for)
            pictured = each.article.picture is not None
            made.append(_Size(0.0 if n in first else area, area, n in first, False, pictured))
        total = sum(size.all for size in made) or 1.0
        return tuple(size._replace(brief=size.brief / total, all=size.all / total) for size in made)

    def _rather_lead(self, n: int) -> tuple[bool, bool, int]:
        """Leads as they are asked for, then those with a picture, then as the desk ranks them."""
        return not self.page.articles[n].lead, self.page.articles[n].article.picture is None, n

    def _area(self, placement: Placement, slot: Slot, layout: Layout, set_for: SetFor) -> float:
        measure = layout.grid.measure(slot.text_stretch)
        area = self._ask(height_of, set_for(placement, slot), layout.grid).natural * measure
        if placement.article.picture is not None and slot.picture is not None:
            area += slot.picture.preferred * layout.grid.span(slot.units)
        return area

    # --- prices

    def _page(self, folio: int, layout: str, group: Sequence[int]) -> Page:
        articles = tuple(self.page.articles[n] for n in group)
        return replace(self.page, layout=layout, folio=folio, articles=articles, choice=None)

    def _full(self, sheet: Sheet, group: tuple[int, ...], limit: float) -> tuple[float, str] | None:
        """What a sheet costs, filled with some articles for less than ``limit``, and in which of its layouts."""
        best = None
        for name in sheet.layouts:
            key = name, is_verso(sheet.folios[0]), group
            tried, found = self._known.get(key, (0.0, None))
            if found is None and tried < limit:
                self.searched += 1
                page = self._page(sheet.folios[0], name, group)
                found = choose_full(page, self._layouts[name], self._set_for[name], self._ask, limit)
                self._known[key] = limit, found
            if found is not None and found.price < limit:
                best, limit = (found.price, name), found.price
        return best

    def _least(self, sheet: Sheet, group: tuple[int, ...]) -> float:
        """What a sheet costs at the least, by what is known."""
        known = (self._known.get((name, is_verso(sheet.folios[0]), group)) for name in sheet.layouts)
        return min((0.0 if each is None else each[0] if each[1] is None else each[1].price) for each in known)

    def _price(self, sheets: Sequence[Sheet], groups: Groups, limit: float) -> float | None:
        """What all sheets cost, if all are full for less than ``limit``."""
        least = [self._least(sheet, group) for sheet, group in zip(sheets, groups, strict=True)]
        for n, (sheet, group) in enumerate(zip(sheets, groups, strict=True)):
            if not group or sum(least) >= limit:
                return None
            found = self._full(sheet, group, limit - sum(least) + least[n])
            if found is None:
                return None
            least[n] = found[0]
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
        return best

    def _as_dealt(self, sheets: Sequence[Sheet], groups: Groups) -> tuple[Dealt, ...]:
        made = []
        for sheet, group in zip(sheets, groups, strict=True):
            found = self._full(sheet, group, NEVER) if len(sheet.layouts) > 1 else (0.0, sheet.layouts[0])
            name = found[1] if found is not None else self._anyhow(sheet, group)[1]
            made.append(Dealt(sheet.folios[0], name, tuple(self.page.articles[n] for n in group)))
        return tuple(made)

    # --- where not all pages are full

    def _anyhow(self, sheet: Sheet, group: tuple[int, ...]) -> tuple[float, str]:
        """What a sheet costs at the best, full or not, and its layout."""
        prices = [(NOTHING, sheet.layouts[0])] if not group else []
        for name in sheet.layouts if group else ():
            page = self._page(sheet.folios[0], name, group)
            made = choose(page, self._layouts[name], self._set_for[name], self._ask)
            errors = sum(problem.severity == "error" for problem in made.assigned.problems)
            prices.append((made.price if made.settled and not errors else NOTHING + errors, name))
        return min(prices, key=lambda each: each[0])

    def _nearest(self, ways: Sequence[tuple[float, tuple[Sheet, ...], Way]]) -> tuple[Dealt, ...]:
        """Of the ways nearest to balance the one that comes nearest to full pages."""
        made: list[tuple[float, int, tuple[Sheet, ...], Groups]] = []
        for _, sheets, way in ways[:NEAREST]:
            groups = _groups(way, len(sheets))
            price = sum(self._anyhow(sheet, group)[0] for sheet, group in zip(sheets, groups, strict=True))
            made.append((round(price, 6), len(made), sheets, groups))
        _, _, sheets, groups = min(made, key=lambda each: each[:2])
        return self._as_dealt(sheets, groups)


def _groups(way: Way, sheets: int) -> Groups:
    return tuple(tuple(n for n, place in enumerate(way) if place == sheet) for sheet in range(sheets))


class _Size(NamedTuple):
    """What room an article takes as a brief (none for a lead), and at all; what it is."""

    brief: float
    all: float
    lead: bool
    figure: bool
    pictured: bool


class _Held(NamedTuple):
    """What stands on a sheet so far: sums of its articles' sizes, and how many of each sort."""

    brief: float = 0.0
    all: float = 0.0
    briefs: int = 0
    leads: int = 0
    pictures: int = 0
    figures: int = 0

    def and_one(self, size: _Size) -> _Held:
        return _Held(
            self.brief + size.brief,
            self.all + size.all,
            self.briefs + (not (size.lead or size.figure)),
            self.leads + size.lead,
            self.pictures + size.pictured,
            self.figures + size.figure,
        )


class _State(NamedTuple):
    """Articles given out so far: how far the sheets are from balance, the sheet of each, and what stands on each sheet."""

    far: float
    way: Way
    held: tuple[_Held, ...]


class _Table:
    """Ways to give out articles to sheets so that these are as full as each other, by sums of heights."""

    def __init__(self, page: Page, sheets: Sequence[Sheet], sizes: Sequence[_Size], balance: tuple[float, float]) -> None:
        self._page, self._sheets, self._sizes, self._balance = page, sheets, sizes, balance
        self._pages = sum(len(sheet.folios) for sheet in sheets)
        self._every = _Held()
        for size in sizes:
            self._every = self._every.and_one(size)
        self._kept = page.order == "kept"
        pinned = {each.folio for each in page.articles}
        #: sheets that nothing tells apart but their places
        self._alike = [(len(sheet.folios), 0 if pinned.isdisjoint(sheet.folios) else n) for n, sheet in enumerate(sheets)]

    def ways(self) -> list[_State]:
        """The nearest to balance first."""
        most = max(TABLE_LEAST, min(TABLE_MOST, TABLE // max(1, len(self._sizes) * len(self._sheets))))
        states = [_State(0.0, (), (_Held(),) * len(self._sheets))]
        for n in range(len(self._sizes)):
            further = [self._with(state, place) for state in states for place in self._open(n, state.way)]
            if n + 1 == len(self._sizes):
                further = [self._whole(state) for state in further]
            states = sorted(further, key=lambda state: state[:2])[:most]
        return states

    def _open(self, n: int, way: Way) -> Iterator[int]:
        """The sheets on which an article may stand; of those that are alike and empty, the first."""
        folio = self._page.articles[n].folio
        last = way[-1] if self._kept and way else 0
        seen = set[tuple[int, int]]()
        for place, sheet in enumerate(self._sheets):
            # what is pinned stands there, even where that breaks the order that is to be kept
            if folio not in sheet.folios if folio else self._kept and not last <= place <= last + 1:
                continue
            if place not in way and not self._kept:
                if self._alike[place] in seen:
                    continue
                seen.add(self._alike[place])
            yield place

    def _with(self, state: _State, place: int) -> _State:
        """A state with one article more, on a sheet."""
        held = list(state.held)
        held[place] = held[place].and_one(self._sizes[len(state.way)])
        more = self._far(place, held[place], done=False) - self._far(place, state.held[place], done=False)
        return _State(round(state.far + more, 9), (*state.way, place), tuple(held))

    def _whole(self, state: _State) -> _State:
        far = sum(self._far(place, held, done=True) for place, held in enumerate(state.held))
        return state._replace(far=round(far, 9))

    def _far(self, place: int, held: _Held, *, done: bool) -> float:
        """How far a sheet is from its share, in shares of a page's room, squared: over it, while articles are to come."""
        pages = len(self._sheets[place].folios)
        share = pages / self._pages
        brief = (held.brief - self._every.brief * share) * self._pages
        whole = (held.all - share) * self._pages
        count = held.briefs - self._every.briefs * share
        if not done:
            brief, whole, count = max(0.0, brief), max(0.0, whole), max(0.0, count)
        far = self._balance[0] * brief**2 + self._balance[1] * whole**2 + COUNTS * count**2
        far += SECOND * (max(0, held.leads - pages) ** 2 + max(0, held.pictures - pages) ** 2)
        far += NOWHERE * max(0, held.figures - -(-self._every.figures * pages // self._pages))
        return far + NOWHERE if done and not held.briefs + held.leads + held.figures else far
