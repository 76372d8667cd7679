"""The markup inside a line: *emphasis*, **strong**, [links](https://…), entities, and nothing else.

delimiters.py reads it, where there is any, as people and converters write it. Stricter than CommonMark where that would
eat what journalists type: a sign within a word or a number (``étudiant*es``, ``5*3*2``, ``mot_clé``), code marks and every
sign without a partner stay. A backslash before a sign writes that sign; before a letter it stays. What Markdown has and a
page has not (notes, ``H~2~O``, ``~~barré~~``, HTML) is told, and printed as it is typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mise_en_page.model import limits
from mise_en_page.model.issue import Mark, Text
from mise_en_page.model.problem import Severity
from mise_en_page.reading.delimiters import Fault, parsed
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.source import Written, unwanted

#: What is without one of these is text and nothing else.
_MARKUP = "*_[\\&"
#: Composition takes time that grows with a paragraph, and far more with a word: these bound both (characters).
LONGEST_WORD, LONGEST_TEXT = limits.WORD, limits.PARAGRAPH


class _Foreign(NamedTuple):
    """What is not read: a pattern, the sign without which it cannot match, and what is told."""

    sign: str
    pattern: re.Pattern[str]
    code: str
    severity: Severity
    message: str
    hint: str
    strict: bool = False  # in a title it may be a joke


def _foreign(
    sign: str, pattern: str, code: str, severity: Severity, message: str, hint: str, *, strict: bool = False
) -> _Foreign:
    return _Foreign(sign, re.compile(rf"(?<!\\){pattern}"), code, severity, message, hint, strict)


_NAME = r"[A-Za-z][A-Za-z0-9-]*(?::[A-Za-z][A-Za-z0-9-]*)?"
FOREIGN = (
    _foreign(
        "<", rf"<(?:/?{_NAME}(?:\s[^<>]*)?/?>|!--|!\[|!DOCTYPE\b|\?[a-z])",
        "raw-html", "error", "“{}” is HTML, which is not read here",
        "write *emphasis* or **strong**; to print the sign itself write \\<",
    ),
    _foreign(
        "<", r"(?<!\]\()<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>",
        "bad-link", "error", "“{}” is a bare link", "write [the words to print](https://…)",
    ),
    _foreign(
        "[", r"\[\^[^\[\]\s]{1,40}\]:?",
        "footnote", "error", "“{}” belongs to a note, which is not read here",
        "say it in the text, or in brackets; to print the sign write \\[",
    ),
    _foreign(
        "[", r"\[(?!\^)[^\[\]]+\]\[[^\[\]]*\]",
        "reference-link", "error", "“{}” is a reference link, which is not read here",
        "write [the words](https://…); to print a bracket write \\[", strict=True,
    ),
    _foreign(
        "{", r"(?<=[\])*_}\s])\{(?:[.#][\w-]+|[\w-]+=)[^{}\n]*\}",
        "attributes", "error", "“{}” is a converter's, not for readers", "delete it; to print it write \\{",
    ),
    _foreign(
        "&", r"&(?:nbsp|amp|eacute|egrave|ecirc|agrave|ccedil|quot|lt|gt|[lr]squo|[lr]aquo|oelig|euro|hellip)(?![\w;])",
        "entity", "warning", "“{}” is printed as it is typed: its ; is missing", "write the character itself, or the ;",
    ),
    *(
        _foreign(
            sign, pattern, "mojibake", "error", "“{}” was a letter with its accent, or a sign, read in a wrong encoding",
            "paste the text again, or type the right character",
        )
        for sign, pattern in (
            ("Ã", "Ã[\u00a0-\u00bf\u0192\u0160\u0161\u0152\u0153\u017d\u2020-\u203a\u20ac\u2122]"),
            ("Â", "Â[\u00a0\u00ab\u00bb\u00b0\u00b7\u00b2\u00a9\u00ae]"),
            ("â€", "â€[\u0152\u0153\u0178\u02dc\u009d\u00a0\u00a6\u00b9\u00ba\u2018-\u2022\u201c\u201d\u2122\u2026]?"),
        )
    ),
    _foreign(
        "~", r"~~(?=[^\s~])[^~\n]*[^\s~]~~",
        "strikethrough", "error", "“{}” strikes words through, which is not read here",
        "take the words out, or leave the signs; to print them write \\~",
    ),
    _foreign(
        "~", r"(?<=\w)~[^\s~]{1,20}~",
        "subscript", "error", "“{}” lowers what stands in it, which is not read here",
        "type the lowered figures themselves (H₂O); to print the sign write \\~",
    ),
    _foreign(
        "^", r"(?<=[\w)])\^[^\s^]{1,20}\^",
        "superscript", "error", "“{}” raises what stands in it, which is not read here",
        "type the raised figures themselves (m², 1er, n°); to print the sign write \\^",
    ),
    _foreign(
        "^", r"(?<=[^\W_])\^\d{1,3}(?![\w^])",
        "superscript", "warning", "“{}” is printed as it is typed, on the line",
        "type the raised figure itself (m², ¹); to print the sign without this line write \\^",
    ),
    _foreign(
        "=", r"(?<![=\w])==(?=[^\s=])[^=\n]*[^\s=]==(?![=\w])",
        "highlight", "error", "“{}” marks words with a pen, which is not read here", "leave the signs, or write \\=",
    ),
    _foreign(
        "`", r"(?<![\w`])`{1,3}[^`\n]+`{1,3}(?![\w`])",
        "code", "warning", "“{}” is printed as it is typed, with its marks of code", "leave the marks, or write \\`",
    ),
)  # fmt: skip

#: Scripts that are written from right to left.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
    "(?:[^\\s]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff])?"
)


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
    read = parsed(pieces.text)
    for fault in read.faults:
        _tell(fault, pieces, written, found, strict=strict)
    for character, at in zip(read.characters, read.places, strict=True):
        if character != pieces.text[at] and unwanted(character)[0]:  # only an entity can have written one
            found.error("bad-character", *unwanted(character), written.span(pieces.indexes[at], 1))
    characters = "".join(read.characters)
    if unwanted(characters)[0]:
        characters = "".join(" " if unwanted(c)[0] else c for c in characters)
    marks = sorted((Mark(*mark) for mark in read.marks), key=lambda mark: (mark.start, -mark.end, mark.kind))
    return Text(characters, written.origins_of([pieces.indexes[at] for at in read.places]), tuple(marks))


def _look_for_faults(pieces: Pieces, written: Written, found: Found, *, strict: bool) -> None:
    text = pieces.text
    for foreign in FOREIGN:
        if foreign.sign not in text or (foreign.strict and not strict):
            continue
        for match in foreign.pattern.finditer(text):
            message = foreign.message.format(shown(match.group(), 40))
            where = written.span(pieces.indexes[match.start()], len(match.group()))
            add = found.error if foreign.severity == "error" else found.warning
            add(foreign.code, message, foreign.hint, where)
    for match in () if text.isascii() else _RIGHT_TO_LEFT.finditer(text):
        message = f"“{shown(match.group(), 40)}” is written from right to left, and would be printed backwards"
        hint = "write it in Latin letters, or show it in a picture"
        found.error("right-to-left", message, hint, written.span(pieces.indexes[match.start()], len(match.group())))
    long = len(text) > LONGEST_WORD and max(map(len, text.split()), default=0) > LONGEST_WORD
    for match in re.finditer(rf"\S{{{LONGEST_WORD + 1},}}", text) if long else ():
        message = f"“{shown(match.group(), 30)}” is a word of {match.end() - match.start():,} characters"
        hint = f"no word may be longer than {LONGEST_WORD}: put spaces in it"
        found.error("word-too-long", message, hint, written.span(pieces.indexes[match.start()], len(match.group())))
    if len(text) > LONGEST_TEXT:
        message = f"a paragraph of {len(text):,} characters begins here"
        hint = f"cut it: none may be longer than {LONGEST_TEXT:,} (an empty line ends a paragraph)"
        found.error("paragraph-too-long", message, hint, written.span(pieces.indexes[0]))


#: An asterisk behind a word that calls a note, which stands below behind an asterisk of its own.
_CALLED = re.compile(r"[^\s*(\[]\*(?![\w*])")
_EMPHASIS = re.compile(r"(?<!\w)\*{1,3}(?![\s*])[^*\n]+(?<!\s)\*{1,3}(?!\w)")


def _tell(fault: Fault, pieces: Pieces, written: Written, found: Found, *, strict: bool) -> None:
    typed = pieces.text[fault.start : fault.start + fault.length]
    where = written.span(pieces.indexes[fault.start], 1 if fault.kind == "link" else fault.length)
    hint = f"to print the sign without this line write \\{typed[0]}"
    if fault.kind == "link":
        if strict:
            address = typed.partition("](")[2].removesuffix(")")
            message = f"“{shown(address)}” is no address that a link can lead to"
            hint = "a link leads to https://…, http://… or mailto:…; to print a bracket write \\["
            found.error("bad-link", message, hint, where)
    elif fault.kind == "entity":
        found.warning("entity", f"“{typed}” is no character's name: it is printed as it is typed", hint, where)
    elif fault.kind == "entity-twice":
        message = f"“{shown(typed, 30)}” was made twice over: it is printed with its sign &"
        found.warning("entity", message, "write the character itself", where)
    elif fault.kind == "stars":
        found.warning("lone-sign", f"“{typed}” stands between spaces and is printed as it is typed", hint, where)
    elif len(typed) > 1:
        message = f"“{typed}” opens or closes nothing"
        found.error("lone-sign", message, f"close **…** in the same paragraph; {hint}", where)
    elif not _CALLED.search(_EMPHASIS.sub("", written.text)):
        message = f"“{typed}” opens nothing that is closed, and is printed"
        found.warning("lone-sign", message, f"close *…* in the same paragraph; {hint}", where)
