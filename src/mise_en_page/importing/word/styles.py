"""How a .docx says what its characters look like: defaults, styles that stand on others, and what is said at the run.

Italic, bold, capitals and the like are toggles (ISO/IEC 29500-1, 17.7.3): where both the paragraph's and the character's
style say so, they undo each other; what is said at the run itself holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from mise_en_page.importing.trees import Element, child, children, name, value

_TOGGLES = {
    "i": "italic", "b": "bold", "caps": "caps", "smallCaps": "small_caps", "vanish": "hidden", "strike": "struck",
    "dstrike": "struck",
}  # fmt: skip
_MOST_PARENTS = 30
_FALSE = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Look:
    """What characters look like; None where nothing is said."""

    italic: bool | None = None
    bold: bool | None = None
    caps: bool | None = None
    small_caps: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    raised: int | None = None
    underlined: bool | None = None
    marked: bool | None = None
    font: str | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph's or character's style: its name as people see it, and what it adds to the one that it stands on."""

    name: str
    based: str = ""
    kind: str = ""
    look: Look = field(default_factory=Look)
    level: int | None = None
    numbered: tuple[str, int] | None = None
    page_before: bool = False
    right: bool = False


def on(element: Element | None) -> bool:
    """Is a property that is there switched on?"""
    return element is not None and value(element, "val", "1") not in _FALSE


def look_of(properties: Element | None) -> Look:
    """What run properties say."""
    said: dict[str, bool | int | str] = {}
    for each in properties if properties is not None else ():
        what = name(each)
        if what in _TOGGLES:
            said[_TOGGLES[what]] = on(each) or bool(said.get(_TOGGLES[what]) and what == "dstrike")
        elif what == "vertAlign":
            said["raised"] = {"superscript": 1, "subscript": -1}.get(value(each), 0)
        elif what == "position" and value(each).lstrip("-").isdecimal():
            said.setdefault("raised", (int(value(each)) > 3) - (int(value(each)) < -3))  # in half points
        elif what == "u":
            said["underlined"] = on(each)
        elif what == "highlight":
            said["marked"] = on(each)
        elif what == "rFonts":
            said["font"] = value(each, "ascii") or value(each, "hAnsi")
    return Look(**said)  # type: ignore[arg-type]


def over(below: Look, above: Look) -> Look:
    """What ``above`` says, else what ``below`` does."""
    said = {name: getattr(above, name) for name in Look.__slots__ if getattr(above, name) is not None}
    return replace(below, **said) if said else below


def toggled(below: Look, above: Look) -> Look:
    """The look of a paragraph's style under that of a character's: toggles undo each other."""
    said = over(below, above)
    both = {name: False for name in set(_TOGGLES.values()) if getattr(below, name) and getattr(above, name)}
    return replace(said, **both) if both else said  # type: ignore[arg-type]


class Styles:
    """All styles of a document."""

    def __init__(self, root: Element | None) -> None:
        self._default = look_of(child(root, "docDefaults", "rPrDefault", "rPr"))
        self._styles: dict[str, Style] = {}
        self._first = ""
        for each in children(root, "style"):
            identifier = value(each, "styleId")
            self._styles[identifier] = _style(each)
            if value(each, "type") == "paragraph" and on_attribute(each, "default"):
                self._first = identifier
        self._looks: dict[tuple[str, str], Look] = {}

    def chain(self, identifier: str) -> list[Style]:
        """A style and those that it stands on, the nearest first."""
        found: list[Style] = []
        met: set[str] = set()
        while identifier in self._styles and identifier not in met and len(found) < _MOST_PARENTS:
            met.add(identifier)
            found.append(self._styles[identifier])
            identifier = found[-1].based
        return found

    def named(self, identifier: str) -> str:
        """A paragraph style's name as people see it."""
        style = self._styles.get(identifier or self._first)
        return style.name if style is not None else identifier

    def level(self, identifier: str) -> int | None:
        """The outline level of a paragraph style: 0 for a title of all, 1 for « heading 1 »; None for text."""
        for style in self.chain(identifier or self._first):
            if style.name.casefold() in ("title", "titre"):
                return 0
            if style.level is not None:
                return style.level
        return None

    def numbered(self, identifier: str) -> tuple[str, int] | None:
        return next((each.numbered for each in self.chain(identifier or self._first) if each.numbered), None)

    def page_before(self, identifier: str) -> bool:
        return any(each.page_before for each in self.chain(identifier or self._first))

    def right(self, identifier: str) -> bool:
        return any(each.right for each in self.chain(identifier or self._first))

    def look(self, paragraph: str, character: str, direct: Look) -> Look:
        """What a run looks like."""
        base = self._looks.get((paragraph, character))
        if base is None:
            base = self._chained(paragraph or self._first)
            base = toggled(base, self._chained(character)) if character else base
            base = self._looks[paragraph, character] = over(self._default, base)
        return over(base, direct)

    def _chained(self, identifier: str) -> Look:
        look = Look()
        for style in reversed(self.chain(identifier)):
            look = over(look, style.look)
        return look


def on_attribute(element: Element, attribute: str) -> bool:
    return value(element, attribute) in ("1", "true", "on")


def _style(element: Element) -> Style:
    properties = child(element, "pPr")
    outline = value(child(properties, "outlineLvl"))
    called = value(child(element, "name"))
    level = int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else None
    heading = called.casefold().removeprefix("heading ").strip()
    if called.casefold().startswith("heading ") and heading.isdecimal():
        level = int(heading)
    numbers = child(properties, "numPr")
    depth = value(child(numbers, "ilvl"))
    number = value(child(numbers, "numId"))
    return Style(
        called,
        value(child(element, "basedOn")),
        value(element, "type"),
        look_of(child(element, "rPr")),
        level,
        (number, int(depth) if depth.isdecimal() else 0) if number else None,
        on(child(properties, "pageBreakBefore")),
        value(child(properties, "jc")) in ("right", "end"),
    )
