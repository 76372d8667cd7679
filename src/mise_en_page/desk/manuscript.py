"""An article's file as a text to be edited: every byte of it comes back but those that were changed, and its fields.

A file's text has one character for each end of line, so that places in it are those of a browser; ``written`` makes the
bytes of it again. A field's new value is put where the old one stands, as little changed as can be; what the file says
then is read again and held against what it said before: only that field may differ.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from mise_en_page.model.problem import Refused, Span
from mise_en_page.reading.fields import FRENCH, ArticleFields, folded
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.front_matter import Head, read_front_matter
from mise_en_page.reading.nodes import Entry, Scalar
from mise_en_page.reading.source import decode, unwanted

#: Ends of lines that are no ``\\n``, each as one character: such as may stand in no text (Unicode, noncharacters).
ENDS = {"\r\n": "\ufdd0", "\r": "\ufdd1"}
#: The keys, in the order in which they are shown, and in which a new one is written among the others.
SHOWN = ("kicker", "title", "chapo", "byline", "figure", "image", "caption", "credit", "alt")
#: Those whose lines may be broken by hand, with ``\\``.
BROKEN = frozenset({"kicker", "title", "chapo", "byline", "figure", "next_title", "caption", "credit", "keep"})

_BREAK = re.compile(r"[ \t]*\\\\[ \t]*")
_FORCED = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLOCK = re.compile(r"[|>]")
_FENCE = re.compile(r"^\ufeff?---[ \t]*$", re.MULTILINE)


# --- the bytes of a file


def read(data: bytes, file: str) -> str:
    """The text of an article's file. Raises Refused where it is none that could come back unchanged."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        found = Found()
        decode(data, file, found)
        raise Refused(tuple(found)) from None
    if any(mark in text for mark in ENDS.values()):
        raise Refused.of("edit-characters", Span(file))
    return text.replace("\r\n", ENDS["\r\n"]).replace("\r", ENDS["\r"])


def written(text: str) -> bytes:
    for end, mark in ENDS.items():
        text = text.replace(mark, end)
    return text.encode("utf-8")


def plain(text: str) -> str:
    """The text with ``\\n`` at every end of line: as it is shown."""
    for mark in ENDS.values():
        text = text.replace(mark, "\n")
    return text


def line_end(text: str) -> str:
    """How the text's lines end, as its first does."""
    found = re.search(f"[\n{''.join(ENDS.values())}]", text)
    return found.group() if found else "\n"


def like(text: str, other: str) -> str:
    """The text with the ends of lines of another, where those are all of one kind."""
    kinds = {each for each in ("\n", *ENDS.values()) if each in other}
    return plain(text).replace("\n", kinds.pop()) if len(kinds) == 1 else text


# --- fields


@dataclass(frozen=True, slots=True)
class _Read:
    """A text with ``\\n`` at its ends of lines, as it was read."""

    text: str
    head: Head
    faults: int

    @property
    def values(self) -> dict[str, str]:
        return {folded(entry.key.value): entry.value.value for entry in self.entries()}

    def entries(self) -> Iterator[_Known]:
        for entry in self.head.table.entries:
            if isinstance(entry.value, Scalar):
                yield _Known(entry.key, entry.value)

    def entry(self, name: str) -> _Known | None:
        names = ArticleFields.names()
        return next((each for each in self.entries() if names.get(folded(each.key.value)) == name), None)


@dataclass(frozen=True, slots=True)
class _Known(Entry):
    value: Scalar


def fields(text: str) -> dict[str, str] | None:
    """The values of all keys that are known, as they are shown: typed breaks as ends of lines. None without a head."""
    found = _reading(plain(text))
    if found is None:
        return None
    typed = {name: found.entry(name) for name in ArticleFields.model_fields}
    return {name: _shown(name, entry.value.value) if entry else "" for name, entry in typed.items()}


def places(text: str) -> dict[str, tuple[int, int]]:
    """The line and column, from 1, of the first letter of each value that is written, or of where it would be."""
    found = _reading(plain(text))
    known = {name: found.entry(name) for name in ArticleFields.model_fields} if found is not None else {}
    made = {}
    for name, entry in known.items():
        if found is not None and entry is not None:
            at = entry.value.origins[0] if entry.value.origins else _extent(found, entry)[0]
            span = Span.within("", found.text, at)
            made[name] = (span.line, span.column)
    return made


def body(text: str) -> int:
    """Where the body begins, in characters; 0 where the text has no head."""
    found = _reading(plain(text))
    return found.head.body if found is not None else 0


def with_field(text: str, name: str, value: str, file: str = "") -> str:
    """The text with another value of a field, and nothing else changed. An empty value leaves the key with none.

    Raises Refused where that cannot be written, or where the text has no head that could be read.
    """
    before = _reading(plain(text))
    value = _FORCED.sub("\n", value)
    if bad := unwanted(value):
        raise Refused.of("edit-field/character", Span(file), code=f"U+{ord(bad):04X}")
    if before is None or name not in ArticleFields.model_fields:
        raise Refused.of("edit-field/no-head", Span(file))
    entry = before.entry(name)
    wanted = _normal(value)
    if _normal(_shown(name, entry.value.value) if entry else "") == wanted:
        return text
    for start, end, put in _ways(before, name, entry, wanted):
        made = before.text[:start] + put + before.text[end:]
        if _only(before, made, name, wanted):
            return text[:start] + put.replace("\n", line_end(text)) + text[end:]
    raise Refused.of("edit-field", Span(file), typed=shown(value, 40))


def _reading(text: str) -> _Read | None:
    fences = tuple(islice(_FENCE.finditer(text), 2))
    end = min(fences[-1].end() + 1, len(text)) if fences else 0
    found = Found()
    source = decode(text[:end].encode("utf-8"), "", found)
    head = read_front_matter(source, found) if source is not None else None
    if head is None:
        return None
    return _Read(text, Head(head.table, end), sum(each.severity == "error" for each in found))


def _shown(name: str, value: str) -> str:
    return _BREAK.sub("\n", value) if name in BROKEN else value


def _normal(value: str) -> str:
    """A value without what nobody sees: blanks at the ends of its lines, decomposed accents, empty lines around it."""
    value = unicodedata.normalize("NFC", _BREAK.sub("\n", value))
    return "\n".join(line.strip(" \t") for line in value.split("\n")).strip("\n")


def alike(one: str, other: str) -> bool:
    """Are two values of a field the same, but for what nobody sees?"""
    return _normal(one) == _normal(other)


def _only(before: _Read, made: str, name: str, wanted: str) -> bool:
    """Does the text say what it said before but for a field?"""
    after = _reading(made)
    if after is None or after.faults > before.faults or made[after.head.body :] != before.text[before.head.body :]:
        return False
    entry = after.entry(name)
    if _normal(_shown(name, entry.value.value) if entry else "") != wanted:
        return False
    old, new, mine = before.values, after.values, {folded(each.key.value) for each in (before.entry(name), entry) if each}
    return all(old.get(key) == new.get(key) for key in (old.keys() | new.keys()) - mine)


def _ways(found: _Read, name: str, entry: _Known | None, wanted: str) -> Iterator[tuple[int, int, str]]:
    """The ways to write a value, the least change first: what is put where another part of the text stands."""
    stored = [wanted.replace("\n", " \\\\ ")] if name in BROKEN else []
    if entry is None:
        at, before, after = _new(found, name)
        for value in (*stored, wanted):
            for typed in _styles(value):
                yield at, at, f"{before}{_key(found, name)}: {typed}{after}"
        return
    start, end = _extent(found, entry)
    if wanted:
        yield from _spliced(found, name, entry, wanted, end)
    space = "" if found.text[start - 1 : start] in (" ", "\t", "\u00a0", "\u202f") else " "
    if not wanted:
        yield start, end, ""
    old = found.text[start:end]
    if _BLOCK.match(old) and "\n" in old:
        indent = re.search(r"\n([ \t]+)", old)
        lines = f"\n{indent[1] if indent else '  '}"
        yield start, end, old.partition("\n")[0] + lines + wanted.replace("\n", lines)
    for value in (*stored, wanted):
        for typed in _styles(value, old):
            yield start, end, space + typed


def _styles(value: str, old: str = "") -> Iterator[str]:
    """A value within the quotes that it had, bare, within double quotes."""
    if old[:1] == old[-1:] == "'" and "\n" not in value:
        yield "'" + value.replace("'", "''") + "'"
    if old[:1] == old[-1:] == '"':
        yield json.dumps(value, ensure_ascii=False)
    if "\n" not in value:
        yield value
    yield json.dumps(value, ensure_ascii=False)


def _spliced(found: _Read, name: str, entry: _Known, wanted: str, end: int) -> Iterator[tuple[int, int, str]]:
    """Only the letters that differ, where those of the value stand in the file."""
    value, origins = entry.value.value, entry.value.origins
    if not value or len(origins) != len(value):
        return
    # Where each character that is shown begins in the value, and where the last ends.
    starts: list[int] = []
    at = 0
    for match in _BREAK.finditer(value) if name in BROKEN else ():
        starts += [*range(at, match.start()), match.start()]
        at = match.end()
    starts += range(at, len(value) + 1)
    old = _shown(name, value)
    head = next((n for n, (a, b) in enumerate(zip(old, wanted, strict=False)) if a != b), min(len(old), len(wanted)))
    most = min(len(old), len(wanted)) - head
    tail = next((n for n in range(most) if old[-1 - n] != wanted[-1 - n]), most)
    first, last = starts[head], starts[len(old) - tail]
    quote = found.text[origins[0] - 1 : origins[0]]
    quote = quote if quote in ("'", '"') and found.text[end - 1 : end] == quote else ""
    places = [*origins, end - len(quote)]
    put = wanted[head : len(wanted) - tail]
    indent = re.search(r"\n([ \t]+)\S", found.text[max(0, places[0] - 80) : end]) if "\n" in put else None
    if indent and value.count("\n"):
        yield places[first], places[last], put.replace("\n", f"\n{indent[1]}")
    put = put.replace("\n", " \\\\ ")
    if quote == '"':
        put = json.dumps(put, ensure_ascii=False)[1:-1]
    yield places[first], places[last], put.replace("'", "''") if quote == "'" else put


def _extent(found: _Read, entry: Entry) -> tuple[int, int]:
    """Where what is written for a key begins, right behind its colon and the blanks, and where it ends."""
    text, key = found.text, entry.key
    colon = text.index(":", key.origins[-1] if key.origins else 0)
    start = colon + 1 + len(re.match(r"[ \t]*", text[colon + 1 :]).group())  # type: ignore[union-attr]
    end = _end_of_line(text, start)
    after = end
    while after < len(text):
        line = text[after + 1 : _end_of_line(text, after + 1)]
        if line.strip(" \t") and line[:1] not in (" ", "\t"):
            break
        after += 1 + len(line)
        if line.strip(" \t"):
            end = after
        if after + 1 >= found.head.body:
            break
    return start, max(start, end - (len(text[start:end]) - len(text[start:end].rstrip(" \t"))))


def _end_of_line(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _new(found: _Read, name: str) -> tuple[int, str, str]:
    """Where a new key is written, and what ends the lines before and behind it: after the one that is usual before it."""
    order = [*SHOWN, *(each for each in ArticleFields.model_fields if each not in SHOWN)]
    place = order.index(name)
    names = ArticleFields.names()
    places = {order.index(names[each]): entry for entry in found.entries() if (each := folded(entry.key.value)) in names}
    if before := [each for each in places if each < place]:
        return _end_of_line(found.text, _extent(found, places[max(before)])[1]), "\n", ""
    fence = _FENCE.search(found.text)
    return (fence.end() if fence else 0) + 1, "", "\n"


def _key(found: _Read, name: str) -> str:
    """A key as the others of the file are written: in French or not, with a capital or not, a space before the colon."""
    typed = [each.key.value for each in found.entries()]
    known = ArticleFields.names()
    told = {each: folded(each) == folded(known.get(folded(each), "")) for each in typed}
    english = sum(told.values())
    # "Chapo" and "date" are the same in both.
    both = sum(
        own and any(folded(each) == folded(other) for other in FRENCH.get(known[folded(each)], ()))
        for each, own in told.items()
    )
    word = FRENCH[name][0] if FRENCH.get(name) and len(typed) - english > english - both else name
    if typed and all(each[:1].isupper() for each in typed):
        word = word[:1].upper() + word[1:]
    spaces = {re.sub(r"[^ \t\u00a0\u202f].*", "", found.text[each.key.origins[-1] + 1 :][:2]) for each in found.entries()}
    return word + (spaces.pop() if len(spaces) == 1 else "")
