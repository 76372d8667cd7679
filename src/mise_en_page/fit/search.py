"""Which cuts to propose for a slot that has more text than room: alone, and together, so that it fits.

What a cut saves is known by setting its paragraph; which together save enough for the least is a shortest path over the
blocks in order (a knapsack). Whether that is enough is seen by filling the slot in the arrangement that stands. What is
told was then composed as a build does, with the whole choice of the page's way: only what was tried is promised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mise_en_page.fit.cuts import Offer
from mise_en_page.fit.edits import shortened
from mise_en_page.fit.options import TENTHS, Option, Places, signs_of, weight_of
from mise_en_page.fit.trial import Stands, Tried, Workbench
from mise_en_page.model.issue import Article

#: So many pages are composed at most for what fits, and so many for what only helps; so many of each are told.
COMPOSED, HELPED = 10, 6
#: So many are lighter than what the slot needs as it stands: with less text the page may be made in another way.
LIGHTER = 8
#: So many cuts are taken out of the best that fits, by composing the page without them.
SPARED = 5
FITTING, ALONE = 4, 4
#: So many choices are filled in the arrangement that stands.
FILLED = 60
#: So many times what cannot be carried out is put aside.
SIFTED = 6
#: How far from the lines over the sum of what paragraphs save may be: columns and blanks give and take.
BELOW, ABOVE = 3, 6
#: So many cuts at most go together.
TOGETHER = 12
#: What a line of white at a foot is worth in signs: a choice that leaves none is better.
WHITE = 8


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


Choice = tuple[Offer, ...]
_Way = tuple[int, Choice]


def proposals(bench: Workbench, slot: str, articles: Sequence[str]) -> tuple[tuple[Proposal, ...], bool]:
    """What may be cut from articles of a slot, as it was tried: what makes it fit first, then fewest signs first; and
    whether there was more to try than is tried.
    """
    places = Places(bench, slot, articles)
    over = bench.base.over(slot)
    options = _sound(bench, places.options(), len(places.keys), over)
    told = _lighter(bench, slot, options, len(places.keys), over)
    for n, choice in enumerate(_enough(bench, slot, options, len(places.keys), over)):
        if n >= COMPOSED or sum(not each.over for each in told.values()) >= FITTING:
            break
        if choice not in told:
            told |= _tried(bench, slot, choice)
    if any(not each.over for each in told.values()):
        told |= _spared(bench, slot, min((each for each in told.values() if not each.over), key=_rank))
    fitting = sorted((each for each in told.values() if not each.over), key=_rank)
    helping = {choice: each for choice, each in told.items() if each.over}
    for choice in _alone(options)[:HELPED]:
        if choice not in told and len(helping) < ALONE:
            helping |= {key: each for key, each in _tried(bench, slot, choice).items() if each.over}
    rest = sorted(helping.values(), key=_rank)
    if not fitting and rest:  # what comes nearest goes first
        nearest = min(rest, key=lambda each: (each.over, each.signs))
        rest = [nearest, *(each for each in rest if each is not nearest)]
    rest = rest if not fitting else [each for each in rest if len(each.offers) == 1]
    return (*fitting, *rest)[: FITTING + ALONE], places.spent


def _sound(bench: Workbench, options: Sequence[Option], places: int, over: int) -> Sequence[Option]:
    """The options without those that cannot be carried out, as far as the lightest choices have any."""
    for _ in range(SIFTED):
        likely = [choice for _, choice in _ways(options, places, over)[:COMPOSED]] + _alone(options)[:HELPED]
        broken = {offer for choice in likely for offer in choice if not bench.sound(offer)}
        if not broken:
            break
        options = [each for each in options if not broken & set(each.offers)]
    return options


def _rank(each: Proposal) -> tuple[int, int, int]:
    return weight_of(each.offers) + WHITE * each.white, each.signs, -each.lines


def _tried(bench: Workbench, slot: str, choice: Choice) -> Mapping[Choice, Proposal]:
    """A choice as the page is composed with it, if the slot gains by it and no other loses."""
    made = bench.cut(choice)
    if made is None or not _better(bench.base, made, slot):
        return {}
    gain = bench.base.over(slot) - made.over(slot)
    return {choice: Proposal(choice, signs_of(choice), gain, made.over(slot), made.under(slot))}


def _lighter(bench: Workbench, slot: str, options: Sequence[Option], places: int, over: int) -> dict[Choice, Proposal]:
    """What is tried by halving the lines that are saved for as long as the slot fits, whatever way the page is made; then
    what saves a little less, for a page may fit with that and not with more.
    """
    ways = frontier(options, places, TENTHS * (over + ABOVE))
    told: dict[Choice, Proposal] = {}
    low, high = -1, len(ways)
    for _ in range(LIGHTER):
        middle = (low + high) // 2 if high - low > 1 else low
        if middle < 0:
            break
        choice = ways[middle][1]
        told |= _tried(bench, slot, choice)
        fits = choice in told and not told[choice].over
        if high - low > 1:
            low, high = (low, middle) if fits else (middle, high)
        else:
            low, high = low - 1, low if fits else high - 1
    return told


def _spared(bench: Workbench, slot: str, best: Proposal) -> dict[Choice, Proposal]:
    """The best that fits without those of its cuts that the page fits without, the heaviest tried first."""
    told: dict[Choice, Proposal] = {}
    for offer in sorted(best.offers, key=lambda each: -weight_of((each,)))[:SPARED]:
        fewer = tuple(each for each in best.offers if each != offer)
        found = _tried(bench, slot, fewer) if fewer else {}
        if fewer in found and not found[fewer].over and _rank(found[fewer]) < _rank(best):
            best = found[fewer]
            told |= found
    return told


def _better(before: Tried, after: Tried, slot: str) -> bool:
    """Does a slot gain by it, and no other lose?"""
    elsewhere = {name: lines for name, lines in after.elsewhere.items() if name != slot}
    return after.over(slot) < before.over(slot) and all(lines <= before.over(name) for name, lines in elsewhere.items())


class _Standing:
    """A slot in the arrangement that stands, without some of its text: each choice filled once, so many of them."""

    def __init__(self, bench: Workbench, slot: str) -> None:
        self._bench, self._slot = bench, slot
        self._found: dict[Choice, Stands] = {}

    @property
    def spent(self) -> bool:
        return len(self._found) >= FILLED

    def __call__(self, choice: Choice) -> Stands:
        if choice not in self._found:
            names = dict.fromkeys(offer.article for offer in choice)
            changed: dict[str, Article] = {
                name: shortened(self._bench.article(name), [each for each in choice if each.article == name])
                for name in names
            }
            self._found[choice] = self._bench.standing(self._slot, changed)
        return self._found[choice]


def _enough(bench: Workbench, slot: str, options: Sequence[Option], places: int, over: int) -> Iterator[Choice]:
    """The choices with which the slot fits as it stands, the lightest first, with nothing in them that is not needed; then,
    where there are none, what comes nearest.
    """
    standing = _Standing(bench, slot)
    fits: dict[Choice, int] = {}
    for _, choice in _ways(options, places, over):
        if standing.spent or len(fits) >= COMPOSED:
            break
        if not standing(choice).over:
            least = _needed(choice, standing)
            fits[least] = weight_of(least) + WHITE * standing(least).white
    if fits:
        yield from sorted(fits, key=lambda each: (fits[each], each[0].article, each[0].block))
        return
    most = sorted(
        _ways(options, places, over), key=lambda way: (standing(way[1]).over if not standing.spent else 99, way[0])
    )
    yield from (choice for _, choice in most[:2])


def _needed(choice: Choice, standing: _Standing) -> Choice:
    """A choice without those of its cuts that the slot fits without, the heaviest tried first."""
    for offer in sorted(choice, key=lambda each: -weight_of((each,))):
        fewer = tuple(each for each in choice if each != offer)
        if fewer and not standing.spent and not standing(fewer).over:
            choice = fewer
    return choice


def _ways(options: Sequence[Option], places: int, over: int) -> list[_Way]:
    """Choices that should save about as many lines as are over: the lightest for each sum, and each cut that does alone."""
    found = {
        choice: weight for weight, choice in lightest(options, places, TENTHS * (over + ABOVE), TENTHS * (over - BELOW))
    }
    for option in options:
        if option.saved > TENTHS * (over - BELOW):
            found.setdefault(option.offers, option.weight)
    return sorted(((weight, choice) for choice, weight in found.items()), key=lambda way: (way[0], len(way[1])))


def lightest(options: Sequence[Option], places: int, most: int, least: int) -> Iterable[_Way]:
    """The lightest choice for each sum of tenths of a line from ``least`` to ``most``."""
    return [way for saved, way in _sums(options, places, most).items() if saved > max(0, least)]


def frontier(options: Sequence[Option], places: int, most: int) -> list[_Way]:
    """The choices than which none is lighter that saves as much, up to so many tenths of a line; the lightest first."""
    found: list[_Way] = []
    for saved, way in sorted(_sums(options, places, most).items(), reverse=True):
        if saved and (not found or way[0] < found[-1][0]):
            found.append(way)
    return found[::-1]


def _sums(options: Sequence[Option], places: int, most: int) -> dict[int, _Way]:
    """The lightest choice for each sum of tenths of a line, what is more than ``most`` with it: a knapsack."""
    reached: list[dict[int, _Way]] = [{} for _ in range(places + 1)]
    reached[0][0] = (0, ())
    at: dict[int, list[Option]] = {}
    for option in options:
        at.setdefault(option.place, []).append(option)
    for place in range(places):
        for saved, (weight, choice) in reached[place].items():
            _keep(reached[place + 1], saved, (weight, choice))
            for option in at.get(place, ()):
                if len(choice) + len(option.offers) <= TOGETHER:
                    more = weight + option.weight, choice + option.offers
                    _keep(reached[option.then], min(most, saved + option.saved), more)
    return reached[places]


def _keep(ways: dict[int, _Way], key: int, way: _Way) -> None:
    if key not in ways or way[0] < ways[key][0]:
        ways[key] = way


def _alone(options: Sequence[Option]) -> list[Choice]:
    """The cuts to try by themselves: for each count of lines the lightest that saves as many, then the lightest of all."""
    single = sorted((each for each in options if len(each.offers) == 1), key=lambda each: (each.weight, -each.saved))
    best = [next((each for each in single if each.saved >= lines * TENTHS), None) for lines in (1, 2, 4)]
    return list(dict.fromkeys(each.offers for each in (*best, *single) if each is not None))
