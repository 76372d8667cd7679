"""What each place of a slot has to offer: the cheapest cuts of a paragraph, of two that are run on, of whole blocks.

A line is won by any cuts that take as many signs as a paragraph's last line holds. So the small cuts of a paragraph are
summed up (a knapsack), and of the sums only those are set that are about as long as a line, or two, or more want.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from mise_en_page.composition.galley import SetBlock
from mise_en_page.fit.cuts import RUN_ON, Offer, offers, text_at
from mise_en_page.fit.edits import shortened
from mise_en_page.fit.trial import Workbench

#: So many choices of a slot are set at most, and so many of one paragraph for each line that they save.
SET, TRIES = 1000, 7
#: So many paragraphs are run on to one at most.
MOST_JOINTS = 4
#: So many cuts of a paragraph go together at most; so many are summed up, the smallest first.
TOGETHER, SUMMED = 4, 40
#: No paragraph gives more lines by cuts within it: beyond, sentences go.
LINES: Final = 8
#: A paragraph's last line of so many signs may go with somewhat fewer: lines are set closer.
TIGHTER, SLACK = 0.35, 3
#: What a cut costs besides its signs, and what some are dearer by: several small cuts are several things to judge, a
#: paragraph that is run on reads less well, an intertitle and a quote are the page's own.
PIECE = 3
DEARER: Final = {"run-on": 6, "intertitle": 20, "pull-quote": 20, "paragraph": 0}
#: Lines are counted in tenths: heads and blanks are no whole ones.
TENTHS = 10


class Option(NamedTuple):
    """Offers of one place of a slot: what they weigh, the tenths of a line that they save, and the place from which
    other cuts may follow.
    """

    offers: tuple[Offer, ...]
    weight: int
    saved: int
    place: int
    then: int


def signs_of(choice: Sequence[Offer]) -> int:
    """The signs that are lost by some cuts."""
    return sum(offer.cut.signs for offer in choice)


def weight_of(choice: Sequence[Offer]) -> int:
    """The signs, and what makes cuts dearer."""
    return sum(offer.cut.signs + PIECE + DEARER.get(offer.cut.kind, 0) for offer in choice)


class Places:
    """The places of a slot where something may be cut: the chapô and every block of its articles, in order."""

    def __init__(self, bench: Workbench, slot: str, articles: Sequence[str]) -> None:
        self._bench, self._slot = bench, slot
        self._articles = {name: bench.article(name) for name in articles}
        self.keys = [(name, n) for name in articles for n in range(-1, len(self._articles[name].body))]
        self._at = {key: n for n, key in enumerate(self.keys)}
        self._heights = {name: bench.height(slot, article) for name, article in self._articles.items()}
        self._left = SET

    def options(self) -> tuple[Option, ...]:
        """What may be cut at each place, with what it saves: nothing that saves nothing."""
        own: dict[int, list[Offer]] = {}
        for name, article in self._articles.items():
            for offer in filter(self._bench.may_go, offers(article)):
                own.setdefault(self._at[name, offer.block], []).append(offer)
        within = {place: [offer for offer in every if not (offer.blocks or offer.joins)] for place, every in own.items()}
        found: list[Option] = []
        for place in sorted(own):
            for offer in own[place]:
                if offer.blocks:
                    found += self._tried(place, place + offer.blocks, (offer,))
        for joints in range(MOST_JOINTS + 1):
            share = max(10, self._left // max(1, len(own)))
            for place in sorted(own):
                if (run := self._run(own, place, joints)) is not None:
                    cuts = [offer for n in range(place, place + joints + 1) for offer in within.get(n, ())]
                    found += self._winning(place, place + joints + 1, run, sums(cuts), share)
        return tuple(found)

    @property
    def spent(self) -> bool:
        """Were there more choices than are set?"""
        return self._left <= 0

    def _run(self, own: Mapping[int, Sequence[Offer]], place: int, joints: int) -> tuple[Offer, ...] | None:
        """So many joints that make one paragraph of several from a place on; None where they cannot be made."""
        if joints and sum(self._signs(n) for n in range(place, min(place + joints + 1, len(self.keys)))) > RUN_ON:
            return None
        found = [next((offer for offer in own.get(n, ()) if offer.joins), None) for n in range(place, place + joints)]
        run = tuple(offer for offer in found if offer is not None)
        return run if len(run) == joints else None

    def _signs(self, place: int) -> int:
        name, block = self.keys[place]
        return len(text_at(self._articles[name], block).characters)

    def _winning(
        self, place: int, then: int, always: tuple[Offer, ...], sums: Sequence[tuple[Offer, ...]], share: int
    ) -> Iterator[Option]:
        """The lightest choice for each line that may be won: the first that wins one, then what is longer by a line."""
        lines = [self._lines(n) for n in range(place, then)]
        line = max(1, lines[0][0])
        last = lines[0][1] if len(lines) == 1 else sum(each for _, each in lines) % line
        won, enough, tries = 0, TIGHTER * last - SLACK, 0
        for choice in [always, *(always + each for each in sums)] if always else sums:
            if won >= LINES * TENTHS or share <= 0 or (signs_of(choice) < enough and choice != always):
                continue
            tries, share = tries + 1, share - 1
            for option in self._tried(place, then, choice):
                if option.saved > won:
                    yield option
                    won, tries = option.saved, 0
                    enough = signs_of(choice) + TIGHTER * line - SLACK
            if tries >= TRIES:  # the guess was too low
                enough, tries = signs_of(choice) + line / TRIES, 0

    def _tried(self, place: int, then: int, choice: tuple[Offer, ...]) -> Iterator[Option]:
        if self._left <= 0 or not choice:
            return
        self._left -= 1
        name = choice[0].article
        height = self._bench.height(self._slot, shortened(self._articles[name], choice))
        saved = round(TENTHS * (self._heights[name] - height))
        if saved > 0:
            yield Option(choice, weight_of(choice), saved, place, then)

    def _lines(self, place: int) -> tuple[int, int]:
        """The signs of a paragraph's lines, and of its last, set as short as it may be; 0 where they are not known."""
        name, block = self.keys[place]
        text = text_at(self._articles[name], block)
        for made in self._bench.base.set(name):
            if made.settings and text.origins and made.origins[-1:] == text.origins[-1:]:
                return _lengths(made)
        return 40, 0


def _lengths(block: SetBlock) -> tuple[int, int]:
    lines = block.settings[min(block.settings)].lines
    return round(len(block.text) / max(1, len(lines))), lines[-1].end - lines[-1].start


def sums(own: Sequence[Offer]) -> list[tuple[Offer, ...]]:
    """Cuts of a paragraph, alone and together, that do not meet: the lightest choice for each sum of signs, in order."""
    best: dict[int, tuple[Offer, ...]] = {}
    small = sorted(own, key=lambda each: (each.cut.signs, each.block, each.cut.start))
    ordered = sorted(small[:SUMMED], key=lambda each: (each.block, each.cut.start, each.cut.end))
    for offer in ordered:
        for choice in [(), *best.values()]:
            if len(choice) < TOGETHER and (not choice or _apart(choice[-1], offer)):
                made = (*choice, offer)
                known = best.get(signs_of(made))
                if known is None or weight_of(made) < weight_of(known):
                    best[signs_of(made)] = made
    for offer in small[SUMMED:]:
        best.setdefault(offer.cut.signs, (offer,))
    return sorted(best.values(), key=lambda each: (weight_of(each), each[0].cut.start))


def _apart(one: Offer, other: Offer) -> bool:
    return one.block != other.block or one.cut.end + 1 < other.cut.start
