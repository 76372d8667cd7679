"""Small capitals open a text over plain words alone: symbols, addresses and names of mixed case stay as they are."""

from __future__ import annotations

import pytest

from mise_en_page.composition.openings import opening_end


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("Le pont rouvre en juin", "Le pont rouvre"),
        ("L’été sera chaud", "L’été sera chaud"),
        ("«⍽Oui⍽», dit-elle alors, puis", "«⍽Oui⍽», dit-elle alors,"),
        ("Saint-Étienne gagne encore", "Saint-Étienne gagne encore"),
        ("La SNCF recrute ici", "La SNCF recrute"),
        ("À 20⍽h⍽30, le rideau", ""),
        ("À 20 h 30, le rideau", ""),
        ("12⍽kg de pH neutre", ""),
        ("Avec 12 kg de sel", "Avec"),
        ("L’iPhone se vend", ""),
        ("Le pH de l’eau", "Le"),
        ("www.exemple.fr rouvre ici", ""),
        ("Sur www.exemple.fr, tout", "Sur"),
        ("Écrire à info@exemple.fr", "Écrire à"),
        ("Un MacBook volé", "Un"),
        ("eBay ferme ses portes", ""),
        ("Le 12⍽mars prochain", "Le 12⍽mars prochain"),
        ("Plus de 12⍽millions d’euros", "Plus de 12⍽millions"),
        ("M.⍽Dupont est élu", "M.⍽Dupont est élu"),
        ("Au XIXe⍽siècle, la gare", "Au"),
        ("#MeToo, et après", ""),
        ("50⍽% de hausse", ""),
        ("3⍽€ la botte", ""),
        ("Covid-19 : le retour", ""),
        ("O’Connor revient", "O’Connor revient"),
        ("Un", "Un"),
        ("", ""),
    ],
)
def test_an_opening_ends_before_what_case_means_something_to(text: str, opening: str) -> None:
    text = text.replace("⍽", "\u00a0")
    assert text[: opening_end(text, 3)].replace("\u00a0", "⍽") == opening
