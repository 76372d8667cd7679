"""Every rule says what it does, by whose authority, and shows it; its example holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mise_en_page.model.message import spoken
from mise_en_page.typography import correct_text, explanation
from mise_en_page.typography.flat import Flat
from mise_en_page.typography.policy import CHOICES, NARROW, NO_BREAK, PROFILES, Policy
from mise_en_page.typography.rules import CLEANING, EVERY_RULE, RULES, Rule


def spaced(text: str) -> str:
    return text.replace("⍽", NO_BREAK).replace("¦", NARROW)


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: f"{rule.id} {rule.sentence}")
def test_the_example_of_a_rule_holds(rule: Rule) -> None:
    typed, wanted = rule.example
    flat = Flat(spaced(typed), list(range(len(typed))))
    flat.apply(rule.find(flat.characters, rule.example_policy))
    assert flat.characters != spaced(typed)
    if rule in RULES or rule in CLEANING:
        assert correct_text(spaced(typed), policy=rule.example_policy).text == spaced(wanted)
    else:  # dress is for the page alone
        assert flat.characters == spaced(wanted)


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: f"{rule.id} {rule.sentence}")
def test_a_rule_says_what_it_does_and_who_says_so(rule: Rule) -> None:
    assert rule.sentence.endswith(".")
    assert rule.authority
    assert not rule.setting or rule.setting in CHOICES


def test_an_identifier_is_one_rule() -> None:
    identifiers = [rule.id for rule in EVERY_RULE]
    assert len(identifiers) == len(set(identifiers))
    assert len({rule.sentence for rule in EVERY_RULE}) == len(EVERY_RULE)


#: Every default, and every other choice of every setting, one at a time.
POLICIES = [
    *PROFILES.values(),
    *(replace(Policy(), **{name: value}) for name, values in CHOICES.items() for value in values[1:]),  # type: ignore[arg-type]
]
#: What is typed in the examples and in the worked cases, a paragraph each.
TYPED = [
    *(spaced(rule.example[0]) for rule in EVERY_RULE),
    *(
        line.removeprefix("typed: ")
        for folder in ("cases", "worked")
        for path in sorted((Path(__file__).parent / folder).glob("*.md"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "set:"))
    ),
]


def test_a_rule_signs_its_own_edits_and_no_other() -> None:
    """So that ``--explain`` says which rule acted, in every worked case and with every setting."""
    acted = set()
    for policy in POLICIES:
        for rule in EVERY_RULE:
            signed = {edit.rule for text in TYPED for edit in rule.find(text, policy)}
            assert signed <= {rule.id}
            acted |= signed
    assert acted == {rule.id for rule in EVERY_RULE}


def test_guillemets_are_not_explained_as_minutes_and_seconds() -> None:
    with spoken("fr"):
        (line, *others) = explanation(correct_text('Il dit "oui" à 14h30.'))
    assert line.split("\t")[2:4] == ["QU-FR", "Les guillemets appariés sont français ; au second rang, anglais."]
    assert {other.split("\t")[3] for other in others[1:]} == {
        "L’heure s’écrit avec des insécables autour de « h », qui est minuscule."
    }
