"""What stands before the items of a Word document's lists: Word keeps no such characters, it counts (17.9)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from mise_en_page.importing.counting import BULLET, counted
from mise_en_page.importing.trees import Element, child, children, value, whole

_DASHES = "-–—"


@dataclass(frozen=True, slots=True)
class _Level:
    """``restart``: the level (from 1) after which it begins anew, 0 never; None: after any that stands above it.

    ``legal``: all figures of its sign are written as 1, 2, 3.
    """

    form: str
    text: str
    start: int
    restart: int | None
    legal: bool


class Numbering:
    """The lists of a document, as far as they have been counted."""

    def __init__(self, root: Element | None) -> None:
        self._kinds: dict[str, dict[int, _Level]] = {}
        for each in children(root, "abstractNum"):
            self._kinds[value(each, "abstractNumId")] = dict(map(_level, children(each, "lvl")))
        self._lists: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        for each in children(root, "num"):
            kind = value(child(each, "abstractNumId"))
            changed: dict[int, _Level] = {}
            starts: dict[int, int] = {}
            for override in children(each, "lvlOverride"):
                depth = whole(value(override, "ilvl"), 0)
                if (level := child(override, "lvl")) is not None:
                    changed[depth] = _level(level)[1]
                if (start := child(override, "startOverride")) is not None:
                    starts[depth] = whole(value(start), 1)
            self._lists[value(each, "numId")] = (kind, changed, starts)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()

    def next(self, number: str, depth: int) -> str | None:
        """What stands before the next item of a list at a depth; None if it is none."""
        if number not in self._lists or number == "0":
            return None
        kind, changed, starts = self._lists[number]
        levels = {**self._kinds.get(kind, {}), **changed}
        level = levels.get(depth)
        if level is None:
            return BULLET
        counts = self._counts[kind]
        if number not in self._begun:
            self._begun.add(number)
            for each, start in starts.items():
                counts[each] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or depth < restart:
                del counts[deeper]
        if level.form == "bullet":
            return level.text if level.text in _DASHES and level.text else BULLET
        if level.form == "none":
            return level.text if "%" not in level.text else ""

        def figure(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            own = levels.get(at, level)
            return counted(counts.get(at, own.start), "decimal" if level.legal else own.form)

        return re.sub(r"%([1-9])", figure, level.text).strip()


def _level(element: Element) -> tuple[int, _Level]:
    depth = whole(value(element, "ilvl"), 0)
    form = value(child(element, "numFmt"), "val", "decimal")
    text = value(child(element, "lvlText"))
    restart = value(child(element, "lvlRestart"))
    return depth, _Level(
        form, text, whole(value(child(element, "start")), 0), whole(restart, 0) if restart else None,
        child(element, "isLgl") is not None,
    )  # fmt: skip
