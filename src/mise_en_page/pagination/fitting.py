"""What is told about the fit: for each article the lines over or under, and what copyfitting did to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mise_en_page.composition.galley import SetArticle
from mise_en_page.model.layout import Slot
from mise_en_page.model.problem import Problem
from mise_en_page.pagination.copyfit import Poured
from mise_en_page.pagination.filling import Trial, preferred_height
from mise_en_page.pagination.head import Head
from mise_en_page.pagination.heights import LEADING, Choice, Item, is_quote, role_of
from mise_en_page.pagination.makeup import Fit, Makeup, Overset
from mise_en_page.pagination.pour import evenly
from mise_en_page.pagination.sacrifice import LeftOut


def fits(
    slot: Slot,
    articles: Sequence[SetArticle],
    poured: Poured,
    *,
    head: Head,
    oversets: Sequence[Overset],
    said: tuple[str, ...],
) -> tuple[Fit, ...]:
    """The copyfit of each article of a slot; white at a column's foot counts for the article that ends there."""
    over = {overset.article: overset for overset in oversets}
    items = poured.items
    short = _short(articles, items, poured)
    above = _spaces_above(items, poured)
    found = []
    for index, article in enumerate(articles):
        pairs = list(zip(items, poured.choices, strict=True))
        if index == 0:
            pairs = [*zip(head.items, head.choices, strict=True), *pairs]
        done = paragraph_words([(item, choice) for item, choice in pairs if item.article == index])
        done += said if index == 0 else ()
        done += picture_and_blank_words([(item, choice) for item, choice in pairs if item.article == index])
        done += moved_words([item for item, _ in pairs if item.article == index])
        done += (f"{_lines(above[index])} of space above",) if above.get(index) else ()
        if poured.blank and index == len(articles) - 1:
            done += (f"{_lines(poured.blank)} of blank at the foot",)
        if poured.after and index == len(articles) - 1:
            done += (f"{_lines(poured.after)} of room after it",)
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
        Fit(each.article, slot.name, each.lines, each.characters, left_out=(each.what,)) for each in left_out if each.whole
    ]
    parts = [replace(fit, left_out=tuple(each.what for each in left_out if each.article == fit.article)) for fit in found]
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


def _spaces_above(items: tuple[Item, ...], poured: Poured) -> dict[int, int]:
    spaces: dict[int, int] = {}
    for column, spread in enumerate(poured.spread):
        opened = [
            items[piece.item].article
            for piece in poured.pieces
            if piece.column == column and items[piece.item].opens and piece.start == 0 and piece.top > 0
        ]
        spaces.update(zip(opened, evenly(spread, len(opened)), strict=True))
    return spaces


def characters_a_line(article: SetArticle) -> float:
    """How many characters stand on a line of an article's body, on average."""
    blocks = [block for block in article.body if role_of(block) == "body"] or list(article.body)
    lines = sum(len(block.lines) for block in blocks)
    return sum(len(block.text) for block in blocks) / lines if lines else 0.0


def paragraph_words(pairs: Sequence[tuple[Item, Choice]]) -> tuple[str, ...]:
    found = []
    for said in ("shorter", "longer"):
        changed = [(item, choice) for item, choice in pairs if choice.said == said]
        for role in sorted({role_of(item.block) for item, _ in changed}):
            own = [(item, choice) for item, choice in changed if role_of(item.block) == role]
            lines = sum(abs(choice.count - item.block.natural) for item, choice in own)
            name = "paragraph" if role == "body" else role
            found.append(f"{len(own)} {name}{'s' if len(own) > 1 else ''} {_lines(lines)} {said}")
    return tuple(found)


def picture_and_blank_words(pairs: Sequence[tuple[Item, Choice]]) -> tuple[str, ...]:
    """What was done to the pictures among the text, then around the quotes and above the intertitles."""
    found = []
    quotes = [choice.blank for item, choice in pairs if is_quote(item.block)]
    heads = [choice.blank for item, choice in pairs if not is_quote(item.block)]
    for what, more, less, heights in (
        ("picture in the text {lines} {by}", "taller", "shorter", [choice.grown for _, choice in pairs]),
        ("{lines} {by} around a pull quote", "more", "less", quotes),
        ("{lines} {by} above an intertitle", "more", "less", heads),
    ):
        given = [height // LEADING for height in heights]
        for by, total in ((more, sum(max(0, part) for part in given)), (less, sum(max(0, -part) for part in given))):
            found += [what.format(lines=_lines(total), by=by)] if total else []
    return tuple(found)


def moved_words(items: Sequence[Item]) -> tuple[str, ...]:
    moved = [item.moved for item in items if item.moved]
    return tuple(f"pull quote moved {_lines(abs(lines))} {'down' if lines > 0 else 'up'}" for lines in moved)


def picture_words(slot: Slot, height: int) -> tuple[str, ...]:
    """How far the picture is from the middle of its range."""
    if slot.picture is None:
        return ()
    change = height - preferred_height(slot)
    return (f"picture {_lines(abs(change))} {'taller' if change > 0 else 'shorter'}",) if change else ()


def sunk_words(slot: Slot, trial: Trial, *, pictured: bool) -> tuple[str, ...]:
    """How much white stands above the text of a slot that sinks."""
    lines = trial.tail if trial.sunk else 0 if pictured or slot.sink is None or not slot.columns else trial.picture
    return (f"{_lines(lines)} of white above the text",) if lines else ()


def _lines(count: int) -> str:
    return f"{count} line{'' if count == 1 else 's'}"


#: So many characters of the text without room are shown.
SHOWN = 40


def _lost(over: Overset) -> str:
    """The first words that found no room."""
    first = over.blocks[0] if over.blocks else None
    if first is None or not first.lines or not first.text:
        return ""
    words = " ".join(first.text[first.lines[0].start : first.lines[-1].end].split())
    shown = words if len(words) <= SHOWN else words[:SHOWN].rsplit(" ", 1)[0] + "…"
    return f"; what has no room begins with “{shown}”" if shown else ""


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
        for over in page.oversets:
            message = f"{over.article}: +{_lines(over.lines)}, {over.characters} characters over"
            hint = f"cut {over.characters} characters from it on page {page.folio}, or give it a longer slot{_lost(over)}"
            found.append(Problem("overset", "error", message, hint, over.where))
        for fit in page.fits:
            if fit.lines < 0:
                message = f"{fit.article}: {_lines(-fit.lines)}, about {-fit.characters} characters short"
                folio, last = ends.get(fit.article, (page.folio, None))
                hint = f"add as much to it on page {folio}; the feet of its columns stay uneven until then"
                where = last.span if last is not None else None
                found.append(Problem("underfull", "warning", message, hint, where))
    return tuple(found)
