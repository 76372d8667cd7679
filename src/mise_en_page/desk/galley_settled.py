"""An article's galley as the page was made: each line where it stands, what has no room, and how the article is set.

This is asked of a process that makes the issue; what it answers goes to the server as a pickle of plain values.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from mise_en_page.composition import set_alike
from mise_en_page.composition.galley import SetArticle, SetBlock, Styles
from mise_en_page.desk import copyfit, manuscript
from mise_en_page.desk.galley_lines import Drawn, box, drawn
from mise_en_page.model.issue import Part, Placement, Publication
from mise_en_page.model.layout import Grid, Slot
from mise_en_page.model.message import LANGUAGES, Language, spoken
from mise_en_page.pagination.heights import role_of
from mise_en_page.pagination.makeup import MadeUpPage
from mise_en_page.pipeline.build import set_units
from mise_en_page.pipeline.stages import Road, Unit
from mise_en_page.reading.article import Folders
from mise_en_page.reading.reread import folders_of

#: A block's measure is the column's if it is no more than so much wider.
ROUNDING = 1.02


class Row(NamedTuple):
    """A line: how it looks, of which chunk of the text it is (by its number), how many characters behind that one's start
    it begins; in which column of the article it stands (from 0), and of which part.
    """

    line: Drawn
    chunk: int
    at: int
    column: int = 0
    part: int = 0


class Chunk(NamedTuple):
    """The lines of a file that one block comes from, or several: where they begin and end, and what they say."""

    start: int
    end: int
    said: str


@dataclass(frozen=True, slots=True)
class Where:
    """How an article is set for a slot: all that its lines hang on besides its words. Blocks that are ``widest`` at most
    are shown by their lines, others (a title over several columns) by how many these are.
    """

    folio: int
    slot: Slot
    grid: Grid
    styles: Styles
    share: Part | None
    widest: float


@dataclass(frozen=True, slots=True)
class Setting:
    """What the server needs to set an article's words itself. ``faces`` tells two states of the fonts apart."""

    name: str
    file: str
    folders: Folders
    publication: Publication
    wheres: tuple[Where, ...]
    faces: str


@dataclass(frozen=True, slots=True)
class Settled:
    """``digest`` is that of the text; ``rows`` in the order in which they are read, of which ``placed`` stand on a page and
    the others have no room; ``free`` leadings are left under them. ``heads``: the lines of what is not of the body.
    ``fits``: the copyfit (copyfit.py) in each language; None: it is on no page. ``over``: the lines over of its slot.
    ``setting`` is None where the one who asks has it already.
    """

    digest: str
    chunks: tuple[Chunk, ...]
    rows: tuple[Row, ...]
    placed: int
    free: int
    over: int
    heads: Mapping[str, int]
    fits: Mapping[Language, Mapping[str, Any]] | None
    columns: tuple[tuple[int, int], ...]
    token: str
    setting: Setting | None


def digest_of(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def chunks_of(blocks: Iterable[tuple[tuple[int, ...], str]], text: str) -> tuple[tuple[Chunk, ...], list[int]]:
    """The chunks of blocks, each given by the origins of its characters and its role; and the number of each block's.

    A block of which nothing was typed is of the chunk of the one before it.
    """
    body = manuscript.body(text)
    chunks: list[Chunk] = []
    places: dict[tuple[int, int], int] = {}
    numbers = []
    for origins, role in blocks:
        if not origins:
            numbers.append(max(0, len(chunks) - 1))
            continue
        first, last = origins[0], max(origins)
        if first < body <= last:  # what was run in stands before it
            first = next(origin for origin in origins if origin >= body)
        start, end = text.rfind("\n", 0, first) + 1, text.find("\n", last)
        end = len(text) if end < 0 else end
        if (start, end) not in places:
            places[start, end] = len(chunks)
            chunks.append(Chunk(start, end, f"{role.split(' ', 1)[0]} {text[start:end]}"))
        numbers.append(places[start, end])
    return tuple(chunks), numbers


class Galleys:
    """For the process that makes the issue: it knows which settings the server has."""

    def __init__(self) -> None:
        self._settings: dict[str, tuple[tuple[object, ...], str]] = {}
        self._drawn: dict[int, tuple[object, Drawn]] = {}
        self._count = 0

    def settled(self, road: Road, file: str, token: str, text: str) -> Settled | None:
        """The galley of an article's file on its pages, which alone are made, with that ``text``; None where it is on no
        page, or anything is wrong with one.
        """
        try:
            pages = road.read.issue.pages
            holding = [
                numbers
                for numbers in road.units
                if any(placed.article.source.file == file for n in numbers for placed in pages[n].articles)
            ]
            found = [
                (unit, placement, slot)
                for unit in set_units(road, holding)
                for placement, slot in unit.shared.value("filled-slots").pairs
                if placement.article.source.file == file
            ]
        except Exception:  # whatever it is, it is told where the issue is made
            return None
        return self._settled(road, found, text, token) if found else None

    def _settled(self, road: Road, found: list[tuple[Unit, Placement, Slot]], text: str, token: str) -> Settled:
        name, layouts = found[0][1].article.name, road.issue.value("layouts")
        parts = [_Part(unit, name) for unit, _, _ in found]
        blocks = [block for part in parts for block in part.blocks]
        chunks, _ = chunks_of(((block.origins, block.role) for block in blocks), text)
        rows, over, columns = list[Row](), list[Row](), list[tuple[int, int]]()
        before, self._drawn = self._drawn, {}
        for n, (part, (_, _, slot)) in enumerate(zip(parts, found, strict=True)):
            widest = _widest(layouts[part.layout].grid, slot)
            for folio, column, block, lines, height in part.placed():
                if block.measure > widest:
                    continue
                if (folio, column) not in columns[-1:]:
                    columns.append((folio, column))
                rows += self._rows(block, lines, height, chunks, (len(columns) - 1, n), before)
            for block in part.over():
                if block.measure <= widest:
                    over += self._rows(block, block.lines, 0.0, chunks, (max(0, len(columns) - 1), n), before)
        fits = parts[0].fits()
        token, setting = self._setting(road, found, token)
        first = fits["fr"] if fits else None
        return Settled(
            digest_of(text), chunks, (*rows, *over), len(rows), max(0, -first["lines"]) if first else 0,
            parts[-1].lines_over(), _heads(parts), fits, tuple(columns), token, setting,
        )  # fmt: skip

    def _rows(
        self, block: SetBlock, lines: Iterable[Any], height: float, chunks: tuple[Chunk, ...],
        place: tuple[int, int], before: Mapping[int, tuple[object, Drawn]],
    ) -> Iterator[Row]:  # fmt: skip
        chunk = _chunk_at(chunks, block)
        start = chunks[chunk].start if chunks else 0
        if block.picture is not None:
            yield Row(box(block, height), chunk, 0, *place)
            return
        for line in lines:
            if id(line) not in self._drawn:
                self._drawn[id(line)] = before.get(id(line)) or (
                    line,
                    drawn(block, line, line.start == block.lines[0].start),
                )
            at = block.origins[line.start] - start if line.start < len(block.origins) else 0
            yield Row(self._drawn[id(line)][1], chunk, max(0, at), *place)

    def _setting(self, road: Road, found: list[tuple[Unit, Placement, Slot]], token: str) -> tuple[str, Setting | None]:
        read, catalogue, wheres = road.read, road.issue.value("catalogue"), []
        for unit, placement, slot in found:
            layout = unit.layout.value("layout")
            styles: Styles = unit.shared.value("styles")
            looks = {slot.look, styles.dressed(slot, placement.article).look, replace(slot, style="").look}
            own = Styles({key: style for key, style in styles.by_role.items() if key[0] in looks})
            folio = read.issue.pages[unit.numbers[0]].folio
            part = placement.part
            share = replace(part, start=None, end=None) if part is not None else None
            wheres.append(Where(folio, slot, layout.grid, own, share, _widest(layout.grid, slot)))
        article = found[0][1].article
        same: tuple[object, ...] = (
            tuple(unit.shared.value("styles") for unit, _, _ in found),
            tuple((*set_alike(each.slot, each.grid), each.share) for each in wheres),
            catalogue, read.issue.publication,
        )  # fmt: skip
        known = self._settings.get(article.source.file)
        if known is None or not _alike(known[0], same):
            self._count += 1
            known = self._settings[article.source.file] = same, f"{os.getpid()}-{self._count}"
        if known[1] == token:
            return token, None
        setting = Setting(
            article.name, article.source.file, folders_of(read, article), read.issue.publication, tuple(wheres),
            digest_of(" ".join(f"{face.key} {face.digest}" for face in catalogue.faces)),
        )  # fmt: skip
        return known[1], setting


def _widest(grid: Grid, slot: Slot) -> float:
    return grid.measure(slot.text_stretch) * ROUNDING


def _alike(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Styles and faces are the same where they are one object; all else by value."""
    same = all(a is b for a, b in zip(one[0], other[0], strict=False))  # type: ignore[call-overload]
    return same and len(one[0]) == len(other[0]) and one[1] == other[1] and one[2] is other[2] and one[3] == other[3]  # type: ignore[arg-type]


def _chunk_at(chunks: tuple[Chunk, ...], block: SetBlock) -> int:
    """The number of a block's chunk: that which holds the most of its letters, or the one before it."""
    if not block.origins:
        return max(0, len(chunks) - 1)
    last = max(block.origins)
    found = [n for n, chunk in enumerate(chunks) if chunk.start <= last <= chunk.end]
    return found[0] if found else 0


class _Part:
    """What stands of an article on the pages of a unit."""

    def __init__(self, unit: Unit, name: str) -> None:
        self._unit, self._name = unit, name
        self._pages: tuple[MadeUpPage, ...] = tuple(unit.shared.value("makeups"))
        self.layout = self._pages[0].layout
        galley = unit.shared.value("galley")
        self.set: SetArticle = next(each for page in galley.pages for each in page.articles if each.name == name)

    @property
    def blocks(self) -> tuple[SetBlock, ...]:
        return (*self.set.head, *self.set.body, *([self.set.caption] if self.set.caption else []))

    def placed(self) -> Iterator[tuple[int, int, SetBlock, tuple[Any, ...], float]]:
        """Each block, or what of it stands in a frame: the page's folio, the frame's column, the block, its lines there."""
        for page in self._pages:
            for frame in page.frames:
                for each in frame.placed:
                    if each.block.article == self._name:
                        yield page.folio, frame.column, each.block, each.lines, each.height

    def over(self) -> tuple[SetBlock, ...]:
        """What of it has no room: of an article that is not on the page, all."""
        over = tuple(
            block for page in self._pages for each in page.oversets if each.article == self._name for block in each.blocks
        )
        return over or (() if any(True for _ in self.placed()) else self.blocks)

    def lines_over(self) -> int:
        """The lines over of its slot, which articles may share (below 0: under)."""
        lines = [fit.lines for page in self._pages for fit in page.fits if fit.slot == self.set.slot]
        over = [each for each in lines if each > 0]
        return sum(over) if over else sum(lines)

    def fits(self) -> Mapping[Language, Mapping[str, Any]] | None:
        numbers = zip(self._unit.numbers, self._pages, strict=True)
        fit = next(((n, page, fit) for n, page in numbers for fit in page.fits if fit.article == self._name), None)
        if fit is None:
            return None
        number, page, own = fit
        placements = self._unit.shared.value("pages")[0].articles
        told = {}
        for language in LANGUAGES:
            with spoken(language):
                told[language] = copyfit.as_data(number, page, placements, own)
        return told


def _heads(parts: Iterable[_Part]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for part in parts:
        for _, _, block, lines, _ in part.placed():
            role = role_of(block)
            if role in copyfit.HEADS and lines:
                counts[role] = counts.get(role, 0) + len(lines)
    return counts
