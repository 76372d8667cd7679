"""The table of prices in docs/composition is that of prices.py, and leaves none out."""

from __future__ import annotations

from string import Formatter

import pytest

from tools.prices import PAGES, ROWS, page, values


@pytest.mark.parametrize("language", PAGES)
def test_the_pages_hold_the_prices_as_they_are(language: str) -> None:
    assert PAGES[language].read_text(encoding="utf-8") == page(language), "run python -m tools.prices"


@pytest.mark.parametrize("language", PAGES)
def test_every_price_is_told(language: str) -> None:
    told = {name for row in ROWS for _, name, _, _ in Formatter().parse(row[language][1]) if name}
    assert told == values().keys() - {"PARAGRAPH_DEMERITS"}  # which is told as what it comes to: STRETCH


def test_a_row_says_the_same_in_both_languages() -> None:
    for row in ROWS:
        names = [[name for _, name, _, _ in Formatter().parse(row[language][1])] for language in PAGES]
        assert names[0] == names[1]
