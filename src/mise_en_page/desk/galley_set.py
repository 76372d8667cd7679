"""An article's words set as its pages set them, at every key: of a paragraph that is typed in only that one is read,
corrected and set again; of anything else, all is looked through, and what did not change is known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mise_en_page import composition, typography
from mise_en_page.composition.compose import compose_article
from mise_en_page.composition.galley import RoleStyle, SetBlock, Styles
from mise_en_page.desk.galley_lines import Outlines
from mise_en_page.desk.galley_settled import Chunk, Setting, Settled, chunks_of
from mise_en_page.model.issue import Article, Paragraph, Text
from mise_en_page.model.memo import Keep
from mise_en_page.reading.article import article_of
from mise_en_page.reading.found import Found
from mise_en_page.reading.source import decode

#: A head for a paragraph that is read alone.
HEAD = "---\ntitle: x\n---\n\n"
#: What may lead to another place of the text.
ELSEWHERE = re.compile(r"\[|^:::", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Now:
    """An article as it is typed: its text, corrected, its chunks, its blocks as its first slot sets them, the number of
    each block's chunk. ``alone``: the paragraphs, by their places in the body, that are corrected by themselves.
    """

    text: str
    article: Article
    chunks: tuple[Chunk, ...]
    blocks: tuple[SetBlock, ...]
    numbers: Sequence[int]
    alone: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Lent(Styles):
    """Styles in which a role that no text of the issue had when it was made is lent those of the nearest, until the page is
    made with it.
    """

    def role(self, slot: str, role: str) -> RoleStyle:
        words = role.split()
        nearest = (" ".join(words[:count]) for count in range(len(words), 0, -1))
        found = next((self.by_role[slot, each] for each in nearest if (slot, each) in self.by_role), None)
        return found or self.by_role[slot, "body"]


class Setter:
    """Sets the words of one article. ``catalogue``: the publication's own fonts, read by this process."""

    def __init__(self, setting: Setting, catalogue: composition.Catalogue) -> None:
        self.setting, self.catalogue = setting, catalogue
        self._keep = Keep()
        self._last: Now | None = None
        self._styles = tuple(_Lent(where.styles.by_role) for where in setting.wheres)
        publication = setting.publication
        self._policy = typography.policy_of(publication.language, publication.settings, None)
        self._hyphenate = typography.hyphenator(publication)
        self.outlines = Outlines(catalogue)

    def set(self, text: str) -> Now | None:
        """An article's text, set; None where it cannot be read."""
        self._keep.turn()
        now = self._again(self._last, text) if self._last is not None else None
        self._last = now = now or self._whole(text)
        return now

    def _read(self, text: str) -> Article | None:
        found = Found()  # what is wrong is told of the page
        written = decode(text.encode("utf-8", "surrogatepass"), self.setting.file, found)
        return article_of(self.setting.folders, written, self.setting.name, found) if written is not None else None

    def _whole(self, text: str) -> Now | None:
        read = self._read(text)
        if read is None:
            return None
        article, _, _ = typography.correct_article(read, self._policy, self._keep, apart=True)
        blocks = self._blocks(article, 0)
        chunks, numbers = chunks_of(((block.origins, block.role) for block in blocks), text)
        return Now(text, article, chunks, blocks, numbers, _alone(read))

    def _blocks(self, article: Article, part: int, only: int | None = None) -> tuple[SetBlock, ...]:
        """All blocks of an article, or one of its body, set for the slot of one of its parts."""
        where = self.setting.wheres[part]
        made = compose_article(
            article, where.slot, where.grid, self._styles[part], self.catalogue, self._hyphenate, self._keep, where.share,
            only,
        )  # fmt: skip
        return (*made.head, *made.body, *([made.caption] if made.caption else []))

    def part(self, now: Now, part: int) -> tuple[tuple[SetBlock, ...], Sequence[int]]:
        """The blocks as the slot of another part sets them, and the number of each one's chunk (-1: it has none)."""
        blocks = self._blocks(now.article, part)
        places = {(chunk.start, chunk.end): n for n, chunk in enumerate(now.chunks)}
        own, theirs = chunks_of(((block.origins, block.role) for block in blocks), now.text)
        return blocks, [places.get((own[n].start, own[n].end), -1) if own else -1 for n in theirs]

    def _again(self, last: Now, text: str) -> Now | None:
        """The same but for one paragraph; None where more than that may be another now."""
        if text == last.text:
            return last
        number = _changed(last, text)
        if number is None or len(self.setting.wheres) > 1:
            return None
        chunk, more = last.chunks[number], len(text) - len(last.text)
        typed = text[chunk.start : chunk.end + more]
        own = (block for block, n in zip(last.blocks, last.numbers, strict=True) if n == number)
        places = {block.place[0] if block.place else -1 for block in own}
        place = places.pop()
        if places or place not in last.alone or ELSEWHERE.search(typed):
            return None
        old, read = last.article.body[place], self._read(HEAD + typed)
        if read is None or len(read.body) != 1 or not isinstance(old, Paragraph) or not isinstance(read.body[0], Paragraph):
            return None
        if len(_alone(read)) != 1 or read.body[0].dated != old.dated:
            return None
        read = replace(read, keep=last.article.keep)  # it stands in the head
        corrected, _, _ = typography.correct_article(read, self._policy, self._keep, apart=True)
        new = corrected.body[0]
        assert isinstance(new, Paragraph)
        origins = tuple(origin + chunk.start - len(HEAD) for origin in new.text.origins)
        body = list(last.article.body)
        body[place] = replace(old, text=replace(new.text, origins=origins))
        article = replace(last.article, body=tuple(body))
        said = f"{chunk.said.partition(' ')[0]} {typed}"
        chunks = tuple(
            Chunk(chunk.start, chunk.end + more, said) if n == number
            else Chunk(each.start + more, each.end + more, each.said) if each.start > chunk.start else each
            for n, each in enumerate(last.chunks)
        )  # fmt: skip
        return self._with(last, replace(last, text=text, article=article, chunks=chunks), number, place)

    def _with(self, last: Now, now: Now, number: int, place: int) -> Now:
        """The blocks with those of one chunk set anew."""
        made = self._blocks(now.article, 0, place)
        at = last.numbers.index(number)
        kept = [(block, n) for block, n in zip(last.blocks, last.numbers, strict=True) if n != number]
        kept[at:at] = [(block, number) for block in made]
        return replace(now, blocks=tuple(block for block, _ in kept), numbers=[n for _, n in kept])

    def widest(self, part: int) -> float:
        return self.setting.wheres[part].widest

    def warm(self, settled: Settled, text: str) -> None:
        """Draw what is shown at first, and set the article once, before anybody waits for it."""
        for row in settled.rows:
            self.outlines.of(row.line.glyphs)
        self.set(text)


def _alone(read: Article) -> frozenset[int]:
    """The places in an article's body of the paragraphs whose quotations close in them, and none of others is open."""
    places = [n for n, block in enumerate(read.body) if isinstance(block, Paragraph)]
    found, at = set[int](), 0
    for group in typography.closed(tuple(block.text for block in read.body if isinstance(block, Paragraph))):
        # the last group may be one that nothing closes
        if len(group) == 1 and len(tuple(typography.closed((*group, Text())))) > 1:
            found.add(places[at])
        at += len(group)
    return frozenset(found)


def _changed(last: Now, text: str) -> int | None:
    """The number of the one chunk in whose lines all that has changed stands, as many lines as before; None: of none."""
    old, new = last.text, text
    before, after = old.split("\n"), new.split("\n")
    if len(before) != len(after):
        return None
    lines = [n for n, (mine, theirs) in enumerate(zip(before, after, strict=True)) if mine != theirs]
    if len(lines) != 1:
        return None
    start = sum(map(len, before[: lines[0]])) + lines[0]
    end = start + len(before[lines[0]])
    found = [n for n, chunk in enumerate(last.chunks) if chunk.start <= start and end <= chunk.end]
    return found[0] if len(found) == 1 else None
