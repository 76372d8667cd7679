"""A pattern that looks near its signs finds what it would find in the whole text."""

from __future__ import annotations

from itertools import chain
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mise_en_page.typography import correct_text, protect
from mise_en_page.typography.correct import run
from mise_en_page.typography.flat import Flat
from mise_en_page.typography.near import EVERY, LARGE, LONGEST, Near, Signs, data_spans, near, signs_of
from mise_en_page.typography.policy import CHOICES, Policy
from mise_en_page.typography.rules import (
    CLEANING,
    RULES,
    abbreviations,
    apostrophes,
    dashes,
    ellipsis,
    junk,
    numbers,
    ordinals,
    quotes,
    spaces,
    words,
)

ROOMS: tuple[ModuleType, ...] = (
    abbreviations, apostrophes, dashes, ellipsis, junk, numbers, ordinals, protect, quotes, spaces, words,
)  # fmt: skip
PATTERNS = [
    (f"{room.__name__.rpartition('.')[2]}.{name}", value)
    for room in ROOMS
    for name, value in vars(room).items()
    if isinstance(value, Near)
]

#: What the patterns live on, and prose between, long enough for windows to stand apart.
PIECES = (
    *"'’´ ?!:;,.…«»\"“”()[]-–—°%€$§#@/\\<>&|=^*_`~\n\u00a0\u202f\t\u2029\ufffc",
    *"0123456789", *"aehlmnpstxM IVXLCDE",
    "Le maire a signé hier soir au marché ", "un arbre tombé derrière la vieille maison du port ", "12", "000", "h", "kg", "km/h",
    "XIXe", " siècle", "Henri IV", "n°", "p.", "art.", "cf.", "M. ", "Mme ", "Dr ", "J.-P. ", "av. J.-C.", "etc", "...", "oeuvre",
    "Etat", "A la ", "Ca ", "l' ", "rock'n'roll", "'90", "million", "milliards", "janvier", "1er ", "2ème", "http://a.fr/", "x@y.fr",
    "--", " -- ", "- ", "<<", ">>", "€", "CHF", "0123 ", "01 23 45 67 89", ":-)", "16:9", "Yahoo!", ".net", "v1.2.3", "e\u0301",
)  # fmt: skip


@pytest.mark.parametrize("pattern", [pattern for _, pattern in PATTERNS], ids=[name for name, _ in PATTERNS])
@settings(max_examples=40)
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=12, max_size=160))
def test_windows_hide_nothing(pattern: Near, pieces: list[str]) -> None:
    text = ("Une phrase qui ne demande rien à personne et qui tient debout toute seule " * 6) + "".join(pieces)
    whole = [match.span() for match in pattern.pattern.finditer(text)]
    assert [match.span() for match in pattern.finditer(text)] == whole


@pytest.mark.parametrize("pattern", [pattern for _, pattern in PATTERNS], ids=[name for name, _ in PATTERNS])
@settings(max_examples=5)
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=40, max_size=200))
def test_nor_in_a_large_text(pattern: Near, pieces: list[str]) -> None:
    text = "".join(pieces)
    text += "Une phrase qui ne demande rien à personne et qui tient debout toute seule " * (LARGE // 70) + text
    whole = [match.span() for match in pattern.pattern.finditer(text)]
    assert [match.span() for match in pattern.finditer(text)] == whole


POLICIES = [
    Policy(),
    Policy(**{name: values[-1] for name, values in CHOICES.items()}),
    Policy(**{name: values[min(1, len(values) - 1)] for name, values in CHOICES.items()}),
]


@settings(max_examples=200)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12), policy=st.sampled_from(POLICIES))
def test_a_rule_finds_nothing_without_its_signs(pieces: list[str], policy: Policy) -> None:
    text = "".join(pieces)
    signs = signs_of(text)
    for rule in (*CLEANING, *RULES):
        if not rule.need & signs:
            assert [edit for edit in rule.find(text, policy) if text[edit.start : edit.end] != edit.insert] == [], rule
    if not signs & protect.NEED:
        assert protect.protected_spans(text, policy) == protect.protected_spans(text, policy, EVERY) == []


@settings(max_examples=200)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=40), policy=st.sampled_from(POLICIES))
def test_the_signs_that_edits_bring_are_known(pieces: list[str], policy: Policy) -> None:
    flat = Flat("".join(pieces), range(len("".join(pieces))))
    run(flat, policy)
    assert flat.signs is not None
    assert signs_of(flat.characters) & ~flat.signs == 0


def test_what_is_nearly_a_letter_counts_in_any_text() -> None:
    """« a,² » got its space in a short text and none in one of 400 characters: ² is no letter to ``str.isalpha``."""
    prose = "Une phrase qui ne demande rien à personne. " * 20
    assert correct_text("a,²").text == "a, ²"
    assert correct_text(prose + "a,²").text == prose + "a, ²"


def test_the_patterns_are_all_here() -> None:
    assert len(PATTERNS) > 40


def test_two_signs_in_a_row() -> None:
    found = near("A ", Signs("A", " "), before=0, after=2)
    text = "AB A, " * 100 + "A la"
    assert [match.start() for match in found.finditer(text)] == [600]


def test_a_short_text_is_read_whole() -> None:
    assert [match.group() for match in near("b", "a", before=0, after=0).finditer("abb")] == ["b", "b"]


def test_a_block_of_data_is_not_looked_into() -> None:
    data = "a!" * LONGEST
    text = f"Oui! {data} Non!"
    marks = near("!", "!", before=0, after=0)
    assert [match.start() for match in marks.finditer(text)] == [3, len(text) - 1]
    assert data_spans(text) == [(5, 5 + len(data))]


def test_a_long_word_is_still_a_word() -> None:
    assert data_spans("a" * (LONGEST - 1) + "!") == []


def test_no_pattern_is_without_signs() -> None:
    signs = chain.from_iterable(pattern.signs for _, pattern in PATTERNS)
    assert all(sign.characters for sign in signs)
