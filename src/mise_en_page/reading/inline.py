"""The markup inside a line: *emphasis*, **strong**, [links](https://…), entities, and nothing else.

delimiters.py reads it, where there is any, as people and converters write it. Stricter than CommonMark where that would
eat what journalists type: a sign within a word or a number (``étudiant*es``, ``5*3*2``, ``mot_clé``), code marks and every
sign without a partner stay. A backslash before a sign writes that sign; before a letter it stays. What Markdown has and a
page has not (notes, ``H~2~O``, ``~~barré~~``, HTML) is told, and printed as it is typed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mise_en_page.model import limits
from mise_en_page.model.issue import Mark, Text
from mise_en_page.model.message import Value, key, say
from mise_en_page.model.problem import Problem, Severity
from mise_en_page.reading.delimiters import Fault, parsed
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.source import Pieces, Written, unwanted, without_unwanted

#: What is without one of these is text and nothing else.
_MARKUP = "*_[\\&"
#: Composition takes time that grows with a paragraph, and far more with a word: these bound both (characters).
LONGEST_WORD, LONGEST_TEXT = limits.WORD, limits.PARAGRAPH


class _Foreign(NamedTuple):
    """What is not read: the sign without which it cannot be there, its pattern, and what is told."""

    sign: str
    pattern: re.Pattern[str]
    sentence: str
    severity: Severity = "error"
    strict: bool = False  # in a title it may be a joke


def _foreign(sign: str, pattern: str, sentence: str, severity: Severity = "error", *, strict: bool = False) -> _Foreign:
    return _Foreign(sign, re.compile(rf"(?<!\\){pattern}"), sentence, severity, strict)


_NAME = r"[A-Za-z][A-Za-z0-9-]*(?::[A-Za-z][A-Za-z0-9-]*)?"
MOJIBAKE = key("mojibake")
FOREIGN = (
    _foreign("<", rf"<(?:/?{_NAME}(?:\s[^<>]*)?/?>|!--|!\[|!DOCTYPE\b|\?[a-z])", key("raw-html")),
    _foreign("<", r"(?<!\]\()<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>", key("bad-link/bare")),
    _foreign("[", r"\[\^[^\[\]\s]{1,40}\]:?", key("footnote/call")),
    _foreign("[", r"\[(?!\^)[^\[\]]+\]\[[^\[\]]*\]", key("reference-link"), strict=True),
    _foreign("{", r"(?<=[\])*_}\s])\{(?:[.#][\w-]+|[\w-]+=)[^{}\n]*\}", key("attributes/braces")),
    _foreign(
        "&", r"&(?:nbsp|amp|eacute|egrave|ecirc|agrave|ccedil|quot|lt|gt|[lr]squo|[lr]aquo|oelig|euro|hellip)(?![\w;])",
        key("entity/open"), "warning",
    ),
    _foreign("Ã", "Ã[\u00a0-\u00bf\u0192\u0160\u0161\u0152\u0153\u017d\u2020-\u203a\u20ac\u2122]", MOJIBAKE),
    _foreign("Â", "Â[\u00a0\u00ab\u00bb\u00b0\u00b7\u00b2\u00a9\u00ae]", MOJIBAKE),
    _foreign(
        "â€", "â€[\u0152\u0153\u0178\u02dc\u009d\u00a0\u00a6\u00b9\u00ba\u2018-\u2022\u201c\u201d\u2122\u2026]?", MOJIBAKE
    ),
    _foreign("~", r"~~(?=[^\s~])[^~\n]*[^\s~]~~", key("strikethrough")),
    _foreign("~", r"(?<=\w)~[^\s~]{1,20}~", key("subscript")),
    _foreign("^", r"(?<=[\w)])\^[^\s^]{1,20}\^", key("superscript")),
    _foreign("^", r"(?<=[^\W_])\^\d{1,3}(?![\w^])", key("superscript/open"), "warning"),
    _foreign("=", r"(?<![=\w])==(?=[^\s=])[^=\n]*[^\s=]==(?![=\w])", key("highlight")),
    _foreign("`", r"(?<![\w`])`{1,3}[^`\n]+`{1,3}(?![\w`])", key("code/marks"), "warning"),
)  # fmt: skip

#: Scripts that are written from right to left.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
    "(?:[^\\s]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff])?"
)


def read_inline(pieces: Pieces, written: Written, found: Found, *, strict: bool) -> Text:
    """Flat text with marks over it. ``strict`` in the body, where what looks like a link must be one; a title may joke."""
    _look_for_faults(pieces, written, found, strict=strict)
    if len(pieces.text) > LONGEST_TEXT or not any(sign in pieces.text for sign in _MARKUP):
        return Text(pieces.text, written.origins_of(pieces.indexes))
    read = parsed(pieces.text)
    for fault in read.faults:
        _tell(fault, pieces, written, found, strict=strict)
    characters = "".join(read.characters)
    if unwanted(characters):  # only an entity can have written one
        places = (written.span(pieces.indexes[at], 1) for at in read.places)
        characters = "".join(without_unwanted(each, where, found) for each, where in zip(characters, places, strict=True))
    marks = sorted((Mark(*mark) for mark in read.marks), key=lambda mark: (mark.start, -mark.end, mark.kind))
    return Text(characters, written.origins_of([pieces.indexes[at] for at in read.places]), tuple(marks))


def _look_for_faults(pieces: Pieces, written: Written, found: Found, *, strict: bool) -> None:
    text = pieces.text

    def tell(match: re.Match[str], width: int, sentence: str, severity: Severity = "error", **values: Value) -> None:
        where = written.span(pieces.indexes[match.start()], len(match.group()))
        found.add(Problem.of(sentence, severity, where, typed=shown(match.group(), width), **values))

    for foreign in FOREIGN:
        if foreign.sign in text and (strict or not foreign.strict):
            for match in foreign.pattern.finditer(text):
                tell(match, 40, foreign.sentence, foreign.severity)
    for match in () if text.isascii() else _RIGHT_TO_LEFT.finditer(text):
        tell(match, 40, key("right-to-left"))
    long = len(text) > LONGEST_WORD and max(map(len, text.split()), default=0) > LONGEST_WORD
    for match in re.finditer(rf"\S{{{LONGEST_WORD + 1},}}", text) if long else ():
        tell(match, 30, key("word-too-long"), length=len(match.group()), most=LONGEST_WORD)
    if len(text) > LONGEST_TEXT:
        found.error("paragraph-too-long", written.span(pieces.indexes[0]), length=len(text), most=LONGEST_TEXT)


#: An asterisk behind a word that calls a note, which stands below behind an asterisk of its own.
_CALLED = re.compile(r"[^\s*(\[]\*(?![\w*])")
_EMPHASIS = re.compile(r"(?<!\w)\*{1,3}(?![\s*])[^*\n]+(?<!\s)\*{1,3}(?!\w)")


def _tell(fault: Fault, pieces: Pieces, written: Written, found: Found, *, strict: bool) -> None:
    typed = pieces.text[fault.start : fault.start + fault.length]
    where = written.span(pieces.indexes[fault.start], 1 if fault.kind == "link" else fault.length)
    if fault.kind == "link":
        if strict:
            found.error("bad-link", where, address=shown(typed.partition("](")[2].removesuffix(")")))
    elif fault.kind == "entity":
        found.warning("entity", where, say("hint/silence", sign=typed[0]), typed=typed)
    elif fault.kind == "entity-twice":
        found.warning("entity/twice", where, typed=shown(typed, 30))
    elif fault.kind == "stars":
        found.warning("lone-sign/stars", where, say("hint/silence", sign=typed[0]), typed=typed)
    elif len(typed) > 1:
        found.error("lone-sign/double", where, typed=typed, sign=typed[0])
    elif not _CALLED.search(_EMPHASIS.sub("", written.text)):
        found.warning("lone-sign", where, typed=typed, sign=typed[0])
