"""What a stylesheet adds to text: ``content`` of ::before and ::after, and the counters in it (CSS Lists 3, CSS Counter
Styles 3).

Counters count the blocks of one article in the order in which it is read, over all pages on which it stands; each article
begins anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from mise_en_page.composition.added import in_order
from mise_en_page.composition.style import Count, Generated
from mise_en_page.model.issue import Mark, MarkKind, Text

_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
    (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _roman(value: int) -> str:
    """In the range that CSS gives the style, 1 to 3999; a plain number beyond."""
    if not 0 < value < 4000:
        return str(value)
    said = ""
    for worth, letters in _ROMAN:
        said += value // worth * letters
        value %= worth
    return said


def _alphabetic(value: int) -> str:
    """a to z, then aa."""
    if value < 1:
        return str(value)
    said = ""
    while value:
        value, letter = divmod(value - 1, 26)
        said = chr(ord("a") + letter) + said
    return said


#: How a counter's value is written.
COUNTER_STYLES: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimal-leading-zero": lambda value: f"{value:03d}" if value < 0 else f"{value:02d}",
    "lower-roman": _roman,
    "upper-roman": lambda value: _roman(value).upper(),
    "lower-alpha": _alphabetic,
    "upper-alpha": lambda value: _alphabetic(value).upper(),
    "lower-latin": _alphabetic,
    "upper-latin": lambda value: _alphabetic(value).upper(),
    "none": lambda _: "",
}


class Counters:
    """The counters of an article, by their names."""

    def __init__(self) -> None:
        self._values: dict[str, int] = {}

    def count(self, counts: Iterable[Count]) -> None:
        for what, name, value in counts:
            self._values[name] = value + (self._values.get(name, 0) if what == "increment" else 0)

    def said(self, generated: Generated | None) -> str:
        """What is added, and what that does to the counters."""
        if generated is None:
            return ""
        self.count(generated.counts)
        return "".join(
            part if isinstance(part, str) else COUNTER_STYLES[part[1]](self._values.get(part[0], 0))
            for part in generated.parts
        )


def added(text: Text, at: int, before: str, after: str) -> Text:
    """A text with more put in at a place and at its end, each under a mark of its own."""
    characters, origins = text.characters, text.origins
    near, last = origins[at : at + 1] or origins[-1:], origins[-1:]
    end = len(characters) + len(before)
    new: list[tuple[MarkKind, int, int]] = [("before", at, at + len(before)), ("after", end, end + len(after))]
    shift = len(before)
    marks = [
        replace(mark, start=mark.start + shift * (mark.start >= at), end=mark.end + shift * (mark.end > at))
        for mark in text.marks
    ]
    marks += [Mark(kind, start, stop) for kind, start, stop in new if stop > start]
    return Text(
        characters[:at] + before + characters[at:] + after,
        origins[:at] + near * shift + origins[at:] + last * len(after),
        in_order(marks),
    )
