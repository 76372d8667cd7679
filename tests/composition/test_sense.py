"""Where lines of display end: by the sense, at a price, and in no more lines than without."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.composition import BlockStyle, Catalogue, RoleStyle, TextStyle
from mise_en_page.composition.compose import _lines
from mise_en_page.composition.items import LONE_LETTER_COST
from mise_en_page.composition.sense import AMISS, PLACES, Place, cost, parted


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.kind)
def test_each_place_of_the_table_is_what_its_example_shows(place: Place) -> None:
    left, right = place.example.split(" | ", 1)
    assert parted(left, right).kind == place.kind


@pytest.mark.parametrize(
    "text",
    """
    le|pain  ·  de la|mer  ·  c’est|un paysage  ·  c’est un|paysage  ·  On|a voté  ·  on a|voté  ·  il va|fermer
    il a mangé 300|kilos  ·  12|mai  ·  mai|2018  ·  lundi|12 mai  ·  entre 3 et|5 ans  ·  3,5|tonnes  ·  1 500|mètres
    avril|1914  ·  1er|mai  ·  3e|édition  ·  XIXe|siècle  ·  Louis|XIV  ·  page|12  ·  trois millions|d’euros
    une centaine|de personnes  ·  deux|hommes  ·  les trois|sœurs  ·  M.|Dupont  ·  Mme|Dupont  ·  J.|Martin
    Le Dr|Petiot
    MM.|Martin et Durand  ·  Simone|Veil  ·  Jean-Luc|Godard  ·  New|York  ·  le petit|village  ·  une nouvelle|école
    les derniers|jours  ·  Le vieux|port  ·  plus|belle  ·  pas|de neige  ·  trop|tard  ·  si|belle  ·  face|à la mer
    grâce|à eux  ·  parce|que  ·  afin|de rire  ·  alors|que la mer  ·  elle|chante  ·  ne|ferme  ·  il se|lève  ·  y|vivre
    la mer et|le vin  ·  la maison qui|brûle  ·  l’homme qu’il|aime  ·  ce qu’il|faut  ·  puisqu’on|vous le dit
    mais|pas trop
    dans|la ville  ·  avec|elle  ·  d’une|île  ·  jusqu’à|demain  ·  contre|la loi  ·  après|avoir mangé  ·  à|Brest
    ce|soir  ·  leur|maison  ·  tout|le monde  ·  tous|les soirs  ·  quel|avenir  ·  comme|un roi  ·  où|dormir
    la ville est|belle  ·  il y a|20 ans  ·  ont été|vus  ·  sera|fermé  ·  il faut|sauver la mer
    « Le|pain »
    """.replace("\n", "·").split("·"),
)
def test_what_belongs_together_is_dear_to_part(text: str) -> None:
    if text.strip():
        left, right = text.strip().replace("1 500", "1\u202f500").split("|")
        assert parted(left, right).cost >= AMISS


@pytest.mark.parametrize(
    "text",
    """
    Canicule :|la Loire à sec  ·  Ni fleurs,|ni couronnes  ·  les jeunes|et les vieux  ·  la maison|qui brûle
    le vélo|dans la ville  ·  la mer|monte  ·  la maison|du peuple  ·  énergie|nucléaire  ·  Les pompiers|recrutent
    le pour|et le contre  ·  un car|scolaire  ·  le son|des cloches  ·  l’or|noir  ·  le devant|de la scène
    la fin|des haricots
    l’été|sans eau  ·  en 2018|la ville  ·  en mai 2018|la ville  ·  depuis 1998|rien ne change  ·  le 14 juillet|sans feu
    il en reste deux|à sauver  ·  il y en a 300|dans la ville  ·  au 3|de la rue  ·  les uns|et les autres  ·  tout|est dit
    trois jours après|les pompiers  ·  ils étaient contre|et le sont  ·  avec nous|la mer  ·  il parle d’elle|à tous
    « La mer est belle »|selon lui  ·  le maire a voté|le budget  ·  Les Bleus|battus  ·  dans deux ans|la mer
    la fin du monde|– ou presque  ·  les plus|et les moins  ·  Rendez-vous à 20 h|sur le port
    """.replace("\n", "·").split("·"),
)
def test_a_voice_may_pause_there(text: str) -> None:
    if text.strip():
        left, right = text.strip().replace("20 h", "20\u202fh").split("|")
        assert parted(left, right).cost < AMISS


def test_capitals_tell_no_names() -> None:
    assert cost("SIMONE VEIL", 6, 7) < AMISS <= cost("Simone Veil", 6, 7)


def test_a_line_break_is_a_stop() -> None:
    assert parted("Louis\nle", "pain").kind == "determiner"
    assert parted("la mer de", "\n").kind == "words"


def display(size: float, *, balance: bool = True) -> RoleStyle:
    return RoleStyle(BlockStyle(TextStyle(("Source Serif 4 Subhead",), size), size * 1.1, balance=balance))


def lines(catalogue: Catalogue, text: str, style: RoleStyle, measure: float, by_sense: bool) -> list[str]:
    made, _ = _lines(text, (), style, measure, catalogue, None, by_sense)
    return [text[line.start : line.end] for line in made.settings[made.natural].lines]


@pytest.mark.parametrize(
    ("text", "measure", "expected"),
    [
        ("La nuit, c’est un paysage qu’on avait oublié", 170.0, ["La nuit, c’est", "un paysage", "qu’on avait oublié"]),
        ("Gimont. Du changement dans la collecte", 205.0, ["Gimont.", "Du changement", "dans la collecte"]),
        ("Alès : 2019 a été la plus chaude", 200.0, ["Alès : 2019", "a été la plus chaude"]),
        ("Il en a mangé 300 kilos en un an", 200.0, ["Il en a mangé", "300 kilos en un an"]),
    ],
)
def test_titles_and_quotes_break_by_the_sense(catalogue: Catalogue, text: str, measure: float, expected: list[str]) -> None:
    assert lines(catalogue, text, display(22.0), measure, by_sense=True) == expected


def test_a_bad_end_is_taken_where_nothing_else_fits(catalogue: Catalogue) -> None:
    narrow = lines(catalogue, "Le maire et la mer", display(30.0), 75.0, by_sense=True)
    assert len(narrow) == len(lines(catalogue, "Le maire et la mer", display(30.0), 75.0, by_sense=False))


TEXT = "la mer de Brest et le vent qui se lève dans un port à 300 kilomètres du large : elle chante, ou presque"
WORDS = TEXT.split(" ")


@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=14), st.floats(60, 320), st.booleans())
def test_no_line_more_and_no_word_lost(catalogue: Catalogue, words: list[str], measure: float, balance: bool) -> None:
    text, style = " ".join(words), display(18.0, balance=balance)
    without, sense = (lines(catalogue, text, style, measure, each) for each in (False, True))
    assert len(sense) == len(without)
    assert "".join(sense).replace(" ", "") == text.replace(" ", "")


@given(st.lists(st.sampled_from(WORDS), min_size=4, max_size=14), st.floats(120, 320))
def test_the_sense_is_never_worse_off_than_without(catalogue: Catalogue, words: list[str], measure: float) -> None:
    """What even lines cost less is never paid with ends that are worse (but for letters that stand alone)."""
    text = " ".join(words)
    without, sense = (lines(catalogue, text, display(18.0), measure, each) for each in (False, True))

    def paid(ends: list[str]) -> float:
        return sum(parted(above, below).cost ** 2 for above, below in pairwise(ends))

    assert paid(sense) <= paid(without) + len(words) * LONE_LETTER_COST**2


@pytest.mark.parametrize("page", ["README.md", "LISEZMOI.md"])
def test_the_table_is_told(page: str) -> None:
    told = (Path(__file__).parents[2] / "docs" / "composition" / page).read_text(encoding="utf-8")
    for place in PLACES:
        assert f"| {place.cost:g} | {place.example.replace('|', '/')} |" in told
