"""The search for the breaks of a paragraph: Knuth–Plass, and nothing else.

*Breaking Paragraphs into Lines*, Software—Practice and Experience 11 (1981) §4–5: the best way to each place where the
text may break, by line number, by fitness class and by the run of hyphens that ends there. Since the line number is in
the key, the best setting for each count of lines falls out of one search (TeX's \\looseness).

The loops below see every pair of places that may begin and end a line: this module is among those that are compiled.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from mise_en_page.composition.demerits import ADJACENT, CONSECUTIVE_HYPHENS, FITNESSES, LINE_PENALTY, OVERFULL
from mise_en_page.composition.items import FORCED, INFINITE, Box, Glue, Item

#: Settings whose count of lines at some place is further than this from the best one there are given up: what a
#: paragraph of a thousand words keeps of its past is then no more than what one of fifty does.
SPREAD: Final = 2

#: A line's badness and its fitness class; TOO_LOOSE for a line that is not to be thought of.
Verdict = tuple[float, int]
TOO_LOOSE: Final[Verdict] = (0.0, -1)


class Judge:
    """Knows what a line is worth. Lengths in pt; ``room`` is what is left over of the measure at natural widths."""

    def fits(self, room: float, flex: float, give: float) -> bool:
        """Can the line be pressed into its measure?"""
        raise NotImplementedError

    def judge(self, room: float, flex: float, give: float) -> Verdict:
        """The line's verdict, TOO_LOOSE when it is too loose to be thought of."""
        raise NotImplementedError

    def last(self, room: float, flex: float, give: float, words: int, end: bool) -> Verdict:
        """The same for a line before a forced break; ``end``: the paragraph's last."""
        raise NotImplementedError


class Breaks(NamedTuple):
    """The best breaks for one count of lines: ``at[i]`` is the index of the item at which line *i* ends."""

    at: tuple[int, ...]
    cost: float


class Terms(NamedTuple):
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


class _Node:
    """A best way to a place: its demerits, how many lines it has made, the last one's fitness, the run of hyphens that ends
    there, the place's item, and the node before, at whose place the last line began.
    """

    __slots__ = ("before", "cost", "fitness", "item", "line", "run")

    def __init__(self, cost: float, line: int, fitness: int, run: int, item: int, before: _Node | None) -> None:
        self.cost = cost
        self.line = line
        self.fitness = fitness
        self.run = run
        self.item = item
        self.before = before


class _Place:
    """A place where the text may break: its item and its cost, the nodes that reach it, and sums (Knuth–Plass §4: sumW,
    sumY, sumZ) of width, flex, give and words: for a line that ends there (``end_…``), with its hyphen and without its
    hanging mark, and for one that begins there (``start_…``).
    """

    __slots__ = (
        "cost", "end_flex", "end_width", "end_words", "flagged", "give", "item", "nodes", "start_flex", "start_width",
        "start_words",
    )  # fmt: skip

    def __init__(self, item: int, cost: float, flagged: bool) -> None:
        self.item = item
        self.cost = cost
        self.flagged = flagged
        self.end_width = self.end_flex = self.start_width = self.start_flex = self.give = 0.0
        self.end_words = self.start_words = 0
        self.nodes: list[_Node] = []


def _places(items: list[Item], opening: float) -> list[_Place]:
    """The text's beginning, and the places where it may break, in order."""
    place = _Place(-1, 0.0, False)
    place.start_width = -opening
    place.nodes.append(_Node(0.0, 0, 1, 0, -1, None))
    places = [place]
    width = flex = give = 0.0
    words = 0
    after_box = False  # a glue breaks only after a box: spaces at a line's beginning vanish
    for n, item in enumerate(items):
        if isinstance(item, Box):
            width += item.width
            give += item.give
            after_box = True
            continue
        end_width, end_flex, end_words = width, flex, words
        flagged = False
        if isinstance(item, Glue):
            width += item.width
            flex += item.flex
            breaks = after_box and item.cost != INFINITE
            after_box = False
            if item.cost != INFINITE:
                words += 1
            if not breaks:
                continue
        else:
            flagged = item.flagged
        place = _Place(n, item.cost, flagged)
        place.end_width = end_width + item.before
        place.end_flex = end_flex
        place.end_words = end_words
        place.start_width = width - item.after
        place.start_flex = flex
        place.start_words = words
        place.give = give
        places.append(place)
    return places


def break_lines(items: list[Item], terms: Terms, judge: Judge) -> dict[int, Breaks]:
    """The best breaks for each count of lines that can be had within the judge's tolerance; {} when there are none.

    ``items`` end in a forced break.
    """
    places = _places(items, terms.opening)
    search = _Search(places[0], terms, judge)
    last = places[-1]
    for n in range(1, len(places)):
        if not search.reach(places[n], places[n] is last):
            return {}
    return _found(last)


class _Search:
    """``live`` are the places from which a line may still reach the place at hand, in order."""

    __slots__ = ("_alike", "_any_hyphens", "_judge", "_last_word", "_live", "_measures", "_most", "_rescue")

    def __init__(self, first: _Place, terms: Terms, judge: Judge) -> None:
        self._judge = judge
        self._live = [first]
        self._measures = terms.measures
        self._alike = len(set(terms.measures)) == 1
        self._most = terms.most_hyphens
        self._last_word = terms.last_word
        self._any_hyphens = terms.any_hyphens
        self._rescue = terms.rescue

    def reach(self, here: _Place, end: bool) -> bool:
        """Find the best ways to a place; is there any way on?"""
        live = self._live
        best: _Best = {}
        measures = self._measures
        if self._alike:
            dead = self._try(here, end, measures[0], -1, best)
        else:
            dead = len(live)
            for number in sorted({node.line for place in live for node in place.nodes}):
                dead = min(dead, self._try(here, end, measures[min(number, len(measures) - 1)], number, best))
        forced = here.cost == FORCED
        if not best and self._rescue and (forced or dead >= len(live)):
            self._overfill(here, best)
        if dead:
            del live[:dead]
        if forced:
            live.clear()
        if best:
            here.nodes = list(best.values()) if len(best) < 2 else _worth_keeping(best)
            live.append(here)
        return bool(live)

    def _try(self, here: _Place, end: bool, measure: float, number: int, best: _Best) -> int:
        """Try every line to a place, from every node before it; ``number``: only lines of this number (-1: all).

        Returns how many of the live places are now out of reach for good.
        """
        judge = self._judge
        end_width = here.end_width - measure
        end_flex = here.end_flex
        end_give = here.give
        forced = here.cost == FORCED
        penalty = 0.0 if forced else here.cost * here.cost
        dead = 0
        n = -1
        for place in self._live:
            n += 1
            room = place.start_width - end_width
            flex = end_flex - place.start_flex
            give = end_give - place.give
            if room < 0.0 and not judge.fits(room, flex, give):
                if n == dead:
                    dead += 1
                continue
            if forced:
                bad, fit = judge.last(room, flex, give, here.end_words - place.start_words + 1, end)
                if end and place.flagged and place.item >= self._last_word:
                    if not self._any_hyphens:
                        continue  # no hyphen in a paragraph's last word
                    penalty = CONSECUTIVE_HYPHENS
            else:
                bad, fit = judge.judge(room, flex, give)
            if fit < 0:
                if room > 0.0 and not forced:
                    break  # the lines from here on are shorter still
                continue
            base = LINE_PENALTY + bad
            self._reach_from(place, here, base * base + penalty, fit, number, best)
        return dead

    def _reach_from(self, place: _Place, here: _Place, base: float, fit: int, number: int, best: _Best) -> None:
        """A line between two places, of these demerits and this fitness, from every node of the first."""
        most = self._most
        flagged = here.flagged
        runs = max(most, 1) + 1
        for node in place.nodes:
            if number >= 0 and node.line != number:
                continue
            cost = node.cost + base
            run = 0
            if flagged:
                run = node.run + 1
                if run > 1:
                    if run > most:
                        if not self._any_hyphens:
                            continue
                        run = most
                    cost += CONSECUTIVE_HYPHENS
            apart = fit - node.fitness
            if apart > 1 or apart < -1:
                cost += ADJACENT
            key = (node.line * FITNESSES + fit) * runs + run
            known = best.get(key)
            if known is None or cost < known.cost:
                best[key] = _Node(cost, node.line + 1, fit, run, here.item, node)

    def _overfill(self, here: _Place, best: _Best) -> None:
        """Nothing fits: the shortest line there is goes over its measure, so that the rest may still be set well."""
        node = min(self._live[-1].nodes, key=_cost)
        run = min(node.run + 1, self._most) if here.flagged else 0
        best[-1] = _Node(node.cost + OVERFULL, node.line + 1, 0, run, here.item, node)


def _found(last: _Place) -> dict[int, Breaks]:
    """The breaks that lead to the best end for each count of lines."""
    found: dict[int, Breaks] = {}
    for node in sorted(last.nodes, key=_cost):
        if node.line in found:
            continue
        at: list[int] = []
        step = node
        while step.before is not None:
            at.append(step.item)
            step = step.before
        found[node.line] = Breaks(tuple(reversed(at)), node.cost)
    return found


def _worth_keeping(best: _Best) -> list[_Node]:
    """The nodes at a place that may still lead to a best end.

    The most that a fitness class can save later is ``ADJACENT``: a node that costs more than another of its line by that
    much, and has no shorter run of hyphens, cannot win.
    """
    nodes: list[_Node] = []
    for node in best.values():  # sorted by insertion: there are a handful, and no key is made of any
        n = len(nodes)
        while n > 0 and _is_before(node, nodes[n - 1]):
            n -= 1
        nodes.insert(n, node)
    lowest = nodes[0].line - SPREAD
    firsts: list[_Node | None] = [None] * (2 * SPREAD + 1)
    kept: list[_Node] = []
    for node in nodes:
        n = node.line - lowest
        if not 0 <= n <= 2 * SPREAD:
            continue
        first = firsts[n]
        if first is None:
            firsts[n] = node
            kept.append(node)
        elif node.cost < first.cost + ADJACENT or node.run < first.run:
            kept.append(node)
    return kept


def _cost(node: _Node) -> float:
    return node.cost


def _is_before(one: _Node, other: _Node) -> bool:
    """By cost; then, so that the order is always the same, by line, fitness and run."""
    if one.cost != other.cost:
        return one.cost < other.cost
    if one.line != other.line:
        return one.line < other.line
    if one.fitness != other.fitness:
        return one.fitness < other.fitness
    return one.run < other.run


#: The best node so far for each line number, fitness and run of hyphens, which make one number.
_Best = dict[int, _Node]
