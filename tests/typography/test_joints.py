"""Compounds: English ones at their joint or not at all, and French words behind a prefix that the patterns do not know."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mise_en_page.typography import hyphenate
from mise_en_page.typography.joints import PREFIX, joint
from tests import lexicon


def divided(word: str) -> str:
    breaks = hyphenate(word)
    return "".join(("·" if at in breaks else "") + letter for at, letter in enumerate(word))


ENGLISH = (
    "back·stage back·ground bath·room bench·mark black·list body·building bench·marking chat·room cheer·leader club·house "
    "down·stream face·book fire·wall foot·print fund·raising green·washing hand·made hash·tag high·light home·land hot·spot "
    "land·mark life·time live·stream look·book main·stream moon·light net·work note·book over·booking patch·work play·ground "
    "play·list pod·cast scrap·booking show·runner side·kick sky·line slow·food smart·watch snow·boarder soft·power "
    "sports·wear spot·light start·ups story·board story·teller sweat·shirt team·building text·book time·line "
    "under·dog up·grade wall·paper war·lord water·front web·site white·washing street·wear wind·surf work·flow world·wide"
)


@pytest.mark.parametrize("wanted", [word for word in ENGLISH.split() if word != "start·ups"])
def test_english_compounds_are_divided_at_their_joint(wanted: str) -> None:
    assert divided(wanted.replace("·", "")) == wanted


@pytest.mark.parametrize("word", ["makeup", "backup", "startups", "checkup", "lineup", "popups", "standby", "warmup"])
def test_no_line_begins_with_two_letters(word: str) -> None:
    assert hyphenate(word) == ()


@pytest.mark.parametrize("word", ["takeoff", "makeover", "boxoffice", "playoff"])
def test_no_joint_between_vowels_or_beside_their_x_and_y(word: str) -> None:
    assert hyphenate(word) == ()


@pytest.mark.parametrize(
    "wanted", ["foot·bal·leuse", "snow·boar·deur", "hand·bal·leurs", "skate·boar·deur", "wind·sur·feur"]
)
def test_what_french_makes_of_them_is_divided_as_french_behind_the_joint(wanted: str) -> None:
    assert divided(wanted.replace("·", "")) == wanted


@pytest.mark.parametrize(
    "word",
    "mandat mensonger carnet cartable potiron rapport brandon parton teston barbus carmin casemate nettoyer voyageur stopper "
    "landau flashent passage portail rockeur snober surfait tourner foudre hantise handicap".split(),
)
def test_a_french_word_that_only_looks_so_is_none(word: str) -> None:
    assert joint(word) is None


PREFIXED = (
    "agro·éco·lo·gie anti·émeute au·to·en·tre·pre·neur au·dio·oral bio·éthique cy·ber·at·taque cy·ber·es·pace "
    "cy·ber·har·cè·le·ment éco·an·xiété hy·per·ac·tif in·ter·ac·tion in·ter·hu·main mi·cro·en·tre·prise mul·ti·ac·cueil "
    "néo·im·pres·sion·niste pan·eu·ro·péen po·ly·amour po·ly·es·ter post·in·dus·triel pseu·do·évé·ne·ment ra·dio·ac·tif "
    "ré·tro·éclai·rage so·cio·éco·no·mique sous·ali·menté su·per·hé·ros sur·in·ves·tir té·lé·en·quê·teur vi·déo·as·sis·tance"
)


@pytest.mark.parametrize("wanted", PREFIXED.replace("anti·", "an·ti·").split())
def test_behind_a_prefix_stands_a_french_word(wanted: str) -> None:
    assert divided(wanted.replace("·", "")) == wanted


@pytest.mark.parametrize(
    "word",
    "antienne archière automne bienheure écoute écoinçon extraire intraitable plurielle radiou souscrire téléologie".split(),
)
def test_a_word_that_only_begins_like_a_prefix(word: str) -> None:
    assert PREFIX.match(word) is None


def test_no_other_word_of_the_lexicon_is_taken_for_english(golden: Callable[[str, str], None]) -> None:
    """Whoever adds an English word to the list sees here which French ones it would divide."""
    small = (word for word in lexicon.words() if word.isalpha() and word == word.lower())
    taken = [(word, found) for word in small if (found := joint(word)) and not found.first]
    golden("joints.txt", "".join(f"{word[: found.at]}-{word[found.at :]}\n" for word, found in taken))
