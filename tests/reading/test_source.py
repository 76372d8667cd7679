"""What a text file becomes: NFC, plain line ends, and each character led back to where it stands in the file."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.model.problem import Span
from mise_en_page.reading.found import Found
from mise_en_page.reading.source import Written, decode


def read(data: bytes) -> Written:
    found = Found()
    written = decode(data, "a.md", found)
    assert written is not None
    assert not found
    return written


def test_a_plain_file_is_its_own_map() -> None:
    written = read("L'été\nfinit".encode())
    assert written.text == "L'été\nfinit"
    assert written.origins is None
    assert written.span(6, 5) == Span("a.md", 2, 1, 5)


def test_nfd_becomes_nfc_and_columns_stay_those_of_the_file() -> None:
    typed = unicodedata.normalize("NFD", "été, où ?")
    written = read(typed.encode())
    assert written.text == "été, où ?"
    assert written.span(written.text.index("o")).column == typed.index("o") + 1


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_all_line_ends_are_one(end: str) -> None:
    written = read(end.join(["un", "deux", "trois"]).encode())
    assert written.text == "un\ndeux\ntrois"
    assert written.span(written.text.index("trois")) == Span("a.md", 3, 1)


def test_a_byte_order_mark_is_not_in_the_text_nor_in_the_columns() -> None:
    written = read(b"\xef\xbb\xbfun\ndeux")
    assert written.text == "un\ndeux"
    assert written.span(0) == Span("a.md", 1, 1)
    assert written.span(3) == Span("a.md", 2, 1)


def test_a_byte_order_mark_alone_is_an_empty_file() -> None:
    written = read(b"\xef\xbb\xbf")
    assert (written.text, written.span(0)) == ("", Span("a.md", 1, 1))


@pytest.mark.parametrize("forced", ["\u2028", "\x0b"])
def test_a_forced_line_of_indesign_or_word_is_a_space_and_is_told(forced: str) -> None:
    found = Found()
    written = decode(f"un{forced}deux".encode(), "a.md", found)
    assert written is not None
    assert written.text == "un deux"
    assert [(problem.code, problem.severity, problem.where) for problem in found] == [
        ("forced-line", "warning", Span("a.md", 1, 3, 1))
    ]


def test_windows_1252_is_told_by_name_with_its_place() -> None:
    found = Found()
    assert decode("Un\nprix en €".encode("cp1252"), "a.md", found) is None
    assert found[0].code == "not-utf-8"
    assert "Windows-1252" in found[0].message
    assert found[0].where == Span("a.md", 2, 9, 1)


def test_bytes_that_are_no_encoding_at_all_are_told() -> None:
    found = Found()
    assert decode(b"\x81\x8d\x8f", "a.md", found) is None
    assert [problem.code for problem in found] == ["not-utf-8"]


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_what_is_read_is_the_nfc_of_what_was_written_or_told(typed: str) -> None:
    found = Found()
    written = decode(typed.encode(), "a.md", found)
    assert written is not None
    if any(problem.severity == "error" for problem in found):
        assert {problem.code for problem in found} <= {"bad-character", "forced-line"}
        return
    plain = typed.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    plain = plain.replace("\u2028", " ").replace("\x0b", " ")
    assert written.text == unicodedata.normalize("NFC", plain)
    origins = [written.offset(index) for index in range(len(written.text))]
    assert origins == sorted(origins)
    for character, origin in zip(written.text, origins, strict=True):
        if character.isascii() and character not in "\n ":
            assert typed[origin] == character


@given(st.text(st.sampled_from("ae\u0301\u0327\u0323\u1100\u1161\u11a8가ô\u0338="), max_size=20))
def test_combining_marks_are_composed_as_unicode_does(typed: str) -> None:
    assert read(typed.encode()).text == unicodedata.normalize("NFC", typed)
