"""The search for the breaks of a paragraph: Knuth–Plass, and nothing else.

*Breaking Paragraphs into Lines*, Software—Practice and Experience 11 (1981) §4–5: the best way to each place where the
text may break, by line number, by fitness class and by the run of hyphens that ends there. Since the line number is in
the key, the best setting for each count of lines falls out of one search (TeX's \\looseness).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from mise_en_page.composition.demerits import (
    ADJACENT,
    CONSECUTIVE_HYPHENS,
    LINE_PENALTY,
    OVERFULL,
)
from mise_en_page.composition.items import FORCED, INFINITE, Box, Glue, Item

#: Settings whose count of lines at some place is further than this from the best one there are given up.
SPREAD = 2


class Verdict(NamedTuple):
    """What a judge says of a line: its badness and its fitness class."""

    badness: float
    fitness: int


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

    ``opening`` is the correction of the first line's width (an indent; a mark
    that hangs: negative). ``last_word``: no hyphen from this item on. ``rescue``: accept anything
    rather than give up: lines over their measure, any run of hyphens.
    """

    measures: tuple[float, ...]
    most_hyphens: int = 2
    opening: float = 0.0
    last_word: int = 1 << 62
    rescue: bool = False


class _Node(NamedTuple):
    cost: float
    line: int
    fitness: int
    run: int
    place: int
    previous: _Node | None


class _Places:
    """The places where a text may break, and the sums of widths there, in lists (Knuth–Plass §4: sumW, sumY, sumZ)."""

    def __init__(self, items: Sequence[Item], opening: float) -> None:
        self.item: list[int] = [-1]
        self.cost: list[float] = [0.0]
        self.flagged: list[bool] = [False]
        # the sums for a line that ends here, and for one that begins here
        self.end: list[tuple[float, float, float, int]] = [(0.0, 0.0, 0.0, 0)]
        self.start: list[tuple[float, float, float, int]] = [(-opening, 0.0, 0.0, 0)]
        width = flex = give = 0.0
        words = 0
        after_box = False
        for n, item in enumerate(items):
            if isinstance(item, Box):
                width += item.width
                give += item.give
                after_box = True
                continue
            if isinstance(item, Glue):
                legal = after_box and item.cost < INFINITE
                before = (width + item.before, flex, give, words)
                width += item.width
                flex += item.flex
                if item.cost < INFINITE:
                    words += 1
                after_box = False
                after = (width - item.after, flex, give, words)
                if legal:
                    self._add(n, item.cost, False, before, after)
            elif item.cost < INFINITE:
                before = (width + item.before, flex, give, words)
                after = (width - item.after, flex, give, words)
                self._add(n, item.cost, item.flagged, before, after)

    def _add(
        self, n: int, cost: float, flagged: bool,
        before: tuple[float, float, float, int], after: tuple[float, float, float, int],
    ) -> None:  # fmt: skip
        self.item.append(n)
        self.cost.append(cost)
        self.flagged.append(flagged)
        self.end.append(before)
        self.start.append(after)


def break_lines(items: Sequence[Item], terms: Terms, judge: Judge) -> dict[int, Breaks]:
    """The best breaks for each count of lines that can be had within the judge's tolerance; {} when there are none.

    ``items`` end in a forced break.
    """
    places = _Places(items, terms.opening)
    uniform = len(set(terms.measures)) == 1
    last = len(places.item) - 1
    nodes: list[list[_Node]] = [[_Node(0.0, 0, 1, 0, 0, None)]]
    live = [0]
    for b in range(1, last + 1):
        best: dict[tuple[int, int, int], _Node] = {}
        if uniform:
            dead = _reach(b, b == last, live, nodes, places, terms, judge, best, terms.measures[0], None)
        else:
            dead = len(live)
            for line in sorted({node.line for a in live for node in nodes[a]}):
                measure = terms.measures[min(line, len(terms.measures) - 1)]
                dead = min(dead, _reach(b, b == last, live, nodes, places, terms, judge, best, measure, line))
        if not best and terms.rescue and dead >= len(live):
            _overfill(b, nodes[live[-1]], places, best)
        del live[:dead]
        nodes.append(_pruned(best))
        if places.cost[b] == FORCED:
            live = []
        if best:
            live.append(b)
        if not live:
            return {}
    return _traced(nodes[last], places)


def _reach(
    b: int, end: bool, live: list[int], nodes: list[list[_Node]], places: _Places, terms: Terms, judge: Judge,
    best: dict[tuple[int, int, int], _Node], measure: float, only: int | None,
) -> int:  # fmt: skip
    """Try every line that ends at ``b``; returns how many of the live places are too far back, from now on for good."""
    width, flex, give, words = places.end[b]
    cost = places.cost[b]
    forced = cost == FORCED
    flagged = places.flagged[b]
    start = places.start
    rescue = terms.rescue
    most = terms.most_hyphens
    dead = 0
    for n, a in enumerate(live):
        start_width, start_flex, start_give, start_words = start[a]
        room = measure - (width - start_width)
        line_flex = flex - start_flex
        line_give = give - start_give
        if room < 0.0 and not judge.fits(room, line_flex, line_give):
            if n == dead:
                dead += 1
            continue
        if forced:
            verdict = judge.last(room, line_flex, line_give, words - start_words + 1, end=end)
        else:
            verdict = judge.judge(room, line_flex, line_give)
        if verdict is None:
            if room > 0 and not forced:
                break  # the lines from here on are shorter still
            continue
        bad, fit = verdict
        base = (LINE_PENALTY + bad) ** 2 + (0.0 if forced else cost * cost)
        if end and places.flagged[a] and places.item[a] >= terms.last_word:
            if not rescue:
                continue  # no hyphen in a paragraph's last word
            base += CONSECUTIVE_HYPHENS
        for node in nodes[a]:
            if only is not None and node.line != only:
                continue
            total = node.cost + base
            run = 0
            if flagged:
                run = node.run + 1
                if run > 1:
                    if run > most:
                        if not rescue:
                            continue
                        run = most + 1
                    total += CONSECUTIVE_HYPHENS
            if fit - node.fitness > 1 or node.fitness - fit > 1:
                total += ADJACENT
            key = (node.line, fit, run)
            known = best.get(key)
            if known is None or total < known.cost:
                best[key] = _Node(total, node.line + 1, fit, run, b, node)
    return dead


def _overfill(b: int, tried: list[_Node], places: _Places, best: dict[tuple[int, int, int], _Node]) -> None:
    """Nothing fits: the shortest line there is goes over its measure, so that the rest may still be set well."""
    node = min(tried, key=lambda node: node.cost)
    run = min(node.run + 1, 2) if places.flagged[b] else 0
    best[node.line, 0, run] = _Node(node.cost + OVERFULL, node.line + 1, 0, run, b, node)


def _pruned(best: dict[tuple[int, int, int], _Node]) -> list[_Node]:
    if len(best) < 2:
        return list(best.values())
    ideal = min(best.values(), key=lambda node: node.cost).line
    return [node for node in best.values() if -SPREAD <= node.line - ideal <= SPREAD]


def _traced(ends: list[_Node], places: _Places) -> dict[int, Breaks]:
    """The breaks that lead to the best end for each count of lines."""
    found: dict[int, Breaks] = {}
    for node in sorted(ends, key=lambda node: node.cost):
        if node.line in found:
            continue
        at = []
        step: _Node | None = node
        while step is not None and step.previous is not None:
            at.append(places.item[step.place])
            step = step.previous
        found[node.line] = Breaks(tuple(reversed(at)), node.cost)
    return found
