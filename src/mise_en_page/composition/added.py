"""What composition adds to a text: byline, credit, what runs in, end mark. Each stands under a mark of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mise_en_page.composition.tokens import NO_BREAK_SPACE
from mise_en_page.model.issue import LINE_BREAK, Mark, MarkKind, Picture, Text


def joined(text: Text, more: Text, kind: MarkKind) -> Text:
    """``more`` run in after ``text`` under a mark; a space stands between them."""
    if not more:
        return text
    if not text:
        return _marked(more, kind)
    return _strung(text, Text(" ", (more.origins or text.origins[-1:])[:1]), _marked(more, kind))


def run_in(head: Text, text: Text, kind: MarkKind, stop: str = "") -> Text:
    """``head`` before ``text`` under a mark, with a ``stop`` if it ends in none; a space stands between them."""
    if not head:
        return text
    head = replace(head, characters=head.characters.replace(LINE_BREAK, " "))
    if stop and head.characters[-1] not in ".!?…:»”":
        head = _strung(head, Text(stop, head.origins[-1:] * len(stop)))
    return _strung(_marked(head, kind), Text(" ", head.origins[-1:]), text)


def signed(sign: Text, text: Text) -> Text:
    """The text of an item behind its sign, which stands under a mark; a space stands between them."""
    return _strung(_marked(sign, "marker"), Text(NO_BREAK_SPACE, sign.origins[-1:]), text)


def marked_end(text: Text, sign: str) -> Text:
    """A text with its end mark, bound to its last word."""
    if not sign or not text:
        return text
    added = NO_BREAK_SPACE + sign
    return _strung(text, _marked(Text(added, text.origins[-1:] * len(added)), "end-mark"))


def _marked(text: Text, kind: MarkKind) -> Text:
    """A text all under a mark."""
    return replace(text, marks=(Mark(kind, 0, len(text.characters)), *text.marks))


def _strung(*texts: Text) -> Text:
    """Texts as one, each behind the other."""
    characters, origins, marks = "", tuple[int, ...](), list[Mark]()
    for text in texts:
        at = len(characters)
        marks += (replace(mark, start=mark.start + at, end=mark.end + at) for mark in text.marks)
        characters += text.characters
        origins += text.origins
    return Text(characters, origins, in_order(marks))


def caption_text(picture: Picture) -> Text:
    """A picture's caption, its credit after it."""
    return joined(picture.caption, picture.credit, "credit")


def in_order(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks by their start, the outer ones first."""
    return tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end)))
