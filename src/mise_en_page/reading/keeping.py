"""publication.yaml with one more phrase that no rule of typography touches: the file as it was typed, to the letter, but
for that.

What it says after it is read again and held against what it said before: anything but the phrase is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mise_en_page.reading.fields import folded, names_of

#: What needs no quotes.
_PLAIN = re.compile(r"[^\W\d_][\w’-]*(?: [^\W\d_][\w’-]*)*")


def with_kept(text: str, phrase: str) -> str | None:
    """The text of a publication.yaml that keeps a phrase, too; None where that cannot be written by itself."""
    mark = text[: len(text) - len(text.removeprefix("\ufeff"))]
    bare = text[len(mark) :]
    end = "\r\n" if "\r\n" in bare else "\n"
    try:
        before = _read(bare)
        wanted = _rest(before), [*_kept(before), phrase]
        for start, stop, put in _ways(bare, phrase):
            made = bare[:start] + put.replace("\n", end) + bare[stop:]
            after = _read(made)
            if (_rest(after), _kept(after)) == wanted:
                return mark + made
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, RecursionError):
        pass
    return None


def _read(text: str) -> dict[str, Any]:
    read = yaml.load(text, Loader=yaml.BaseLoader) or {}
    if not isinstance(read, dict):
        raise TypeError("no keys")
    return read


def _name(keys: Any, name: str) -> str:
    names = names_of(name)
    return next((key for key in keys if folded(key) in names), name)


def _kept(read: dict[str, Any]) -> list[str]:
    """The phrases that are kept."""
    kept = (read.get(_name(read, "typography")) or {}).get("keep")
    lines = kept if isinstance(kept, list) else (kept or "").splitlines()
    return [" ".join(each.split()) for each in lines if each.strip()]


def _rest(read: dict[str, Any]) -> dict[str, Any]:
    """All that is said besides."""
    name = _name(read, "typography")
    settings = {key: value for key, value in (read.get(name) or {}).items() if key != "keep"}
    return {key: value for key, value in read.items() if key != name} | ({name: settings} if settings else {})


def _ways(text: str, phrase: str) -> Iterator[tuple[int, int, str]]:
    """Where the phrase may be put, and how."""
    typed = phrase if _PLAIN.fullmatch(phrase) else json.dumps(phrase, ensure_ascii=False)
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is not None and not isinstance(root, MappingNode):
        raise TypeError("no keys")
    settings = _under(root, _name([key.value for key, _ in root.value], "typography")) if root is not None else None
    if settings is None or (isinstance(settings, ScalarNode) and not settings.value):
        if settings is not None:  # the key, and nothing under it
            line = _line_end(text, settings.start_mark.index)
            yield line, line, f"\n  keep:\n    - {typed}"
            return
        yield (
            len(text),
            len(text),
            ("" if not text or text.endswith("\n") else "\n") + f"typography:\n  keep:\n    - {typed}\n",
        )
        return
    if not isinstance(settings, MappingNode):
        return
    kept = _under(settings, "keep")
    if kept is None:
        yield from _first(settings, typed)
    elif isinstance(kept, SequenceNode):
        yield from _more(text, kept, typed)
    elif isinstance(kept, ScalarNode):
        start, end = kept.start_mark.index, kept.end_mark.index
        if kept.style in ("|", ">"):
            body = text[start:end].rstrip()
            indent = re.search(r"\n([ \t]+)\S[^\n]*\Z", body)
            if indent:
                yield start + len(body), start + len(body), f"\n{indent[1]}{phrase}"
        else:
            yield start, end, f"[{text[start:end]}, {typed}]"


def _first(settings: MappingNode, typed: str) -> Iterator[tuple[int, int, str]]:
    start = settings.start_mark.index
    if settings.flow_style:
        yield start + 1, start + 1, f"keep: [{typed}]" + (", " if settings.value else "")
        return
    indent = " " * settings.start_mark.column
    yield start, start, f"keep:\n{indent}  - {typed}\n{indent}"


def _more(text: str, kept: SequenceNode, typed: str) -> Iterator[tuple[int, int, str]]:
    last = kept.value[-1].end_mark.index if kept.value else 0
    if kept.flow_style:
        close = kept.end_mark.index - 1
        yield (last, last, f", {typed}") if kept.value else (close, close, typed)
        return
    line = _line_end(text, last)
    yield line, line, f"\n{' ' * kept.start_mark.column}- {typed}"


def _line_end(text: str, at: int) -> int:
    found = re.compile(r"\r?\n|\Z").search(text, at)
    return found.start() if found else len(text)


def _under(table: Node | None, name: str) -> Node | None:
    pairs = table.value if isinstance(table, MappingNode) else []
    return next((value for key, value in pairs if key.value == name), None)
