"""How well ``fit`` cuts: articles with too much text by the hundred, each cut as it proposes first, twice at most.

    python -m bench.fit [COUNT] [--seed 1] [--texts FILE] [--show]

Leads over two columns, with intertitles, quotes, a chapô, and rails of two to six briefs, of the texts of ``corpus.md``
mixed by a seeded draw, or of ``--texts``: paragraphs between blank lines. Each slot is 1 to 15 lines too short. Slots and
sizes are fixed, so that what is measured is the cutting, and not the page that makes itself (``page_sets``).

Told: the share that fits after one cut and after two; promises that did not come true; signs lost, beside those that
cutting the slot's text from its end would lose: by words, and by whole sentences.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.page_sets import ROOT, Sets
from mise_en_page.fit import issue as fitting
from mise_en_page.fit.trial import Workbench
from mise_en_page.model.issue import Article, Block, Paragraph, Text
from mise_en_page.model.memo import Keep
from mise_en_page.pipeline.stages import Road

KINDS = ("lead", "quoted", "rail", "brief", "long")
#: So many lines over at most; told apart.
OVER = 15
DEPTHS = ((0, 3), (3, 8), (8, 99))
#: Slots begin on the first of these lines and end on the last at most.
TOP, FOOT = 5, 70
LEAD = "{unit: 0, units: 8, lines: %s, articles: 1, head: [kicker, title, chapo], columns: 2}"
RAIL = "{unit: 8, units: 4, lines: %s, articles: 1-9}"
SENTENCE = re.compile(r".+?(?:[.?!…](?:\s?»)?(?=\s|$)|$)", re.DOTALL)


@dataclass(slots=True)
class Case:
    """One page: lines over at first and after each cut, signs lost, promises broken, what was cut."""

    name: str
    over: list[int] = field(default_factory=list)
    signs: int = 0
    broken: int = 0
    cuts: list[tuple[str, str]] = field(default_factory=list)
    by_words: int = 0
    by_sentences: int = 0


def columns_of(kind: str) -> int:
    return 2 if kind in ("lead", "quoted", "long") else 1


def articles(sets: Sets, kind: str) -> list[str]:
    """The articles of a page."""
    match kind:
        case "rail":
            return [sets.brief(sets.draw.randint(220, 420)) for _ in range(sets.draw.randint(2, 5))]
        case "brief":
            return [sets.brief(sets.draw.randint(700, 1400))]
        case "long":
            return [sets.lead(sets.draw.randint(2800, 3800), picture=False)]
        case _:
            made = sets.lead(sets.draw.randint(1500, 3000), picture=False)
            if kind == "quoted" and "\n> " not in made:
                made += f"\n> {sets.draw.choice(sets.quotes)}\n\n{sets.prose(300)}\n"
            return [made]


def layout_of(root: Path, name: str, foot: int) -> str:
    """A layout of one slot that ends on a line, by its name."""
    folder = root / "layouts" / f"{name}{foot}"
    if not folder.exists():
        shutil.copytree(ROOT / "layouts" / "breves", folder)
        begun = (ROOT / "layouts" / "breves" / "layout.yaml").read_text("utf-8").partition("adverts:")[0]
        slot = {"lead": LEAD, "rail": RAIL}[name] % f"{TOP}-{foot}"
        (folder / "layout.yaml").write_text(f"{begun}slots:\n  {name}: {slot}\n", "utf-8")
    return folder.name


def written(root: Path, seeds: Sequence[int], texts: Sequence[str]) -> Path:
    """An issue of a page a seed, each with room enough."""
    for folder in ("fonts", "layouts/commun"):
        shutil.copytree(ROOT / folder, root / folder)
    for name in ("lead", "rail"):
        layout_of(root, name, FOOT)
    (root / "publication.yaml").write_bytes((ROOT / "publication.yaml").read_bytes())
    below = root / "issues" / "sets" / "articles"
    below.mkdir(parents=True)
    pages = "number: 1\ndate: 2026-03-12\npages:\n"
    for number, seed in enumerate(seeds):
        sets, kind = Sets(seed), KINDS[seed % len(KINDS)]
        sets.paragraphs = list(texts) or sets.paragraphs
        names = []
        for place, text in enumerate(articles(sets, kind)):
            names.append(f"{kind}-{seed}-{place}")
            (below / f"{names[-1]}.md").write_text(text, "utf-8")
        layout = f"{'lead' if columns_of(kind) > 1 else 'rail'}{FOOT}"
        pages += f"  - {{layout: {layout}, folio: {10 + number}, section: Les Brèves, order: kept, "
        pages += f"articles: [{', '.join(names)}]}}\n"
    (below.parent / "issue.yaml").write_text(pages, "utf-8")
    return below.parent


def benches(folder: Path) -> Iterator[Workbench]:
    keep = Keep()
    road = Road(keep, folder=folder)
    return (Workbench(road, road.to("pagination", numbers), keep) for numbers in road.units)


def shortened(folder: Path, seeds: Sequence[int]) -> None:
    """Give each page's slot so many lines less than its text takes."""
    issue = folder / "issue.yaml"
    lines = issue.read_text("utf-8").splitlines(keepends=True)
    for number, (seed, bench) in enumerate(zip(seeds, benches(folder), strict=True)):
        kind, over = KINDS[seed % len(KINDS)], Sets(seed * 31).draw.randint(1, OVER)
        columns = columns_of(kind)
        slot = "lead" if columns > 1 else "rail"
        white = bench.base.under(slot) - bench.base.over(slot)
        foot = min(FOOT, max(TOP + 4, FOOT - (white + over) // columns))
        layout = layout_of(folder.parents[1], slot, foot)
        lines[3 + number] = lines[3 + number].replace(f"{slot}{FOOT}", layout)
    issue.write_text("".join(lines), "utf-8")


def cut(seeds: Sequence[int], texts: Sequence[str]) -> tuple[list[Case], float]:
    """The pages of some seeds, each cut as is proposed first, twice at most; the seconds that looking at one took."""
    with TemporaryDirectory() as below:
        folder = written(Path(below) / "p", seeds, texts)
        shortened(folder, seeds)
        begun = time.process_time()
        fitted = fitting.look(folder)
        seconds = (time.process_time() - begun) / len(seeds)
        slots = {slot.folio: slot for slot in fitted.slots if slot.over}
        made = {folio: Case(slot.rooms[0].article, [slot.over]) for folio, slot in slots.items()}
        for number, bench in enumerate(benches(folder)):
            if 10 + number in slots:
                case = made[10 + number]
                case.by_words, case.by_sentences = from_the_end(bench, slots[10 + number])
        for _ in range(2):
            taken = {folio: slot.cuts[0] for folio, slot in slots.items() if slot.over and slot.cuts}
            for folio, each in taken.items():
                case = made[folio]
                case.signs += each.proposal.signs
                offers = zip(each.proposal.offers, each.edits, strict=True)
                case.cuts += [(offer.cut.kind, edit.cut) for offer, edit in offers]
                for path, data in fitting.carried_out(fitted, each.number).items():
                    path.write_bytes(data)
            fitted = fitting.look(folder)
            slots = {slot.folio: slot for slot in fitted.slots if slot.folio in made}
            for folio, each in taken.items():
                now = (slots[folio].over, slots[folio].under) if folio in slots else (0, 0)
                made[folio].broken += now != (each.proposal.over, each.proposal.white)
                made[folio].over.append(now[0])
        return list(made.values()), seconds


def from_the_end(bench: Workbench, slot: fitting.SlotFit) -> tuple[int, int]:
    """The fewest signs to cut from the end of the slot's text so that it fits: by words, by sentences.

    Of several articles the longest loses first, then the next.
    """
    rooms = sorted(slot.rooms, key=lambda room: -room.signs)
    texts = [bench.article(room.article) for room in rooms]
    found = []
    for pattern in (re.compile(r"\S+"), SENTENCE):
        lost = 0
        for n, article in enumerate(texts):
            ends = sorted({0, *_ends(article, pattern)})
            gone = {each.name: _without(each, 10**6) for each in texts[:n]}
            low, high = 0, len(ends) - 1
            while low < high:
                middle = (low + high) // 2
                fits = not bench.standing(slot.slot, {**gone, article.name: _without(article, ends[middle])}).over
                low, high = (low, middle) if fits else (middle + 1, high)
            lost += ends[low]
            if not bench.standing(slot.slot, {**gone, article.name: _without(article, ends[low])}).over:
                break
        found.append(lost)
    return found[0], found[1]


def _ends(article: Article, pattern: re.Pattern[str]) -> Iterator[int]:
    """The signs that are cut from an article's end where its text may end."""
    after = 0
    for block in reversed(article.body):
        text = block.text.characters if isinstance(block, Paragraph) else ""
        yield from (after + len(text) - match.start() for match in pattern.finditer(text))
        after += len(text)


def _without(article: Article, signs: int) -> Article:
    """An article without so many signs of its last paragraphs, and what stands between them."""
    body: list[Block] = list(article.body)
    while signs and body:
        last = body.pop()
        characters = last.text.characters if isinstance(last, Paragraph) else ""
        if isinstance(last, Paragraph) and len(characters) > signs:
            kept = characters[: len(characters) - signs].rstrip()
            marks = tuple(mark for mark in last.text.marks if mark.end <= len(kept))
            body.append(replace(last, text=Text(kept, last.text.origins[: len(kept)], marks)))
        signs = max(0, signs - len(characters))
    return replace(article, body=tuple(body))


def told(made: Sequence[Case], seconds: float, *, show: bool) -> None:
    for case in made if show else ():
        share = case.signs / max(1, case.by_words)
        print(
            f"{case.name}: over {case.over}, {case.signs} signs of {case.by_words}/{case.by_sentences} ({share:.2f})",
            end="",
        )
        print(" BROKEN" * case.broken)
        for kind, words in case.cuts:
            print(f"      − {kind}: {words.strip()[:110]}")
    well = [case for case in made if not case.over[-1]]
    once = sum(0 in case.over[:2] for case in made)
    print(f"{len(made)} slots over: fit after one cut {once}, after two {len(well)}", end=" ")
    print(f"({100 * len(well) / max(1, len(made)):.0f} %); promises broken {sum(case.broken for case in made)}")
    for words, signs in (("words", [each.by_words for each in well]), ("sentences", [each.by_sentences for each in well])):
        whole = sum(case.signs for case in well) / max(1, sum(signs))
        median = statistics.median(case.signs / max(1, of) for case, of in zip(well, signs, strict=True))
        print(f"signs lost, of those of cutting from the end by {words}: {whole:.2f} in all, median {median:.2f}")
    for kind in KINDS:
        own = [case for case in made if case.name.startswith(kind)]
        lost, most = sum(case.signs for case in own), sum(case.by_words for case in own)
        print(f"  {kind}: {len(own)}, {lost / max(1, most):.2f}; {sum(bool(case.over[-1]) for case in own)} do not fit")
    for least, most in DEPTHS:
        own = [case for case in made if least < case.over[0] <= most]
        lost, of = sum(case.signs for case in own), sum(case.by_words for case in own)
        print(f"  {least + 1}–{most} lines over: {len(own)}, {lost / max(1, of):.2f}")
    kinds = Counter(kind for case in made for kind, _ in case.cuts)
    print("kinds:", ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()), f"; {seconds:.1f} s a page")


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("count", nargs="?", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--texts", type=Path)
    asked.add_argument("--show", action="store_true")
    args = asked.parse_args()
    texts = args.texts.read_text("utf-8").split("\n\n") if args.texts else ()
    seeds = range(args.seed * 1000, args.seed * 1000 + args.count)
    with ProcessPoolExecutor(2) as pool:
        halves = list(pool.map(partial(cut, texts=texts), (seeds[::2], seeds[1::2])))
    told([case for cases, _ in halves for case in cases], max(seconds for _, seconds in halves), show=args.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
