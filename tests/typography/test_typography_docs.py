"""The page of the rules says what the rules say."""

from __future__ import annotations

from pathlib import Path

from mise_en_page.model.message import spoken
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
