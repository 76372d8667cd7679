"""The markup inside a line: *emphasis*, **strong**, [links](https://…), and nothing else.

markdown-it-py's delimiters do the work, on ``MarkdownIt("zero")`` with only what is ours. Stricter than CommonMark where
it would eat what journalists type: an asterisk within a word or a number (``étudiant*es``, ``5*3*2``) stays, as do
``_``, entities (``&amp;``), code marks and every sign without a partner. A backslash before one of ``* [ ] < > # ! \\``
writes that sign; before anything else it stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import postProcess
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from mise_en_page import limits
from mise_en_page.model import Mark, MarkKind, Text
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.source import Written

ESCAPED = "*[]<>#!"
_TAG = re.compile(r"(?<!\\)<(?:/?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|!--|!\[CDATA\[|!DOCTYPE\b|\?[a-z])")
_AUTOLINK = re.compile(r"(?<!\\)<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>")
_REFERENCE = re.compile(r"(?<!\\)\[[^\[\]]+\]\[[^\[\]]*\]")
_WEB = re.compile(r"(?:https?://|mailto:)[^\s\\<>\"]+", re.IGNORECASE)
#: Composition takes time that grows with a paragraph, and far more with a word: these bound both (characters).
LONGEST_WORD, LONGEST_TEXT = limits.WORD, limits.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Pieces:
    """Characters of a block before its markup is read; each with its index in the written text."""

    text: str
    indexes: tuple[int, ...]

    def part(self, start: int, end: int | None = None) -> Pieces:
        return Pieces(self.text[start:end], self.indexes[start:end])

    def stripped(self) -> Pieces:
        start = len(self.text) - len(self.text.lstrip(" \t\n"))
        return self.part(start, max(start, len(self.text.rstrip(" \t\n"))))


def read_inline(pieces: Pieces, written: Written, found: Found, *, strict: bool) -> Text:
    """Flat text with marks over it. ``strict`` in the body, where what looks like a link must be one; a title may joke."""
    _look_for_faults(pieces, written, found, strict=strict)
    if len(pieces.text) > LONGEST_TEXT:
        return Text(pieces.text, tuple(written.offset(index) for index in pieces.indexes))
    tokens: list[Token] = []
    faults: list[tuple[int, str]] = []
    _PARSER.inline.parse(pieces.text, _PARSER, {"faults": faults}, tokens)
    for position, destination in faults if strict else ():
        message = f"“{shown(destination)}” is no address that a link can lead to"
        hint = "a link leads to https://…, http://… or mailto:…; to print a bracket write \\["
        found.error("bad-link", message, hint, written.span(pieces.indexes[position], 1))
    return _flat(tokens, pieces, written)


def _look_for_faults(pieces: Pieces, written: Written, found: Found, *, strict: bool) -> None:
    def error(code: str, message: str, hint: str, match: re.Match[str]) -> None:
        found.error(code, message, hint, written.span(pieces.indexes[match.start()], match.end() - match.start()))

    for match in _TAG.finditer(pieces.text):
        message = f"“{shown(match.group(), 30)}” is HTML, which is not read here"
        error("raw-html", message, "write *emphasis* or **strong**; to print the sign itself write \\<", match)
    for match in _AUTOLINK.finditer(pieces.text):
        error("bad-link", f"“{shown(match.group(), 40)}” is a bare link", "write [the words to print](https://…)", match)
    if strict:
        for match in _REFERENCE.finditer(pieces.text):
            message = f"“{shown(match.group(), 40)}” is a reference link, which is not read here"
            error("reference-link", message, "write [the words](https://…); to print a bracket write \\[", match)
    for match in re.finditer(rf"[^\s\u00a0\u202f]{{{LONGEST_WORD + 1},}}", pieces.text):
        message = f"“{shown(match.group(), 30)}” is a word of {match.end() - match.start():,} characters"
        error("word-too-long", message, f"no word may be longer than {LONGEST_WORD}: put spaces in it", match)
    if len(pieces.text) > LONGEST_TEXT:
        message = f"a paragraph of {len(pieces.text):,} characters begins here"
        hint = f"cut it: none may be longer than {LONGEST_TEXT:,} (an empty line ends a paragraph)"
        found.error("paragraph-too-long", message, hint, written.span(pieces.indexes[0]))


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Asterisks as delimiters, but not those that stand within a word."""
    start = state.pos
    if silent or state.src[start] != "*":
        return False
    run = state.scanDelims(start, True)
    end = start + run.length
    before = state.src[start - 1] if start > 0 else " "
    after = state.src[end] if end < state.posMax else " "
    for _ in range(run.length):
        state.push("text", "", 0).content = "*"
        state.delimiters.append(
            Delimiter(
                marker=ord("*"),
                length=run.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=run.can_open and not before.isalnum(),
                close=run.can_close and not after.isalnum(),
            )
        )
    state.pos = end
    return True


def _escape(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "\\" or state.src[state.pos + 1 : state.pos + 2] not in tuple(ESCAPED):
        return False
    if not silent:
        token = state.push("escaped", "", 0)
        token.content = state.src[state.pos + 1]
    state.pos += 2
    return True


def _link(state: StateInline, silent: bool) -> bool:
    """``[words](https://…)``. Brackets that hold no such thing are text."""
    if silent or state.src[state.pos] != "[" or state.env.get("inside"):
        return False
    label_end = _closings(state).get(state.pos, -1)
    if label_end < state.pos + 2 or state.src[label_end + 1 : label_end + 2] != "(":
        return False
    end = state.src.find(")", label_end + 2, label_end + 2002)
    # An address may hold one pair of brackets, as those of Wikipedia do.
    if end >= 0 and "(" in state.src[label_end + 2 : end] and state.src[end + 1 : end + 2] == ")":
        end += 1
    destination = state.src[label_end + 2 : end] if end >= 0 else " "
    if not destination or re.search(r"\s", destination):
        return False
    if not _WEB.fullmatch(destination):
        if state.src[state.pos - 1 : state.pos] == "!":  # a picture within the text, told by markdown.py
            return False
        state.env["faults"].append((state.pos, destination))
        return False
    after, limit = end + 1, state.posMax
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": destination}
    state.pos, state.posMax = state.pos + 1, label_end
    state.env["inside"] = True
    state.md.inline.tokenize(state)
    state.env["inside"] = False
    closing = state.push("link_close", "a", -1)
    closing.meta = {"length": after - label_end}
    state.pos, state.posMax = after, limit
    return True


def _closings(state: StateInline) -> dict[int, int]:
    """The closing bracket of each opening one, found once for a text."""
    if "closings" not in state.env:
        closings: dict[int, int] = {}
        opened: list[int] = []
        for match in re.finditer(r"\\.|[\[\]]", state.src):
            if match.group() == "[":
                opened.append(match.start())
            elif match.group() == "]" and opened:
                closings[opened.pop()] = match.start()
        state.env["closings"] = closings
    found: dict[int, int] = state.env["closings"]
    return found


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero")
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.inline.ruler.at("escape", _escape)
    parser.inline.ruler.at("link", _link)
    parser.inline.ruler2.at("emphasis", postProcess)
    parser.enable(["emphasis", "escape", "link"])
    return parser


_PARSER = _parser()
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
            origins.extend(written.offset(index) for index in indexes)
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
