"""What an OpenDocument's styles say: looks of characters, levels of headings, breaks of pages, signs of lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mise_en_page.importing.counting import BULLET, counted
from mise_en_page.importing.trees import Element, child, children, value, whole
from mise_en_page.importing.word.styles import Look, over

_MOST_PARENTS = 30
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its name as people see it ("" for one that the program made by itself), and what it stands on."""

    name: str = ""
    parent: str = ""
    look: Look = field(default_factory=Look)
    level: int | None = None
    page_before: bool = False
    page_after: bool = False
    right: bool = False
    list_style: str = ""


class Styles:
    """The styles of a document, those of its content among them."""

    def __init__(self, roots: Iterable[Element | None]) -> None:
        self._styles: dict[tuple[str, str], Style] = {}
        self._defaults: dict[str, Look] = {}
        self.lists: dict[str, dict[int, Element]] = {}
        self.outline: dict[int, Element] = {}
        for root in roots:
            for group in children(root, "styles", "automatic-styles"):
                for each in children(group, "default-style"):
                    self._defaults[value(each, "family")] = look_of(child(each, "text-properties"))
                for each in children(group, "style"):
                    key = (value(each, "family"), value(each, "name"))
                    self._styles[key] = _style(each, automatic=group.tag.endswith("automatic-styles"))
                for each in children(group, "list-style"):
                    levels = {whole(value(one, "level"), 1): one for one in each}
                    self.lists[value(each, "name")] = levels
                for each in children(group, "outline-style"):
                    self.outline = {whole(value(one, "level"), 1): one for one in each}

    def chain(self, family: str, name: str) -> list[Style]:
        """A style and those that it stands on, the nearest first."""
        found: list[Style] = []
        met: set[str] = set()
        while (family, name) in self._styles and name not in met and len(found) < _MOST_PARENTS:
            met.add(name)
            found.append(self._styles[family, name])
            name = found[-1].parent
        return found

    def look(self, family: str, name: str) -> Look:
        look = Look()
        for style in reversed(self.chain(family, name)):
            look = over(look, style.look)
        return look

    def default(self) -> Look:
        return self._defaults.get("paragraph", Look())

    def named(self, name: str) -> str:
        """A paragraph style's name as people see it."""
        return next((each.name for each in self.chain("paragraph", name) if each.name), name.replace("_20_", " "))

    def list_style(self, name: str) -> str:
        return next((each.list_style for each in self.chain("paragraph", name) if each.list_style), "")


def look_of(properties: Element | None) -> Look:
    """What text properties say."""
    said: dict[str, bool | int] = {}
    for each, held in (properties.attrib if properties is not None else {}).items():
        what = each.rpartition("}")[2]
        if what == "font-style":
            said["italic"] = held in ("italic", "oblique")
        elif what == "font-weight":
            said["bold"] = held == "bold" or (held.isdecimal() and int(held) >= 600)
        elif what == "font-variant":
            said["small_caps"] = held == "small-caps"
        elif what == "text-position":
            first = held.split(" ")[0]
            lift = first.rstrip("%")
            said["raised"] = {"super": 1, "sub": -1}.get(first, 0) or (
                (float(lift) > 0) - (float(lift) < 0) if lift.lstrip("-").replace(".", "", 1).isdecimal() else 0
            )
        elif what in ("text-line-through-style", "text-line-through-type"):
            said["struck"] = held != "none"
        elif what == "text-underline-style":
            said["underlined"] = held != "none"
        elif what == "display":
            said["hidden"] = held == "none"
        elif what == "text-transform":
            said["caps"] = held == "uppercase"
        elif what == "background-color":
            said["marked"] = held not in ("transparent", "#ffffff")
    return Look(**said)  # type: ignore[arg-type]


def _style(element: Element, *, automatic: bool) -> Style:
    paragraph = child(element, "paragraph-properties")
    level = value(element, "default-outline-level")
    return Style(
        "" if automatic else value(element, "display-name") or value(element, "name").replace("_20_", " "),
        value(element, "parent-style-name"),
        look_of(child(element, "text-properties")),
        whole(level, 1) if level else None,
        value(paragraph, "break-before") == "page" or bool(value(element, "master-page-name")),
        value(paragraph, "break-after") == "page",
        value(paragraph, "text-align") in ("end", "right"),
        value(element, "list-style-name"),
    )


@dataclass(slots=True)
class Counter:
    """The items of a list, counted."""

    levels: dict[int, Element]
    counts: dict[int, int] = field(default_factory=dict)

    def next(self, level: int, start: str = "") -> str:
        """What stands before the next item at a level, from 1."""
        each = self.levels.get(level)
        if each is None:
            return BULLET
        if each.tag.endswith("list-level-style-bullet"):
            sign = value(each, "bullet-char")
            return sign if sign and sign in "-–—" else BULLET
        if not each.tag.endswith(("list-level-style-number", "outline-level-style")):
            return BULLET
        begin = whole(start or value(each, "start-value"), 1)
        self.counts[level] = begin if start or level not in self.counts else self.counts[level] + 1
        for deeper in [one for one in self.counts if one > level]:
            del self.counts[deeper]
        form = value(each, "num-format")
        if not form:
            return ""
        many = whole(value(each, "display-levels"), 1)
        figures = []
        for one in range(max(1, level - many + 1), level + 1):
            number = self.counts.get(one, 1)
            figures.append(counted(number, _FORMS.get(value(self.levels.get(one), "num-format", form), "decimal")))
        return f"{value(each, 'num-prefix')}{'.'.join(figures)}{value(each, 'num-suffix')}".strip()
