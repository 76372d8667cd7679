"""Who gives what when a line is pressed or spread, worked by hand."""

import pytest

from mise_en_page.composition.expansion import SPACES_FOLLOW, Limits, share

LIMITS = Limits(least=0.8, most=1.5, tracking=0.015, scaling=0.02, hang=1.0)


def test_a_line_of_its_measure_stays_natural() -> None:
    assert share(0.0, 10.0, 5.0, LIMITS) == (1.0, 0.0)


def test_letters_lead_and_spaces_follow() -> None:
    # letters can give 5 pt, spaces follow by a share of (1.5 - 1) x 10 = 5 pt: this is what half of both takes
    room = (5.0 + SPACES_FOLLOW * 5.0) / 2
    ratio, letters = share(room, 10.0, 5.0, LIMITS)
    assert letters == pytest.approx(0.5)
    assert ratio == pytest.approx(1.0 + SPACES_FOLLOW * 0.5 / 2)


def test_beyond_the_letters_limits_the_spaces_take_the_rest() -> None:
    # letters give 5 of 13 pt; 8 pt over 10 pt of spaces: 1.8 times
    assert share(13.0, 10.0, 5.0, LIMITS) == (pytest.approx(1.8), 1.0)


def test_shrinking_is_the_same_downwards() -> None:
    # letters take back 5 of 8 pt; 3 pt out of 10 pt of spaces: 0.7 times
    assert share(-8.0, 10.0, 5.0, LIMITS) == (pytest.approx(0.7), -1.0)


@pytest.mark.parametrize("room", [-7.0, -3.0, -0.5, 0.4, 2.0, 6.0, 20.0])
def test_what_is_shared_out_is_the_room(room: float) -> None:
    ratio, letters = share(room, 10.0, 5.0, LIMITS)
    assert (ratio - 1.0) * 10.0 + letters * 5.0 == pytest.approx(room)


def test_a_line_without_spaces_is_filled_by_its_letters_or_stays_natural() -> None:
    assert share(4.0, 0.0, 5.0, LIMITS) == (1.0, 0.8)
    assert share(20.0, 0.0, 5.0, LIMITS) == (1.0, 0.0)
