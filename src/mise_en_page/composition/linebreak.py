"""The search for the breaks of a paragraph: Knuth–Plass, and nothing else.

*Breaking Paragraphs into Lines*, Software—Practice and Experience 11 (1981) §4–5: the best way to each place where the
text may break, by line number, by fitness class and by the run of hyphens that ends there. Since the line number is in
the key, the best setting for each count of lines falls out of one search (TeX's \\looseness).

The loops below see every pair of places that may begin and end a line, so they work on tuples and lists of floats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from mise_en_page.composition.demerits import ADJACENT, CONSECUTIVE_HYPHENS, LINE_PENALTY, OVERFULL
from mise_en_page.composition.items import FORCED, INFINITE, Box, Glue, Item, Penalty

#: Settings whose count of lines at some place is further than this from the best one there are given up: what a
#: paragraph of a thousand words keeps of its past is then no more than what one of fifty does.
SPREAD = 2

#: A line's badness and its fitness class.
Verdict = tuple[float, int]


class Judge(Protocol):
    """Knows what a line is worth. Lengths in pt; ``room`` is what is left over of the measure at natural widths."""

    def fits(self, room: float, flex: float, give: float) -> bool:
        """Can the line be pressed into its measure?"""
        ...

    def judge(self, room: float, flex: float, give: float) -> Verdict | None:
        """The line's verdict, None when it is too loose to be thought of."""
        ...

    def last(self, room: float, flex: float, give: float, words: int, *, end: bool) -> Verdict | None:
        """The same for a line before a forced break; ``end``: the paragraph's last."""
        ...


@dataclass(frozen=True, slots=True)
class Breaks:
    """The best breaks for one count of lines: ``at[i]`` is the index of the item at which line *i* ends."""

    at: tuple[int, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a search: the measure of each line (the last one given holds for all that follow), and hyphens.

    ``opening`` is the correction of the first line's width (an indent; a mark that hangs: negative). ``last_word``: no
    hyphen from this item on. ``any_hyphens``: accept any run of hyphens, and one in the last word. ``rescue``: accept
    even lines over their measure rather than give up.
    """

    measures: tuple[float, ...]
    most_hyphens: int = 2
    opening: float = 0.0
    last_word: int = 1 << 62
    any_hyphens: bool = False
    rescue: bool = False


#: Sums of width, flex, give and words before a place (Knuth–Plass §4: sumW, sumY, sumZ).
_Sums = tuple[float, float, float, int]


class _Places:
    """The places where a text may break. Of each: its item, its cost, and two sums: ``end`` for a line that ends there,
    with its hyphen and without its hanging mark, and ``start`` for one that begins there.
    """

    def __init__(self, items: Sequence[Item], opening: float) -> None:
        self.item = [-1]
        self.cost = [0.0]
        self.flagged = [False]
        self.end: list[_Sums] = [(0.0, 0.0, 0.0, 0)]
        self.start: list[_Sums] = [(-opening, 0.0, 0.0, 0)]
        width = flex = give = 0.0
        words = 0
        after_box = False  # a glue breaks only after a box: spaces at a line's beginning vanish
        for n, item in enumerate(items):
            if isinstance(item, Box):
                width += item.width
                give += item.give
                after_box = True
                continue
            if isinstance(item, Glue):
                space, stretch, cost, before, after = item
                end = (width + before, flex, give, words)
                width += space
                flex += stretch
                if cost == INFINITE:
                    after_box = False
                    continue
                words += 1
                if not after_box:
                    continue
                after_box = False
                flagged = False
            else:
                assert isinstance(item, Penalty)
                cost, flagged, before, after, _, _ = item
                end = (width + before, flex, give, words)
            self.item.append(n)
            self.cost.append(cost)
            self.flagged.append(flagged)
            self.end.append(end)
            self.start.append((width - after, flex, give, words))


#: A best way to a place: (cost, line number, fitness, run of hyphens, place, the node before). A bare tuple: the search
#: makes thousands.
_Node = tuple[float, int, int, int, int, "_Node | None"]
_Best = dict[tuple[int, int, int], _Node]


def break_lines(items: Sequence[Item], terms: Terms, judge: Judge) -> dict[int, Breaks]:
    """The best breaks for each count of lines that can be had within the judge's tolerance; {} when there are none.

    ``items`` end in a forced break.
    """
    places = _Places(items, terms.opening)
    last = len(places.item) - 1
    search = _Search(places, terms, judge)
    for b in range(1, last + 1):
        if not search.reach(b, b == last):
            return {}
    return search.found(last)


class _Search:
    """The nodes so far. ``live`` are the places from which a line may still reach the place at hand, in order."""

    def __init__(self, places: _Places, terms: Terms, judge: Judge) -> None:
        self._places = places
        self._terms = terms
        self._judge = judge
        self._nodes: list[list[_Node]] = [[(0.0, 0, 1, 0, 0, None)]]
        self._live = [0]
        measures = terms.measures
        self._measure = measures[0] if len(set(measures)) == 1 else None

    def reach(self, b: int, end: bool) -> bool:
        """Find the best ways to a place; is there any way on?"""
        terms, live = self._terms, self._live
        best: _Best = {}
        if self._measure is not None:
            dead = self._try(b, end, self._measure, None, best)
        else:
            measures = terms.measures
            dead = len(live)
            for number in sorted({node[1] for a in live for node in self._nodes[a]}):
                dead = min(dead, self._try(b, end, measures[min(number, len(measures) - 1)], number, best))
        forced = self._places.cost[b] == FORCED
        if not best and terms.rescue and (forced or dead >= len(live)):
            self._overfill(b, best)
        if dead:
            del live[:dead]
        if forced:
            live.clear()
        self._nodes.append(list(best.values()) if len(best) < 2 else _worth_keeping(best))
        if best:
            live.append(b)
        return bool(live)

    def _try(  # noqa: PLR0912, PLR0915 - one loop in a loop, where a call would cost more than what it does
        self, b: int, end: bool, measure: float, number: int | None, best: _Best
    ) -> int:
        """Try every line to a place, from every node before it; ``number``: only lines of this number.

        Returns how many of the live places are now out of reach for good.
        """
        places, judge, terms, nodes = self._places, self._judge, self._terms, self._nodes
        starts = places.start
        end_width, end_flex, end_give, end_words = places.end[b]
        end_width -= measure
        cost_here = places.cost[b]
        flagged = places.flagged[b]
        forced = cost_here == FORCED
        penalty = 0.0 if forced else cost_here * cost_here
        most = terms.most_hyphens
        fits, verdict_of = judge.fits, judge.judge
        dead = 0
        for n, a in enumerate(self._live):
            width, flex, give, words = starts[a]
            room = width - end_width
            flex = end_flex - flex
            give = end_give - give
            if room < 0.0 and not fits(room, flex, give):
                if n == dead:
                    dead += 1
                continue
            if forced:
                verdict = judge.last(room, flex, give, end_words - words + 1, end=end)
                if end and places.flagged[a] and places.item[a] >= terms.last_word:
                    if not terms.any_hyphens:
                        continue  # no hyphen in a paragraph's last word
                    penalty = CONSECUTIVE_HYPHENS
            else:
                verdict = verdict_of(room, flex, give)
            if verdict is None:
                if room > 0.0 and not forced:
                    break  # the lines from here on are shorter still
                continue
            bad, fit = verdict
            base = LINE_PENALTY + bad
            base = base * base + penalty
            for node in nodes[a]:
                cost, line, fitness, run, _, _ = node
                if number is not None and line != number:
                    continue
                cost += base
                if flagged:
                    run += 1
                    if run > 1:
                        if run > most:
                            if not terms.any_hyphens:
                                continue
                            run = most
                        cost += CONSECUTIVE_HYPHENS
                else:
                    run = 0
                if not -2 < fit - fitness < 2:
                    cost += ADJACENT
                key = (line, fit, run)
                known = best.get(key)
                if known is None or cost < known[0]:
                    best[key] = (cost, line + 1, fit, run, b, node)
        return dead

    def _overfill(self, b: int, best: _Best) -> None:
        """Nothing fits: the shortest line there is goes over its measure, so that the rest may still be set well."""
        node = min(self._nodes[self._live[-1]], key=lambda node: node[0])
        run = min(node[3] + 1, self._terms.most_hyphens) if self._places.flagged[b] else 0
        best[node[1], 0, run] = (node[0] + OVERFULL, node[1] + 1, 0, run, b, node)

    def found(self, last: int) -> dict[int, Breaks]:
        """The breaks that lead to the best end for each count of lines."""
        found: dict[int, Breaks] = {}
        for node in sorted(self._nodes[last], key=lambda node: node[0]):
            if node[1] in found:
                continue
            at: list[int] = []
            step: _Node | None = node
            while step is not None and step[5] is not None:
                at.append(self._places.item[step[4]])
                step = step[5]
            found[node[1]] = Breaks(tuple(reversed(at)), node[0])
        return found


def _worth_keeping(best: _Best) -> list[_Node]:
    """The nodes at a place that may still lead to a best end.

    The most that a fitness class can save later is ``ADJACENT``: a node that costs more than another of its line by that
    much, and has no shorter run of hyphens, cannot win.
    """
    nodes = sorted(best.values(), key=lambda node: node[:4])
    ideal = nodes[0][1]
    firsts: dict[int, _Node] = {}
    kept = []
    for node in nodes:
        if not -SPREAD <= node[1] - ideal <= SPREAD:
            continue
        first = firsts.setdefault(node[1], node)
        if node is first or node[0] < first[0] + ADJACENT or node[3] < first[3]:
            kept.append(node)
    return kept
