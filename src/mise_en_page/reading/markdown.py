"""An article's body into blocks, each with its place.

What may be written, with empty lines between the blocks:

- paragraphs, with ``*emphasis*``, ``**strong**`` and ``[links](https://…)``. A line that ends goes on with the next,
  unless it ends with a backslash or two spaces: then the line breaks there;
- ``## An intertitle``;
- ``> A pull quote``, each of its lines after ``>``. Its last line may name who said it, after a dash:
  ``> — Jeanne Martin``;
- a picture, alone on its line; the caption stands right under it, and the credit after it::

      ![What is seen, for those who do not see it](images/pont.jpg)
      Le pont rouvre en *juin*.
      Crédit : Jeanne Roux

- lists: two lines or more that open with a dash, a bullet or a number, with or without empty lines between them; those
  that stand in by two spaces are lists in the list, three deep at most. Lines that somebody says are paragraphs, as is a
  line alone (items.py).

- boxed text between ``::: encadré Son titre`` and ``:::`` (boxes.py): paragraphs, lists, intertitles, verse and tables;
- agendas: paragraphs in a row that begin with a date in bold (agenda.py);
- verse and addresses, whose lines are kept: a stroke and a space before each (``| Neige sur le quai``);
- small tables: a row a line, its cells parted by strokes (tables.py).

Nothing else of Markdown is read: it is told, and no character that a journalist typed is eaten. ``1964. Le…``, lines that
begin with spaces, ``***``, ``> 65 ans`` and ``#hashtag`` are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from mise_en_page.model import limits
from mise_en_page.model.issue import LINE_BREAK, Block, Intertitle, ListItem, Paragraph, PullQuote, Text, Verse
from mise_en_page.model.problem import Span
from mise_en_page.reading.agenda import agendas, is_dated
from mise_en_page.reading.boxes import in_boxes, read_boxes
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.inline import read_inline
from mise_en_page.reading.items import (
    DASH,
    Opened,
    depths,
    ends_sense,
    is_list,
    is_speech,
    marker,
    sign_end,
    widest,
)
from mise_en_page.reading.source import Pieces, Written, joined
from mise_en_page.reading.tables import begins_table, is_table, is_verse, read_table

_HEADING = re.compile(r"#{1,6}(?=[ \t])|##+")
#: ``> 65 ans`` and ``>= 3`` are comparisons; a number that opens a quotation stands in « … ».
_COMPARISON = re.compile(r">[ \t\u00a0\u202f]*(?:[\d=<]|[-+]\d)")
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\(([^()]*(?:\([^()]*\)[^()]*)*)\)[ \t]*$")
_INNER_IMAGE = re.compile(r"(?<!\\)!\[[^\[\]]*\]\(")
_CREDIT = re.compile(r"(?:cr[ée]dits?|credits?)[ \t\u00a0\u202f]*:[ \t\u00a0\u202f]*", re.IGNORECASE)
_TABLE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$|[ \t]*\|[ \t]*:?-+:?[ \t]*\|[ \t]*$")
_DEFINITION = re.compile(r"\[(?!\^)[^\[\]]+\]:[ \t]*\S")
_NOTE = re.compile(r"(?:\[\d{1,2}\]|[¹²³⁴⁵⁶⁷⁸⁹])[ \t\u00a0]")
#: Columns parted by tabs or strokes, as a spreadsheet leaves them.
_COLUMNS = re.compile(r"\|.*\|$|[^\t|]*[^\s|][ ]*(?:\t+|\|)[ ]*[^\s|]")
#: A line of signs under a line of text makes a title of it, for Markdown; alone, it parts what is above from what is below.
_RULE = re.compile(r"(?:=[= ]{2,}|-[- ]{2,}|_[_ ]{2,}|\*[* ]{2,}|—[— ]{2,}|~[~ ]{2,}|#[# ]{2,})")
_FENCE = re.compile(r":{3,}")
#: A line that is all bold is rather a heading.
_BOLD = re.compile(r"\*\*[^*]+\*\*[ :]*|__[^_]+__[ :]*")
#: Lines that are all as short were broken by hand: a poem, an address.
_SHORT = 40
#: A line this long that ends in two spaces was rather not meant to break there.
_LONG = 60
#: The quotation — Who said it
_RUN_IN = re.compile(r"[ \u00a0\u202f][—–][ \u00a0\u202f](?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class _Line(Pieces):
    """A line without the spaces around it. ``tabbed``: a tab stood before it; ``broken``: two spaces or more behind it,
    which break the line there; ``indent``: so many spaces before it, a tab being four.
    """

    tabbed: bool = False
    broken: bool = False
    indent: int = 0

    def span(self, written: Written) -> Span:
        return written.span(self.start, len(self.text))


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as the body names it; issue.py looks for its file."""

    written: str
    where: Span
    alternative: str
    caption: Text
    credit: Text


BodyBlock = Block | Image
#: What no page can hold: more is a file that was taken for an article.
MOST_BLOCKS = limits.BLOCKS


def read_body(written: Written, start: int, found: Found) -> list[BodyBlock]:
    """The blocks of ``written.text[start:]``, in order."""
    lines = list(_lines(written, start))
    boxes, fences = read_boxes(lines, written, found)
    groups = _groups([_NOTHING if number in fences else line for number, line in enumerate(lines)], written, found)
    if len(groups) > MOST_BLOCKS:
        found.error("too-many-blocks", written.span(groups[MOST_BLOCKS][1][0].start), most=MOST_BLOCKS)
    items = _items(groups, written, found)
    dated = agendas([" ".join(line.text for line in lines) if kind == "text" else None for kind, lines in groups])
    placed: list[tuple[int, BodyBlock]] = []
    for number, group in enumerate(groups[:MOST_BLOCKS]):
        for block in _block(group, items.get(number), written, found):
            if number in dated and isinstance(block, Paragraph):
                block = replace(block, dated=True)  # noqa: PLW2901
            placed.append((group[1][0].start, block))
    blocks = in_boxes(placed, boxes, written, found)
    _tell_bare_intertitles(blocks, found)
    return blocks


def _lines(written: Written, start: int) -> Iterator[_Line]:
    for raw in written.lines(start):
        line = raw.stripped(" \t")
        indent = raw.text[: len(raw.text) - len(raw.text.lstrip(" \t"))]
        broken = raw.text.endswith("  ") and bool(line.text)
        yield _Line(line.text, line.indexes, "\t" in indent, broken, len(indent.expandtabs(4)))


#: After the last line.
_NOTHING = _Line("", ())


def _kind(line: _Line) -> str:
    """What a line is by how it begins."""
    if not line.text:
        return "empty"
    if _HEADING.match(line.text):
        return "heading"
    if line.text.startswith(">") and not _COMPARISON.match(line.text):
        return "quote"
    if line.text.startswith(("```", "~~~")):
        return "fence"
    return "image" if line.text.startswith("![") else "text"


#: Which line goes on with which group. No quote goes on without its >: CommonMark would draw the text below into it.
_GO_ON = {("text", "text"), ("quote", "quote"), ("image", "text")}


Groups = list[tuple[str, list[_Line]]]


def _groups(lines: list[_Line], written: Written, found: Found) -> Groups:
    """Lines that belong together: a heading alone, quotes with quotes, text with text, an image with what is under it."""
    groups: Groups = []
    kind, code = "empty", False
    for line, following in zip(lines, [*lines[1:], _NOTHING], strict=True):
        # "> 65 ans" compares only where no quote is open
        begins = "quote" if kind == "quote" and line.text.startswith(">") else _kind(line)
        fence = begins == "fence"
        if fence and not code:
            found.error("code", line.span(written), typed=line.text[:3])
        if code or fence:
            begins = "empty"
        code ^= fence
        if (kind, begins) in _GO_ON and not (kind == "text" and _parted(groups[-1][1], line, following)):
            groups[-1][1].append(line)
            continue
        kind = begins
        if kind != "empty":
            groups.append((kind, [line]))
    return groups


def _parted(above: list[_Line], line: _Line, following: _Line) -> bool:
    """Does this line of text begin a paragraph of its own, though no empty line stands before it?

    An item does, where another stands above or below it, or where what is above has come to an end: a line that was cut
    at a column's width may begin with a dash, too.
    """
    if line.text.startswith("|") is not above[-1].text.startswith("|") or begins_table(line.text, following.text):
        return True
    ended = ends_sense(above[-1].text)
    if line.tabbed and ended:
        return True
    if is_dated(line.text) and is_dated(above[0].text):
        return True
    opens = marker(line.text)
    return bool(opens) and (ended or bool(marker(above[0].text)) or marker(following.text) == opens)


#: Of an item: how deep it stands, and the longest sign beside it.
_Place = tuple[int, str]


def _items(groups: Groups, written: Written, found: Found) -> dict[int, _Place]:
    """Which groups are items of lists. What looks like one and is none is told."""
    places: dict[int, _Place] = {}
    for numbers, deep in _rows(groups):
        lines = [groups[number][1][0] for number in numbers]
        above = groups[numbers[0] - 1] if numbers[0] else ("", [_NOTHING])
        outer = [line.text for line, depth in zip(lines, deep, strict=True) if depth == 1]
        texts, first = [line.text for line in lines], lines[0]
        before = above[1][-1].text if above[0] == "text" else ":" if above[0] == "heading" else ""
        if is_list(outer if len(outer) > 1 else texts, before):
            signs = [line.text[: sign_end(line.text)].rstrip() for line in lines]
            places.update(zip(numbers, zip(deep, widest(signs, deep), strict=True), strict=True))
            _tell_list(lines, deep, signs, written, found)
            continue
        alone = len(lines) == 1 and (marker(first.text) == "number" or first.text.startswith("*"))
        if not alone and first.text[0] != "[" and not all(map(is_speech, texts)):
            found.warning("list/none", first.span(written), typed=shown(first.text, 30))
    return places


def _rows(groups: Groups) -> Iterator[tuple[list[int], list[int]]]:
    """Groups in a row that open with signs, those of the outermost depth with one kind; and the depth of each."""
    for opens, run in groupby(enumerate(groups), lambda each: each[1][0] == "text" and bool(marker(each[1][1][0].text))):
        if not opens:
            continue
        lines = [(number, lines[0]) for number, (_, lines) in run]
        deep = depths([Opened(line.text, line.indent) for _, line in lines])
        start = 0
        for n in range(1, len(lines) + 1):
            if n == len(lines) or (deep[n] == 1 and marker(lines[n][1].text) != marker(lines[start][1].text)):
                yield [number for number, _ in lines[start:n]], deep[start:n]
                start = n


def _tell_list(lines: list[_Line], deep: list[int], signs: list[str], written: Written, found: Found) -> None:
    """What may not be meant of a list: it is too deep, it might be speech, its numbers stand still."""
    first = lines[0]
    if max(deep) > limits.LIST_DEPTH:
        line = lines[next(n for n, depth in enumerate(deep) if depth > limits.LIST_DEPTH)]
        found.error("list/deep", line.span(written), typed=shown(line.text, 30), most=limits.LIST_DEPTH)
    elif all(is_speech(line.text) for line in lines):
        found.warning("list/said", first.span(written), typed=shown(first.text, 30))
    elif marker(first.text) == "number" and len({*signs}) == 1:
        found.warning("list/numbers", first.span(written), sign=signs[0])


def _tell_bare_intertitles(blocks: list[BodyBlock], found: Found) -> None:
    for block, after in zip(blocks, [*blocks[1:], None], strict=False):
        if isinstance(block, Intertitle) and (after is None or isinstance(after, Intertitle)):
            found.warning("bare-intertitle", block.span, intertitle=shown(block.text.characters, 40))


def _block(group: tuple[str, list[_Line]], item: _Place | None, written: Written, found: Found) -> list[BodyBlock]:
    kind, lines = group
    if kind == "heading":
        return _intertitle(lines[0], written, found)
    if kind == "quote":
        return [_pull_quote(lines, written, found)]
    if kind == "image":
        return _image(lines, written, found)
    return _text(lines, item, written, found)


def _text(lines: list[_Line], item: _Place | None, written: Written, found: Found) -> list[BodyBlock]:
    """Verse, a table, an item of a list; or a paragraph."""
    if is_verse(lines):
        parts = [line.part(1).stripped(" \t") for line in lines]
        pieces = _joined([_Line(part.text, part.indexes, broken=True) for part in parts])
        return [Verse(read_inline(pieces, written, found, strict=True), _span(pieces, written))]
    if is_table(lines):
        table = read_table(lines, written, found)
        return [table] if table is not None else []
    _look_for_foreign(lines, written, found)
    pieces = _joined(lines)
    if item is not None:
        end = sign_end(pieces.text)
        sign = pieces.part(0, end).stripped(" \t\u00a0\u202f")
        text = read_inline(pieces.part(end).stripped(), written, found, strict=True)
        if text:
            typed = Text(sign.text, written.origins_of(sign.indexes))
            return [ListItem(text, _span(pieces, written), typed, min(item[0], limits.LIST_DEPTH), item[1])]
    return [Paragraph(read_inline(pieces, written, found, strict=True), _span(pieces, written))]


def _span(pieces: Pieces, written: Written) -> Span:
    index = pieces.indexes[0]
    return written.span(index, 0 if "\n" in written.text[index : pieces.indexes[-1]] else len(pieces.text))


def _joined(lines: Sequence[_Line]) -> Pieces:
    """Lines as one text: a space where a line ends, a line break where a backslash ends it."""
    parts: list[Pieces] = []
    for line in lines[:-1]:
        if line.text.endswith("\\"):
            parts += line.part(0, -1).stripped(" \t"), Pieces(LINE_BREAK, line.indexes[-1:])
        else:
            parts += line, Pieces(LINE_BREAK if line.broken else " ", [line.indexes[-1] + 1])
    return joined([*parts, *lines[-1:]])


def _intertitle(line: _Line, written: Written, found: Found) -> list[BodyBlock]:
    match = _HEADING.match(line.text)
    assert match is not None
    where = line.span(written)
    text = line.text[match.end() :]
    pieces = line.part(match.end()).stripped()
    if pieces.text.endswith(" ##"):
        pieces = pieces.part(0, -2).stripped()
    if match.group() != "##":
        found.error("heading/level", where, typed=match.group())
    elif not text.startswith((" ", "\t")):
        found.error("heading/space", where)
    elif not pieces.text:
        found.error("heading/empty", where)
    else:
        return [Intertitle(read_inline(pieces, written, found, strict=True), where)]
    return []


def _pull_quote(lines: list[_Line], written: Written, found: Found) -> PullQuote:
    inner = []
    for line in lines:
        within = line.part(1).stripped(" \t")
        inner.append(_Line(within.text, within.indexes))
        if within.text.startswith(">"):
            found.error("nested-quote", written.span(line.start, 2))
    while inner and not inner[-1].text:
        inner.pop()
    where = written.span(lines[0].start)
    said, who = _attributed(inner)
    if not said.text:
        found.error("empty-quote", where)
    quote, attribution = (read_inline(part, written, found, strict=True) for part in (said, who))
    return PullQuote(quote, attribution, where)


def _attributed(lines: list[_Line]) -> tuple[Pieces, Pieces]:
    """What was said, and who said it: after a dash that opens the last line, or after the only dash in it."""
    nobody = Pieces("", ())
    if len(lines) > 1 and (dash := DASH.match(lines[-1].text)):
        name = lines[-1].part(dash.end()).stripped()
        if name.text:
            return _paragraphs(lines[:-1]), name
    whole = _paragraphs(lines)
    dashes = list(_RUN_IN.finditer(whole.text))
    if len(dashes) == 1:
        name = whole.part(dashes[0].end()).stripped()
        if name.text[0].isupper() and len(name.text) <= 80 and not name.text.endswith((".", "!", "?", "…", "»", '"')):
            return whole.part(0, dashes[0].start()).stripped(), name
    return whole, nobody


def _paragraphs(lines: list[_Line]) -> Pieces:
    """The lines of a quote; an empty one between two breaks the line."""
    parts: list[Pieces] = []
    for filled, run in groupby(lines, key=lambda line: bool(line.text)):
        paragraph = list(run) if filled else []
        if parts and filled:
            parts.append(Pieces(LINE_BREAK, [paragraph[0].start]))
        parts += [_joined(paragraph)] if filled else []
    return joined(parts)


def _image(lines: list[_Line], written: Written, found: Found) -> list[BodyBlock]:
    first = lines[0]
    where = first.span(written)
    match = _IMAGE.match(first.text)
    if match is None or not match[2].strip():
        found.error("bad-image", where)
        return []
    if re.match(r"\S+[ \t]+[\"'].*[\"']$", match[2]):
        found.error("bad-image/caption", where)
        return []
    under = lines[1:]
    credit = Pieces("", ())
    if under and (label := _CREDIT.match(under[-1].text)):
        credit = under.pop().part(label.end())
    texts = [read_inline(part, written, found, strict=True) for part in (_joined(under), credit)]
    return [Image(match[2].strip(), where, match[1].strip(), *texts)]


def _look_for_foreign(lines: list[_Line], written: Written, found: Found) -> None:
    """What Markdown has and a brief has not."""
    told = len(found)
    columns = [line for line in lines if _COLUMNS.match(line.text)]
    if len(columns) > 1 and not any(_TABLE.match(line.text) for line in lines):
        found.error("table/columns", columns[0].span(written))
    for line, following in zip(lines, [*lines[1:], _NOTHING], strict=True):
        where = line.span(written)
        if "|" in line.text and _TABLE.match(following.text):
            found.error("table", where)
        elif line is not lines[0] and re.fullmatch("=+|-{2,}", line.text):
            found.error("heading/under", where, typed=shown(line.text, 20))
        elif _NOTE.match(line.text):
            found.warning("footnote", where, typed=shown(line.text, 30))
        elif _FENCE.match(line.text):
            found.error("attributes", where, typed=shown(line.text, 30))
        elif _DEFINITION.match(line.text):
            found.error("reference-link/definition", where, typed=shown(line.text, 30))
        elif "![" in line.text and (inner := _INNER_IMAGE.search(line.text)) is not None:
            found.error("bad-image/within", written.span(line.start + inner.start(), 2))
        elif _COMPARISON.match(line.text):
            found.warning("comparison", where, typed=shown(line.text, 20))
    if len(found) == told:
        _look_at_ends(lines, written, found)


def _look_at_ends(lines: list[_Line], written: Written, found: Found) -> None:
    """Lines that are joined or broken though that may not be what was meant."""
    first = lines[0]
    if len(lines) == 1:
        if _RULE.fullmatch(first.text):
            found.warning("separator", first.span(written), typed=shown(first.text, 20))
        return
    broken = [line for line in lines[:-1] if line.broken or line.text.endswith("\\")]
    for line in broken:
        if line.broken and len(line.text) > _LONG:
            found.warning("two-spaces", written.span(line.start + len(line.text), 2))
    short = max(len(line.text) for line in lines) <= _SHORT
    if not broken and (short or any(_BOLD.fullmatch(each.text) for each in lines)):
        begin = f"{shown(first.text, 20)} {shown(lines[1].text, 20)}"
        found.warning("lines-joined", first.span(written), lines=len(lines), typed=begin)
