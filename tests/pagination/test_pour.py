"""Where the rounding to whole leadings goes, by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_galley import BRIEFS, GRID, HEAD, LEAD, RAIL, L, article, brief, page

from mise_en_page.model.layout import Layout
from mise_en_page.pagination.makeup import MadeUpPage, Placed
from mise_en_page.pagination.pour import evenly


def placed(made: MadeUpPage, name: str, role: str) -> Placed:
    return next(
        part
        for frame in made.frames
        for part in frame.placed
        if part.block.article == name and part.block.role.startswith(role)
    )


def test_a_heads_rounding_goes_under_it_at_a_columns_top_and_above_it_below() -> None:
    """A head of one line takes 0.25 + 1 + 1.25 + 0.25 leadings, a quarter short of three.

    At the top the quarter goes under it, so that rule and kicker stand where those of the next column do.
    """
    made = page(brief("blois", title=1), brief("tours", title=1), brief("sens", title=2))
    assert placed(made, "blois", "kicker").y == pytest.approx(12 * L)
    assert placed(made, "blois", "kicker").height == pytest.approx(1.25 * L)
    gaps = []
    for name in ("blois", "tours", "sens"):
        title, text = placed(made, name, "title"), placed(made, name, "body")
        gaps.append(text.y - title.y - title.height)
        assert text.baselines[0] % L == pytest.approx(8.69)
    assert gaps == pytest.approx([0.5 * L, 0.25 * L, 0.25 * L], abs=0.01)


def test_kickers_and_rules_at_columns_tops_stand_on_one_line() -> None:
    """Heads of one, two and three lines are a quarter, nothing and three quarters short of whole leadings."""
    row = replace(RAIL, units=12, unit=0, columns=3, unbroken=True, fill="auto")
    made = page(
        *(brief(name, title=lines, text=30) for name, lines in (("blois", 1), ("tours", 2), ("sens", 3))),
        layout=Layout("row", "layouts/row", GRID, (row,), "", ""),
    )
    tops = [frame.placed[0] for frame in made.frames]
    assert [top.block.article for top in tops] == ["blois", "tours", "sens"]
    assert {round(top.y, 3) for top in tops} == {12 * L}
    assert len({round(top.baselines[0], 3) for top in tops}) == 1
    assert {round(frame.placed[-1].baselines[-1] % L, 2) for frame in made.frames} == {8.69}


def test_an_intertitle_at_a_columns_top_stays_near_its_text() -> None:
    """What its rounding added goes above it: it opens no article, and belongs to what follows."""
    body = [("body first opening", 26), ("intertitle", 1), ("body first", 52)]
    made = page(article("loire", "lead", body, flexible=False), layout=replace(BRIEFS, slots=(replace(LEAD, top=44),)))
    head, text = made.frames[1].placed[:2]
    assert head.block.role == "intertitle"
    assert head.y > made.frames[1].y + 0.1
    assert text.y - head.y - head.height == pytest.approx(0.25 * L, abs=0.02)


def test_a_quote_is_centred_in_its_room() -> None:
    """Whatever blanks copyfitting gave it, as much stands above a quote as below."""
    body = [("body first opening", 20), ("pull-quote", 2), ("body", 20)]
    made = page(article("loire", "lead", body, head=HEAD))
    above, quote, below = (part for frame in made.frames[1:] for part in frame.placed[:3] if len(frame.placed) == 3)
    room_above = quote.y - above.y - above.height
    room_below = below.y - quote.y - quote.height
    assert room_above == pytest.approx(room_below)


@pytest.mark.parametrize(
    ("total", "gaps", "expected"), [(3, 3, (1, 1, 1)), (1, 3, (0, 0, 1)), (3, 5, (0, 1, 0, 1, 1)), (0, 0, ())]
)
def test_leadings_are_shared_evenly(total: int, gaps: int, expected: tuple[int, ...]) -> None:
    assert evenly(total, gaps) == expected


def test_a_brief_that_goes_on_bears_no_second_rule() -> None:
    """``.opens`` and ``.closes`` dress its first and its last part, not every part of the block."""
    two = replace(RAIL, units=12, unit=0, columns=2, top=44)
    written = article("loire", "rail", [("body opens closes", 20)], flexible=False)
    made = page(written, layout=Layout("two", "layouts/two", GRID, (two,), "", ""))
    assert [part.role for frame in made.frames for part in frame.placed] == ["body opens", "body closes"]
