"""The tables of CSS in docs/layouts.md and docs/gabarits.md are those that the program would write now."""

import pytest

from mise_en_page.rendering.css_page import DOCS, FILES, MARKED, table
from mise_en_page.rendering.properties import BLOCK, INSTEAD, TEXT, instead


@pytest.mark.parametrize("language", FILES)
def test_the_tables_are_fresh(language: str) -> None:
    """When this fails: python -m mise_en_page.rendering.css_page"""
    (written,) = MARKED.findall((DOCS / FILES[language]).read_text(encoding="utf-8"))
    assert written == table(language)


def test_nothing_is_said_to_be_without_effect_that_is_read() -> None:
    assert not {*TEXT, *BLOCK} & INSTEAD.keys()


def test_what_to_write_instead_is_told_by_the_longest_beginning_of_a_name() -> None:
    assert instead("column-count") == INSTEAD["column"]
    assert instead("text-decoration-style") == INSTEAD["text-decoration-style"]
    assert instead("hanging-punctuation") == INSTEAD["hanging-punctuation"]
    assert instead("nothing-known") is None
