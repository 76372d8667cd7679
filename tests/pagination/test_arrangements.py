"""Edges of slots at their places: the nearest first, and no more made than are looked at."""

from __future__ import annotations

from itertools import islice, product

from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.pagination.arrangements import _nearest_first

RANGES = st.lists(
    st.tuples(st.integers(-4, 3), st.integers(0, 4)).map(lambda each: range(each[0], each[0] + each[1] + 1)), max_size=4
)


@given(RANGES)
def test_all_places_of_edges_come_once_the_nearest_first(ranges: list[range]) -> None:
    assert list(_nearest_first(ranges)) == sorted(product(*ranges), key=lambda each: sum(map(abs, each)))


def test_a_page_with_many_edges_that_move_far_is_not_made_whole() -> None:
    places = list(islice(_nearest_first([range(-40, 41)] * 8), 240))
    assert places[0] == (0,) * 8
    assert {sum(map(abs, each)) for each in places} == {0, 1, 2, 3}
