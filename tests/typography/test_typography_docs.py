"""The page of the rules says what the rules say."""

from __future__ import annotations

from pathlib import Path

from mise_en_page.model.message import spoken
from mise_en_page.typography import CODES
from mise_en_page.typography.policy import CHOICES
from mise_en_page.typography.rules import CLEANING, RULES
from tools.typography_page import page

PAGE = Path(__file__).parents[2] / "docs" / "typography" / "regles.md"


def test_the_page_has_not_drifted() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tools.typography_page > docs/typography/regles.md"


def test_the_page_has_every_rule_and_every_setting() -> None:
    text = page()
    with spoken("fr"):
        assert all(rule.sentence in text for rule in (*CLEANING, *RULES))
    assert all(f"| `{setting}` |" in text for setting in CHOICES)


def test_the_page_has_every_code_that_is_told_with_the_line_that_accepts_it() -> None:
    rows = [line.split(" | ") for line in page().splitlines() if line.startswith("| `")]
    told = {row[0].strip("| `"): row[3].strip(" |") for row in rows if len(row) == 4 and row[0].strip("| `") in CODES}
    assert told.keys() == CODES
    assert all(line.startswith("`") and len(line) > 3 for line in told.values())
