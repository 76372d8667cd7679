"""The markup inside a line: *emphasis*, **strong**, [links](https://…), and nothing else.

markdown-it-py's delimiters do the work (delimiters.py), where there is any. Stricter than CommonMark where
it would eat what journalists type: an asterisk within a word or a number (``étudiant*es``, ``5*3*2``) stays, as do
``_``, entities (``&amp;``), code marks and every sign without a partner. A backslash before one of ``* [ ] < > # ! \\``
writes that sign; before anything else it stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mise_en_page import limits
from mise_en_page.model import Mark, MarkKind, Text
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.source import Written

if TYPE_CHECKING:
    from markdown_it.token import Token

#: What a backslash may stand before.
ESCAPED = "*[]<>#!"
#: What is without one of these is text and nothing else.
_MARKUP = "*[\\"
_TAG = re.compile(r"(?<!\\)<(?:/?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|!--|!\[CDATA\[|!DOCTYPE\b|\?[a-z])")
_AUTOLINK = re.compile(r"(?<!\\)<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>")
_REFERENCE = re.compile(r"(?<!\\)\[[^\[\]]+\]\[[^\[\]]*\]")
#: Composition takes time that grows with a paragraph, and far more with a word: these bound both (characters).
LONGEST_WORD, LONGEST_TEXT = limits.WORD, limits.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Pieces:
    """Characters of a block before its markup is read; each with its index in the written text."""

    text: str
    indexes: Sequence[int]

    def part(self, start: int, end: int | None = None) -> Pieces:
        return Pieces(self.text[start:end], self.indexes[start:end])

    def stripped(self) -> Pieces:
        start = len(self.text) - len(self.text.lstrip(" \t\n"))
        return self.part(start, max(start, len(self.text.rstrip(" \t\n"))))


def read_inline(pieces: Pieces, written: Written, found: Found, *, strict: bool) -> Text:
    """Flat text with marks over it. ``strict`` in the body, where what looks like a link must be one; a title may joke."""
    _look_for_faults(pieces, written, found, strict=strict)
    if len(pieces.text) > LONGEST_TEXT or not any(sign in pieces.text for sign in _MARKUP):
        return Text(pieces.text, written.origins_of(pieces.indexes))
    from mise_en_page.reading.delimiters import parsed  # noqa: PLC0415 (markdown-it: most texts have no markup)

    tokens, faults = parsed(pieces.text)
    for position, destination in faults if strict else ():
        message = f"“{shown(destination)}” is no address that a link can lead to"
        hint = "a link leads to https://…, http://… or mailto:…; to print a bracket write \\["
        found.error("bad-link", message, hint, written.span(pieces.indexes[position], 1))
    return _flat(tokens, pieces, written)


def _look_for_faults(pieces: Pieces, written: Written, found: Found, *, strict: bool) -> None:
    def error(code: str, message: str, hint: str, match: re.Match[str]) -> None:
        found.error(code, message, hint, written.span(pieces.indexes[match.start()], match.end() - match.start()))

    tagged = pieces.text if "<" in pieces.text else ""
    for match in _TAG.finditer(tagged):
        message = f"“{shown(match.group(), 30)}” is HTML, which is not read here"
        error("raw-html", message, "write *emphasis* or **strong**; to print the sign itself write \\<", match)
    for match in _AUTOLINK.finditer(tagged):
        error("bad-link", f"“{shown(match.group(), 40)}” is a bare link", "write [the words to print](https://…)", match)
    if strict and "[" in pieces.text:
        for match in _REFERENCE.finditer(pieces.text):
            message = f"“{shown(match.group(), 40)}” is a reference link, which is not read here"
            error("reference-link", message, "write [the words](https://…); to print a bracket write \\[", match)
    long = len(pieces.text) > LONGEST_WORD and max(map(len, pieces.text.split()), default=0) > LONGEST_WORD
    for match in re.finditer(rf"\S{{{LONGEST_WORD + 1},}}", pieces.text) if long else ():
        message = f"“{shown(match.group(), 30)}” is a word of {match.end() - match.start():,} characters"
        error("word-too-long", message, f"no word may be longer than {LONGEST_WORD}: put spaces in it", match)
    if len(pieces.text) > LONGEST_TEXT:
        message = f"a paragraph of {len(pieces.text):,} characters begins here"
        hint = f"cut it: none may be longer than {LONGEST_TEXT:,} (an empty line ends a paragraph)"
        found.error("paragraph-too-long", message, hint, written.span(pieces.indexes[0]))


_KINDS: dict[str, MarkKind] = {"em": "emphasis", "strong": "strong", "link": "link"}


def _flat(tokens: list[Token], pieces: Pieces, written: Written) -> Text:
    """Tokens as one text; a cursor in the pieces follows them, so that each character keeps its origin."""
    characters: list[str] = []
    origins: list[int] = []
    marks: list[Mark] = []
    opened: list[tuple[MarkKind, int, str]] = []
    cursor = 0
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if token.type == "escaped":
            cursor += 1
        if token.nesting == 0:
            characters.append(token.content)
            indexes = pieces.indexes[cursor : cursor + len(token.content)]
            origins.extend(written.origins_of(indexes))
            cursor += len(token.content)
        elif token.nesting == 1:
            opened.append((_KINDS[name], len(origins), str(token.attrs.get("href", ""))))
            cursor += len(token.markup) or 1
        else:
            kind, start, href = opened.pop()
            if start < len(origins):
                marks.append(Mark(kind, start, len(origins), href))
            cursor += token.meta["length"] if kind == "link" else len(token.markup)
    marks.reverse()  # of two marks over the same characters the outer one closes last and stands first
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    return Text("".join(characters), tuple(origins), tuple(marks))
