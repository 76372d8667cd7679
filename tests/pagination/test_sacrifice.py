"""What a slot that is too full does without, by what the layout and the issue say; each thing is told."""

from __future__ import annotations

from dataclasses import replace

from fake_galley import GRID, article, page

from mise_en_page.composition.galley import SetArticle
from mise_en_page.model.layout import Layout, Slot
from mise_en_page.pagination.makeup import MadeUpPage

RAIL = Slot("rail", unit=8, units=4, top=5, foot=35, most=9)


def brief(name: str, lines: int, optional: int = 0) -> SetArticle:
    made = article(name, "rail", [("kicker", 1), ("title", 2), ("body", lines)], flexible=False)
    return replace(made, optional=optional)


def made_up(*articles: SetArticle, slot: Slot = RAIL) -> MadeUpPage:
    return page(*articles, layout=Layout("row", "layouts/row", GRID, (slot,), "", ""))


def set_articles(made: MadeUpPage) -> list[str]:
    return list(dict.fromkeys(placed.block.article for frame in made.frames for placed in frame.placed))


def test_an_optional_brief_stays_where_there_is_room() -> None:
    made = made_up(brief("a", 4), brief("b", 4, optional=1))
    assert set_articles(made) == ["a", "b"]
    assert made.problems == ()


def test_the_highest_number_goes_first_and_is_told() -> None:
    made = made_up(brief("a", 6), brief("b", 6, optional=1), brief("c", 6, optional=2))
    assert set_articles(made) == ["a", "b"]
    assert made.oversets == ()
    (told,) = made.problems
    assert (told.code, told.severity) == ("left-out", "warning")
    assert told.message.startswith("c: the whole article was left out")


def test_a_brief_that_is_not_optional_is_never_left_out() -> None:
    made = made_up(brief("a", 20), brief("b", 6))
    assert made.problems == ()
    assert [over.article for over in made.oversets]


def test_the_last_article_of_a_slot_stays_even_if_optional() -> None:
    made = made_up(brief("a", 40, optional=1))
    assert set_articles(made) == ["a"]
    assert made.oversets


def test_a_pull_quote_goes_before_an_article_where_the_layout_says_so() -> None:
    body = [("body first opening", 8), ("pull-quote", 3), ("attribution", 1), ("body first", 7)]
    lead = article("lead", "rail", body, flexible=False)
    made = made_up(lead, slot=replace(RAIL, foot=22, drops=("pull-quote",)))
    roles = [placed.block.role for frame in made.frames for placed in frame.placed]
    assert not any(role.startswith(("pull-quote", "attribution")) for role in roles)
    assert [problem.message for problem in made.problems] == ["lead: a pull quote was left out, for want of room"]
    kept = made_up(lead, slot=replace(RAIL, foot=22))
    assert kept.problems == ()
    assert kept.oversets


def test_a_brief_told_not_to_break_goes_to_the_next_column_whole() -> None:
    row = Slot("row", unit=0, units=12, top=40, foot=54, columns=3, most=3)
    layout = Layout("row", "layouts/row", GRID, (row,), "", "")
    briefs = [
        article(f"b{n}", "row", [("kicker", 1), ("title", 2), ("body", count)], flexible=False)
        for n, count in enumerate((10, 12, 7))
    ]

    def columns(made: MadeUpPage) -> list[set[str]]:
        return [{placed.block.article for placed in frame.placed} for frame in made.frames]

    assert columns(page(*briefs, layout=layout)) == [{"b0"}, {"b1"}, {"b1", "b2"}]
    whole = replace(briefs[1], unbroken=True)
    made = page(briefs[0], whole, briefs[2], layout=layout)
    assert sum("b1" in column for column in columns(made)) <= 1
