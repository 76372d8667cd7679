"""Rules of neighbouring columns that nearly stand on one line: in thousandths of a leading, by hand, and as laws."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.pagination.rows import EVEN, MOST, NEAR, Ruled, Under, aligned


def column(*rules: float, spread: int = 4000, top: float = 0.0, first: bool = True, last: bool = True) -> Ruled:
    return Ruled(top, rules, spread, first, last)


def test_a_rule_is_lowered_by_white_under_the_first_head() -> None:
    """The second column has two gaps: of 200 under its head they give 100 each, so that its first rule is 100 lower."""
    assert aligned([column(10_100, spread=0), column(10_000, 20_000)]) == (Under(), Under(first=200))
    assert column(10_000, 20_000).moved(Under(first=200)) == (10_100, 20_000)


def test_a_rule_is_raised_by_white_under_the_last_head() -> None:
    assert aligned([column(19_900, spread=0), column(10_000, 20_000)]) == (Under(), Under(last=100))
    assert column(10_000, 20_000).moved(Under(last=100)) == (9_950, 19_900)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (column(10_000, 20_000), column(10_000, 20_000)),  # they are on one line
        (column(10_600, 20_000), column(10_000, 30_000)),  # nobody takes them for a row
        (column(10_200, 20_000, spread=0), column(10_000, 30_000)),  # 400 under a head would be seen
        (column(10_100, spread=0), column(10_000, 20_000, spread=100)),  # the gaps have less than that to give
        (column(10_100, spread=0), column(10_000, 20_000, first=False)),  # no head begins the column
        (column(10_100, spread=0, top=5.0), column(10_000, 20_000)),  # columns of other heights make no rows
        (column(), column(10_000, 20_000)),
    ],
)
def test_rules_stay_where_they_are(one: Ruled, other: Ruled) -> None:
    assert aligned([one, other]) == (Under(), Under())


columns = st.lists(
    st.builds(
        lambda steps, spread, first, last: column(
            *(sum(steps[: number + 1]) for number in range(len(steps))), spread=spread, first=first, last=last
        ),
        st.lists(st.integers(3_000, 3_400), max_size=4),
        st.integers(0, 3_000),
        st.booleans(),
        st.booleans(),
    ),
    max_size=4,
)


def missed(ruled: list[Ruled], chosen: tuple[Under, ...]) -> int:
    placed = [each.moved(under) for each, under in zip(ruled, chosen, strict=True)]
    pairs = [(y, other) for one, beside in pairwise(placed) for y in one for other in beside]
    return sum(EVEN < abs(y - other) < NEAR for y, other in pairs)


@given(columns)
def test_no_more_rules_miss_their_row_and_no_head_gets_more_than_it_may(ruled: list[Ruled]) -> None:
    chosen = aligned(ruled)
    assert missed(ruled, chosen) <= missed(ruled, (Under(),) * len(ruled))
    for each, under in zip(ruled, chosen, strict=True):
        assert 0 <= under.first + under.last <= min(MOST, each.spread)
        assert under.first == 0 or each.first
        assert under.last == 0 or each.last
