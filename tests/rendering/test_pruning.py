"""What WeasyPrint is not shown changes nothing on the page: the same pixels, with and without."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hand_made_page import CSS, flat

from mise_en_page.pipeline.stages import Road
from mise_en_page.press import finishing
from mise_en_page.reading import press_profile
from mise_en_page.rendering import pruning
from mise_en_page.rendering.pruning import looks_around

HOUSE = Path(__file__).resolve().parents[2]
PROFILE = press_profile.shipped("fogra39")


def pictures(folder: Path, *, pruned: bool, monkeypatch: pytest.MonkeyPatch) -> list[np.ndarray]:
    with monkeypatch.context() as patch:
        if not pruned:
            patch.setattr(pruning, "looks_around", lambda _: True)
        road = Road(folder=folder, profile=PROFILE)
        drawn = [road.page(number, "lines").value("drawn") for number in range(len(road.read.issue.pages))]
    document = pypdfium2.PdfDocument(finishing.plain(drawn, road.issue.value("catalogue")))
    return [page.render(scale=2, grayscale=True).to_numpy().copy() for page in document]


@pytest.mark.parametrize("name", ["2018-05", "2018-06", "2018-07"])
def test_the_samples_look_the_same_with_and_without(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cut, whole = (pictures(HOUSE / "issues" / name, pruned=pruned, monkeypatch=monkeypatch) for pruned in (True, False))
    for one, other in zip(cut, whole, strict=True):
        off = np.abs(one.astype(int) - other.astype(int))
        # lines are drawn from another corner, to a ten-thousandth of a pixel, and pdfium puts letters on whole pixels
        assert (off > 8).mean() < 0.0003


@pytest.mark.parametrize(
    ("css", "around"),
    [
        (".body { color: red }", False),
        (".rail .opens { border-top: 1pt solid } .lead:not(.x) { color: red }", True),
        (".kicker + .title { margin: 0 }", True),
        (".placed:nth-child(2n) { background: red }", True),
        (".placed:first-child, .x { color: red }", True),
        ("@media print { .a ~ .b { color: red } }", True),
        (".a { width: calc(1pt + 2pt) } /* a + b */", False),
        (".a { counter-increment: n }", True),
        (".a { .b { color: red } }", True),
        ('.a::before { content: "x" }', False),  # what it draws is seen on the box
    ],
)
def test_a_stylesheet_that_looks_at_neighbours_is_known(css: str, around: bool) -> None:
    assert looks_around(css) is around


SERIF = '.page { font-family: "Source Serif 4 SmText" }'
BLOCKS = """{% for block in page.blocks %}<div class="{{ block.slot }}">
<div class="placed {{ block.role }}" style="{{ block|box }}"></div>
<img class="lines" src="{{ block.lines }}" style="{{ block.painted|box }}"></div>{% endfor %}"""


@pytest.mark.parametrize(
    ("css", "template", "kept"),
    [
        ("", BLOCKS, ["div.page", "div.lead", "img.lines"]),
        (".placed { background: device-cmyk(0 0 0 .1) }", BLOCKS, ["div.page", "div.lead", "div.placed body", "img.lines"]),
        (".body { border-top: 1pt solid }", BLOCKS, ["div.page", "div.lead", "div.placed body", "img.lines"]),
        (
            ".body::after { content: 'x'; position: absolute }",
            BLOCKS,
            ["div.page", "div.lead", "div.placed body", "img.lines"],
        ),
        (".a ~ .b { color: device-cmyk(0 0 0 1) }", BLOCKS, ["div.page", "div.lead", "div.placed body", "img.lines"]),
        ("", BLOCKS + '<div class="lead"> </div>', ["div.page", "div.lead", "img.lines"]),
        (".tall { height: 3pt }", BLOCKS + '<div class="tall"></div>', ["div.page", "div.lead", "img.lines", "div.tall"]),
        (SERIF, BLOCKS + 'text<div class="lead"></div>text', ["div.page", "div.lead", "img.lines", "div.lead"]),
    ],
)
def test_only_what_draws_nothing_is_left_out(
    css: str, template: str, kept: list[str], render_text: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[list[str]] = []
    page = sys.modules["mise_en_page.rendering.ground"].Page
    begun = page.__init__

    def look(self: object, root: object, *rest: object) -> None:
        shown.append([f"{one.tag}.{one.get('class')}" for one in root.iter() if one.get("class")][1:])  # type: ignore[attr-defined]
        begun(self, root, *rest)

    monkeypatch.setattr(page, "__init__", look)
    render_text(flat("Un mot."), css=CSS + css, template=template)  # type: ignore[operator]
    assert shown[-1] == kept
