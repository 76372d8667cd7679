"""The pydantic models of the keys of fields.py: what judges values that are not plainly good, and what schemas are made of.

They are made when they are asked for; a sound publication needs none.
"""

from __future__ import annotations

import re
import sys
from typing import Any, ClassVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    create_model,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, ErrorDetails

from mise_en_page.model.problem import Span
from mise_en_page.reading.fields import Fields, folded
from mise_en_page.reading.found import Found, nearest, shown
from mise_en_page.reading.nodes import Node, Row, Scalar, Table
from mise_en_page.reading.validation import at

__all__ = ["BeforeValidator", "Field", "WithJsonSchema", "judged", "model_of"]


class _Plain(dict[str, Any]):
    """The values of a table for pydantic, with the table that they come from."""

    table: Table


class _Model(BaseModel):
    """What all the models share."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    fields: ClassVar[type[Fields]]

    @model_validator(mode="before")
    @classmethod
    def _canonical(cls, value: Any, info: ValidationInfo) -> Any:
        """Give each key its own name; tell those that are unknown or said twice."""
        if not isinstance(value, _Plain):
            return value
        assert isinstance(info.context, Found)
        found, names, kept = info.context, cls.fields.names(), dict[str, Any]()
        for entry in value.table.entries:
            typed, key = entry.key.value, names.get(folded(entry.key.value))
            if key is None:
                near = nearest(typed, cls.fields.spellings())
                hint = f"did you mean “{near}”?" if near else f"the keys here are {', '.join(cls.model_fields)}"
                found.error("unknown-key", f"“{shown(typed)}” is not a key here", hint, entry.key.span)
            elif key in kept:
                message = f"“{shown(typed)}” says a second time what another key has said ({key})"
                found.error("duplicate-key", message, "keep one of them", entry.key.span)
            elif value[typed] != "":
                kept[key] = value[typed]
        return kept


class _Alone(_Model):
    """A set of keys, or the value of one of them alone."""

    @model_validator(mode="before")
    @classmethod
    def _value_alone(cls, value: Any) -> Any:
        return {cls.fields.alone: value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        table = handler.resolve_ref_schema(handler(core))
        return {"anyOf": [{"type": ["string", "number"], "description": "articles/NAME.md"}, dict(table)]}


_made: dict[type[Fields], type[_Model]] = {}


def model_of(fields: type[Fields]) -> type[_Model]:
    """The model of a set of keys."""
    if fields in _made:
        return _made[fields]
    here = sys.modules[__name__]
    keys: dict[str, Any] = {
        name: (key.annotation(here), key.field(here) if key.field is not None else key.default)
        for name, key in fields.model_fields.items()
    }
    base = _Alone if fields.alone else _Model
    model = create_model(fields.__name__, __base__=base, __doc__=fields.__doc__, **keys)
    model.fields = fields
    _made[fields] = model
    return model


def judged(fields: type[Fields], node: Node, found: Found) -> Any:
    """The values of ``node``; None when something that is wrong with them was told."""
    try:
        model = model_of(fields).model_validate(_plain(node), context=found)
    except ValidationError as fault:
        for error in fault.errors(include_url=False):
            _tell(fields, node, error, found)
        return None
    return _values(model)


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Row):
        return [_plain(item) for item in node.items]
    data = _Plain({entry.key.value: _plain(entry.value) for entry in node.entries})
    data.table = node
    return data


def _values(value: Any) -> Any:
    """Fields out of models, however deep they lie."""
    if isinstance(value, _Model):
        return value.fields(**{name: _values(getattr(value, name)) for name in value.fields.model_fields})
    if isinstance(value, list):
        return [_values(each) for each in value]
    return {name: _values(each) for name, each in value.items()} if isinstance(value, dict) else value


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


def _tell(fields: type[Fields], node: Node, error: ErrorDetails, found: Found) -> None:
    """A complaint of pydantic's in a user's words, at its place."""
    path = tuple(error["loc"])
    span, name = _place(node, path)
    typed = shown(str(error["input"])) if isinstance(error["input"], str) else ""
    words = {**error.get("ctx", {}), "input": typed, "name": shown(name) or fields.__doc__}
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
