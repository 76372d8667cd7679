"""Articles into galleys: each block of an article on its measure, with what composition adds to the text.

Byline, credit, opening words and end mark are marks over the text, so that the stylesheet gives them their look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from mise_en_page.composition.added import caption_text
from mise_en_page.composition.boxes import ROLE, inset, kept
from mise_en_page.composition.breaks import Hyphenate
from mise_en_page.composition.clearance import cleared
from mise_en_page.composition.codes import set_code
from mise_en_page.composition.cutting import before, cut_at, since
from mise_en_page.composition.fitted import FITTED, amiss, eased, fitted, is_torn, whole
from mise_en_page.composition.fonts import Catalogue
from mise_en_page.composition.galley import Galley, GalleyPage, Marks, RoleStyle, SetArticle, SetBlock, Setting, Styles
from mise_en_page.composition.hanging import ENDLESS, hung, set_sign
from mise_en_page.composition.initials import set_initial
from mise_en_page.composition.portions import NOTE_ON, ROW, RUN_IN, Portion, by_sense, kept_off, opened, portions
from mise_en_page.composition.rows import set_row
from mise_en_page.composition.setting import Typeset, typeset
from mise_en_page.composition.strands import Strands
from mise_en_page.composition.tokens import intervals
from mise_en_page.model.issue import (
    Article,
    Mark,
    MarkKind,
    Page,
    Part,
    Placement,
    Source,
    Text,
)
from mise_en_page.model.layout import Grid, Layout, Slot, class_of
from mise_en_page.model.memo import Ask, at_once
from mise_en_page.model.message import say
from mise_en_page.model.problem import Problem, Span
from mise_en_page.processes.activity import doing


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
    article = ask(compose_article, placement.article, slot, grid, styles, catalogue, hyphenate, ask, placement.part)
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
    hyphenate: Hyphenate | None, by_sense: bool | None = None,
) -> tuple[Typeset, float]:  # fmt: skip
    """A text set wherever it was typed, and its first baseline: the same words give the same lines in any place."""
    text = Text(characters, tuple(range(len(characters))), tuple(Mark(*mark) for mark in marks))
    strands = Strands(style, catalogue)
    made = typeset(text, style, measure, strands, hyphenate, NOWHERE, WHOLE, by_sense)
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


def compose_article(
    article: Article, slot: Slot, grid: Grid, styles: Styles, catalogue: Catalogue, hyphenate: Hyphenate | None = None,
    ask: Ask = at_once, share: Part | None = None, only: int | None = None,
) -> SetArticle:  # fmt: skip
    """An article set for a slot: its head on the slot's width, the rest on the measure of the slot's columns.

    ``share``: what of it stands on the page. ``only``: the number of the one block of its body that is set.
    """
    slot = styles.dressed(slot, article)
    width = grid.span(slot.units)
    column = grid.measure(slot.text_stretch)

    def made(part: Portion, index: int, width: float) -> SetBlock:
        if part.code:
            return _set_code(part, index, width, article, slot, grid, styles)
        return _set_part(part, index, width, article, slot, styles, catalogue, hyphenate, ask)

    head, body = list[SetBlock](), list[SetBlock]()
    previous: Portion | None = None
    cut = share.end if share else None
    for index, part in enumerate(portions(article, slot, styles, share)):
        if only is not None and (part.place is None or part.place[0] != only):
            continue
        across = slot.across if slot.across is not None and part.kind in slot.across.roles else None
        in_head = across is not None or part.kind in slot.head
        measure = across.box(grid, verso=False)[1] if across else width if in_head else column
        block = _in_few_lines(part, partial(made, index=index, width=measure))
        if cut is not None and part.place is not None and part.place >= cut:
            continue
        if cut is not None and part.place is not None and part.place[0] == cut[0]:
            alone = replace(part, text=before(part.text, cut[1] - part.place[1]))
            block = cut_at(block, cut[1]) or made(alone, index, measure)  # where no line ends there, set by itself
        if previous is not None and previous.is_quote and "first" in part.role.split():
            block = replace(block, in_text=made(part.without("first", "opening"), index, column))  # once the quote moves
        previous = part
        into = head if in_head else body
        into.append(cleared(into[-1], block, catalogue) if into else block)
    note = body.pop() if body and cut is None and NOTE_ON in body[-1].role.split() else None
    picture = article.picture if slot.takes != "quote" and not slot.inset else None
    caption = None
    if picture and only is None and (text := caption_text(picture)):
        caption = made(Portion("caption", text, picture.span), len(head) + len(body), width)
    return SetArticle(
        article.name, slot.name, tuple(head), tuple(kept(tuple(_kept(body)), _height(slot, grid))), picture, caption,
        variant=slot.variant, goes_on=note, cut=cut,
    )  # fmt: skip


def _height(slot: Slot, grid: Grid) -> float:
    """How high a column of a slot is at most, in pt."""
    stretch = slot.text_stretch
    return (stretch.foot - stretch.top) * grid.leading


def _in_few_lines(part: Portion, made: Callable[[Portion], SetBlock]) -> SetBlock:
    """A block in the first of its wordings that takes a line (a title two); if none does, in that of the fewest lines."""
    if not part.shorter:
        return made(part)
    tried = [made(replace(part, text=text)) for text in (part.text, *part.shorter)]
    few = 2 if part.kind == "title" else 1
    return next((each for each in tried if each.natural <= few), min(tried, key=lambda each: each.natural))


def _set_code(
    part: Portion, index: int, width: float, article: Article, slot: Slot, grid: Grid, styles: Styles
) -> SetBlock:
    """A QR code."""
    style = styles.role(slot.look, part.role)
    measure = style.block.measure(width)
    style, setting, code, problems = set_code(part.code, style, grid.leading, measure, part.span)
    count = len(setting.lines)
    return SetBlock(
        part.role, article.name, index, style.block, measure, {count: setting}, count, 0.0, part.span, breakable=False,
        problems=problems, source=article.source, code=code,
    )  # fmt: skip


def _set_part(
    part: Portion, index: int, width: float, article: Article, slot: Slot, styles: Styles, catalogue: Catalogue,
    hyphenate: Hyphenate | None, ask: Ask,
) -> SetBlock:  # fmt: skip
    # a picture's box is its caption's: the cascade knows the roles of text only
    style = styles.role(slot.look, "caption" if part.picture else part.role)
    if part.box is not None:
        box = styles.role(slot.look, ROLE).block
        style = inset(style, box, part.box)
        place = part.box._replace(left=box.margin_left, right=box.margin_right, opacity=box.opacity, turn=box.turn)
        made = _set_inside(replace(part, box=None), style, index, width, article, slot, styles, catalogue, hyphenate, ask)
        return replace(made, box=place)
    return _set_inside(part, style, index, width, article, slot, styles, catalogue, hyphenate, ask)


def _set_inside(
    part: Portion, style: RoleStyle, index: int, width: float, article: Article, slot: Slot, styles: Styles,
    catalogue: Catalogue, hyphenate: Hyphenate | None, ask: Ask,
) -> SetBlock:  # fmt: skip
    """A block in its style, in a box or in none."""
    if part.table is not None:
        style = replace(style, block=replace(style.block, indent=0.0))
    if style.block.initial:
        return _with_initial(part, style, index, width, article, slot, catalogue, hyphenate, ask)
    block = _set_alone(part, style, index, width, article, slot, catalogue, hyphenate, ask)
    if part.table is not None:
        headed = part.table.headed

        def style_of(row: int) -> RoleStyle:
            return styles.role(slot.look, ROW[headed and row == 0])

        line, wrong = set_row(part.table, part.row, style_of, block.measure, catalogue, article.source)
        return replace(block, settings={1: Setting((line,), 0.0)}, natural=1, problems=wrong)
    if part.item is None:
        return block
    hanging, problems = set_sign(before(part.text, part.hung - 1), part.item.widest, style, catalogue)
    room = hanging.room(style.block.padding_left)
    style = replace(style, block=replace(style.block, indent=0.0, padding_left=room))
    own = replace(part, text=since(part.text, part.hung))
    block = _set_alone(own, style, index, width, article, slot, catalogue, hyphenate, ask)
    told = tuple(_placed(problem, part.text, article.source, part.span) for problem in problems)
    return replace(
        block, settings=hung(block.settings, hanging, room, part.hung), text=part.text.characters,
        origins=part.text.origins, problems=(*told, *block.problems),
    )  # fmt: skip


def _with_initial(
    part: Portion, style: RoleStyle, index: int, width: float, article: Article, slot: Slot, catalogue: Catalogue,
    hyphenate: Hyphenate | None, ask: Ask,
) -> SetBlock:  # fmt: skip
    """A paragraph beside its initial; one that has no capital, or no room for it, as any other, and told."""

    def alone(text: Text, style: RoleStyle) -> SetBlock:
        return _set_alone(part, style, index, width, article, slot, catalogue, hyphenate, ask, text)

    text = opened(part, style)
    initial = set_initial(text, style, catalogue)
    if initial is not None:
        block = alone(since(text, initial.end), replace(style, block=initial.inset(style.block)))
        settings = {n: initial.beside(each) for n, each in block.settings.items() if n >= initial.lines}
        if block.natural in settings and initial.fits(block.measure, style.block.text.size):
            told = [_placed(problem, text, article.source, part.span) for problem in initial.problems]
            return replace(
                block, settings=settings, text=text.characters, origins=text.origins, first_lines=initial.lines,
                problems=(*told, *block.problems),
            )  # fmt: skip
    block = alone(replace(text, marks=tuple(mark for mark in text.marks if mark.kind != "initial")), style)
    if part.goes_on or any(mark.kind in RUN_IN for mark in text.marks):
        return block
    if initial is not None:
        told = [Problem.of("initial/short", "info", part.span, lines=style.block.initial)]
    else:
        told = [Problem.of("initial/sign", "info", part.span)]
    return replace(block, problems=(*block.problems, *told))


def _set_alone(
    part: Portion, style: RoleStyle, index: int, width: float, article: Article, slot: Slot, catalogue: Catalogue,
    hyphenate: Hyphenate | None, ask: Ask, text: Text | None = None,
) -> SetBlock:  # fmt: skip
    """A block that is set in one; ``text``: what of it, unless all."""
    box = style.block
    measure = box.measure(width)
    block = partial(
        SetBlock, role=part.role, article=article.name, index=index, measure=measure, span=part.span,
        keep_next=part.keep_next, place=part.place, style_class=class_of(slot.style),
    )  # fmt: skip
    if part.goes_on:
        style = replace(style, block=replace(box, indent=0.0))
    if part.picture is not None:
        box = kept_off(box, part.picture)
        return block(style=box, settings={}, natural=0, first_baseline=0.0, breakable=False, picture=part.picture)
    text = opened(part, style) if text is None else text
    sense = by_sense(part, box, article)
    if box.fit and part.kind in FITTED:
        style = ask(_sized, text.characters, marks_key(text), style, measure, catalogue, hyphenate, sense)
    elif part.kind == "figure":
        style = _on_one_line(text, style, measure, catalogue)
    made, first = ask(_lines, text.characters, marks_key(text), style, measure, catalogue, hyphenate, sense)
    if not box.fit and part.kind in ("title", "pull-quote") and is_torn(made):
        style = ask(_sized, text.characters, marks_key(text), style, measure, catalogue, hyphenate, sense)
        made, first = ask(_lines, text.characters, marks_key(text), style, measure, catalogue, hyphenate, sense)
    if not box.fit and sense and part.kind == "pull-quote" and amiss(text.characters, made):
        style = ask(_eased, text.characters, marks_key(text), style, measure, catalogue, hyphenate)
        made, first = ask(_lines, text.characters, marks_key(text), style, measure, catalogue, hyphenate, sense)
    problems: tuple[Problem, ...] = ()
    if part.kind == "figure" and made.natural > 1:
        name, figure = article.name, part.text.characters
        problems = (Problem.of("figure-too-wide", "error", part.span, name=name, figure=figure, lines=made.natural),)
        width = _width(text, style, catalogue) / CLOSE  # so that a proof shows it whole, over its slot
        made, _ = ask(_lines, text.characters, marks_key(text), style, width, catalogue, None)
    settings, natural = made.settings, made.natural
    problems = (*[_placed(problem, text, article.source, part.span) for problem in made.problems], *problems)
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


def stretches(article: Article, slot: Slot, styles: Styles, share: Part | None = None) -> Iterator[Stretch]:
    """All the text of an article as a slot sets it, with what composition adds, in stretches of one style each."""
    slot = styles.dressed(slot, article)
    parts = portions(article, slot, styles, share)
    if article.picture and slot.takes != "quote" and (caption := caption_text(article.picture)):
        parts.append(Portion("caption", caption, article.picture.span))
    for part in parts:
        if part.picture is not None or part.code:
            continue
        text = opened(part, styles.role(slot.look, part.role))
        for start, end, marks in intervals(text):
            typed = start < len(text.origins)
            where = article.source.span(text.origins[start], end - start) if typed else part.span
            yield Stretch(part.role, marks, text.characters[start:end], where)


def _sized(
    characters: str, marks: tuple[tuple[MarkKind, int, int], ...], style: RoleStyle, measure: float, catalogue: Catalogue,
    hyphenate: Hyphenate | None, by_sense: bool,
) -> RoleStyle:  # fmt: skip
    def made(style: RoleStyle) -> Typeset:
        return _lines(characters, marks, style, measure, catalogue, hyphenate, by_sense)[0]

    return fitted(characters, style, made) if style.block.fit else whole(style, made)


def _eased(
    characters: str, marks: tuple[tuple[MarkKind, int, int], ...], style: RoleStyle, measure: float, catalogue: Catalogue,
    hyphenate: Hyphenate | None,
) -> RoleStyle:  # fmt: skip
    return eased(characters, style, lambda style: _lines(characters, marks, style, measure, catalogue, hyphenate, True)[0])


#: Of a line's width: rounding must not break it.
CLOSE = 0.999


def _on_one_line(text: Text, style: RoleStyle, measure: float, catalogue: Catalogue) -> RoleStyle:
    """A key figure's style, as much smaller as it takes to stand on one line, down to the layout's ``least_size``."""
    width = _width(text, style, catalogue)
    if width <= measure:
        return style
    return style.scaled(max(style.block.least_size, CLOSE * measure / width))


def _width(text: Text, style: RoleStyle, catalogue: Catalogue) -> float:
    """How wide a text is on one line, in pt."""
    made, _ = _lines(text.characters, marks_key(text), style, ENDLESS, catalogue, None)
    return max((line.width for line in made.settings[made.natural].lines), default=0.0) if made.settings else 0.0


def _shared_out(made: Typeset) -> int:
    """A title over two pages takes as many lines on the one as on the other, if it can."""
    return next((count for count in (made.natural, made.natural + 1) if count % 2 == 0 and count in made.settings),
                made.natural)  # fmt: skip


#: A chapo in a column stays whole, as the title does, but for one that is rather an article.
LONG_CHAPO = 12


def _kept(blocks: Iterable[SetBlock]) -> Iterator[SetBlock]:
    """Blocks with what clings to them: a pull quote keeps the whole of its attribution, what brings in a list, a
    table or verse its first line; items of one line begin and end a list by two.
    """
    row = list(blocks)
    for above, block, below in zip(row, row[1:], [*row[2:], None], strict=False):
        keeps = above.keep_next
        if block.role.startswith("attribution") and above.role.startswith("pull-quote"):
            keeps = block.natural
        elif _is_item(block) and not keeps:
            first, last = not _is_item(above), below is None or not _is_item(below)
            keeps = int(first or (last and block.natural == 1))
        yield replace(above, keep_next=keeps) if keeps != above.keep_next else above
    yield from row[-1:]


def _is_item(block: SetBlock) -> bool:
    """Is it of a list, an agenda, a table, a poem; or a code, which the text brings in?"""
    return not {"item", "agenda", "row", "verse", "qr"}.isdisjoint(block.role.split())
