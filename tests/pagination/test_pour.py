"""Where the rounding to whole leadings goes, by hand."""

from __future__ import annotations

import pytest
from fake_galley import HEAD, L, article, brief, page

from mise_en_page.pagination.makeup import MadeUpPage, Placed
from mise_en_page.pagination.pour import evenly


def placed(made: MadeUpPage, name: str, role: str) -> Placed:
    return next(
        part
        for frame in made.frames
        for part in frame.placed
        if part.block.article == name and part.block.role.startswith(role)
    )


def test_a_title_stands_as_near_its_text_at_the_rails_top_as_below() -> None:
    """A head of one line takes 0.25 + 1 + 1.25 + 0.25 leadings, a quarter short of three: the quarter goes above it.

    At the top it goes into the first block's box, whose rule stays on the slot's first line.
    """
    made = page(brief("blois", title=1), brief("tours", title=1), brief("sens", title=2))
    assert placed(made, "blois", "kicker").y == pytest.approx(12 * L)
    assert placed(made, "blois", "kicker").height == pytest.approx((1.25 + 0.25) * L)
    gaps = []
    for name in ("blois", "tours", "sens"):
        title, text = placed(made, name, "title"), placed(made, name, "body")
        gaps.append(text.y - title.y - title.height)
        assert text.baselines[0] % L == pytest.approx(8.69)
    assert gaps == pytest.approx([0.25 * L] * 3, abs=0.01)


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
