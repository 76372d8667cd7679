"""Text threaded from one rectangle to the next, over the fold of a spread, and a title that stands over both pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_galley import CHARACTERS, GRID, L, article, brief, made_up

from mise_en_page.model.layout import Across, Layout, Slot, Stretch
from mise_en_page.pagination.across import lost_across
from mise_en_page.pagination.grid import with_given_room
from mise_en_page.pagination.makeup import Frame, MadeUpPage, Makeup
from mise_en_page.pagination.settling import NEVER, Ways, settled

BRIEFS = Slot(
    "rail", unit=0, units=3, top=20, foot=50, least=1, most=20, spread=2,
    continues=(Stretch(0, 6, 20, 50, columns=2, page=1), Stretch(6, 3, 40, 50, page=1)),
)  # fmt: skip
LEAD = Slot(
    "lead", unit=3, units=9, top=20, foot=60, head=("chapo",), columns=3,
    across=Across(("kicker", "title"), 6, 18),
)  # fmt: skip
SIDEBAR = Slot("sidebar", unit=6, units=3, top=51, foot=60, least=0, optional=True, gives_to="rail", page=1)
SPREAD = Layout("spread", "layouts/spread", GRID, (LEAD, BRIEFS, SIDEBAR), "", "", pages=2)


def spread(*lines: int, title: int = 2, sidebar: bool = False) -> Makeup:
    lead = article("loire", "lead", [("body", 24)] * 4, head=[("kicker", 1), ("title", title), ("chapo", 4)])
    briefs = [brief(f"brief{number}", text=count) for number, count in enumerate(lines)]
    beside = [article("beside", "sidebar", [("body", 9)])] if sidebar else []
    return made_up(lead, *briefs, *beside, folio=14, layout=SPREAD)


def frames(page: MadeUpPage, slot: str) -> list[Frame]:
    return [frame for frame in page.frames if frame.slot == slot]


def characters(*frames: Frame) -> int:
    """How much text stands in some frames."""
    return sum(line.end - line.start for frame in frames for placed in frame.placed for line in placed.lines)


def test_an_entry_makes_both_pages() -> None:
    left, right = spread(10).pages
    assert (left.folio, left.verso, right.folio, right.verso) == (14, True, 15, False)


def test_briefs_run_from_the_left_page_over_the_fold() -> None:
    left, right = spread(*[10] * 6).pages
    first, *others = [*frames(left, "rail"), *frames(right, "rail")]
    assert first.x == pytest.approx(GRID.left(0, 3, verso=True))
    assert [frame.x for frame in others] == pytest.approx([GRID.left(0), GRID.left(3), GRID.left(6)])
    order = [placed.block.article for frame in (first, *others) for placed in frame.placed]
    assert order == sorted(order)
    assert characters(first, *others) == 6 * (1 + 2 + 10) * CHARACTERS


def test_columns_of_unequal_height_are_each_full() -> None:
    """Thirty, thirty, thirty and ten leadings: two briefs in each of the first columns, one in the last."""
    pages = spread(*[9, 8, 9, 8, 9, 8, 6], sidebar=True).pages
    feet = [frame.placed[-1].baselines[-1] for page in pages for frame in frames(page, "rail") if frame.placed]
    heights = [frame.height / L for page in pages for frame in frames(page, "rail")]
    assert heights == pytest.approx([30, 30, 30, 10])
    assert max(feet) - min(feet) < 0.1


def test_what_has_no_room_is_told_of_the_page_where_the_text_ends() -> None:
    left, right = spread(*[10] * 20).pages
    assert not left.oversets
    told = sum(over.characters for over in right.oversets)
    assert told > 60 * CHARACTERS
    assert told + characters(*frames(left, "rail"), *frames(right, "rail")) == 20 * (1 + 2 + 10) * CHARACTERS


def test_a_slot_without_articles_gives_its_lines_to_the_rectangle_above_it() -> None:
    slots = with_given_room(replace(SPREAD), {"lead", "rail"})
    rail = next(slot for slot in slots if slot.name == "rail")
    assert (rail.top, rail.foot) == (20, 50)
    assert [(each.top, each.foot) for each in rail.continues] == [(20, 50), (40, 60)]


def test_a_title_of_two_lines_stands_on_both_pages_at_one_height() -> None:
    left, right = spread(10).pages
    kicker, title = frames(left, "lead")[0].placed
    (other,) = frames(right, "lead")[0].placed
    assert (len(title.lines), len(other.lines)) == (1, 1)
    assert title.baselines == other.baselines
    assert (title.first, title.last, other.first, other.last) == (True, False, False, True)
    assert kicker.baselines[0] < title.baselines[0]


def test_on_the_left_page_it_leans_on_the_fold() -> None:
    left, _ = spread(10).pages
    title = frames(left, "lead")[0].placed[1]
    fold = GRID.width - GRID.inner
    assert title.x + title.lines[0].width == pytest.approx(fold)


def test_a_title_of_one_line_stays_on_the_left_page() -> None:
    left, right = spread(10, title=1).pages
    assert frames(left, "lead")[0].placed[1].last
    assert not frames(right, "lead")


def test_a_title_too_high_for_its_lines_is_told_with_its_words() -> None:
    left, right = spread(10, title=10).pages
    assert [block.role for over in left.oversets for block in over.blocks][:1] == ["title"]
    assert not frames(right, "lead")


@pytest.mark.parametrize(("title", "lost"), [(2, 0), (16, 16)])
def test_a_title_that_both_pages_cannot_hold_is_a_slot_that_is_not_full(title: int, lost: int) -> None:
    """The search must not take for full what is told as overset: of sixteen lines eight would stand on each page."""
    lead = article("loire", "lead", [("body", 24)] * 7, head=[("kicker", 1), ("title", title), ("chapo", 4)])
    assert lost_across(lead.head, LEAD, GRID) == lost
    assert max(0, settled(LEAD, (lead,), GRID, panel=False).head_over) == lost
    assert not lost or Ways(LEAD, (lead,), GRID, panel=False, drops=False).bound == NEVER
