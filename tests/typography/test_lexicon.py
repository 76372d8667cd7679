"""The lexicon: what it holds, what a word of a text may be, and how it is asked."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from mise_en_page.typography.lexicon import FILE, Kind, Lexicon, is_place, lexicon
from tools.lexicon import kinds

WORDS = lexicon()


@pytest.mark.parametrize("form", "été Éric Paris arc-en-ciel aujourd’hui étaient Londres Pézenas".split())
def test_it_holds_forms_and_names(form: str) -> None:
    assert form in WORDS


@pytest.mark.parametrize("form", ["ete", "Ete", "ÉTÉ", "londres", "tabel", "", "aujourd'hui"])
def test_it_holds_them_as_they_are_written(form: str) -> None:
    assert form not in WORDS


@pytest.mark.parametrize(
    "word",
    [
        *("maison Maison MAISON L’été l'été L'ÉTÉ L'ETE Etat ETAT qu’elle jusqu’alors JUSQU’ALORS Paris PARIS".split()),
        *("porte-parole vice-préfète Vice-Préfète va-t-il Saint-Étienne SAINT-ETIENNE d’Artagnan aujourd'hui ÇA".split()),
    ],
)
def test_it_knows_a_word_as_it_stands_in_a_text(word: str) -> None:
    assert WORDS.knows(word)


@pytest.mark.parametrize(
    "word", ["tabel", "Tabel", "londres", "l’tabel", "porte-tabel", "etat", "eté", "-", "", "’", "l’", "a--b"]
)
def test_it_knows_no_other(word: str) -> None:
    assert not WORDS.knows(word)


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("Etat", {"État"}),
        ("ETAT", {"ÉTAT"}),
        ("EGALITE", {"ÉGALITÉ"}),
        ("Agée", {"Âgée"}),
        ("Champs-Elysées", {"Champs-Élysées"}),
        ("SAINT-ETIENNE", {"SAINT-ÉTIENNE"}),
        ("Ca", {"Ça"}),
        ("Ile", {"Île"}),
        ("OU", {"OÙ"}),
        ("PECHE", {"PÊCHE", "PÈCHE", "PÉCHÉ", "PÊCHÉ", "PÉCHÈ", "PÊCHÈ"}),
        ("Eric", {"Éric"}),
        # small letters have lost nothing, and what is right may be nothing else
        ("Egalite", set()),
        ("etat", set()),
        ("État", set()),
        ("Maison", set()),
        ("Electronic", set()),
        ("E" * 100, set()),
    ],
)
def test_it_finds_the_accents_that_capitals_lost(word: str, forms: set[str]) -> None:
    assert set(WORDS.with_accents(word)) == forms


@pytest.mark.parametrize("word", ["Eric", "Ou", "OU", "MARCHE", "Maison", "Paris", "PARIS"])
def test_a_word_may_stand_as_it_is(word: str) -> None:
    assert WORDS.stands(word)


@pytest.mark.parametrize("word", ["Etat", "ETAT", "Eden", "Tabel"])
def test_or_not(word: str) -> None:
    assert not WORDS.stands(word)


def test_a_third_person_plural_is_mute() -> None:
    for word in "restent surent désirent périssent illustrent stagnent légitiment mangeaient furent disent veulent".split():
        assert WORDS.is_mute(word), word
    # no verb; and what may be both is not said to be mute
    for word in "souvent cent vraiment argent Laurent content couvent président parent excellent resent".split():
        assert not WORDS.is_mute(word), word


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("aprés", "après"),
        ("developpement", "développement"),
        ("resturant", "restaurant"),
        ("mangerr", "manger"),
        ("apeler", "appeler"),
        ("oeil", "œil"),
        ("Fracne", "France"),
        ("MIASON", "MAISON"),
    ],
)
def test_it_finds_what_is_near(word: str, first: str) -> None:
    assert first in WORDS.near(word)[:2]
    assert all(form in WORDS or WORDS.stands(form) for form in WORDS.near(word))


def test_nothing_is_near_a_word_of_no_length_or_of_too_much() -> None:
    assert WORDS.near("") == WORDS.near("x") == WORDS.near("é" * 61) == ()


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("Élodie", Kind.GIVEN),
        ("Londres", Kind.PLACE),
        ("Pézenas", Kind.PLACE),
        ("Érasme", Kind.FAMILY),
        ("maison", Kind.COMMON | Kind.NOUN),
        ("découvrir", Kind.COMMON | Kind.INFINITIVE),
        ("dîner", Kind.COMMON | Kind.INFINITIVE | Kind.NOUN),
        ("municipal", Kind.COMMON | Kind.ADJECTIVE),
        ("finalement", Kind.COMMON | Kind.VOICED | Kind.ADVERB),
        ("mangeait", Kind.COMMON | Kind.VERB),
        ("selon", Kind.COMMON | Kind.ADVERB | Kind.TOOL),
        ("tabel", Kind(0)),
    ],
)
def test_it_says_what_a_form_is(form: str, kind: Kind) -> None:
    assert WORDS.kind(form) == kind


@pytest.mark.parametrize(
    "name", ["Pézenas", "Die", "L’Haÿ-les-Roses", "L'Haÿ-les-Roses", "La Rochelle", "Hérault", "Japon", "Londres"]
)
def test_a_place(name: str) -> None:
    assert is_place(name)


@pytest.mark.parametrize("name", ["Élodie", "maison", "pézenas", "Vélib’", ""])
def test_no_place(name: str) -> None:
    assert not is_place(name)


def test_the_file_is_small_and_says_where_it_comes_from() -> None:
    assert FILE.stat().st_size < 3_000_000
    said = FILE.with_name("PROVENANCE.md").read_text(encoding="utf-8")
    assert f"{sum(1 for _ in Lexicon()):,} forms" in said
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() in said
    assert (
        FILE.with_name("LICENSE-MPL-2.0.txt").read_text(encoding="utf-8").startswith("Mozilla Public License Version 2.0")
    )


def test_it_is_made_of_dictionaries_and_gazetteers(tmp_path: Path) -> None:
    """The same on few words: forms by their suffixes, kinds by their tags, a later dictionary's words without any."""
    affixes = (
        "SFX S. Y 1\nSFX S. 0 s/D'Q' [^sxz] is:pl\nSFX a0 Y 1\nSFX a0 er ent/n' er po:ipre po:3pl\nSFX a0 0 0 er po:infi\n"
    )
    files = {
        "hunspell-fr-comprehensive/usr/share/hunspell/fr.aff": affixes,
        "hunspell-fr-comprehensive/usr/share/hunspell/fr.dic": (
            "7\nécole/S. po:nom is:fem\naimer/a0() po:v1__t_q_zz\nÉmile/L'D'Q' po:prn\nLondres po:npr\nqu/-- po:err\n"
            "argent/L'D' po:nom\naujourd'hui po:adv\n"
        ),
        "dictionary-fr-3.0.0/index.aff": affixes,
        "dictionary-fr-3.0.0/index.dic": "2\nmentorent\nCovid\n",
        "i18n-iso-countries-7.14.0/langs/fr.json": '{"countries": {"FR": "France", "CI": ["Côte d\'Ivoire"]}}',
        **{
            f"etalab-decoupage-administratif-6.0.0/data/{name}.json": f'[{{"nom": "{place}"}}]'
            for name, place in (("communes", "Die"), ("departements", "Drôme"), ("regions", "Corse"))
        },
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert kinds(tmp_path) == {
        "école": Kind.COMMON | Kind.NOUN,
        "écoles": Kind.COMMON | Kind.NOUN,
        "aimer": Kind.COMMON | Kind.INFINITIVE,
        "aiment": Kind.COMMON | Kind.MUTE | Kind.VERB,
        "Émile": Kind.GIVEN,
        "Londres": Kind.PLACE,
        "argent": Kind.COMMON | Kind.VOICED | Kind.NOUN,
        "aujourd’hui": Kind.COMMON | Kind.ADVERB,
        "mentorent": Kind.COMMON | Kind.MUTE,
        "Covid": Kind.OTHER_NAME,
        **dict.fromkeys(("France", "Côte d’Ivoire", "Die", "Drôme", "Corse"), Kind.PLACE),
    }


def test_a_command_that_asks_nothing_does_not_read_it() -> None:
    asked = "import sys, mise_en_page.cli.commands; print('marisa_trie' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
