"""Worked cases: what a journalist types and what is printed. The files are for typographers to read and to add to.

A file that is called as a profile (fr-CH.md) holds what is printed there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mise_en_page.typography import PROFILES, Policy, correct_text
from mise_en_page.typography.rules import CLEANING, RULES, Rule

CASES = Path(__file__).parent / "worked"


def spaces(text: str) -> str:
    return text.replace("⍽", "\u00a0").replace("¦", "\u202f")


def visible(text: str) -> str:
    return text.replace("\u00a0", "⍽").replace("\u202f", "¦")


def cases() -> Iterator[tuple[str, str, str, Policy]]:
    for path in sorted(CASES.glob("*.md")):
        for entry in path.read_text(encoding="utf-8").split("\n## ")[1:]:
            title, typed, printed = entry.strip().splitlines()
            yield f"{path.stem}: {title}", spaces(typed), spaces(printed), PROFILES.get(path.stem, Policy())


@pytest.mark.parametrize(("title", "typed", "printed", "policy"), list(cases()))
def test_what_is_typed_is_printed_so(title: str, typed: str, printed: str, policy: Policy) -> None:
    assert title
    assert visible(correct_text(typed, policy=policy).text) == visible(printed)


@pytest.mark.parametrize(("title", "_typed", "printed", "policy"), list(cases()))
def test_what_is_right_stays(title: str, _typed: str, printed: str, policy: Policy) -> None:
    assert title
    assert visible(correct_text(printed, policy=policy).text) == visible(printed)


@pytest.mark.parametrize("rule", [*CLEANING, *RULES], ids=lambda rule: f"{rule.id}-{rule.find.__name__}")
def test_a_rules_own_example_holds(rule: Rule) -> None:
    typed, printed = (spaces(text) for text in rule.example)
    sentence = f"Voyez {typed} ici" if rule.id not in ("DA-DIAL", "CAP") else typed
    expected = f"Voyez {printed} ici" if rule.id not in ("DA-DIAL", "CAP") else printed
    assert visible(correct_text(sentence, policy=rule.example_policy).text) == visible(expected)


def test_every_rule_says_what_it_does_and_by_whose_authority() -> None:
    for rule in (*CLEANING, *RULES):
        assert rule.sentence.endswith("."), rule.id
        assert rule.authority, rule.id
