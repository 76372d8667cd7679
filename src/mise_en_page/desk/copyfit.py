"""The copyfit of an article for the browser: what is over or under, what was ordered, what was done, what is left over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mise_en_page.composition.galley import SetBlock
from mise_en_page.model.issue import Article, Block, Picture, Placement, PullQuote, Table
from mise_en_page.model.problem import Span, place_data
from mise_en_page.pagination.heights import role_of
from mise_en_page.pagination.makeup import WHOLE, Fit, MadeUpPage

#: What is no text: heads, and what stands beside it.
HEADS = frozenset({"kicker", "title", "chapo", "figure", "caption", "pull-quote", "attribution"})


def as_data(page: int, made_up: MadeUpPage, placements: Iterable[Placement], fit: Fit) -> dict[str, Any]:
    """That of a fit on the page at place ``page`` (from 0), whose articles are among the ``placements``.

    ``shared``: how many articles share its slot, whose room they fill together. ``gone``: nothing of it is on the page.

    ``done`` and ``leftOut`` are in the language that is spoken.
    """
    article = next(each.article for each in placements if each.article.name == fit.article)
    title = " ".join((article.title or article.figure).characters.split())
    return {
        "page": page, "name": fit.article, "slot": fit.slot, "title": title or fit.article, "lines": fit.lines,
        "characters": fit.characters, "room": _room(made_up, fit.article), "overset": cut_off(made_up, fit.article),
        "leftOut": list(fit.left_out), "done": list(fit.done), "gone": WHOLE in fit.lacks,
        "shared": sum(each.slot == fit.slot and WHOLE not in each.lacks for each in made_up.fits),
        "ordered": _ordered(article, made_up, fit), **place_data(Span(article.source.file)),
    }  # fmt: skip


def _ordered(article: Article, page: MadeUpPage, fit: Fit) -> dict[str, Any] | None:
    """How long its text was ordered to be, and how long it is: its heads, captions and quotes left out."""
    if article.length is None:
        return None
    if article.length.unit == "signs":
        long = signs(article)
    elif WHOLE in fit.lacks:
        long = fit.lines
    else:
        placed = ((each.block, each.lines) for frame in page.frames for each in frame.placed)
        over = ((block, block.lines) for each in page.oversets if each.article == fit.article for block in each.blocks)
        long = sum(len(lines) for block, lines in (*placed, *over) if block.article == fit.article and _is_text(block))
    return {"unit": article.length.unit, "is": long, "asked": article.length.amount}


def signs(article: Article) -> int:
    """How long an article's text is, in signs: without its heads, captions and quotes."""
    return sum(len(text) for block in article.body for text in _texts(block))


def _texts(block: Block) -> tuple[str, ...]:
    match block:
        case Picture() | PullQuote():
            return ()
        case Table():
            return tuple(cell.characters for cell in block.cells)
    return (block.text.characters,)


def _is_text(block: SetBlock) -> bool:
    return role_of(block) not in HEADS


def _room(page: MadeUpPage, article: str) -> int:
    """How many lines of the article stand on the page."""
    placed = (placed for frame in page.frames for placed in frame.placed)
    return sum(len(each.lines) for each in placed if each.block.article == article)


def cut_off(page: MadeUpPage, article: str) -> str:
    """The words of an article that found no room: whole words, from the first whose line is not on the page."""
    return "\n".join(
        block.text[block.lines[0].start : block.lines[-1].end] if block.lines else block.text
        for over in page.oversets
        if over.article == article
        for block in over.blocks
    )
