"""docs/limits.md and its French twin say every number of limits.py, and no other than those."""

import re

import pytest

from mise_en_page.model import limits
from sample_issue import ROOT

NUMBERS = {name: value for name, value in vars(limits).items() if name.isupper() and isinstance(value, int | float)}
PAGES = {"limits.md": ",", "limites.md": "\u202f"}


def rows(page: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(r"^\| ([\d.,\u202f]+) \|", text, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
def test_every_limit_is_told_and_every_number_is_a_limit(page: str) -> None:
    gigabytes = {"MEMORY": limits.MEMORY >> 30}
    elsewhere = {"PATIENCE", "CSS_REPEAT", "PAGE_SIDE"}
    wanted = {name: value for name, value in (NUMBERS | gigabytes).items() if name not in elsewhere}
    told = sorted(rows(page))
    assert told == sorted(f"{value:,.0f}".replace(",", PAGES[page]) for value in wanted.values())


@pytest.mark.parametrize("page", PAGES)
def test_both_pages_name_the_same_codes(page: str) -> None:
    text, other = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in (page, *(PAGES.keys() - {page})))
    assert re.findall(r"\| `([a-z-]+)` \|", text) == re.findall(r"\| `([a-z-]+)` \|", other)
