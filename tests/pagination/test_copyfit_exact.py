"""The search against every possibility, tried one by one: on small flows it finds the cheapest that fills all columns."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from fake_galley import GRID, block, setting
from hypothesis import given, settings
from hypothesis import strategies as st

from mise_en_page.composition.galley import Boxed, SetBlock
from mise_en_page.pagination.columns import RAGGED, Columns
from mise_en_page.pagination.copyfit import search
from mise_en_page.pagination.heights import choices_of, flow
from mise_en_page.pagination.prices import FOOT_HYPHEN


def paragraph(index: int, lines: int, costs: tuple[float, float], hyphens: tuple[int, ...]) -> SetBlock:
    made = block("body", lines, index=index)
    made.settings[lines] = setting(lines, lines * 40, 0.0, hyphens)
    made.settings[lines + 1] = setting(lines + 1, lines * 40, costs[1], hyphens)
    if lines > 1:
        made.settings[lines - 1] = setting(lines - 1, lines * 40, costs[0], hyphens)
    return made


paragraphs = st.builds(
    lambda lines, costs, hyphens: (lines, costs, tuple(sorted(hyphens))),
    st.integers(1, 9),
    st.tuples(st.integers(0, 40_000).map(float), st.integers(0, 40_000).map(float)),
    st.sets(st.integers(1, 8), max_size=3),
)


def cheapest_by_trying(blocks: list[SetBlock], count: int, lines: int) -> float | None:
    """The least cost of filling ``count`` columns of ``lines`` to the foot, with no widow and no orphan."""
    costs = []
    for chosen in product(*map(choices_of, blocks)):
        if sum(choice.lines for choice in chosen) != count * lines:
            continue
        cost, so_far, legal = sum(choice.cost for choice in chosen), 0, True
        for choice in chosen:
            for foot in range(lines, count * lines, lines):
                above = foot - so_far
                if 0 < above < choice.lines:
                    legal = legal and above >= 2 and choice.lines - above >= 2
                    cost += FOOT_HYPHEN if above in choice.foot_hyphens else 0.0
            so_far += choice.lines
        if legal:
            costs.append(cost)
    return min(costs, default=None)


@given(st.lists(paragraphs, min_size=1, max_size=5), st.integers(1, 3), st.integers(2, 12))
@settings(max_examples=300, deadline=None)
def test_the_cheapest_full_columns_are_found(
    written: list[tuple[int, tuple[float, float], tuple[int, ...]]], count: int, lines: int
) -> None:
    blocks = [paragraph(index, *parts) for index, parts in enumerate(written)]
    expected = cheapest_by_trying(blocks, count, lines)
    found = search(flow([(0, tuple(blocks))], GRID), Columns(count, lines), limit=RAGGED)
    assert (found is None) == (expected is None)
    if found is not None and expected is not None:
        assert abs(found.cost - expected) < 1e-6


roles = st.tuples(st.sampled_from(["body", "body", "body", "intertitle", "pull-quote"]), st.integers(1, 12))


@given(st.lists(st.lists(roles, min_size=1, max_size=5), min_size=1, max_size=3), st.integers(1, 3), st.integers(4, 30))
@settings(max_examples=150, deadline=None)
def test_looking_only_for_full_columns_misses_none(written: list[list[tuple[str, int]]], count: int, lines: int) -> None:
    """Under the cost of one ragged line, the search drops what can no longer end full, and finds the same all the same."""
    blocks = [
        (index, tuple(block(role, size, index=place, flexible=size > 4) for place, (role, size) in enumerate(article)))
        for index, article in enumerate(written)
    ]
    columns = Columns(count, lines, spread=2, blank=1, several=len(written) > 1)
    everything = search(flow(blocks, GRID), columns)
    full = search(flow(blocks, GRID), columns, limit=RAGGED)
    assert everything is not None
    assert (full is None) == (everything.cost >= RAGGED)
    if full is not None:
        assert full == everything


def test_costs_by_hand() -> None:
    """A column of twenty lines for 9 + 10: one of the paragraphs must run a line longer.

    The first costs 1 + 40 × (20 000 / 10 lines) / 10 000 = 9; the second 1 + 40 × (5 500 / 11 lines) / 10 000 = 3, and
    is taken.
    """
    blocks = (paragraph(0, 9, (0.0, 20_000.0), ()), paragraph(1, 10, (0.0, 5_500.0), ()))
    found = search(flow([(0, blocks)], GRID), Columns(1, 20))
    assert found is not None
    assert [choice.count for choice in found.choices] == [9, 11]
    assert found.cost == 3.0


def test_a_column_does_not_end_on_a_hyphen_if_that_can_be_avoided() -> None:
    """8 + 12 fill two columns of ten with a hyphen at the first one's foot; 7 + 13 do without, 9 + 11 leave an orphan."""
    without = (paragraph(0, 8, (9_000.0, 0.0), ()), paragraph(1, 12, (0.0, 9_000.0), ()))
    hyphenated = (without[0], paragraph(1, 12, (0.0, 9_000.0), (2,)))
    counts = []
    for blocks in (without, hyphenated):
        found = search(flow([(0, blocks)], GRID), Columns(2, 10))
        assert found is not None
        counts.append([choice.count for choice in found.choices])
    assert counts == [[8, 12], [7, 13]]


def test_text_too_long_goes_over_to_the_line() -> None:
    found = search(flow([(0, (paragraph(0, 9, (0.0, 0.0), ()), paragraph(1, 9, (0.0, 0.0), ())))], GRID), Columns(1, 12))
    assert found is not None
    assert found.overset == 4  # both a line shorter: 16 for 12


@given(
    st.lists(st.tuples(st.integers(5, 12), st.integers(0, 5)), min_size=1, max_size=5),
    st.integers(2, 4),
    st.integers(2, 12),
)
@settings(max_examples=200, deadline=None)
def test_no_column_breaks_beside_an_initial(written: list[tuple[int, int]], count: int, lines: int) -> None:
    """Not where text is over, either: its first lines go where it goes."""
    blocks = [replace(block("body", each, index=n), first_lines=high) for n, (each, high) in enumerate(written)]
    poured = search(flow([(0, tuple(blocks))], GRID), Columns(count, lines))
    assert poured is not None
    for piece in poured.pieces:
        first = poured.items[piece.item].block.first_lines
        assert not 0 < piece.start < first
        assert not 0 < piece.end < first


@given(st.lists(st.integers(1, 6), min_size=3, max_size=6), st.integers(4, 14), st.data())
@settings(max_examples=200, deadline=None)
def test_a_box_stays_in_one_column_unless_it_is_taller(written: list[int], lines: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(written) - 1))
    end = data.draw(st.integers(start, len(written) - 1))
    blocks = [block("body", each, index=n) for n, each in enumerate(written)]
    for n in range(start, end + 1):
        blocks[n] = replace(blocks[n], box=Boxed(1, first=n == start, last=n == end, whole=True))
    poured = search(flow([(0, tuple(blocks))], GRID), Columns(4, lines))
    assert poured is not None
    columns = {piece.column for piece in poured.pieces if poured.items[piece.item].block.box is not None}
    fits = sum(written[start : end + 1]) <= lines and sum(written) <= 2 * lines
    assert len(columns) == 1 or not fits
