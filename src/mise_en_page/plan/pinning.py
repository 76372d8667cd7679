"""issue.yaml with a way of a page pinned: the file as it was typed, to the letter, but for what is pinned.

What the file says after it is read again and held against what it said before: anything but the pins is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from mise_en_page.model.issue import OWN, Page
from mise_en_page.model.problem import Refused, Span
from mise_en_page.reading import Read
from mise_en_page.reading.fields import article_name, folded, names_of

#: What needs no quotes within braces.
PLAIN = re.compile(r"[^\W_][\w./-]*(?: [\w./-]+)*")

#: The keys that are written, where the page is described in French.
FRENCH = {"master": "page-type", "sizes": "corps", "shapes": "formes", "slot": "emplacement", "article": "article"}


def files(read: Read, page: Page) -> dict[Path, bytes]:
    """issue.yaml with the pins of a page.

    Raises Refused where the file is written in a way that cannot be changed without changing something else.
    """
    path, where = read.root / read.issue.source.file, Span(read.issue.source.file, page.span.line)
    if sum(each.span == page.span and not each.part for each in read.issue.pages) > 1:
        raise Refused.of("pin-pool", where, folio=page.folio)
    made = pinned_text(path.read_bytes().decode("utf-8"), page)
    if made is None:
        raise Refused.of("pin-by-hand", where, folio=page.folio)
    return {path: made.encode("utf-8")}


def pinned_text(text: str, page: Page) -> str | None:
    """The text of an issue.yaml with the pins of a page in the entry of its folio; None where that cannot be done."""
    try:
        edited = _Edited(text)
        entries = _value(yaml.compose(text, Loader=yaml.SafeLoader), "pages")
        if not isinstance(entries, SequenceNode):
            return None
        folios = [_value(each, "folio") for each in entries.value]
        entry = [each.value if each else None for each in folios].index(str(page.folio))
        _pin(edited, entries.value[entry], page)
        made = edited.text()
        before, after = (_read(each, entry) for each in (text, made))
        same = _with_pins(before, entry, page) == after
    except (yaml.YAMLError, LookupError, ValueError, AttributeError, TypeError, RecursionError):
        return None
    return made if same else None


@dataclass
class _Edited:
    """A text and what is to be put in place of some of its parts."""

    before: str
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    french: bool = False

    def put(self, start: int, end: int, text: str) -> None:
        if self.before[start:end] != text:
            self.edits.append((start, end, text))

    def text(self) -> str:
        made = self.before
        for start, end, put in sorted(self.edits, key=lambda edit: (edit[0], edit[1]), reverse=True):
            made = made[:start] + put + made[end:]
        return made

    def word(self, name: str) -> str:
        return FRENCH[name] if self.french else name

    @property
    def line_end(self) -> str:
        return "\r\n" if "\r\n" in self.before else "\n"

    def end_of_line(self, index: int) -> int:
        found = re.compile(r"[\r\n]|$").search(self.before, index)
        return found.start() if found else len(self.before)


def _pin(edited: _Edited, entry: MappingNode, page: Page) -> None:
    layout = _entry(entry, "layout")
    if layout is None:
        raise ValueError("layout")
    edited.french = folded(layout[0].value) != "layout"
    behind = layout[1]
    if not isinstance(behind, ScalarNode) and not behind.flow_style:
        raise ValueError("layouts on lines of their own")
    if behind.value != page.layout:
        edited.put(_start(behind), _end(behind), page.layout)
    lines: list[tuple[str, str]] = []
    if page.pins.master:
        _set(edited, entry, "master", page.pins.master, lines)
    for name, pins in (("sizes", page.pins.sizes), ("shapes", page.pins.shapes)):
        there = _value(entry, name)
        if isinstance(there, MappingNode) and there.value:
            new: list[tuple[str, str]] = []
            for slot, pin in pins:
                _set(edited, there, slot, pin or OWN, new)
            _insert(edited, there, there.value[-1][1], new)
        elif pins:
            _set(edited, entry, name, "{" + ", ".join(f"{slot}: {pin or OWN}" for slot, pin in pins) + "}", lines)
    _insert(edited, entry, behind, [(edited.word(name), value) for name, value in lines])
    slots = {each.article.name: each.slot for each in page.articles}
    articles = _value(entry, "articles")
    if not isinstance(articles, SequenceNode):
        raise ValueError("articles")
    for item in articles.value:
        _pin_article(edited, item, slots)


def _pin_article(edited: _Edited, item: Node, slots: dict[str, str]) -> None:
    if isinstance(item, ScalarNode):
        if slot := slots.get(article_name(item.value), ""):
            start, end = _start(item), _end(item)
            typed = edited.before[start:end]
            name = typed if item.style or PLAIN.fullmatch(typed) else json.dumps(item.value, ensure_ascii=False)
            edited.put(start, end, "{" + f"{edited.word('article')}: {name}, {edited.word('slot')}: {slot}" + "}")
        return
    named = _entry(item, "article")
    if isinstance(item, MappingNode) and named and (slot := slots.get(article_name(named[1].value), "")):
        new: list[tuple[str, str]] = []
        _set(edited, item, "slot", slot, new)
        _insert(edited, item, named[1], [(edited.word(name), value) for name, value in new])


def _set(edited: _Edited, table: MappingNode, name: str, value: str, new: list[tuple[str, str]]) -> None:
    """Put a value in place of a key's own; where there is no such key, it is one of the new."""
    if found := _entry(table, name):
        if not isinstance(found[1], ScalarNode) and found[1].value:
            raise ValueError(name)
        edited.put(_start(found[1]), _end(found[1]), value)
    else:
        new.append((name, value))


def _insert(edited: _Edited, table: MappingNode, behind: Node, new: list[tuple[str, str]]) -> None:
    """New keys of a table, behind the value of another: each on a line of its own, or within braces."""
    if not new:
        return
    if table.flow_style:
        end = _end(behind)
        edited.put(end, end, "".join(f", {name}: {value}" for name, value in new))
        return
    end = edited.end_of_line(_end(behind))
    indent = edited.line_end + " " * table.value[0][0].start_mark.column
    edited.put(end, end, "".join(f"{indent}{name}: {value}" for name, value in new))


def _entry(table: Node | None, name: str) -> tuple[Any, Any] | None:
    """A key of a table by any of its names, with its value."""
    entries = table.value if isinstance(table, MappingNode) else ()
    return next((each for each in entries if folded(str(each[0].value)) in names_of(name)), None)


def _value(table: Node | None, name: str) -> Node | None:
    found = _entry(table, name)
    return found[1] if found else None


def _start(node: Node) -> int:
    return int(node.start_mark.index)


def _end(node: Node) -> int:
    """Where a value ends: a block's marks say where the next thing begins."""
    if isinstance(node, CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(node, MappingNode) else last)
    return int(node.end_mark.index)


# --- what a file says, to be compared


def _read(text: str, entry: int) -> dict[str, Any]:
    """All that a file says; in one of its entries, what may be pinned by its English name."""
    plain = _plain(yaml.compose(text, Loader=yaml.SafeLoader))
    made = {"pages" if folded(key) in names_of("pages") else key: value for key, value in plain.items()}
    page = _named(made["pages"][entry])
    page["articles"] = [_named(each) if isinstance(each, dict) else each for each in page["articles"]]
    return {**made, "pages": [*made["pages"][:entry], page, *made["pages"][entry + 1 :]]}


def _plain(node: Node | None) -> Any:
    if isinstance(node, MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    return list(map(_plain, node.value)) if isinstance(node, SequenceNode) else node.value if node else None


def _named(table: dict[str, Any]) -> dict[str, Any]:
    english = {each: name for name in (*FRENCH, "article", "articles", "layout") for each in names_of(name)}
    return {english.get(folded(key), key): value for key, value in table.items()}


def _with_pins(said: dict[str, Any], entry: int, page: Page) -> dict[str, Any]:
    """What a file says with a page's pins in one of its entries."""
    made = {**said["pages"][entry], "layout": page.layout}
    if page.pins.master:
        made["master"] = page.pins.master
    for name, pins in (("sizes", page.pins.sizes), ("shapes", page.pins.shapes)):
        if pins:
            made[name] = {**(made.get(name) or {}), **{slot: pin or OWN for slot, pin in pins}}
    slots = {each.article.name: each.slot for each in page.articles}
    made["articles"] = list(_placed(made["articles"], slots))
    return {**said, "pages": [*said["pages"][:entry], made, *said["pages"][entry + 1 :]]}


def _placed(items: list[Any], slots: dict[str, str]) -> Iterator[Any]:
    for item in items:
        table = item if isinstance(item, dict) else {"article": item}
        slot = slots.get(article_name(table.get("article", "")), "")
        yield {**table, "slot": slot} if slot else item
