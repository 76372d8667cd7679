"""Where a word may be divided, and above all where not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mise_en_page.model.issue import Publication
from mise_en_page.typography import hyphenate, hyphenator
from mise_en_page.typography.hyphenation import exceptions, shipped_exceptions
from mise_en_page.typography.lexicon import lexicon as lexicon_of_the_rules
from tests import lexicon


def divided(word: str, **options: bool) -> str:
    breaks = hyphenate(word, **options)
    return "".join(("·" if at in breaks else "") + letter for at, letter in enumerate(word))


@pytest.mark.parametrize(
    "wanted",
    [
        "bi·blio·thèque",
        "mu·ni·ci·pa·lité",
        "cor·res·pon·dance",
        "agri·cul·teur",
        "chan·tier",
        "tech·nique",
        "mé·dia·thèque",
        "ré·élec·tion",
        "co·opé·ra·tive",
        "pré·avis",
        "théâtre",
        "poète",
        "royaume",
        "exa·men",
    ],
)
def test_ordinary_words(wanted: str) -> None:
    assert divided(wanted.replace("·", "")) == wanted


@pytest.mark.parametrize(
    "wanted",
    ["l’as·so·cia·tion", "d’in·té·rêt", "qu’ha·bi·tuel", "quel·qu’un", "jus·qu’ici", "au·jour·d’hui", "pres·qu’île"],
)
def test_nothing_at_an_apostrophe(wanted: str) -> None:
    assert divided(wanted.replace("·", "")) == wanted


@pytest.mark.parametrize(
    "wanted",
    "abritent ar·rivent as·pirent calment couvrent dé·fi·nissent dé·sirent dis·tillent existent fi·nissent il·lustrent "
    "lé·gi·timent marchent os·cillent per·mutent pé·rirent pé·rissent ra·content restent régnent signent stagnent "
    "su·birent surent vou·lurent zooment".split(),
)
def test_the_mute_syllable_of_a_verb_stays_on_its_line(wanted: str) -> None:
    assert divided(wanted.replace("·", "")) == wanted


@pytest.mark.parametrize(
    "wanted",
    "ac·cent ar·gent cou·vent di·ver·gent équi·va·lent ex·cel·lent fré·quent in·no·cent né·gli·gent pa·ra·vent pa·rent "
    "par·le·ment per·ti·nent pré·si·dent pré·sent ré·cent ré·si·dent ser·ment sou·vent ta·lent tor·rent ur·gent vio·lent".split(),
)
def test_where_it_is_sounded_it_is_divided(wanted: str) -> None:
    assert divided(wanted.replace("·", "")) == wanted


@pytest.mark.parametrize(
    "wanted",
    "ac·cueil·lir ail·leurs bil·let bouil·loire cail·lou feuil·le·ton gas·pil·lage guil·le·met il·lus·tra·tion juil·let "
    "mail·lot meil·leur mer·veil·leux ou·til·lage pa·pil·lon quin·cail·le·rie sur·veil·lance tra·vail·leuse vil·la·geois "
    "bou·teille brillent fa·mille tra·vaillent veillent".split(),
)
def test_two_l_are_parted_unless_a_mute_e_follows(wanted: str) -> None:
    assert divided(wanted.replace("·", "")) == wanted


@pytest.mark.parametrize(
    "wanted",
    ["cons·ta·ter", "cons·truc·tion", "réu·nion", "réu·nis", "ha·bits", "flacons", "consi·dé·rable", "concours", "conseil"],
)
def test_what_reads_well_and_what_does_not(wanted: str) -> None:
    assert divided(wanted.replace("·", "")) == wanted


@pytest.mark.parametrize("wanted", ["cookie", "gentle·man", "streaming", "news·letter", "crowd·fun·ding", "par·king"])
def test_loans(wanted: str) -> None:
    assert divided(wanted.replace("·", "")) == wanted


def test_the_laws_of_division_hold_for_every_word_of_the_lexicon() -> None:
    vowel = "[aeiouyàâäéèêëîïôöùûüœæ]"
    mute = re.compile("[^aeiouyàâäéèêëîïôöùûüœæ]*(?:(?<=[gq])u)?es?")
    beside_xy = re.compile(f"{vowel}·[xy]{vowel}|{vowel}[xy]·{vowel}")
    small = [
        word for word in lexicon.words() if word.isalpha() and word == word.lower() and word not in shipped_exceptions()
    ]
    assert len(small) > 300_000
    faults = []
    for word in small:
        found = hyphenate(word)
        if not found:
            continue
        shown = divided(word)
        parts = shown.split("·")
        short = len(parts[0]) < 2 or len(parts[-1]) < 3
        if (
            short
            or mute.fullmatch(parts[-1])
            or beside_xy.search(shown)
            or not all(re.search(vowel, part) for part in parts)
        ):
            faults.append(shown)
    assert not faults, faults[:40]


def test_no_verb_of_the_lexicon_gives_its_mute_syllable_to_the_next_line() -> None:
    mute = re.compile("[^aeiouyàâäéèêëîïôöùûüœæ]*(?:(?<=[gq])u)?ent")
    verbs = [word for word in lexicon.words() if lexicon_of_the_rules().is_mute(word)]
    assert len(verbs) > 20_000
    faults = [divided(word) for word in verbs if mute.fullmatch(divided(word).rpartition("·")[2]) and hyphenate(word)]
    assert set(faults) <= {"té·lé·opé·rent"}  # the lexicon’s own mistake for « téléopèrent »


@pytest.mark.parametrize("wanted", ["«\u00a0mu·nicipal\u00a0»", "(can·ton)", "com·mune,", "dé·par·te·ment\u202f!"])
def test_punctuation_does_not_hinder(wanted: str) -> None:
    word = wanted.replace("·", "")
    found = hyphenate(word)
    letters = [at for at, letter in enumerate(word) if letter.isalpha()]
    assert all(letters[0] + 2 <= at <= letters[-1] - 2 for at in found)
    assert found


@pytest.mark.parametrize(
    "word",
    [
        "école",
        "Marseille",
        "Villeneuve",
        "UNESCO",
        "MUNICIPAL",
        "YouTube",
        "iPhone",
        "TF1info",
        "rendez-vous",
        "porte-monnaie",
        "a-t-il",
        "lecteur·rice",
        "étudiant.e.s",
        "contact@exemple.fr",
        "www.exemple.fr",
        "#municipales",
        "2026",
        "12\u00a0000",
        "exemple.com/agenda",
        "chemin_de_fer",
        "S.N.C.F.",
    ],
)
def test_what_is_no_plain_word_is_not_divided(word: str) -> None:
    assert hyphenate(word) == ()


def test_a_capital_at_the_start_of_a_sentence_is_no_name() -> None:
    assert divided("Municipalité") == "Municipalité"
    assert divided("Municipalité", sentence_start=True) == "Mu·ni·ci·pa·lité"


@pytest.mark.parametrize("word", ["concours", "conscience", "députés", "culture", "particule"])
def test_no_syllable_that_reads_badly_stands_alone(word: str) -> None:
    found = hyphenate(word)
    assert {word[:at] for at in found}.isdisjoint({"con", "cul", "pet"})
    assert {word[at:] for at in found}.isdisjoint({"con", "cul", "pute"})


def test_a_publication_has_the_last_word() -> None:
    of = hyphenator(Publication("P", settings=(("hyphenation", "fablab=fab-lab\nbistronomie="),)))
    assert of("fablab") == (3,)
    assert of("fablabs") == (3,)
    assert of("bistronomie") == ()


def test_an_exception_is_written_with_hyphens() -> None:
    text = "# a comment\nshow-room\nweekend=week-end # one more\ndesk=\n\n"
    assert exceptions(text) == {"showroom": (4,), "weekend": (4,), "desk": ()}


def test_the_shipped_list_says_what_it_divides() -> None:
    for word, breaks in shipped_exceptions().items():
        assert all(0 < at < len(word) for at in breaks), word


@given(st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_breaks_are_inside_the_word_and_in_order(word: str) -> None:
    found = hyphenate(word)
    assert list(found) == sorted(set(found))
    assert all(2 <= at <= len(word) - 2 for at in found)


@given(st.text(alphabet="abcdefghijlmnopqrstuvéèêàç", min_size=6, max_size=20))
@settings(max_examples=200, deadline=None)
def test_two_letters_before_and_three_after_and_a_vowel_in_each(word: str) -> None:
    if word in shipped_exceptions():
        return
    found = hyphenate(word)
    assert all(2 <= at <= len(word) - 3 for at in found)
    parts = [word[a:b] for a, b in zip((0, *found), (*found, len(word)), strict=True)]
    assert len(parts) == 1 or all(set(part) & set("aeiouyéèêà") for part in parts)


def test_a_word_without_end_is_taken() -> None:
    assert hyphenate("a" * 100_000) == ()
