"""What is plainly good is read without pydantic, and as its models read it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mise_en_page.model.problem import Span
from mise_en_page.reading.fields import FRENCH, ArticleFields, Fields, IssueFields, LayoutFields, PublicationFields
from mise_en_page.reading.found import Found
from mise_en_page.reading.models import judged
from mise_en_page.reading.nodes import Entry, Node, Row, Scalar, Table
from mise_en_page.reading.values import Doubt

WHERE = Span("x.yaml")
SETS: list[type[Fields]] = [ArticleFields, IssueFields, LayoutFields, PublicationFields]
#: Values, good and bad; every set of keys meets its own among them now and then.
TYPED = (
    "", " ", "a", "titre", "1", "12", "0", "-1", "+3", " 4 ", "1_0", "9999", "10000", "12.0", "3-9", "3 – 9", "9-3", "5-70",
    "true", "false", "yes", "On", "1e3", "210mm", "4,5 mm", "11.5pt", "5mm ", "mm", "2018-05-01", "2018-02-30", "50% 30%",
    "50%,30%", "200% 1%", "0 .82 .88 0", "0 1 1", "fr-FR", "FR", "left", "right", "level", "auto", "article", "figure",
    "quote", "kicker", "title", "pull-quote", "picture", "top", "bottom", "٣", "x" * 41, "x" * 301, "x" * 501, "lead",
    "é lead", "null", "~",
)  # fmt: skip


def scalar(value: str) -> Scalar:
    return Scalar(value, WHERE)


def names(fields: type[Fields]) -> list[str]:
    return [name for key in fields.model_fields for name in (key, key.upper(), *FRENCH.get(key, ()))] + ["unknown"]


NODES: st.SearchStrategy[Node] = st.recursive(
    st.sampled_from(TYPED).map(scalar),
    lambda below: st.one_of(
        st.lists(below, max_size=3).map(lambda items: Row(tuple(items), WHERE)),
        st.dictionaries(
            st.sampled_from([name for fields in SETS for name in names(fields)] + ["lead", "rail"]), below, max_size=5
        ).map(lambda made: Table(tuple(Entry(scalar(key), value) for key, value in made.items()), WHERE)),
    ),
    max_leaves=8,
)


def plain(value: Any) -> Any:
    """Values that can be compared."""
    if isinstance(value, Fields):
        return type(value).__name__, {name: plain(getattr(value, name)) for name in value.model_fields}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return {name: plain(each) for name, each in value.items()} if isinstance(value, dict) else value


def agree(fields: type[Fields], node: Node) -> bool:
    """Was it plainly good? Then the model has nothing to say, and the same values."""
    try:
        value = fields.read(node)
    except Doubt:
        return False
    found = Found()
    assert plain(judged(fields, node, found)) == plain(value)
    assert found == []
    return True


@settings(max_examples=400)
@given(data=st.data())
def test_a_key_that_is_plainly_good_is_so_to_the_model(data: st.DataObject) -> None:
    """One key at a time, whatever it holds, in whatever set of keys."""
    fields = data.draw(st.sampled_from(SETS))
    keys = data.draw(st.lists(st.sampled_from(names(fields)), max_size=4, unique=True))
    agree(fields, Table(tuple(Entry(scalar(key), data.draw(NODES)) for key in keys), WHERE))


def table(**entries: Any) -> Table:
    return Table(tuple(Entry(scalar(key), node_of(value)) for key, value in entries.items()), WHERE)


def node_of(value: Any) -> Node:
    if isinstance(value, dict):
        return table(**value)
    return Row(tuple(map(node_of, value)), WHERE) if isinstance(value, list) else scalar(value)


SLOT = {"unit": "0", "units": "8", "lines": "5-70"}
LAYOUT = {
    "format": {"width": "210mm", "height": "297mm"},
    "margins": {"inner": "15mm", "outer": "13mm"},
    "grid": {"units": "12", "gutter": "4.5mm", "leading": "11.5pt"},
}


@settings(max_examples=400)
@given(
    key=st.sampled_from(
        (
            "unit",
            "units",
            "lines",
            "takes",
            "articles",
            "head",
            "columns",
            "spread",
            "fill",
            "drops",
            "picture",
            "optional",
            "gives_to",
            "page",
            "continues",
            "across",
            "tailpiece",
            "quotes",
        )
    ),
    value=st.one_of(
        st.sampled_from(TYPED),
        st.lists(st.sampled_from(TYPED), max_size=3),
        st.dictionaries(
            st.sampled_from(("lines", "ideal", "bleed", "duotone", "file", "page", "unit", "units", "head", "fold")),
            st.one_of(st.sampled_from(TYPED), st.lists(st.sampled_from(TYPED), max_size=2)),
            max_size=4,
        ),
    ),
)
def test_a_slot_that_is_plainly_good_is_so_to_the_model(key: str, value: Any) -> None:
    agree(LayoutFields, node_of(LAYOUT | {"slots": {"lead": SLOT | {key: value}}}))


@settings(max_examples=200)
@given(
    article=st.one_of(
        st.sampled_from(TYPED),
        st.fixed_dictionaries(
            {"article": st.sampled_from(TYPED)},
            optional={
                "slot": st.sampled_from(TYPED),
                "optional": st.sampled_from(TYPED),
                "unbroken": st.sampled_from(TYPED),
            },
        ),
    ),
    page=st.fixed_dictionaries(
        {"layout": st.sampled_from(TYPED), "folio": st.sampled_from(TYPED)}, optional={"section": st.sampled_from(TYPED)}
    ),
    date=st.sampled_from(TYPED),
)
def test_a_page_that_is_plainly_good_is_so_to_the_model(article: Any, page: dict[str, str], date: str) -> None:
    agree(IssueFields, node_of({"number": "1", "date": date, "pages": [page | {"articles": [article]}]}))


def test_the_ordinary_is_plainly_good() -> None:
    assert agree(ArticleFields, node_of({"Titre": "Un pont", "chapô": "Il rouvre.", "focus": "50% 30%"}))
    assert agree(
        LayoutFields, node_of(LAYOUT | {"slots": {"lead": SLOT | {"picture": {"lines": "3-9", "bleed": ["top"]}}}})
    )
    page = {"layout": "breves", "folio": "12", "articles": ["a", {"article": "b", "slot": "lead", "unbroken": "true"}]}
    assert agree(IssueFields, node_of({"number": "1", "date": "2018-05-01", "pages": [page]}))
    assert agree(PublicationFields, node_of({"language": "fr-FR", "typography": {"minus": "en"}}))


@pytest.mark.parametrize("value", ["+3", "12.0", "1_0"])
def test_what_pydantic_understands_beyond_is_still_understood(value: str) -> None:
    page = {"layout": "a", "folio": value, "articles": ["a"]}
    issue = judged(IssueFields, node_of({"number": "1", "date": "2018-05-01", "pages": [page]}), Found())
    assert issue.pages[0].folio == int(float(value.replace("_", "")))


def test_a_sound_publication_is_read_without_what_takes_long_to_import() -> None:
    repository = Path(__file__).parent.parent.parent
    code = (
        "import sys; from pathlib import Path; from mise_en_page import reading, typography;"
        "before = {name.partition('.')[0] for name in sys.modules};"
        "assert not {'pydantic', 'numpy', 'PIL', 'requests', 'hyphen', 'pyphen', 'difflib'} & before;"
        "read = reading.read_issue(Path(sys.argv[1])); typography.correct(read.issue);"
        "assert not {'pydantic', 'numpy', 'requests'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(repository / "issues" / "2018-05")], check=True)
