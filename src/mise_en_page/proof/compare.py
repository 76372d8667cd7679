"""Two states of the same pages: what looks different, and which words changed.

Pages are compared as pictures, pixel by pixel; texts word by word, by article where both sides are issue folders, else by
page. Both sides are drawn by the same renderer, so that equal pages are equal pictures.
"""

from __future__ import annotations

import difflib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from mise_en_page.model.message import Message, say
from mise_en_page.model.problem import Refused
from mise_en_page.processes.activity import doing

PPI: Final = 100
"""A page of text can be read, and a comma that moved is seen."""

PAGES: Final = 400
"""The most pages of a file that is compared: a thick magazine."""

PIXELS: Final = 4_000_000
"""The largest picture of a page; a larger page is drawn coarser."""

WORDS: Final = 5000
"""Longer texts are matched by their rarer words, which is quick and coarser."""

T = TypeVar("T")
Piece = tuple[Literal["same", "before", "after"], str]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: ``pdf``, and if it is an issue, the articles' texts by name and the pages' ``folios``."""

    name: str
    pdf: bytes
    articles: dict[str, str] | None = None
    folios: tuple[int, ...] = ()

    def folio(self, index: int) -> int | None:
        """A page's folio (from 0); its place in the file where that is all that is known; None where there is none."""
        return (self.folios[index] if index < len(self.folios) else None) if self.folios else index + 1


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that looks different: ``share`` of its pixels (1.0 if it stands on one side alone); JPEG pictures."""

    folio: int
    share: float
    before: bytes
    after: bytes
    overlaid: bytes


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text that reads otherwise: an article's or a page's, in pieces that are the same, taken out or put in."""

    name: str | Message
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    before: str
    after: str
    pages: int
    changed: tuple[PageChange, ...]
    texts: tuple[TextChange, ...]

    @property
    def same(self) -> bool:
        return not self.changed and not self.texts


def compare(before: Side, after: Side) -> Compared:
    """Compare two sides. Raises Refused if one of them is no PDF that can be drawn."""
    first, second = _opened(before), _opened(after)
    sides = ((before.name, first), (after.name, second))
    try:
        count = max(len(first), len(second))
        changed, texts = list[PageChange](), list[TextChange]()
        for index in range(count):
            folio = after.folio(index) or before.folio(index) or index + 1
            doing(say("doing/compare-page", page=folio))
            pictures = [_of_page(*side, index, _picture) for side in sides]
            if (change := _looks(folio, *pictures)) is not None:
                changed.append(change)
            if before.articles is None or after.articles is None:
                words = [_of_page(*side, index, _words) or "" for side in sides]
                texts += _reads(say("compare/page-name", folio=folio), *words)
    finally:
        first.close()
        second.close()
    if before.articles is not None and after.articles is not None:
        for name in sorted(before.articles.keys() | after.articles.keys()):
            texts += _reads(name, before.articles.get(name, ""), after.articles.get(name, ""))
    return Compared(before.name, after.name, count, tuple(changed), tuple(texts))


def _opened(side: Side) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(side.pdf)
    except pypdfium2.PdfiumError as fault:
        raise Refused.of("not-a-pdf/file", file=side.name) from fault
    if not 0 < len(document) <= PAGES:
        count = len(document)
        document.close()
        raise Refused.of("compare-pages", file=side.name, pages=count, most=PAGES)
    return document


def _of_page(name: str, document: pypdfium2.PdfDocument, index: int, take: Callable[[pypdfium2.PdfPage], T]) -> T | None:
    """What ``take`` makes of a page (from 0); None if there is none. Raises Refused if it cannot be drawn."""
    if index >= len(document):
        return None
    try:
        return take(document[index])
    except (pypdfium2.PdfiumError, ValueError, MemoryError) as fault:
        raise Refused.of("not-a-pdf/page", file=name, page=index + 1) from fault


def _picture(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    scale = min(PPI / 72, (PIXELS / max(width * height, 1)) ** 0.5)
    picture: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    return picture


def _words(page: pypdfium2.PdfPage) -> str:
    text: str = page.get_textpage().get_text_range()
    return text


def _looks(folio: int, before: Image.Image | None, after: Image.Image | None) -> PageChange | None:
    size = tuple(max(picture.size[side] for picture in (before, after) if picture) for side in (0, 1))
    left, right = _on_paper(before, size), _on_paper(after, size)
    differs = (left != right).any(axis=2)
    alone = before is None or after is None or before.size != after.size
    if not alone and not differs.any():
        return None
    grey = [np.asarray(Image.fromarray(each).convert("L")) for each in (left, right)]
    # What only the first has is red, what only the second has is cyan, what both have is grey.
    overlaid = np.dstack([grey[1], grey[0], grey[0]])
    share = 1.0 if alone else float(differs.mean())
    return PageChange(folio, share, _jpeg(left), _jpeg(right), _jpeg(overlaid))


def _on_paper(picture: Image.Image | None, size: tuple[int, ...]) -> NDArray[np.uint8]:
    paper = Image.new("RGB", (size[0], size[1]), "white")
    if picture is not None:
        paper.paste(picture)
    return np.asarray(paper)


def _jpeg(pixels: NDArray[np.uint8]) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=80)
    return out.getvalue()


def _reads(name: str | Message, before: str, after: str) -> Iterator[TextChange]:
    old, new = before.split(), after.split()
    if old != new:
        yield TextChange(name, tuple(pieces(old, new)))


def pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    """Words that stayed, were taken out, were put in, in the order in which they are read."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > WORDS)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            yield "same", " ".join(old[start:end])
            continue
        if start < end:
            yield "before", " ".join(old[start:end])
        if first < last:
            yield "after", " ".join(new[first:last])
