"""Notes come home: what somebody wrote on a proof, in any reader, at the line and column of the file that it is about.

A marked word (highlight, underline, strike-out) is at that word; a note without a mark at the line that it covers most, or
the nearest one of its column, or of the text beside which it stands in the margin. What lies on nothing that articles
hold (a masthead, a folio) is about the page. A file that has been edited since is searched for the words that were meant.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from mise_en_page.model.message import Message, key, say
from mise_en_page.model.problem import Problem, Refused, Span, place_data
from mise_en_page.pdf.annotations import UNKNOWN, Annotation, Box
from mise_en_page.preflight import guard
from mise_en_page.proof.anchors import Anchor, locate
from mise_en_page.proof.paper.make import SHEET
from mise_en_page.proof.paper.places import FILE, Place, Places, Word, from_bytes

#: How a note is called, by its annotation's subtype; for programs, what follows the slash.
KINDS: Final = {
    "Text": key("note/note"), "FreeText": key("note/text"), "Highlight": key("note/highlight"),
    "Underline": key("note/underline"), "StrikeOut": key("note/strike-out"), "Squiggly": key("note/wavy underline"),
    "Ink": key("note/drawing"), "Caret": key("note/insertion"), "Stamp": key("note/stamp"),
    "Line": key("note/line"), "PolyLine": key("note/line"), "Polygon": key("note/polygon"),
    "Square": key("note/rectangle"), "Circle": key("note/ellipse"),
}  # fmt: skip

#: And those of messages that were written beside the issue or in an HTML proof (``comments``), by their kind.
MESSAGES: Final = {
    "comment": key("note/comment"), "proposal": key("note/proposal"), "answer": key("note/reply"),
    "resolved": key("note/resolved"), "reopened": key("note/reopened"), "accepted": key("note/accepted"),
    "refused": key("note/refused"),
}  # fmt: skip

#: Those that lie on words, and say which.
ON_WORDS: Final = frozenset(("Highlight", "Underline", "StrikeOut", "Squiggly", "Ink", "Square", "Circle", "Polygon"))

#: A word is marked when so much of its width is.
MARKED: Final = 0.5

#: A line is covered when so much of it, or of what covers it, lies on the other: a ring may touch what it is not about.
COVERED: Final = 0.25

#: Marks that lie on text alone: where there is none of ours, they are about the layout's own.
ON_TEXT: Final = frozenset(("Highlight", "Underline", "StrikeOut", "Squiggly"))

#: So far from a column a note may lie, in heights of its lines, or beside it (pt), and still be about it.
NEAR, GUTTER = 1.0, 6.0

#: Words of a long passage that are repeated with its note; and words around it by which its place is known again.
QUOTED: Final = 12
CONTEXT: Final = 10


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a note."""

    kind: str
    author: str
    text: str
    at: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class Note:
    """A note where it belongs: ``where`` is None where it is about no line; ``number`` is that of the line in the proof's
    margin (0: none); ``quote`` the words that it marks; ``near``: it lies beside its line, not on it.

    ``page`` counts the issue's pages from 1 (0: on a sheet that shows none). ``anchor`` finds its place in a file that was
    edited since; ``words``: whether its words still stand there (“there”, “changed”, “gone”). ``at`` is its time, UTC;
    ``replace``: what a proposal would have in place of its words.
    """

    sheet: int
    folio: int
    where: Span | None
    article: str
    number: int
    kind: str
    author: str
    text: str
    quote: str
    near: bool
    replies: tuple[Reply, ...] = ()
    page: int = 0
    anchor: Anchor | None = None
    words: str = "there"
    at: str = UNKNOWN
    replace: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a proof in the order in which it is read, and which proof it is."""

    publication: str
    issue: str
    version: str
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...] = ()


def read_notes(pdf: bytes, name: str) -> Notes:
    """The notes on a proof. Raises Refused with one problem if the file is no proof of ours, or cannot be read."""
    annotated = guard.annotated(pdf, FILE, SHEET)
    if annotated.attached is None:
        if annotated.broken:
            raise Refused.of("undamaged/proof", file=name, fault=annotated.broken)
        raise Refused.of("not-a-proof", file=name)
    try:
        places = from_bytes(annotated.attached)
    except ValueError as fault:
        raise Refused.of("not-a-proof/places", file=name) from fault
    problems: tuple[Problem, ...] = ()
    if annotated.broken:
        problems = (Problem.of("undamaged/proof-end", "warning", file=name, fault=annotated.broken),)
    return Notes(places.publication, places.issue, places.version, tuple(home(annotated.annotations, places)), problems)


def home(annotations: Sequence[Annotation], places: Places) -> list[Note]:
    """Each note at its line, in the order in which the proof is read; answers under what they answer."""
    by_sheet: dict[int, list[tuple[int, Place]]] = {}
    for at, place in enumerate(places.places):
        by_sheet.setdefault(place.sheet, []).append((at, place))
    parents = {each.number: each.parent for each in annotations}
    answers: dict[int, list[Reply]] = {}
    for each in annotations:
        if (root := _root(each.number, parents)) != each.number:
            answers.setdefault(root, []).append(Reply(_kind(each), each.author, each.text, each.at))
    found: list[tuple[tuple[int, int, int], Note]] = []
    for each in annotations:
        if _root(each.number, parents) == each.number:
            sheet = each.sheet or each.page + 1
            at, note = _home(each, sheet, by_sheet.get(sheet, ()))
            folio = places.folios[sheet - 1] if sheet <= len(places.folios) else 0
            page = sum(1 for number in places.folios[:sheet] if number) if folio else 0
            replies = tuple(answers.get(each.number, ()))
            found.append(((sheet, at, each.number), replace(note, folio=folio, page=page, replies=replies)))
    texts = _texts(places)
    found = [(order, replace(note, anchor=_anchor(note, texts))) for order, note in found]
    return [note for _, note in sorted(found, key=lambda each: each[0])]


def _kind(annotation: Annotation) -> str:
    return KINDS[annotation.kind].partition("/")[2]


def _root(number: int, parents: dict[int, int]) -> int:
    """The first note of a conversation; one that answers itself in the end is a note of its own."""
    seen = {number}
    at = number
    while (parent := parents.get(at, -1)) in parents:
        if parent in seen:
            return number
        seen.add(parent)
        at = parent
    return at


def _home(annotation: Annotation, sheet: int, lines: Sequence[tuple[int, Place]]) -> tuple[int, Note]:
    """The note, and the place of its line in reading order."""
    on = [hit for box in annotation.boxes if (hit := _covered(box, lines)) is not None]
    near = not on
    if near and annotation.boxes and annotation.kind not in ON_TEXT:
        on = list(_beside(_middle(annotation.boxes[0]), lines))
        near = bool(on)
    quoted: list[Word] = []
    where: Span | None = None
    line: Place | None = None
    at = sys.maxsize
    if on:
        at, place = min(on, key=lambda each: each[0])
        where, line = place.where, place
        if annotation.kind in ON_WORDS and not near:
            quoted = _marked(annotation.boxes, dict(on))
            mine = [word for word in quoted if word in place.words]
        else:
            x = _middle(annotation.boxes[0])[0]
            mine = [min(place.words, key=lambda word: abs((word.x0 + word.x1) / 2 - x))] if place.words else []
        if mine:
            where = Span(place.where.file, mine[0].line, mine[0].column)
    quote = " ".join(word.text for word in quoted[:QUOTED]) + (" …" if len(quoted) > QUOTED else "")
    return at, Note(
        sheet, 0, where, line.article if line else "", line.number if line else 0, _kind(annotation),
        annotation.author, annotation.text, quote, near, at=annotation.at,
    )  # fmt: skip


def _beside(point: tuple[float, float], lines: Sequence[tuple[int, Place]]) -> Iterator[tuple[int, Place]]:
    """The nearest line of the column in which a point lies, or of what stands at its height where it is in the margin;
    none over or under a column, where the layout's own words stand.
    """
    x, y = point
    text = [each for each in lines if each[1].role != "picture"]
    column = [each for each in text if each[1].box[0] - GUTTER <= x <= each[1].box[2] + GUTTER]
    if not column:
        column = [each for each in text if each[1].box[1] - _high(each[1]) <= y <= each[1].box[3] + _high(each[1])]
    if not column:
        return
    nearest = min(column, key=lambda each: _distance(point, each[1].box))
    bottom, top = min(place.box[1] for _, place in column), max(place.box[3] for _, place in column)
    slack = NEAR * _high(nearest[1])
    if bottom - slack <= y <= top + slack:
        yield nearest


def _high(place: Place) -> float:
    return place.box[3] - place.box[1]


def _texts(places: Places) -> dict[str, list[Word]]:
    """The printed words of each file, in the order in which they are written there."""
    found: dict[str, dict[tuple[int, int], Word]] = {}
    for place in places.places:
        for word in place.words:
            found.setdefault(place.where.file, {}).setdefault((word.line, word.column), word)
    return {file: [words[at] for at in sorted(words)] for file, words in found.items()}


def _anchor(note: Note, texts: dict[str, list[Word]]) -> Anchor | None:
    """The words that a note is about, and some around them."""
    if note.where is None:
        return None
    words = texts.get(note.where.file, [])
    at = bisect_left(words, (note.where.line, note.where.column), key=lambda word: (word.line, word.column))
    count = max(1, len(note.quote.removesuffix(" …").split()))
    exact = words[at : at + count] if at < len(words) and words[at].line == note.where.line else []
    around = words[max(0, at - CONTEXT) : at], words[at + len(exact) : at + len(exact) + CONTEXT]
    before, after = (" ".join(word.text for word in each) for each in around)
    return Anchor(note.where, " ".join(word.text for word in exact), before, after)


def relocated(notes: Notes, texts: Mapping[str, str]) -> Notes:
    """The notes where they belong in files as they are now, by name; what is about a file that is gone stays as it was."""
    return replace(notes, notes=tuple(_relocated(note, texts) for note in notes.notes))


def _relocated(note: Note, texts: Mapping[str, str]) -> Note:
    if note.anchor is None:
        return note
    text = texts.get(note.anchor.where.file)
    if text is None:
        return replace(note, words="gone")
    found = locate(note.anchor, text)
    return replace(note, where=found.where, words=found.words)


def _covered(box: Box, lines: Iterable[tuple[int, Place]]) -> tuple[int, Place] | None:
    """The line that a box covers most; a picture only where there is no line."""
    best, most = None, (False, 0.0)
    for at, place in lines:
        width = min(box[2], place.box[2]) - max(box[0], place.box[0])
        height = min(box[3], place.box[3]) - max(box[1], place.box[1])
        if width <= 0 or height <= 0 or width * height < COVERED * min(_area(box), _area(place.box)):
            continue
        if (place.role != "picture", width * height) > most:
            best, most = (at, place), (place.role != "picture", width * height)
    return best


def _marked(boxes: Iterable[Box], lines: dict[int, Place]) -> list[Word]:
    """The words under some boxes, in reading order."""
    found = []
    for _, place in sorted(lines.items(), key=lambda each: each[0]):
        bottom, top = place.box[1], place.box[3]
        over = [box for box in boxes if min(box[3], top) - max(box[1], bottom) > 0.3 * (top - bottom)]
        for word in place.words:
            width = max(word.x1 - word.x0, 0.01)
            if any(min(box[2], word.x1) - max(box[0], word.x0) >= MARKED * width for box in over):
                found.append(word)
    return found


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _distance(point: tuple[float, float], box: Box) -> float:
    x = max(box[0] - point[0], 0.0, point[0] - box[2])
    y = max(box[1] - point[1], 0.0, point[1] - box[3])
    return x * x + y * y


def as_lines(note: Note) -> Iterator[str]:
    """A note for people, then its answers: “file:12:5: highlight “word” (Jeanne): what for?”; further lines under it."""
    place = say("note/page", folio=note.folio) if note.folio else say("note/sheet", sheet=note.sheet)
    kind = say(f"note/{note.kind}")
    what = say("note/quoting", kind=kind, quote=note.quote) if note.quote else kind
    if note.replace:
        what = say("note/replacing", said=what, words=note.replace)
    yield from _lines(f"{note.where or place}: ", what, note.author, note.text)
    if note.words != "there":
        yield f"    {say('note/words-gone') if note.words == 'gone' else say('note/words-changed')}"
    for reply in note.replies:
        yield from _lines("    ", say(MESSAGES.get(reply.kind, key("note/reply"))), reply.author, reply.text)


def _lines(where: str, what: Message, author: str, text: str) -> Iterator[str]:
    first, *more = text.split("\n")
    said = say("note/by", said=what, author=author) if author else what
    yield where + str(say("note/saying", said=said, text=first) if first else said)
    yield from (f"        {line}" for line in more)


def as_data(notes: Notes) -> dict[str, Any]:
    """The notes as plain data for JSON."""
    return {
        "publication": notes.publication,
        "issue": notes.issue,
        "version": notes.version,
        "notes": [_data(note) for note in notes.notes],
    }


def _data(note: Note) -> dict[str, Any]:
    return place_data(note.where) | {
        "sheet": note.sheet, "folio": note.folio or None, "article": note.article or None, "number": note.number or None,
        "kind": note.kind, "author": note.author, "text": note.text, "quote": note.quote, "near": note.near,
        "replies": [asdict(each) for each in note.replies], "words": note.words,
        "at": note.at, "replace": note.replace,
        "anchor": _anchor_data(note.anchor) if note.anchor is not None else None,
    }  # fmt: skip


def _anchor_data(anchor: Anchor) -> dict[str, Any]:
    """The words that a note is about, those around them, and where they stood in the version that was proofed."""
    made = {"exact": anchor.exact, "before": anchor.before, "after": anchor.after}
    return made | {"line": anchor.where.line, "column": anchor.where.column}
