"""Which cuts go together: the lightest choice for each sum of lines is what trying all of them finds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.fit.amounts import LeftOut, left_out
from mise_en_page.fit.cuts import Offer
from mise_en_page.fit.options import PIECE, Option, signs_of, sums, weight_of
from mise_en_page.fit.search import LIGHTER, Proposal, _lighter, _spared, lightest
from mise_en_page.fit.words import Cut

PLACES = 4


def option(place: int, width: int, weight: int, saved: int) -> Option:
    """Cuts of one place, or of several that go as one."""
    return Option((Offer("a", place, Cut("clause", 0, weight)),), weight, saved, place, min(PLACES, place + width))


OPTIONS = st.lists(
    st.builds(option, st.integers(0, PLACES - 1), st.integers(1, 2), st.integers(1, 60), st.integers(1, 30)), max_size=8
)


@given(OPTIONS, st.integers(10, 40))
def test_the_lightest_choice_for_each_sum_is_that_of_brute_force(options: list[Option], most: int) -> None:
    found: dict[int, int] = {}
    for taken in product((False, True), repeat=len(options)):
        chosen = sorted((each for each, yes in zip(options, taken, strict=True) if yes), key=lambda each: each.place)
        if all(one.then <= other.place for one, other in pairwise(chosen)):
            saved, weight = min(most, sum(each.saved for each in chosen)), sum(each.weight for each in chosen)
            found[saved] = min(found.get(saved, weight), weight)
    del found[0]
    assert sorted(weight for weight, _ in lightest(options, PLACES, most, 0)) == sorted(found.values())


CUTS = st.lists(st.tuples(st.integers(0, 80), st.integers(1, 12)), max_size=10, unique=True)


@given(CUTS)
def test_cuts_of_a_paragraph_that_are_summed_up_never_meet(cuts: list[tuple[int, int]]) -> None:
    offers = [Offer("a", 0, Cut("adverb", start, start + length)) for start, length in cuts]
    made = sums(offers)
    for choice in made:
        ordered = sorted((each.cut for each in choice), key=lambda cut: cut.start)
        assert all(one.end < other.start for one, other in pairwise(ordered))
    assert len({signs_of(each) for each in made}) == len(made)
    for offer in offers:  # never dearer than a cut alone
        same = next(each for each in made if signs_of(each) == offer.cut.signs)
        assert weight_of(same) == offer.cut.signs + PIECE


def bench(lines: dict[str, int], fits: Sequence[str]) -> Any:
    """A page of articles of so many lines, five of which have no room; it fits without some."""
    base = SimpleNamespace(over=lambda _: 5, set=lambda name: [SimpleNamespace(natural=lines[name])])
    return SimpleNamespace(base=base, leaving=lambda name: SimpleNamespace(elsewhere={"rail": int(name not in fits)}))


def test_the_shortest_article_without_which_the_page_fits_is_told_and_never_the_only_one() -> None:
    lines = {"long": 20, "enough": 9, "short": 4}
    assert list(left_out(bench(lines, ["long", "enough", "short"]), "rail", list(lines))) == [LeftOut("enough", 9)]
    assert list(left_out(bench(lines, ["long"]), "rail", list(lines))) == [LeftOut("long", 20)]
    assert list(left_out(bench(lines, ["long"]), "rail", ["long"])) == []


class Page:
    """A page that fits without so many signs, by whichever way it is then made; what is composed is counted."""

    def __init__(self, signs: int, over: int = 12) -> None:
        self.signs, self.composed, self.base = signs, 0, self.made(over)

    def made(self, over: int) -> Any:
        return SimpleNamespace(over=lambda _: over, under=lambda _: 0, elsewhere={"rail": over})

    def cut(self, offers: Sequence[Offer]) -> Any:
        self.composed += 1
        return self.made(0 if signs_of(offers) >= self.signs else 9)


def lines_of(count: int) -> list[Option]:
    """Cuts of 30 signs, of one line each, at as many places."""
    return [Option((Offer("a", place, Cut("clause", 0, 30)),), 35, 10, place, place + 1) for place in range(count)]


@given(st.integers(1, 360))
def test_a_page_that_is_made_in_another_way_with_fewer_signs_out_is_found(signs: int) -> None:
    page: Any = Page(signs)
    told = _lighter(page, "rail", lines_of(12), 12, over=12)
    fitting = [each.signs for each in told.values() if not each.over]
    assert page.composed <= LIGHTER
    assert min(fitting) == -(-signs // 30) * 30


@given(st.integers(1, 5))
def test_what_the_best_can_spare_stays(needed: int) -> None:
    page: Any = Page(30 * needed)
    choice = tuple(offer for option in lines_of(5) for offer in option.offers)
    best = Proposal(choice, 150, 12, 0, 0)
    spared = _spared(page, "rail", best)
    assert min((each.signs for each in spared.values()), default=150) == 30 * needed
