"""The schemas that editors complete from say the same as the models that files are read with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from mise_en_page.reading.fields import FRENCH, ArticleFields, IssueFields, LayoutFields, folded
from mise_en_page.reading.found import Found
from mise_en_page.reading.front_matter import read_front_matter
from mise_en_page.reading.new import STARTER
from mise_en_page.reading.publication_fields import PublicationFields
from mise_en_page.reading.schema import FOLDER, schemas
from mise_en_page.reading.source import decode

GOOD = Path(__file__).parent / "good"
REPOSITORY = Path(__file__).parent.parent.parent


def schema(name: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    return value


def front_matter(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("---\n")[1]


def test_the_schemas_are_those_of_the_models() -> None:
    """When this fails: python -m mise_en_page.reading.schema"""
    assert {path: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")} == dict(schemas())


@pytest.mark.parametrize("name", ["article", "issue", "layout", "publication"])
def test_each_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.BaseLoader])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("article", front_matter(path)) for path in sorted(GOOD.rglob("*.md"))),
        *(("article", front_matter(path)) for path in sorted((STARTER / "articles").glob("*.md"))),
        *(
            ("issue", path.read_text(encoding="utf-8"))
            for path in (*GOOD.rglob("issue.yaml"), *STARTER.glob("breves*.yaml"))
        ),
        ("layout", (GOOD / "layouts/breves/layout.yaml").read_text(encoding="utf-8")),
        ("publication", (STARTER / "publication.yaml").read_text(encoding="utf-8")),
        *(("issue", path.read_text(encoding="utf-8")) for path in REPOSITORY.glob("issues/*/issue.yaml")),
        *(("layout", path.read_text(encoding="utf-8")) for path in REPOSITORY.glob("layouts/*/layout.yaml")),
        ("publication", (REPOSITORY / "publication.yaml").read_text(encoding="utf-8")),
        ("publication", "nom: 1984\nlangue: fr-CH\ntypographie: {max_hyphens: 2}\n"),
        ("article", "chiffre-clé: 12\n"),
    ],
)
def test_good_files_pass(name: str, text: str, loader: Any) -> None:
    value = yaml.load(text, Loader=loader)
    if name == "issue":  # an editor's YAML has no dates
        value["date"] = str(value["date"])
    jsonschema.validate(value, schema(name))


@pytest.mark.parametrize("path", sorted((REPOSITORY / "issues").glob("*/articles/*.md")), ids=lambda path: path.name)
def test_the_sample_articles_pass(path: Path) -> None:
    """Read as we read them: a headline with a spaced colon is no YAML."""
    found = Found()
    written = decode(path.read_bytes(), path.name, found)
    assert written is not None
    head = read_front_matter(written, found)
    assert head is not None
    jsonschema.validate({entry.key.value: entry.value.value for entry in head.table.entries}, schema("article"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("article", "kicker: Sans titre\n"),
        ("article", "title: Un\nsurtire: Deux\n"),
        ("article", "title: Un\nfocus: en haut\n"),
        ("issue", "number: 1\ndate: 1er mai\npages: [{layout: a, folio: 1, articles: [b]}]\n"),
        ("issue", "number: 1\ndate: 2018-05-01\npages: []\n"),
        ("issue", "number: 1\ndate: 2018-05-01\npages: [{layout: a, folio: 0, articles: [b]}]\n"),
        ("issue", "number: 1\ndate: 2018-05-01\npages: [{layout: a, folio: 1, articles: [{slot: b}]}]\n"),
        ("layout", "format: {width: 210, height: 297mm}\n"),
        ("publication", "prix: 2 €\n"),
    ],
)
def test_bad_files_do_not(name: str, text: str) -> None:
    value = yaml.safe_load(text)
    if "date" in value:
        value["date"] = str(value["date"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, schema(name))


@pytest.mark.parametrize("model", [ArticleFields, IssueFields, LayoutFields, PublicationFields])
def test_no_two_keys_share_a_name(model: Any) -> None:
    names = [{folded(name) for name in (key, *FRENCH.get(key, ()))} for key in model.model_fields]
    assert sum(map(len, names)) == len(set().union(*names))
