"""The head of an article: lines ``key: value`` between two lines ``---``.

It looks like YAML, but a headline is no YAML: ``Patrimoine : le carillon``, ``22:30``, ``On``, ``# 1 des ventes``,
``« … »`` and ``"…" et…`` would be refused or changed. Every key is known and every value is text, so the rest of a
key's line is taken as it was typed. What YAML's users expect still holds:

- a value wholly in quotes loses them (``"a : b"``, with the escapes of YAML);
- ``|`` and ``>`` alone open a block, whose lines are kept (each end of line becomes a line break) or joined;
- lines that are indented go on with the value above them;
- a line that begins with ``#`` is a comment, and so is an empty one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from mise_en_page.model import limits
from mise_en_page.model.issue import LINE_BREAK
from mise_en_page.model.message import say
from mise_en_page.reading.fields import ArticleFields, folded
from mise_en_page.reading.found import Found, nearest, shown
from mise_en_page.reading.nodes import Entry, Scalar, Table
from mise_en_page.reading.source import Written, without_unwanted

_FENCE = re.compile(r"---[ \t]*$")
#: A key: words, then a colon that may stand after a space, as the French set it.
_KEY = re.compile(r"([^\W\d_][\w’'-]*(?:[ \u00a0\u202f][\w’'-]+){0,2})[ \t\u00a0\u202f]*:")
_BLOCK = re.compile(r"([|>])(?:[+-]?[1-9]?|[1-9][+-])[ \t]*$")
#: What YAML would misread without quotes around it.
_NEEDS_QUOTES = re.compile(r": |:$| #|^[-?!&*|>%@`'\"#\[{]|^[\d.,:+-]+$|^(?:yes|no|on|off|true|false|null)$", re.I)
#: There are ten keys, and a chapo has a few lines.
_MOST_LINES = limits.HEAD_LINES
#: No value of ours is so long (fields.py); reading quotes takes time.
_LONGEST_QUOTED = 10_000


@dataclass(frozen=True, slots=True)
class Head:
    """The keys of an article and where in the text its body begins."""

    table: Table
    body: int


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip(" \t"))

    @property
    def blank(self) -> bool:
        return not self.text.strip(" \t")


def read_front_matter(written: Written, found: Found) -> Head | None:
    """The keys at the head of an article; None when there are none to read (told)."""
    lines = _lines(written.text)
    first = next((index for index, line in enumerate(lines) if not line.blank), None)
    name = written.source.file
    if first is None:
        found.error("empty-article/empty", written.span(0), file=name)
        return None
    begin = written.span(lines[first].start)
    if not _FENCE.match(lines[first].text):
        found.error("no-front-matter", begin, file=name)
        return None
    last = next((i for i in range(first + 1, len(lines)) if _FENCE.match(lines[i].text)), None)
    if last is None:
        found.error("no-front-matter/endless", begin, file=name)
        return None
    if last - first > _MOST_LINES:
        found.error("long-front-matter", written.span(0), most=_MOST_LINES)
        return None
    entries = _entries(lines[first + 1 : last], written, found)
    body = lines[last].start + len(lines[last].text) + 1
    return Head(Table(tuple(entries), begin), min(body, len(written.text)))


def _lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(_Line(start, line))
        start += len(line) + 1
    return lines


def _entries(lines: list[_Line], written: Written, found: Found) -> list[Entry]:
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    known = ArticleFields.names()
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if line.blank or line.text.startswith("#"):
            continue
        match = _key(line, known)
        if match is None:
            _tell_stray(line, written, found)
            continue
        follows: list[_Line] = []
        while index < len(lines) and (lines[index].blank or lines[index].indent):
            follows.append(lines[index])
            index += 1
        key = Scalar(
            match[1], written.span(line.start, len(match[1])), written.offsets(line.start, line.start + len(match[1]))
        )
        if match[1] in seen:
            found.error("duplicate-key", key.span, typed=shown(match[1]), line=seen[match[1]])
            continue
        seen[match[1]] = key.span.line
        value = _value(_Line(line.start + match.end(), line.text[match.end() :]), follows, written, found)
        entries.append(Entry(key, value))
    return entries


def _key(line: _Line, known: dict[str, str]) -> re.Match[str] | None:
    """The key of a line: known, or at least followed by a space or nothing, as YAML has it."""
    match = _KEY.match(line.text)
    if match is None or line.indent:
        return None
    after = line.text[match.end() : match.end() + 1]
    return match if folded(match[1]) in known or after in ("", " ", "\t", "\u00a0", "\u202f") else None


def _tell_stray(line: _Line, written: Written, found: Found) -> None:
    where = written.span(line.start + line.indent, len(line.text.strip()))
    word = line.text.split(":")[0].strip()
    near = nearest(word, ArticleFields.spellings()) if ":" in line.text or " " not in word else ""
    hint = say("hint/did-you-mean", near=f"{near}: …") if near else None
    found.error("stray-line", where, hint, typed=shown(line.text.strip(), 40))


def _value(rest: _Line, follows: list[_Line], written: Written, found: Found) -> Scalar:
    """What was written after a key and on the indented lines below it."""
    while follows and follows[-1].blank:
        follows.pop()
    block = _BLOCK.match(rest.text.lstrip(" \t"))
    text, indexes = (
        _block(follows, folds=block[1] == ">") if block else _folded([_stripped(each) for each in (rest, *follows)])
    )
    start = indexes[0] if indexes else rest.start + min(rest.indent, len(rest.text))
    span = written.span(start, len(text) if LINE_BREAK not in text else 0)
    if not block:
        quoted = text
        text, indexes = _unquoted(text, indexes)
        if quoted == f'"{text}"' and not _NEEDS_QUOTES.search(text):
            found.info("quotes-dropped", span)
    if "\\" in rest.text or follows:  # only an escape in quotes can have written one
        text = without_unwanted(text, span, found)
    return Scalar(text, span, written.origins_of(indexes))


#: Characters, and the index of each in the text.
_Pieces = tuple[str, Sequence[int]]


def _stripped(line: _Line) -> _Pieces:
    text = line.text.strip(" \t")
    start = line.start + min(line.indent, len(line.text))
    return text, range(start, start + len(text))


def _folded(lines: list[_Pieces], *, kept: bool = False) -> _Pieces:
    """Lines joined by a space; an empty line between two is a line break, as YAML folds; ``kept``: each end of line."""
    if len(lines) == 1:
        return lines[0]
    texts: list[str] = []
    indexes: list[int] = []
    empty = 0
    for text, places in lines:
        if not text and not kept:
            empty += 1
            continue
        if indexes:
            joint = LINE_BREAK if kept else LINE_BREAK * empty or " "
            texts.append(joint)
            indexes += [indexes[-1] + 1] * len(joint)
        texts.append(text)
        indexes += places
        empty = 0
    return "".join(texts), indexes


def _block(lines: list[_Line], *, folds: bool) -> _Pieces:
    """The lines of ``|`` (kept) or ``>`` (joined), without the indent that they share."""
    indent = min((line.indent for line in lines if not line.blank), default=0)
    rows: list[_Pieces] = []
    for line in lines:
        text = line.text[indent:].rstrip(" \t")
        rows.append((text, range(line.start + indent, line.start + indent + len(text))))
    return _folded(rows, kept=not folds)


def _unquoted(text: str, indexes: Sequence[int]) -> _Pieces:
    """Without the quotes, if the whole value stands in one pair of them: ``"a : b"`` but not ``"a" et "b"``."""
    if not 2 < len(text) < _LONGEST_QUOTED or text[0] not in "'\"":
        return text, indexes
    if re.fullmatch(r"'(?:[^']|'')*'", text):
        kept = [i for i in range(1, len(text) - 1) if not (text[i] == "'" and (text[1:i].count("'") % 2))]
        return "".join(text[i] for i in kept), [indexes[i] for i in kept]
    if not re.fullmatch(r'"(?:[^"\\]|\\.)*"', text):
        return text, indexes
    if "\\" not in text:
        return text[1:-1], indexes[1:-1]
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, OverflowError):
        node = None
    if not isinstance(node, yaml.ScalarNode):
        return text, indexes
    value = str(node.value)
    # Escapes are rare: what follows the first is led back to it.
    plain = text.index("\\")
    return value, [indexes[min(i + 1, plain)] for i in range(len(value))]
