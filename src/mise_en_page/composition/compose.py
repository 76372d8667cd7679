"""Articles into galleys: each block of an article on its measure, with what composition adds to the text.

Byline, credit, opening words and end mark are marks over the text, so that the stylesheet gives them their look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from mise_en_page.composition.added import caption_text, in_order, joined, marked_end, run_in
from mise_en_page.composition.breaks import Hyphenate
from mise_en_page.composition.clearance import cleared
from mise_en_page.composition.fonts import Catalogue
from mise_en_page.composition.galley import Galley, GalleyPage, Marks, RoleStyle, SetArticle, SetBlock, Styles
from mise_en_page.composition.openings import opening_end
from mise_en_page.composition.setting import Typeset, typeset
from mise_en_page.composition.strands import Strands
from mise_en_page.composition.tokens import intervals
from mise_en_page.model.issue import (
    Article,
    Intertitle,
    Mark,
    MarkKind,
    Page,
    Paragraph,
    Picture,
    Placement,
    PullQuote,
    Source,
    Text,
)
from mise_en_page.model.layout import Grid, Layout, Slot
from mise_en_page.model.memo import Ask, at_once
from mise_en_page.model.message import say
from mise_en_page.model.problem import Problem, Span
from mise_en_page.processes.activity import doing

#: How many lines of the next block must stand under a heading in its column.
KEPT_LINES = 2


def compose(
    pages: Sequence[tuple[Page, Sequence[tuple[Placement, Slot]]]],
    layouts: Mapping[str, Layout],
    styles: Mapping[str, Styles],
    catalogue: Catalogue,
    hyphenate: Hyphenate | None = None,
    ask: Ask = at_once,
) -> Galley:
    """The galley of some pages: their articles set for the slots that they were assigned to.

    ``layouts`` and ``styles`` are by the layout's name. ``hyphenate`` says before which letters of a word a hyphen may
    be set.
    """
    return Galley(
        tuple(
            ask(
                _page, page.folio, page.layout, tuple(assigned), layouts[page.layout].grid, styles[page.layout],
                catalogue, hyphenate, ask,
            )
            for page, assigned in pages
        )
    )  # fmt: skip


def _page(
    folio: int, layout: str, assigned: tuple[tuple[Placement, Slot], ...], grid: Grid, styles: Styles,
    catalogue: Catalogue, hyphenate: Hyphenate | None, ask: Ask,
) -> GalleyPage:  # fmt: skip
    articles = []
    for placement, slot in assigned:
        articles.append(set_for(placement, slot, grid, styles, catalogue, hyphenate, ask))
    return GalleyPage(folio, layout, tuple(articles))


def set_for(
    placement: Placement, slot: Slot, grid: Grid, styles: Styles, catalogue: Catalogue, hyphenate: Hyphenate | None,
    ask: Ask = at_once,
) -> SetArticle:  # fmt: skip
    """An article set for a slot, with what issue.yaml asks for."""
    doing(say("doing/set-text", article=placement.article.name), Span(placement.article.source.file))
    article = ask(compose_article, placement.article, slot, grid, styles, catalogue, hyphenate, ask)
    return ask(_placed_as, article, placement.optional, placement.unbroken)


def set_alike(slot: Slot, grid: Grid) -> tuple[object, ...]:
    """What of a slot an article's setting hangs on: equal for slots that set all articles alike."""
    return slot.look, slot.units, grid.measure(slot.text_stretch), slot.head, slot.across, slot.inset, slot.quotes


def _placed_as(article: SetArticle, optional: int, unbroken: bool) -> SetArticle:
    """The same value where nothing is asked for, so that what was kept of it still serves."""
    return replace(article, optional=optional, unbroken=unbroken) if optional or unbroken else article


def problems_of(galley: Galley) -> tuple[Problem, ...]:
    """Everything that the setting of a galley had to tell, each thing once, in the order of the pages."""
    found: dict[Problem, None] = {}
    for page in galley.pages:
        for article in page.articles:
            caption = (article.caption,) if article.caption else ()
            for block in (*article.head, *article.body, *caption):
                found.update(dict.fromkeys(block.problems))
    return tuple(found)


#: Stands for the article's file while a text is set that does not know where it was typed.
NOWHERE = Source("")
WHOLE = Span("", 0)


def _lines(
    characters: str, marks: tuple[tuple[MarkKind, int, int], ...], style: RoleStyle, measure: float, catalogue: Catalogue,
    hyphenate: Hyphenate | None,
) -> tuple[Typeset, float]:  # fmt: skip
    """A text set wherever it was typed, and its first baseline: the same words give the same lines in any place."""
    text = Text(characters, tuple(range(len(characters))), tuple(Mark(*mark) for mark in marks))
    strands = Strands(style, catalogue)
    made = typeset(text, style, measure, strands, hyphenate, NOWHERE, WHOLE)
    return made, first_baseline(style, strands)


def marks_key(text: Text) -> tuple[tuple[MarkKind, int, int], ...]:
    """A text's marks as plain values; where a link leads changes no line."""
    return tuple((mark.kind, mark.start, mark.end) for mark in text.marks)


def _placed(problem: Problem, text: Text, source: Source, span: Span) -> Problem:
    """A problem of ``_lines`` where its text was typed: it counts columns in the text's characters."""
    where = problem.where
    if not isinstance(where, Span):
        return problem
    if where == WHOLE:
        return replace(problem, where=span)
    at = where.column - 1
    if at >= len(text.origins):
        return replace(problem, where=Span(source.file))
    return replace(problem, where=source.span(text.origins[at], where.length))


def first_baseline(style: RoleStyle, strands: Strands) -> float:
    """From the top of a line's cell to its baseline in pt: CSS 2.2 §10.8.1, half of the leading above the ascent."""
    face = strands.chain(())[0].face
    size = style.block.text.size
    return (style.block.leading - (face.ascent + face.descent) * size) / 2 + face.ascent * size


# --- an article ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """A block before it is set: its role, its text, and how it clings to what follows."""

    role: str
    text: Text
    span: Span
    keep_next: int = 0
    breakable: bool = False
    picture: Picture | None = None

    @property
    def kind(self) -> str:
        """Its role without what it says of its place."""
        return self.role.split()[0]

    @property
    def is_quote(self) -> bool:
        return self.kind in ("pull-quote", "attribution")

    def without(self, *words: str) -> _Part:
        """The same, of whose role these are not said."""
        return replace(self, role=" ".join(word for word in self.role.split() if word not in words))


def compose_article(
    article: Article,
    slot: Slot,
    grid: Grid,
    styles: Styles,
    catalogue: Catalogue,
    hyphenate: Hyphenate | None = None,
    ask: Ask = at_once,
) -> SetArticle:
    """An article set for a slot: its head on the slot's width, the rest on the measure of the slot's columns."""
    width = grid.span(slot.units)
    column = grid.measure(slot.text_stretch)

    def made(part: _Part, index: int, width: float) -> SetBlock:
        return _set_part(part, index, width, article, slot, styles, catalogue, hyphenate, ask)

    head: list[SetBlock] = []
    body: list[SetBlock] = []
    previous: _Part | None = None
    for index, part in enumerate(_parts(article, slot, styles)):
        across = slot.across if slot.across is not None and part.kind in slot.across.roles else None
        in_head = across is not None or part.kind in slot.head
        measure = across.box(grid, verso=False)[1] if across else width if in_head else column
        block = made(part, index, measure)
        if previous is not None and previous.is_quote and "first" in part.role.split():
            # as it follows text: pagination may move the quote away, and it then is indented
            block = replace(block, in_text=made(part.without("first", "opening"), index, column))
        previous = part
        into = head if in_head else body
        into.append(cleared(into[-1], block, catalogue) if into else block)
    picture = article.picture if slot.takes != "quote" and not slot.inset else None
    caption = None
    if picture and (text := caption_text(picture)):
        caption = made(_Part("caption", text, picture.span), len(head) + len(body), width)
    return SetArticle(article.name, slot.name, tuple(head), tuple(_kept(body)), picture, caption, variant=slot.variant)


def _set_part(
    part: _Part, index: int, width: float, article: Article, slot: Slot, styles: Styles, catalogue: Catalogue,
    hyphenate: Hyphenate | None, ask: Ask,
) -> SetBlock:  # fmt: skip
    # a picture's box is its caption's: the cascade knows the roles of text only
    style = styles.role(slot.look, "caption" if part.picture else part.role)
    box = style.block
    measure = width - box.margin_left - box.margin_right - box.padding_left - box.padding_right
    block = partial(
        SetBlock,
        role=part.role,
        article=article.name,
        index=index,
        measure=measure,
        span=part.span,
        keep_next=part.keep_next,
    )
    if part.picture is not None:
        return block(style=box, settings={}, natural=0, first_baseline=0.0, breakable=False, picture=part.picture)
    text = _opened(part, style)
    if part.kind == "figure":
        style = _on_one_line(text, style, measure, catalogue)
    made, first = ask(_lines, text.characters, marks_key(text), style, measure, catalogue, hyphenate)
    settings, natural = made.settings, made.natural
    problems = tuple([_placed(problem, text, article.source, part.span) for problem in made.problems])
    if part.kind == "figure" and natural > 1:
        figure = part.text.characters
        problems += (Problem.of("figure-too-wide", "error", part.span, name=article.name, figure=figure, lines=natural),)
    whole = part.role.startswith("chapo") and natural <= LONG_CHAPO
    if settings and not part.role.startswith("body"):
        # A heading has its best setting only: copyfitting never stretches a title for a line.
        if part.role == "title" and slot.across is not None and part.role in slot.across.roles:
            natural = _shared_out(made)
        settings = {natural: settings[natural]}
    return block(
        style=style.block, settings=settings, natural=natural, first_baseline=first, text=text.characters,
        origins=text.origins, breakable=part.breakable and not whole, problems=problems, source=article.source,
    )  # fmt: skip


class Stretch(NamedTuple):
    """Some characters of a block that stand under the same marks, and where the first of them was typed."""

    role: str
    marks: Marks
    characters: str
    where: Span


def stretches(article: Article, slot: Slot, styles: Styles) -> Iterator[Stretch]:
    """All the text of an article as a slot sets it, with what composition adds, in stretches of one style each."""
    parts = _parts(article, slot, styles)
    if article.picture and slot.takes != "quote" and (caption := caption_text(article.picture)):
        parts.append(_Part("caption", caption, article.picture.span))
    for part in parts:
        if part.picture is not None:
            continue
        text = _opened(part, styles.role(slot.look, part.role))
        for start, end, marks in intervals(text):
            typed = start < len(text.origins)
            where = article.source.span(text.origins[start], end - start) if typed else part.span
            yield Stretch(part.role, marks, text.characters[start:end], where)


#: A line that holds whatever stands on it, in pt.
ENDLESS = 1e5
#: Of a line's width: rounding must not break it.
CLOSE = 0.999


def _on_one_line(text: Text, style: RoleStyle, measure: float, catalogue: Catalogue) -> RoleStyle:
    """A key figure's style, as much smaller as it takes to stand on one line, down to the layout's ``least_size``."""
    made, _ = _lines(text.characters, marks_key(text), style, ENDLESS, catalogue, None)
    width = max((line.x + line.width for line in made.settings[made.natural].lines), default=0.0) if made.settings else 0.0
    if width <= measure:
        return style
    return style.smaller(max(style.block.least_size, CLOSE * measure / width))


def _shared_out(made: Typeset) -> int:
    """A title over two pages takes as many lines on the one as on the other, if it can."""
    return next((count for count in (made.natural, made.natural + 1) if count % 2 == 0 and count in made.settings),
                made.natural)  # fmt: skip


#: A chapo in a column stays whole, as the title does, but for one that is rather an article.
LONG_CHAPO = 12


def _kept(blocks: Iterable[SetBlock]) -> Iterator[SetBlock]:
    """A pull quote keeps the whole of its attribution."""
    previous: SetBlock | None = None
    for block in blocks:
        if previous is not None:
            whole = block.role.startswith("attribution") and previous.role.startswith("pull-quote")
            yield replace(previous, keep_next=block.natural) if whole else previous
        previous = block
    if previous is not None:
        yield previous


def _parts(article: Article, slot: Slot, styles: Styles) -> list[_Part]:
    """An article's blocks in the order in which they are read."""
    start = Span(article.source.file)

    def where(text: Text) -> Span:
        return article.source.span(text.origins[0], len(text.characters)) if text.origins else start

    byline = article.byline
    parts: list[_Part] = []
    chapo = article.chapo
    if byline and chapo and "chapo" in slot.head:
        chapo, byline = joined(chapo, byline, "byline"), Text()
    texts = {"kicker": article.kicker, "figure": article.figure, "title": article.title, "chapo": chapo}
    for role, text in texts.items():
        if text:
            parts.append(_Part(role, text, where(text), KEPT_LINES, breakable=role == "chapo"))
    body = list(_body(article, where))
    last = max((n for n, part in enumerate(body) if part.role.startswith("body")), default=None)
    if last is not None:
        style = styles.role(slot.look, body[last].role)
        text = marked_end(body[last].text, style.block.end_mark)
        body[last] = replace(body[last], text=joined(text, byline, "byline"))
    elif byline:
        body.append(_Part("body", joined(Text(), byline, "byline"), where(byline), breakable=True))
    parts = _quotes([*parts, *body], slot)
    parts = _run_in(parts, slot, styles)
    if slot.inset and article.picture and slot.takes == "article":
        place = next((n for n, part in enumerate(parts) if part.role.startswith("body")), len(parts))
        parts[place:place] = _pictured(article.picture, KEPT_LINES if place < len(parts) else 0)
    if parts:  # the stylesheet may draw a rule over an article's first block, and give room below its last
        parts[0] = replace(parts[0], role=f"{parts[0].role} opens")
        parts[-1] = replace(parts[-1], role=f"{parts[-1].role} closes")
    return parts


def _quotes(parts: list[_Part], slot: Slot) -> list[_Part]:
    """Quotes alone for a slot that takes them; nothing but them for the slot from which they are taken."""
    if slot.takes == "quote":
        return [part for part in parts if part.is_quote]
    if not slot.quotes:
        return parts
    left: list[_Part] = []
    for before, part in zip([None, *parts], parts, strict=False):
        if not part.is_quote:
            # the paragraph then follows text, and is indented as any other
            follows = before is not None and before.is_quote and left and left[-1].kind == "body"
            left.append(part.without("first") if follows else part)
    return left


def _run_in(parts: list[_Part], slot: Slot, styles: Styles) -> list[_Part]:
    """Kickers and titles whose style says so, at the beginning of the first paragraph that they stand before."""
    found: list[_Part] = []
    for part in reversed(parts):
        after = found[-1] if found else None
        style = styles.role(slot.look, part.role).block if part.role in ("kicker", "title") else None
        if after is None or style is None or not style.run_in or not after.role.endswith("opening"):
            found.append(part)
        else:
            text = run_in(part.text, after.text, _KINDS[part.role], style.run_in_stop)
            found[-1] = replace(after, text=text, span=part.span)
    return found[::-1]


_KINDS: dict[str, MarkKind] = {"kicker": "kicker", "title": "title"}


def _body(article: Article, where: Callable[[Text], Span]) -> Iterator[_Part]:
    previous = ""
    for block in article.body:
        match block:
            case Paragraph():
                role = "body"
                if not article.figure:
                    role = {"": "body first opening", "body": "body"}.get(previous, "body first")
                yield _Part(role, block.text, block.span, breakable=True)
                previous = "body"
            case Intertitle():
                yield _Part("intertitle", block.text, block.span, KEPT_LINES)
                previous = "intertitle"
            case PullQuote():
                yield _Part("pull-quote", block.text, block.span)
                if block.attribution:
                    yield _Part("attribution", block.attribution, where(block.attribution))
                previous = "pull-quote"
            case Picture():
                yield from _pictured(block, 0)
                previous = "picture"


def _pictured(picture: Picture, keep_next: int) -> Iterator[_Part]:
    """A picture in a column, and its caption; so many lines of the next block stay with them."""
    caption = caption_text(picture)
    yield _Part("picture", Text(), picture.span, 1 if caption else keep_next, picture=picture)
    if caption:
        yield _Part("caption", caption, picture.span, keep_next)


def _opened(part: _Part, style: RoleStyle) -> Text:
    """The text with the mark ``opening`` over its first words, where the style asks for it."""
    words = style.block.opening
    if not words or "opening" not in part.role.split() or any(mark.kind in _KINDS for mark in part.text.marks):
        return part.text
    end = opening_end(part.text.characters, words)
    return replace(part.text, marks=in_order((*part.text.marks, Mark("opening", 0, end)))) if end else part.text
