"""Small capitals and superiors that a face lacks are simulated; those that it has are its own."""

from __future__ import annotations

from composing import text_of

from mise_en_page.composition import BlockStyle, Catalogue, RoleStyle, TextStyle
from mise_en_page.composition.strands import SMALL_CAPITALS, SUPERIOR, Strands
from mise_en_page.composition.tokens import Token, tokens_of


def tokens(characters: str, catalogue: Catalogue, family: str, *features: str) -> list[Token]:
    style = TextStyle((family,), 10.0, features=tuple((tag, 1) for tag in features))
    return tokens_of(text_of(characters), Strands(RoleStyle(BlockStyle(style, 12.0)), catalogue))[0]


def test_a_face_with_small_capitals_uses_them(catalogue: Catalogue) -> None:
    (word,) = tokens("Paris", catalogue, "Source Serif 4 SmText", "smcp")
    assert word.strand.size == 10.0
    assert word.shown == "Paris"


def test_a_face_without_small_capitals_gets_smaller_capitals(catalogue: Catalogue) -> None:
    capital, rest = tokens("Paris", catalogue, "Bricolage Grotesque", "smcp")
    assert (capital.shown, capital.strand.size) == ("P", 10.0)
    assert (rest.shown, rest.strand.size) == ("ARIS", 10.0 * SMALL_CAPITALS)


def test_all_small_capitals_take_the_capitals_too(catalogue: Catalogue) -> None:
    (word,) = tokens("Paris", catalogue, "Bricolage Grotesque", "smcp", "c2sc")
    assert (word.shown, word.strand.size) == ("PARIS", 10.0 * SMALL_CAPITALS)


def test_superiors_are_raised_where_the_face_has_none(catalogue: Catalogue) -> None:
    (own,) = tokens("er", catalogue, "Source Serif 4 SmText", "sups")
    assert (own.strand.size, own.strand.style.rise) == (10.0, 0.0)
    (raised,) = tokens("er", catalogue, "Newsreader 72pt", "sups")
    assert raised.strand.size == 10.0 * SUPERIOR
    assert raised.strand.style.rise > 0
