"""An issue of two pages, with an article that goes on from the one to the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import yaml

from mise_en_page import reading
from mise_en_page.model.issue import Part
from mise_en_page.model.layout import Layout
from mise_en_page.model.memo import Keep
from mise_en_page.pagination.makeup import MadeUpPage, Placed
from mise_en_page.pipeline.build import Set, set_issue
from mise_en_page.pipeline.stages import Road
from mise_en_page.reading import press_profile
from tests.sample_issue import copied

PROFILE = press_profile.shipped("fogra39")
ARTICLES = "issues/2018-05/articles"
FIRST = ["fleuve", "bac", "glacier", "verger", "gare", "vitrail", "radeau"]
TITLE = "Le fleuve reprend la parole"
SECOND = ["carillon", "pain", "velo", "bibliotheque", "chiffre-nuit"]

#: Sentences of different lengths, with what a correction changes: a quotation, a sign with a space before it.
SENTENCES = (
    'La gabare dérive, l\'ancre accroche le sable; "on se tait", dit-elle.',
    "Puis un crépitement, comme une poêle oubliée sur le feu: ce sont les graviers qui roulent sous la coque.",
    "Onze nuits d'écoute ont suffi pour localiser quatre frayères, dont une inconnue, à 800 m d'un chantier de dragage.",
    "Le chantier a été décalé au 15 juillet.",
    "Les appareils ont été fabriqués dans un lycée professionnel de Vierzon, pour 180€ pièce!",
)


def body(blocks: Sequence[int | str]) -> str:
    """Paragraphs of so many sentences each, an intertitle over every third; or what is written as it stands."""
    found = []
    for number, block in enumerate(blocks):
        if isinstance(block, str):
            found.append(block)
            continue
        found += [f"## Partie {number}"] if number % 3 == 2 and not isinstance(blocks[number - 1], str) else []
        found.append(" ".join(SENTENCES[(number + n) % len(SENTENCES)] for n in range(block)))
    return "\n\n".join(found) + "\n"


def written(
    root: Path,
    blocks: Sequence[int | str],
    onward: str = "16",
    second: Sequence[str] = SECOND,
    layout: str = "breves",
    title: str = TITLE,
) -> Path:
    """Two of the sample's pages, in a layout with few sizes of heads; « fleuve » goes on from the one to the other."""
    if not (root / "layouts").exists():
        layouts = copied(root) / "layouts"
        _with_few(layouts / "breves" / "layout.yaml", "main")
        _with_few(layouts / "breves-double" / "layout.yaml", "main", "turn", "facing")
        (root / ARTICLES / "etoiles.md").unlink()
    page = "  - {{layout: {}, folio: {}, section: Les Brèves{}}}\n"
    pages = [page.format(layout, folio, f", articles: [{', '.join(names)}]" if names else "")
             for folio, names in ((14, FIRST), (16, second))]  # fmt: skip
    issue = root / "issues" / "2018-05"
    head = "number: 27\ndate: 2018-05-04\ntitle: Écouter le fleuve\npages:\n"
    (issue / "issue.yaml").write_text(head + "".join(pages), encoding="utf-8")
    lead = root / ARTICLES / "fleuve.md"
    keys = lead.read_text(encoding="utf-8").split("\n---\n", 1)[0].split("\nsuite:")[0]
    keys = re.sub("(?<=\\ntitle: ).*", title, keys)
    lead.write_text(f"{keys}\nsuite: {onward}\n---\n{body(blocks)}", encoding="utf-8")
    return issue


def _with_few(layout: Path, *masters: str) -> None:
    """A layout with some of its masters, and one size of each head: quicker to search."""
    held = yaml.safe_load(layout.read_text(encoding="utf-8"))
    held["masters"] = {name: held["masters"][name] for name in masters}
    for slot in (slot for master in held["masters"].values() for slot in master["slots"].values()):
        slot["sizes"] = dict(list(slot.get("sizes", {}).items())[:1])
    layout.write_text(yaml.safe_dump(held, sort_keys=False), encoding="utf-8")


def with_entries(root: Path, blocks: Sequence[int | str], entries: Sequence[str], onward: str = "16") -> Path:
    """The same articles on other pages: each entry is what stands between its braces in issue.yaml."""
    issue = written(root, blocks, onward)
    head = (issue / "issue.yaml").read_text(encoding="utf-8").split("pages:\n")[0]
    pages = "".join(f"  - {{section: Les Brèves, {each}}}\n" for each in entries)
    (issue / "issue.yaml").write_text(f"{head}pages:\n{pages}", encoding="utf-8")
    return issue


#: What was made of the layouts once, for all tests of this file.
KEEP = Keep()
LAYOUTS: dict[str, Layout] = {}
LONG = [4, 6, 5, 7, 4, 6, 8, 5, 6, 7, 5, 4]


def made(issue: Path) -> Set:
    """An issue set; its layouts are those of the first one."""
    read = reading.read_issue(issue)
    layouts = {name: LAYOUTS.setdefault(name, layout) for name, layout in read.layouts.items()}
    return set_issue(Road(KEEP, read=replace(read, layouts=layouts), profile=PROFILE))


def parts(set_: Set) -> list[Part]:
    return [each.part for page in set_.issue.pages for each in page.articles if each.part is not None]


def placed(page: MadeUpPage, name: str = "fleuve") -> list[Placed]:
    return [each for frame in page.frames for each in frame.placed if each.block.article == name]


def text(each: Placed) -> str:
    return each.block.text[each.lines[0].start : each.lines[-1].end] if each.lines else ""


def without_spaces(texts: list[str]) -> str:
    return "".join("".join(texts).split())


def of_slot(set_: Set, folio: int, slot: str) -> int:
    """The lines of a slot of a page that have no room."""
    page = next(each for each in set_.makeup.pages if each.folio == folio)
    return sum(over.lines for over in page.oversets if over.slot == slot)
