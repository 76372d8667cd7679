"""Where on the pages a place of a file is seen: its very characters, or what stands nearest to them."""

from __future__ import annotations

from dataclasses import dataclass

from mise_en_page.model.issue import Source
from mise_en_page.model.problem import Span
from mise_en_page.pagination.makeup import placed_pictures
from mise_en_page.pipeline.build import Set
from mise_en_page.proof.letters import seen

#: A box on a page (from 0): left, top, width and height in pt from the trimmed page's top left corner.
Shown = tuple[int, list[float]]


@dataclass(frozen=True, slots=True)
class Found:
    """A page (from 0) and the boxes on it, one for each line; ``exact``: it is that place, and not one near it."""

    page: int
    boxes: tuple[list[float], ...]
    exact: bool


def find(made: Set, where: Span) -> Found | None:
    """Where a place is seen; None of a file of which nothing is on a page."""
    return Finder(made).find(where)


class Finder:
    """Looks for many places of one issue: of each file, the glyphs that show it are gathered once."""

    def __init__(self, made: Set) -> None:
        self._made = made
        self._shown: dict[str, tuple[Source | None, dict[int, tuple[str, Shown]]]] = {}

    def find(self, where: Span) -> Found | None:
        """Where a place is seen; None of a file of which nothing is on a page.

        A place without a length means the word in which it lies. Of what is no text of the page (a key, what found no room)
        the nearest on the same line of the file is shown, or else what stands before it.
        """
        for number, page in enumerate(self._made.makeup.pages):
            for picture in placed_pictures(page):
                if (picture.picture.span.file, picture.picture.span.line) == (where.file, where.line):
                    return Found(number, ([picture.x, picture.y, picture.width, picture.height],), exact=True)
        source, shown = self._of(where.file)
        if source is None or not shown:
            return None
        at = _offset(source, where)
        wanted = range(at, at + where.length) if where.length else _word(shown, at)
        there = [each for each in wanted if each in shown]
        exact = bool(there)
        if not there:
            there = list(_word(shown, _nearest(source, shown, at)))
        pages = [shown[each][1] for each in there]
        first = pages[0][0]
        return Found(first, tuple(_lines([box for page, box in pages if page == first])), exact)

    def _of(self, file: str) -> tuple[Source | None, dict[int, tuple[str, Shown]]]:
        """The source of a file, and each of its characters that is seen, with its page and box."""
        if file not in self._shown:
            source, shown = None, dict[int, tuple[str, Shown]]()
            for number, page in enumerate(self._made.makeup.pages):
                for placement in self._made.issue.placements(number):
                    if placement.article.source.file == file:
                        source, name = placement.article.source, placement.article.name
                        placed = (each for frame in page.frames for each in frame.placed if each.block.article == name)
                        for at, text, box in seen(placed):
                            shown.setdefault(at, (text, (number, box)))
            self._shown[file] = source, shown
        return self._shown[file]


def _offset(source: Source, where: Span) -> int:
    line = min(max(where.line, 1), len(source.line_starts))
    return source.line_starts[line - 1] + max(where.column, 1) - 1


def _word(shown: dict[int, tuple[str, Shown]], at: int) -> range:
    """The characters around one that are seen and no space; none where this one is not seen."""

    def inside(offset: int) -> bool:
        return offset in shown and not shown[offset][0].isspace()

    if not inside(at):
        return range(at, at + (at in shown))
    first = last = at
    while inside(first - 1):
        first -= 1
    while inside(last + 1):
        last += 1
    return range(first, last + 1)


def _nearest(source: Source, shown: dict[int, tuple[str, Shown]], at: int) -> int:
    """The nearest character that is seen of the same line of the file; else the last before it, or the first of all."""
    line = source.span(at).line
    mine = [each for each in shown if source.span(each).line == line]
    if mine:
        return min(mine, key=lambda each: abs(each - at))
    return max((each for each in shown if each < at), default=min(shown))


def _lines(boxes: list[list[float]]) -> list[list[float]]:
    """Boxes of glyphs as one for each line."""
    made: list[list[float]] = []
    for left, top, width, height in boxes:
        last = made[-1] if made else None
        if last is not None and abs(last[1] - top) < 0.5 and left > last[0] - 1:
            last[2] = max(last[2], left + width - last[0])
        else:
            made.append([left, top, width, height])
    return made
