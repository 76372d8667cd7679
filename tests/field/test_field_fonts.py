"""Fonts as other magazines bring them, by whole commands: every form of file, faces that are not there, damaged files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFont, ImageOps

from mise_en_page.composition import Catalogue
from tests.field.desk import Said, article, briefs, issue, publication, run
from tests.made_fonts import FORMS, as_cff, cut, saved, variable

FAMILY = "Élysée Text"
MARKED = "Lire *Le Monde* et **La Croix**, « Ça coûte 12 450 € » au XXe siècle, le 1er mai, 95e."


def desk(tmp_path: Path, files: Mapping[str, bytes], css: str = "", family: str = FAMILY, heavy: int = 600) -> Path:
    """An issue of one page whose layout is set in a desk's own family; ``css`` comes last in its stylesheet."""
    root = publication(tmp_path, "breves")
    shutil.rmtree(root / "fonts")
    (root / "fonts").mkdir()
    for name, data in files.items():
        (root / "fonts" / name).write_bytes(data)
    for look in (root / "layouts" / "commun" / "base.css", root / "layouts" / "breves" / "style.css"):
        text = re.sub(
            r"--(text|display|heading|label|chapo): [^;]*;", rf'--\1: "{family}";', look.read_text(encoding="utf-8")
        )
        text = re.sub(r'"(Source Serif 4[^"]*|Archivo)"', f'"{family}"', text)
        text = re.sub(r"((?:font(?:-weight)?: (?:italic )?)|-weight, )(500)", r"\g<1>400", text)
        text = re.sub(r"((?:font(?:-weight)?: (?:italic )?)|-weight, )([67]00)", rf"\g<1>{heavy}", text)
        look.write_text(text.replace('"■"', '"•"'), encoding="utf-8")
    with look.open("a", encoding="utf-8") as sheet:
        sheet.write(f"\n{css}\n")
    lead = article("Voir le monde au XXe siècle", 260, kicker="Lieu", chapo="Le chapô de l'article.")
    head, _, body = lead.rpartition("---\n")
    return issue(root, {"lead": f"{head}---\n{MARKED}\n\n{body}", **briefs(4)})


def faults(said: Said, *codes: str) -> list[str]:
    """The lines that tell of these problems."""
    return [line for line in said.words.splitlines() if any(f"[{code}]" in line for code in codes)]


FONT_CODES = ("font-damaged", "font-not-found", "face-not-found", "missing-glyph", "font-feature")


def embedded(pdf: Path) -> list[str]:
    """The fonts of a file as poppler lists them."""
    listed = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True)
    assert not listed.stderr, listed.stderr
    return listed.stdout.splitlines()[2:]


def read(pdf: Path) -> str:
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True)
    assert not text.stderr, text.stderr
    return " ".join(text.stdout.replace("\u202f", " ").split())


judged = pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler is not here")


def builds(form: str, tmp_path: Path) -> Path:
    folder = desk(tmp_path, FORMS[form](FAMILY), heavy=700 if form == "variable" else 600)
    root = folder.parents[1]
    listed = folder / "issue.yaml"  # the head in the size that the stylesheet has for it first
    pinned = "    master: main\n    sizes: {lead: own}\n    shapes: {lead: own}\n    section:"
    written = listed.read_text(encoding="utf-8").replace("    section:", pinned)
    listed.write_text(re.sub(r"articles: \[(\w+)", r"articles: [{article: \1, lead: yes}", written), encoding="utf-8")
    for command in ("check", "build"):
        said = run(command, folder, where=root)
        assert said.status == 0, said.words
        assert faults(said, *FONT_CODES[:-1]) == []
    return root / "out" / "essai.pdf"


def judge(pdf: Path, form: str) -> None:
    fonts = embedded(pdf)
    assert len(fonts) >= 3  # upright, italic, bold
    for line in fonts:
        assert re.search(r"\byes +yes +yes\b", line), line  # embedded, cut down, says its text
        assert ("CID Type 0C" if form in ("otf", "cff2", "otf in woff2") else "CID TrueType") in line
    text = "".join(read(pdf).casefold().split())  # the opening words are small capitals
    for words in ("voir le monde", "lire le monde et la croix", "12 450 €", "siècle", "1er mai", "95e"):
        assert "".join(words.split()) in text


@judged
@pytest.mark.parametrize("form", ["cff2", "woff2", "variable"])
def test_a_family_of_one_form_prints(form: str, tmp_path: Path) -> None:
    judge(builds(form, tmp_path), form)


@pytest.mark.field
@judged
@pytest.mark.parametrize("form", sorted(FORMS.keys() - {"cff2", "woff2", "variable"}))
def test_a_family_of_every_other_form_prints(form: str, tmp_path: Path) -> None:
    judge(builds(form, tmp_path), form)


@pytest.mark.field
@pytest.mark.parametrize("form", FORMS)
def test_every_command_takes_every_form(form: str, tmp_path: Path) -> None:
    folder = desk(tmp_path, FORMS[form](FAMILY), heavy=700 if form == "variable" else 600)
    root = folder.parents[1]
    for words in (("proof",), ("build", "--press", "x1a"), ("sign", "--by", "Claire")):
        said = run(words[0], folder, *words[1:], where=root)
        assert faults(said, *FONT_CODES[:-1]) == []


@judged
def test_the_instance_of_a_variable_font_is_drawn_as_another_renderer_draws_it(tmp_path: Path) -> None:
    """The title against FreeType's own instance of the same file."""
    pdf = builds("variable", tmp_path)
    subprocess.run(["pdftoppm", "-r", "288", "-png", "-singlefile", pdf, tmp_path / "page"], check=True)
    boxes = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True).stdout
    found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">Voir<', boxes)
    title = max(found, key=lambda box: float(box[3]) - float(box[1]))  # briefs say it, too
    left, top, right, bottom = (float(value) * 4 for value in title)
    with Image.open(tmp_path / "page.png") as page:
        ours = ink(page.convert("L").crop((round(left) - 8, round(top) - 8, round(right) + 8, round(bottom) + 8)))
    (tmp_path / "romain.ttf").write_bytes(variable(FAMILY))
    face = ImageFont.truetype(tmp_path / "romain.ttf", 42 * 4)
    differs = {}
    for weight in (400, 700):
        face.set_variation_by_axes([weight])
        sheet = Image.new("L", (900, 400), 255)
        x = 100.0
        from PIL import ImageDraw  # noqa: PLC0415

        for letter in "Voir":
            ImageDraw.Draw(sheet).text((x, 250), letter, font=face, fill=0, anchor="ls")
            x += face.getlength(letter) - 0.022 * 42 * 4  # the layout's own letter-spacing
        theirs = ink(sheet).resize(ours.size)
        differs[weight] = sum(ImageChops.difference(ours, theirs).histogram()[128:]) / (ours.width * ours.height)
    assert differs[700] < 0.06, differs
    assert differs[700] < differs[400], differs


def ink(picture: Image.Image) -> Image.Image:
    """What of a picture is not white."""
    return picture.crop(ImageOps.invert(picture).point(lambda value: 255 if value > 60 else 0).getbbox())


# --- faces that are not there ----------------------------------------------------------------------------------------


def without(style: str) -> dict[str, bytes]:
    return {name: data for name, data in FORMS["ttf"](FAMILY).items() if name not in (f"{style}.ttf", f"{style}It.ttf")}


def the_same_everywhere(folder: Path, commands: Iterable[tuple[str, ...]] = (("check",), ("build",))) -> list[str]:
    """The problems of fonts that every command tells, in the same words."""
    told = []
    for command, *words in commands:
        said = run(command, folder, *words, where=folder.parents[1])
        assert said.status == 1, said.words
        told.append(faults(said, *FONT_CODES[:-1]))
    assert all(each == told[0] for each in told), told
    return told[0]


def test_a_weight_that_no_file_has_is_told_at_its_rule(tmp_path: Path) -> None:
    folder = desk(tmp_path, FORMS["ttf"](FAMILY), ".chapo { font-weight: 300 }")
    (line,) = the_same_everywhere(folder)
    sheet = (folder.parents[1] / "layouts" / "breves" / "style.css").read_text(encoding="utf-8").splitlines()
    rule = next(n for n, written in enumerate(sheet, 1) if written.startswith(".chapo { font-weight: 300"))
    assert line.startswith(f"layouts/breves/style.css:{rule}:10: error: ")
    assert f"“{FAMILY}” has no face 300; there is 400, 600, 400 italic, 600 italic" in line


def test_an_italic_that_no_file_has_is_told_where_it_is_first_used(tmp_path: Path) -> None:
    folder = desk(
        tmp_path, {"Regular.ttf": saved(cut("Regular", FAMILY)), "Semibold.ttf": saved(cut("Semibold", FAMILY))},
        ".section-name, .pull-quote { font-style: normal }",
    )  # fmt: skip
    (line,) = the_same_everywhere(folder)
    assert "*…*" in line
    assert "has no face 400 italic" in line
    assert "first in issues/essai/articles/lead.md:6:" in line


def test_what_the_stylesheet_shows_in_another_way_is_not_missed(tmp_path: Path) -> None:
    folder = desk(
        tmp_path, {"Regular.ttf": saved(cut("Regular", FAMILY)), "Semibold.ttf": saved(cut("Semibold", FAMILY))},
        ".section-name, .pull-quote { font-style: normal }\nem { color: device-cmyk(0 .82 .88 0) }",
    )  # fmt: skip
    said = run("check", folder, where=folder.parents[1])
    assert said.status == 0, said.words


def test_bold_that_is_no_bolder_is_told(tmp_path: Path) -> None:
    folder = desk(tmp_path, without("Semibold"), heavy=400)
    (line,) = the_same_everywhere(folder)
    assert "**…**" in line
    assert "has no face 700; there is 400, 400 italic" in line


def test_a_family_that_is_not_there_is_told_once_with_a_name_that_is_near(tmp_path: Path) -> None:
    folder = desk(tmp_path, FORMS["ttf"](FAMILY), '.body { font-family: "Elysée Texte" }')
    (line,) = the_same_everywhere(folder)
    assert "no font file has the family “Elysée Texte”" in line
    assert f"Did you mean “{FAMILY}”?" in run("check", folder, where=folder.parents[1]).words


def test_an_end_mark_that_no_font_has_is_told_once_at_the_stylesheet(tmp_path: Path) -> None:
    folder = desk(tmp_path, FORMS["ttf"](FAMILY), '.lead .body { --end-mark: "❦" } .rail .body { --end-mark: "❦" }')
    lines = the_same_everywhere(folder)
    assert len(lines) == 2  # one a rule
    assert all(line.startswith("layouts/breves/style.css:") and "“❦” (U+2766)" in line for line in lines)


# --- superior letters and small capitals -----------------------------------------------------------------------------


@judged
def test_superiors_of_which_a_face_lacks_some_are_all_raised(tmp_path: Path) -> None:
    """With superior figures alone, « 95e » stood on the line."""
    files = {f"{style}.ttf": saved(cut(style, FAMILY, features=("kern", "sups"))) for style in ("Regular", "Semibold")}
    files |= {f"{style}.ttf": saved(cut(style, FAMILY)) for style in ("It", "SemiboldIt")}
    folder = desk(tmp_path, files)
    said = run("build", folder, where=folder.parents[1])
    assert said.status == 0, said.words
    boxes = subprocess.run(
        ["pdftotext", "-bbox", folder.parents[1] / "out" / "essai.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert ">95e" in boxes or ">95<" in boxes


def test_small_capitals_that_a_face_lacks_are_told_once(tmp_path: Path) -> None:
    folder = desk(tmp_path, FORMS["ttf"](FAMILY))
    lines = faults(run("check", folder, where=folder.parents[1]), "font-feature")
    assert len(lines) == len(set(lines))
    assert sum(f"The font {FAMILY} has no small capitals" in line for line in lines) == 1
    assert all("warning" in line for line in lines)


# --- damaged files ---------------------------------------------------------------------------------------------------

SOUND = saved(cut("Regular", FAMILY))


def damages() -> dict[str, bytes]:
    postscript = saved(as_cff(cut("Regular", FAMILY)))
    packed = saved(cut("Regular", FAMILY), "woff2")
    return {
        "short.ttf": SOUND[: len(SOUND) // 2],
        "zeros.ttf": SOUND[:12_000] + bytes(9_000) + SOUND[21_000:],
        "cff.otf": postscript[:2_000] + b"\xff" * 4_000 + postscript[6_000:],
        "packed.woff2": packed[:200] + bytes(50) + packed[250:],
        "text.ttf": b"This is no font.\n",
        "empty.otf": b"",
    }


def test_damaged_files_are_refused_by_name_in_every_command(tmp_path: Path) -> None:
    folder = desk(tmp_path, {**FORMS["ttf"](FAMILY), **damages()})
    commands = (("check",), ("build",), ("proof",), ("sign", "--by", "Claire"))
    lines = the_same_everywhere(folder, commands)
    assert [line.partition(":")[0] for line in lines] == sorted(f"fonts/{name}" for name in damages())
    assert all("[font-damaged]" in line for line in lines)


# --- real fonts of a machine -----------------------------------------------------------------------------------------


@pytest.mark.field
@pytest.mark.skipif("FIELD_FONTS" not in os.environ, reason="FIELD_FONTS names no folder of real fonts")
def test_no_real_font_is_refused() -> None:
    """``FIELD_FONTS=/usr/share/fonts make field`` tries every font file of a machine."""
    catalogue = Catalogue.read(Path(os.environ["FIELD_FONTS"]))
    told = [problem.message for problem in catalogue.problems if "pictures, without outlines" not in problem.message]
    assert told == []
    for face in catalogue.faces:
        assert face.characters
