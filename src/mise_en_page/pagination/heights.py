"""Blocks as heights: what each takes of a column, and what must stay together.

Heights are counted in thousandths of the grid's leading, as integers, so that the search compares them exactly. Margins
and paddings take room, borders none (they are drawn within the padding). A block of body text stands *on the grid*: its
first line begins on a grid line, whatever came before. All that stands between two such blocks (headings, quotes,
margins) therefore takes a whole number of leadings: its running sum is rounded up, which is how text returns to phase.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mise_en_page.composition.galley import SetArticle, SetBlock
from mise_en_page.model.layout import Grid
from mise_en_page.model.memo import Ask
from mise_en_page.model.message import Message, say
from mise_en_page.pagination.prices import (
    DISPLAY,
    HEADING_BLANK,
    PARAGRAPH,
    PARAGRAPH_DEMERITS,
    PICTURE,
    QUOTE_BLANK,
    SPOILT,
    TWO_LEADINGS,
)

#: One leading of the grid, in the unit of heights.
LEADING = 1000
#: A sum that passes a grid line by less than this (0.3 %: under 0.04 pt) stands on it: CSS lengths are rounded.
SLACK = 3
#: Widows and orphans: so many lines of a paragraph stay together at a column's foot and at its top.
TOGETHER = 2
#: What is kept of the blanks above and below a quote when copyfitting takes a leading of them.
LEAST_BLANK = LEADING
#: A picture among the text gets three by two (the photographer's frame): its file is not known here. It may be so many
#: leadings lower or higher.
PICTURE_RATIO = 2 / 3
PICTURE_RANGE = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to set a block: ``lines`` of the setting ``count``, at a cost (0: the best).

    ``blank``: so much more (or less) around it; ``grown``: so much more in it (a picture).

    ``foot_hyphens`` are the counts of lines after which a column would end on a hyphen.
    """

    count: int
    lines: int
    cost: float = 0.0
    blank: int = 0
    grown: int = 0
    foot_hyphens: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Item:
    """A block in the flow of a slot.

    ``before``/``after`` are its margins (dropped at a column's top and foot), ``top``/``bottom`` its paddings, ``line``
    one of its lines. ``kept``: no column may begin with it. ``need``: where it is split, so many lines at least stay
    before the split. ``opens``: begins an article that is not the slot's first. ``skip``: lines of the block that stand
    before the item, where a quote was moved into a paragraph; ``moved``: by so many lines a quote was (up < 0).
    ``unbroken``: its article stays in one column.
    """

    block: SetBlock
    article: int
    choices: tuple[Choice, ...]
    line: int
    before: int
    after: int
    top: int
    bottom: int
    on_grid: bool
    breakable: bool
    kept: bool = False
    need: int = TOGETHER
    opens: bool = False
    skip: int = 0
    moved: int = 0
    unbroken: bool = False

    def height(self, choice: Choice) -> int:
        return self.top + choice.grown + choice.lines * self.line + self.bottom


def role_of(block: SetBlock) -> str:
    """The first of a block's classes, which says what it is: ``body`` of ``body first opening``."""
    return block.role.split(" ", 1)[0]


def role_said(role: str) -> Message:
    """A role as it is called in words."""
    return _ROLES.get(role) or say("role", role=role)


_ROLES = {
    "title": say("role/title"),
    "kicker": say("role/kicker"),
    "chapo": say("role/chapo"),
    "body": say("role/body"),
    "caption": say("role/caption"),
    "intertitle": say("role/intertitle"),
    "figure": say("role/figure"),
    "pull-quote": say("role/pull-quote"),
    "attribution": say("role/attribution"),
}


def is_quote(block: SetBlock) -> bool:
    return role_of(block) == "pull-quote"


def on_grid(block: SetBlock, grid: Grid) -> bool:
    """Body text of the grid's own leading stands on the grid; every other block stands between."""
    return role_of(block) == "body" and is_on_grid(block.style.leading, grid)


def is_on_grid(leading: float, grid: Grid) -> bool:
    """Is a leading, in pt, the grid's own?"""
    return abs(leading - grid.leading) < SLACK / LEADING * grid.leading


def snapped(height: int) -> int:
    """The next grid line at or below a height."""
    return -((SLACK - height) // LEADING) * LEADING


def whole_leadings(height: int) -> int:
    return snapped(height) // LEADING


def flow(
    articles: Sequence[tuple[int, tuple[SetBlock, ...]]], grid: Grid, unbroken: frozenset[int] = frozenset()
) -> tuple[Item, ...]:
    """The blocks of a slot's columns, in order, with what binds each to its neighbours; ``unbroken``: these articles."""
    items: list[Item] = []
    for index, blocks in articles:
        items += _numbered(_flow_of(blocks, index > 0, index in unbroken, grid), index)
    return tuple(items)


def items_in(article: SetArticle, index: int, unbroken: bool, grid: Grid, ask: Ask) -> tuple[Item, ...]:
    """An article's part of a slot's flow: of the slot's first its body, of the others their heads as well."""
    return _numbered(ask(alone, article, index > 0, unbroken, grid), index)


def alone(article: SetArticle, follows: bool, unbroken: bool, grid: Grid) -> tuple[Item, ...]:
    """The same, wherever it stands; ``follows``: another stands before it."""
    return _flow_of(article.head + article.body if follows else article.body, follows, unbroken, grid)


def _numbered(items: tuple[Item, ...], index: int) -> tuple[Item, ...]:
    return tuple([replace(item, article=index) for item in items]) if index else items


def _flow_of(blocks: tuple[SetBlock, ...], follows: bool, unbroken: bool, grid: Grid) -> tuple[Item, ...]:
    """One article's blocks; ``follows``: another stands before it in its slot."""
    items: list[Item] = []
    owed = 0  # lines that must still follow a heading on its column
    after_quote = False
    for block in blocks:
        opens = follows and not items
        quote = is_quote(block)
        note = "continued-on" in block.role.split()
        kept = bool(items) and (owed > 0 or after_quote or quote or note or role_of(block) == "attribution")
        previous = items[-1] if items else None
        item = _item(block, 0, grid, kept=kept, opens=opens, owed=owed, previous=previous)
        items.append(replace(item, unbroken=True) if unbroken else item)
        owed = block.keep_next or max(0, owed - min(choice.lines for choice in item.choices))
        after_quote = quote or (after_quote and role_of(block) == "attribution")
    return tuple(items)


def _item(block: SetBlock, article: int, grid: Grid, *, kept: bool, opens: bool, owed: int, previous: Item | None) -> Item:
    style = block.style
    before, after, top, bottom, line = (
        round(points / grid.leading * LEADING)
        for points in (style.margin_top, style.margin_bottom, style.padding_top, style.padding_bottom, style.leading)
    )
    choices = choices_of(block)
    if block.picture is not None and not block.settings:
        height = round(block.measure * PICTURE_RATIO / grid.leading * LEADING)
        top += max(PICTURE_RANGE + 1, whole_leadings(height)) * LEADING
    if is_quote(block):
        roomy = before + after + (previous.after if previous else 0) >= LEAST_BLANK + LEADING
        choices = tuple(with_blanks(choices, QUOTE_BLANK, roomy=roomy))
    elif role_of(block) == "intertitle" and previous is not None:
        choices = tuple(with_blanks(choices, HEADING_BLANK, roomy=False))
    return Item(
        block, article, choices, line, before, after, top, bottom, on_grid=on_grid(block, grid),
        breakable=block.breakable and not is_quote(block), kept=kept, need=max(TOGETHER, owed, block.first_lines),
        opens=opens,
    )  # fmt: skip


def choices_of(block: SetBlock) -> tuple[Choice, ...]:
    """A block's settings, the best first, each with what it costs to take it."""
    if block.picture is not None and not block.settings:
        changes = sorted(range(-PICTURE_RANGE, PICTURE_RANGE + 1), key=lambda change: (abs(change), change))
        return tuple(Choice(0, 0, PICTURE * abs(change), grown=change * LEADING) for change in changes)
    if not block.settings:
        return (Choice(0, 0),)
    best = block.settings[block.natural]
    step = PARAGRAPH if role_of(block) in ("body", "chapo", "caption") else PARAGRAPH + DISPLAY
    found = []
    for count, setting in sorted(block.settings.items(), key=lambda pair: (abs(pair[0] - block.natural), pair[0])):
        worse = max(0.0, setting.cost - best.cost) / max(1, count) * PARAGRAPH_DEMERITS
        if worse <= SPOILT:
            cost = abs(count - block.natural) * step + worse
            found.append(Choice(count, count, cost, foot_hyphens=setting.hyphens))
    return tuple(found)


def with_blanks(choices: tuple[Choice, ...], cost: float, *, roomy: bool) -> list[Choice]:
    """A block's choices, each with one and two leadings more around it and, where its blanks are ``roomy``, one less."""
    blanks = [(LEADING, cost), (2 * LEADING, TWO_LEADINGS * cost), *([(-LEADING, cost)] if roomy else ())]
    others = [Choice(each.count, each.lines, each.cost + more, blank) for each in choices for blank, more in blanks]
    return [*choices, *others]
