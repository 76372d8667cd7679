"""Every rule says what it does, by whose authority, and shows it; its example holds."""

from __future__ import annotations

import pytest

from mise_en_page.typography import correct_text
from mise_en_page.typography.flat import Flat
from mise_en_page.typography.policy import CHOICES, NARROW, NO_BREAK
from mise_en_page.typography.rules import CLEANING, RULES, Rule

EVERY = [*CLEANING, *RULES]


def spaced(text: str) -> str:
    return text.replace("⍽", NO_BREAK).replace("¦", NARROW)


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: f"{rule.id} {rule.sentence}")
def test_the_example_of_a_rule_holds(rule: Rule) -> None:
    typed, wanted = rule.example
    flat = Flat(spaced(typed), list(range(len(typed))))
    flat.apply(rule.find(flat.characters, rule.example_policy))
    assert flat.characters != spaced(typed)
    assert correct_text(spaced(typed), policy=rule.example_policy).text == spaced(wanted)


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: f"{rule.id} {rule.sentence}")
def test_a_rule_says_what_it_does_and_who_says_so(rule: Rule) -> None:
    assert rule.sentence.endswith(".")
    assert rule.authority
    assert not rule.setting or rule.setting in CHOICES


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: f"{rule.id} {rule.sentence}")
def test_a_rule_signs_its_edits(rule: Rule) -> None:
    family = {"QU-FR": {"QU-FR", "QU-SPACE"}}.get(rule.id, {rule.id})
    typed = spaced(rule.example[0])
    assert {edit.rule for edit in rule.find(typed, rule.example_policy)} <= family
