"""Articles find their slots; what does not fit is told in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_galley import BRIEFS, LEAD, RAIL

from mise_en_page.model.issue import Article, Page, Placement, Source, Text
from mise_en_page.model.layout import Layout, Variant
from mise_en_page.model.problem import Span
from mise_en_page.pagination import assign


def written(*names: str) -> Page:
    """A page of articles: ``name@slot`` asks for a slot, ``+name`` is a key figure."""
    placements = []
    for name in names:
        bare, _, slot = name.partition("@")
        figure = Text("73") if bare.startswith("+") else Text()
        placements.append(Placement(Article(bare.lstrip("+"), Source("a.md"), Text("T"), figure=figure), slot))
    return Page("briefs", 15, Text(), tuple(placements), Span("issue.yaml", 4))


def pairs(*names: str, layout: Layout = BRIEFS) -> str:
    return " ".join(f"{placement.article.name}:{slot.name}" for placement, slot in assign(written(*names), layout).pairs)


def codes(*names: str, layout: Layout = BRIEFS) -> list[str]:
    return [problem.code for problem in assign(written(*names), layout).problems]


def test_articles_fill_the_slots_in_order_and_figures_theirs() -> None:
    assert pairs("loire", "blois", "+startups", "tours") == "loire:lead blois:rail startups:figure tours:rail"
    assert codes("loire", "blois", "+startups", "tours") == []


def test_a_slot_that_was_asked_for_comes_first() -> None:
    assert pairs("blois", "tours", "loire@lead") == "blois:rail tours:rail loire:lead"
    assert pairs("blois@rail", "loire", "tours") == "blois:rail loire:lead tours:rail"


def test_no_slot_is_crowded_while_another_waits_for_its_least() -> None:
    second = replace(RAIL, name="second", least=1, most=1)
    layout = replace(BRIEFS, slots=(LEAD, RAIL, second))
    assert pairs("a", "b", "c", "d", layout=layout) == "a:lead b:rail c:rail d:second"
    assert pairs("a", "b", "c", "d", "e", layout=layout) == "a:lead b:rail c:rail d:second e:rail"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("loire", "a", "b", "c@rial"), ["unknown-slot"]),
        (("loire", "a", "b", "c", "d", "e"), ["no-slot-left"]),
        (("loire", "a", "b", "+x", "+y"), ["no-slot-left"]),
        (("a@lead", "b@lead", "c", "d"), ["slot-crowded"]),
        (("loire", "a"), ["slot-short"]),
        (("a@rail", "b@rail"), ["slot-empty"]),
        (("+x@lead", "a", "b"), ["wrong-slot"]),
        (("x@figure", "loire", "a", "b"), ["wrong-slot"]),
        ((), ["slot-empty", "slot-empty"]),
    ],
)
def test_what_is_told(names: tuple[str, ...], expected: list[str]) -> None:
    assert codes(*names) == expected


def test_an_unknown_slot_is_answered_with_the_nearest() -> None:
    problem = assign(written("loire", "a", "b", "c@rial"), BRIEFS).problems[0]
    assert problem.message == "c: the layout “briefs” has no slot “rial”"
    assert problem.hint == "did you mean “rail”?"
    assert problem.where == Span("issue.yaml", 4)


WIDE = Variant(replace(LEAD, variant="wide", units=12), (("rail", 0, 1),), signs=(("rail", 0, 40),))
BAND = replace(RAIL, variant="row", unit=0, units=12, gives_to="lead")
ROW = Variant(BAND, (("rail", 1, 1),), signs=(("rail", 0, 40),))
GIVING = replace(BRIEFS, slots=(replace(LEAD, variants=(WIDE,)), replace(RAIL, gives_to="lead", variants=(ROW,))))


def test_a_slot_takes_the_shape_that_suits_the_page() -> None:
    shapes = {slot.name: slot.variant for _, slot in assign(written("loire"), GIVING).pairs}
    assert shapes == {"lead": "wide"}
    shapes = {slot.name: slot.variant for _, slot in assign(written("loire", "a"), GIVING).pairs}
    assert shapes == {"lead": "wide", "rail": "row"}
    shapes = {slot.name: slot.variant for _, slot in assign(written("loire", "a", "b"), GIVING).pairs}
    assert shapes == {"lead": "", "rail": ""}
    told = replace(written("loire", "a"), articles=(*written("loire").articles, *long_one()))
    assert {slot.name: slot.variant for _, slot in assign(told, GIVING).pairs} == {"lead": "", "rail": ""}


def long_one() -> tuple[Placement, ...]:
    return (Placement(Article("a", Source("a.md"), Text("T" * 41)), ""),)


def test_room_that_is_given_or_counted_on_is_no_fault() -> None:
    assert codes("loire", layout=GIVING) == []
    assert codes("loire", "a", layout=GIVING) == []
    giving = replace(BRIEFS, slots=(replace(LEAD, gives_to="rail"), RAIL))
    assert codes("a@rail", "b@rail", layout=giving) == []
    assert codes("loire", layout=giving) == ["slot-empty"]  # the lead gives, the rail does not


def test_variants_that_lie_over_each_other_are_told() -> None:
    rail = replace(RAIL, variants=(replace(ROW, slot=replace(BAND, gives_to="")),))
    (problem,) = assign(written("loire", "a"), replace(GIVING, slots=(GIVING.slots[0], rail))).problems
    assert problem.code == "slots-overlap"
    assert "“lead wide” and “rail row”" in problem.message
