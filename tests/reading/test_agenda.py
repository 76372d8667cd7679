"""Paragraphs in a row that begin with a date in bold, and those that only look like them."""

from __future__ import annotations

import pytest

from mise_en_page.model.issue import Paragraph
from mise_en_page.reading.agenda import agendas, is_dated, label
from mise_en_page.reading.found import Found
from mise_en_page.reading.markdown import read_body
from mise_en_page.reading.source import decode


@pytest.mark.parametrize(
    "text",
    [
        "**Vendredi 3.** Concert", "**Vendredi 3 mai** : concert", "**Samedi 4 et dimanche 5.** Bal", "**VENDREDI 3.** Bal",
        "**Du 3 au 5 mai.** Fête", "**Le 3 mai.** Bal", "**Mercredi 1er.** Bal", "**1er mai** : défilé", "__Jeudi 2.__ Bal",
        "**20 h 30.** Concert", "**20h30** : concert", "**20 h** Concert", "**Tous les jeudis.** Marché", "**3/05.** Bal",
        "**Jusqu’au 12 juin.** Expo", "**Jusqu'au 12 juin.** Expo", "**Dès le 4 mai.** Expo", "**Ven. 3.** Concert",
        "**Mai.** Les foins", "**Début mai.** Bal", "**En 1964.** Le pont", "**1964.** Le pont", "**Ce soir** Concert",
        "**Dimanche** Bal", "**À partir du 3 mai.** Expo", "**Lundi : **Marché", "**3, 4 et 5 mai.** Bal",
        "**3-5 mai** Bal",
        "**Mercredis 3 et 10.** Atelier", "**Week-end.** Repos", "**Avant le 12 mai.** S’inscrire", "**14 févr.** Bal",
    ],
)  # fmt: skip
def test_a_date_in_bold_begins_an_agenda_s_paragraph(text: str) -> None:
    assert is_dated(text)


@pytest.mark.parametrize(
    "text",
    [
        "Vendredi 3. Concert", "**Vendredi 3.**", "**Vendredi 3** .", "**Blois.** Concert", "**Et demain ?** Nous verrons.",
        "*Vendredi 3.* Concert", "**Marseille.** Le port", "**3 kg** de farine", "**12 %** des voix", "**Maintenant.** Oui",
        "**Lundigny.** Le pont", "**Marsac.** Le pont", "**3 000 €** pour le pont", "**20 habitants** de plus",
        "**5 h/j** à",
        "**Le pont.** Il rouvre", "**M. Mai.** Le maire", "", "** Vendredi 3.** Concert", "**Mairie.** Ouvre",
    ],
)  # fmt: skip
def test_any_other_words_in_bold_begin_none(text: str) -> None:
    assert not is_dated(text)


def test_a_label_has_something_behind_it() -> None:
    assert label("**Et aussi.** Le marché") == "Et aussi."
    assert label("**Et aussi.**") == label("**Et aussi.** …") == ""


def test_an_agenda_is_a_row_that_begins_with_a_date_and_is_dates_for_half_at_least() -> None:
    date, also, text = "**Lundi 3.** Bal", "**Et aussi.** Bal", "Le pont rouvre."
    assert agendas([text, date, date, text]) == {1, 2}
    assert agendas([date, also]) == {0, 1}
    assert agendas([also, date]) == agendas([date, also, also]) == agendas([date, text, date]) == set()
    assert agendas([date]) == agendas([]) == set()
    assert agendas([date, None, date]) == set()
    assert agendas([date, date, None, date, date]) == {0, 1, 3, 4}


def dated(typed: str) -> list[str]:
    """The paragraphs of an agenda among those of a text."""
    found = Found()
    written = decode(typed.encode(), "a.md", found)
    assert written is not None
    blocks = read_body(written, 0, found)
    assert not found
    return [block.text.characters for block in blocks if isinstance(block, Paragraph) and block.dated]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_line_each_or_a_paragraph_each(between: str) -> None:
    rows = ["Lundi 3. Bal à la halle", "Mardi 4. Concert à la halle"]
    typed = between.join(row.replace(row[:8], f"**{row[:8]}**") for row in rows)
    assert dated(f"À voir cette semaine.\n\n{typed}\n\nSuite du texte.") == rows


def test_a_line_that_ends_goes_on_with_the_next_as_in_any_paragraph() -> None:
    event = "Lundi 3. Bal à la halle aux grains, qui commence plus tôt"
    assert dated(f"**{event[:8]}**{event[8:]}\nqu’en hiver.\n**Mardi 4.** Concert.") == [
        f"{event} qu’en hiver.", "Mardi 4. Concert.",
    ]  # fmt: skip


def test_items_of_a_list_that_begin_with_dates_are_items_of_a_list() -> None:
    assert dated("À voir :\n\n- **Lundi 3.** Bal ;\n- **Mardi 4.** Concert.") == []
