"""The gallery of docs/gallery.md and docs/galerie.md: one text with every block, in every layout, whole and block by block.

usage: python tools/gallery.py    (writes docs/pictures/gallery/*.png and both pages)
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from block_pictures import box_of, cut
from make_pictures import PICTURES, ROOT, picture
from PIL import Image

from mise_en_page.pagination.makeup import Placed
from mise_en_page.pipeline.build import Built, Set, build, set_issue
from mise_en_page.pipeline.stages import Road
from mise_en_page.reading import press_profile

GALLERY = PICTURES / "gallery"
DOCS = ROOT / "docs"
STARTER = ROOT / "src" / "mise_en_page" / "reading" / "starter"
#: The folio of each layout's page, the briefs that fill it, and whether it has a place for a key figure.
LAYOUTS: dict[str, tuple[int, tuple[str, ...], bool]] = {
    "breves": (5, ("bibliotheque", "halles", "velo", "moulin"), True),
    "breves-dense": (7, ("bibliotheque", "halles", "velo", "moulin", "marche", "fanfare", "verger"), True),
    "breves-double": (8, ("bibliotheque", "halles", "velo", "moulin", "marche", "fanfare", "verger", "lavoir"), True),
    "breves-une": (11, (), True),
    "breves-photo": (13, ("bibliotheque", "halles", "velo"), False),
}
TEXT = """---
surtitre: Mode d'emploi
titre: Tout ce qu'une page peut porter
chapô: Un sujet, une image, un exergue, une liste, un tableau et quelques vers, composés par chaque gabarit à sa façon.
signature: la rédaction
style: lettrine
image: images/pissenlit.jpg
légende: '**À la volée.** Une légende, puis son crédit.'
crédit: Photo Clemens Engelhardt
cadrage: 28% 35%
code-qr: https://halage.example/page
---
Le premier paragraphe est sans renfoncement; le gabarit en distingue les premiers mots, et une lettrine si l'article dit
« style: lettrine ». Les suivants sont renfoncés d'un cadratin. Une *incise* se voit, un mot **appuyé** aussi, et l'on
est au XXe siècle comme au 1er janvier.

> "Un exergue interrompt la colonne, et la page respire"

## Un intertitre, sur deux lignes s'il le faut

Ce qu'il faut savoir d'une liste:

- elle a deux éléments au moins;
- ses lignes rentrent sous la première;
- elle finit par un point.

Un tableau tient sur sa colonne, et ses nombres s'alignent sur la virgule:

| Ville | Part |
|---|--:|
| Gien | 38,5 % |
| Nevers | 7,25 % |

Des vers gardent leurs lignes:

| Neige sur le quai
| et le bac qui s'en va

Un agenda aligne ses dates:

**Vendredi 3.** La fanfare joue sur le quai, 20 h 30.

**Samedi 4.** Bal du bac, dès la tombée du jour.

::: encadré L'encadré
Un encadré porte un fond, ou deux filets; il garde ses lignes ensemble tant qu'il le peut.
:::

Un dernier paragraphe ferme l'article, derrière lequel vient la marque de fin. Il est un peu plus long que les
autres, afin que la page ait de quoi se remplir sans qu'on le remarque, et il se termine ici.
"""
FIGURE = "---\nsurtitre: Le chiffre\nchiffre: 38,5 %\n---\ndes lecteurs commencent une page par ses brèves.\n"
#: What is shown of each page: its words in English and in French, and which placed blocks make it.
BLOCKS: dict[str, tuple[str, str, Callable[[Placed], bool]]] = {
    "head": (
        "head",
        "titraille",
        lambda each: _role(each) in ("kicker", "title", "chapo") and each.block.article == "tout",
    ),
    "opening": ("initial, opening", "lettrine, attaque", lambda each: "opening" in each.block.role.split()),
    "intertitle": ("intertitle", "intertitre", lambda each: _role(each) == "intertitle"),
    "quote": ("pull quote", "exergue", lambda each: _role(each) == "pull-quote"),
    "list": ("list", "liste", lambda each: "item" in each.block.role.split()),
    "table": ("table", "tableau", lambda each: "row" in each.block.role.split()),
    "verse": ("verse", "vers", lambda each: "verse" in each.block.role.split()),
    "agenda": ("agenda", "agenda", lambda each: "agenda" in each.block.role.split()),
    "box": ("box", "encadré", lambda each: "inside" in each.block.role.split()),
    "code": ("QR code", "code QR", lambda each: each.block.code is not None),
    "caption": ("caption", "légende", lambda each: _role(each) == "caption" and each.block.article == "tout"),
    "brief": ("brief", "brève", lambda each: each.block.article == "halles"),
    "figure": ("key figure", "chiffre-clé", lambda each: each.block.article == "chiffre"),
}


#: A theme's name in English and in French, and what publication.yaml says of it; the first is none.
THEMES: dict[str, tuple[str, str, str]] = {
    "": ("the page", "la page", ""),
    "canal": (
        "another theme",
        "un autre thème",
        "theme:\n  colours: {accent: .9 .3 0 .2, tint: .12 0 .02 0}\n"
        "  families:\n    titles: {family: Source Serif 4 Subhead, weight: 600, style: normal}\n",
    ),
    "verger": (
        "a third, 210 × 285 mm",
        "un troisième, 210 × 285 mm",
        "theme:\n  colours: {accent: .75 0 .9 .3, tint: 0 0 .18 .03}\n"
        "  families:\n    titles: {family: Bricolage Grotesque 96pt Condensed, weight: 800, style: normal}\n"
        "  format: {width: 210mm, height: 285mm, bleed: 5mm}\n",
    ),
}


def _role(placed: Placed) -> str:
    return placed.block.role.split()[0]


def made(layout: str, theme: str = "") -> tuple[Built, Set]:
    """A page of a layout, built in a publication of its own, in a theme."""
    folio, briefs, figure = LAYOUTS[layout]
    names = ["tout", *briefs, *(["chiffre"] if figure else [])]
    with tempfile.TemporaryDirectory(prefix="gallery-") as folder:
        root = Path(folder)
        for name in ("layouts", "fonts"):
            shutil.copytree(ROOT / name, root / name)
        (root / "publication.yaml").write_text((ROOT / "publication.yaml").read_text(encoding="utf-8") + THEMES[theme][2])
        issue = root / "issues" / "galerie"
        shutil.copytree(STARTER / "images", issue / "images")
        (issue / "articles").mkdir()
        texts = {"tout": TEXT, "chiffre": FIGURE}
        for name in names:
            text = texts.get(name) or (STARTER / "articles" / f"{name}.md").read_text(encoding="utf-8")
            (issue / "articles" / f"{name}.md").write_text(text, encoding="utf-8")
        page = f"  - {{layout: {layout}, folio: {folio}, section: Les Brèves, articles: [{', '.join(names)}]}}\n"
        (issue / "issue.yaml").write_text(f"number: 1\ndate: 2026-01-15\npages:\n{page}", encoding="utf-8")
        return build(issue, press_profile.shipped()), set_issue(Road(folder=issue))


def save(image: Image.Image, name: str) -> None:
    GALLERY.mkdir(parents=True, exist_ok=True)
    image.quantize(48).save(GALLERY / f"{name}.png", optimize=True)


def whole(layout: str, theme: str) -> str:
    """The name of the picture of a layout's page."""
    return "-in-".join(filter(None, (layout, theme)))


def drawn(layout: str, built: Built, laid: Set) -> list[str]:
    """Every picture of a layout, written; the blocks that its page has."""
    found: list[str] = []
    for number, page in enumerate(laid.makeup.pages):
        placed = [each for frame in page.frames for each in frame.placed]
        if number == 0:
            save(picture(built.pdf, number, 0.6), whole(layout, ""))
        for name, (_, _, shows) in BLOCKS.items():
            first = next((each for each in placed if shows(each)), None)
            if first is None or name in found:
                continue
            parts = [  # those of one column, or of one head
                [each for each in placed if shows(each) and abs(each.x - x) < 1 and abs(each.y - first.y) < 250]
                for x in dict.fromkeys(each.x for each in placed if shows(each))
            ]
            chosen = max(parts, key=len)
            save(cut(built, number, box_of(*chosen), around=2, scale=1.8), f"{layout}-{name}")
            found.append(name)
    return found


def written(found: dict[str, list[str]], words: tuple[str, ...], language: int) -> str:
    """The page in one language."""
    title, other, intro = words
    rows = [f"| | {' | '.join(f'`{layout}`' for layout in LAYOUTS)} |", "|---" * (len(LAYOUTS) + 1) + "|"]
    for theme, said in THEMES.items():
        pictures = " | ".join(f"![](pictures/gallery/{whole(layout, theme)}.png)" for layout in LAYOUTS)
        rows.append(f"| {said[language]} | {pictures} |")
    for name, block in BLOCKS.items():
        cells = (f"![](pictures/gallery/{each}-{name}.png)" if name in found[each] else "" for each in LAYOUTS)
        rows.append(f"| {block[language]} | " + " | ".join(cells) + " |")
    return f"# {title}\n\n{other}\n\n{intro}\n\n" + "\n".join(rows) + "\n"


ENGLISH = (
    "Gallery",
    "[En français](galerie.md)",
    "One text with every block, in every layout that comes with the program and in three themes, each with its briefs.\n"
    "Made by `python tools/gallery.py`; what a layout is for says [layouts.md](layouts.md).",
)
FRENCH = (
    "Galerie",
    "[In English](gallery.md)",
    "Un texte qui a tous les blocs, dans chacun des gabarits livrés et dans trois thèmes, avec ses brèves. Faite par\n"
    "`python tools/gallery.py`\u00a0; à quoi sert chaque gabarit\u00a0: [gabarits.md](gabarits.md).",
)


def main() -> None:
    found = {}
    for layout in LAYOUTS:
        for theme in THEMES:
            built, laid = made(layout, theme)
            for problem in built.problems:
                if problem.severity == "error":
                    print(layout, theme, problem)
            if theme:
                save(picture(built.pdf, 0, 0.6), whole(layout, theme))
            else:
                found[layout] = drawn(layout, built, laid)
    (DOCS / "gallery.md").write_text(written(found, ENGLISH, 0), encoding="utf-8")
    (DOCS / "galerie.md").write_text(written(found, FRENCH, 1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
