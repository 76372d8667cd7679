"""The tree of a file against the keys of fields.py: values, or what is wrong with them, each fault at its place."""

from __future__ import annotations

from typing import TypeVar

from mise_en_page.reading.fields import Fields, folded, names_of
from mise_en_page.reading.found import Found
from mise_en_page.reading.nodes import Entry, Node, Row, Table
from mise_en_page.reading.values import Doubt

Keys = TypeVar("Keys", bound=Fields)


def validate(fields: type[Keys], node: Node, found: Found) -> Keys | None:
    """The keys of ``node`` as values; None when something was told about them."""
    try:
        return fields.read(node)
    except Doubt:
        from mise_en_page.reading.models import judged  # noqa: PLC0415 (pydantic: only where something is in doubt)
    before = len(found)
    value: Keys | None = judged(fields, node, found)
    return value if not any(problem.severity == "error" for problem in found[before:]) else None


def at(node: Node, *path: str | int) -> Node | None:
    """The node under a path of keys (by any of their names) and indexes."""
    for step in path:
        if isinstance(node, Row) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        elif isinstance(node, Table) and isinstance(step, str):
            entry = _entry(node, step)
            if entry is None:
                return None
            node = entry.value
        else:
            return None
    return node


def _entry(table: Table, key: str) -> Entry | None:
    for entry in table.entries:
        if entry.key.value == key:
            return entry
    names = names_of(key)
    return next((entry for entry in table.entries if folded(entry.key.value) in names), None)
