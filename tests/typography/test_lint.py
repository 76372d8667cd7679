"""What is only pointed out: the text stays, and a warning says where to look."""

from __future__ import annotations

import pytest

from mise_en_page.typography import correct_text


@pytest.mark.parametrize(
    ("typed", "code", "at"),
    [
        ('Il a dit "oui et puis rien', "unpaired-quote", '"'),
        ("Un « oui", "unpaired-quote", "«"),
        ("Début à 14:30", "time-colon", "14:30"),
        ("Le baril à $80", "currency-first", "$80"),
        ("Quelque 12500 places", "ungrouped-number", "12500"),
        ("Le pont 3 - 4 étages", "hyphen-incise", " - "),
        ("Un prix Echo", "capital-accent", "Echo"),
        ("Le pont – fermé depuis mai –.", "closing-dash", "–."),
    ],
)
def test_a_doubt_is_told_with_its_place(typed: str, code: str, at: str) -> None:
    corrected = correct_text(typed)
    (warn,) = (warn for warn in corrected.warnings if warn.code == code)
    found = corrected.text[warn.at : warn.at + warn.length]
    assert at in found
    assert warn.said.spoken("hint")


@pytest.mark.parametrize(
    "typed", ["« Oui », dit-il à 14 h 30.", "Le bus 12 et 1 500 places.", "État, Élu, Église.", "Un – deux – trois."]
)
def test_what_is_right_is_not_pointed_at(typed: str) -> None:
    assert correct_text(typed).warnings == ()


@pytest.mark.parametrize(
    "typed",
    [
        "13100 Aix-en-Provence",
        "59000 LILLE",
        "code postal 59000",
        "BP 12345",
        "CS 40123",
        "TSA 50011",
        "n° 12345",
        "F-67000",
    ],
)
def test_postcodes_and_numbers_of_boxes_are_no_quantities(typed: str) -> None:
    assert "ungrouped-number" not in {warn.code for warn in correct_text(f"Écrire à {typed}, avant mardi.").warnings}


@pytest.mark.parametrize("typed", ["12500 places", "59000 habitants", "125000 Lillois"])
def test_quantities_are(typed: str) -> None:
    assert "ungrouped-number" in {warn.code for warn in correct_text(f"Il y a {typed}.").warnings}
