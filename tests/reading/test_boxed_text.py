"""Boxed text: what stands in a box, and one error at its place for each box that is none."""

from __future__ import annotations

import pytest

from mise_en_page.model.issue import Picture, PullQuote
from mise_en_page.reading.found import Found
from mise_en_page.reading.markdown import BodyBlock, Image, read_body
from mise_en_page.reading.source import decode


def body(typed: str) -> tuple[list[BodyBlock], Found]:
    found = Found()
    written = decode(typed.encode(), "a.md", found)
    assert written is not None
    return read_body(written, 0, found), found


def boxed(typed: str) -> list[str]:
    """Each block of a text: the number of its box, its kind, what it says."""
    blocks, found = body(typed)
    assert [problem for problem in found if problem.severity == "error"] == []
    said = []
    for block in blocks:
        assert not isinstance(block, Picture | PullQuote | Image)
        words = " ".join(cell.characters for cell in block.cells) if hasattr(block, "cells") else block.text.characters
        said.append(f"{block.boxed} {type(block).__name__} {words}")
    return said


@pytest.mark.parametrize(
    "opening",
    ["::: encadré Titre", "::: encadre Titre", "::: box Titre", ":::encadré Titre", "::: Encadré [Titre]",
     "::::: encadré : Titre", "::: ENCADRÉ Titre :::", "::: encadré *Titre*", "  ::: encadré Titre"],
)  # fmt: skip
def test_a_box_has_a_title_and_all_that_stands_between_its_lines(opening: str) -> None:
    typed = f"Avant.\n\n{opening}\nUn.\n\n- deux ;\n- trois.\n\n## Fin\n\nSix.\n:::\n\nAprès."
    assert boxed(typed) == [
        "0 Paragraph Avant.", "1 Intertitle Titre", "1 Paragraph Un.", "1 ListItem deux ;", "1 ListItem trois.",
        "1 Intertitle Fin", "1 Paragraph Six.", "0 Paragraph Après.",
    ]  # fmt: skip


def test_no_empty_lines_are_needed_around_a_box() -> None:
    assert boxed("Avant.\n::: box\nUn.\n:::\nAprès.") == ["0 Paragraph Avant.", "1 Paragraph Un.", "0 Paragraph Après."]


def test_boxes_are_numbered_and_hold_tables_verse_and_agendas() -> None:
    inner = ("| a | b |\n|---|---|\n| c | d |", "| Neige\n| le train", "**Lundi 3.** Bal.\n**Mardi 4.** Bal.")
    typed = "\n".join(f"::: box\n{each}\n:::" for each in inner)
    assert boxed(typed) == [
        "1 Table a b c d", "2 Verse Neige\nle train", "3 Paragraph Lundi 3. Bal.", "3 Paragraph Mardi 4. Bal.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "key", "line"),
    [
        ("Un.\n\n::: encadré T\nDeux.\n\nTrois.", "box/open", 3),
        ("::: box\nUn.\n::: box\nDeux.\n:::\nTrois.\n:::", "box/nested", 3),
        ("::: box\nUn.\n:::\n\nDeux.\n\n:::", "box/stray", 7),
        ("Un.\n\n::: box\n:::", "box/empty", 3),
        ("::: box Titre\n\n:::", "box/empty", 1),
        ("::: box\nUn.\n\n> il faut viser\n\nDeux.\n:::", "box/holds", 4),
        ("::: box\nUn.\n\n![vue](images/a.jpg)\n\nDeux.\n:::", "box/holds", 4),
        ("::: boxer\nUn.", "attributes", 1),
        ("::: note\nUn.", "attributes", 1),
    ],
)
def test_each_fault_of_a_box_is_one_error_at_its_line(typed: str, key: str, line: int) -> None:
    blocks, found = body(typed)
    errors = [(problem.said.key, problem.where.line) for problem in found if problem.severity == "error"]  # type: ignore[union-attr]
    assert errors == [(key, line)]
    assert blocks or "Un" not in typed
