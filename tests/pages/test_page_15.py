"""The sample's page 15 as it is: a small picture for the eye, and its columns in words and leadings for the difference."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from kept_picture import IN_A_TILE, RESOLUTION, differences, looks_as_it_did, picture

from mise_en_page.pagination.makeup import Frame, Placed
from sample_issue import built, sample_set

PICTURE = Path(__file__).parent / "golden" / "page-15.png"


def test_the_page_looks_as_it_did(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    looks_as_it_did(picture(built().pdf, 1), PICTURE, tmp_path, update=request.config.getoption("--update-golden"))


@pytest.mark.parametrize("role", ["kicker", "title", "chapo", "body first opening", "pull-quote", "caption"])
def test_a_page_that_lost_one_line_would_not_pass(role: str) -> None:
    page = sample_set().makeup.pages[1]
    placed = next(p for frame in page.frames for p in frame.placed if p.block.role.removesuffix(" opens") == role)
    size = placed.block.style.text.size
    left, top, width, height = placed.x, placed.baselines[0] - 0.8 * size, placed.lines[0].width, size
    whole = picture(built().pdf, 1)
    lost = whole.copy()
    lost.paste(255, tuple(round(side * RESOLUTION / 72) for side in (left, top, left + width, top + height)))
    assert differences(whole, lost)[1] > IN_A_TILE


def test_its_columns_hold_what_they_held(golden: Callable[[str, str], None]) -> None:
    page = sample_set().makeup.pages[1]
    leading = sample_set().layouts[page.layout].grid.leading
    golden("page-15.txt", "\n".join(shown(frame, leading) for frame in page.frames))


def shown(frame: Frame, leading: float) -> str:
    """A frame's place, then for each block the baselines of its first and last line and the words that begin and end it."""
    name = "head" if frame.column < 0 else f"column {frame.column + 1}"
    place = f"left {frame.x:.1f} pt, top {frame.y / leading:.2f}, {frame.width:.1f} pt × {frame.height / leading:.2f}"
    return "\n".join([f"— {frame.slot}, {name}: {place} —", *(block(placed, leading) for placed in frame.placed), ""])


def block(placed: Placed, leading: float) -> str:
    who = f"{placed.block.article}: {placed.block.role}"
    if not placed.lines:
        return f"{placed.y / leading:7.3f}         {who}"
    text = placed.block.text[placed.lines[0].start : placed.lines[-1].end].split()
    words = f"{' '.join(text[:3])} … {' '.join(text[-3:])}" if len(text) > 6 else " ".join(text)
    first, last = (baseline / leading for baseline in (placed.baselines[0], placed.baselines[-1]))
    return f"{first:7.3f} {last:7.3f} {who}, {len(placed.lines)} lines: {words}"
