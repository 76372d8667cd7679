"""Articles given out to pages so that these are as full as each other, by sums of heights: a table of ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from mise_en_page.model.issue import Page
from mise_en_page.model.layout import Layout
from mise_en_page.pagination.grid import is_verso

#: So many ways to put articles on pages are gone on from, over all articles and pages; so many at the least and the most.
TABLE, TABLE_LEAST, TABLE_MOST = 20_000, 40, 400

#: What sets articles apart from their like, in shares of a page's room, squared: a second lead or picture on a page where
#: another has none; a second key figure, or no article at all.
SECOND, NOWHERE = 0.05, 100.0
#: How much it counts that a page has a brief more than its share.
COUNTS = 0.0004


class Sheet(NamedTuple):
    """A page or a spread of the pool: its folios, and the layouts that it may take."""

    folios: tuple[int, ...]
    layouts: tuple[str, ...]


#: For each article, in the page's order, the place of its sheet.
Way = tuple[int, ...]


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


class Size(NamedTuple):
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

    def and_one(self, size: Size) -> _Held:
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


class Table:
    """Ways to give out articles to sheets so that these are as full as each other, by sums of heights."""

    def __init__(
        self,
        page: Page,
        sheets: Sequence[Sheet],
        sizes: Sequence[Size],
        balance: tuple[float, float],
        begun: Mapping[int, int],
    ) -> None:
        self._page, self._sheets, self._sizes, self._balance, self._begun = page, sheets, sizes, balance, begun
        self._pages = sum(len(sheet.folios) for sheet in sheets)
        self._every = _Held()
        for size in sizes:
            self._every = self._every.and_one(size)
        self._kept = page.order == "kept"
        #: before which sheet each article stands: one that goes on, before the last on which it may
        self._last = [len(sheets)] * len(page.articles)
        for rest, n in begun.items():
            asked = page.articles[rest].folio
            self._last[n] = max(
                (place for place, each in enumerate(sheets) if not asked or asked in each.folios), default=0
            )
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
            if n in self._begun:  # after the sheet where it begins, whatever the order of the others
                if place > way[self._begun[n]] and (not folio or folio in sheet.folios):
                    yield place
                continue
            if place >= self._last[n]:
                continue
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
