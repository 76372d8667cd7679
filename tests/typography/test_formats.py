"""Text, HTML and Markdown go through the stage and come back to the letter."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mise_en_page.model.message import spoken
from mise_en_page.typography import correct_text, explanation, filter_jsonl
from mise_en_page.typography.flat import OPAQUE, PARAGRAPH
from mise_en_page.typography.formats import Format, flatten, unflatten

MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<em>",
            "</em>",
            "<br/>",
            "&amp;",
            "&nbsp;",
            "<code>a ?</code>",
            "*",
            "**",
            "_",
            "`x`",
            "[",
            "](u)",
            "\n\n",
            "\n- ",
            "# ",
            "> ",
            "mot",
            " ",
            "!",
            OPAQUE,
            PARAGRAPH,
            "<",
            ">",
            "\\*",
            "```\n",
            "|",
            "<!-- -->",
        ]
    ),
    max_size=20,
).map("".join)


@given(MARKUP, st.sampled_from(["text", "html", "markdown"]))
@settings(max_examples=400, deadline=None)
def test_what_is_not_corrected_comes_back_to_the_letter(source: str, form: Format) -> None:
    flat, raws = flatten(source, form)
    assert unflatten(flat, raws, source) == source


def test_tags_have_no_width() -> None:
    flat, _ = flatten("<em>La <b>une</b></em>", "html")
    assert flat.characters == "La une"
    assert [(edge.at, edge.opens) for edge in flat.edges] == [(0, True), (3, True), (6, False), (6, False)]
    assert flat.origins == [4, 5, 6, 10, 11, 12]


def test_blocks_part_paragraphs_and_code_is_opaque() -> None:
    flat, raws = flatten("<p>un</p><p><code>x ?</code></p>", "html")
    assert flat.characters == f"{PARAGRAPH}un{PARAGRAPH}{PARAGRAPH}{OPAQUE}{PARAGRAPH}"
    assert raws == ["<p>", "</p>", "<p>", "<code>x ?</code>", "</p>"]


def test_a_space_that_is_an_entity_is_a_space() -> None:
    """Kept as it was typed where it is right; another space stands in its place where a rule asks for one."""
    assert correct_text("Trop tard&nbsp;: «&#160;non&#160;»", "html").text == "Trop tard&nbsp;: «&#160;non&#160;»"
    assert correct_text("Oui&nbsp;! 31&nbsp;500 &nbsp;", "html").text == "Oui\u202f! 31&nbsp;500"


@pytest.mark.parametrize("form", ["text", "html", "markdown"])
@pytest.mark.parametrize(
    "entity",
    [
        "Martin &amp; Fils",
        "c&oelig;ur r&eacute;nov&eacute;",
        "l&#8217;&eacute;t&eacute;",
        "d&#233;j&#xE0;",
        "&lt;b&gt; ici",
    ],
)
def test_an_entity_is_never_broken(entity: str, form: Format) -> None:
    assert correct_text(f"Voyez {entity}, puis", form).text == f"Voyez {entity}, puis"


def test_a_change_is_explained_with_its_place_its_rule_and_its_authority() -> None:
    with spoken("fr"):
        lines = list(explanation(correct_text("Bien.\nOui!")))
    assert lines == [
        "2:4\t∅ → ¦\tSP-HIGH\tUne fine insécable avant ; ! et ? ; une espace après.\t"
        "Lexique IN 2002, tableau des espacements"
    ]


def test_what_is_unsure_is_pointed_out() -> None:
    codes = [
        line.split("\t")[2] for line in explanation(correct_text('À 14:30, 12500 "fans pour $12')) if line[:2] == "\t\t"
    ]
    assert codes == ["time-colon", "ungrouped-number", "unpaired-quote", "currency-first"]


def test_the_filter_answers_line_by_line() -> None:
    rows = [{"id": 1, "input": "Oui!"}, {"id": 2, "input": "<b>a</b>!", "format": "html"}]
    made = [json.loads(line) for line in filter_jsonl([json.dumps(row) for row in rows] + ["", "  "])]
    assert made == [{"id": 1, "output": "Oui\u202f!"}, {"id": 2, "output": "<b>a</b>\u202f!"}]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"input": 3}', '{"input": "a", "format": "pdf"}', "null"])
def test_a_bad_line_is_answered_with_an_error(line: str) -> None:
    (made,) = (json.loads(answer) for answer in filter_jsonl([line]))
    assert made["line"] == 1
    assert made["error"]
