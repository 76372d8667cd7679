"""What is told about the fit: for each article the lines over or under, and what copyfitting did to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mise_en_page.composition.galley import SetArticle
from mise_en_page.model.layout import Slot
from mise_en_page.model.message import Message, Value, say
from mise_en_page.model.problem import Problem
from mise_en_page.pagination.copyfit import Poured
from mise_en_page.pagination.head import Head
from mise_en_page.pagination.heights import LEADING, Choice, Item, is_quote, role_of, role_said
from mise_en_page.pagination.makeup import Fit, MadeUpPage, Makeup, Overset
from mise_en_page.pagination.pour import evenly
from mise_en_page.pagination.sacrifice import LeftOut
from mise_en_page.pagination.trials import Trial, preferred_height


def fits(
    slot: Slot,
    articles: Sequence[SetArticle],
    poured: Poured,
    *,
    head: Head,
    oversets: Sequence[Overset],
    said: tuple[Message, ...],
) -> tuple[Fit, ...]:
    """The copyfit of each article of a slot; white at a column's foot counts for the article that ends there."""
    over = {overset.article: overset for overset in oversets}
    items = poured.items
    short = _short(articles, items, poured)
    above = _spaces_above(items, poured, off_grid=slot.off_grid)
    every = [*zip(head.items, head.choices, strict=True), *zip(items, poured.choices, strict=True)]
    found = []
    for index, article in enumerate(articles):
        pairs = [(item, choice) for item, choice in every if item.article == index]
        done = paragraph_words(pairs)
        done += said if index == 0 else ()
        done += picture_and_blank_words(pairs)
        done += moved_words([item for item, _ in pairs])
        done += _space_words(above.get(index, 0), off_grid=slot.off_grid)
        if poured.blank and index == len(articles) - 1:
            done += (say("done/blank-at-foot", n=poured.blank),)
        if poured.after and index == len(articles) - 1:
            done += (say("done/room-after", n=poured.after),)
        if article.name in over:
            lines, characters = over[article.name].lines, over[article.name].characters
        else:
            lines = -short[index]
            characters = round(lines * characters_a_line(article))
        found.append(Fit(article.name, slot.name, lines, characters, done))
    return tuple(found)


def without(found: Sequence[Fit], left_out: Sequence[LeftOut], slot: Slot) -> tuple[Fit, ...]:
    """The same with what was left out for want of room, be it a whole article."""
    gone = [
        Fit(each.article, slot.name, each.lines, each.characters, lacks=(each.what,)) for each in left_out if each.whole
    ]
    parts = [replace(fit, lacks=tuple(each.what for each in left_out if each.article == fit.article)) for fit in found]
    return (*parts, *gone)


def _short(articles: Sequence[SetArticle], items: tuple[Item, ...], poured: Poured) -> list[int]:
    short = [0] * len(articles)
    ends_there = 0
    for column, ragged in enumerate(poured.ragged):
        for piece in poured.pieces:
            if piece.column == column:
                ends_there = items[piece.item].article
        short[ends_there] += ragged
    return short


def _spaces_above(items: tuple[Item, ...], poured: Poured, *, off_grid: bool) -> dict[int, float]:
    """The leadings that the gaps above articles took, by the articles."""
    spaces: dict[int, float] = {}
    for column, spread in enumerate(poured.spread):
        opened = [
            items[piece.item].article
            for piece in poured.pieces
            if piece.column == column and items[piece.item].opens and piece.start == 0 and piece.top > 0
        ]
        shared = evenly(spread // LEADING, len(opened))
        spaces |= {each: spread / LEADING / len(opened) if off_grid else n for each, n in zip(opened, shared, strict=True)}
    return spaces


def _space_words(leadings: float, *, off_grid: bool) -> tuple[Message, ...]:
    """What was added above an article; less than half a leading nobody would tell from the rounding."""
    if off_grid:
        return (say("done/space-shared", lines=leadings),) if leadings >= TOLD else ()
    return (say("done/space-above", n=int(leadings)),) if leadings else ()


def characters_a_line(article: SetArticle) -> float:
    """How many characters stand on a line of an article's body, on average."""
    blocks = [block for block in article.body if role_of(block) == "body"] or list(article.body)
    lines = sum(len(block.lines) for block in blocks)
    return sum(len(block.text) for block in blocks) / lines if lines else 0.0


Pairs = Sequence[tuple[Item, Choice]]


def paragraph_words(pairs: Pairs) -> tuple[Message, ...]:
    found = []
    for longer in (False, True):
        lines_by_role: dict[str, list[int]] = {}
        for item, choice in pairs:
            if (more := choice.count - item.block.natural) and (more > 0) == longer:
                lines_by_role.setdefault(role_of(item.block), []).append(abs(more))
        for role, own in sorted(lines_by_role.items()):
            lines = say("lines", n=sum(own))
            what = (
                say("done/paragraphs", n=len(own))
                if role == "body"
                else say("done/blocks", n=len(own), role=role_said(role))
            )
            found.append(
                say("done/longer", what=what, lines=lines) if longer else say("done/shorter", what=what, lines=lines)
            )
    return tuple(found)


def picture_and_blank_words(pairs: Pairs) -> tuple[Message, ...]:
    """What was done to the pictures among the text, then around the quotes and above the intertitles."""
    quotes = [choice.blank for item, choice in pairs if is_quote(item.block)]
    heads = [choice.blank for item, choice in pairs if not is_quote(item.block)]
    taller, lower = _given([choice.grown for _, choice in pairs])
    wider, closer = _given(quotes)
    more, less = _given(heads)
    said = (
        say("done/picture-in-text-taller", n=taller), say("done/picture-in-text-lower", n=lower),
        say("done/more-around-quote", n=wider), say("done/less-around-quote", n=closer),
        say("done/more-above-intertitle", n=more), say("done/less-above-intertitle", n=less),
    )  # fmt: skip
    return tuple(message for message in said if dict(message.values)["n"])


def _given(heights: Sequence[int]) -> tuple[int, int]:
    """The leadings that some heights give, and those that they take."""
    given = [height // LEADING for height in heights]
    return sum(max(0, part) for part in given), sum(max(0, -part) for part in given)


def moved_words(items: Sequence[Item]) -> tuple[Message, ...]:
    return tuple(
        say("done/quote-down", n=item.moved) if item.moved > 0 else say("done/quote-up", n=-item.moved)
        for item in items
        if item.moved
    )


def picture_words(slot: Slot, height: int) -> tuple[Message, ...]:
    """How far the picture is from the middle of its range."""
    change = height - preferred_height(slot) if slot.picture else 0
    if not change:
        return ()
    return (say("done/picture-taller", n=change) if change > 0 else say("done/picture-lower", n=-change),)


def sunk_words(slot: Slot, trial: Trial, *, pictured: bool) -> tuple[Message, ...]:
    """How much white stands above the text of a slot that sinks."""
    lines = trial.tail if trial.sunk else 0 if pictured or slot.sink is None or not slot.columns else trial.picture
    return (say("done/white-above", n=lines),) if lines else ()


#: From so many leadings on a gap that takes any part of one is told.
TOLD = 0.5
#: So many characters of the text without room are shown.
SHOWN = 40


def _lost(over: Overset) -> str:
    """The first words that found no room."""
    first = over.blocks[0] if over.blocks else None
    if first is None or not first.lines or not first.text:
        return ""
    words = " ".join(first.text[first.lines[0].start : first.lines[-1].end].split())
    return words if len(words) <= SHOWN else words[:SHOWN].rsplit(" ", 1)[0] + "…"


def problems(makeup: Makeup) -> tuple[Problem, ...]:
    """What a made-up issue's reader must know: overset text (error), feet that stay ragged (warning)."""
    found: list[Problem] = []
    ends = {
        placed.block.article: (page.folio, placed.block)
        for page in makeup.pages
        for frame in page.frames
        if frame.column >= 0
        for placed in frame.placed
    }
    for page in makeup.pages:
        found += page.problems
        found += _oversets(page)
        for fit in page.fits:
            if fit.lines < 0:
                folio, last = ends.get(fit.article, (page.folio, None))
                values: dict[str, Value] = {
                    "name": fit.article,
                    "n": -fit.lines,
                    "characters": -fit.characters,
                    "folio": folio,
                }
                found.append(Problem.of("underfull", "warning", last.span if last is not None else None, **values))
    return tuple(found)


def _oversets(page: MadeUpPage) -> list[Problem]:
    """Text without room is its slot's: all the articles there take of the room, whichever comes last."""
    found = []
    for slot in dict.fromkeys(over.slot for over in page.oversets):
        own = [over for over in page.oversets if over.slot == slot]
        lines, characters = sum(over.lines for over in own), sum(over.characters for over in own)
        placed = [each.block for frame in page.frames if frame.slot == slot for each in frame.placed]
        blocks = {
            (block.article, block.index): block for block in (*placed, *(block for over in own for block in over.blocks))
        }
        signs: dict[str, int] = {}
        for (article, _), block in blocks.items():
            signs[article] = signs.get(article, 0) + len(block.text)
        articles = tuple(f"{name} {count}" for name, count in signs.items())
        values: dict[str, Value] = {"slot": slot, "n": lines, "characters": characters, "articles": articles}
        shown = _lost(own[0])
        hint = say("overset/begins", characters=characters, folio=page.folio, words=shown) if shown else None
        found.append(Problem.of("overset", "error", own[0].where, hint, folio=page.folio, **values))
    return found
