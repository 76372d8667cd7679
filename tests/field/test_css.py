"""A stylesheet as a designer writes it: what has no effect on composed text is told once, at its line; the rest works."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pikepdf
import pytest

from tests.field.desk import Said, article, briefs, issue, publication, run

#: What somebody writes who comes from the web, a line each, and words of what is told of it ("" for nothing).
FOREIGN = (
    (".body::first-letter { font-size: 3em; float: left }", "::first-letter"),
    (".lead .title { text-decoration: underline wavy }", "text-decoration-style on `.lead .title` has no effect"),
    (".chapo em { opacity: .5 }", "opacity on `.chapo em` has no effect"),
    (".intertitle { transform: scale(1.1) }", "transform: scale() on `.intertitle` has no effect"),
    (".pull-quote { float: right; width: 40% }", "float on `.pull-quote` has no effect"),
    (".chapo { column-span: all }", "column-span on `.chapo` has no effect"),
    (".lead { column-count: 3 }", "column-count on `.lead` has no effect"),
    (".kicker { text-transform: full-width }", "text-transform: full-width"),
    (".title em { border-bottom: 1pt solid device-cmyk(0 0 0 1) }", "border-bottom on `.title em` has no effect"),
    (".title { text-wrap: balance }", "text-wrap"),
    (".body { orphans: 2; widows: 2 }", "orphans on `.body` has no effect"),
    (".body { --trakcing: 2% }", "nothing reads --trakcing"),
    (".body { --tracking: 2 }", "--tracking: 2 is not understood"),
    (".title { --balance: true }", "--balance: true is not understood"),
    (".rail .body { color: var(--vermillon) }", "var(--vermillon) names nothing"),
    ("h1 { margin-bottom: 1em }", "`h1` selects nothing"),
    (".headline { font-weight: bold }", "`.headline` selects nothing"),
    (".rail .tilte { margin-top: 2pt }", "`.rail .tilte` selects nothing"),
    (".title + .chapo { margin-top: 2pt }", "`.title + .chapo` selects nothing"),
    ("#content .body { margin-top: 2pt }", "`#content .body` selects nothing"),
    (".recto .lead .chapo { font-size: 13pt }", "font-size on `.recto .lead .chapo` has no effect"),
    ("@supports (display: grid) { .title { margin-top: 2pt } }", "@supports is not read"),
    ("@media screen { .title { margin-top: 2pt } }", "@media screen"),
    (".folio { colour: device-cmyk(0 0 0 1) }", "unknown property"),
    (".folio { text-align: justified }", "invalid value"),
    (".folio { filter: blur(2pt) }", "unknown property"),
    # what works
    (".folio { text-decoration: underline; letter-spacing: .1em }", ""),
    (".folio::first-letter { color: device-cmyk(0 1 1 0) }", ""),
    (".recto .folio, .verso .folio { border-top: .3pt solid device-cmyk(0 0 0 1) }", ""),
    (
        ".attribution { text-transform: uppercase; letter-spacing: .08em; word-spacing: .1em; }",
        "",
    ),
    (".rail .opens { border-top-color: device-cmyk(0 0 0 .5); background: device-cmyk(0 0 .05 0) }", ""),
    (".credit { font-style: italic } .caption strong { color: device-cmyk(0 1 1 0) }", ""),
    ("@media print { .caption { letter-spacing: .01em } }", ""),
    (
        ":root { --blue: device-cmyk(1 .5 0 0) } .tab { background: linear-gradient(var(--blue), device-cmyk(0 0 0 .2)) }",
        "",
    ),
)


def with_css(root: Path, css: str) -> tuple[Path, int]:
    """A publication of « breves » with more CSS; its issue, and the line after which that begins."""
    publication(root, "breves")
    sheet = root / "layouts" / "breves" / "style.css"
    text = sheet.read_text("utf-8")
    sheet.write_text(text + css, "utf-8")
    texts = {"lead": article("Un titre", 400, kicker="Lieu", chapo="Le chapô."), **briefs(5)}
    return issue(root, texts), text.count("\n")


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, int]:
    root = tmp_path_factory.mktemp("foreign")
    folder, before = with_css(root, "".join(f"{line}\n" for line, _ in FOREIGN))
    return run("check", folder, where=root), before


@pytest.mark.parametrize("number", range(len(FOREIGN)), ids=[line[:40] for line, _ in FOREIGN])
def test_css_keeps_its_word_or_is_told(number: int, checked: tuple[Said, int]) -> None:
    said, before = checked
    written, words = FOREIGN[number]
    at = re.findall(rf"^layouts/breves/style\.css:{before + number + 1}:\d+: (.*)$", said.words, re.M)
    assert len([told for told in at if words in told]) == 1 if words else at == [], (written, at, said.words)


def test_the_shipped_layouts_are_clean(tmp_path: Path) -> None:
    for layout in ("breves", "breves-dense", "breves-double", "breves-une", "breves-photo"):
        root = publication(tmp_path / layout, layout)
        folder = issue(root, {"lead": article("Un titre", 300, kicker="Lieu"), **briefs(5)}, layout)
        said = run("check", folder, where=root)
        assert "[stylesheet]" not in said.words, said.words


def test_a_line_height_without_unit_is_a_factor(tmp_path: Path) -> None:
    folder, _ = with_css(tmp_path, ".lead .chapo { font-size: 10pt; line-height: 1.5 }\n")
    said = run("build", folder, where=tmp_path)
    assert said.status == 0, said.words
    assert "line-height" not in said.words


@pytest.mark.parametrize(
    "css",
    [
        ".tab { background: conic-gradient(device-cmyk(0 0 0 1), device-cmyk(0 0 0 0)) }",
        '.tab { background: linear-gradient(spot("PANTONE 032 C"), device-cmyk(0 0 0 0)) }',
        ".tab { background: linear-gradient(var(--x), var(--x)); --x: device-cmyk(0 0 0 1) } .a { --x: 2pt }",
    ],
)
def test_a_gradient_that_cannot_be_printed_is_told_at_its_line(css: str, tmp_path: Path) -> None:
    folder, before = with_css(tmp_path, css + "\n")
    said = run("check", folder, where=tmp_path)
    assert f"style.css:{before + 1}:" in said.words
    assert "Error" not in said.words


def test_a_gradient_prints_in_its_inks(tmp_path: Path) -> None:
    css = ".tab { background: linear-gradient(device-cmyk(0 0 0 .2), var(--accent)) }\n"
    folder, _ = with_css(tmp_path, css)
    said = run("build", folder, where=tmp_path)
    assert said.status == 0, said.words
    with pikepdf.open(tmp_path / "out" / "essai.pdf") as document:
        ends = [
            [round(float(ink), 3) for ink in part[key]]
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and "/ShadingType" in each
            for part in each.Function.Functions
            for key in ("/C0", "/C1")
        ]
    assert ends == [[0, 0, 0, 0.2], [0, 0.82, 0.88, 0]]


def test_faults_of_the_stylesheet_are_told_while_an_article_cannot_be_read(tmp_path: Path) -> None:
    """All in one run: the designer does not wait for the editor."""
    folder, before = with_css(tmp_path, ".chapo { float: left }\n.title { color: #f00 }\n")
    (folder / "articles" / "lead.md").write_text("Texte\n", "utf-8")
    said = run("check", folder, where=tmp_path)
    assert said.status == 1
    assert "articles/lead.md:" in said.words
    assert f"style.css:{before + 1}:" in said.words
    assert f"style.css:{before + 2}:" in said.words


def test_blocks_are_turned_and_lighter_as_a_whole_and_the_file_passes(tmp_path: Path) -> None:
    """What is black alone stays so: a lighter title prints in black, and nothing but."""
    css = (
        ".lead .title { opacity: .6 }\n.lead .chapo { transform: rotate(1deg); background: device-cmyk(0 0 0 .1) }\n"
        ".rail .title { counter-increment: n; text-transform: capitalize }\n"
        ".rail .title::before { content: counter(n) '. ' }\n"
    )
    folder, before = with_css(tmp_path, css)
    said = run("build", folder, where=tmp_path)
    assert said.status == 0, said.words
    assert not re.search(rf"style\.css:({'|'.join(str(before + n) for n in range(1, 5))}):", said.words), said.words
    report = json.loads((tmp_path / "out" / "essai.report.json").read_text("utf-8"))
    assert report["files"], said.words
    with pikepdf.open(tmp_path / "out" / "essai.pdf") as document:
        forms = [each for each in document.objects if isinstance(each, pikepdf.Stream) and "/Resources" in each]
        states = [state for form in forms for state in form.Resources.get("/ExtGState", {}).values()]
        assert 0.6 in [round(float(state["/ca"]), 3) for state in states if "/ca" in state]
        assert {str(form.Group.CS) for form in forms if "/Group" in form} == {"/DeviceCMYK"}


@pytest.mark.field
def test_a_turned_title_that_meets_another_text_is_told(tmp_path: Path) -> None:
    folder, before = with_css(tmp_path, ".lead .title { transform: rotate(60deg) }\n")
    said = run("check", folder, where=tmp_path)
    assert said.status == 1
    assert "[text-crossed]" in said.words or "[text-unseen]" in said.words
    assert f"style.css:{before + 1}:" in said.words or "articles/" in said.words
