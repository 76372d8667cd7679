"""Slots in pt: a recto, its verso, and what bleeds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_galley import BRIEFS, FIGURE, GRID, LEAD, MM, RAIL, L

from mise_en_page.model.layout import PictureSlot, Slot, Stretch, Variant
from mise_en_page.pagination.grid import (
    arranged,
    columns,
    in_place_of,
    is_verso,
    moved,
    picture_box,
    stands_on,
    with_given_room,
)


def test_a_verso_is_a_recto_in_the_mirror() -> None:
    assert [is_verso(folio) for folio in (14, 15)] == [True, False]
    recto, verso = columns(GRID, LEAD, verso=False), columns(GRID, LEAD, verso=True)
    assert recto[0].x == pytest.approx(15 * MM)
    assert verso[-1].x + verso[-1].width == pytest.approx((210 - 15) * MM)  # the spine is on its right
    assert [box.x for box in verso] == sorted(box.x for box in verso)  # read from left to right all the same
    assert [box.width for box in recto] == pytest.approx([42.125 * MM] * 3)
    outside = columns(GRID, RAIL, verso=False)[0], columns(GRID, RAIL, verso=True)[0]
    assert outside[0].x + outside[0].width == pytest.approx((210 - 13) * MM)
    assert outside[1].x == pytest.approx(13 * MM)


def test_columns_of_a_slot_need_not_stand_on_units() -> None:
    """Nine units hold two columns as well: the gutter between them is the grid's."""
    left, right = columns(GRID, replace(LEAD, columns=2), verso=False)
    assert right.x - left.x - left.width == pytest.approx(GRID.gutter)
    assert right.x + right.width == pytest.approx(GRID.left(8) + GRID.unit)


def test_a_picture_bleeds_at_the_head_and_at_the_margin_that_it_touches() -> None:
    box = picture_box(GRID, LEAD, 9, verso=False)
    assert (box.x, box.y) == pytest.approx((-5 * MM, -5 * MM))
    assert box.y + box.height == pytest.approx((5 + 9) * L)
    assert box.x + box.width == pytest.approx(GRID.left(8) + GRID.unit)
    verso = picture_box(GRID, LEAD, 9, verso=True)
    assert verso.x + verso.width == pytest.approx((210 + 5) * MM)
    assert verso.width == pytest.approx(box.width)
    inside = picture_box(GRID, replace(LEAD, unit=1, units=4, picture=PictureSlot(4, 8)), 6, verso=False)
    assert (inside.x, inside.y) == pytest.approx((GRID.left(1), 5 * L))
    assert (inside.width, inside.height) == pytest.approx((GRID.span(4), 6 * L))


def test_a_full_width_picture_bleeds_only_where_it_is_named() -> None:
    wide = replace(LEAD, units=12, picture=PictureSlot(4, 8, ("outer",)))
    assert picture_box(GRID, wide, 6, verso=False).x == pytest.approx(15 * MM)
    assert picture_box(GRID, wide, 6, verso=True).x == pytest.approx(-5 * MM)


def lines(*filled: str, slots: tuple = BRIEFS.slots) -> dict[str, tuple[int, int]]:
    return {slot.name: (slot.top, slot.foot) for slot in with_given_room(replace(BRIEFS, slots=slots), filled)}


def test_an_empty_slot_gives_its_lines() -> None:
    assert lines("lead", "rail", "figure") == {"lead": (5, 70), "rail": (12, 54), "figure": (55, 70)}
    assert lines("lead", "rail") == {"lead": (5, 70), "rail": (12, 70)}
    assert lines("lead") == {"lead": (5, 70)}


def test_lines_are_passed_on_by_an_empty_taker() -> None:
    between = replace(FIGURE, name="between", top=40, foot=54, gives_to="rail")
    slots = (LEAD, replace(RAIL, foot=40), between, replace(FIGURE, gives_to="between"))
    assert lines("rail", slots=slots) == {"rail": (12, 70)}
    circle = (replace(RAIL, gives_to="figure"), FIGURE)
    assert lines(slots=circle) == {}


def test_a_taker_drawn_over_the_giver_ends_above_it() -> None:
    slots = (LEAD, replace(RAIL, foot=70), FIGURE)
    assert lines("rail", "figure", slots=slots)["rail"] == (12, 55)
    assert lines("rail", slots=slots)["rail"] == (12, 70)


def test_what_stands_on_what() -> None:
    assert stands_on(RAIL, FIGURE)
    assert not stands_on(FIGURE, RAIL)
    assert not stands_on(LEAD, FIGURE)


def test_an_empty_slot_gives_its_units_to_the_one_beside_it() -> None:
    """In columns as wide as before, so that the text need not be set anew; not over a slot that stands there."""
    lead, rail = replace(LEAD, gives_to="rail"), replace(RAIL, gives_to="lead")
    slots = (lead, rail, FIGURE)
    (wide,) = with_given_room(replace(BRIEFS, slots=slots), {"lead"})
    assert (wide.unit, wide.units, wide.columns) == (0, 12, 4)
    assert GRID.measure(wide.text_stretch) == pytest.approx(GRID.measure(lead.text_stretch))
    (alone,) = with_given_room(replace(BRIEFS, slots=slots), {"rail"})
    assert (alone.unit, alone.units, alone.columns) == (0, 12, 4)
    kept, _ = with_given_room(replace(BRIEFS, slots=slots), {"lead", "figure"})
    assert (kept.unit, kept.units) == (LEAD.unit, LEAD.units)


def test_a_variant_is_drawn_for_its_page_and_takes_nothing() -> None:
    drawn = replace(LEAD, variant="wide", units=12, top=20)
    lead = replace(LEAD, variants=(Variant(drawn, (("rail", 0, 0),)),))
    layout = replace(BRIEFS, slots=(lead, replace(RAIL, gives_to="lead"), FIGURE))
    (wide,) = arranged(layout, {"lead": "wide"})
    assert (wide.look, wide.units, wide.top, wide.foot) == ("lead wide", 12, 20, 70)
    (own,) = arranged(layout, {"lead": ""})
    assert own.look == "lead"


def test_a_slot_that_shrinks_leaves_its_lines_to_the_one_above_it() -> None:
    above, under = Slot("lead", 0, 12, 5, 70), Slot("rail", 0, 12, 40, 70, shrink=20)
    lead, rail = in_place_of((above, under), under, replace(under, top=52), "lead")
    assert (lead.top, lead.foot, rail.top, rail.foot) == (5, 51, 52, 70)


def test_what_it_leaves_is_counted_from_where_it_comes_to_stand() -> None:
    """Though the slot above was first ended over the whole of its range."""
    above, under = Slot("lead", 0, 12, 5, 39), Slot("rail", 0, 12, 40, 70, shrink=20)
    lead, _ = in_place_of((above, under), under, replace(under, top=52), "lead")
    assert lead.foot == 51


def test_an_edge_is_shared_where_it_lies_though_the_text_goes_on_elsewhere() -> None:
    """Two leads, one over the other, of which the first goes on in the third column, over the rail."""
    on = Stretch(unit=8, units=4, top=15, foot=22)
    first = Slot("lead", 0, 8, 5, 42, columns=2, continues=(on,), feet=(34, 54))
    second, rail = Slot("second", 0, 8, 43, 70), Slot("rail", 8, 4, 23, 56)
    lead, below, beside = moved((first, second, rail), first, False, -5)
    assert (lead.foot, lead.continues, below.top, beside.top) == (37, (on,), 38, 23)
    lead, below, beside = moved((first, second, rail), rail, True, 4)
    assert (lead.foot, lead.continues[0].foot, below.top, beside.top) == (42, 26, 43, 27)
