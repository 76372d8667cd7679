"""Where words may be divided, and where never."""

from __future__ import annotations

from itertools import pairwise

import pytest

from mise_en_page.model.issue import Publication
from mise_en_page.typography import hyphenate, hyphenator
from mise_en_page.typography.hyphenation import exceptions


def divided(word: str, **options: bool) -> str:
    at = (0, *hyphenate(word, **options), len(word))
    return "·".join(word[start:end] for start, end in pairwise(at))


@pytest.mark.parametrize(
    "expected",
    ["vi·tra·giste", "ma·ri·nier", "l’éclu·sier", "pro·me·na·deurs", "com·pa·gnon·nage", "«\u00a0pa·pe·te·rie\u00a0»,"],
)
def test_ordinary_words(expected: str) -> None:
    assert divided(expected.replace("·", "")) == expected


@pytest.mark.parametrize(
    "word",
    [
     "table", "Gargantua", "UNESCO", "SNCF", "porte-plume", "Saint-Benoît", "km/h", "14h30", "a.b.c",
     "jean@exemple.fr", "lecteur·rice", "#bords", "aa", "", "…", "h2o", "McDonald", "x" * 500],
)  # fmt: skip
def test_never_divided(word: str) -> None:
    assert hyphenate(word) == ()


def test_at_least_two_letters_before_and_three_behind() -> None:
    for word in ("abonnement", "oiseleur", "éclusier", "amarrage", "horlogerie", "l’abonnement"):
        for at in hyphenate(word):
            letters = word[:at].rpartition("’")[2]
            assert len(letters) >= 2
            assert len(word) - at >= 3


def test_nothing_beside_an_apostrophe() -> None:
    for word in ("l’abonnement", "qu’aujourd’hui", "d’amarrage", "lorsqu’elle"):
        assert all(word[at - 1] != "’" and word[at - 2 : at - 1] != "’" for at in hyphenate(word))


def test_a_capital_is_a_names_unless_it_begins_a_sentence() -> None:
    assert hyphenate("Promenade") == ()
    assert hyphenate("Promenade", sentence_start=True) == hyphenate("promenade") != ()


def test_a_publications_own_list_goes_first() -> None:
    own = hyphenator(Publication("P", settings=(("hyphenation", "promenade=prome-nade\nmarinier="),)))
    assert own("promenade") == (5,)
    assert own("marinier") == ()
    assert own("papeterie") == hyphenate("papeterie")


def test_a_list_of_exceptions() -> None:
    assert exceptions("# loans\nco-wor-king\nleader=\nbackup = back-up # two parts") == {
        "coworking": (2, 5),
        "leader": (),
        "backup": (4,),
    }


def test_unfortunate_syllables_are_not_left_alone() -> None:
    for word in ("concombre", "pétunia", "bitume", "conquérir"):
        for at in hyphenate(word):
            assert word[:at] not in {"con", "pet", "bit", "cul"}
