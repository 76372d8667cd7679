"""Profiles and settings."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mise_en_page.model.problem import Refused
from mise_en_page.typography import PROFILES, Policy, correct_text, policy_of
from mise_en_page.typography.policy import CHOICES
from mise_en_page.typography.rules import CLEANING, RULES

TYPED = 'Oui! Il dit: "Le mot "non"; 20%".'


def as_set(policy: Policy, typed: str = TYPED) -> str:
    return correct_text(typed, policy=policy).text.replace("\u00a0", "⍽").replace("\u202f", "¦")


def test_france() -> None:
    assert as_set(policy_of("fr-FR")) == "Oui¦! Il dit⍽: «⍽Le mot “non”¦; 20⍽%⍽»."


def test_switzerland_has_fine_spaces_and_single_guillemets() -> None:
    assert as_set(policy_of("fr-CH")) == "Oui¦! Il dit¦: «¦Le mot ‹¦non¦›¦; 20%¦»."


def test_canada_has_no_space_before_high_marks() -> None:
    assert as_set(policy_of("fr-CA")) == "Oui! Il dit⍽: «⍽Le mot “non”; 20⍽%⍽»."


def test_a_publication_overrides_a_profile() -> None:
    assert as_set(policy_of("fr-CA", [("high_space", "nbsp")]), "Oui!") == "Oui⍽!"


def test_the_first_choice_of_a_setting_is_the_default() -> None:
    assert {field.name: getattr(Policy(), field.name) for field in fields(Policy) if field.name in CHOICES} == {
        name: choices[0] for name, choices in CHOICES.items()
    }


def test_a_profile_has_known_values() -> None:
    for policy in PROFILES.values():
        assert all(getattr(policy, name) in choices for name, choices in CHOICES.items())


@pytest.mark.parametrize(
    ("setting", "value", "typed", "wanted"),
    [
        ("colon_space", "nnbsp", "Un: deux", "Un¦: deux"),
        ("guillemet_space", "nnbsp", '"a"', "«¦a¦»"),
        ("unit_space", "nnbsp", "12%", "12¦%"),
        ("percent_space", "keep", "12% ou 12 %", "12% ou 12⍽%"),
        ("thousands", "apostrophe", "12'500, 12 500 et 12.500", "12’500, 12’500 et 12’500"),
        ("thousands", "dot", "12'500, 12 500 et 12.500", "12.500, 12.500 et 12.500"),
        ("thousands", "keep", "12'500, 12 500 et 12.500", "12’500, 12¦500 et 12.500"),
        ("nested_quotes", "guillemets", '"a "b" c"', "«⍽a «⍽b⍽» c⍽»"),
        ("curly_top_level", "keep", "le “plan”", "le “plan”"),
        ("incise_dash", "em", "Un -- deux -- trois", "Un —⍽deux⍽— trois"),
        ("dash_inner_nbsp", "no", "Un – deux – trois", "Un – deux – trois"),
        ("incise_hyphen", "lint", "Un - deux - trois", "Un - deux - trois"),
        ("dialogue_dash", "en", "- Oui", "–⍽Oui"),
        ("initial_ellipsis", "none", "...et puis", "…et puis"),
        ("second", "2nd", "Le 2nd tour", "Le 2nd tour"),
        ("roman_nbsp", "no", "XIXe siècle", "XIXe siècle"),
        ("number_noun", "no", "12 millions", "12 millions"),
        ("currency_position", "lint", "à €12", "à €12"),
        ("date_glue", "all", "3 mai 2026", "3⍽mai⍽2026"),
        ("date_glue", "none", "3 mai 2026", "3 mai 2026"),
        ("phone", "no", "03 20 12 34 56", "03 20 12 34 56"),
        ("accent_caps", "lint", "Etat", "Etat"),
        ("soft_hyphen", "keep", "mi\u00adnute", "mi\u00adnute"),
        ("high_space", "none", "Oui !", "Oui!"),
        ("para_quote", "close", '"Un.\n"Deux."', "«⍽Un.\n»⍽Deux.⍽»"),
        ("para_quote", "none", '"Un.\n"Deux."', "«⍽Un.\nDeux.⍽»"),
        ("prime", "prime", 'Un écran de 27", couru en 2\'33".', "Un écran de 27″, couru en 2′33″."),
        ("ellipsis_glyph", "dots", "Fin ... et suite…", "Fin... et suite..."),
        ("etc_nbsp", "yes", "films, etc.", "films,⍽etc."),
        ("range_dash", "en", "de 2010-2015, le 2018-05-01", "de 2010–2015, le 2018-05-01"),
        ("minus", "minus", "-5 °C", "−5⍽°C"),
        ("minus", "en", "de -5 à 3-1", "de –5 à 3-1"),
        ("group_digits", "yes", "12500 places, 1234 places, 59000 Lille", "12¦500 places, 1234 places, 59000 Lille"),
        ("m2", "superior", "30 m2 et 12m3", "30⍽m² et 12⍽m³"),
        ("numero_glyph", "ordinal", "n°5", "nº⍽5"),
        ("numero_glyph", "degree", "nº5", "n°⍽5"),
        ("time_colon", "convert", "à 14:30, en 16:9", "à 14⍽h⍽30, en 16:9"),
        ("fix_mr", "yes", "Mr Vidal et Mr. Costa", "M.⍽Vidal et M.⍽Costa"),
        ("av_jc", "no", "av. J.-C.", "av. J.-C."),
        ("latin_ae", "yes", "ex aequo, un naevus, paella", "ex æquo, un nævus, paella"),
        ("number_noun", "any", "850 brebis", "850⍽brebis"),
        ("brand_bang", "Pschitt! Hop!Hop!", "Pschitt! ouvre, Hop!Hop! ferme", "Pschitt! ouvre, Hop!Hop! ferme"),
    ],
)
def test_a_setting_does_what_it_says(setting: str, value: str, typed: str, wanted: str) -> None:
    assert as_set(policy_of("fr-FR", [(setting, value)]), typed) == wanted


def test_every_setting_belongs_to_a_rule_or_is_tried_above() -> None:
    assert {rule.setting for rule in (*CLEANING, *RULES) if rule.setting} <= set(CHOICES)


def test_an_unknown_setting_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(Refused) as refused:
        policy_of("fr-FR", [("colon_spaces", "nbsp"), ("high_space", "wide")])
    first, second = refused.value.problems
    assert first.code == second.code == "typography-setting"
    assert first.hint == "Did you mean “colon_space”?"
    assert second.hint == "One of: nnbsp, nbsp, none."


def test_a_brand_without_its_mark_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        policy_of("fr-FR", [("brand_bang", "Yahoo! Orange")])
    assert refused.value.problems[0].message == "“Orange” is no name with a mark in it"


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        policy_of("de-DE")
    assert refused.value.problems[0].code == "typography-profile"


def test_a_list_of_divisions_is_no_setting_of_the_rules() -> None:
    assert policy_of("fr-FR", [("hyphenation", "fablab=fab-lab")]) == Policy()


PIECES = (
    "250 fr.", "fr. 250.–", "CHF 1'250.50", "12'000", "12 000", "12.500", "1.250,50 €", "150 $ CA", "5,6 mio", "40%", "3,5 %", "!",
    "«Oui!»", '"non"', "'peut-être'", "021 616 21 23", "514 555-1234", "20h30", "-", "--", ":", ";", ",", "...", "1003 Lausanne",
)  # fmt: skip


@pytest.mark.parametrize("policy", [*PROFILES.values(), Policy(thousands="apostrophe"), Policy(thousands="dot")])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=8), gap=st.sampled_from((" ", "")))
@settings(max_examples=150, deadline=None)
def test_what_a_profile_has_set_it_leaves(policy: Policy, pieces: list[str], gap: str) -> None:
    once = correct_text(gap.join(pieces), policy=policy).text
    assert correct_text(once, policy=policy).text == once
