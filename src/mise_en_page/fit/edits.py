"""Cuts as edits of an article's file, which stays as it was typed but for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mise_en_page.fit.cuts import Offer, text_of
from mise_en_page.model.issue import Article, Paragraph, Text
from mise_en_page.model.problem import Span

#: What may stand around a block in its file.
BLANK = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters ``start``..``end`` of a file that ``put`` replaces; ``cut`` is what goes of the article's text, between
    what stands ``before`` and ``behind`` it.
    """

    file: str
    start: int
    end: int
    put: str
    where: Span
    cut: str
    before: str = ""
    behind: str = ""


#: So many characters are shown around a cut.
SHOWN = 40


def edit_of(article: Article, offer: Offer, raw: str) -> Edit | None:
    """An offer as an edit of its article's file; None where its characters cannot be told apart there."""
    if offer.blocks:
        return _blocks(article, offer, raw)
    text, cut = text_of(article.body[offer.block]), offer.cut
    if any(
        not (mark.end <= cut.start or cut.end <= mark.start or _holds(mark.start, mark.end, cut)) for mark in text.marks
    ):
        return None
    start, end = text.origins[cut.start], text.origins[cut.end - 1] + 1
    if not 0 <= start < end <= len(raw):
        return None
    shown, put = text.characters, cut.put
    return Edit(
        article.source.file, start, end, put, article.source.span(start, end - start), shown[cut.start : cut.end],
        shown[max(0, cut.start - SHOWN) : cut.start], shown[cut.end : cut.end + SHOWN],
    )  # fmt: skip


def _holds(start: int, end: int, cut: object) -> bool:
    """Does a mark hold the whole cut, and more?"""
    return start <= cut.start and cut.end <= end and (start, end) != (cut.start, cut.end)  # type: ignore[attr-defined]


def _blocks(article: Article, offer: Offer, raw: str) -> Edit | None:
    """Whole blocks with the blank lines before them."""
    first, last = article.body[offer.block], article.body[offer.block + offer.blocks - 1]
    origins, ends = text_of(first).origins, text_of(last).origins
    if not origins or not ends:
        return None
    line = max(raw.rfind("\n", 0, origins[0]), raw.rfind("\r", 0, origins[0])) + 1
    start = len(raw[:line].rstrip(BLANK))
    stop = re.compile(r"[\r\n]|$").search(raw, ends[-1])
    assert stop is not None
    said = " … ".join(dict.fromkeys((text_of(first).characters[:SHOWN], text_of(last).characters[-SHOWN:])))
    return Edit(article.source.file, start, stop.start(), "", article.source.span(origins[0]), said)


def applied(raw: str, edits: Iterable[Edit]) -> str:
    """A file's text after some edits that do not overlap."""
    for edit in sorted(edits, key=lambda each: each.start, reverse=True):
        raw = raw[: edit.start] + edit.put + raw[edit.end :]
    return raw


def overlap(edits: Sequence[Edit]) -> bool:
    """Do some edits of one file meet?"""
    rows = sorted((edit.file, edit.start, edit.end) for edit in edits)
    return any(one[0] == other[0] and other[1] <= one[2] for one, other in pairwise(rows))


def expected(article: Article, offers: Sequence[Offer]) -> tuple[str, ...]:
    """The characters of each block of an article's body without what is offered."""
    gone = {offer.block + n for offer in offers for n in range(offer.blocks)}
    found = []
    for index, block in enumerate(article.body):
        if index in gone:
            continue
        characters = text_of(block).characters
        for offer in sorted((each for each in offers if each.block == index), key=lambda each: -each.cut.start):
            characters = characters[: offer.cut.start] + offer.cut.put + characters[offer.cut.end :]
        found.append(characters)
    return tuple(found)


def characters_of(article: Article) -> tuple[str, ...]:
    """The characters of each block of an article's body."""
    return tuple(text_of(block).characters for block in article.body)


def longer(article: Article, block: int, words: str) -> Article:
    """An article with more words at the end of a paragraph: before the stop that closes it."""
    own = article.body[block]
    assert isinstance(own, Paragraph)
    text = own.text
    at = len(text.characters.rstrip(" .!?…»\u00a0\u202f"))
    origin = text.origins[at - 1] if at else 0
    made = Text(
        text.characters[:at] + words + text.characters[at:],
        text.origins[:at] + (origin,) * len(words) + text.origins[at:],
        tuple(replace(m, start=m.start + len(words), end=m.end + len(words)) if m.start >= at else m for m in text.marks),
    )
    body = tuple(Paragraph(made, own.span) if n == block else each for n, each in enumerate(article.body))
    return replace(article, body=body)
