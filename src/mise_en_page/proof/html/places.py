"""Which words of which passage stand where on a page: by these a browser leads from the one to the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mise_en_page.pagination.makeup import Placed
from mise_en_page.pipeline.build import Set
from mise_en_page.proof.html.articles import Passages
from mise_en_page.proof.letters import ABOVE, pieces


def lines(made: Set, page: int, passages: Passages) -> list[list[Any]]:
    """The lines of a page (from 0): ``[passage, top, height, word…]``, each word as its place in the passage, its length in
    characters, its left and right (pt from the trimmed page's top left corner, to a tenth).
    """
    sources = {each.article.name: each.article.source.file for each in made.issue.placements(page)}
    frames = made.makeup.pages[page].frames
    return [line for frame in frames for placed in frame.placed for line in _lines(placed, sources, passages)]


def _lines(placed: Placed, sources: dict[str, str], passages: Passages) -> Iterator[list[Any]]:
    block, left = placed.block, placed.x + placed.block.style.padding_left
    known = passages.places.get(sources.get(block.article, ""), {})
    leading = block.style.leading
    for line, baseline in zip(placed.lines, placed.baselines, strict=True):
        made: list[Any] = []
        for at, text, x0, x1 in pieces(line):
            place = known.get(block.origins[at]) if at < len(block.origins) else None
            if place is None:
                continue
            if made and made[0] != place[0]:  # a byline, a kicker that runs in
                yield made
                made = []
            made = made or [place[0], round(baseline - ABOVE * leading, 1), round(leading, 1)]
            made += [place[1], len(text), round(left + x0, 1), round(left + x1, 1)]
        if made:
            yield made
