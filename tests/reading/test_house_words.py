"""mots.txt: the publication's own words, a word or a phrase a line; read with its faults, written whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from mise_en_page import reading
from mise_en_page.model.problem import Problem, Refused, Span
from mise_en_page.reading.found import Found
from mise_en_page.reading.words import add_words, read_words
from sample_issue import one_page

ISSUE = "issues/2018-05"


def read(folder: Path, text: str) -> tuple[tuple[str, ...], list[Problem]]:
    (folder / "mots.txt").write_text(text, encoding="utf-8")
    found = Found()
    return read_words(folder, found), list(found)


def test_a_line_is_a_word_or_a_phrase_and_a_hash_opens_a_comment(tmp_path: Path) -> None:
    words, told = read(tmp_path, "# les nôtres\nvantelle\n\n  Lundi rouge   # une grève\nS.N.C.F.\n\\#MeToo\nC#\n")
    assert words == ("vantelle", "Lundi rouge", "S.N.C.F.", "#MeToo", "C#")
    assert told == []


def test_there_may_be_no_such_file(tmp_path: Path) -> None:
    assert read_words(tmp_path, Found()) == ()


def test_faults_are_told_with_their_line_and_the_others_are_read(tmp_path: Path) -> None:
    words, told = read(tmp_path, f"mot\n{'a' * 101}\n---\nmot\nautre\n")
    assert words == ("mot", "autre")
    assert [(p.said.key, p.severity, p.where.line if isinstance(p.where, Span) else 0) for p in told] == [
        ("own-words/long", "warning", 2), ("own-words/none", "warning", 3), ("own-words/twice", "warning", 4),
    ]  # fmt: skip


def test_a_file_of_another_encoding_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "mots.txt").write_bytes("élégie\n".encode("cp1252"))
    found = Found()
    assert read_words(tmp_path, found) == ()
    assert [problem.code for problem in found] == ["not-utf-8"]


def test_words_are_added_behind_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "mots.txt"
    assert add_words(tmp_path, ["vantelle", "vantelle"]) == ("vantelle",)
    assert path.read_text(encoding="utf-8") == "vantelle\n"
    path.write_bytes("# à nous\r\nvantelle  # une vanne\r\nsans fin de ligne".encode())
    assert add_words(tmp_path, ["vantelle", "Lundi  rouge", "#MeToo"]) == ("Lundi rouge", "#MeToo")
    kept = "# à nous\r\nvantelle  # une vanne\r\nsans fin de ligne\nLundi rouge\n\\#MeToo\n"
    assert path.read_bytes() == kept.encode()
    assert read_words(tmp_path, Found()) == ("vantelle", "sans fin de ligne", "Lundi rouge", "#MeToo")


@pytest.mark.parametrize("words", ["", "  ", "a" * 101, "a\x00b", "\u202egauche"])
def test_what_can_be_no_line_is_refused_and_nothing_written(tmp_path: Path, words: str) -> None:
    with pytest.raises(Refused) as refused:
        add_words(tmp_path, ["bon", words])
    assert refused.value.problems[0].code == "own-words"
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "mots.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refused):
        add_words(tmp_path, ["mot"])
    assert (tmp_path / "mots.txt").read_bytes() == b"\xff\xfe\x00"


def test_an_issue_has_its_publications_words_and_more_can_be_accepted(tmp_path: Path) -> None:
    root = one_page(tmp_path / "publication")
    assert reading.read_issue(root / ISSUE).words == ("vantelles",)
    assert reading.accept(root / ISSUE, ["acceuil"]) == ("acceuil",)
    assert reading.accept(root / ISSUE / "issue.yaml", ["acceuil"]) == ()
    read = reading.read_issue(root / ISSUE)
    assert read.words == ("vantelles", "acceuil")
    again = reading.reread(read, [f"{ISSUE}/articles/fleuve.md"])
    assert again.words == read.words
    with pytest.raises(Refused):
        reading.accept(tmp_path / "nowhere", ["mot"])
