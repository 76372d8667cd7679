"""JSON Schemas of the files that people write, for editors' completion; generated from the keys of fields.py.

``python -m mise_en_page.reading.schema`` writes them anew; a test holds them against the keys.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mise_en_page.reading.fields import FRENCH, ArticleFields, Fields, IssueFields, LayoutFields
from mise_en_page.reading.publication_fields import PublicationFields
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
        whole = _schema(fields, below) | {"title": name, "description": description}
        if fields is ArticleFields:
            whole["anyOf"] = [each for key in ("title", "figure", "image") for each in _any_name(key)]
        defined = {"$defs": dict(sorted(below.items()))} if below else {}
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | defined | whole
        yield FOLDER / f"{name}.schema.json", json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _schema(fields: type[Fields], below: dict[str, Any]) -> dict[str, Any]:
    """The schema of a set of keys, each by its French names too; those of the sets that it holds come into ``below``."""
    properties, required = {}, list[str]()
    for name, key in fields.model_fields.items():
        schema = _resolved(key.schema, below)
        if "$ref" not in schema and "$ref" not in schema.get("anyOf", [{}])[0]:
            schema["title"] = name.replace("_", " ").title()
        required += [name] if key.default is REQUIRED else []
        properties[name] = dict(sorted((schema | ({} if key.default is REQUIRED else {"default": key.default})).items()))
    french = {
        alias: properties[name] | {"description": f"= {name}"} for name in properties for alias in FRENCH.get(name, ())
    }
    table: dict[str, Any] = {"additionalProperties": False}
    table |= {"description": fields.__doc__} if fields.__doc__ else {}
    table |= {"properties": properties | french, "title": fields.__name__, "type": "object"}
    if plain := [name for name in required if not FRENCH.get(name)]:
        table["required"] = plain
    if several := [name for name in required if FRENCH.get(name)]:
        table["allOf"] = [{"anyOf": _any_name(name)} for name in several]
    if fields.either:
        table["oneOf"] = [each for name in fields.either for each in _any_name(name)]
    return {"anyOf": [{"description": "articles/NAME.md", "type": ["string", "number"]}, table]} if fields.alone else table


def _any_name(key: str) -> list[dict[str, Any]]:
    return [{"required": [name]} for name in (key, *FRENCH.get(key, ()))]


def _resolved(schema: Any, below: dict[str, Any]) -> Any:
    """A key's schema with references to the sets of keys in it."""
    if isinstance(schema, list):
        return [_resolved(each, below) for each in schema]
    if isinstance(schema, type):
        if schema.__name__ not in below:
            below[schema.__name__] = _schema(schema, below)
        return f"#/$defs/{schema.__name__}"
    return {name: _resolved(each, below) for name, each in schema.items()} if isinstance(schema, dict) else schema


if __name__ == "__main__":
    for path, text in schemas():
        path.write_text(text, encoding="utf-8")
