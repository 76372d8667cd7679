"""Which cuts to propose for a slot that has more text than room: alone, and together, so that it fits.

An offer's gain in lines is known by setting its paragraph; which together save enough with the fewest signs is a shortest
path over the blocks in order (a knapsack). What comes of it on the page is then composed: only what was tried is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from mise_en_page.fit.cuts import Offer, offers, text_of
from mise_en_page.fit.trial import Tried, Workbench

#: So many offers of a slot are set at most, those of fewest signs in each block first; and so many pages are composed.
SET, COMPOSED = 240, 40
#: So many are told that make a slot fit, and so many that only help.
FITTING, ALONE = 5, 6
#: How far from the lines over the sum of what paragraphs save may be: columns and blanks give and take.
BELOW, ABOVE = 2, 6
#: So many cuts at most go together.
TOGETHER = 10
#: So many pairs of a paragraph's small cuts are set.
PAIRS = 6
#: A paragraph's last line of so many signs may go with somewhat fewer: lines are set closer.
TIGHTER, SLACK = 0.4, 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """Cuts that were tried together: the ``signs`` they cost, the ``lines`` that they save the slot, those still ``over``,
    and the lines of ``white`` that are left at its feet.
    """

    offers: tuple[Offer, ...]
    signs: int
    lines: int
    over: int
    white: int


class Option(NamedTuple):
    """Offers of one place of a slot, with the lines that they save and the place from which other cuts may follow."""

    offers: tuple[Offer, ...]
    signs: int
    saved: int
    then: int


def proposals(bench: Workbench, slot: str, articles: Sequence[str]) -> tuple[Proposal, ...]:
    """What may be cut from articles of a slot, as it was tried: what makes it fit first, then fewest signs first."""
    places = _Places(bench, articles)
    options = places.options()
    over, found = bench.base.over(slot), dict[tuple[Offer, ...], Proposal]()

    def tried(choice: tuple[Offer, ...], signs: int) -> Proposal | None:
        if choice not in found:
            made = bench.cut(choice) if bench.steps < limit else None
            if made is None or not _better(bench.base, made, slot):
                return None
            gain = over - made.over(slot)
            found[choice] = Proposal(choice, signs, gain, made.over(slot), made.under(slot))
        return found[choice]

    limit = bench.steps + COMPOSED
    _together(options, len(places.keys), over, tried)
    for option in _alone(options, over):
        tried(option.offers, option.signs)
    told = sorted(found.values(), key=lambda each: (each.over > 0, each.signs, -each.lines))
    fitting = [each for each in told if not each.over][:FITTING]
    rest = [each for each in told if each.over and (len(each.offers) == 1 or not fitting)]
    if not fitting and rest:  # what comes nearest goes first
        nearest = min(rest, key=lambda each: (each.over, each.signs))
        rest = [nearest, *(each for each in rest if each is not nearest and len(each.offers) == 1)]
    return (*fitting, *rest[:ALONE])


def _better(before: Tried, after: Tried, slot: str) -> bool:
    """Does a slot gain by it, and no other lose?"""
    elsewhere = {name: lines for name, lines in after.elsewhere.items() if name != slot}
    return after.over(slot) < before.over(slot) and all(lines <= before.over(name) for name, lines in elsewhere.items())


class _Places:
    """The places of a slot where something may be cut: every block of its articles, in order."""

    def __init__(self, bench: Workbench, articles: Sequence[str]) -> None:
        self._bench = bench
        self.keys = [(name, n) for name in articles for n in range(len(bench.article(name).body))]
        self._at = {key: n for n, key in enumerate(self.keys)}
        self._left = SET

    def options(self) -> tuple[Option, ...]:
        """What may be cut at each place, with the lines that it saves: nothing that saves none."""
        found: list[Option] = []
        whole: dict[int, list[Offer]] = {}
        for name in dict.fromkeys(name for name, _ in self.keys):
            for offer in offers(self._bench.article(name)):
                whole.setdefault(self._at[name, offer.block], []).append(offer)
        share = max(8, self._left // max(1, len(whole)))
        for place, own in sorted(whole.items()):
            found += self._of_place(place, own, share)
        return tuple(found)

    def _of_place(self, place: int, own: Sequence[Offer], share: int) -> Iterator[Option]:
        """Each alone, and two small ones of a paragraph together, where either may be as much as its last line holds."""
        least: dict[tuple[int, int], int] = {}
        enough = TIGHTER * _last_line(self._bench, *self.keys[place]) - SLACK
        single = [(offer,) for offer in own if offer.blocks or offer.cut.signs >= enough]
        small = [offer for offer in own if not offer.blocks][: 2 * PAIRS]
        pairs = [pair for pair in combinations(small, 2) if _apart(*pair) and _signs(pair) >= enough]
        for choice in sorted([*single[:share], *sorted(pairs, key=_signs)[:PAIRS]], key=_signs):
            then = place + max(1, choice[0].blocks)
            if self._left <= 0:
                return
            self._left -= 1
            saved = self._bench.saved(choice)
            if saved > 0 and _signs(choice) < least.get((saved, then), 1 << 30):
                least[saved, then] = _signs(choice)
                yield Option(choice, _signs(choice), saved, then)


def _signs(choice: Sequence[Offer]) -> int:
    return sum(offer.cut.signs for offer in choice)


def _apart(one: Offer, other: Offer) -> bool:
    first, second = sorted((one.cut, other.cut), key=lambda cut: cut.start)
    return first.end + 1 < second.start


def _last_line(bench: Workbench, name: str, block: int) -> int:
    """The signs of a paragraph's last line, set as short as it may be; 0 where it is not known."""
    text = text_of(bench.article(name).body[block])
    for made in bench.base.set(name):
        if made.settings and text.origins and made.origins[-1:] == text.origins[-1:]:
            line = made.settings[min(made.settings)].lines[-1]
            return line.end - line.start
    return 0


_Try = Callable[[tuple[Offer, ...], int], Proposal | None]
_Way = tuple[int, tuple[Offer, ...]]


def _together(options: Sequence[Option], places: int, over: int, tried: _Try) -> None:
    """Try what should save about as many lines as are over, fewest signs first, until a choice makes the slot fit."""
    best = _cheapest(options, places, over + ABOVE)
    seen: set[tuple[Offer, ...]] = set()
    for wanted in range(max(1, over - BELOW), over + ABOVE + 1):
        reached = [way for way in best[wanted:] if way is not None]
        if not reached:
            break
        signs, choice = min(reached, key=lambda way: way[0])
        if choice in seen:
            continue
        seen.add(choice)
        made = tried(choice, signs)
        if made is not None and not made.over:
            return
    if best[-1] is None and (most := next((each for each in reversed(best) if each is not None), None)):
        tried(most[1], most[0])


def _cheapest(options: Sequence[Option], places: int, most: int) -> list[_Way | None]:
    """The fewest signs, and the offers, that save each count of lines up to ``most`` or more; ``TOGETHER`` of them."""
    reached: list[dict[tuple[int, int], _Way]] = [{} for _ in range(places + 1)]
    reached[0][0, 0] = (0, ())
    at: dict[int, list[Option]] = {}
    for option in options:
        at.setdefault(option.then - max(1, option.offers[0].blocks), []).append(option)
    for place in range(places):
        for (saved, count), (signs, choice) in reached[place].items():
            _keep(reached[place + 1], (saved, count), (signs, choice))
            for option in at.get(place, ()):
                more = count + len(option.offers)
                if more <= TOGETHER:
                    key = min(most, saved + option.saved), more
                    _keep(reached[option.then], key, (signs + option.signs, choice + option.offers))
    best: list[_Way | None] = [None] * (most + 1)
    for (saved, _), way in reached[places].items():
        known = best[saved]
        if saved and (known is None or way[0] < known[0]):
            best[saved] = way
    return best


def _keep(ways: dict[tuple[int, int], _Way], key: tuple[int, int], way: _Way) -> None:
    if key not in ways or way[0] < ways[key][0]:
        ways[key] = way


def _alone(options: Sequence[Option], over: int) -> list[Option]:
    """The cuts to try by themselves: for each count of lines the cheapest that saves as many, and the smallest of all."""
    single = sorted((each for each in options if len(each.offers) == 1), key=lambda each: (each.signs, -each.saved))
    found: dict[tuple[Offer, ...], Option] = {}
    for wanted in {1, 2, over - 1, over, over + 1}:
        found |= {each.offers: each for each in [each for each in single if each.saved >= wanted][:2]}
    for each in single[:ALONE]:
        found[each.offers] = each
    return list(found.values())
