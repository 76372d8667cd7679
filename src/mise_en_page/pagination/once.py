"""What is made once for a slot and its articles, for all the arrangements of a page that share them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from mise_en_page.composition.compose import set_alike
from mise_en_page.composition.galley import SetArticle
from mise_en_page.model.issue import Page, Placement
from mise_en_page.model.layout import Grid, Slot
from mise_en_page.model.memo import Ask
from mise_en_page.pagination.giving import Height, least_height_of
from mise_en_page.pagination.pinned import in_sizes, size_asked
from mise_en_page.pagination.settling import Sizes, Ways, without_tailpiece

#: Sets an article for a slot; once for all slots that set it alike.
SetFor = Callable[[Placement, Slot], SetArticle]


class Once:
    """The articles of a page set for slots, their heights there, and the ways to fill slots with them.

    Slots are told apart by their identity: whoever hands them in holds them.
    """

    def __init__(self, page: Page, grid: Grid, set_for: SetFor, ask: Ask) -> None:
        self.page, self.grid, self._set_for, self._ask = page, grid, set_for, ask
        self._texts = [n for n, each in enumerate(page.articles) if each.article.is_text]
        #: for each slot the first that sets its articles alike; both are held, so that no other takes their identity
        self._canonical: dict[tuple[object, ...], Slot] = {}
        self._alike: dict[int, tuple[Slot, Slot]] = {}
        self._articles: dict[tuple[int, int], SetArticle] = {}
        #: by the article and the kind of its slot: slots (held above) in which it is as high are of one kind
        self._heights: dict[tuple[int, int], Height] = {}
        self._kinds: dict[int, int] = {}
        self._kinds_by: dict[tuple[object, ...], int] = {}
        self._any_size: dict[tuple[object, ...], tuple[Sequence[float], Sequence[float]]] = {}
        self._sizes: dict[tuple[object, ...], Sizes] = {}
        self._bare_of: dict[int, tuple[Slot, Slot]] = {}

    def _set(self, n: int, slot: Slot) -> SetArticle:
        """An article set for a slot."""
        first = self._first_alike(slot)
        place = n, id(first)
        if (found := self._articles.get(place)) is None:
            found = self._articles[place] = self._set_for(self.page.articles[n], first)
        return found

    def _first_alike(self, slot: Slot) -> Slot:
        """The first of the slots that set their articles as this one does."""
        if (alike := self._alike.get(id(slot))) is None:
            alike = self._alike[id(slot)] = self._canonical.setdefault(set_alike(slot, self.grid), slot), slot
        return alike[0]

    def _height(self, n: int, slot: Slot) -> Height:
        """An article's height in a slot; the least is of what cannot be left out."""
        article = self._set(n, slot)
        if (key := (id(article), self._kind(slot))) not in self._heights:
            self._heights[key] = least_height_of(article, slot, self.grid, self._ask)
        return self._heights[key]

    def _kind(self, slot: Slot) -> int:
        """The kind of a slot that ``_set`` has seen."""
        if (kind := self._kinds.get(id(slot))) is None:
            same = slot.columns, slot.picture, slot.drops, slot.most, slot.across
            kind = self._kinds[id(slot)] = self._kinds_by.setdefault(same, len(self._kinds_by))
        return kind

    def _in_any_size(self, slot: Slot) -> tuple[Sequence[float], Sequence[float]]:
        """The least and the greatest heights of all articles in whatever size a slot may take."""
        key = id(self._first_alike(slot)), self._kind(slot), slot.sizes
        if (found := self._any_size.get(key)) is None:
            places = range(len(self.page.articles))
            sizes = {n: self._ask(in_sizes, slot, size_asked(self.page, slot, (n,))) for n in self._texts}
            heights = {n: [self._height(n, each) for each, _ in sizes[n]] for n in self._texts}
            found = (
                [min((each.least for each in heights.get(n, ())), default=0.0) for n in places],
                [max((each.most for each in heights.get(n, ())), default=0.0) for n in places],
            )
            self._any_size[key] = found
        return found

    def _ways(self, slot: Slot, group: tuple[int, ...], *, panel: bool, drops: bool) -> Sizes:
        key = id(slot), group, panel, drops
        if key not in self._sizes:
            sized = self._ask(in_sizes, slot, size_asked(self.page, slot, group))
            self._sizes[key] = Sizes([
                (price, partial(self._of_size, each, group, panel, drops)) for each, price in sized
            ])  # fmt: skip
        return self._sizes[key]

    def _of_size(self, slot: Slot, group: tuple[int, ...], panel: bool, drops: bool) -> Ways:
        kept = self.page.order == "kept"
        return self._ask(Ways, slot, self._group(group, slot), self.grid, panel, drops, self._ask, kept)

    def _group(self, group: tuple[int, ...], slot: Slot) -> tuple[SetArticle, ...]:
        return tuple(self._set(n, slot) for n in group)

    def _bare(self, slot: Slot) -> Slot:
        if slot.tailpiece is None:
            return slot
        if (held := self._bare_of.get(id(slot))) is None:
            held = self._bare_of[id(slot)] = self._ask(without_tailpiece, slot), slot
        return held[0]
