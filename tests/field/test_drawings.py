# ruff: noqa: E501 - a table
"""Drawings as drawing programs export them, through whole commands: each is printed in inks as a browser draws it, and what
cannot be is told with its line.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest

from tests.field.desk import article, briefs, issue_of, publication, run
from tests.field.drawings import DRAWINGS
from tests.field.photographs import saved, scene
from tests.field.printed import PPI, pictures

TOLD = {
    "blend.svg": "drawing-blend", "text.svg": "drawing-font", "shadow.svg": "drawing-filter", "no-size.svg": "svg-size",
}  # fmt: skip
REFUSED = {"shadow.svg", "no-size.svg"}
GOOD = [name for name in DRAWINGS if name not in REFUSED]
#: What is transparent, and therefore told in PDF/X-1a and X-3.
CLEAR = {"inkscape.svg", "illustrator.svg", "figma.svg", "libreoffice.svg", "mask-fade.svg", "mask-box.svg", "classes.svg"}

#: Points of each drawing, in its own 600 × 400, and what a browser paints there (sRGB); a drawing's sides are cropped.
POINTS: dict[str, dict[tuple[int, int], tuple[int, int, int]]] = {
    "inkscape.svg": {(200, 90): (114, 147, 192), (420, 280): (78, 154, 6), (458, 280): (237, 212, 0), (300, 380): (255,) * 3},
    "illustrator.svg": {(150, 80): (227, 6, 19), (280, 230): (102, 197, 238), (460, 120): (3, 150, 63), (345, 60): (255,) * 3},
    "figma.svg": {(150, 110): (90, 83, 163), (450, 110): (255,) * 3, (440, 170): (88, 206, 167), (142, 300): (245, 158, 11),
                  (200, 300): (239, 68, 68), (350, 250): (136, 139, 147), (440, 300): (146, 177, 245)},
    "affinity.svg": {(200, 100): (214, 67, 44), (420, 150): (255, 230, 115), (300, 300): (30, 60, 130)},
    "libreoffice.svg": {(150, 110): (114, 159, 207), (453, 200): (255, 223, 127), (300, 350): (255,) * 3},
    "matplotlib.svg": {(150, 300): (31, 119, 180), (290, 250): (255, 127, 14), (220, 60): (255,) * 3},
    "d3.svg": {(142, 250): (70, 130, 180), (215, 250): (70, 130, 180), (390, 170): (123, 104, 136), (455, 150): (152, 171, 197)},
    "symbols.svg": {(340, 220): (190, 18, 60), (370, 220): (255,) * 3, (200, 350): (255,) * 3},
    "mask-fade.svg": {(150, 100): (86, 122, 226), (450, 100): (199, 209, 245), (150, 300): (20, 83, 45), (300, 310): (255,) * 3},
    "mask-box.svg": {(150, 50): (15, 118, 110), (300, 200): (253, 224, 71)},
    "units.svg": {(140, 200): (159, 18, 57), (450, 200): (3, 105, 161), (250, 30): (255,) * 3},
    "classes.svg": {(150, 200): (194, 65, 12), (290, 200): (29, 78, 216), (450, 200): (67, 154, 99)},
    "embedded.svg": {(150, 100): (190, 40, 50), (150, 300): (40, 70, 170), (300, 200): (255,) * 3},
    "entities.svg": {(300, 200): (190, 24, 93)},
}  # fmt: skip


def drawn(root: Path, names: list[str]) -> Path:
    """An issue of a page for each drawing, whose lead shows it."""
    pages = [
        {f"lead{place}": article("Un titre", 420, image=f"images/{name}"), **briefs(5, named=f"b{place}x")}
        for place, name in enumerate(names, 1)
    ]
    folder = issue_of(root, pages)
    for name in names:
        written = DRAWINGS[name].encode() if name in DRAWINGS else saved(scene(), "PNG")
        (folder / "images" / name).write_bytes(written)
    return folder


def test_drawings_are_printed_as_a_browser_draws_them(tmp_path: Path) -> None:
    root = publication(tmp_path, "breves")
    names = ["recto.png", "verso.png", *GOOD]  # photographs say where pictures stand
    said = run("build", drawn(root, names), where=root)
    assert said.status == 0, said.words
    for name, code in TOLD.items():
        assert name in REFUSED or any(f"[{code}]" in line and name in line for line in said.words.splitlines())
    pdf = root / "out" / "essai.pdf"
    boxes = [page[0].box for page in pictures(pdf)[:2]]
    wrong = []
    with pypdfium2.PdfDocument(pdf) as document:
        for place, name in enumerate(names):
            page = document[place].render(scale=PPI / 72, rev_byteorder=True).to_numpy()[..., :3]
            for point, colour in POINTS.get(name, {}).items():
                seen = at(page, boxes[place % 2], *point)
                # the printing condition is not a screen: near enough to tell any other part of the drawing from this one
                if np.abs(seen - np.array(colour)).max() > 62:
                    wrong.append((name, point, colour, tuple(int(value) for value in seen)))
    assert wrong == [], wrong
    with pikepdf.open(pdf) as document:
        spaces = {str(each.Group.CS) for each in document.objects if _is_group(each)}
    assert spaces == {"/DeviceCMYK", "/DeviceGray"}
    assert run("preflight", pdf, where=root).status == 0


def at(page: np.ndarray, box: tuple[float, float, float, float], x: int, y: int) -> np.ndarray:
    """What is seen at a point of a drawing that covers a box of the page (in pt from its foot)."""
    left, foot, right, top = box
    scale = max((right - left) / 600, (top - foot) / 400)
    across, down = (left + right) / 2 + (x - 300) * scale, (foot + top) / 2 - (y - 200) * scale
    row, column = round(page.shape[0] - down * PPI / 72), round(across * PPI / 72)
    seen: np.ndarray = page[row - 1 : row + 2, column - 1 : column + 2].reshape(-1, 3).mean(axis=0)
    return seen


def _is_group(each: pikepdf.Object) -> bool:
    return isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)) and "/Group" in each and "/CS" in each.Group


@pytest.mark.parametrize("press", ["fogra39-x1a", "fogra39-x3"])
def test_transparency_is_told_by_line_where_the_standard_knows_none(press: str, tmp_path: Path) -> None:
    root = publication(tmp_path, "breves")
    folder = drawn(root, sorted(CLEAR) if press == "fogra39-x1a" else ["figma.svg"])
    said = run("build", folder, "--press", press, where=root)
    assert said.status == 1
    told = {line.split(":")[0].rpartition("/")[2] for line in said.words.splitlines() if "[drawing-transparency]" in line}
    assert told == (CLEAR if press == "fogra39-x1a" else {"figma.svg"})
    assert not (root / "out").exists()


def test_drawings_that_cannot_be_printed_are_told_with_their_line(tmp_path: Path) -> None:
    root = publication(tmp_path, "breves")
    for name in sorted(REFUSED):
        folder = drawn(root, [name])
        said = run("build", folder, where=root)
        assert said.status == 1
        assert f"[{TOLD[name]}]" in said.words
        folder.rename(root / f"done-{name}")
