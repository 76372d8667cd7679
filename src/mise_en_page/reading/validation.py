"""The tree of a file against the keys of fields.py: values, or what is wrong with them, each fault at its place."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mise_en_page.problem import Span
from mise_en_page.reading.fields import FRENCH, Fields, Plain, folded
from mise_en_page.reading.found import Found, nearest, shown
from mise_en_page.reading.nodes import Entry, Node, Row, Scalar, Table

Model = TypeVar("Model", bound=Fields)


def validate(model: type[Model], node: Node, found: Found) -> Model | None:
    """The keys of ``node`` as values; None when something was told about them."""
    before = len(found)
    try:
        value = model.model_validate(_plain(node), context=found)
    except ValidationError as fault:
        for error in fault.errors(include_url=False):
            _tell(model, node, error, found)
        return None
    return value if not any(problem.severity == "error" for problem in found[before:]) else None


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Row):
        return [_plain(item) for item in node.items]
    data = Plain({entry.key.value: _plain(entry.value) for entry in node.entries})
    data.table = node
    return data


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
    names = {folded(name) for name in (key, *FRENCH.get(key, ()))}
    exact = [entry for entry in table.entries if entry.key.value == key]
    return next(iter([*exact, *(entry for entry in table.entries if folded(entry.key.value) in names)]), None)


def _place(node: Node, path: tuple[str | int, ...]) -> tuple[Span, str]:
    """The place of the deepest node of ``path`` that was written, and the key that is said of it."""
    span, name = node.span, ""
    for depth in range(1, len(path) + 1):
        below = at(node, *path[:depth])
        if below is not None:
            span = below.span
        if isinstance(path[depth - 1], str):
            name = str(path[depth - 1])
    return span, name


_WORDS = {
    "int_parsing": "“{input}” is not a whole number",
    "int_parsing_size": "“{input}” is far too large a number",
    "int_from_float": "“{input}” is not a whole number",
    "bool_parsing": "“{input}” is neither true nor false",
    "greater_than_equal": "{name} must be at least {ge}, not {input}",
    "less_than_equal": "{name} must be at most {le}, not {input}",
    "string_too_long": "{name} is longer than {max_length} characters",
    "string_too_short": "{name} is empty",
    "string_type": "{name} must be text, not a list or further keys",
    "int_type": "{name} must be a number, not a list or further keys",
    "list_type": "{name} must be a list",
    "dict_type": "{name} must hold further keys",
    "model_type": "{name} must hold further keys",
    "too_short": "{name} is empty",
    "too_long": "{name} holds more than {max_length}",
    "string_pattern_mismatch": "“{input}” is no {name}",
}


def _tell(model: type[Fields], node: Node, error: ErrorDetails, found: Found) -> None:
    """A complaint of pydantic's in a user's words, at its place."""
    path = tuple(error["loc"])
    span, name = _place(node, path)
    typed = shown(str(error["input"])) if isinstance(error["input"], str) else ""
    words = {**error.get("ctx", {}), "input": typed, "name": shown(name) or model.__doc__}
    kind = error["type"]
    if path and path[-1] == "[key]":
        hint = "use letters without accents, digits, - and _, and begin with a letter"
        found.error("bad-value", f"“{typed}” cannot be a name here", hint, span)
        return
    if kind == "missing" and isinstance(at(node, *path), Scalar):
        found.error("missing-field", f"“{name}” is empty", f"write “{name}: …”", span)
    elif kind == "missing":
        found.error("missing-field", f"there is no “{name}” here", f"add a line “{name}: …”", span)
    elif kind == "literal_error":
        choices = re.findall(r"'([^']+)'", str(words["expected"]))
        near = nearest(typed, choices)
        hint = f"did you mean “{near}”?" if near else f"write one of {', '.join(choices)}"
        found.error("bad-value", f"“{typed}” is not a {name} that exists", hint, span)
    elif kind == "value_error":
        found.error("bad-value", f"“{typed}” is not understood as {name}: {words['error']}", "", span)
    elif kind in _WORDS:
        found.error("bad-value", _WORDS[kind].format(**words), _hint(kind), span)
    else:
        found.error("bad-value", f"{name}: {error['msg'][0].lower()}{error['msg'][1:]}", "", span)


def _hint(kind: str) -> str:
    return {
        "list_type": "begin each of its lines with “- ”",
        "model_type": "write its keys below it, indented",
        "dict_type": "write its keys below it, indented",
        "int_parsing": "write digits only",
        "string_pattern_mismatch": "write its code, such as fr-FR",
    }.get(kind, "")
