"""The inner loop of giving out: one article after the other to one room after the other, as far as heights allow.

Compiled: tens of thousands of branches are looked at for a page of many briefs, a thousand times where edges move.
"""

from __future__ import annotations

from collections.abc import Callable

#: Other sizes of a slot are looked at where its own is too tall for a room by less than this, or too short.
SHORTER, TALLER = 0.7, 1.5

#: An article's least, greatest and natural height in a room.
Tall = tuple[float, float, float]
#: How far a way is from filling the rooms, in lines, and the articles in each room.
Leaf = tuple[float, tuple[tuple[int, ...], ...]]


class Space:
    """A room with what it holds so far.

    ``lines``: in all its columns; ``limit``: how far least heights may pass them; ``wanted``: what it must be filled by at
    the least; ``tall``: the heights of an article in it; ``in_any``: the least and the greatest of all, in whatever size.
    """

    def __init__(
        self,
        count: int,
        lines: float,
        limit: float,
        wanted: float,
        tall: Callable[[int], Tall],
        in_any: Callable[[], tuple[list[float], list[float]]],
    ) -> None:
        self.count = count
        self.lines = lines
        self.limit = limit
        self.wanted = wanted
        self.articles: list[int] = []
        self.least = 0.0
        self.most = 0.0
        self.natural = 0.0
        self._tall = tall
        self._known: dict[int, Tall] = {}
        self._in_any = in_any
        self._asked = False
        self._shortest: list[float] = []
        self._tallest: list[float] = []

    def tall(self, article: int) -> Tall:
        known = self._known.get(article)
        if known is None:
            known = self._known[article] = self._tall(article)
        return known

    def is_too_small(self, article: int, least: float) -> bool:
        """For one article more, of that least height, whatever size the slot takes."""
        own = self.least + least
        if own <= self.limit or own * SHORTER > self.limit:
            return own > self.limit
        self._ask()
        total = 0.0
        for each in self.articles:
            total += self._shortest[each]
        return total + self._shortest[article] > self.limit

    def is_beyond(self) -> bool:
        """Is it larger than what it holds can be, in whatever size?"""
        if self.count == 0 or self.most >= self.wanted:
            return False
        if self.most * TALLER < self.wanted:
            return True
        self._ask()
        total = 0.0
        for each in self.articles:
            total += self._tallest[each]
        return total < self.wanted

    def _ask(self) -> None:
        if not self._asked:
            self._shortest, self._tallest = self._in_any()
            self._asked = True


class Branches:
    """The articles given out in order, depth first. ``allowed``: the rooms that each may stand in; ``steps``: so many are
    put somewhere, at most; ``most``: so many ways are kept, the nearest to full rooms."""

    def __init__(
        self, spaces: list[Space], articles: list[int], allowed: list[list[int]], steps: int, most: int, strict: bool
    ) -> None:
        self._spaces = spaces
        self._articles = articles
        self._allowed = allowed
        self._left = steps
        self._most = most
        self._strict = strict
        self._worst = float("inf")
        self._found: list[Leaf] = []

    def found(self) -> list[Leaf]:
        self._go(0)
        self._found.sort()
        return self._found[: self._most]

    def _go(self, place: int) -> None:
        if place == len(self._articles):
            self._leaf()
            return
        article = self._articles[place]
        for number in self._allowed[place]:
            space = self._spaces[number]
            if len(space.articles) >= space.count:
                continue
            self._left -= 1
            if self._left < 0:
                return
            least, most, natural = space.tall(article)
            if self._strict and space.is_too_small(article, least):
                continue
            least_before, most_before, natural_before = space.least, space.most, space.natural
            space.articles.append(article)
            space.least, space.most, space.natural = least_before + least, most_before + most, natural_before + natural
            self._go(place + 1)
            space.articles.pop()
            space.least, space.most, space.natural = least_before, most_before, natural_before

    def _leaf(self) -> None:
        far = 0.0
        for space in self._spaces:
            if self._strict and space.is_beyond():
                return
            far += abs(space.lines - space.natural)
        if far > self._worst:
            return
        self._found.append((far, tuple([tuple(space.articles) for space in self._spaces])))
        if len(self._found) >= 2 * self._most:
            self._found.sort()
            del self._found[self._most :]
            self._worst = self._found[-1][0]
