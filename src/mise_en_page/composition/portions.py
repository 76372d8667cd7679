"""An article's blocks before they are set, in the order in which they are read, with what composition adds to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from mise_en_page.composition.added import caption_text, in_order, joined, marked_end, run_in, signed
from mise_en_page.composition.boxes import INSIDE, numbered
from mise_en_page.composition.content import Counters, added
from mise_en_page.composition.cutting import before, since
from mise_en_page.composition.galley import Boxed, RoleStyle, Styles
from mise_en_page.composition.hanging import printed
from mise_en_page.composition.initials import initial_of
from mise_en_page.composition.openings import opening_end
from mise_en_page.composition.rows import row_text
from mise_en_page.composition.style import BlockStyle
from mise_en_page.model.issue import (
    Article,
    Block,
    Cut,
    Intertitle,
    ListItem,
    Mark,
    MarkKind,
    Paragraph,
    Part,
    Picture,
    PullQuote,
    Table,
    Text,
    Verse,
)
from mise_en_page.model.layout import Slot
from mise_en_page.model.problem import Span

#: How many lines of the next block must stand under a heading in its column.
KEPT_LINES = 2


@dataclass(frozen=True, slots=True)
class Portion:
    """A block before it is set: its role, its text, how it clings to what follows, and its ``place`` in the body.

    ``goes_on``: it began on another page. ``shorter``: other wordings for it, if it takes too many lines. ``item``: the
    item of a list that it is; its text is without its sign until it is ``hung``, behind so many characters. ``table``: it
    is that ``row`` of it. ``box``: where it stands in one. ``code``: what a QR code
    says, which it is.
    """

    role: str
    text: Text
    span: Span
    keep_next: int = 0
    breakable: bool = False
    picture: Picture | None = None
    place: Cut | None = None
    goes_on: bool = False
    shorter: tuple[Text, ...] = ()
    item: ListItem | None = None
    hung: int = 0
    table: Table | None = None
    row: int = 0
    box: Boxed | None = None
    code: str = ""

    @property
    def kind(self) -> str:
        """Its role without what it says of its place."""
        return self.role.split()[0]

    @property
    def is_quote(self) -> bool:
        return self.kind in ("pull-quote", "attribution")

    def without(self, *words: str) -> Portion:
        """The same, of whose role these are not said."""
        return replace(self, role=" ".join(word for word in self.role.split() if word not in words))


#: What the two notes of an article that stands on two pages, and its title there, are styled by.
NOTE_ON, NOTE_FROM, CONTINUED = "continued-on", "continued-from", "continued-title"
#: What a title begins with, up to a sign that parts it: it says what the article is about.
_FIRST = re.compile(
    r"^.*?\w(?:[ \u00a0\u202f]?[?!](?=[ \u00a0])|(?=[ \u00a0\u202f]?[:;][ \u00a0]|[ \u00a0][\u2013\u2014][ \u00a0]))"
)


def portions(article: Article, slot: Slot, styles: Styles, share: Part | None = None) -> list[Portion]:
    """An article's blocks in the order in which they are read."""
    start = Span(article.source.file)

    def where(text: Text) -> Span:
        return article.source.span(text.origins[0], len(text.characters)) if text.origins else start

    start_of, after = (share.start, share.after) if share else (None, "")
    begins = start_of is None
    byline = article.byline
    parts: list[Portion] = []
    chapo = article.chapo
    if byline and chapo and "chapo" in slot.head:
        chapo, byline = joined(chapo, byline, "byline"), Text()
    texts = {"kicker": article.kicker, "figure": article.figure, "title": article.title, "chapo": chapo}
    for role, text in texts.items():
        if text and begins:
            parts.append(Portion(role, text, where(text), KEPT_LINES, breakable=role == "chapo"))
    body = list(_body(article, where, start_of))
    told = [n for n, part in enumerate(body) if part.role.startswith("body")]
    last = max([n for n in told if body[n].box is None] or told, default=None)
    if after:
        byline = Text()
    elif last is not None and body[last].table is None:
        style = styles.role(slot.look, body[last].role)
        text = marked_end(body[last].text, style.block.end_mark)
        body[last] = replace(body[last], text=joined(text, byline, "byline"))
    elif byline:
        body.append(Portion("body", joined(Text(), byline, "byline"), where(byline), breakable=True))
    body = _placed_in_boxes(body)
    body = [_hung(part, styles.role(slot.look, part.role)) if part.item else part for part in body]
    if article.qr is not None and not after:
        body.append(Portion("qr", Text(), article.qr.span, code=article.qr.address))
    parts = _quotes([*parts, *body], slot)
    parts = _run_in(parts, slot, styles)
    if slot.inset and article.picture and slot.takes == "article":
        place = next((n for n, part in enumerate(parts) if part.role.startswith("body")), len(parts))
        parts[place:place] = _pictured(article.picture, KEPT_LINES if place < len(parts) else 0)
    if share and slot.takes != "quote":
        title = [_continued(article, slot, where)] if share.titled else []
        parts[:0] = [*title, _note(NOTE_FROM, share.before, start)] if share.before else []
        parts += [_note(NOTE_ON, after, start)] if after else []
    if parts:  # the stylesheet may draw a rule over an article's first block, and give room below its last
        parts[0] = replace(parts[0], role=f"{parts[0].role} opens")
        parts[-1] = replace(parts[-1], role=f"{parts[-1].role} closes")
    return _generated(parts, lambda role: styles.role(slot.look, role).block, _earlier(article, where, share))


def _earlier(article: Article, where: Callable[[Text], Span], share: Part | None) -> Iterator[Portion]:
    """What of an article stands on pages before."""
    if share is not None and share.start is not None:
        heads = {"kicker": article.kicker, "figure": article.figure, "title": article.title, "chapo": article.chapo}
        yield from (Portion(role, text, where(text)) for role, text in heads.items() if text)
        yield from (part for part in _body(article, where, None) if part.place is not None and part.place < share.start)


def _generated(parts: list[Portion], style_of: Callable[[str], BlockStyle], earlier: Iterable[Portion]) -> list[Portion]:
    """An article's blocks with what their styles add to them; ``earlier``: those of other pages, which are counted."""
    styles = [style_of("caption" if part.picture else part.role) for part in parts]
    if not any(style.before or style.after or style.counts for style in styles):
        return parts
    counters = Counters()
    for part in earlier:
        style = style_of("caption" if part.picture else part.role)
        counters.count(style.counts)
        counters.said(style.before)
        counters.said(style.after)
    return list(_each_generated(parts, styles, counters))


def _each_generated(parts: Iterable[Portion], styles: Iterable[BlockStyle], counters: Counters) -> Iterator[Portion]:
    for part, style in zip(parts, styles, strict=True):
        if part.picture is not None or part.code or part.table is not None:
            yield part  # a picture's style is its caption's; cells are set apart from their row
            continue
        if not part.goes_on:
            counters.count(style.counts)
        before = "" if part.goes_on else counters.said(style.before)
        after = counters.said(style.after)
        if not before and not after:
            yield part
            continue
        place = part.place and (part.place[0], part.place[1] - len(before))
        texts = [added(text, part.hung, before, after) for text in (part.text, *part.shorter)]
        yield replace(part, text=texts[0], shorter=tuple(texts[1:]), place=place)


def _placed_in_boxes(parts: list[Portion]) -> list[Portion]:
    places = numbered([part.box.number if part.box else 0 for part in parts])
    return [replace(part, box=place) for part, place in zip(parts, places, strict=True)] if any(places) else parts


def _continued(article: Article, slot: Slot, where: Callable[[Text], Span]) -> Portion:
    """The title over what is left of an article, in its wordings: what it is called there; or all of it, or the first
    sentence of it.

    It is an intertitle where titles stand over all columns: they are those of articles that begin.
    """
    apart = "title" in slot.head or (slot.across is not None and "title" in slot.across.roles)
    text = article.next_title or article.title
    first = None if article.next_title else _FIRST.match(text.characters)
    shorter = before(text, first.end()) if first else Text()
    whole = shorter.characters.count("«") == shorter.characters.count("»")
    role = f"{'intertitle' if apart else 'title'} {CONTINUED}"
    return Portion(role, text, where(text), KEPT_LINES, shorter=(shorter,) if shorter and whole else ())


def _note(role: str, text: str, where: Span) -> Portion:
    return Portion(f"body {role}", Text(text), where, KEPT_LINES if role == NOTE_FROM else 0)


def _quotes(parts: list[Portion], slot: Slot) -> list[Portion]:
    """Quotes alone for a slot that takes them; nothing but them for the slot from which they are taken."""
    if slot.takes == "quote":
        return [part for part in parts if part.is_quote]
    if not slot.quotes:
        return parts
    left: list[Portion] = []
    for above, part in zip([None, *parts], parts, strict=False):
        if not part.is_quote:
            # the paragraph then follows text, and is indented as any other
            follows = above is not None and above.is_quote and left and left[-1].kind == "body"
            left.append(part.without("first") if follows else part)
    return left


def _run_in(parts: list[Portion], slot: Slot, styles: Styles) -> list[Portion]:
    """Kickers and titles whose style says so, at the beginning of the first paragraph that they stand before."""
    found: list[Portion] = []
    for part in reversed(parts):
        after = found[-1] if found else None
        style = styles.role(slot.look, part.role).block if part.role in ("kicker", "title") else None
        if after is None or style is None or not style.run_in or not after.role.endswith("opening"):
            found.append(part)
        else:
            text = run_in(part.text, after.text, RUN_IN[part.role], style.run_in_stop)
            block, character = after.place or (0, 0)
            place = block, character - len(text.characters) + len(after.text.characters)
            found[-1] = replace(after, text=text, span=part.span, place=place)
    return found[::-1]


RUN_IN: dict[str, MarkKind] = {"kicker": "kicker", "title": "title"}


def _body(article: Article, where: Callable[[Text], Span], start: Cut | None) -> Iterator[Portion]:
    """The blocks of an article's body, from a place of it on (None: from its beginning)."""
    first, character = start or (0, 0)
    previous = outside = ""
    box = 0
    for number, block in enumerate(article.body):
        if (inside := _box_of(block)) != box:  # a box begins anew, and behind it the text goes on
            outside = outside if box else previous
            previous, box = "" if inside else outside, inside
        for part in _boxed(_block(block, previous, where, figure=bool(article.figure)), box):
            if number == first and character:
                text = since(part.text, character)
                yield replace(part, role="body", text=text, place=(number, character), goes_on=True)
            elif number >= first:
                yield replace(part, place=(number, 0))
        previous = _AFTER.get(type(block), "picture")


def _box_of(block: Block) -> int:
    return 0 if isinstance(block, PullQuote | Picture) else block.boxed


def _boxed(parts: Iterator[Portion], box: int) -> Iterator[Portion]:
    """The portions of a block in a box."""
    for part in parts:
        plain = part.without("opening")
        yield replace(plain, role=f"{plain.role} {INSIDE}", box=Boxed(box)) if box else part


_AFTER: dict[type, str] = {
    Paragraph: "body", ListItem: "body", Verse: "verse", Table: "body", Intertitle: "intertitle", PullQuote: "pull-quote",
}  # fmt: skip
#: How deep an item stands in lists, as its role says it.
ITEM = ("", "body item", "body item nested", "body item nested third")


#: Lines that are kept as they are, and those that follow others.
VERSE = ("body verse", "body verse stanza")
#: Rows of a table, those under its head and the head itself; so many stay in one column.
ROW = ("body row", "body row header")
KEPT_ROWS = 12


def _hung(part: Portion, style: RoleStyle) -> Portion:
    """An item behind its sign."""
    assert part.item is not None
    sign = printed(part.item.sign, style.block.marker)
    return replace(part, text=signed(sign, part.text), hung=len(sign.characters) + 1)


def _block(block: Block, previous: str, where: Callable[[Text], Span], *, figure: bool) -> Iterator[Portion]:
    match block:
        case Paragraph() if block.dated:
            yield Portion("body agenda", _labelled(block.text), block.span, breakable=True)
        case Paragraph():
            role = "body"
            if not figure:
                role = {"": "body first opening", "body": "body", "verse": "body"}.get(previous, "body first")
            yield Portion(role, block.text, block.span, breakable=True)
        case ListItem():
            yield Portion(ITEM[block.depth], block.text, block.span, breakable=True, item=block)
        case Verse():
            yield Portion(VERSE[previous == "verse"], block.text, block.span, breakable=True)
        case Table():
            most = len(block.rows) - 1
            for row, cells in enumerate(block.rows):
                head = block.headed and row == 0
                kept = int(row < most and (head or most < KEPT_ROWS))
                text = row_text(cells)
                yield Portion(ROW[head], text, block.span, kept, table=block, row=row)
        case Intertitle():
            yield Portion("intertitle", block.text, block.span, KEPT_LINES)
        case PullQuote():
            yield Portion("pull-quote", block.text, block.span)
            if block.attribution:
                yield Portion("attribution", block.attribution, where(block.attribution))
        case Picture():
            yield from _pictured(block, 0)


def _labelled(text: Text) -> Text:
    """The text of an agenda's paragraph with the mark ``date`` over what it begins with in bold."""
    end = next((mark.end for mark in text.marks if mark.kind == "strong" and not mark.start), 0)
    return replace(text, marks=in_order((*text.marks, Mark("date", 0, end)))) if end else text


def _pictured(picture: Picture, keep_next: int) -> Iterator[Portion]:
    """A picture in a column, and its caption; so many lines of the next block stay with them."""
    caption = caption_text(picture)
    yield Portion("picture", Text(), picture.span, 1 if caption else keep_next, picture=picture)
    if caption:
        yield Portion("caption", caption, picture.span, keep_next)


def opened(part: Portion, style: RoleStyle) -> Text:
    """The text with the marks ``opening`` over its first words and ``initial`` over its first letter, where the style asks
    for them.
    """
    characters, words, marks = part.text.characters, style.block.opening, list(part.text.marks)
    if any(mark.kind in RUN_IN for mark in marks):
        return part.text
    start = next((mark.end for mark in marks if mark.kind == "before"), 0)
    if words and "opening" in part.role.split() and (end := opening_end(characters[start:], words)):
        marks.append(Mark("opening", start, start + end))
    if style.initial is not None and not part.goes_on and not start and (letter := initial_of(characters)):
        marks.append(Mark("initial", *letter))
    return replace(part.text, marks=in_order(marks)) if len(marks) > len(part.text.marks) else part.text


#: Their lines are seen before they are read, and end by the sense; and so do those of what stands under a key figure.
DISPLAY = frozenset(("kicker", "title", "chapo", "intertitle", "pull-quote", "attribution", "caption", "figure"))


def by_sense(part: Portion, style: BlockStyle, article: Article) -> bool:
    """Do a block's lines end by the sense?"""
    if style.by_sense is not None:
        return style.by_sense
    return part.kind in DISPLAY or (part.kind == "body" and bool(article.figure))


def kept_off(box: BlockStyle, picture: Picture) -> BlockStyle:
    """A picture's box: half a line of white under one without a caption, which would have its own."""
    return box if caption_text(picture) else replace(box, margin_bottom=max(box.margin_bottom, box.leading / 2))
