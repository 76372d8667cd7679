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
from dataclasses import dataclass

import yaml

from mise_en_page.model import limits
from mise_en_page.model.issue import LINE_BREAK
from mise_en_page.model.message import say
from mise_en_page.reading.fields import ArticleFields, folded
from mise_en_page.reading.found import Found, nearest, shown
from mise_en_page.reading.nodes import Entry, Scalar, Table
from mise_en_page.reading.source import Pieces, Written, joined, without_unwanted

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


def _indent(line: Pieces) -> int:
    return len(line.text) - len(line.text.lstrip(" \t"))


def _is_blank(line: Pieces) -> bool:
    return not line.text.strip(" \t")


def read_front_matter(written: Written, found: Found) -> Head | None:
    """The keys at the head of an article; None when there are none to read (told)."""
    lines = list(written.lines())
    first = next((index for index, line in enumerate(lines) if not _is_blank(line)), None)
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


def _entries(lines: list[Pieces], written: Written, found: Found) -> list[Entry]:
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    known = ArticleFields.names()
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if _is_blank(line) or line.text.startswith("#"):
            continue
        match = _key(line, known)
        if match is None:
            _tell_stray(line, written, found)
            continue
        follows: list[Pieces] = []
        while index < len(lines) and (_is_blank(lines[index]) or _indent(lines[index])):
            follows.append(lines[index])
            index += 1
        name = line.part(0, len(match[1]))
        key = Scalar(name.text, written.span(name.start, len(name.text)), written.origins_of(name.indexes))
        if match[1] in seen:
            found.error("duplicate-key", key.span, typed=shown(match[1]), line=seen[match[1]])
            continue
        seen[match[1]] = key.span.line
        entries.append(Entry(key, _value(line.part(match.end()), follows, written, found)))
    return entries


def _key(line: Pieces, known: dict[str, str]) -> re.Match[str] | None:
    """The key of a line: known, or at least followed by a space or nothing, as YAML has it."""
    match = _KEY.match(line.text)
    if match is None or _indent(line):
        return None
    after = line.text[match.end() : match.end() + 1]
    return match if folded(match[1]) in known or after in ("", " ", "\t", "\u00a0", "\u202f") else None


def _tell_stray(line: Pieces, written: Written, found: Found) -> None:
    where = written.span(line.start + _indent(line), len(line.text.strip()))
    word = line.text.split(":")[0].strip()
    near = nearest(word, ArticleFields.spellings()) if ":" in line.text or " " not in word else ""
    hint = say("hint/nearest", near=f"{near}: …") if near else None
    found.error("stray-line", where, hint, typed=shown(line.text.strip(), 40))


def _value(rest: Pieces, follows: list[Pieces], written: Written, found: Found) -> Scalar:
    """What was written after a key and on the indented lines below it."""
    while follows and _is_blank(follows[-1]):
        follows.pop()
    block = _BLOCK.match(rest.text.lstrip(" \t"))
    lines = _unindented(follows) if block else [line.stripped(" \t") for line in (rest, *follows)]
    typed = _folded(lines, kept=block is not None and block[1] == "|")
    start = typed.start if typed.indexes else rest.stripped(" \t").start
    span = written.span(start, len(typed.text) if LINE_BREAK not in typed.text else 0)
    value = typed if block else _unquoted(typed)
    if typed.text == f'"{value.text}"' and not _NEEDS_QUOTES.search(value.text):
        found.info("quotes-dropped", span)
    text = value.text
    if "\\" in rest.text or follows:  # only an escape in quotes can have written one
        text = without_unwanted(text, span, found)
    return Scalar(text, span, written.origins_of(value.indexes))


def _unindented(lines: list[Pieces]) -> list[Pieces]:
    """Lines without the indent that they share."""
    indent = min((_indent(line) for line in lines if not _is_blank(line)), default=0)
    return [line.part(indent, max(indent, len(line.text.rstrip(" \t")))) for line in lines]


def _folded(lines: list[Pieces], *, kept: bool) -> Pieces:
    """Lines joined by a space; an empty line between two is a line break, as YAML folds; ``kept``: each end of line."""
    parts: list[Pieces] = []
    end, empty = -1, 0
    for line in lines:
        if not line.text and not kept:
            empty += 1
            continue
        if end >= 0:
            joint = LINE_BREAK if kept else LINE_BREAK * empty or " "
            parts.append(Pieces(joint, [end] * len(joint)))
            end += 1 if kept else 0
        parts.append(line)
        end = line.indexes[-1] + 1 if line.indexes else end
        empty = 0
    return joined(parts)


def _unquoted(typed: Pieces) -> Pieces:
    """Without the quotes, if the whole value stands in one pair of them: ``"a : b"`` but not ``"a" et "b"``."""
    text, indexes = typed.text, typed.indexes
    if not 2 < len(text) < _LONGEST_QUOTED or text[0] not in "'\"":
        return typed
    if re.fullmatch(r"'(?:[^']|'')*'", text):
        kept = [i for i in range(1, len(text) - 1) if not (text[i] == "'" and (text[1:i].count("'") % 2))]
        return Pieces("".join(text[i] for i in kept), [indexes[i] for i in kept])
    if not re.fullmatch(r'"(?:[^"\\]|\\.)*"', text):
        return typed
    if "\\" not in text:
        return typed.part(1, -1)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, OverflowError):
        node = None
    if not isinstance(node, yaml.ScalarNode):
        return typed
    value = str(node.value)
    # Escapes are rare: what follows the first is led back to it.
    plain = text.index("\\")
    return Pieces(value, [indexes[min(i + 1, plain)] for i in range(len(value))])
