"""Where a text may break, and where never: spaces beside marks, dashes, names, breaks typed by hand."""

from __future__ import annotations

import pytest
from composing import by_patterns, justified, set_block, text_of
from dump import line_text

from mise_en_page.composition import BlockStyle, Catalogue, RoleStyle, TextStyle
from mise_en_page.composition.items import INFINITE, Box, Glue, Manner, Penalty, copy_of, too_wide
from mise_en_page.composition.setting import limits_of
from mise_en_page.composition.strands import Strands
from mise_en_page.composition.tokens import tokens_of


def places(characters: str, catalogue: Catalogue, **changes: object) -> list[str]:
    """The text cut at every place where it may break."""
    style = justified()
    tokens, _ = tokens_of(text_of(characters), Strands(style, catalogue))
    copy = copy_of(tokens, characters, Manner(limits_of(style.block), by_patterns, (6, 2, 3), **changes))  # type: ignore[arg-type]
    at = [
        copy.place(n)
        for n, item in enumerate(copy.items)
        if not isinstance(item, Box) and item.cost < INFINITE and n + 1 < len(copy.items)
    ]
    starts, ends = [0, *(following for _, following in at)], [*(end for end, _ in at), len(characters)]
    return [characters[start:end] for start, end in zip(starts, ends, strict=True)]


@pytest.mark.parametrize(
    ("characters", "expected"),
    [
        ("un mot", ["un", "mot"]),
        ("oui\u00a0: non", ["oui\u00a0:", "non"]),
        ("oui ! non", ["oui !", "non"]),  # a plain space before a high mark is no place
        ("« oui » dit", ["« oui »", "dit"]),
        ("( oui ) dit", ["( oui )", "dit"]),
        ("— Oui, dit", ["— Oui,", "dit"]),  # a dialogue's dash stays with its first word
        ("mot – mot", ["mot", "–", "mot"]),
        ("12\u202f000\u00a0km là", ["12\u202f000\u00a0km", "là"]),
        ("un\nmot", ["un", "mot"]),
    ],
)
def test_places_between_words(characters: str, expected: list[str], catalogue: Catalogue) -> None:
    assert places(characters, catalogue) == expected


def test_a_name_is_not_hyphenated_but_a_sentence_s_first_word_is(catalogue: Catalogue) -> None:
    assert places("à Besançon", catalogue) == ["à", "Besançon"]
    assert places("Bateaux", catalogue) == ["Ba", "teaux"]
    assert places("Fin. Bateaux", catalogue) == ["Fin.", "Ba", "teaux"]
    assert places("«\u00a0Bateaux", catalogue) == ["«\u00a0Ba", "teaux"]


def test_a_torn_word_may_break_at_any_letter(catalogue: Catalogue) -> None:
    assert places("ab xyz 1", catalogue, torn=frozenset({2})) == ["ab", "x", "y", "z", "1"]


def test_what_is_too_wide_is_a_whole_stretch(catalogue: Catalogue) -> None:
    characters = "un 10\u202f000\u202f000 mot"
    style = justified()
    tokens, _ = tokens_of(text_of(characters), Strands(style, catalogue))
    copy = copy_of(tokens, characters, Manner(limits_of(style.block), by_patterns, (6, 2, 3)))
    assert too_wide(copy, 30.0) == {2, 3, 4, 5, 6}
    assert too_wide(copy, 60.0) == frozenset()


def test_hyphens_are_costed_and_spaces_are_free(catalogue: Catalogue) -> None:
    style = justified()
    tokens, _ = tokens_of(text_of("les bateaux"), Strands(style, catalogue))
    copy = copy_of(tokens, "les bateaux", Manner(limits_of(style.block), by_patterns, (6, 2, 3)))
    (space,) = [item for item in copy.items if isinstance(item, Glue)]
    (hyphen, _) = [item for item in copy.items if isinstance(item, Penalty)]
    assert space.cost == 0
    assert hyphen.cost > 0
    assert hyphen.flagged
    assert hyphen.added


def test_a_word_s_pieces_have_its_width(catalogue: Catalogue) -> None:
    style = justified()
    tokens, _ = tokens_of(text_of("affirmatives"), Strands(style, catalogue))
    copy = copy_of(tokens, "affirmatives", Manner(limits_of(style.block), by_patterns, (6, 2, 3)))
    boxes = [item for item in copy.items if isinstance(item, Box)]
    assert len(boxes) > 2
    (token,) = tokens
    assert token.shaped is not None
    assert sum(box.width for box in boxes) == pytest.approx(token.shaped.width * 9.0)


def test_a_break_typed_by_hand_ends_its_line(catalogue: Catalogue) -> None:
    style = RoleStyle(BlockStyle(TextStyle(("Source Serif 4",), 9.0), 11.0, alignment="justify"))
    block = set_block(catalogue, "Une ligne courte,\nune autre.", 150.0, style)
    assert [line_text(line) for line in block.lines] == ["Une ligne courte,", "une autre."]
    assert [line.last for line in block.lines] == [False, True]
    assert block.lines[0].ratio == 1.0  # not stretched to the measure


def test_titles_do_not_end_a_line_with_a_small_word(catalogue: Catalogue) -> None:
    style = RoleStyle(BlockStyle(TextStyle(("Source Serif 4 Subhead",), 20.0), 22.0, balance=True))
    block = set_block(catalogue, "À Besançon, la bibliothèque prête aussi du silence aux lecteurs", 240.0, style)
    assert line_text(block.lines[0]) == "À Besançon,"


def test_titles_have_lines_of_like_length(catalogue: Catalogue) -> None:
    style = RoleStyle(BlockStyle(TextStyle(("Source Serif 4 Subhead",), 20.0), 22.0, balance=True))
    block = set_block(catalogue, "Des capteurs dans les tourbières jurassiennes", 330.0, style)
    first, second = block.lines
    assert second.width > 0.6 * first.width


def test_an_end_mark_belongs_to_the_last_word(catalogue: Catalogue) -> None:
    characters = "deux bateaux.\u00a0■"
    style = justified()
    tokens, _ = tokens_of(text_of(characters), Strands(style, catalogue))
    copy = copy_of(tokens, characters, Manner(limits_of(style.block), by_patterns, (6, 2, 3)))
    hyphen = next(n for n, item in enumerate(copy.items) if isinstance(item, Penalty) and item.added)
    assert hyphen >= copy.last_word
