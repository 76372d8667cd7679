"""French spaces are classes: the same sign is another space in another place."""

from __future__ import annotations

import pytest
from composing import justified, text_of

from mise_en_page.composition import Catalogue
from mise_en_page.composition.strands import Strands
from mise_en_page.composition.tokens import tokens_of, transformed


def spaces(characters: str, catalogue: Catalogue) -> list[tuple[float, float]]:
    """(width, flex) of each space, in word spaces."""
    tokens, _ = tokens_of(text_of(characters), Strands(justified(), catalogue))
    return [
        (round(token.width / token.strand.space, 3), round(token.flex / token.strand.space, 3))
        for token in tokens
        if token.shaped is None
    ]


@pytest.mark.parametrize(
    ("characters", "expected"),
    [
        ("un mot", (1.0, 1.0)),
        ("oui\u202f!", (0.5, 0.0)),  # half a word space, fixed
        ("mot\u00a0:", (1.0, 1.0)),  # a word space that stretches
        ("«\u00a0oui", (0.8, 0.3)),  # inside guillemets: less, and hardly stretching
        ("oui\u00a0»", (0.8, 0.3)),
        ("10\u00a0000", (1.0, 0.0)),  # between digits: fixed
        ("10\u202f000", (0.5, 0.0)),
    ],
)
def test_classes_of_space(characters: str, expected: tuple[float, float], catalogue: Catalogue) -> None:
    assert spaces(characters, catalogue) == [expected]


def test_spaces_in_a_row_are_one(catalogue: Catalogue) -> None:
    assert spaces("un   mot", catalogue) == [(1.0, 1.0)]


def test_uppercase_keeps_the_places_of_letters() -> None:
    assert transformed("l’été", "uppercase") == "L’ÉTÉ"
    assert len(transformed("groß", "uppercase")) == 4
