"""The collector looks seldom while a page is chosen, and as often as before afterwards."""

from __future__ import annotations

import gc

import pytest

from mise_en_page.processes.collector import SELDOM, seldom


@pytest.fixture(autouse=True)
def _as_before():
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.parametrize("own", [(700, 10, 10), (1, 1, 1)])
def test_it_looks_seldom_meanwhile(own: tuple[int, int, int]) -> None:
    gc.set_threshold(*own)
    with seldom():
        assert gc.get_threshold() == SELDOM
    assert gc.get_threshold() == own


@pytest.mark.parametrize("own", [(0, 10, 10), (2_000_000, 5, 5)])
def test_it_never_looks_more_often(own: tuple[int, int, int]) -> None:
    gc.set_threshold(*own)
    with seldom():
        assert gc.get_threshold() == own


def test_a_fault_changes_nothing_of_that() -> None:
    gc.set_threshold(700, 10, 10)
    with pytest.raises(ZeroDivisionError), seldom():
        1 / 0  # noqa: B018
    assert gc.get_threshold() == (700, 10, 10)
