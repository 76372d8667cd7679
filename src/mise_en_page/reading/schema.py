"""JSON Schemas of the files that people write, for editors' completion; generated from the models of fields.py.

``python -m mise_en_page.reading.schema`` writes them anew; a test holds them against the models.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mise_en_page.reading.fields import FRENCH, ArticleFields, Fields, IssueFields, LayoutFields, PublicationFields
from mise_en_page.reading.models import model_of

FOLDER = Path(__file__).parent / "schemas"
_FILES: dict[str, tuple[type[Fields], str]] = {
    "article": (ArticleFields, "The front matter of an article (articles/NAME.md)"),
    "issue": (IssueFields, "An issue (issue.yaml)"),
    "layout": (LayoutFields, "A layout's grid and slots (layout.yaml)"),
    "publication": (PublicationFields, "A publication's settings (publication.yaml)"),
}


def schemas() -> Iterator[tuple[Path, str]]:
    """Each schema's file and its text."""
    for name, (model, description) in _FILES.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | model_of(model).model_json_schema()
        schema["title"], schema["description"] = name, description
        if model is ArticleFields:
            schema["anyOf"] = _any_name("title") + _any_name("figure")
        _name_in_french(schema)
        yield FOLDER / f"{name}.schema.json", json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


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
