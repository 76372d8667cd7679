"""How many signs: for a title to lose a line, for a column that is short to be full. Each was tried."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mise_en_page.fit.cuts import is_prose, text_of
from mise_en_page.fit.edits import longer
from mise_en_page.fit.trial import Workbench
from mise_en_page.model.issue import Article, Mark, Text

#: So many amounts are tried between nothing and what seems too much.
TRIED: Final = 18
#: Where none seems to do in the arrangement that stands, another may: every third is tried.
COARSELY: Final = 3


@dataclass(frozen=True, slots=True)
class Shorter:
    """A title that would take a line less with so many ``signs`` less; the slot then has ``over`` lines too many."""

    article: str
    signs: int
    lines: int
    over: int


@dataclass(frozen=True, slots=True)
class Addition:
    """Signs that fill a slot where they are added to an article: any amount from ``least`` to ``most`` that was tried did.

    Both are 0 where no amount did.
    """

    article: str
    lines: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An article of so many ``lines`` that the page fits without: issue.yaml may call it optional."""

    article: str
    lines: int


#: So many articles are left out, one at a time.
LEFT_OUT: Final = 3


def left_out(bench: Workbench, slot: str, articles: Sequence[str]) -> Iterator[LeftOut]:
    """The shortest of a slot's articles without which the page has room for all else; the last means of all."""
    lines = {name: sum(block.natural for block in bench.base.set(name)) for name in articles}
    enough = sorted(
        (name for name in articles if lines[name] >= bench.base.over(slot)), key=lambda name: (lines[name], name)
    )
    for name in enough[:LEFT_OUT] if len(articles) > 1 else ():
        if not any(bench.leaving(name).elsewhere.values()):
            yield LeftOut(name, lines[name])
            return


def titles(bench: Workbench, slot: str, articles: Sequence[str]) -> Iterator[Shorter]:
    """For each title of more than one line: words dropped from its end, then from its beginning, until a line goes.

    The larger of the two amounts is told, so that it does for either.
    """
    for name in articles:
        article = bench.article(name)
        lines = bench.title_lines(slot, article)
        if lines < 2:
            continue
        needed, shortest = 0, article.title
        for backwards in (True, False):
            shorter = next(
                (each for each in _with_fewer_words(article.title, backwards=backwards)
                 if bench.title_lines(slot, replace(article, title=each)) < lines), None,
            )  # fmt: skip
            if shorter is None:
                needed = 0
                break
            signs = len(article.title.characters) - len(shorter.characters)
            needed, shortest = max((needed, shortest), (signs, shorter), key=lambda each: each[0])
        if needed:
            over = bench.with_article(replace(article, title=shortest)).over(slot)
            if over < bench.base.over(slot):
                yield Shorter(name, needed, bench.base.over(slot) - over, over)


def _with_fewer_words(title: Text, *, backwards: bool) -> Iterator[Text]:
    words = list(re.finditer(r"\S+", title.characters))
    for gone in range(1, len(words)):
        yield _part(title, 0, words[-gone - 1].end()) if backwards else _part(title, words[gone].start(), None)


def _part(text: Text, start: int, end: int | None) -> Text:
    end = len(text.characters) if end is None else end
    marks = tuple(
        Mark(mark.kind, max(0, mark.start - start), min(end, mark.end) - start, mark.href)
        for mark in text.marks
        if mark.start < end and start < mark.end
    )
    return Text(text.characters[start:end], text.origins[start:end], marks)


def additions(bench: Workbench, slot: str) -> Iterator[Addition]:
    """For each article of a slot that ends in white: how many signs, put at the end of its last paragraph, fill it.

    Words of the article itself are tried, from its beginning and from its middle: what holds for both holds for most.
    """
    fits = [
        fit
        for page in bench.base.makeups
        for fit in page.fits
        if fit.slot == slot and fit.lines < 0 and bench.is_whole(fit.article)
    ]
    for fit in fits:
        article = bench.article(fit.article)
        paragraphs = [n for n, block in enumerate(article.body) if is_prose(block)]
        if not paragraphs:
            continue
        last = paragraphs[-1]
        step = max(1, round(-fit.characters / -fit.lines / 6)) if fit.characters else 6
        first = max(1, -fit.characters - 8 * step)
        fillers = _fillers(article, first + TRIED * step)
        amounts = [first + n * step for n in range(TRIED)]
        likely = [
            signs for signs in amounts
            if all(_seems_full(bench, slot, longer(article, last, filler[:signs])) for filler in fillers)
        ]  # fmt: skip
        good = list[int]()
        for signs in likely or amounts[::COARSELY]:
            if all(_fills(bench, slot, longer(article, last, filler[:signs])) for filler in fillers):
                good.append(signs)
            elif good:
                break
        yield Addition(fit.article, -fit.lines, good[0] if good else 0, good[-1] if good else 0)


def _seems_full(bench: Workbench, slot: str, article: Article) -> bool:
    """In the arrangement that stands, before the whole choice is made."""
    over, white, _ = bench.standing(slot, {article.name: article})
    return not (over or white)


def _fills(bench: Workbench, slot: str, article: Article) -> bool:
    made = bench.with_article(article)
    return not made.over(slot) and not made.under(slot)


def _fillers(article: Article, signs: int) -> tuple[str, ...]:
    """Words of an article, in two orders, so many signs of them and more; the first sign is a space."""
    words = " ".join(text_of(block).characters for block in article.body if is_prose(block)).split()
    words = [word for word in words if word.isalpha()] or ["mot"]
    many = words * (1 + signs // max(1, sum(len(word) + 1 for word in words)) + 1)
    half = len(words) // 2
    return tuple(" " + " ".join(order) + " " for order in (many, many[half:] + many[:half]))
