"""A page that has everything: three photographs, an agenda, a recipe with its steps, a table of results, letters, a box, a
QR code, a drop cap and a supplied advert of a quarter page; in each layout, by the whole command.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageOps

from made_adverts import WORDS as ADVERT
from made_adverts import advert
from tests.field.desk import ALONE, ROOT, publication, run
from tests.field.photographs import saved, scene

#: The size of each layout's quarter page in mm, as docs/layouts.md tells it.
QUARTER = {
    "breves": (120, 93),
    "breves-dense": (89, 124),
    "breves-double": (120, 93),
    "breves-photo": (120, 93),
    "breves-une": (136, 91),
}
RECIPE = """\
Dans la cuisine du bac, on ne pèse rien. Voici pourtant, pour quatre, ce que la passeuse met dans sa marmite:

1. faire revenir les oignons, puis les carottes;
2. mouiller d'un litre de bouillon;
3. laisser frémir vingt minutes, et servir.
"""
BOX = "::: encadré Le bon poireau\nIl est court, blanc et pousse au bord de la Loire.\n:::\n"
DATES = "**Vendredi 5 juin.** Concert de l'harmonie, 20h30.\n\n**Samedi 6 juin.** Bal à la halle.\n"
RESULTS = "| Canot | Temps |\n|---|--:|\n| Gien | 9,25 |\n| Blois | 11,5 |\n"
LETTER = "Votre carte oubliait le pont de Jargeau. Il mène pourtant chez moi.\n"
#: One letter after another, in the order in which all of it is read.
SAID = (
    "Dans la cuisine du bac, on ne pèse rien.",
    "1. faire revenir les oignons",
    "2. mouiller d’un litre",
    "3. laisser frémir vingt minutes",
    "Le bon poireau",
    "Il est court, blanc",
)
BESIDE = (
    ("Vendredi 5 juin. Concert de l’harmonie, 20 h 30.", "Samedi 6 juin. Bal à la halle."),
    ("Canot Temps", "Gien 9,25", "Blois 11,5"),
    ("Votre carte oubliait", "chez moi."),
)


def pictures() -> dict[str, Image.Image]:
    """Three photographs that differ: one of them is mirrored, one stands on its head."""
    return {"bac": scene(), "halle": ImageOps.mirror(scene()), "pont": ImageOps.flip(scene())}


def desk(target: Path, layout: str) -> Path:
    """The page, in a publication of its own; where a layout has one article alone, all of it is in that."""
    root = publication(target, layout)
    folder = root / "issues" / "tout"
    for name in ("articles", "images", "adverts"):
        (folder / name).mkdir(parents=True)
    for name, picture in pictures().items():  # no two alike: what is drawn twice is embedded once
        (folder / "images" / f"{name}.jpg").write_bytes(saved(picture, "JPEG"))
    (folder / "adverts" / "dupont.pdf").write_bytes(advert(*QUARTER[layout]))
    head = "---\nsurtitre: Recette\ntitre: La soupe du bac\nchapô: Un plat de passeur.\nstyle: lettrine\n"
    head += "image: images/bac.jpg\nlégende: Le bac, à midi.\ncode-qr: https://halage.example/soupe\n---\n"
    articles = {"soupe": head + RECIPE + "\n" + BOX}
    if layout in ALONE:
        halle = "\n![La halle](images/halle.jpg)\n\n"
        rest = halle + "## L'agenda\n\n" + DATES + "\n## Les résultats\n\n" + RESULTS
        rest += "\n![Le pont](images/pont.jpg)\n\n## Le courrier\n\n" + LETTER
        articles["soupe"] += rest
    else:
        articles["agenda"] = "---\nsurtitre: Gien\ntitre: À voir\n---\n" + DATES
        articles["canots"] = "---\nsurtitre: Blois\ntitre: Les canots\nimage: images/halle.jpg\n---\n" + RESULTS
        picture = layout != "breves-photo"  # there its briefs have a third of a column
        articles["lettre"] = "---\nsurtitre: Courrier\ntitre: Un pont oublié\n"
        articles["lettre"] += f"{'image: images/pont.jpg' if picture else ''}\n---\n" + LETTER
        articles["soupe"] += "" if picture else "\n![Le pont](images/pont.jpg)\n\nLe pont se voit de la table.\n"
    for name, text in articles.items():
        (folder / "articles" / f"{name}.md").write_text(text, encoding="utf-8")
    page = f"  - layout: {layout}\n    folio: {8 if layout == 'breves-double' else 9}\n    section: Les Brèves\n"
    page += f"    adverts: [{{file: adverts/dupont.pdf, slot: quarter}}]\n    articles: [{', '.join(articles)}]\n"
    (folder / "issue.yaml").write_text(f"number: 7\ndate: 2026-03-12\npages:\n{page}", encoding="utf-8")
    return root


def words_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, check=True)
    text = done.stdout.decode().replace("\u00a0", " ").replace("\u202f", " ").replace("\u00ad\n", "")
    return re.sub(" (?=[;?!])", "", " ".join(text.split()))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is absent")
@pytest.mark.field  # it takes long
@pytest.mark.parametrize("layout", sorted(QUARTER))
def test_a_page_with_everything_is_built_and_read_in_order(layout: str, tmp_path: Path) -> None:
    root = desk(tmp_path, layout)
    said = run("build", "issues/tout", where=root)
    assert said.status == 0, said.words
    pdf = root / "out" / "tout.pdf"
    report = json.loads((root / "out" / "tout.report.json").read_text(encoding="utf-8"))
    assert not [each for each in report["problems"] if each["severity"] == "error"]
    assert not {"left-out", "initial", "word-too-wide"} & {each["code"] for each in report["problems"]}, said.words
    page = words_of(pdf)
    for group in (SAID, *BESIDE):
        at = 0
        for line in group:
            found = page.find(line, at)
            assert found >= 0, (line, page)
            at = found + len(line)
    assert page.count(ADVERT) == 1
    with pikepdf.open(pdf) as document:
        images = [
            each for each in document.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]
        assert len(images) >= 3
    assert run("preflight", pdf, where=root).status == 0


def test_every_layout_has_its_quarter_page() -> None:
    assert set(QUARTER) == {path.parent.name for path in (ROOT / "layouts").glob("*/layout.yaml")}
