"""A slot's bound, told by heights alone: no way to fill the slot costs less, and without one the texts cannot fit."""

from __future__ import annotations

from dataclasses import replace

from fake_galley import GRID, LEAD, RAIL, article, brief
from hypothesis import given, settings
from hypothesis import strategies as st

from mise_en_page.composition.galley import SetArticle
from mise_en_page.model.layout import Slot, Stretch, Tailpiece
from mise_en_page.model.memo import Keep
from mise_en_page.pagination.settling import NEVER, Ways, bound_of, filling_of

PIECE = Tailpiece("layouts/ruled/tail.svg", least=2, most=8)
ROW = replace(RAIL, columns=3, units=12, unit=0, foot=30, spread=3, off_grid=True)
SUNK = replace(LEAD, picture=None, sink=(0, 9), tailpiece=PIECE)
BESIDE = replace(SUNK, continues=(Stretch(unit=8, units=4, top=20, foot=60),), tailpiece=None)
SLOTS = [RAIL, replace(RAIL, tailpiece=PIECE, foot=40), ROW, replace(ROW, sink=(0, 6)), LEAD, SUNK, BESIDE]

texts = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 30)), min_size=1, max_size=5)


def written(lines: list[tuple[int, int]], slot: Slot) -> tuple[SetArticle, ...]:
    if slot.head:
        title, text = lines[0]
        return (article("fleuve", slot.name, [("body", 6 * text)], head=[("title", title)]),)
    return tuple(brief(f"brief{number}", *counts, slot=slot.name) for number, counts in enumerate(lines))


@given(texts, st.sampled_from(SLOTS))
@settings(max_examples=150, deadline=None)
def test_no_way_to_fill_a_slot_costs_less_than_its_bound(lines: list[tuple[int, int]], slot: Slot) -> None:
    ways = Ways(slot, written(lines, slot), GRID, panel=False, drops=True, ask=Keep())
    assert ways.best is None or ways.bound <= ways.best.cost + 1e-9


@given(texts, st.sampled_from(SLOTS))
@settings(max_examples=150, deadline=None)
def test_it_is_that_of_the_cheapest_heights_that_may_fit(lines: list[tuple[int, int]], slot: Slot) -> None:
    ask, articles = Keep(), written(lines, slot)
    filling = filling_of(slot, articles, GRID, False, ask)
    bound = bound_of(slot, articles, GRID, False, 0, ask)
    fitting = [trial.cost for trial in filling.trials if trial.lines >= 0 and not filling.over(trial)]
    assert bound >= min(fitting, default=NEVER) - 1e-9
    assert (bound == NEVER) == (not fitting)
