"""Articles find their slots; what does not fit is told in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_galley import BRIEFS, LEAD, RAIL

from mise_en_page.layout import Layout
from mise_en_page.model import Article, Page, Placement, Source, Text
from mise_en_page.pagination import assign
from mise_en_page.problem import Span


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
