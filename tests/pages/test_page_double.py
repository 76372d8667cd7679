"""The sample spread of « breves-double » as it is, and what holds of it: one title, one thread of briefs, full feet."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from pathlib import Path

import pytest
from kept_picture import looks_as_it_did, picture

from mise_en_page.pagination.makeup import Frame
from mise_en_page.pipeline.build import Built, Form, Set, build, set_issue
from mise_en_page.pipeline.stages import Road
from mise_en_page.reading import press_profile

HOUSE = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"


@cache
def built() -> Built:
    return build(HOUSE / "issues" / "2018-07", press_profile.shipped())


@cache
def set_page() -> Set:
    return set_issue(Road(folder=HOUSE / "issues" / "2018-07"))


def frames(slot: str, page: int) -> list[Frame]:
    return [frame for frame in set_page().makeup.pages[page].frames if frame.slot == slot and frame.placed]


@pytest.mark.parametrize("page", [0, 1])
def test_each_page_looks_as_it_did(page: int, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    kept = GOLDEN / f"double-{14 + page}.png"
    looks_as_it_did(picture(built().pdf, page), kept, tmp_path, update=request.config.getoption("--update-golden"))


def test_nothing_is_told_of_it() -> None:
    assert built().problems == ()
    assert [page.folio for page in set_page().issue.pages] == [14, 15]


def test_the_title_is_read_over_the_fold() -> None:
    left, right = (frames("lead", page)[0].placed[-1] for page in (0, 1))
    grid = set_page().layouts["breves-double"].grid
    words = [left.block.text[placed.lines[0].start : placed.lines[0].end].strip() for placed in (left, right)]
    assert words == ["Le canal se remet", "doucement en route"]
    assert left.baselines == right.baselines
    fold = 9 * 72 / 25.4
    line = left.lines[0]
    assert left.x + line.x + line.width == pytest.approx(grid.width - fold, abs=0.5)
    assert right.x == pytest.approx(fold)


def test_the_briefs_run_over_the_fold_each_in_one_column() -> None:
    names = {placement.article.name for placement in set_page().issue.pages[0].articles}
    read = [placed.block.article for page in (0, 1) for frame in frames("briefs", page) for placed in frame.placed]
    order = list(dict.fromkeys(read))
    assert [name for name, _ in groupby(read)] == order
    assert set(order) < names
    assert len(order) == 15


def test_all_feet_stand_on_the_slots_last_baselines() -> None:
    """Per rectangle: the lead's, the left page's briefs', the right page's long column and its two short ones."""
    grid = set_page().layouts["breves-double"].grid
    for frame in [*frames("lead", 0)[2:], *frames("briefs", 0), *frames("briefs", 1)]:
        foot = frame.placed[-1].baselines[-1]
        assert 0 < frame.y + frame.height - foot < grid.leading, (frame.slot, frame.column)


def test_it_comes_as_one_sheet_too() -> None:
    files = build(HOUSE / "issues" / "2018-07", press_profile.shipped(), Form(spreads=True)).files
    assert [file.folios for file in files] == [((14, 15),)]
