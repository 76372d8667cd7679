"""Two states of the same pages: what looks different, and which words changed.

Pages are compared as pictures, pixel by pixel, and their words are placed on them; texts word by word, by the passages of
articles where both sides are issue folders, else by page. Both sides are drawn by the same renderer, so that equal pages
are equal pictures.
"""

from __future__ import annotations

import difflib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from mise_en_page.model.message import say
from mise_en_page.model.problem import Refused
from mise_en_page.processes.activity import doing
from mise_en_page.proof import words_seen
from mise_en_page.proof.passages import WORDS, PassageChange, Piece, Written, changed, pieces
from mise_en_page.proof.words_seen import Box, Word

PPI: Final = 100
"""A page of text can be read, and a comma that moved is seen."""

PAGES: Final = 400
"""The most pages of a file that is compared: a thick magazine."""

PIXELS: Final = 4_000_000
"""The largest picture of a page; a larger page is drawn coarser."""

AROUND: Final = 8
"""Words that are repeated before and after those that changed, where no article says how long a passage is."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: ``pdf``, and if it is an issue, its articles by their files' names and the pages' ``folios``."""

    name: str
    pdf: bytes
    articles: Mapping[str, Written] | None = None
    folios: tuple[int, ...] = ()

    def folio(self, index: int) -> int | None:
        """A page's folio (from 0); its place in the file where that is all that is known; None where there is none."""
        return (self.folios[index] if index < len(self.folios) else None) if self.folios else index + 1


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that looks different: ``share`` of its pixels (1.0 if it stands on one side alone); JPEG pictures.

    ``gone`` are the places of the words that only the first has, ``come`` of those that only the second has.
    """

    folio: int
    share: float
    before: bytes
    after: bytes
    overlaid: bytes
    gone: tuple[Box, ...] = ()
    come: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text that reads otherwise: an article (``file`` its file's name, ``folio`` where it begins), or a page's words.

    ``new``: only the second side has it; ``gone``: only the first.
    """

    title: str
    file: str
    folio: int
    passages: tuple[PassageChange, ...]
    new: bool = False
    gone: bool = False


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
        changes, texts = list[PageChange](), list[TextChange]()
        for index in range(count):
            folio = after.folio(index) or before.folio(index) or index + 1
            doing(say("doing/compare-page", page=folio))
            _cut_alike(sides, index)
            pictures = [_of_page(*side, index, _picture) for side in sides]
            old, new = [_of_page(*side, index, words_seen.words) or [] for side in sides]
            if (change := _looks(folio, pictures, old, new)) is not None:
                changes.append(change)
            if before.articles is None or after.articles is None:
                texts += _page_reads(folio, old, new)
    finally:
        first.close()
        second.close()
    if before.articles is not None and after.articles is not None:
        texts += _articles_read(before.articles, after.articles)
    return Compared(before.name, after.name, count, tuple(changes), tuple(texts))


def _articles_read(before: Mapping[str, Written], after: Mapping[str, Written]) -> Iterator[TextChange]:
    """The articles that read otherwise, in the order of their pages."""
    told = {**before, **after}
    for file in sorted(told, key=lambda name: (told[name].folio, name)):
        old, new = before.get(file), after.get(file)
        found = tuple(changed(old.passages if old else (), new.passages if new else ()))
        if found:
            yield TextChange(told[file].title, file, told[file].folio, found, old is None, new is None)


def _page_reads(folio: int, before: Sequence[Word], after: Sequence[Word]) -> Iterator[TextChange]:
    old, new = [word.text for word in before], [word.text for word in after]
    if old != new:
        yield TextChange("", "", folio, tuple(PassageChange(None, found) for found in _around(tuple(pieces(old, new)))))


def _around(told: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Changed words with some of those around them, as passages."""
    passage = list[Piece]()
    for n, (kind, text) in enumerate(told):
        words = text.split()
        if kind != "same" or len(words) <= 2 * AROUND:
            passage.append((kind, text))
            continue
        if n:
            yield (*passage, ("same", f"{' '.join(words[:AROUND])} …"))
        passage = [("same", f"… {' '.join(words[-AROUND:])}")]
    if any(kind != "same" for kind, _ in passage):
        yield tuple(passage)


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


def _cut_alike(sides: Sequence[tuple[str, pypdfium2.PdfDocument]], index: int) -> None:
    """Cut a page of both sides to its bleed, or to its trimmed size, if that is the same for both: the marks and names
    around it are no part of it.
    """
    boxes = [_of_page(*side, index, lambda page: (page.get_bleedbox(), page.get_trimbox())) for side in sides]
    if None in boxes:
        return
    for first, second in zip(*(each for each in boxes if each is not None), strict=True):
        if all(abs(first[n + 2] - first[n] - second[n + 2] + second[n]) < 1.0 for n in (0, 1)):
            for side, box in zip(sides, (first, second), strict=True):
                _of_page(*side, index, partial(_cut, box=box))
            return


def _cut(page: pypdfium2.PdfPage, box: tuple[float, float, float, float]) -> None:
    page.set_cropbox(*box)


def _picture(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    scale = min(PPI / 72, (PIXELS / max(width * height, 1)) ** 0.5)
    picture: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    return picture


def _looks(
    folio: int, pictures: Sequence[Image.Image | None], old: Sequence[Word], new: Sequence[Word]
) -> PageChange | None:
    before, after = pictures
    size = tuple(max(picture.size[side] for picture in pictures if picture) for side in (0, 1))
    left, right = _on_paper(before, size), _on_paper(after, size)
    differs = (left != right).any(axis=2)
    alone = before is None or after is None or before.size != after.size
    if not alone and not differs.any():
        return None
    grey = [np.asarray(Image.fromarray(each).convert("L")) for each in (left, right)]
    # What only the first has is red, what only the second has is cyan, what both have is grey.
    overlaid = np.dstack([grey[1], grey[0], grey[0]])
    share = 1.0 if alone else float(differs.mean())
    gone, come = ((), ()) if alone else _placed(old, new)
    return PageChange(folio, share, _jpeg(left), _jpeg(right), _jpeg(overlaid), gone, come)


def _placed(old: Sequence[Word], new: Sequence[Word]) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """Where the words stand that only one of two pages has."""
    had, has = [word.text for word in old], [word.text for word in new]
    matcher = difflib.SequenceMatcher(None, had, has, autojunk=max(len(had), len(has)) > WORDS)
    gone, come = list[Box](), list[Box]()
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            gone += words_seen.passages(old[start:end])
            come += words_seen.passages(new[first:last])
    return tuple(gone), tuple(come)


def _on_paper(picture: Image.Image | None, size: tuple[int, ...]) -> NDArray[np.uint8]:
    paper = Image.new("RGB", (size[0], size[1]), "white")
    if picture is not None:
        paper.paste(picture)
    return np.asarray(paper)


def _jpeg(pixels: NDArray[np.uint8]) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=80)
    return out.getvalue()
