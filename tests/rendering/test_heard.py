"""The tables of what the composer hears are what it asks the cascade for, and what the pages on layouts list."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from weasyprint.css.properties import INHERITED, KNOWN_PROPERTIES
from weasyprint.css.validation.expanders import EXPANDERS

from mise_en_page import rendering
from mise_en_page.rendering.heard import LETTER, Composed, unheard
from mise_en_page.rendering.probe import _HANDED_DOWN
from mise_en_page.rendering.properties import BLOCK, GRID, SETTINGS, TEXT
from sample_issue import ROOT
from tests.rendering.hand_made_page import flat, issue, layout

#: Shorthands whose parts the composer asks for.
SHORTHANDS = {
    "text-decoration",
    "font",
    "font-variant",
    "margin",
    "padding",
    "border-top",
    "border-bottom",
    "border-width",
    "text-align",
}


class Listening:
    """A computed style, and those around it, that note the names of what is read of them."""

    def __init__(self, style: Any, names: set[str]) -> None:
        self._style, self._names = style, names

    def __getitem__(self, name: str) -> Any:
        self._names.add(name)
        return self._style[name]

    @property
    def parent_style(self) -> Listening | None:
        around = self._style.parent_style
        return Listening(around, self._names) if around is not None else None


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of the properties that the composer reads of a computed style."""
    module = sys.modules["mise_en_page.rendering.translation"]
    names: set[str] = set()
    for method in ("_text", "block"):
        whole = getattr(module.Translation, method)
        monkeypatch.setattr(
            module.Translation,
            method,
            lambda self, style, *selector, whole=whole: whole(self, Listening(style, names), *selector),
        )
    return names


def test_the_tables_hold_what_the_composer_reads(asked: set[str]) -> None:
    rendering.styles(
        layout(
            ".body { hyphens: auto; text-decoration: underline; transform: rotate(1deg); opacity: .9; counter-reset: n }"
        ),
        rendering.marks_in_use(issue(flat("Texte"))),
        ROOT,
    )
    asked = {name.replace("_", "-") for name in asked}
    assert {name for name in asked if name.startswith("--")} == set(SETTINGS)
    told = {name for name in (*TEXT, *BLOCK) if name not in SHORTHANDS}
    plain = {name for name in asked if not name.startswith(("--", "margin-", "padding-", "border-"))}
    assert plain == told


def test_marks_computed_once_take_all_that_is_read_of_a_text_from_around_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: set[str] = set()
    module = sys.modules["mise_en_page.rendering.translation"]
    whole = module.Translation._text
    monkeypatch.setattr(module.Translation, "_text", lambda self, style: whole(self, Listening(style, read)))
    rendering.styles(layout(".body { hyphens: auto }"), rendering.marks_in_use(issue(flat("Texte"))), ROOT)
    assert read & INHERITED <= set(_HANDED_DOWN)


def test_every_property_of_the_tables_is_one() -> None:
    assert set(TEXT) | set(BLOCK) <= KNOWN_PROPERTIES | EXPANDERS.keys()


@pytest.mark.parametrize("page", ["layouts.md", "gabarits.md"])
def test_the_pages_on_layouts_list_what_is_read(page: str) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    missing = [
        name for name in (*TEXT, *BLOCK, *LETTER, *SETTINGS, *(f"--{name}" for name in GRID)) if f"`{name}" not in text
    ]
    assert missing == []


COMPOSED = Composed(("title", "body"), ("em", "span.byline"))


def told(css: str, template: str = '<div class="folio"></div>') -> list[str]:
    return [problem.message for problem in unheard(layout(css, template), COMPOSED)]


@pytest.mark.parametrize(
    ("css", "words"),
    [
        (".title { float: left }", "float on `.title` has no effect"),
        (".title, .body { float: left }", "float on `.title` has no effect"),
        (".title em { background: none }", "background on `.title em` has no effect"),
        (".body { --fit: 9pt 12pt }", "--fit on `.body` has no effect"),
        (".title em { --fit: 9pt 12pt }", "--fit on `.title em` has no effect"),
        (".title { --fit: 12pt 9pt }", "--fit: 12pt 9pt is not understood"),
        (".title { --fit: 1em 2em }", "--fit: 1em 2em is not understood"),
        (".title { --fit: 12pt }", "--fit: 12pt is not understood"),
        (".byline { float: left }", "float on `.byline` has no effect"),
        (".body::first-letter { initial-letter: 3; float: left }", "float on `.body::first-letter` has no effect"),
        (".body::first-letter { initial-letter: 2.5 }", "initial-letter: 2.5 is not understood"),
        (".body::first-letter { initial-letter: 40 }", "initial-letter: 40 is not understood"),
        (".body::first-letter { initial-letter: big }", "initial-letter: big is not understood"),
        (".title::first-letter { color: device-cmyk(0 0 0 1) }", "`.title::first-letter`: composed text has no"),
        (".lead > .placed.title { float: left }", "float on"),
        (".tilte { color: device-cmyk(0 0 0 1) }", "`.tilte` selects nothing: no page has the class tilte"),
        (".folio { cursor: pointer }", "cursor is of screens"),
        (".folio { -webkit-font-smoothing: none }", "-webkit-font-smoothing is of screens"),
        (".title { margin-left: auto }", "margin-left: auto on `.title` has no effect"),
        (".title { margin: 3pt auto }", "margin: auto on `.title` has no effect"),
        (".title::marker { color: device-cmyk(1 0 0 0) }", "`.title::marker`: composed text has no ::marker"),
        (".title { list-style-type: square }", "list-style-type on `.title` has no effect"),
        (".body { --nobody: 3pt }", "nothing reads --nobody"),
        (".title { color: var(--theme-inc, device-cmyk(0 0 0 1)) }", "a theme has no --theme-inc"),
        (".title { transform: scale(1.1) }", "transform: scale() on `.title` has no effect"),
        (".body em { opacity: .5 }", "opacity on `.body em` has no effect"),
        (".recto .title { transform: rotate(3deg) }", "transform on `.recto .title` has no effect: text is composed alike"),
        (".title { text-transform: full-width }", "text-transform: full-width on `.title`: composed text knows"),
        (".title::before { content: attr(id) }", "attr(id) in the content of `.title::before` has no effect"),
        (".title::after { content: 'x'; margin: 3pt }", "margin on `.title::after` has no effect"),
        (".byline::before { content: '— '; color: device-cmyk(0 0 0 .5) }", "content on `.byline::before` has no effect"),
        ("@layer x; @container (width > 1px) { .title { color: device-cmyk(0 0 0 1) } }", "@container is not read"),
    ],
)
def test_what_is_said_in_vain_is_told_once(css: str, words: str) -> None:
    found = told(css)
    assert len(found) == 1
    assert found[0].startswith(words)


@pytest.mark.parametrize(
    "css",
    [
        ".title { --fit: 28pt 44pt } .lead { --fit: 10mm 15mm }",
        ".title { margin: 1pt; border: 1pt solid; background: none; font: 9pt/12pt serif }",
        ".title, .folio { text-decoration: underline }",
        ".title::before { content: 'x'; float: left }",
        ".title::before { content: attr(id); position: absolute; left: 0 }",
        ".title::before { content: counter(n, upper-roman) ' '; counter-increment: n; color: device-cmyk(0 0 0 .5) }",
        ".title { transform: rotate(-3deg) translateY(2pt); transform-origin: left; opacity: .8; counter-reset: n }",
        ".title { text-transform: capitalize }",
        ".lead { position: relative; z-index: 2 }",
        ".lines { opacity: .9 }",
        ".lead .body::first-letter { initial-letter: 3; margin-right: 2pt; font: 9pt serif }",
        ".body::first-letter { initial-letter: normal; color: device-cmyk(0 0 0 1) }",
        ".title:not(.opens) { color: device-cmyk(0 0 0 1) }",
        "em, .byline { color: device-cmyk(0 0 0 1) }",
        "* { box-sizing: border-box }",
        ".folio .number, .tab-7 { color: device-cmyk(0 0 0 1) }",
        ":root { --own: 2pt } .body { --tracking: var(--own) }",
        ".title { color: var(--theme-ink, device-cmyk(0 0 0 1)) }",
        ".lead { opacity: .5 }",
        "html { font-size: 9pt } body.recto .page { color: device-cmyk(0 0 0 1) }",
    ],
)
def test_what_may_have_an_effect_is_not_told(css: str) -> None:
    assert (
        told(css, '<div class="folio"><b class="number">{{ page.folio }}</b></div><i class="tab-{{ page.folio }}"></i>')
        == []
    )
