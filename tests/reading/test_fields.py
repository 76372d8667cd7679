"""Keys of every kind, holding whatever: there is a value, or it is told why there is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mise_en_page.model.issue import Ordered
from mise_en_page.model.message import spoken
from mise_en_page.model.problem import Span
from mise_en_page.reading.fields import FRENCH, ArticleFields, Fields, IssueFields, LayoutFields
from mise_en_page.reading.found import Found
from mise_en_page.reading.nodes import Entry, Node, Row, Scalar, Table
from mise_en_page.reading.publication_fields import PublicationFields

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


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("1500", (1500, "signs")), ("1 500 signes", (1500, "signs")), ("1\u202f500 signes", (1500, "signs")),
     ("1.500", (1500, "signs")), ("800 caractères", (800, "signs")), ("900 characters", (900, "signs")),
     ("40 lignes", (40, "lines")), ("1 ligne", (1, "lines")), ("60 lines", (60, "lines")), ("2 feuillets", (3000, "signs")),
     ("2,5 feuillets", (3750, "signs")), (" 12000 ", (12000, "signs")), ("1 Feuillet", (1500, "signs")),
     ("", None), ("0", None), ("-3", None), ("long", None), ("40 mm", None), ("1,5", None), ("1,5 lignes", None),
     ("12 34", None), ("1500 signes environ", None), ("9" * 7, None)],
)  # fmt: skip
def test_a_length_is_ordered_as_desks_say_it(typed: str, expected: tuple[int, str] | None) -> None:
    found = Found()
    read = ArticleFields.model_fields["length"].read(Scalar(typed, WHERE), "length", found)
    assert read == (Ordered(*expected) if expected else None)  # type: ignore[arg-type]
    assert [problem.code for problem in found] == ([] if expected else ["bad-value"])


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


def agree(fields: type[Fields], node: Node) -> bool:
    """Either there is a value, or an error that says why there is none."""
    found = Found()
    value = fields.of(node, found)
    assert (value is None) == bool(found)
    assert all(problem.severity == "error" and problem.message for problem in found)
    return value is not None


@settings(max_examples=400)
@given(data=st.data())
def test_a_key_has_a_value_or_a_fault(data: st.DataObject) -> None:
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
            "off_grid",
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
def test_a_slot_has_a_value_or_a_fault(key: str, value: Any) -> None:
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
def test_a_page_has_a_value_or_a_fault(article: Any, page: dict[str, str], date: str) -> None:
    agree(IssueFields, node_of({"number": "1", "date": date, "pages": [page | {"articles": [article]}]}))


def test_the_ordinary_is_good() -> None:
    assert agree(ArticleFields, node_of({"Titre": "Un pont", "chapô": "Il rouvre.", "focus": "50% 30%"}))
    assert agree(
        LayoutFields, node_of(LAYOUT | {"slots": {"lead": SLOT | {"picture": {"lines": "3-9", "bleed": ["top"]}}}})
    )
    page = {"layout": "breves", "folio": "12", "articles": ["a", {"article": "b", "slot": "lead", "unbroken": "true"}]}
    assert agree(IssueFields, node_of({"number": "1", "date": "2018-05-01", "pages": [page]}))
    assert agree(PublicationFields, node_of({"language": "fr-FR", "typography": {"minus": "en"}}))


@pytest.mark.parametrize(
    ("typed", "number"), [("+3", 3), ("12.0", 12), ("1_0", 10), (" 4 ", 4), ("007", 7), ("9999", 9999), ("1_0.00", 10)]
)
def test_whole_numbers_are_understood_as_people_write_them(typed: str, number: int) -> None:
    page = {"layout": "a", "folio": typed, "articles": ["a"]}
    issue = IssueFields.of(node_of({"number": "1", "date": "2018-05-01", "pages": [page]}), Found())
    assert issue is not None
    assert issue.pages[0].folio == number


@pytest.mark.parametrize("typed", ["", "-1", "0", "10000", "9" * 5000, "1__0", "_1", "1_", ".0", "12.5", "1e3", "٣", "+ 3"])
def test_others_are_not(typed: str) -> None:
    page = {"layout": "a", "folio": typed, "articles": ["a"]}
    found = Found()
    assert IssueFields.of(node_of({"number": "1", "date": "2018-05-01", "pages": [page]}), found) is None
    assert [problem.code for problem in found] == ["bad-value" if typed else "missing-field"]


@pytest.mark.parametrize(
    ("typed", "truth"), [("true", True), ("Yes", True), ("on", True), ("1", True), ("No", False), ("f", False)]
)
def test_true_and_false_are_understood_as_people_write_them(typed: str, truth: bool) -> None:
    layout = LayoutFields.of(node_of(LAYOUT | {"slots": {"lead": SLOT | {"optional": typed}}}), Found())
    assert layout is not None
    assert layout.slots["lead"].optional is truth


def test_two_numbers_and_four_inks_may_be_lists() -> None:
    picture = {"lines": ["3", "9"], "duotone": ["0", ".82", ".88", "0"]}
    layout = LayoutFields.of(
        node_of(LAYOUT | {"slots": {"lead": SLOT | {"lines": ["5", "70"], "picture": picture}}}), Found()
    )
    assert layout is not None
    lead = layout.slots["lead"]
    assert lead.picture is not None
    assert (lead.lines, lead.picture.lines, lead.picture.duotone) == ((5, 70), (3, 9), (0.0, 0.82, 0.88, 0.0))


def test_a_key_of_a_kind_that_it_is_not_is_told_in_french_too() -> None:
    found = Found()
    IssueFields.of(node_of({"number": "1", "date": "hier", "pages": "5", "titel": "a"}), found)
    assert sorted(problem.message for problem in found) == [
        "pages must be a list",
        "“hier” is not understood as date: a date is written year-month-day, such as 2018-05-01",
        "“titel” is not a key here",
    ]
    with spoken("fr"):
        assert [(problem.message, problem.hint) for problem in found] == [
            ("«\u00a0titel\u00a0» n’est pas une clé ici", "est-ce «\u00a0titre\u00a0»\u202f?"),
            ("«\u00a0hier\u00a0» ne se comprend pas (date)\u00a0: une date s’écrit année-mois-jour, comme 2018-05-01", ""),
            ("pages doit être une liste", "commencer chacune de ses lignes par «\u00a0-\u00a0»"),
        ]


def test_a_sound_publication_is_read_without_what_takes_long_to_import() -> None:
    repository = Path(__file__).parent.parent.parent
    code = (
        "import sys; from pathlib import Path; from mise_en_page import reading, typography;"
        "before = {name.partition('.')[0] for name in sys.modules};"
        "assert not {'numpy', 'PIL', 'requests', 'hyphen', 'pyphen', 'difflib'} & before;"
        "read = reading.read_issue(Path(sys.argv[1])); policy = typography.policy_of('fr-FR');"
        "[typography.correct_page(page, read.issue.source, policy) for page in read.issue.pages];"
        "assert not {'numpy', 'requests'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(repository / "issues" / "2018-05")], check=True)
