"""Photographs in every form that a desk is sent, through whole commands: on the finished page each is there, upright, not
mirrored, no negative, in the printer's inks; what no page can show is told by every command in the same words.

A few forms run with every commit; ``make field`` runs all of them, in every layout that shows pictures, for every printer.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from urllib.request import Request, urlopen

import numpy as np
import pikepdf
import pytest
from PIL import Image

from tests.field.desk import ROOT, Said, article, beside, briefs, issue_of, publication, run
from tests.field.photographs import QUARTERS, Form, forms
from tests.field.printed import Picture, pictures

FORMS = {form.name: form for form in forms()}
GOOD = [form for form in FORMS.values() if not form.refused]
REFUSED = [form for form in FORMS.values() if form.refused]
SAMPLE = [
    FORMS[name]
    for name in (
        "exif6.jpg",
        "cmyk-unmarked-inverted.jpg",
        "alpha.png",
        "group4-turned.tif",
        "sky.jpg",
        "Été à l'île (2).JPG",
    )
]
LAYOUTS = sorted(
    path.parent.name for path in (ROOT / "layouts").glob("*/layout.yaml") if "picture:" in path.read_text(encoding="utf-8")
)
PROFILES = ("fogra39", "fogra39-x1a", "fogra39-x3")
field = pytest.mark.field


def shown(root: Path, some: list[Form], layout: str, name: str = "essai") -> Path:
    """An issue of a page for each form, whose lead shows it."""
    pages = []
    for place, form in enumerate(some, 1):
        quoted = "'images/" + form.name.replace("'", "''") + "'"
        lead = article("Un titre", 320, kicker="Lieu", chapo="Le chapô de l'article.", image=quoted)
        pages.append({f"lead{place}": lead, **beside(layout, 5, f"b{place}x")})
    folder = issue_of(root, pages, layout, name=name)
    for form in some:
        (folder / "images" / form.name).write_bytes(form.write())
    return folder


def seen(form: Form, picture: Picture) -> str:
    """What is wrong with a printed picture; "" for nothing."""
    quarters = picture.quarters()
    light = [sum(colour) / 3 for colour in quarters]
    middle = picture.seen[picture.seen.shape[0] // 2, picture.seen.shape[1] // 2].mean()
    if (picture.space, picture.bits) != (form.space, form.bits):
        return f"it is in {picture.space} of {picture.bits} bits"
    match form.mode:
        case "grey":
            is_right = light[0] < 100 and light[3] > 190 and all(b - a > 20 for a, b in pairwise(light))
        case "sky":
            is_right = min(light[2:]) > max(light[:2]) + 20 > 150
        case "middle":
            is_right = min(light) > 180 and middle < 110
        case "white":
            is_right = min(light) > 250
        case "dark":
            is_right = max(light) < 60
        case _:
            apart = [[float(np.abs(np.subtract(colour, one)).max()) for one in QUARTERS] for colour in quarters]
            first = 1 if form.mode == "partly" else 0
            is_right = all(
                row.index(min(row)) == place and min(row) < 60 for place, row in enumerate(apart) if place >= first
            )
    return "" if is_right else f"its quarters are {[tuple(round(value) for value in colour) for colour in quarters]}"


def judged(some: list[Form], pdfs: list[Path], standard: str = "X-4") -> None:
    """Each form is printed once, as it should be."""
    found = [picture for pdf in pdfs for page in pictures(pdf) for picture in page]
    assert len(found) == len(some)
    wrong = {form.name: words for form, picture in zip(some, found, strict=True) if (words := seen(form, picture))}
    assert wrong == {}
    for form, picture in zip(some, found, strict=True):
        assert picture.masked == ("image-alpha" in form.told and standard == "X-4"), form.name


def told(said: Said, some: list[Form]) -> None:
    """What is noteworthy of each form is told, by its file's name."""
    lines = said.words.splitlines()
    for form in some:
        for code in form.told:
            assert any(f"[{code}]" in line and form.name in line for line in lines), (form.name, code)


def faults(said: Said) -> set[str]:
    """The errors that a command told, each as it was told."""
    return {line for line in said.words.splitlines() if re.search(r": error: .*\[[a-z-]+\]$", line)}


def test_a_few_forms_through_every_command(tmp_path: Path) -> None:
    root = publication(tmp_path, "breves")
    folder = shown(root, SAMPLE, "breves")
    assert run("check", folder, where=root).status == 0
    said = run("build", folder, where=root)
    assert said.status == 0, said.words
    told(said, SAMPLE)
    pdf = root / "out" / "essai.pdf"
    judged(SAMPLE, [pdf])
    assert run("preflight", pdf, where=root).status == 0
    assert run("proof", folder, where=root).status == 0
    assert run("sign", folder, "--by", "La rédaction", "--on", "2026-03-11", where=root).status == 0
    assert run("build", folder, "--signed", where=root).status == 0
    assert run("compare", pdf, pdf, where=root).status == 0


@contextmanager
def preview(folder: Path, root: Path) -> Iterator[str]:
    """The address of an issue's live proof, for as long as it is looked at."""
    command = [str(Path(sys.executable).parent / "mise-en-page"), "preview", str(folder)]
    serving = subprocess.Popen(command, cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    try:
        assert serving.stdout is not None
        address = serving.stdout.readline().strip()
        while not json.loads(asked(address, "state.json"))["pages"]:  # it is told after five seconds, made or not
            time.sleep(0.2)
        yield address
    finally:
        serving.terminate()
        serving.communicate(timeout=60)


def asked(address: str, what: str) -> bytes:
    """The answer of a live proof at its address."""
    base, _, secret = address.partition("#")
    with urlopen(Request(base + what, headers={"X-Token": secret}), timeout=120) as answer:
        found: bytes = answer.read()
    return found


def on_screen(address: str, number: int, printed: Picture, bleed: list[float]) -> Picture:
    """A printed picture as the preview shows it: what it draws of a page reaches to the bleed's edge."""
    shown = Image.open(BytesIO(asked(address, f"page/{number}.bmp?scale=1"))).convert("RGB")
    scale = shown.width / (bleed[2] - bleed[0])
    x0, y0, x1, y1 = printed.box
    corners = ((x0 - bleed[0]), (bleed[3] - y1), (x1 - bleed[0]), (bleed[3] - y0))
    return replace(printed, seen=np.asarray(shown.crop(tuple(round(side * scale) for side in corners))))


def test_the_preview_shows_them_as_they_are_printed(tmp_path: Path) -> None:
    root = publication(tmp_path, "breves")
    folder = shown(root, SAMPLE, "breves")
    assert run("build", folder, where=root).status == 0
    pdf = root / "out" / "essai.pdf"
    with pikepdf.open(pdf) as document:
        bleeds = [[float(side) for side in page.BleedBox] for page in document.pages]
    wrong = {}
    with preview(folder, root) as address:
        for number, (form, (printed,)) in enumerate(zip(SAMPLE, pictures(pdf), strict=True)):
            wrong[form.name] = seen(form, on_screen(address, number, printed, bleeds[number]))
    assert {name: words for name, words in wrong.items() if words} == {}


def test_a_spread_shows_its_picture(tmp_path: Path) -> None:
    root = publication(tmp_path, "breves-double")
    some = [FORMS["exif8.tif"]]
    said = run("build", shown(root, some, "breves-double"), "--press", "fogra39-x1a", "--spreads", where=root)
    assert said.status == 0, said.words
    judged(some, list((root / "out").rglob("*.pdf")), "X-1a")


def test_what_cannot_be_printed_is_told_at_its_line(tmp_path: Path) -> None:
    """All of them in one run."""
    root = publication(tmp_path, "breves")
    some = [form for form in REFUSED if form.told != ("image-resolution",)]
    folder = shown(root, some, "breves")
    checked, built = run("check", folder, where=root), run("build", folder, where=root)
    assert (checked.status, built.status) == (1, 1)
    assert faults(checked) == faults(built)
    told(checked, some)
    assert len(faults(checked)) == len(some)
    assert all(re.match(r"issues/essai/articles/lead\d+\.md:5:8: ", line) for line in faults(checked))
    assert not (root / "out").exists()


# ——— all of them ———


@field
@pytest.mark.parametrize("press", PROFILES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_form_in_every_layout_for_every_printer(layout: str, press: str, tmp_path: Path) -> None:
    root = publication(tmp_path, layout)
    folder = shown(root, GOOD, layout)
    assert run("check", folder, where=root, seconds=900).status == 0
    said = run("build", folder, "--press", press, where=root, seconds=900)
    assert said.status == 0, said.words
    told(said, GOOD)
    pdf = root / "out" / "essai.pdf"
    standard = {"fogra39": "X-4", "fogra39-x1a": "X-1a", "fogra39-x3": "X-3"}[press]
    judged(GOOD, [pdf], standard)
    assert run("preflight", pdf, where=root, seconds=900).status == 0


@field
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_form_in_the_other_commands(layout: str, tmp_path: Path) -> None:
    root = publication(tmp_path, layout)
    folder = shown(root, GOOD, layout)
    for command in (("proof", folder), ("sign", folder, "--by", "La rédaction"), ("build", folder, "--signed")):
        said = run(*command, where=root, seconds=1200)
        assert said.status == 0, said.words
    pdf = root / "out" / "essai.pdf"
    assert run("compare", pdf, pdf, where=root, seconds=1200).status == 0


@field
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("how", ["--split", "--spreads"])
def test_every_form_in_pieces_and_spreads(layout: str, how: str, tmp_path: Path) -> None:
    root = publication(tmp_path, layout)
    said = run("build", shown(root, GOOD, layout), how, where=root, seconds=900)
    assert said.status == 0, said.words
    pdfs = sorted((root / "out").rglob("*.pdf"))
    assert len(pdfs) > 1 or how == "--spreads"
    judged(GOOD, pdfs)


@field
def test_every_form_as_editions(tmp_path: Path) -> None:
    root = publication(tmp_path, *LAYOUTS)
    folders = [shown(root, GOOD, layout, layout) for layout in LAYOUTS]
    said = run("build", *folders, where=root, seconds=1800)
    assert said.status == 0, said.words
    for layout in LAYOUTS:
        judged(GOOD, [next((root / "out").rglob(f"{layout}.pdf"))])


@field
@pytest.mark.parametrize("form", REFUSED, ids=lambda form: form.name)
def test_each_form_that_is_refused_is_refused_by_every_command(form: Form, tmp_path: Path) -> None:
    root = publication(tmp_path, "breves")
    folder = shown(root, [form], "breves")
    words = [
        faults(run(*command, where=root))
        for command in (("check", folder), ("build", folder), ("sign", folder, "--by", "La rédaction"))
    ]
    assert all(words)
    assert words[0] == words[1] == words[2]
    assert not list((root).rglob("out/*.pdf"))


def test_a_layouts_own_pictures_are_put_into_inks(tmp_path: Path) -> None:
    root = publication(tmp_path, "breves")
    layout = root / "layouts" / "breves"
    for name in ("plain.jpg", "alpha.png", "group4.tif"):
        (layout / name).write_bytes(FORMS[name].write())
    (layout / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#c23"/></svg>'
    )
    template = layout / "page.html.j2"
    place = "position:absolute;width:60pt;height:20pt;top:4pt"  # above the text, whatever grid is chosen
    own = "".join(
        f'<img src="{name}" style="{place};left:{60 + 80 * n}pt">'
        for n, name in enumerate(("plain.jpg", "alpha.png", "group4.tif", "logo.svg"))
    )
    template.write_text(template.read_text("utf-8") + own + '<div class="ground"></div>', "utf-8")
    with (layout / "style.css").open("a", encoding="utf-8") as style:
        style.write("\n.ground { position: absolute; left: 400pt; top: 4pt; width: 60pt; height: 20pt; "
                    "background: url(plain.jpg) 0 0 / 100% 100% }\n")  # fmt: skip
    folder = issue_of(root, [{"lead": article("Un titre", 220), **briefs(5)}])

    said = run("build", folder, where=root)

    assert said.status == 0, said.words
    assert "layouts/breves/logo.svg:1:1: warning: #c23 is a colour of a screen" in said.words
    with pikepdf.open(root / "out" / "essai.pdf") as document:
        found = sorted((str(image.ColorSpace), int(image.BitsPerComponent)) for image in _images(document.pages[0].obj))
    assert found == [("/DeviceCMYK", 8)] * 3 + [("/DeviceGray", 1)]
    shutil.rmtree(root / "out")
    flat = run("build", folder, "--press", "fogra39-x1a", where=root)
    assert flat.status == 0, flat.words
    assert "alpha.png is clear in parts, which PDF/X-1a does not know: printed on white" in flat.words


def _images(holder: pikepdf.Object) -> list[pikepdf.Object]:
    """The pictures in a page, and in the forms and patterns in it."""
    found = []
    resources = holder.get("/Resources", pikepdf.Dictionary())
    for kind in ("/XObject", "/Pattern"):
        for _, each in resources.get(kind, pikepdf.Dictionary()).items():
            found += [each] if each.get("/Subtype") == "/Image" else _images(each)
    return found
