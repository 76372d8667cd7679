"""The pictures of docs/layouts: each block as it comes out, from the sample issues and small variants of them.

usage: python tools/block_pictures.py    (writes docs/pictures/blocks/*.png)
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import yaml
from make_pictures import MM, PICTURES, ROOT, picture
from PIL import Image

from mise_en_page.pagination.makeup import Frame, Placed
from mise_en_page.pipeline.build import Set, build, set_issue
from mise_en_page.pipeline.stages import Road
from mise_en_page.reading import press_profile

BLOCKS = PICTURES / "blocks"
#: left, top, right, bottom in pt
Box = tuple[float, float, float, float]


class Built(NamedTuple):
    """An issue's PDF, and where everything stands in it."""

    pdf: bytes
    made: Set


def built_of(folder: Path) -> Built:
    return Built(build(folder, press_profile.shipped()).pdf, set_issue(Road(folder=folder)))


def frames(built: Built, page: int, slot: str) -> list[Frame]:
    return [frame for frame in built.made.makeup.pages[page].frames if frame.slot == slot]


def placed(built: Built, page: int, slot: str, role: str) -> Placed:
    """The first block of a role in a slot."""
    return next(each for frame in frames(built, page, slot) for each in frame.placed if each.block.role.split()[0] == role)


def box_of(*things: Placed | Frame) -> Box:
    return (
        min(thing.x for thing in things),
        min(thing.y for thing in things),
        max(thing.x + thing.width for thing in things),
        max(thing.y + thing.height for thing in things),
    )


def cut(built: Built, page: int, box: Box, around: float = 8, scale: float = 2.2) -> Image.Image:
    """A part of a page with some pt around it."""
    left, top, right, bottom = (box[0] - around, box[1] - around, box[2] + around, box[3] + around)
    return picture(built.pdf, page, scale, (left / MM, top / MM, (right - left) / MM, (bottom - top) / MM))


def save(image: Image.Image, name: str) -> None:
    BLOCKS.mkdir(parents=True, exist_ok=True)
    image.quantize(64).save(BLOCKS / f"{name}.png", optimize=True)


@contextmanager
def variant(change: Callable[[Path], None], issue: str = "2018-05") -> Iterator[Built]:
    """A sample issue, built after ``change`` was made to a copy of its publication."""
    with tempfile.TemporaryDirectory(prefix="blocks-") as folder:
        root = Path(folder)
        for name in ("layouts", "fonts", f"issues/{issue}"):
            shutil.copytree(ROOT / name, root / name)
        change(root)
        yield built_of(root / "issues" / issue)


def replaced(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise ValueError(f"{file} holds no {old!r} any more")
    path.write_text(text.replace(old, new), encoding="utf-8")


def shorter(root: Path, parts_less: int = 1) -> None:
    """The leads without their last paragraphs: theirs is a smaller room."""
    for name in ("fleuve", "etoiles"):
        path = root / f"issues/2018-05/articles/{name}.md"
        parts = path.read_text(encoding="utf-8").rstrip().split("\n\n")
        path.write_text("\n\n".join(parts[:-parts_less]) + "\n", encoding="utf-8")


def quotes_in(root: Path, quotes: dict[str, object], lead: dict[str, object]) -> None:
    """The layout's first page as it is, but for its lead, and for a slot in which the lead's quotes stand."""
    path = root / "layouts/breves/layout.yaml"
    layout = yaml.safe_load(path.read_text(encoding="utf-8"))
    slots = layout["masters"]["main"]["slots"]
    slots["lead"] = {**{name: said for name, said in slots["lead"].items() if name not in ("variants", "drops")}, **lead}
    slots["lead"]["quotes"] = "quotes"
    slots["rail"].pop("variants")
    slots["quotes"] = {"takes": "quote", "optional": True, **quotes}
    layout["masters"] = {"main": layout["masters"]["main"]}
    del layout["adverts"]  # a slot of quotes stands at the foot
    path.write_text(yaml.safe_dump(layout, sort_keys=False), encoding="utf-8")


def quotes_across(root: Path) -> None:
    band: dict[str, object] = {"unit": 0, "units": 8, "lines": "63-70", "gives_to": "lead"}
    quotes_in(root, band, {"lines": "5-62"})
    shorter(root)


def quotes_in_the_margin(root: Path) -> None:
    quotes_in(root, {"unit": 0, "units": 2, "lines": "44-60"}, {"unit": 2, "units": 6, "columns": 1})
    style = "\n.quotes .pull-quote { font-size: 13pt; line-height: calc(1.25 * var(--leading)); margin-top: 0 }\n"
    (root / "layouts/breves/style.css").open("a", encoding="utf-8").write(style)
    shorter(root, 4)


def duotone(source: Image.Image) -> Callable[[Path], None]:
    """The lead's picture as a photograph (here: the drawing's own pixels, blurred into tones), in vermilion and black."""

    def change(root: Path) -> None:
        image = root / "issues/2018-05/images/fleuve.png"
        source.convert("L").reduce(3).resize(source.size, Image.Resampling.BICUBIC).save(image)
        replaced(root, "issues/2018-05/articles/fleuve.md", "images/fleuve.svg", "images/fleuve.png")
        replaced(root, "layouts/breves/layout.yaml", "ideal: 15,", "ideal: 15, duotone: 0 .82 .88 0,")

    return change


def fewer_briefs(root: Path) -> None:
    for name in ("gare", "verger"):
        replaced(root, "issues/2018-05/issue.yaml", f"      - {name}\n", "")
        (root / f"issues/2018-05/articles/{name}.md").unlink()


#: What an article of its own may hold, as it is typed.
IN_TEXT = """\
::: encadré La Loire
Elle prend sa source au Gerbier-de-Jonc :

- 1 006 km de long ;
- 117 000 km² de bassin.
:::

À entendre ce mois-ci :

**Vendredi 4.** La gabare, au départ de Gien, à 20 h 30.
**Samedi 5 et dimanche 6.** Concert de l'harmonie sur le quai de Saumur.

"""


def blocks_in_text(root: Path) -> None:
    """The lead of page 15 with an initial, an agenda, a box and a QR code, and without its last paragraphs."""
    path = root / "issues/2018-05/articles/fleuve.md"
    head, _, body = path.read_text(encoding="utf-8").rpartition("---\n")
    first, *others = body.rstrip().split("\n\n")
    text = "\n\n".join((first, IN_TEXT.rstrip(), *others[:-4]))
    path.write_text(f"{head}qr: https://www.exemple.fr/loire\n---\n{text}\n", encoding="utf-8")
    with (root / "layouts/breves/style.css").open("a", encoding="utf-8") as sheet:
        sheet.write(".lead .body.opening::first-letter { initial-letter: 3; color: var(--accent) }\n")


def save_blocks_in_text(built: Built, leading: float) -> None:
    there = [each for frame in frames(built, 1, "lead") for each in frame.placed]
    first = next(each for each in there if "opening" in each.block.role)
    save(cut(built, 1, (first.x, first.y, first.x + first.width, first.y + 6 * leading), scale=3), "initial")
    for name, found in (
        ("agenda", [each for each in there if "agenda" in each.block.role]),
        ("box", [each for each in there if each.block.box is not None]),
        ("qr", [each for each in there if each.block.code is not None]),
    ):
        save(cut(built, 1, box_of(*found), around=5), name)


def main() -> None:
    page = built_of(ROOT / "issues" / "2018-05")
    dense = built_of(ROOT / "issues" / "2018-06")
    double = built_of(ROOT / "issues" / "2018-07")
    lead = frames(page, 1, "lead")
    head, columns = lead[0], [frame for frame in lead if frame.column >= 0]
    rail = frames(page, 1, "rail")[0]
    leading = page.made.layouts["breves"].grid.leading

    save(cut(page, 1, (rail.x, 40, 210 * MM - 8, 175)), "section")
    save(cut(page, 1, (15 * MM, 71 * leading, 197 * MM, 72 * leading)), "folio")
    save(cut(page, 1, box_of(*(each for each in head.placed if each.block.role.split()[0] != "caption"))), "head")
    first = columns[0].placed[0]
    save(cut(page, 1, (first.x, first.y, first.x + first.width, first.y + 6 * leading), scale=3), "opening")
    heading = placed(page, 1, "lead", "intertitle")
    left, top, right, bottom = box_of(heading)
    save(cut(page, 1, (left, top - 3 * leading, right, bottom + 3 * leading)), "intertitle")
    quote = box_of(placed(page, 1, "lead", "pull-quote"))
    save(cut(page, 1, (quote[0], quote[1] - 3 * leading, quote[2], quote[3] + 3 * leading)), "quote-in-column")
    last = next(each for frame in columns for each in frame.placed if each.block.role.endswith("closes"))
    save(cut(page, 1, (last.x, last.y, last.x + last.width, last.y + last.height), scale=3), "end-mark")
    image = page.made.makeup.pages[1].pictures[0]
    caption = placed(page, 1, "lead", "caption")
    box = (0.0, 0.0, image.x + image.width, caption.y + caption.height)
    save(cut(page, 1, box, around=0, scale=1.3), "picture")
    save(cut(page, 1, (rail.x, rail.placed[0].y, rail.x + rail.width, rail.placed[5].y + 60)), "briefs")
    save(cut(page, 0, box_of(*frames(page, 0, "figure")), around=14), "figure")
    briefs = frames(dense, 0, "briefs")
    x0, y0, x1, _ = box_of(*briefs)
    save(cut(dense, 0, (x0, y0, x1, y0 + 150)), "run-in")
    save(cut(double, 1, box_of(*frames(double, 1, "sidebar")), around=12, scale=1.5), "sidebar")
    halves = [
        cut(double, 0, (60, 78, 210 * MM, 165), around=0, scale=1.2),
        cut(double, 1, (0, 78, 210 * MM - 30, 165), around=0, scale=1.2),
    ]
    across = Image.new("RGB", (sum(half.width for half in halves), halves[0].height), "white")
    across.paste(halves[0], (0, 0))
    across.paste(halves[1], (halves[0].width, 0))
    save(across, "title-across")

    with variant(blocks_in_text) as built:
        save_blocks_in_text(built, leading)
    with variant(quotes_across) as built:
        left, top, right, bottom = box_of(*frames(built, 1, "quotes"))
        save(cut(built, 1, (left, top - 8 * leading, right, bottom), scale=1.5), "quote-across")
    with variant(quotes_in_the_margin) as built:
        margin = box_of(*frames(built, 1, "quotes"))
        save(cut(built, 1, (margin[0], margin[1] - 20, margin[2] + 170, margin[3] - 40)), "quote-in-margin")
    with variant(duotone(cut(page, 1, (0, 0, image.x + image.width, image.y + image.height), 0, 3))) as built:
        shown = built.made.makeup.pages[1].pictures[0]
        save(cut(built, 1, (0, 0, shown.x + shown.width, shown.y + shown.height), around=0, scale=1.3), "duotone")
    with variant(fewer_briefs) as built:
        x0, _, x1, y1 = box_of(*frames(built, 1, "rail"))
        save(cut(built, 1, (x0, y1 - 60, x1, 70 * leading)), "tailpiece")


if __name__ == "__main__":
    sys.exit(main())
