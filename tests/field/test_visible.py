"""Each line that was composed is seen inside the trim, and nothing else stands on it; else it is told, with both names."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mise_en_page import rendering
from mise_en_page.model.drawn import Drawn
from mise_en_page.model.problem import has_errors
from mise_en_page.pipeline.build import Set, set_issue
from mise_en_page.pipeline.pictures import Press, prepare_pictures
from mise_en_page.pipeline.stages import Road
from mise_en_page.press import finishing
from mise_en_page.reading import press_profile
from tests.field.desk import article, briefs, issue, publication, run

TAB = '<div class="tab">'
PICTURE = "picture issues/essai/images/p.svg"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="#777"/></svg>'
TOLD = re.compile(r"^(?P<file>\S+?):\d+:\d+: \w+: (?P<message>page (?P<folio>\d+).*) \[(?P<code>[\w-]+)\]$", re.M)
FOLIO = '<div class="folio">'
BOX = '<div class="box" style="position:absolute;left:{}pt;top:{}pt;width:{}pt;height:{}pt;{}"></div>'
INK = "device-cmyk(0 0 0 .3)"

#: What a designer does to style.css (or to page.html.j2: what to put where); what is told; what of the page must be named.
HOSTILE: dict[str, tuple[str | tuple[str, str], str, tuple[str, ...]]] = {
    "hidden": (".lines { visibility: hidden }", "text-unseen", ("title of lead", "visibility")),
    "hidden-slot": (".rail .lines { visibility: hidden }", "text-unseen", ("title of b1", "visibility")),
    "gone": (".lead .lines { display: none }", "template-lines", ("title of lead",)),
    "clear": (".rail .lines { opacity: 0 }", "text-unseen", ("title of b1", "opacity")),
    "faint": (".rail { opacity: .2 }", "text-unseen", ("title of b1", "opacity")),
    "sent-away": (".lines { transform: translate(0, 2000pt) }", "text-unseen", ("title of lead", "2000 pt")),
    "shrunk": (".lines { transform: scale(.01) }", "text-unseen", ("title of lead", "scaled to 1%")),
    "to-nothing": (".lines { transform: scale(0) }", "text-unseen", ("title of lead", "transform")),
    "turned": (".lead .lines { transform: rotate(3deg) }", "text-unseen", ("title of lead", "turned")),
    "pushed": (".rail .lines { margin-left: -900pt !important }", "text-unseen", ("title of b1", "-900 pt across")),
    "moved": (".lead { position: relative; left: 40pt }", "text-unseen", ("title of lead", "+40 pt across")),
    "small-box": (".lines { max-height: 30pt }", "text-unseen", ("of lead", "cut off")),
    "narrow": (".rail .lines { width: 40pt !important }", "text-unseen", ("body of b1", "cut off")),
    "clipped": (".lead .lines { clip: rect(0, 60pt, 60pt, 0) }", "text-unseen", ("of lead", "cut off")),
    "short-page": (".page { height: 300pt; overflow: hidden }", "text-unseen", ("of lead", "cut off")),
    "white": (".lead .title { color: device-cmyk(0 0 0 0) }", "text-unseen", ("title of lead", "ink of what is under")),
    "black-page": ("body { background: device-cmyk(0 0 0 1) }", "text-unseen", ("body of lead", "ink of what is under")),
    "cover": ((FOLIO, BOX.format(30, 300, 200, 90, f"background: {INK}") + FOLIO), "text-covered", ("of lead", ".box")),
    "half-cover": (
        (FOLIO, BOX.format(30, 300, 200, 90, f"background: {INK}; opacity: .7") + FOLIO), "text-covered", ("lead", ".box"),
    ),
    "tab": (".tab { z-index: 5; width: 190mm; height: 90mm }", "text-covered", ("of b1", ".tab")),
    "before": (
        f".page::after {{ content: ''; position: absolute; inset: 0; height: 99%; background: {INK} }}", "text-covered",
        ("title of lead", ".page::after"),
    ),
    "above": (f".placed {{ background: {INK}; z-index: 2 }}", "text-covered", ("title of lead", ".title")),
    "drawing": (
        (FOLIO, f'<img class="box" src="tailpiece.svg" style="position:absolute;left:30pt;top:400pt;width:250pt">{FOLIO}'),
        "text-crossed", ("body of lead", ".box"),
    ),
    "column-rule": (".column-rule { margin-left: -60pt }", "text-crossed", ("body of lead", ".column-rule")),
    "slash": ((FOLIO, BOX.format(40, 420, 300, 0, f"border-top: 1pt solid {INK}") + FOLIO), "text-crossed", (".box",)),
    "hairline": (
        ".rail .title { border-top: .35pt solid var(--ink) } .rail .kicker { margin-bottom: -4pt }", "text-crossed",
        ("kicker of b", "a rule of .title"),
    ),
    "folio": (".folio { top: 372pt !important }", "text-crossed", ("(.of)",)),
    "section": (".section-name { top: 300pt !important }", "text-crossed", ("body of b", ".section-name")),
    "no-pictures": (("page.images", "page.images[:0]"), "template-lines", (PICTURE, "of lead")),
    "picture-hidden": (".picture { visibility: hidden }", "template-lines", (PICTURE,)),
    "picture-away": (".picture { transform: translateY(-900pt) }", "picture-unseen", (PICTURE,)),
    "picture-small": (".picture { transform: scale(.2) }", "picture-unseen", (PICTURE,)),
    "picture-covered": (
        ('<div class="column-rule"', BOX.format(-9, -9, 480, 300, f"background: {INK}") + '<div class="column-rule"'),
        "picture-unseen", (PICTURE, ".box"),
    ),
    "folio-off": (".folio { top: 900pt !important }", "furniture-unseen", ("Les Brèves",)),
    "head-cut": (".running-head { height: 3pt; overflow: hidden }", "furniture-unseen", (".running-head",)),
    "section-wide": (".section-name { font-size: 66pt }", "furniture-unseen", (".section-name", "over")),
    "head-covered": (
        (FOLIO, BOX.format(300, 40, 400, 22, f"background: {INK}") + FOLIO), "furniture-unseen", (".running-head", ".box"),
    ),
}  # fmt: skip

#: What overlaps boxes and touches no ink, or lies under text as grounds do.
HARMLESS: dict[str, str | tuple[str, str]] = {
    "ground": f"@page {{ background: {INK} }} .placed.body {{ background: device-cmyk(0 0 .1 0) }}",
    "panel": (TAB, BOX.format(20, 20, 500, 700, f"background: {INK}; border-radius: 9pt") + TAB),
    "reversed": ".lead .title { color: device-cmyk(0 0 0 0) } .lead .placed.title { background: device-cmyk(0 0 0 1) }",
    "tint-over": (FOLIO, BOX.format(30, 300, 200, 90, f"background: {INK}; opacity: .05") + FOLIO),
    "box-in-white": (FOLIO, BOX.format(2, 400, 12, 90, f"background: {INK}") + FOLIO),
    "frame": (FOLIO, BOX.format(8, 8, 570, 820, f"border: 1pt solid {INK}") + FOLIO),
    "ruled-paper": (TAB, BOX.format(0, 420, 500, 0, "border-top: .3pt solid device-cmyk(0 0 .2 0)") + TAB),
    "section-large": ".section-name { font-size: 50pt }",
    "shadow": ".figure-panel, .tab { box-shadow: 2pt 2pt 0 device-cmyk(0 0 0 .2) }",
    "layers": ".lead { z-index: 3; position: relative } .lines { overflow: hidden }",
}  # fmt: skip


def changed(root: Path, name: str, change: str | tuple[str, str]) -> None:
    """A copy of « breves » under another name, with one change."""
    folder = root / "layouts" / name
    shutil.copytree(root / "layouts" / "breves", folder)
    sheet, template = folder / "style.css", folder / "page.html.j2"
    if isinstance(change, str):
        sheet.write_text(sheet.read_text("utf-8") + change + "\n", "utf-8")
        return
    old, new = change
    assert old in template.read_text("utf-8")
    template.write_text(template.read_text("utf-8").replace(old, new), "utf-8")


def pages(root: Path, names: list[str]) -> Path:
    """An issue with a page in each of some layouts, all of the same articles."""
    lead = article("Un titre qui prend deux lignes au moins", 420, kicker="Lieu", chapo="Le chapô.", image="images/p.svg")
    texts = {"lead": lead, **briefs(5)}
    folder = issue(root, {f"{text}-{n}": texts[text] for n in range(len(names)) for text in texts})
    (folder / "images" / "p.svg").write_text(SVG, "utf-8")
    told = "".join(
        f"  - layout: {name}\n    folio: {2 * n + 9}\n    section: Les Brèves\n"
        f"    articles: [{', '.join(f'{text}-{n}' for text in texts)}]\n"
        for n, name in enumerate(names)
    )
    (folder / "issue.yaml").write_text(f"number: 7\ndate: 2026-03-12\npages:\n{told}", "utf-8")
    return folder


def judged(root: Path, names: list[str]) -> dict[str, list[dict[str, str]]]:
    """What one build says of a page in each of some hostile layouts."""
    publication(root, "breves")
    for name in names:
        changed(root, name, HOSTILE[name][0])
    said = run("build", pages(root, names), where=root, seconds=900)
    assert said.status == 1
    assert not (root / "out" / "essai.pdf").exists()
    by: dict[str, list[dict[str, str]]] = {name: [] for name in names}
    for found in TOLD.finditer(said.err):
        by[names[(int(found["folio"]) - 9) // 2]].append(found.groupdict())
    return by


def hold(told: dict[str, list[dict[str, str]]]) -> None:
    for name, problems in told.items():
        _, code, words = HOSTILE[name]
        found = [problem for problem in problems if problem["code"] == code]
        assert any(all(word in problem["message"] for word in words) for problem in found), (name, problems)
        places = (f"layouts/{name}/", "layouts/commun/", ".md")
        assert all(any(place in problem["file"] for place in places) for problem in found), name


def test_what_takes_text_away_is_told_with_both_names(tmp_path: Path) -> None:
    hold(judged(tmp_path, ["hidden", "small-box", "cover", "head-cut"]))


@pytest.mark.field
def test_whatever_takes_text_away_is_told(tmp_path: Path) -> None:
    hold(judged(tmp_path, list(HOSTILE)))


@pytest.mark.parametrize(
    "names", [["section-large", "ruled-paper", "layers"], pytest.param(list(HARMLESS), marks=pytest.mark.field)]
)
def test_what_touches_no_ink_is_no_fault(names: list[str], tmp_path: Path) -> None:
    root = publication(tmp_path, "breves")
    for name in names:
        changed(root, name, HARMLESS[name])
    said = run("check", pages(root, names), where=root, seconds=900)
    assert said.status == 0, said.words
    assert not any(word in said.words for word in ("-unseen]", "-covered]", "-crossed]")), said.words


# ——— the law, held against pixels ———

SCALE = 4


@dataclass(frozen=True, repr=False)  # an example's words need not hold a whole issue
class Desk:
    made: Set
    template: str

    def drawn(self, extra: str, *, first: bool) -> Drawn:
        """The page with something more on it, painted before all else or after."""
        made = self.made
        page, made_up = made.issue.pages[0], made.makeup.pages[0]
        layout = made.layouts[page.layout]
        template = extra + layout.template if first else layout.template + extra
        pictures = prepare_pictures(made_up, made.root, Press(press_profile.shipped("fogra39"))).pictures
        pages = rendering.Pages(made.root, made.catalogue)
        return pages.draw(page, made_up, replace(layout, template=template), made.issue, pictures)

    def letters(self, drawn: Drawn, least: int = 40) -> np.ndarray:
        """Where the composed lines show: the pixels that are others without them, by so much at least."""
        bare = replace(drawn, strips=tuple(() for _ in drawn.strips))
        with_lines, without = (self._pixels(each) for each in (drawn, bare))
        return np.abs(with_lines - without).max(axis=2) > least

    def _pixels(self, drawn: Drawn) -> np.ndarray:
        pdf = finishing.plain([drawn], self.made.catalogue)
        with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
            return document[0].render(scale=SCALE / 2).to_numpy().astype(int)[..., :3]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = pages(publication(tmp_path_factory.mktemp("law"), "breves"), ["breves"])
    made = set_issue(Road(folder=folder))
    return Desk(made, "")


lengths = st.floats(0, 580)
inks = st.sampled_from(["0 0 0 1", "0 0 0 .5", "0 .8 .9 0", "0 0 0 0", ".6 .2 0 0"])
SHAPES = st.one_of(
    st.tuples(lengths, st.floats(0, 820), st.floats(3, 160), st.floats(3, 120), inks).map(
        lambda it: (it, f"background: device-cmyk({it[4]})")
    ),
    st.tuples(lengths, st.floats(0, 820), st.floats(10, 300), st.just(0.0), inks).map(
        lambda it: (it, f"border-top: 1pt solid device-cmyk({it[4]})")
    ),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shape=SHAPES, first=st.booleans())
def test_a_box_is_told_exactly_where_pixels_of_letters_are_lost(desk: Desk, shape: tuple, first: bool) -> None:
    (left, top, width, height, _), look = shape
    extra = BOX.format(f"{left:.2f}", f"{top:.2f}", f"{width:.2f}", f"{height:.2f}", look)
    bare, drawn = desk.drawn("", first=False), desk.drawn(extra, first=first)
    clean = desk.letters(bare)
    # On a tint, the soft edges of letters differ less from their ground, and are there all the same.
    lost = int((desk.letters(bare, 120) & ~desk.letters(drawn, 20)).sum())
    refused = has_errors([p for p in drawn.problems if p.code in ("text-covered", "text-unseen", "text-crossed")])
    if lost > 12:
        assert refused
    if lost == 0 and not (first and "border-top" in look):  # a rule under letters takes no pixel of black letters away
        assert not refused or _touches(desk, extra, clean)


def _touches(desk: Desk, extra: str, clean: np.ndarray) -> bool:
    """Does the thing share the box of a letter, by a pixel's width, where it takes nothing from its strokes?"""
    inked = extra.replace("0 0 0 0)", "1 1 1 1)")
    alone = desk.drawn(inked, first=False)
    bare, plain = (replace(each, strips=tuple(() for _ in each.strips)) for each in (alone, desk.drawn("", first=False)))
    thing = np.abs(desk._pixels(bare) - desk._pixels(plain)).max(axis=2) > 20
    rows, columns = np.nonzero(thing)
    if not len(rows):
        return False
    around = slice(max(0, rows.min() - 6), rows.max() + 7), slice(max(0, columns.min() - 6), columns.max() + 7)
    return bool(clean[around].any())
