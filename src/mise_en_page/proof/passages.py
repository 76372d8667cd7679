"""An article as a reader has it, passage by passage, and which passages of two states of it read otherwise."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mise_en_page.model.issue import Article, Block, Intertitle, Issue, ListItem, Picture, PullQuote, Table, Text
from mise_en_page.model.message import Message, say
from mise_en_page.pagination.apart import with_pictures

WORDS: Final = 5000
"""Longer texts are matched by their rarer words, which is quick and coarser."""

ALIKE: Final = 0.4
"""Two passages that share so much of their words are one that was changed, and not one gone and another new."""

#: What a passage is called.
BODY, TITLE, KICKER, CHAPO = say("passage/body"), say("passage/title"), say("passage/kicker"), say("passage/chapo")
BYLINE, FIGURE, CAPTION, CREDIT = (
    say("passage/byline"), say("passage/figure"), say("passage/caption"), say("passage/credit"),
)  # fmt: skip
ALTERNATIVE, QUOTE, HEAD, ITEM, TABLE, CODE, ONWARD = (
    say("passage/alternative"), say("passage/quote"), say("passage/intertitle"), say("passage/item"), say("passage/table"),
    say("passage/code"), say("passage/next-title"),
)  # fmt: skip

Piece = tuple[Literal["same", "before", "after"], str]


@dataclass(frozen=True, slots=True)
class Passage:
    """A title, a paragraph, a caption…: what it is called, and its words."""

    role: Message
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """An article: its title, the folio of the page on which it begins (0: not known), its passages in reading order."""

    title: str
    folio: int
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class PassageChange:
    """A passage that reads otherwise, in pieces that are the same, taken out or put in."""

    role: Message | None
    pieces: tuple[Piece, ...]


def written(issue: Issue, folios: Mapping[str, int]) -> dict[str, Written]:
    """An issue's articles by the names of their files; ``folios`` by the articles' names."""
    found = {}
    for page, article in with_pictures(issue.pages):
        title = _plain(article.title) or _plain(article.figure) or article.name
        folio = folios.get(article.name, page.folio)
        found[article.source.file.rpartition("/")[2]] = Written(title, folio, tuple(_passages(article)))
    return found


def _passages(article: Article) -> Iterator[Passage]:
    heads = (
        (KICKER, article.kicker), (TITLE, article.title), (CHAPO, article.chapo), (BYLINE, article.byline),
        (FIGURE, article.figure), (ONWARD, article.next_title),
    )  # fmt: skip
    told = [(role, _plain(text)) for role, text in heads]
    told += _of_picture(article.picture) if article.picture is not None else []
    told += [each for block in article.body for each in _of_block(block)]
    told += [(CODE, article.qr.address)] if article.qr is not None else []
    yield from (Passage(role, text) for role, text in told if text)


def _of_block(block: Block) -> list[tuple[Message, str]]:
    match block:
        case Picture():
            return _of_picture(block)
        case PullQuote():
            return [(QUOTE, " — ".join(filter(None, (_plain(block.text), _plain(block.attribution)))))]
        case Table():
            return [(TABLE, " | ".join(_plain(cell) for cell in row)) for row in block.rows]
        case ListItem():
            return [(ITEM, f"{_plain(block.sign)} {_plain(block.text)}")]
        case Intertitle():
            return [(HEAD, _plain(block.text))]
    return [(BODY, _plain(block.text))]


def _of_picture(picture: Picture) -> list[tuple[Message, str]]:
    return [(CAPTION, _plain(picture.caption)), (CREDIT, _plain(picture.credit)), (ALTERNATIVE, picture.alternative)]


def _plain(text: Text) -> str:
    """Its words: however it is broken into lines."""
    return " ".join(text.characters.split())


def changed(before: Sequence[Passage], after: Sequence[Passage]) -> Iterator[PassageChange]:
    """The passages of which a word is otherwise, in reading order."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        for old, new in _pairs(before[start:end], after[first:last]):
            told = new or old
            assert told is not None
            made = tuple(pieces(old.text.split() if old else [], new.text.split() if new else []))
            yield PassageChange(told.role, made)


def _pairs(before: Sequence[Passage], after: Sequence[Passage]) -> Iterator[tuple[Passage | None, Passage | None]]:
    """Each old passage with what has become of it, in reading order; the first that is like it is taken."""
    at = 0
    for new in after:
        like = next((n for n in range(at, len(before)) if _alike(before[n], new)), None)
        if like is None:
            yield None, new
            continue
        yield from ((old, None) for old in before[at:like])
        yield before[like], new
        at = like + 1
    yield from ((old, None) for old in before[at:])


def _alike(old: Passage, new: Passage) -> bool:
    if old.role != new.role:
        return False
    if old.role not in (BODY, ITEM, TABLE, HEAD, QUOTE):
        return True  # an article has one title, one chapô…
    matcher = difflib.SequenceMatcher(None, old.text.split(), new.text.split(), autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


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
