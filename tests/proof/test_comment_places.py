"""The words that a comment is about, in a file that has been edited since, and what a proposal puts in their place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mise_en_page.model.problem import Span
from mise_en_page.proof.comments import On, anchored, extent, located, replaced

TEXT = """---
title: Le fleuve
---
L'eau *monte* : "On ne sait   vraiment où", dit-il... Le pont, le quai, le port.

Le quai est fermé, et le maire **se tait** depuis hier !
"""


def on(quote: str, line: int = 4, text: str = TEXT) -> On:
    column = text.split("\n")[line - 1].index(quote.split(maxsplit=1)[0]) + 1
    return anchored(text, Span("a.md", line, column), quote)


def words(about: On, text: str = TEXT) -> str:
    place = extent(about, text)
    assert place is not None
    return text[place[0] : place[1]]


def test_words_are_anchored_with_those_around_them() -> None:
    made = on("le quai")
    assert (made.quote, made.line, made.column) == ("le quai", 4, TEXT.split("\n")[3].index("le quai") + 1)
    assert made.before.endswith("dit-il... Le pont,")
    assert made.after.startswith(", le port.")


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("On ne sait vraiment où", "On ne sait   vraiment où"),
        ("dit-il…", "dit-il..."),
        ("depuis hier\u202f!", "depuis hier !"),
    ],
)
def test_what_is_quoted_as_it_was_printed_is_found_as_it_was_typed(printed: str, typed: str) -> None:
    line = 4 if typed in TEXT.split("\n")[3] else 6
    column = TEXT.split("\n")[line - 1].index(typed) + 1
    assert words(anchored(TEXT, Span("a.md", line, column), printed)) == typed


def test_the_marks_that_open_among_the_words_close_with_them() -> None:
    about = On("a.md", 4, 8, "monte", "L’eau", "On ne sait vraiment")
    assert replaced(TEXT, about, "baisse") == TEXT.replace("*monte*", "*baisse*")
    assert words(replace(about, column=1, quote="L’eau monte", before="Le fleuve")) == "L'eau *monte*"


def test_the_very_place_is_kept_where_a_word_stands_twice() -> None:
    about = on("quai", 6)
    assert replaced(TEXT, about, "port") == TEXT.replace("Le quai est", "Le port est")
    later = TEXT.replace("L'eau", "Le quai, le pont : l'eau")
    assert replaced(later, about, "port") == later.replace("Le quai est", "Le port est")


def test_a_proposal_to_cut_takes_a_space_with_it() -> None:
    assert replaced(TEXT, on("le quai,"), "") == TEXT.replace("Le pont, le quai, le port", "Le pont, le port")
    assert replaced(TEXT, on("depuis hier", 6), "") == TEXT.replace(" depuis hier !", " !")
    assert replaced("a\n\nle fleuve va.\n", anchored("a\n\nle fleuve va.\n", Span("a.md", 3, 11), "va"), "") == (
        "a\n\nle fleuve.\n"
    )


def test_what_is_no_longer_there_is_not_replaced() -> None:
    about = on("le maire", 6)
    gone = TEXT.replace("et le maire **se tait** depuis hier", "et personne ne parle")
    assert replaced(gone, about, "la maire") is None
    found = located(about, gone)
    assert found is not None
    assert found.words == "changed"
    assert located(On(folio=3), TEXT) is None
