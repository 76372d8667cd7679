"""Broken layouts: each case breaks a copy of the sample publication, and what ``build`` says is kept word for word.

Whatever is broken, the user reads problems and no traceback, the exit status is 1, and nothing is written.
"""

from __future__ import annotations

import re
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from mise_en_page.cli.commands import commands
from sample_issue import files, one_page

BRIEFS = ("bac", "glacier", "verger", "gare", "vitrail", "radeau")
Break = Callable[[Path], None]
CASES: dict[str, Break] = {}


def case(broken: Break) -> Break:
    """A case, named after its function."""
    CASES[broken.__name__.replace("_", "-")] = broken
    return broken


def style(root: Path) -> Path:
    return root / "layouts" / "breves" / "style.css"


def shared(root: Path) -> Path:
    return root / "layouts" / "commun" / "base.css"


def template(root: Path) -> Path:
    return root / "layouts" / "breves" / "page.html.j2"


def change(path: Path, before: str, after: str) -> None:
    """Put one thing in the place of another that must be there, once or more."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def add(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as stream:
        stream.write(text)


# ——— templates ———


@case
def template_syntax(root: Path) -> None:
    change(template(root), "{% endif %}", "{% endif }")


@case
def template_unknown_name(root: Path) -> None:
    change(template(root), "{{ issue.month }}", "{{ issue.mois }}")


@case
def template_loops_within_loops(root: Path) -> None:
    add(template(root), "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}\n")


@case
def template_leaves_the_sandbox(root: Path) -> None:
    add(template(root), "{{ ''.__class__.__mro__ }}\n")


@case
def template_not_utf_8(root: Path) -> None:
    template(root).write_bytes("<p>À l’été</p>".encode("cp1252", "replace"))


@case
def template_missing(root: Path) -> None:
    template(root).unlink()


@case
def template_places_no_lines(root: Path) -> None:
    change(template(root), "{% if block.lines %}", "{% if block.lines and block.role != 'title' %}")


@case
def template_makes_a_second_page(root: Path) -> None:
    add(template(root), '<div style="height: 400mm"></div>\n')


@case
def template_colours(root: Path) -> None:
    add(template(root), '<p style="color: red">rouge</p><style>.folio { color: #00f }</style>\n')


@case
def template_asks_for_what_it_may_not_have(root: Path) -> None:
    add(template(root), '<img src="http://example.com/a.png" alt="">\n<img src="file:///etc/passwd" alt="">\n')


# ——— stylesheets ———


@case
def css_unknown_property(root: Path) -> None:
    add(style(root), ".kicker { colour: device-cmyk(0 0 0 1) }\n.body { text-align: justified }\n@media print }\n")
    change(style(root), "var(--accent);", "#e33;")


@case
def css_screen_colours(root: Path) -> None:
    change(style(root), "--grey: var(--theme-grey, device-cmyk(0 0 0 .62))", "--grey: #6b6b6b")
    change(style(root), "color: var(--grey) }", "color: darkred }")
    change(style(root), "background: var(--tint)", "background: rgb(250 240 230)")
    change(shared(root), "border-left: .35pt solid var(--rule)", "border-left: .35pt solid black")
    add(style(root), ".kicker { color: hsl(10 50% 50%) }\n.title { color: rgba(0, 0, 0, .5) }\n")
    add(style(root), ".tab { background: linear-gradient(white, lab(50 0 0)) }\n.tab { color: color(srgb 1 0 0) }\n")


@case
def css_asks_for_what_it_may_not_have(root: Path) -> None:
    """Addresses, files outside by path, by scheme and through a link, and a file that is not there."""
    outside = root.parent / "outside.png"
    outside.write_bytes(b"secret")
    (root / "layouts" / "breves" / "linked.png").symlink_to(outside)
    for url in ("http://127.0.0.1:9/a.png", "//127.0.0.1/a.png", "file:///etc/passwd", "../../../../etc/passwd",
                "'../../%2e%2e/etc/passwd'", "/etc/passwd", "linked.png", "absent.svg", "a%00b.png"):  # fmt: skip
        add(style(root), f".tab {{ background: url({url}) }}\n")
    add(style(root), "@font-face { font-family: X; src: url(https://example.com/x.woff2) }\n.folio { font-family: X }\n")


@case
def css_import(root: Path) -> None:
    text = style(root).read_text(encoding="utf-8")
    style(root).write_text('@import "https://example.com/more.css";\n@import url(a.css);\n' + text, encoding="utf-8")
    style(root).with_name("a.css").write_text(".kicker { color: red }", encoding="utf-8")


@case
def css_without_the_sheet_that_it_shares(root: Path) -> None:
    change(root / "layouts/breves/layout.yaml", "stylesheets: [../commun/base.css]\n", "")


@case
def css_length(root: Path) -> None:
    add(style(root), ".title { padding-left: 10% }\n")


# ——— fonts ———


@case
def font_no_file_has(root: Path) -> None:
    change(shared(root), '--label: var(--theme-labels, "Bricolage Grotesque")', '--label: "Bricolage Grotesk"')


@case
def font_no_file_has_in_the_template(root: Path) -> None:
    add(style(root), '.section-name { font-family: "Helvetica" }\n')


@case
def font_damaged(root: Path) -> None:
    font = root / "fonts" / "newsreader" / "Newsreader16pt-SemiBold.ttf"
    font.write_bytes(font.read_bytes()[:2000])


@case
def fonts_missing(root: Path) -> None:
    shutil.rmtree(root / "fonts")


# ——— slots and pictures ———


NO_ROOM_GIVEN = """slots:
  lead: {unit: 0, units: 8, lines: 5-70, articles: 1, head: [kicker, title, chapo], columns: 2}
  rail: {unit: 8, units: 4, lines: 14-56, articles: 2-9}
  figure: {takes: figure, unit: 8, units: 4, lines: 57-70, optional: true, gives_to: rail}
"""


@case
def slot_not_filled(root: Path) -> None:
    layout = root / "layouts" / "breves" / "layout.yaml"
    head, _slots, _ = layout.read_text(encoding="utf-8").partition("masters:\n")
    layout.write_text(f"{head}{NO_ROOM_GIVEN}", encoding="utf-8")
    for name in BRIEFS:
        change(root / "issues" / "2018-05" / "issue.yaml", f"      - {name}\n", "")
        (root / "issues" / "2018-05" / "articles" / f"{name}.md").unlink()


@case
def too_many_articles(root: Path) -> None:
    layout = root / "layouts" / "breves" / "layout.yaml"
    layout.write_text(re.sub(r"articles: \d+-\d+", "articles: 1", layout.read_text(encoding="utf-8")), encoding="utf-8")


@case
def text_overset(root: Path) -> None:
    article = root / "issues" / "2018-05" / "articles" / "fleuve.md"
    add(article, "\nLe fleuve monte encore, et personne ne le regarde plus depuis le quai.\n" * 60)


@case
def picture_with_a_reference(root: Path) -> None:
    picture = root / "issues" / "2018-05" / "images" / "fleuve.svg"
    change(picture, "</svg>", '<use href="https://example.com/a.svg#b"/></svg>')


@case
def picture_with_a_filter(root: Path) -> None:
    picture = root / "issues" / "2018-05" / "images" / "fleuve.svg"
    blurred = '<filter id="b"><feGaussianBlur stdDeviation="2"/></filter><rect width="10" height="10" filter="url(#b)"/>'
    change(picture, "</svg>", f"{blurred}</svg>")


@case
def picture_through_a_link_out(root: Path) -> None:
    picture = root / "issues" / "2018-05" / "images" / "fleuve.svg"
    outside = root.parent / "outside.svg"
    shutil.move(picture, outside)
    picture.symlink_to(outside)


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_broken_layout_is_told_in_these_words(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None]
) -> None:
    publication = one_page(tmp_path / "publication")
    CASES[name](publication)
    monkeypatch.chdir(publication)
    monkeypatch.setattr(socket.socket, "connect", _no_network)
    before = files(publication)
    result = CliRunner().invoke(commands, ["build", "issues/2018-05"])
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    golden(f"{name}.txt", result.stderr)
    assert files(publication) == before


def _no_network(*_arguments: object) -> None:
    raise AssertionError("a connection was tried")
