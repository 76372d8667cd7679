"""What was written: an issue, its pages, its articles, their blocks and their text.

Text is flat: characters, the offset in the file that each came from, and marks laid over them. A rule of typography
therefore sees ``<em>Le Monde</em> :`` as one text, every character can be led back to where it was typed, and the
composer cuts runs of one style without walking a tree.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from mise_en_page.model.memo import ByValue
from mise_en_page.model.problem import Span

#: What the author writes, then what composition lays over the text (a byline run in, a credit after its caption…).
MarkKind = Literal[
    "emphasis", "strong", "link", "small-caps", "superior", "byline", "credit", "end-mark", "opening", "kicker", "title",
    "marker", "initial", "date", "before", "after",
]  # fmt: skip

#: A line break that the author typed (in a title, say); it stands in ``Text.characters`` as this character.
LINE_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Mark:
    """Inline markup over ``characters[start:end]``; ``href`` only for links."""

    kind: MarkKind
    start: int
    end: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text: ``origins[i]`` is the offset, in characters, of ``characters[i]`` in the article's file.

    A character that a rule inserted has the origin of the character that it stands beside or replaces.
    ``marks`` are sorted by start, then by descending end (outer first).
    """

    characters: str = ""
    origins: tuple[int, ...] = ()
    marks: tuple[Mark, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.characters)


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the publication as it was read: its path relative to the publication, and where its lines begin."""

    file: str
    line_starts: tuple[int, ...] = (0,)

    def span(self, offset: int, length: int = 0) -> Span:
        """The line and column of an offset in characters."""
        line = bisect_right(self.line_starts, offset)
        return Span(self.file, line, offset - self.line_starts[line - 1] + 1, length)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``dated``: it is of an agenda, and begins with a date, or a like label, in bold.

    ``boxed``, as of other blocks: the number, from 1, of the box in which it stands (0: in none).
    """

    text: Text
    span: Span
    dated: bool = False
    boxed: int = 0


@dataclass(frozen=True, slots=True)
class Intertitle:
    text: Text
    span: Span
    boxed: int = 0


@dataclass(frozen=True, slots=True)
class PullQuote:
    """A quotation drawn out of the text; ``attribution`` is what followed the dash, without the dash."""

    text: Text
    attribution: Text
    span: Span


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of the publication: ``file`` is relative to the publication; ``focus`` is (x, y) in 0..1 from top left;
    ``shape`` its width by its height (0: not known).
    """

    file: str
    alternative: str
    caption: Text
    credit: Text
    span: Span
    focus: tuple[float, float] = (0.5, 0.5)
    shape: float = 0.0


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list: ``sign`` is what was typed before its text (``-``, ``•``, ``12.``), without the space.

    ``depth`` counts from 1, the outermost. ``widest`` is the longest sign beside it, at its depth, its figures as noughts,
    so that their texts stand under one another.
    """

    text: Text
    span: Span
    sign: Text
    depth: int = 1
    widest: str = ""
    boxed: int = 0


@dataclass(frozen=True, slots=True)
class Verse:
    """Lines that are kept as they are: a stanza, an address."""

    text: Text
    span: Span
    boxed: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A small table: its rows, each with as many cells, the first of them its head if ``headed``.

    ``alignment`` is what was asked for of each column; "" leaves it to what stands in it.
    """

    rows: tuple[tuple[Text, ...], ...]
    headed: bool
    alignment: tuple[Literal["", "left", "right", "center"], ...]
    span: Span
    boxed: int = 0

    @property
    def cells(self) -> tuple[Text, ...]:
        return tuple(cell for row in self.rows for cell in row)


Block = Paragraph | Intertitle | PullQuote | Picture | ListItem | Verse | Table


@dataclass(frozen=True, slots=True)
class Onward:
    """Where an article may go on: on which later folio (0: any later one of the pages that share their articles), and in
    which slot there ("" lets the layout choose).

    ``titled``: its title stands over what is left of it.
    """

    folio: int
    slot: str
    span: Span
    titled: bool = True


@dataclass(frozen=True, slots=True)
class Styled:
    """The style that an article asks for by its ``name``, besides that of its slot."""

    name: str
    span: Span


#: A place in an article's body: a block, and a character of its corrected text, both from 0.
Cut = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part(ByValue):
    """What of an article stands on one of the two pages that share it, from ``start`` on (None: from its beginning) up to
    ``end`` (None: to its end, or as far as there is room where a note comes ``after`` it).

    ``before`` and ``after``: the notes that say where it comes from and where it goes on; ``titled``: its title stands over
    the first of them.
    """

    start: Cut | None = None
    end: Cut | None = None
    before: str = ""
    after: str = ""
    titled: bool = False

    @property
    def is_open(self) -> bool:
        """Does it go on elsewhere, and is it not known yet where it is cut?"""
        return bool(self.after) and self.end is None


@dataclass(frozen=True, slots=True)
class Address:
    """What a QR code says, as it was typed."""

    address: str
    span: Span


@dataclass(frozen=True, slots=True)
class Ordered:
    """How long an article was ordered to be: so many characters of its text, or lines, its heads left out."""

    amount: int
    unit: Literal["signs", "lines"]


@dataclass(frozen=True, slots=True)
class Article:
    """One article. A ``figure`` makes it a key figure (chiffre-clé) whose body is its explanation; a picture and nothing
    else but its caption, a picture by itself.

    ``name`` is the name by which issue.yaml calls it; ``next`` the page on which it may go on, ``next_title`` what is to
    stand over it there (empty: its title). ``style`` is its own (``Layout.styles``). ``qr``: what the QR code at its end
    leads to. ``length``: that of its text as it was ordered; nothing on the page depends on it. ``keep``: words and phrases
    of it that no rule of typography touches.
    """

    name: str
    source: Source
    title: Text
    kicker: Text = field(default_factory=Text)
    chapo: Text = field(default_factory=Text)
    byline: Text = field(default_factory=Text)
    figure: Text = field(default_factory=Text)
    picture: Picture | None = None
    body: tuple[Block, ...] = ()
    next: Onward | None = None
    next_title: Text = field(default_factory=Text)
    style: Styled | None = None
    qr: Address | None = None
    length: Ordered | None = None
    keep: tuple[str, ...] = ()

    @property
    def kind(self) -> Literal["article", "figure", "picture"]:
        """Which slots are for it."""
        if self.figure:
            return "figure"
        return (
            "picture"
            if self.picture and not (self.title or self.kicker or self.chapo or self.body or self.qr)
            else "article"
        )

    @property
    def is_text(self) -> bool:
        """Is it neither a key figure nor a picture by itself?"""
        return self.kind == "article"


@dataclass(frozen=True, slots=True)
class Placement:
    """An article on a page, and the slot that issue.yaml asked for ("" lets the layout choose).

    ``lead``: it is the page's lead. ``optional``: it may be left out of a page that is too full, those of the highest
    number first (0: never). ``unbroken``: it is not broken between two columns. ``folio``: of pages that share their
    articles, the one on which it stands (0: any). ``part``: what of it stands here, where it goes on on another page.
    ``picture``: the slot in which its picture stands, apart from it ("": where it stands itself).
    """

    article: Article
    slot: str = ""
    optional: int = 0
    unbroken: bool = False
    lead: bool = False
    folio: int = 0
    part: Part | None = None
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Advert:
    """An advert that is booked: its file, relative to the publication, and in it the ``page`` (from 1; 0: the only one);
    the folio on which it stands, and the slot ("": that of its size, else the first that is large enough).

    ``size`` is its trimmed page's, in pt; of a picture (``scales``: it is printed in any size) its pixels; 0 where it is
    not known.
    """

    file: str
    slot: str
    folio: int
    page: int
    span: Span
    size: tuple[float, float] = (0.0, 0.0)
    scales: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What an entry of issue.yaml leaves to the program: the ``layouts`` that its pages may take, those that it would
    rather have first; over how many ``folios`` its articles are given out.
    """

    layouts: tuple[str, ...]
    folios: int = 1


#: How issue.yaml calls a slot's own shape, and its head's own size.
OWN = "own"


@dataclass(frozen=True, slots=True)
class Pins:
    """What issue.yaml asks of a page besides who stands where: its layout's master, the sizes of the heads of some slots,
    and the shapes of some, each by the slot's name ("": its own). What is not said is the program's choice.
    """

    master: str = ""
    sizes: tuple[tuple[str, str], ...] = ()
    shapes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page as written. The articles of a spread belong to its first page; ``part`` counts its pages from 0.

    ``complete``: all the articles that it names could be read. ``order``: ``free``, any article may stand in any slot;
    ``kept``, they fill the slots as they are listed. ``pins``: which ways of its layout it may take. ``choice``: what is
    not settled yet; until then ``layout`` is the first that it may take, and all articles that its pages share belong to
    the first of them, as those of a spread. So do the ``adverts`` that are booked for them.
    """

    layout: str
    folio: int
    section: Text
    articles: tuple[Placement, ...]
    span: Span
    part: int = 0
    complete: bool = True
    order: Literal["free", "kept"] = "free"
    pins: Pins = Pins()
    choice: Choice | None = None
    adverts: tuple[Advert, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """The publication's own settings, from publication.yaml (every one has a default)."""

    name: str
    language: str = "fr-FR"
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as written: ``date`` is ISO 8601 (YYYY-MM-DD); ``number`` is text, as typed; ``name`` is its folder's."""

    name: str
    publication: Publication
    number: str
    date: str
    title: Text
    pages: tuple[Page, ...]
    source: Source

    def placements(self, number: int) -> tuple[Placement, ...]:
        """The articles whose text may stand on the page at place ``number`` (from 0): its own, or those of its spread."""
        return self.pages[number - self.pages[number].part].articles
