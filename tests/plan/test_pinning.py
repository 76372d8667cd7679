"""issue.yaml with a page pinned: as it was typed, to the letter, but for the pins, which say what was asked for."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mise_en_page.model.issue import Article, Page, Pins, Placement, Source, Text
from mise_en_page.model.problem import Refused, Span
from mise_en_page.plan.pinning import files, pinned_text
from mise_en_page.reading import read_issue

PINS = Pins("main", (("lead", "small"), ("rail", "")), (("lead", "wide"),))

BLOCK = """\
# Le numéro de mai
number: 27   # en chiffres
pages:
  - layout: breves   # la double viendra
    folio: 15
    articles:        # par longueur
      - fleuve       # l'ouverture

      - {article: bac, optional: 1}  # s'il y a la place
      - article: gare
        unbroken: yes  # en entier
  - layout: breves
    folio: 16
    articles: [pont]
"""
PINNED = """\
# Le numéro de mai
number: 27   # en chiffres
pages:
  - layout: breves   # la double viendra
    master: main
    sizes: {lead: small, rail: own}
    shapes: {lead: wide}
    folio: 15
    articles:        # par longueur
      - {article: fleuve, slot: lead}       # l'ouverture

      - {article: bac, slot: rail, optional: 1}  # s'il y a la place
      - article: gare
        slot: rail
        unbroken: yes  # en entier
  - layout: breves
    folio: 16
    articles: [pont]
"""


def page(pins: Pins = PINS, /, **slots: str) -> Page:
    slots = slots or {"fleuve": "lead", "bac": "rail", "gare": "rail"}
    articles = tuple(Placement(Article(name, Source("a.md"), Text("T")), slot) for name, slot in slots.items())
    return Page("breves", 15, Text(), articles, Span("issue.yaml"), pins=pins)


def test_only_what_is_pinned_is_written() -> None:
    assert pinned_text(BLOCK, page()) == PINNED


def test_what_is_pinned_already_is_written_over() -> None:
    other = Pins("tall", (("lead", ""), ("rail", "open")), (("lead", "third"),))
    made = pinned_text(PINNED, page(other, fleuve="rail", bac="lead", gare="rail"))
    expected = PINNED.replace("master: main", "master: tall").replace("lead: small, rail: own", "lead: own, rail: open")
    expected = expected.replace("lead: wide", "lead: third").replace("fleuve, slot: lead", "fleuve, slot: rail")
    assert made == expected.replace("bac, slot: rail", "bac, slot: lead")
    assert pinned_text(PINNED, page()) == PINNED


def test_french_stays_french() -> None:
    french = BLOCK.replace("layout:", "gabarit:").replace("articles:", "brèves:")
    made = pinned_text(french, page())
    assert made is not None
    assert "    page-type: main\n    corps: {lead: small, rail: own}\n    formes: {lead: wide}\n" in made
    assert "{article: fleuve, emplacement: lead}" in made


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("articles: [fleuve, bac]", "articles: [{article: fleuve, slot: lead}, {article: bac, slot: rail}]"),
        ("articles: ['fleuve', \"bac\"]", "articles: [{article: 'fleuve', slot: lead}, {article: \"bac\", slot: rail}]"),
        (
            "articles: [articles/fleuve.md, {nom: bac}]",
            "articles: [{article: articles/fleuve.md, slot: lead}, {nom: bac, slot: rail}]",
        ),
    ],
)
def test_a_page_between_braces(before: str, after: str) -> None:
    text = f"pages: [{{layout: breves, folio: 15, {before}}}]"
    made = pinned_text(text, page(fleuve="lead", bac="rail"))
    pins = "master: main, sizes: {lead: small, rail: own}, shapes: {lead: wide}"
    assert made == f"pages: [{{layout: breves, {pins}, folio: 15, {after}}}]"


def test_sizes_on_lines_of_their_own_keep_their_comments() -> None:
    block = BLOCK.replace("    folio: 15\n", "    sizes:\n      lead: ample  # trop grand ?\n    folio: 15\n")
    made = pinned_text(block, page())
    assert made is not None
    assert "    sizes:\n      lead: small  # trop grand ?\n      rail: own\n    folio: 15\n" in made


def test_names_that_need_quotes_within_braces_get_them() -> None:
    text = "pages:\n  - layout: breves\n    folio: 15\n    articles:\n      - oui, mais [non]\n"
    made = pinned_text(text, page(**{"oui, mais [non]": "lead"}))
    assert made is not None
    assert '      - {article: "oui, mais [non]", slot: lead}\n' in made


def test_the_layout_that_was_chosen_is_pinned_too() -> None:
    for several in ("auto", "[dense, breves]"):
        made = pinned_text(BLOCK.replace("layout: breves   #", f"layout: {several}   #", 1), page())
        assert made == PINNED
    lines = BLOCK.replace("layout: breves   #", "layout:\n      - dense\n      - breves   #", 1)
    assert pinned_text(lines, page()) is None


def test_what_cannot_be_pinned_alone_is_not() -> None:
    """An alias stands for a page elsewhere: what is pinned to one would be to the other."""
    shared = (
        "pages:\n  - {layout: breves, folio: 15, articles: &a [fleuve]}\n  - {layout: breves, folio: 16, articles: *a}\n"
    )
    assert pinned_text(shared, page(fleuve="lead")) is None
    assert pinned_text("pages: []", page()) is None
    assert pinned_text("pages: {", page()) is None


GOOD = Path(__file__).parents[1] / "reading" / "good"


def test_a_file_that_cannot_be_changed_alone_is_told_of_and_left(tmp_path: Path) -> None:
    root = shutil.copytree(GOOD, tmp_path / "publication")
    listed = root / "issues" / "un" / "issue.yaml"
    (listed.parent / "images").mkdir()
    Image.new("RGB", (900, 600)).save(listed.parent / "images" / "pont.png")
    read = read_issue(listed.parent)
    (written,) = read.issue.pages
    ours = replace(written, articles=tuple(replace(each, slot="rail") for each in written.articles))
    ((path, data),) = files(read, ours).items()
    assert path == listed.resolve()
    assert data.decode("utf-8").count("slot: rail") == 2
    # another page has taken its place in the file since
    listed.write_text(listed.read_text(encoding="utf-8").replace("folio: 7", "folio: 9"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        files(read, ours)
    assert refused.value.problems[0].code == "pin-by-hand"
    # pages that share their articles come of one entry
    shared = replace(read, issue=replace(read.issue, pages=(written, replace(written, folio=8))))
    with pytest.raises(Refused) as refused:
        files(shared, ours)
    assert refused.value.problems[0].code == "pin-pool"


NAMES = st.lists(
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=9).filter(
        lambda name: name.strip() == name
    ),
    min_size=1,
    max_size=6,
    unique=True,
)


@given(NAMES, st.sampled_from(["'", '"', ""]), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
def test_it_says_what_it_said_and_the_pins(names: list[str], quote: str, ends: str, last: bool, comments: bool) -> None:
    def typed(name: str) -> str:
        if quote == '"':
            return json.dumps(name, ensure_ascii=False)
        return f"'{name.replace(quote, 2 * quote)}'" if quote else name

    lines = ["number: 1", "pages:", "  - layout: breves", "    folio: 15", "    articles:"]
    lines += [f"      - {typed(name)}{'  # ici' if comments else ''}" for name in names]
    text = ends.join(lines) + ends * last
    try:
        said = yaml.load(text, Loader=yaml.BaseLoader)
        read = said["pages"][0]["articles"]
    except (yaml.YAMLError, TypeError):
        return
    if read != names or any(name.endswith(".md") or name.startswith("articles/") for name in names):
        return
    made = pinned_text(text, page(**dict.fromkeys(names, "rail")))
    assert made is not None
    again = yaml.load(made, Loader=yaml.BaseLoader)["pages"][0]
    assert again["articles"] == [{"article": name, "slot": "rail"} for name in names]
    assert (again["master"], again["sizes"]) == ("main", {"lead": "small", "rail": "own"})
    if quote:  # all that was typed is there still, in its order; what had no quotes may want them now
        left = iter(made)
        assert all(sign in left for sign in text)
    assert made.count("# ici") == text.count("# ici")
