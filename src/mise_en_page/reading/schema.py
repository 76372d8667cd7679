"""JSON Schemas of the files that people write, for editors' completion; generated from the keys of fields.py.

``python -m mise_en_page.reading.schema`` writes them anew; a test holds them against the keys.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mise_en_page.reading.fields import FRENCH, ArticleFields, Fields, IssueFields, LayoutFields, PublicationFields
from mise_en_page.reading.values import REQUIRED

FOLDER = Path(__file__).parent / "schemas"
_FILES: dict[str, tuple[type[Fields], str]] = {
    "article": (ArticleFields, "The front matter of an article (articles/NAME.md)"),
    "issue": (IssueFields, "An issue (issue.yaml)"),
    "layout": (LayoutFields, "A layout's grid and slots (layout.yaml)"),
    "publication": (PublicationFields, "A publication's settings (publication.yaml)"),
}


def schemas() -> Iterator[tuple[Path, str]]:
    """Each schema's file and its text."""
    for name, (fields, description) in _FILES.items():
        below: dict[str, Any] = {}
        whole = _schema(fields, below)
        schema = (
            {"$schema": "https://json-schema.org/draft/2020-12/schema"}
            | ({"$defs": dict(sorted(below.items()))} if below else {})
            | whole
        )
        schema["title"], schema["description"] = name, description
        if fields is ArticleFields:
            schema["anyOf"] = _any_name("title") + _any_name("figure")
        _name_in_french(schema)
        yield FOLDER / f"{name}.schema.json", json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _schema(fields: type[Fields], below: dict[str, Any]) -> dict[str, Any]:
    """The schema of a set of keys; those of the sets that it holds come into ``below``, by their names."""
    properties = {}
    for name, key in fields.model_fields.items():
        schema = _resolved(key.schema, below)
        if "$ref" not in schema and "$ref" not in schema.get("anyOf", [{}])[0]:
            schema["title"] = name.replace("_", " ").title()
        properties[name] = dict(sorted((schema | ({} if key.default is REQUIRED else {"default": key.default})).items()))
    table: dict[str, Any] = {"additionalProperties": False, "description": fields.__doc__, "properties": properties}
    table |= {"title": fields.__name__, "type": "object"}
    if fields.__doc__ is None:
        del table["description"]
    if required := [name for name, key in fields.model_fields.items() if key.default is REQUIRED]:
        table["required"] = required
    return {"anyOf": [{"description": "articles/NAME.md", "type": ["string", "number"]}, table]} if fields.alone else table


def _resolved(schema: Any, below: dict[str, Any]) -> Any:
    """A key's schema with references to the sets of keys in it."""
    if isinstance(schema, list):
        return [_resolved(each, below) for each in schema]
    if isinstance(schema, type):
        if schema.__name__ not in below:
            below[schema.__name__] = {}
            below[schema.__name__] = _schema(schema, below)
        return f"#/$defs/{schema.__name__}"
    return {name: _resolved(each, below) for name, each in schema.items()} if isinstance(schema, dict) else schema


def _any_name(key: str) -> list[dict[str, Any]]:
    return [{"required": [name]} for name in (key, *FRENCH.get(key, ()))]


def _name_in_french(schema: Any) -> None:
    """Let every key go by its French names too, wherever keys are closed to others."""
    if isinstance(schema, list):
        for each in schema:
            _name_in_french(each)
        return
    if not isinstance(schema, dict):
        return
    for each in schema.values():
        _name_in_french(each)
    if schema.get("additionalProperties") is not False:
        return
    properties: dict[str, Any] = schema["properties"]
    for key in list(properties):
        for alias in FRENCH.get(key, ()):
            properties[alias] = {**properties[key], "description": f"= {key}"}
    required = schema.pop("required", [])
    if plain := [key for key in required if not FRENCH.get(key)]:
        schema["required"] = plain
    if named := [key for key in required if FRENCH.get(key)]:
        schema["allOf"] = [{"anyOf": _any_name(key)} for key in named]


if __name__ == "__main__":
    for path, text in schemas():
        path.write_text(text, encoding="utf-8")
