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
