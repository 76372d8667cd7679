"""Cuts as edits of an article's file, which stays as it was typed but for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mise_en_page.fit.cuts import CHAPO, Offer, text_at, text_of
from mise_en_page.fit.words import Cut
from mise_en_page.model.issue import Article, Block, Mark, Picture, PullQuote, Table, Text
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
    if offer.joins:
        return _joint(article, offer, raw)
    text, cut = text_at(article, offer.block), offer.cut
    if any(_crosses(mark, cut) for mark in text.marks):
        return None
    start, end = text.origins[cut.start], text.origins[cut.end - 1] + 1
    if not 0 <= start < end <= len(raw):
        return None
    shown, put = text.characters, cut.put
    return Edit(
        article.source.file, start, end, put, article.source.span(start, end - start), shown[cut.start : cut.end],
        shown[max(0, cut.start - SHOWN) : cut.start], shown[cut.end : cut.end + SHOWN],
    )  # fmt: skip


def _crosses(mark: Mark, cut: Cut) -> bool:
    """Does a mark stand half in a cut? One that ends with it is let pass: reading it again shows whether its signs stay."""
    apart = mark.end <= cut.start or cut.end <= mark.start
    holds = mark.start <= cut.start and cut.end <= mark.end and (mark.start, mark.end) != (cut.start, cut.end)
    return not (apart or holds or (cut.start <= mark.start and mark.end <= cut.end))


def _blocks(article: Article, offer: Offer, raw: str) -> Edit | None:
    """Whole blocks with the blank lines before them."""
    first, last = article.body[offer.block], article.body[offer.block + offer.blocks - 1]
    origins, ends = text_of(first).origins, text_of(last).origins
    if isinstance(last, PullQuote) and last.attribution:
        ends = last.attribution.origins
    if not origins or not ends:
        return None
    line = max(raw.rfind("\n", 0, origins[0]), raw.rfind("\r", 0, origins[0])) + 1
    start = len(raw[:line].rstrip(BLANK))
    stop = re.compile(r"[\r\n]|$").search(raw, ends[-1])
    assert stop is not None
    said = " … ".join(dict.fromkeys((text_of(first).characters[:SHOWN], text_of(last).characters[-SHOWN:])))
    return Edit(article.source.file, start, stop.start(), "", article.source.span(origins[0]), said)


def _joint(article: Article, offer: Offer, raw: str) -> Edit | None:
    """The blank lines between two blocks, a space in their place; None where there is anything else between them."""
    one, other = text_of(article.body[offer.block]), text_of(article.body[offer.block + 1])
    start, end = one.origins[-1] + 1, other.origins[0]
    gone = raw[start:end]
    if not gone or gone.strip(BLANK):
        return None
    return Edit(
        article.source.file, start, end, offer.cut.put, article.source.span(start), gone,
        one.characters[-SHOWN:], other.characters[:SHOWN],
    )  # fmt: skip


def applied(raw: str, edits: Iterable[Edit]) -> str:
    """A file's text after some edits that do not overlap."""
    for edit in sorted(edits, key=lambda each: each.start, reverse=True):
        raw = raw[: edit.start] + edit.put + raw[edit.end :]
    return raw


def overlap(edits: Sequence[Edit]) -> bool:
    """Do some edits of one file meet?"""
    rows = sorted((edit.file, edit.start, edit.end) for edit in edits)
    return any(one[0] == other[0] and other[1] < one[2] for one, other in pairwise(rows))


def expected(article: Article, offers: Sequence[Offer]) -> tuple[str, ...]:
    """The characters of an article's chapô and of each block of its body without what is offered."""
    return characters_of(shortened(article, offers))


def characters_of(article: Article) -> tuple[str, ...]:
    """The characters of an article's chapô and of each block of its body."""
    return (article.chapo.characters, *(text_of(block).characters for block in article.body))


def shortened(article: Article, offers: Sequence[Offer]) -> Article:
    """An article, corrected, without what is offered."""
    gone = {offer.block + n for offer in offers for n in range(offer.blocks)}
    joined = {offer.block for offer in offers if offer.joins}
    cuts: dict[int, list[Cut]] = {}
    for offer in offers:
        if not (offer.blocks or offer.joins):
            cuts.setdefault(offer.block, []).append(offer.cut)
    body: list[Block] = []
    for index, block in enumerate(article.body):
        if index in gone:
            continue
        made = _with_text(block, _without(text_of(block), cuts[index])) if index in cuts else block
        if index - 1 in joined and body:
            before = body.pop()
            made = _with_text(before, _run_on(text_of(before), text_of(made)))
        body.append(made)
    return replace(article, chapo=_without(article.chapo, cuts.get(CHAPO, ())), body=tuple(body))


def _without(text: Text, cuts: Iterable[Cut]) -> Text:
    for cut in sorted(cuts, key=lambda each: each.start, reverse=True):
        text = spliced(text, cut.start, cut.end, cut.put)
    return text


def _run_on(one: Text, other: Text) -> Text:
    at = len(one.characters) + 1
    marks = tuple(replace(mark, start=mark.start + at, end=mark.end + at) for mark in other.marks)
    return Text(
        f"{one.characters} {other.characters}", (*one.origins, one.origins[-1], *other.origins), (*one.marks, *marks)
    )


def _with_text(block: Block, text: Text) -> Block:
    assert not isinstance(block, Picture | Table)
    return replace(block, text=text)


def spliced(text: Text, start: int, end: int, put: str) -> Text:
    """A text with ``put`` in the place of some characters; a mark keeps what is left of its own."""
    origin = text.origins[min(start, len(text.origins) - 1)] if text.origins else 0

    def moved(place: int) -> int:
        return place if place <= start else start + len(put) if place < end else place - (end - start) + len(put)

    marks = (replace(mark, start=moved(mark.start), end=moved(mark.end)) for mark in text.marks)
    return Text(
        text.characters[:start] + put + text.characters[end:],
        text.origins[:start] + (origin,) * len(put) + text.origins[end:],
        tuple(mark for mark in marks if mark.start < mark.end),
    )


def longer(article: Article, block: int, words: str) -> Article:
    """An article with more words at the end of a paragraph: before the stop that closes it."""
    text = text_of(article.body[block])
    at = len(text.characters.rstrip(" .!?…»\u00a0\u202f"))
    made = _with_text(article.body[block], spliced(text, at, at, words))
    return replace(article, body=(*article.body[:block], made, *article.body[block + 1 :]))
