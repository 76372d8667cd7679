"""How well pages make themselves: sets of articles by the hundred, each given to a layout in any order.

    python -m bench.page_sets [COUNT] [--layout breves] [--kind rail | all] [--pages 1] [--orders 3] [--show]

The texts are those of ``corpus.md``, cut and mixed by a seeded draw, so that a set is the same on every machine. A kind is
a sort of page: ``rail`` (a lead of 1,200–3,000 signs, a rail of 700–1,300 with heads, a key figure in every second),
``alone`` (of 600–6,000), ``few`` (a lead and 1–9 briefs), ``briefs`` (2–18 and no lead), ``many`` (16–30 and no lead),
``two`` (a lead with two pictures), ``leads`` (two leads with pictures, and briefs). A spread holds twice as much: SCALE.
A layout that is for pages of one sort has a kind of its own (OWN): ``une`` (one article of 1,200–6,500 signs, with lists),
``photo`` (a lead and 1–6 briefs with 1–4 pictures of three shapes).

``--pages`` puts the articles of so many such sets into one pool over as many pages; ``--layout`` may then be a list with
commas, or ``auto``.

Told: the share of pages that are full (no text without room, feet on the foot, no white over two lines a column), what
ornaments take, the quotes that were dropped, and the seconds that a page took, cold and after a change of one brief.
"""

from __future__ import annotations

import argparse
import random  # noqa: TID251 (seeded: the same sets on every machine)
import re
import shutil
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.work_item import WORDS, corpus
from mise_en_page import composition, pagination, reading, rendering, typography
from mise_en_page.model.issue import Page, Paragraph
from mise_en_page.model.memo import Keep
from mise_en_page.model.problem import Span
from mise_en_page.pagination.assign import signs_of
from mise_en_page.pagination.choice import Chosen
from mise_en_page.pagination.pool import deal
from mise_en_page.pipeline.page import setting
from mise_en_page.processes.collector import look_seldom

ROOT = Path(__file__).parent.parent
#: A page may have so many lines of white a column and still be full.
WHITE = 2
KINDS = ("rail", "alone", "few", "briefs", "many", "two", "leads")
#: The kinds of layouts that are for pages of one sort alone.
OWN = {"breves-une": ("une",), "breves-photo": ("photo",)}
#: How much more text a layout is made for than a page of « breves ».
SCALE = {"breves-double": 2.0}


class Sets:
    """Articles made out of the corpus by a seeded draw."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        parts = [part for brief in corpus() for part in brief.parts]
        self.paragraphs = [self._plain(part.text) for part in parts if part.kind == "body"]
        self.quotes = [self._plain(part.text) for part in parts if part.kind == "quote"]
        self.heads = [(brief.kicker, self._plain(brief.title), self._plain(brief.chapo)) for brief in corpus()]

    def _plain(self, text: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda _: self.draw.choice(WORDS), text)

    def prose(self, signs: int, inter: bool = False, quote: bool = False) -> str:
        """About so many signs in paragraphs that end with a sentence."""
        found: list[str] = []
        left = signs
        while left > 40:
            sentences = re.split(r"(?<=[.?!]) ", self.draw.choice(self.paragraphs))
            taken = ""
            for sentence in sentences:
                if taken and len(taken) + len(sentence) > left + 40:
                    break
                taken = f"{taken} {sentence}".strip()
            found.append(taken)
            left -= len(taken)
        if inter and len(found) > 2:
            found.insert(2, "## " + self.draw.choice(self.heads)[1])
        if quote and len(found) > 1:
            found.insert(len(found) // 2, "> " + self.draw.choice(self.quotes))
        return "\n\n".join(found)

    def brief(self, signs: int) -> str:
        kicker, title, _ = self.draw.choice(self.heads)
        text = self.prose(max(90, signs - len(kicker) - len(title)))
        return f"---\nkicker: {kicker}\ntitle: '{title.replace(chr(39), '’')}'\n---\n{text}\n"

    def listed(self, items: int) -> str:
        """A line that announces a list, and its items."""
        sentences = [re.split(r"(?<=[.?!]) ", self.draw.choice(self.paragraphs))[0] for _ in range(items)]
        return "Ce qu’il faut en retenir :\n\n" + "\n".join(f"- {each[0].lower()}{each[1:-1]} ;" for each in sentences)

    def lead(self, signs: int, picture: bool, second: bool = False, items: int = 0) -> str:
        kicker, title, chapo = self.draw.choice(self.heads)
        fields = f"kicker: {kicker}\ntitle: '{title.replace(chr(39), '’')}'\n"
        if self.draw.random() < 0.8:
            fields += f"chapo: '{chapo.replace(chr(39), '’')}'\n"
        if picture:
            fields += "image: images/pont.svg\ncaption: Le pont au petit matin\ncredit: M. Dupont\nalt: Un pont\n"
        text = self.prose(signs, inter=self.draw.random() < 0.6, quote=self.draw.random() < 0.5)
        if second:
            first, *rest = text.split("\n\n")
            text = "\n\n".join([first, "![Le pont](images/pont.svg)", *rest])
        if items:
            first, *rest = text.split("\n\n")
            text = "\n\n".join([first, self.listed(items), *rest])
        return f"---\n{fields}---\n{text}\n"

    def figure(self) -> str:
        figure = self.draw.randint(2, 999)
        return f"---\nfigure: {figure}\nkicker: Le chiffre\n---\n{self.prose(self.draw.randint(90, 200))}\n"

    def photo(self) -> str:
        """A picture by itself."""
        image = self.draw.choice(("large", "haut", "carre"))
        return (
            f"---\nimage: images/{image}.svg\ncaption: La halle, un jour de pluie\ncredit: M. Dupont\nalt: Une halle\n---\n"
        )

    def rail(self, signs: int, briefs: int) -> list[str]:
        weights = [self.draw.uniform(0.5, 1.6) for _ in range(briefs)]
        return [self.brief(max(120, round(signs * weight / sum(weights)))) for weight in weights]

    def page(self, kind: str, scale: float = 1.0) -> list[str]:
        draw = self.draw

        def signs(least: int, most: int) -> int:
            return round(scale * draw.randint(least, most))

        match kind:
            case "alone":
                made = [self.lead(signs(600, 6000), draw.random() < 0.6)]
            case "une":
                items = draw.choice((0, 0, 3, 5))
                made = [self.lead(max(600, signs(1200, 6500) - 90 * items), draw.random() < 0.5, items=items)]
            case "photo":
                briefs, pictures = draw.randint(1, 6), draw.randint(0, 3)
                made = self.rail(signs(150, 330) * briefs, briefs)
                alone = draw.randint(0, min(2, pictures))
                for n in range(min(pictures - alone, briefs)):
                    made[n] = made[n].replace("---\n", "---\nimage: images/large.svg\n", 1)
                made += [self.photo() for _ in range(alone)]
                lead = self.lead(signs(500, 1800), True)
                made.append(lead.replace("pont.svg", draw.choice(("large", "haut", "carre")) + ".svg"))
                return made
            case "few":
                briefs = draw.randint(1, 9)
                made = self.rail(signs(150, 260) * briefs + 100, briefs)
                made.append(self.lead(signs(1200, 3000), draw.random() < 0.6))
            case "briefs":
                made = self.rail(signs(2200, 4200), draw.randint(2, 18))
            case "many":
                made = self.rail(signs(2600, 4200), draw.randint(16, 30))
            case "two":
                made = self.rail(signs(700, 1300), draw.randint(2, 6))
                made.append(self.lead(signs(1200, 3000), True, second=True))
            case "leads":
                made = self.rail(signs(500, 1000), draw.randint(2, 5))
                made += [self.lead(signs(900, 1600), True), self.lead(signs(600, 1300), True)]
            case _:
                made = self.rail(signs(700, 1300), draw.randint(2, 6))
                made.append(self.lead(signs(1200, 3000), draw.random() < 0.6))
        if draw.random() < 0.5:
            made.append(self.figure())
        return made


def written(root: Path, count: int, layout: str, kinds: Sequence[str], seed: int = 1, shared: int = 1) -> Path:
    """An issue of so many entries, of the kinds in turn, each a set of articles in an order drawn by chance, or ``shared``
    sets over as many pages.
    """
    for name in ("fonts", "layouts"):
        shutil.copytree(ROOT / name, root / name)
    (root / "publication.yaml").write_bytes((ROOT / "publication.yaml").read_bytes())
    folder = root / "issues" / "sets"
    for below in ("articles", "images"):
        (folder / below).mkdir(parents=True)
    for name, wide, high in (("pont", 600, 400), ("large", 600, 400), ("haut", 400, 600), ("carre", 500, 500)):
        drawing = f'<rect width="{wide}" height="{high}"/></svg>'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">'
        (folder / "images" / f"{name}.svg").write_text(head + drawing, encoding="utf-8")
    pages = "number: 1\ndate: 2026-03-12\npages:\n"
    step = 2 if layout == "breves-double" else shared
    for number in range(count):
        sets = Sets(seed * 10_000 + number)
        names = []
        scale = SCALE.get(layout.partition(",")[0], 1.0)
        for place, text in enumerate(text for _ in range(shared) for text in sets.page(kinds[number % len(kinds)], scale)):
            names.append(f"p{number:03}-{place:02}")
            (folder / "articles" / f"{names[-1]}.md").write_text(text, encoding="utf-8")
        sets.draw.shuffle(names)
        folio = 10 + step * number
        where = f"folios: {folio}-{folio + shared - 1}" if shared > 1 else f"folio: {folio}"
        named = f"[{layout}]" if "," in layout else layout
        pages += f"  - {{layout: {named}, {where}, section: Les Brèves, articles: [{', '.join(names)}]}}\n"
    (folder / "issue.yaml").write_text(pages, encoding="utf-8")
    return folder


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a page: overset lines, the most white a column, an ornament's lines, quotes dropped, what it is."""

    over: int
    white: int
    ornament: int
    dropped: int
    nowhere: int
    key: tuple[object, ...]
    words: str

    @property
    def full(self) -> bool:
        return not self.over and self.white <= WHITE and not self.nowhere


def told(pages: Sequence[Chosen]) -> Told:
    slots = [slot for made in pages for slot in made.settled]
    errors = [problem for made in pages for problem in made.assigned.problems if problem.severity == "error"]
    tails = [way.trial.tail for way in slots if way.trial.tail and not way.trial.sunk]
    named = []
    for way in slots:
        over = f"!{way.poured.overset}" if way.poured.overset else ""
        named.append(f"{way.slot.look}@{way.slot.top}:{'+'.join(each.name for each in way.articles)}{over}")
    return Told(
        over=sum(way.poured.overset + max(0, way.head_over) for way in slots) + 99 * len(errors),
        white=max((max(way.poured.ragged, default=0) for way in slots), default=0),
        ornament=sum(tails),
        dropped=sum(len(way.left_out) for way in slots),
        nowhere=sum(
            each.picture is not None and bool(n or way.slot.picture is None)
            for way in slots
            for n, each in enumerate(way.articles)
        ),
        key=tuple((name, way.trial.picture, way.cost) for name, way in zip(named, slots, strict=True)),
        words=" ".join(named) or " ".join(problem.code for problem in errors),
    )


class Desk:
    """One issue's pages, corrected, with styles and fonts: what all searches share."""

    def __init__(self, folder: Path) -> None:
        self.read = reading.read_issue(folder)
        issue = self.read.issue
        self.layouts = self.read.layouts
        self.catalogue = composition.Catalogue.read(self.read.root / "fonts")
        policy = typography.policy_of(issue.publication.language, issue.publication.settings, Span("publication.yaml"))
        self.pages = [typography.correct_page(page, issue.source, policy).page for page in issue.pages if not page.part]
        marks = rendering.marks_in_use(replace(issue, pages=tuple(self.pages)))
        self.styles = {name: rendering.styles(layout, marks, self.read.root)[0] for name, layout in self.layouts.items()}

    def choose(self, page: Page, keep: Keep) -> list[Chosen]:
        """The page, or all that share its articles."""
        names = page.choice.layouts if page.choice else (page.layout,)
        layouts = {name: self.layouts[name] for name in names}
        set_for = {name: setting(layout, self.styles[name], self.catalogue, self.read.issue.publication, keep)
                   for name, layout in layouts.items()}  # fmt: skip
        if page.choice is None:
            return [pagination.choose(page, layouts[page.layout], set_for[page.layout], keep)]
        made = deal(page, layouts, set_for, keep)
        pages = [replace(page, folio=each.folio, layout=each.layout, articles=each.articles, choice=None) for each in made]
        return [pagination.choose(each, layouts[each.layout], set_for[each.layout], keep) for each in pages]


def changed(page: Page) -> Page:
    """The page with a word less in its shortest text."""
    texts = [n for n, each in enumerate(page.articles) if each.article.is_text]
    at = min(texts, key=lambda n: (signs_of(page.articles[n].article), n))
    article = page.articles[at].article
    block = article.body[0]
    assert isinstance(block, Paragraph)
    text = replace(block.text, characters=block.text.characters[:-12], origins=block.text.origins[:-12], marks=())
    body = (replace(block, text=text), *article.body[1:])
    articles = list(page.articles)
    articles[at] = replace(page.articles[at], article=replace(article, body=body))
    return replace(page, articles=tuple(articles))


def measured(desk: Desk, orders: int, words: str, *, show: bool) -> None:
    """Every page made, cold, after a change and in other orders; what came of it is printed."""
    found, cold, again, same = list[Told](), list[float](), list[float](), 0
    desk.choose(desk.pages[0], Keep())
    for page in desk.pages:
        keep = Keep()
        begun = time.process_time()
        found.append(told(desk.choose(page, keep)))
        cold.append(time.process_time() - begun)
        edited = changed(page)
        begun = time.process_time()
        desk.choose(edited, keep)
        again.append(time.process_time() - begun)
        for n in range(1, orders):
            other = random.Random(n).sample(page.articles, len(page.articles))
            same += told(desk.choose(replace(page, articles=tuple(other)), Keep())).key == found[-1].key
    for n, each in enumerate(found):
        if show or not each.full:
            told_of = f"over {each.over} white {each.white} ornament {each.ornament} left out {each.dropped}"
            print(f"{n:3} {cold[n]:.2f} s {told_of}: {each.words}")
    count = len(found)
    full = sum(each.full for each in found)
    ornaments = sorted(each.ornament for each in found if each.ornament)
    print(f"{words}: full {full} of {count} ({100 * full / count:.1f} %)")
    print(f"  ornament on {100 * len(ornaments) / count:.0f} %, of {max(ornaments, default=0)} lines at most;", end=" ")
    print(f"something left out on {100 * sum(each.dropped > 0 for each in found) / count:.0f} %")
    for when, times in (("cold", cold), ("after a change of one brief", again)):
        ranked = sorted(times)
        tenth = ranked[int(0.9 * (count - 1))]
        print(f"  s a page, {when}: median {statistics.median(ranked):.3f}, 90 % {tenth:.3f}, most {ranked[-1]:.3f}")
    if orders > 1:
        print(f"  same page for another order: {same} of {count * (orders - 1)}")


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("count", nargs="?", type=int, default=100)
    asked.add_argument("--layout", default="breves")
    asked.add_argument("--kind", default="rail", choices=(*KINDS, *(kind for own in OWN.values() for kind in own), "all"))
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--orders", type=int, default=1)
    asked.add_argument("--show", action="store_true")
    asked.add_argument("--pages", type=int, default=1)
    asked.add_argument("--into", type=Path)
    args = asked.parse_args()
    look_seldom()  # as every command does
    for kind in OWN.get(args.layout, KINDS) if args.kind == "all" else (args.kind,):
        with TemporaryDirectory() as below:
            into = args.into / kind if args.into else Path(below)
            folder = written(into, args.count, args.layout, (kind,), args.seed, args.pages)
            measured(Desk(folder), args.orders, f"{args.layout}, {kind}", show=args.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
