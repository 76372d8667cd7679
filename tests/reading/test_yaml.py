"""YAML as text: nothing is guessed, everything has its place, and nothing can blow up."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from yaml.events import CollectionEndEvent, CollectionStartEvent, Event, ScalarEvent

from mise_en_page.model.problem import Span
from mise_en_page.reading.fields import at
from mise_en_page.reading.found import Found
from mise_en_page.reading.nodes import Node, Row, Scalar, Table
from mise_en_page.reading.source import decode
from mise_en_page.reading.yaml import DEPTH, events, read_yaml


def tree(text: str) -> tuple[Node | None, Found]:
    found = Found()
    written = decode(text.encode(), "a.yaml", found)
    assert written is not None
    return read_yaml(written, found), found


def plain(node: Node | None) -> object:
    if isinstance(node, Table):
        return {entry.key.value: plain(entry.value) for entry in node.entries}
    if isinstance(node, Row):
        return [plain(item) for item in node.items]
    return node.value if node else None


@pytest.mark.parametrize(
    "typed",
    [
        "1984",
        "012",
        "22:30",
        "On",
        "off",
        "yes",
        "1e3",
        "0x1F",
        "1_000",
        "2018-05-01",
        ".5",
        "1984.",
        "Non",
        "n",
        "y",
        "3.10",
    ],
)
def test_a_value_is_what_was_typed(typed: str) -> None:
    node, found = tree(f"title: {typed}\n")
    assert plain(node) == {"title": typed}
    assert not found


def test_keys_and_values_have_their_places() -> None:
    node, _ = tree('pages:\n  - folio: 7\n    section: "Été"\n')
    section = at(node, "pages", 0, "section")
    assert isinstance(section, Scalar)
    assert section.span == Span("a.yaml", 3, 14, 5)
    assert section.value == "Été"
    assert section.origins == (34, 35, 36)


def test_an_alias_stands_for_its_value() -> None:
    node, found = tree("a: &a [x, y]\nb: *a\n")
    assert plain(node) == {"a": ["x", "y"], "b": ["x", "y"]}
    assert not found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &a [*a]\n", "unknown-alias"),
        ("a: *b\n", "unknown-alias"),
        ("a: 1\na: 2\n", "duplicate-key"),
        ("<<: {a: 1}\n", "merge-key"),
        ("? [a, b]\n: c\n", "bad-key"),
        ("a: 1\n---\nb: 2\n", "broken-yaml"),
        ("a: [1\n", "broken-yaml"),
        ("a:\n\t- b\n", "tab"),
        ("a: !!python/object:os.system x: y\n", "broken-yaml"),
        ('a: "\\UFFFFFFFF"\n', "broken-yaml"),
        ('a: "\\ud800"\n', "bad-character"),
        ("", "empty-file"),
        ("# a comment alone\n", "empty-file"),
        ("[" * (DEPTH + 1), "too-deep"),
        ("%YAML 9.9\n---\na: b\n", "broken-yaml"),
    ],
)
def test_what_cannot_be_read_is_told_once(text: str, code: str) -> None:
    _, found = tree(text)
    assert [problem.code for problem in found] == [code]
    assert found[0].where is not None


def test_an_unknown_tag_changes_nothing() -> None:
    node, _ = tree("a: !!python/name:os.system x\n")
    assert plain(node) == {"a": "x"}


_TEXT = st.text("ab1é :", max_size=6)
_KEY = st.text("abc", min_size=1, max_size=3)


@given(st.recursive(_TEXT, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEY, inner, max_size=3)))
def test_what_yaml_writes_is_read_back(value: object) -> None:
    node, _ = tree(yaml.safe_dump(value, allow_unicode=True))
    if node is not None:
        assert plain(node) == value


@given(st.text("ab:-#&*!|>'\"%@`[]{},?\n\t \\<0é~", max_size=40))
def test_no_text_makes_it_fail(text: str) -> None:
    tree(text)


PIECES = (
    "a",
    "b: ",
    "c:",
    "- ",
    "  ",
    "\n",
    "\n  ",
    "\n- ",
    "\n    ",
    "{",
    "}",
    "[",
    "]",
    ", ",
    "'",
    '"',
    "#",
    " # x",
    "é",
    "“",
    "12",
    "? ",
    "---",
    "\n---\n",
    "...",
    ":",
    "-",
    "\\",
    "~",
    "null",
    "http://x.fr/",
    ": ",
    "=",
    "<<",
    "\u00a0",
    "\u0085",
    "key: value\n",
    "|",
    "- item\n",
    "  k: v\n",
    "x: [1, 2]\n",
    "y: {u: 1, v: 2}\n",
    "\t",
    "😀",
    "l'été",
    "p: \n",
    "{a: }",
    "!x",
    "> ",
    "&a ",
    "*a",
)


def told(parsed: Iterable[Event]) -> list[tuple[object, ...]] | None:
    """All that is read of some events; None where they cannot be read."""
    try:
        return [
            (
                type(event),
                getattr(event, "value", None),
                getattr(event, "style", None) or None,
                getattr(event, "anchor", None),
                event.start_mark.index,
                event.end_mark.index if isinstance(event, ScalarEvent) else 0,
            )
            for event in parsed
            if isinstance(event, CollectionStartEvent | CollectionEndEvent | ScalarEvent)
        ]
    except yaml.YAMLError:
        return None


@settings(max_examples=1000)
@example(pieces=["[", "b: ", "#", "\x85", "]"])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=14))
def test_libyaml_is_asked_only_where_it_reads_what_pyyaml_reads(pieces: list[str]) -> None:
    text = "".join(pieces)
    asked = events(text)
    if isinstance(asked, list):
        assert told(asked) == told(yaml.parse(text, Loader=yaml.SafeLoader))
