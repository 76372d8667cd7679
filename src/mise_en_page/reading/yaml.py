"""YAML that remembers where each key stood.

It is built from PyYAML's event stream, not by its loader: no type is guessed (``1984``, ``22:30``, ``On`` and ``012``
stay what was typed), aliases, nodes and depth are counted before anything walks them, and merge keys, which explode
inside the loader itself, are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from mise_en_page.model import limits
from mise_en_page.model.message import Value, key, say
from mise_en_page.model.problem import Span
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.nodes import Entry, Node, Row, Scalar, Table
from mise_en_page.reading.source import YAML_LIMIT, Written, read_text, without_unwanted

NODES, DEPTH = limits.YAML_VALUES, limits.YAML_DEPTH


class _Stop(Exception):
    """The rest of the file cannot be read."""


@dataclass
class _Open:
    """A mapping or a sequence whose end has not come yet."""

    span: Span
    anchor: str | None
    mapping: bool
    children: list[Node] = field(default_factory=list)


def read_tree(root: Path, path: Path, found: Found, limit: int = YAML_LIMIT) -> Node | None:
    """The tree of a YAML file of the publication; None when it cannot be read or is empty (told)."""
    written = read_text(root, path, found, limit)
    return read_yaml(written, found) if written is not None else None


def read_yaml(written: Written, found: Found) -> Node | None:
    """The tree of a YAML text; None when it cannot be read or is empty (told)."""
    builder = _Builder(written, found)
    try:
        for event in events(written.text):
            builder.take(event)
    except _Stop:
        return None
    except yaml.MarkedYAMLError as fault:
        _tell(fault, written, found)
        return None
    except (yaml.YAMLError, ValueError, OverflowError) as fault:  # e.g. an escape beyond Unicode: "\UFFFFFFFF"
        found.error("broken-yaml/unreadable", written.span(0), _QUOTE, words=shown(str(fault)))
        return None
    if builder.root is None:
        found.error("empty-file", written.span(0), file=written.source.file)
    return builder.root


#: Where libyaml and PyYAML part: it takes tabs, tags and block scalars that PyYAML refuses, and places an empty value at
#: the end of a ``{…}``, and what stands behind an end of line of Unicode's own, otherwise. Elsewhere they give the same
#: events (tried on random texts); libyaml, ten times as fast.
_PARTED = re.compile(r"[\t\x85\u2028\u2029!|>&*%@`?]|:\s*[,}\]]")


def events(text: str) -> Iterable[Event]:
    """The events of a YAML file. All that is not plainly good is PyYAML's to read, and to complain of."""
    if yaml.__with_libyaml__ and not _PARTED.search(text):
        try:
            return list(yaml.parse(text, Loader=yaml.CSafeLoader))
        except yaml.YAMLError:
            pass
    parsed: Iterable[Event] = yaml.parse(text, Loader=yaml.SafeLoader)
    return parsed


class _Builder:
    def __init__(self, written: Written, found: Found) -> None:
        self.written = written
        self.found = found
        self.root: Node | None = None
        self.open: list[_Open] = []
        self.anchors: dict[str | None, tuple[Node, int]] = {}
        self.count = 0

    def take(self, event: Event) -> None:
        if isinstance(event, ScalarEvent):
            self._add(self._scalar(event), 1, event.anchor, event)
        elif isinstance(event, AliasEvent):
            if event.anchor not in self.anchors:
                self._stop(key("unknown-alias"), event, name=str(event.anchor))
            self._add(*self.anchors[event.anchor], None, event)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            if len(self.open) >= DEPTH:
                self._stop(key("too-deep"), event, most=DEPTH)
            self.open.append(_Open(self._span(event), event.anchor, isinstance(event, MappingStartEvent)))
            self._count(event, 1)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            done = self.open.pop()
            node: Node = self._table(done) if done.mapping else Row(tuple(done.children), done.span)
            self._add(node, 0, done.anchor, event)

    def _span(self, event: Event) -> Span:
        start, end = _index(event.start_mark), _index(event.end_mark)
        return self.written.span(start, max(0, end - start) if isinstance(event, ScalarEvent) else 0)

    def _stop(self, sentence: str, event: Event, **values: Value) -> None:
        self.found.error(sentence, self._span(event), **values)
        raise _Stop

    def _count(self, event: Event, size: int) -> None:
        self.count += size
        if self.count > NODES:
            self._stop(key("too-many-values"), event, most=NODES)

    def _add(self, node: Node, size: int, anchor: str | None, event: Event) -> None:
        self._count(event, size)
        if anchor is not None:
            self.anchors[anchor] = (node, _size(node))
        if self.open:
            self.open[-1].children.append(node)
        elif self.root is None:
            self.root = node
        else:
            self._stop(key("broken-yaml/second"), event)

    def _scalar(self, event: ScalarEvent) -> Scalar:
        span = self._span(event)
        value = without_unwanted(event.value, span, self.found)
        if not event.style and value in ("~", "null"):  # how YAML writes nothing at all
            value = ""
        start = _index(event.start_mark) + (1 if event.style in ("'", '"') else 0)
        if self.written.text[start : start + len(value)] == value:
            return Scalar(value, span, self.written.offsets(start, start + len(value)))
        return Scalar(value, span, (self.written.offset(start),) * len(value))

    def _table(self, done: _Open) -> Table:
        entries: list[Entry] = []
        seen: dict[str, Span] = {}
        for name, value in zip(done.children[::2], done.children[1::2], strict=True):
            if not isinstance(name, Scalar):
                self.found.error("bad-key", name.span, _QUOTE)
            elif name.value == "<<":
                self.found.error("merge-key", name.span)
            elif name.value in seen:
                self.found.error("duplicate-key", name.span, typed=shown(name.value), line=seen[name.value].line)
            else:
                seen[name.value] = name.span
                entries.append(Entry(name, value))
        return Table(tuple(entries), done.span)


def _index(mark: Any) -> int:
    """A mark's offset in the text (PyYAML's two kinds of mark share no base; events that come from text have one)."""
    return int(mark.index) if mark is not None else 0


def _size(node: Node) -> int:
    """How many nodes are walked when this one is."""
    if isinstance(node, Table):
        return 1 + sum(1 + _size(entry.value) for entry in node.entries)
    return 1 + sum(map(_size, node.items)) if isinstance(node, Row) else 1


_QUOTE = say("hint/quote")


def _tell(fault: yaml.MarkedYAMLError, written: Written, found: Found) -> None:
    """PyYAML's complaint in a user's words, at its place."""
    text, opened = written.text, fault.context_mark
    mark = fault.problem_mark or opened
    index = min(mark.index, len(text)) if mark else 0
    line_start = text.rfind("\n", 0, index) + 1
    line = text[line_start:].partition("\n")[0]
    indent = line[: len(line) - len(line.lstrip())]
    said, context = fault.problem or fault.context or "unknown fault", fault.context or ""
    where = written.span(index, 1)
    if "scanning a quoted scalar" in context and "end of stream" in said and opened:
        found.error("broken-yaml/open-quotes", written.span(opened.index, 1))
    elif context in ("while scanning an alias", "while scanning an anchor") and opened:
        found.error("broken-yaml/sign", written.span(opened.index, 1), _QUOTE, sign=text[opened.index : opened.index + 1])
    elif "\t" in indent or text[index : index + 1] == "\t":
        found.error("tab", written.span(line_start + line.find("\t"), 1))
    elif "mapping values are not allowed" in said:
        found.error("broken-yaml/colon", where, _QUOTE)
    elif "cannot start any token" in said or "undefined alias" in said:
        found.error("broken-yaml/sign", where, _QUOTE, sign=shown(text[index : index + 1]))
    else:
        found.error("broken-yaml", where, words=said)
