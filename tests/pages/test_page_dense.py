"""The sample page of « breves-dense » as it is, and what holds of it: full feet, run-in heads, no text lost."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from kept_picture import looks_as_it_did, picture

from mise_en_page.pagination.makeup import Frame
from mise_en_page.pipeline.build import Built, Set, build, set_issue
from mise_en_page.pipeline.stages import Road
from mise_en_page.reading import press_profile

HOUSE = Path(__file__).parents[2]
PICTURE = Path(__file__).parent / "golden" / "dense.png"


@cache
def built() -> Built:
    return build(HOUSE / "issues" / "2018-06", press_profile.shipped())


@cache
def set_page() -> Set:
    return set_issue(Road(folder=HOUSE / "issues" / "2018-06"))


def frames(slot: str) -> list[Frame]:
    return [frame for frame in set_page().makeup.pages[0].frames if frame.slot == slot]


def test_the_page_looks_as_it_did(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    looks_as_it_did(picture(built().pdf, 0), PICTURE, tmp_path, update=request.config.getoption("--update-golden"))


@pytest.mark.parametrize("slot", ["lead", "briefs"])
def test_its_columns_end_on_one_foot(slot: str) -> None:
    grid = set_page().layouts["breves-dense"].grid
    feet = [max(placed.baselines[-1] for placed in frame.placed) for frame in frames(slot) if len(frame.placed) > 3]
    assert len(feet) >= 2
    assert max(feet) - min(feet) < 0.1
    assert max(frame.y + frame.height for frame in frames(slot)) - max(feet) < grid.leading


def test_a_brief_begins_with_its_place_and_its_title() -> None:
    blocks = [placed.block for frame in frames("briefs") for placed in frame.placed if placed.first]
    assert {block.role.split()[0] for block in blocks} == {"body"}
    (block,) = (each for each in blocks if each.text.startswith("Semur Le compost prend l’autobus. Depuis avril,"))
    assert [block.source.span(block.origins[at]).line for at in (0, 6, 40)] == [2, 3, 5]


def test_every_brief_has_room_and_a_line_some_thirty_signs() -> None:
    """In five columns, of 24 signs a line, one of its briefs was left out."""
    assert not built().problems
    bodies = [placed.block for frame in set_page().makeup.pages[0].frames for placed in frame.placed]
    settings = [block.settings[block.natural].lines for block in bodies if block.role.startswith("body")]
    signs = [line.end - line.start for lines in settings for line in lines[:-1]]
    assert 28 <= sum(signs) / len(signs) <= 40
