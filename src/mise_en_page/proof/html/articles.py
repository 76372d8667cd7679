"""The articles as a reader has them, in the elements of HTML; and where each of their characters stands in its file.

A *passage* is what has a text of its own: a title, a paragraph, a cell. Each has a number, and is found under ``#tNUMBER``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby, pairwise

from mise_en_page.model.issue import (
    Article,
    Block,
    Intertitle,
    ListItem,
    Mark,
    Picture,
    PullQuote,
    Source,
    Table,
    Text,
    Verse,
)  # fmt: skip
from mise_en_page.model.message import Message, say
from mise_en_page.proof.html.svg import number

ELEMENTS = {
    "emphasis": ("<em>", "</em>"), "strong": ("<strong>", "</strong>"), "superior": ("<sup>", "</sup>"),
    "small-caps": ('<span class="small-caps">', "</span>"),
}  # fmt: skip
SAFE = ("http://", "https://", "mailto:")


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture on a page (from 0): its box, left, top, right, bottom in pt."""

    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of an article besides its text: the pages on which it stands, what is over or missing, and from which
    offset in its file it has no room (None: all has room).
    """

    folios: tuple[int, ...]
    notes: tuple[str, ...] = ()
    over: int | None = None


@dataclass(slots=True)
class Passages:
    """The passages so far: of each its file and, by file, the passage and place in it of each offset that it shows."""

    count: int = 0
    places: dict[str, dict[int, tuple[int, int]]] = field(default_factory=dict)
    _sorted: dict[str, list[int]] = field(default_factory=dict)

    def add(self, text: Text, file: str) -> int:
        """The number of a new passage."""
        self.count += 1
        known = self.places.setdefault(file, {})
        for n, origin in enumerate(text.origins):
            known.setdefault(origin, (self.count, n))
        return self.count

    def at(self, file: str, offset: int) -> tuple[int, int] | None:
        """The passage and the place in it of what stands at an offset of a file, or of the last that is shown before it."""
        known = self.places.get(file)
        if not known:
            return None
        if offset in known:
            return known[offset]
        order = self._sorted.setdefault(file, sorted(known))
        return known[order[max(0, bisect_right(order, offset) - 1)]]


class Writer:
    """Writes one article. ``shown``: its pictures by their files; ``told``: what is said of it."""

    def __init__(self, article: Article, passages: Passages, shown: Mapping[str, Shown], told: Told) -> None:
        self.article, self.passages, self.shown, self.told = article, passages, shown, told
        self.source: Source = article.source

    def written(self, name: str) -> str:
        """The whole article; ``name`` is its id."""
        a = self.article
        title = a.title or a.figure or a.next_title
        heads = [
            self.passage("p", a.kicker, "kicker"),
            self.passage("h3", title, "title") if title else f"<h3>{escape(a.name)}</h3>",
            self.passage("p", a.chapo, "chapo"),
            self.passage("p", a.byline, "byline"),
        ]
        pages = " ".join(
            f'<a href="#page-{folio}">{_said(say("html/page", folio=folio))}</a>' for folio in self.told.folios
        )
        notes = "".join(f'<p class="told">{escape(note)}</p>' for note in self.told.notes)
        code = f'<p class="code">{_said(say("html/code", address=a.qr.address))}</p>' if a.qr is not None else ""
        picture = self.picture(a.picture) if a.picture is not None else ""
        button = f'<button type="button" class="on-article" hidden>{_said(say("html/on-article"))}</button>'
        return (
            f'<article id="{name}" data-file="{escape(a.source.file)}">\n{"".join(heads)}\n'
            f'<p class="where">{pages} <span>{escape(a.source.file)}</span> {button}</p>{notes}\n{picture}'
            f"{''.join(self.blocks(a.body))}{code}</article>\n"
        )

    def passage(self, element: str, text: Text, kind: str = "", inner: str = "") -> str:
        """An element with a text of its own; nothing for an empty one."""
        if not text:
            return ""
        name = self.passages.add(text, self.source.file)
        at = self.source.span(text.origins[0]) if text.origins else None
        place = f' data-at="{at.line}:{at.column}"' if at is not None else ""
        named = f' class="{kind}"' if kind else ""
        return f'<{element} id="t{name}"{named}{place}>{inner}{self.marked(text)}</{element}>\n'

    def marked(self, text: Text) -> str:
        """A text with its marks as elements, and what has no room in one of its own."""
        over, known = self.told.over, text.origins
        start = next((n for n, origin in enumerate(known) if over is not None and origin >= over), len(text.characters))
        marks = [mark for mark in text.marks if mark.kind in ELEMENTS or (mark.kind == "link" and _safe(mark))]
        cuts = sorted({0, len(text.characters), start, *(each for mark in marks for each in (mark.start, mark.end))})
        made = []
        for first, last in pairwise(cuts):
            words = escape(text.characters[first:last], quote=False).replace("\n", "<br>")
            for mark in reversed([mark for mark in marks if mark.start <= first and last <= mark.end]):
                before, after = _element(mark)
                words = f"{before}{words}{after}"
            made.append(f'<span class="over">{words}</span>' if first >= start else words)
        return "".join(made)

    # blocks

    def blocks(self, body: Sequence[Block]) -> Iterator[str]:
        for boxed, group in groupby(body, key=lambda block: getattr(block, "boxed", 0)):
            inner = "".join(self.listed(list(group)))
            yield f'<aside class="box">\n{inner}</aside>\n' if boxed else inner

    def listed(self, blocks: Iterable[Block]) -> Iterator[str]:
        for is_list, group in groupby(blocks, key=lambda block: isinstance(block, ListItem)):
            inner = "".join(self.block(block) for block in group)
            yield f'<ul role="list">\n{inner}</ul>\n' if is_list else inner

    def block(self, block: Block) -> str:
        match block:
            case ListItem():
                sign = f'<span class="sign">{escape(block.sign.characters)} </span>' if block.sign else ""
                return f'<li class="d{min(block.depth, 3)}">{sign}{self.passage("span", block.text)}</li>\n'
            case PullQuote():
                by = self.passage("footer", block.attribution)
                return f"<blockquote>{self.passage('p', block.text)}{by}</blockquote>\n"
            case Picture():
                return self.picture(block)
            case Table():
                return self.table(block)
        element = "h4" if isinstance(block, Intertitle) else "p"
        return self.passage(element, block.text, "verse" if isinstance(block, Verse) else "")

    def table(self, table: Table) -> str:
        rows = []
        for n, row in enumerate(table.rows):
            cell = "th" if table.headed and n == 0 else "td"
            cells = "".join(self.passage(cell, text) or f"<{cell}></{cell}>" for text in row)
            rows.append(f"<tr>{cells}</tr>\n")
        label = _said(say("html/table"))
        return (
            f'<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table>\n{"".join(rows)}</table></div>\n'
        )

    def picture(self, picture: Picture) -> str:
        """What of the page shows it, with its words."""
        told = picture.alternative or picture.caption.characters or _said(say("html/picture"))
        shown = self.shown.get(picture.file)
        drawn = f"<p>[{escape(told)}]</p>"
        if shown is not None:
            x0, y0, x1, y1 = shown.box
            view = " ".join(map(number, (x0, y0, x1 - x0, y1 - y0)))
            drawn = f'<svg role="img" aria-label="{escape(told)}" viewBox="{view}"><use href="#d{shown.page + 1}"/></svg>'
        words = self.passage("span", picture.caption) + self.passage("small", picture.credit)
        return f"<figure>{drawn}{f'<figcaption>{words}</figcaption>' if words else ''}</figure>\n"


def _safe(mark: Mark) -> bool:
    return mark.href.lower().startswith(SAFE)


def _element(mark: Mark) -> tuple[str, str]:
    if mark.kind == "link":
        return f'<a href="{escape(mark.href)}" rel="noreferrer noopener">', "</a>"
    return ELEMENTS[mark.kind]


def _said(message: Message) -> str:
    return escape(str(message))
