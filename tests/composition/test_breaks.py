"""Where a word may break: typed hyphens, dashes, addresses, and hyphens of ours."""

import pytest

from mise_en_page.composition.breaks import anywhere, word_breaks

MINIMA = (6, 2, 3)


def pieces(word: str, hyphenate: object = None) -> list[str]:
    offsets = [place.offset for place in word_breaks(word, hyphenate, MINIMA)]  # type: ignore[arg-type]
    return [word[start:end] for start, end in zip([0, *offsets], [*offsets, len(word)], strict=True)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Saint-Jean", ["Saint-", "Jean"]),
        ("Pont-à-Mousson,", ["Pont-", "à-", "Mousson,"]),
        ("va-t-il", ["va-", "t-il"]),  # never after the euphonic t
        ("2010-2015", ["2010-2015"]),
        ("A-320", ["A-320"]),
        ("J.-P.", ["J.-P."]),
        ("-t-elle", ["-t-elle"]),
        ("mot—mot", ["mot—", "mot"]),
        ("—Oui", ["—Oui"]),
        ("1914–1918", ["1914–1918"]),
        ("https://www.exemple.fr/un/deux.html", ["https://", "www.exemple", ".fr/", "un/", "deux", ".html"]),
        ("exemple.fr/page", ["exemple", ".fr/", "page"]),
        ("(www.pays-de-test.exemple.fr/a-b),", ["(www.pays-de-test", ".exemple", ".fr/", "a-b),"]),
        ("prenom.nom@mairie-exemple.fr.", ["prenom", ".nom@", "mairie-exemple", ".fr."]),
        (
            "exemple.fr/agenda?annee=2026&mois=3#lundi",
            ["exemple", ".fr/", "agenda", "?annee", "=2026", "&mois", "=3", "#lundi"],
        ),
        ("#JourneesDuPatrimoine2026", ["#Journees", "Du", "Patrimoine", "2026"]),
        ("@mediatheque_du_pays", ["@mediatheque", "_du", "_pays"]),
        ("C:\\dossier\\fichier.docx", ["C:\\", "dossier\\", "fichier", ".docx"]),
        ("et/ou", ["et/ou"]),
        ("2025/2026", ["2025/2026"]),
        ("hommes/femmes", ["hommes/", "femmes"]),
        ("URSSAF/CPAM/CAF", ["URSSAF/", "CPAM/", "CAF"]),
        ("AB-2026-0000123456-XYZ-99", ["AB-2026-0000123456-XYZ-99"]),
    ],
)
def test_the_author_s_signs(word: str, expected: list[str]) -> None:
    assert pieces(word) == expected


def test_hyphens_keep_to_the_minima() -> None:
    every = lambda word: tuple(range(1, len(word)))  # noqa: E731
    assert pieces("bateau", every) == ["ba", "t", "eau"]
    assert pieces("canot", every) == ["canot"]


def test_marks_around_a_word_are_not_counted() -> None:
    every = lambda word: tuple(range(1, len(word)))  # noqa: E731
    assert pieces("«bateau»,", every) == ["«ba", "t", "eau»,"]


@pytest.mark.parametrize("word", ["https://exemple.fr/recherche", "contact@journal", "lecteur·rice", "rapport_final2"])
def test_addresses_and_codes_are_not_hyphenated(word: str) -> None:
    every = lambda word: tuple(range(1, len(word)))  # noqa: E731
    assert not any(place.added for place in word_breaks(word, every, MINIMA))


def test_a_short_fragment_costs_more() -> None:
    at = {place.offset: place.cost for place in word_breaks("abcdefghij", lambda _: (2, 5, 7), MINIMA)}
    assert at[2] > at[5] < at[7]


def test_a_soft_hyphen_is_a_place() -> None:
    assert [place.offset for place in word_breaks("mi\u00adnuit", None, MINIMA)] == [3]


@pytest.mark.parametrize(
    "word", ["billetterie.exemple.fr", "www.exemple-de-site.fr", "#JourneesEuropeennes", "a_b", "AB-12-XYZ"]
)
def test_a_torn_address_gets_no_hyphen(word: str) -> None:
    assert not any(place.added or place.flagged for place in anywhere(word))


def test_a_torn_word_gets_hyphens_between_letters_only() -> None:
    assert [(place.offset, place.added) for place in anywhere("ab’c")] == [(1, True), (2, False), (3, False)]


def test_a_sentence_s_first_word_is_asked_for_without_its_capital() -> None:
    asked = []

    def hyphenate(word: str) -> tuple[int, ...]:
        asked.append(word)
        return (2,)

    word_breaks("Bateaux", hyphenate, MINIMA)
    word_breaks("ACRONYME", hyphenate, MINIMA)
    assert asked == ["bateaux", "ACRONYME"]
