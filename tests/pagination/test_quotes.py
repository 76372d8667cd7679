"""Other places of a pull quote: near where it was written, in a paragraph, and all text in its order."""

from __future__ import annotations

from fake_galley import GRID, block
from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.pagination.heights import flow, is_quote
from mise_en_page.pagination.quotes import REACH, detours


def written(blocks: list[tuple[str, int]]) -> tuple[list[tuple[int, int]], list[list[tuple[int, int]]]]:
    """The lines of a text, each by its block and its number; and what stands before the quote at each other place."""
    items = flow([(0, tuple(block(role, lines, index=n) for n, (role, lines) in enumerate(blocks)))], GRID)
    own = next(n for n, item in enumerate(items) if is_quote(item.block))
    whole = [(item.block.index, line) for item in items for line in range(item.choices[0].lines)]
    before = [line for line in whole if line[0] < own]
    found = []
    for detour in detours(items):
        order = (*items[: detour.start], *detour.items, *items[detour.end :])
        lines = [(each.block.index, each.skip + line) for each in order for line in range(each.choices[0].lines)]
        assert [line for line in lines if line[0] != own] == [line for line in whole if line[0] != own]
        place = next(n for n, each in enumerate(order) if is_quote(each.block))
        upper = lines[: sum(each.choices[0].lines for each in order[:place])]
        assert order[place].moved == len(upper) - len(before)
        assert abs(order[place].moved) <= REACH
        found.append(upper)
    return whole, found


blocks = st.tuples(st.sampled_from(["body", "body", "body", "intertitle"]), st.integers(1, 9))


@given(st.lists(blocks, min_size=1, max_size=4), st.lists(blocks, max_size=4))
def test_no_line_changes_its_place_but_for_the_quote(above: list[tuple[str, int]], below: list[tuple[str, int]]) -> None:
    written([*above, ("pull-quote", 3), *below])


@given(st.lists(blocks, min_size=1, max_size=4), st.lists(blocks, max_size=4))
def test_it_stands_within_a_paragraph_with_two_lines_on_either_side(
    above: list[tuple[str, int]], below: list[tuple[str, int]]
) -> None:
    text = [*above, ("pull-quote", 3), *below]
    for upper in written(text)[1]:
        number, line = upper[-1]
        role, lines = text[number]
        assert role == "body"
        assert 2 <= line + 1 <= lines - 2


def test_it_may_go_over_a_short_paragraph_and_over_an_intertitle() -> None:
    """« 9, 3, quote, intertitle, 5 »: three lines up into the nine, over the three; or down into the five."""
    _, places = written([("body", 9), ("body", 3), ("pull-quote", 3), ("intertitle", 1), ("body", 5)])
    assert {upper[-1] for upper in places} == {(0, line) for line in range(1, 7)} | {(4, 1), (4, 2)}


def test_an_intertitle_stays_over_its_text() -> None:
    """Where the quote stood between the two, they are one again: no column parts them."""
    text = [("body", 9), ("intertitle", 1), ("pull-quote", 3), ("body", 9)]
    items = flow([(0, tuple(block(role, lines, index=n) for n, (role, lines) in enumerate(text)))], GRID)
    for detour in detours(items):
        order = (*items[: detour.start], *detour.items, *items[detour.end :])
        heading = next(n for n, each in enumerate(order) if each.block.index == 1)
        assert order[heading + 1].block.index == 3
        assert order[heading + 1].kept
        assert order[heading + 1].need >= 2
