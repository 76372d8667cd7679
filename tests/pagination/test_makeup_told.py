"""What copyfitting did and could not do is told in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_galley import GRID, HEAD, article, brief, made_up, page

from mise_en_page.model.layout import Layout, Slot
from mise_en_page.model.problem import Span
from mise_en_page.pagination import problems
from mise_en_page.pagination.makeup import MadeUpPage

KEY = article("key", "figure", [("kicker", 1), ("figure", 1)])


def test_overset_is_an_error_with_its_lines_and_characters() -> None:
    makeup = made_up(brief("blois", text=60), brief("tours", text=6))
    told = problems(makeup)
    # of its 60 lines, set as 59, 54 stand under its head on the rail's 58; the second brief is without room as a whole
    assert [(problem.code, problem.severity) for problem in told] == [("overset", "error")]
    first, second = makeup.pages[0].oversets
    assert first.lines == 5
    assert (second.lines, second.characters) == (8, 9 * 40)  # kicker, title, and text one line shorter
    # the slot is over, whichever of its articles comes last: what each takes of it is told
    over = first.characters + second.characters
    assert told[0].message == (
        f"the slot “rail” is over by 13 lines, {over} characters; "
        "its articles, with their characters: blois 2520, tours 360"
    )
    assert told[0].where == first.where
    assert "`mise-en-page fit`" in told[0].hint


def test_white_at_a_foot_is_a_warning_where_the_text_ends() -> None:
    told = problems(made_up(brief("blois"), brief("tours")))
    assert [(problem.code, problem.severity) for problem in told] == [("underfull", "warning")]
    assert told[0].message.startswith("tours: ")
    assert "characters short" in told[0].message
    assert told[0].where == Span("articles/tours.md", 3)


def test_a_picture_without_place_is_told() -> None:
    told = problems(made_up(article("blois", "rail", [("body", 58)], caption=True)))
    assert [problem.code for problem in told] == ["picture-without-place"]
    assert "images/loire.jpg" in told[0].message


def test_what_was_done() -> None:
    """Forty lines for the rail's 42, in briefs that cannot be set otherwise: the gaps take the two that are left."""
    rail = [
        article(name, "rail", [("kicker", 1), ("title", 2), ("body", lines)], flexible=False)
        for name, lines in (("a", 10), ("b", 9), ("c", 7))
    ]
    made = page(*rail, KEY)
    # 4 + 10, then 1 + 4 + 9 and 1 + 4 + 7 with their kickers' margins: 40 of the 42 lines from 12 to 54
    assert [fit.lines for fit in made.fits] == [0, 0, 0, 0]
    assert [fit.done for fit in made.fits] == [(), ("1 line of space above",), ("1 line of space above",), ()]


def with_quote(after: str, *, in_text: bool = False) -> MadeUpPage:
    """138 lines and a quote of 9 for three columns of 49: the quote is written six lines above the second one's foot."""
    body = [("body first opening", 30), ("body", 30), ("body", 32), ("pull-quote", 3), (after, 20), ("body", 26)]
    written = article("loire", "lead", body, head=HEAD, flexible=False)
    if in_text:
        blocks = list(written.body)
        blocks[4] = replace(blocks[4], in_text=replace(blocks[4], role="body"))
        written = replace(written, body=tuple(blocks))
    return page(written)


def test_a_quote_that_would_tear_a_hole_is_moved() -> None:
    fit = with_quote("body").fits[0]  # 5 lines would do, but leave it too near the foot
    assert fit.lines == 0
    assert fit.done == ("pull quote moved 6 lines up",)


def test_a_quote_before_a_paragraph_without_indent_stays() -> None:
    """Elsewhere, nobody would see that the paragraph begins: the hole stays, and is told."""
    fit = with_quote("body first").fits[0]
    assert fit.lines > 0
    assert not any("moved" in done for done in fit.done)


def test_the_paragraph_that_a_quote_leaves_behind_gets_its_indent() -> None:
    made = with_quote("body first", in_text=True)
    assert made.fits[0].lines == 0
    roles = [placed.block.role for frame in made.frames if frame.column >= 0 for placed in frame.placed]
    assert "body first" not in roles
    assert roles.count("pull-quote") == 1


def test_a_quote_may_close_an_article() -> None:
    """139 lines and a quote of 7.75, whose lower margin is dropped at the foot: within a leading, the columns are full."""
    body = [("body first opening", 51), ("body", 41), ("body", 47), ("pull-quote", 3)]
    made = page(article("loire", "lead", body, head=HEAD, flexible=False))
    last = [placed for frame in made.frames for placed in frame.placed][-1]
    assert made.fits[0].lines == 0
    assert last.block.role == "pull-quote"
    assert last.closes


ROW = Slot("row", unit=0, units=12, top=40, foot=54, columns=3, most=3)
ROW_PAGE = Layout("row", "layouts/row", GRID, (ROW,), "", "")


def row(*lines: int) -> MadeUpPage:
    """Briefs of so many lines side by side, each under a head of 4 leadings, in three columns of 14."""
    written = [("kicker", 1), ("title", 2)]
    briefs = [article(f"b{n}", "row", [*written, ("body", count)], flexible=False) for n, count in enumerate(lines)]
    return page(*briefs, layout=ROW_PAGE)


def columns_of(made: MadeUpPage) -> list[list[str]]:
    return [[placed.block.article for placed in frame.placed if placed.block.role == "body"] for frame in made.frames]


def test_briefs_in_a_row_are_not_broken_where_the_feet_stay_uneven_anyway() -> None:
    made = row(8, 9, 10)
    assert columns_of(made) == [["b0"], ["b1"], ["b2"]]
    assert [fit.lines for fit in made.fits] == [-2, -1, 0]


def test_briefs_in_a_row_are_broken_where_that_fills_all_columns() -> None:
    """4 + 10, 4 + 12, 4 + 8: two lines of the second go over to the third column, and its kicker's margin of one."""
    made = row(10, 12, 7)
    assert columns_of(made) == [["b0"], ["b1"], ["b1", "b2"]]
    assert [fit.lines for fit in made.fits] == [0, 0, 0]


def test_an_article_is_never_dropped_for_a_slot_that_is_not_there() -> None:
    with pytest.raises(KeyError, match="rial"):
        page(brief("blois", slot="rial"))
