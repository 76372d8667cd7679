"""python -m bench.white: the white of many made pages: between briefs, at columns' tops, at feet, and under ornaments.

The matter is that of the sample issues, each article with its paragraphs cut or begun again by up to 40 %. Nothing
is drawn by chance: how much follows from the number of the page and the place of the article. What is measured stands on
the page: the last baseline of a brief, and the rule over the next.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import yaml

from bench.tables import table
from mise_en_page.model.layout import Grid
from mise_en_page.pagination.makeup import Frame, MadeUpPage
from mise_en_page.pipeline.build import Set, set_issue
from mise_en_page.pipeline.stages import Road

HOUSE = Path(__file__).resolve().parent.parent
ISSUES = ("2018-05", "2018-06", "2018-07", "2018-08")
VARIED = 0.4
"""The most by which a text is longer or shorter than that of the sample."""
GOLDEN = 0.6180339887498949
EVEN = 0.1
"""So many pt of difference are none."""
NEAR = 5.0
"""Rules that are nearer than so many pt to one line are meant to be on it."""
SHORT = 2
"""A slot that is short by so many lines a column is full all the same."""


def share(page: int, place: int) -> float:
    """How much of a text an article keeps: evenly spread over the range."""
    return 1 - VARIED + 2 * VARIED * ((page * 7 + place + 1) * GOLDEN % 1)


def cut(body: str, kept: float) -> str:
    """Each paragraph with this share of its words: cut, or begun again. Quotes and intertitles stay."""
    parts = []
    for part in body.strip().split("\n\n"):
        words = part.replace('"', "").replace("**", "").replace("*", "").split(" ")
        plain = " ".join((words * 2)[: max(3, round(len(words) * kept))]).rstrip(" .,;:?!«(") + "."
        parts.append(part if part.startswith((">", "#", "!")) else plain)
    return "\n\n".join(parts) + "\n"


def issue_of(name: str, copies: int, root: Path, *, alone: bool = False) -> Path:
    """An issue whose pages are so many copies of another's, each article of each with a length of its own.

    ``alone``: without leads and key figures.
    """
    for folder in ("layouts", "fonts"):
        shutil.copytree(HOUSE / folder, root / folder)
    shutil.copy(HOUSE / "publication.yaml", root)
    source, issue = HOUSE / "issues" / name, root / "issues" / name
    if (source / "images").is_dir():
        shutil.copytree(source / "images", issue / "images")
    (issue / "articles").mkdir(parents=True)
    written = yaml.safe_load((source / "issue.yaml").read_text(encoding="utf-8"))
    if alone:
        for page in written["pages"]:
            page["articles"] = [
                each for each in page["articles"][1:] if "chiffre" not in str(each) and "slot" not in str(each)
            ]
        written["pages"] = [page for page in written["pages"] if page["articles"]]
    pages, folio = [], 0
    for copy in range(copies):
        for page in written["pages"]:
            folio += 1
            while page["folio"] % 2 != folio % 2:
                folio += 1
            placed = []
            for place, entry in enumerate(page["articles"]):
                article = entry["article"] if isinstance(entry, dict) else entry
                _, front, body = (source / "articles" / f"{article}.md").read_text(encoding="utf-8").split("---\n", 2)
                text = body if "figure:" in front else cut(body, share(folio, place))
                (issue / "articles" / f"{article}-{copy}.md").write_text(f"---\n{front}---\n{text}", encoding="utf-8")
                placed.append({**(entry if isinstance(entry, dict) else {}), "article": f"{article}-{copy}"})
            pages.append({**page, "folio": folio, "articles": placed})
            folio += page["layout"] == "breves-double"
    (issue / "issue.yaml").write_text(yaml.safe_dump({**written, "pages": pages}, allow_unicode=True), encoding="utf-8")
    return issue


@dataclass(slots=True)
class White:
    """What was found on some pages; lengths in pt.

    ``uneven``: how far the gaps of a column differ; ``tops``: how far kickers at the tops of a slot's columns do;
    ``wide``: a gap over its column's least in leadings; ``ornaments``: their lines, page by page.
    """

    pages: int = 0
    full: int = 0
    overset: int = 0
    dropped: int = 0
    over_dropped: int = 0
    uneven: list[float] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    tops: list[float] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)
    ornaments: list[list[float]] = field(default_factory=list)


def gaps_of(frame: Frame) -> list[float]:
    """The white between a column's briefs: from the last baseline of one to the box of the next, which bears the rule."""
    return [below.y - above.baselines[-1] for above, below in pairwise(frame.placed) if below.opens and above.baselines]


def tops_of(page: MadeUpPage, grid: Grid) -> Iterator[tuple[tuple[str, float], float]]:
    """Of each column that begins with a kicker, the slot with the place of its top, and where the kicker's baseline is."""
    for frame in page.frames:
        if frame.column >= 0 and frame.placed and frame.placed[0].block.role.startswith("kicker"):
            yield (frame.slot, round(frame.y / grid.leading, 3)), frame.placed[0].baselines[0]


def near_misses(frames: Sequence[Frame]) -> Iterator[float]:
    """How far rules in neighbouring columns of a slot are from one line, where it is less than ``NEAR``."""
    by_slot: dict[str, list[Frame]] = defaultdict(list)
    for frame in frames:
        if frame.column >= 0:
            by_slot[frame.slot].append(frame)
    for columns in by_slot.values():
        rules = [[placed.y for placed in frame.placed if placed.opens and placed.y > frame.y + NEAR] for frame in columns]
        for one, other in pairwise(rules):
            yield from (abs(y - beside) for y in one for beside in other if abs(y - beside) < NEAR)


def measured(made: Set) -> White:
    found = White()
    short = {problem.code for problem in made.problems}
    assert "internal" not in short
    for page in made.makeup.pages:
        layout = made.layouts[page.layout]
        columns = {slot.name: sum(stretch.columns for stretch in slot.stretches) for slot in layout.slots}
        white: dict[str, int] = defaultdict(int)
        for fit in page.fits:
            white[fit.slot] -= min(0, fit.lines)
        lost = [fit for fit in page.fits if fit.lacks] + [p for p in page.problems if p.code == "picture-without-place"]
        found.pages += 1
        found.overset += bool(page.oversets)
        found.dropped += bool(lost)
        found.full += not page.oversets and all(lines <= SHORT * max(1, columns[name]) for name, lines in white.items())
        for frame in page.frames:
            gaps = gaps_of(frame)
            if len(gaps) > 1:
                found.uneven.append(max(gaps) - min(gaps))
            found.gaps += [gap / layout.grid.leading for gap in gaps]
        found.rows += near_misses(page.frames)
        rows: dict[tuple[str, float], list[float]] = defaultdict(list)
        for row, baseline in tops_of(page, layout.grid):
            rows[row].append(baseline)
        found.tops += [max(row) - min(row) for row in rows.values() if len(row) > 1]
        pieces = [picture for picture in page.pictures if not picture.article]
        found.ornaments.append([round(piece.height / layout.grid.leading) + 1 for piece in pieces])
        found.over_dropped += bool(pieces) and any(fit.lacks for fit in page.fits)
    return found


def row_of(name: str, found: White) -> list[str]:
    def spread(values: Sequence[float]) -> str:
        if not values:
            return "–"
        by_size = sorted(values)
        return f"{by_size[len(values) // 2]:.1f} / {by_size[len(values) * 9 // 10]:.1f} / {by_size[-1]:.1f}"

    lines = [line for page in found.ornaments for line in page]
    return [
        name, f"{found.pages}", f"{found.full}", f"{found.overset}", f"{found.dropped}",
        f"{sum(each > EVEN for each in found.uneven)} of {len(found.uneven)}", spread(found.uneven), spread(found.gaps),
        f"{sum(each > EVEN for each in found.tops)} of {len(found.tops)}", spread(found.tops),
        f"{sum(each > EVEN for each in found.rows)} of {len(found.rows)}", spread(found.rows),
        f"{sum(map(bool, found.ornaments))}", f"{sum(len(page) > 1 for page in found.ornaments)}",
        f"{sum(line > 8 for line in lines)}", f"{sum(lines):.0f}", f"{found.over_dropped}",
    ]  # fmt: skip


HEAD = [
    "issue", "pages", "full", "overset", "something dropped", "columns uneven", "by, pt", "gaps, leadings", "tops uneven",
    "by, pt", "rows missed", "by, pt", "with an ornament", "two of them", "over 8 lines", "lines of them", "dropped too",
]  # fmt: skip


def report(copies: int, issues: Sequence[str] = ISSUES) -> list[str]:
    rows = []
    for name, alone in [(name, alone) for name in issues for alone in (False, True)]:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            made = set_issue(Road(folder=issue_of(name, copies, Path(folder), alone=alone)))
            rows.append(row_of(f"{name}{', briefs alone' if alone else ''}", measured(made)))
    return ["## White on pages whose texts vary by 40 % (median / 90 % / most)", "", *table(HEAD, rows)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=20)
    parser.add_argument("issues", nargs="*", default=ISSUES)
    asked = parser.parse_args()
    print("\n".join(report(asked.copies, asked.issues)))


if __name__ == "__main__":
    main()
