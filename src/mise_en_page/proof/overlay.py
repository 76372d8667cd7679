"""What lies over a page's picture: each line with the place where it is written, and what is known of it.

Plain data for JSON. Lengths are in pt from the trimmed page's top left corner.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mise_en_page.composition.galley import Line
from mise_en_page.composition.rivers import longest_river
from mise_en_page.model.issue import Source
from mise_en_page.model.layout import Grid
from mise_en_page.model.problem import place_data
from mise_en_page.pagination.heights import on_grid, role_of
from mise_en_page.pagination.makeup import MadeUpPage, Placed
from mise_en_page.pipeline.build import Set
from mise_en_page.proof.letters import as_drawn, line_box, pieces, seen, written
from mise_en_page.typography import Correction
from mise_en_page.typography.correct import visible
from mise_en_page.typography.rules import EVERY_RULE

_RULES = {rule.id: rule for rule in EVERY_RULE}


def page_data(made: Set, page: int) -> dict[str, Any]:
    """All that may be shown over a page (from 0)."""
    makeup = made.makeup.pages[page]
    layout = made.layouts[makeup.layout]
    grid = layout.grid
    sources = {placed.article.name: placed.article.source for placed in made.issue.placements(page)}
    titles = {placed.article.name: placed.article.title.characters for placed in made.issue.placements(page)}
    placed = [each for frame in makeup.frames for each in frame.placed if each.lines]
    return {
        "folio": makeup.folio,
        "side": "verso" if makeup.verso else "recto",
        "trim": [grid.width, grid.height],
        "bleed": grid.bleed,
        "baselines": _baselines(placed, grid),
        "columns": [[grid.left(unit, verso=makeup.verso), grid.unit] for unit in range(grid.units)],
        "margins": [grid.outer if makeup.verso else grid.inner, grid.inner if makeup.verso else grid.outer],
        "slots": _slots(makeup),
        "articles": list(_articles(makeup, sources, titles)),
        "lines": [line for each in placed for line in _lines(each, sources)],
        "rivers": [box for each in placed for box in _rivers(each)],
        "oversets": [
            {"article": over.article, "lines": over.lines, "characters": over.characters,
             "text": "\n".join(block.text for block in over.blocks), **place_data(over.where)}
            for over in makeup.oversets
        ],
        "corrections": list(_corrections(made.corrections, placed, sources)),
    }  # fmt: skip


def _baselines(placed: Iterable[Placed], grid: Grid) -> dict[str, float]:
    """The first baseline of the page's grid and the step: those of the body text."""
    phase = next((each.baselines[0] % grid.leading for each in placed if on_grid(each.block, grid)), 0.75 * grid.leading)
    return {"first": phase, "step": grid.leading}


def _slots(makeup: MadeUpPage) -> list[dict[str, Any]]:
    return [
        {"name": frame.slot, "column": frame.column, "box": [frame.x, frame.y, frame.width, frame.height]}
        for frame in makeup.frames
    ]


def _articles(makeup: MadeUpPage, sources: Mapping[str, Source], titles: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    boxes: dict[str, list[list[float]]] = {}
    for frame in makeup.frames:
        here: dict[str, list[float]] = {}
        for placed in frame.placed:
            name, bottom = placed.block.article, placed.y + placed.height
            box = here.setdefault(name, [frame.x, placed.y, frame.width, 0.0])
            box[3] = bottom - box[1]
        for name, box in here.items():
            boxes.setdefault(name, []).append(box)
    for fit in makeup.fits:
        yield {
            "name": fit.article, "slot": fit.slot, "title": titles.get(fit.article, ""),
            "file": sources[fit.article].file, "lines": fit.lines, "characters": fit.characters, "done": list(fit.done),
            "boxes": boxes.get(fit.article, []),
        }  # fmt: skip


def _lines(placed: Placed, sources: Mapping[str, Source]) -> Iterator[dict[str, Any]]:
    block, left = placed.block, placed.x + placed.block.style.padding_left
    for line, baseline in zip(placed.lines, placed.baselines, strict=True):
        yield {
            "box": as_drawn(placed, line_box(block, line, left, baseline)),
            "text": block.text[line.start : line.end].strip(),
            "article": block.article,
            "role": role_of(block),
            "ratio": round(line.ratio, 3) if block.style.alignment == "justify" and not line.last else None,
            "hyphen": line.hyphenated,
            **place_data(written(block, line.start, sources[block.article])),
        }


def words_data(made: Set, page: int) -> list[list[list[Any]]]:
    """Of each line of a page (from 0), in the order of ``page_data``, its words: left, right, the line and column of the
    file at which they are written, and what is seen.
    """
    sources = {placed.article.name: placed.article.source for placed in made.issue.placements(page)}
    placed = [each for frame in made.makeup.pages[page].frames for each in frame.placed if each.lines]
    return [_words(each, line, sources[each.block.article]) for each in placed for line in each.lines]


def _words(placed: Placed, line: Line, source: Source) -> list[list[Any]]:
    made = []
    for at, text, x0, x1 in pieces(line):
        where = written(placed.block, at, source)
        left, _, width, _ = as_drawn(placed, [placed.x + placed.block.style.padding_left + x0, placed.y, x1 - x0, 0.0])
        made.append([round(left, 2), round(left + width, 2), where.line, where.column, text])
    return made


def _rivers(placed: Placed) -> Iterator[list[float]]:
    river = longest_river(placed.lines)
    if river is not None:
        left = placed.x + placed.block.style.padding_left
        for n in range(river.first, river.first + river.length):
            yield as_drawn(placed, line_box(placed.block, placed.lines[n], left, placed.baselines[n]))


# --- corrections -----------------------------------------------------------------------------------------------------


def _corrections(
    corrections: Sequence[Correction], placed: Sequence[Placed], sources: Mapping[str, Source]
) -> Iterator[dict[str, Any]]:
    """Each correction that stands on the page: what was typed, what it became, by which rule, and where it is seen."""
    by_file: dict[str, list[Correction]] = {}
    for correction in corrections:
        by_file.setdefault(correction.where.file, []).append(correction)
    for article, source in sources.items():
        mine = by_file.get(source.file, ())
        if not mine:
            continue
        boxes: dict[int, list[float]] = {}
        for at, _, shown in seen(each for each in placed if each.block.article == article):
            boxes.setdefault(at, shown)
        for correction in mine:
            where = correction.where
            box = boxes.get(source.line_starts[where.line - 1] + where.column - 1)
            rule = _RULES.get(correction.rule)
            sentence, authority = (rule.sentence, rule.authority) if rule is not None else ("", "")
            if box is not None:
                yield {
                    "box": box, "rule": correction.rule, "before": visible(correction.before),
                    "after": visible(correction.after), "sentence": sentence, "authority": authority, **place_data(where),
                }  # fmt: skip
