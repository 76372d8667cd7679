"""Laws of the stage: twice is once, words are kept, order is kept, and hostile input costs no more than its length."""

from __future__ import annotations

import re
import sys
import unicodedata
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mise_en_page.typography import Policy, correct_text
from mise_en_page.typography.formats import Format

WORDS = (
    "le la maire Paris Lyon l'été d' A Ca oui non siècle XIXe 2ème 1er M. Mme Dupont J. n°5 p. 12 10 000 20% 3,5 € 14h30 "
    "km etc oeuvre mai www.exemple.fr a@b.fr 16:9 :-) C:\\x #tag"
).split(" ")
SIGNS = [
    '"',
    "'",
    "«",
    "»",
    "“",
    "”",
    "<<",
    ">>",
    "...",
    "…",
    ".",
    ",",
    ";",
    "!",
    "?",
    ":",
    "(",
    ")",
    "[",
    "]",
    "-",
    "--",
    "–",
    "—",
]
GAPS = [" ", " ", "  ", "", "", "\u00a0", "\u202f", "\n", "\n\n"]
PIECES = st.lists(st.tuples(st.sampled_from(WORDS + SIGNS), st.sampled_from(GAPS)), max_size=14)
TEXTS = PIECES.map(lambda pieces: "".join(piece for pair in pieces for piece in pair))


@given(TEXTS)
@settings(max_examples=500, deadline=None)
def test_twice_is_once(typed: str) -> None:
    once = correct_text(typed).text
    assert correct_text(once).text == once


def _bare(text: str) -> str:
    """Letters and digits without accents, ligatures, or the ends of ordinals: no rule may change the rest."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE")).lower()
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    plain = re.sub(r"(?<=[\divx])(?:emes?|eres?|res?|ers?|es?)\b", "", plain)
    return "".join(character for character in plain if character.isalnum())


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_letters_and_digits_are_kept(typed: str) -> None:
    words = typed.replace("€", "")
    assert _bare(correct_text(words).text) == _bare(words)


@given(st.text(max_size=60), st.sampled_from(["text", "html", "markdown"]))
@settings(max_examples=300, deadline=None)
def test_any_text_is_taken(typed: str, form: Format) -> None:
    corrected = correct_text(typed, form)
    assert all(0 <= change.origin <= len(typed) for change in corrected.changes)


@given(st.text(alphabet="ab ", max_size=40))
@settings(deadline=None)
def test_plain_words_only_lose_needless_spaces(typed: str) -> None:
    assert correct_text(typed).text == " ".join(typed.split())


def test_every_profile_is_idempotent_on_a_hard_sentence() -> None:
    typed = 'Elle dit: "Oui, "non" – enfin... – 20%!" à 14h30; le XIXème siècle, n°5, 10 000€.'
    for policy in (Policy(), Policy(high_space="none"), Policy(colon_space="nnbsp", nested_quotes="single-guillemets")):
        once = correct_text(typed, policy=policy).text
        assert correct_text(once, policy=policy).text == once


def _calls(typed: str, form: Format) -> int:
    """How many Python calls it takes to correct a text: a count that does not depend on the machine."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        correct_text(typed, form)
    finally:
        sys.setprofile(before)
    return count


HOSTILE = [
    '"',
    "'",
    "« ",
    "( ",
    "a ,",
    "1 000 ",
    "!",
    " ?",
    "-- a ",
    "...",
    "l' ",
    "<b>",
    "*",
    "[a](",
    "A. ",
    "0 ",
    "XI",
    "é\u0301",
    "a.",
    ":",
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("form", ["text", "html", "markdown"])
def test_the_work_grows_with_the_length(piece: str, form: Format) -> None:
    short, long = piece * (2_000 // len(piece)), piece * (16_000 // len(piece))
    assert _calls(long, form) <= 12 * _calls(short, form) + 2_000


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("form", ["text", "html", "markdown"])
def test_thirty_thousand_signs_are_taken(piece: str, form: Format) -> None:
    # No clock: what is quadratic would hold this up for long.
    assert correct_text(piece * (30_000 // len(piece)), form).text is not None
