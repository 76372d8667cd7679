"""Where an advert stands in its slot, worked out by hand and as a law; and what its page brings along."""

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_adverts import advert
from mise_en_page.model.issue import Advert
from mise_en_page.model.press_profile import MM
from mise_en_page.model.problem import Span
from mise_en_page.pagination.makeup import PlacedAdvert
from mise_en_page.press.adverts import from_pdf, is_transparent, laid, supplied

BOOKED = Advert("dupont.pdf", "advert", 15, 0, Span("issue.yaml"))
PAGE = 800.0


def placed(width: float = 200.0, height: float = 100.0, fit: str = "", *align: str) -> PlacedAdvert:
    return PlacedAdvert(BOOKED, "advert", 50.0, 300.0, width, height, fit, align)


def test_in_its_own_size_it_stands_in_the_middle_or_at_a_side() -> None:
    in_the_middle = laid(placed(), (180.0, 80.0))
    assert (in_the_middle.x, in_the_middle.y, in_the_middle.scale) == (60.0, 310.0, 1.0)
    aside = laid(placed(200.0, 100.0, "", "right", "top"), (180.0, 80.0))
    assert (aside.x, aside.y) == (70.0, 300.0)


def test_contain_shows_all_of_it_and_cover_leaves_no_white() -> None:
    whole = laid(placed(fit="contain"), (100.0, 100.0))
    assert (whole.width, whole.height, whole.x) == (100.0, 100.0, 100.0)
    full = laid(placed(fit="cover"), (100.0, 100.0))
    assert (full.width, full.height, full.y) == (200.0, 200.0, 250.0)


@given(
    st.sampled_from((0, 90, 180, 270)),
    st.sampled_from(("", "contain", "cover")),
    st.integers(20, 120),
    st.integers(20, 120),
    st.sampled_from((1.0, 2.0)),
)
def test_the_corners_of_its_trimmed_page_come_where_it_is_laid(
    turn: int, fit: str, width: int, height: int, unit: float
) -> None:
    """However the page is turned and whatever its unit: its four corners are those of the rectangle on the page."""
    with pikepdf.open(io.BytesIO(advert(width, height, turn=turn, font=False))) as document:
        document.pages[0].obj.UserUnit = unit
        given_ = supplied(document.pages[0].obj)
        assert given_ is not None
        assert given_.size == pytest.approx((width * MM * unit, height * MM * unit))
        slot = placed(fit=fit)
        ready = from_pdf(document, 0, slot, given_, PAGE, 14.0)
    x0, y0, x1, y1 = given_.box
    a, b, c, d, e, f = ready.matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)]
    box = laid(slot, given_.size)
    across, up = sorted({round(x, 2) for x, _ in corners}), sorted({round(y, 2) for _, y in corners})
    assert (min(across), max(across)) == pytest.approx((box.x, box.x + box.width), abs=0.02)
    assert (min(up), max(up)) == pytest.approx((PAGE - box.y - box.height, PAGE - box.y), abs=0.02)
    assert a * d - b * c > 0  # turned, never mirrored


def test_it_is_clipped_to_its_slot_but_for_the_edges_that_bleed() -> None:
    with pikepdf.open(io.BytesIO(advert(60, 40, font=False))) as document:
        given_ = supplied(document.pages[0].obj)
        assert given_ is not None
        slot = PlacedAdvert(BOOKED, "advert", 50.0, 700.0, 200.0, 100.0, bleed=("bottom",))
        assert from_pdf(document, 0, slot, given_, PAGE, 14.0).clip == (50.0, -14.0, 250.0, 100.0)


@pytest.mark.parametrize("clear", [True, False])
def test_what_lets_the_ground_through_wants_a_space_to_blend_in(*, clear: bool) -> None:
    with pikepdf.open(io.BytesIO(advert(60, 40, font=False, clear=clear))) as document:
        page = document.pages[0].obj
        form = document.make_stream(b"", Resources=page.Resources)
        assert is_transparent(form) is clear
