"""What the composer hears of a stylesheet, and what is said to it in vain: each told once, at its line.

The composer sets the text of roles (``.title``, ``.body``…) and of marks in them (``em``, ``.byline``…) by the properties
of ``TEXT``, ``BLOCK`` and ``SETTINGS``; WeasyPrint draws a role's box by those of ``BOX``. Whatever else a rule says of
composed text alone would be lost in silence. tests/rendering/test_heard.py holds these tables against what is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement

import cssselect2
import tinycss2
from weasyprint.css.properties import KNOWN_PROPERTIES
from weasyprint.css.validation import NOT_PRINT_MEDIA
from weasyprint.css.validation.expanders import EXPANDERS

from mise_en_page.composition.fitted import FITTED
from mise_en_page.composition.galley import ADDED
from mise_en_page.model import limits
from mise_en_page.model.layout import Layout
from mise_en_page.model.message import Message, key, say
from mise_en_page.model.problem import Problem
from mise_en_page.rendering.alike import BEYOND
from mise_en_page.rendering.custom import Told, settings
from mise_en_page.rendering.declarations import contents, flat, parsed, rules_in
from mise_en_page.rendering.faults import did_you_mean
from mise_en_page.rendering.inks import JINJA, with_stand_ins
from mise_en_page.rendering.properties import BLOCK, BOX, TEXT, instead

#: What an initial is, and what it is not: a role whose first letter is looked at.
LETTER: Final = (*TEXT, "initial-letter", "margin", "margin-right")
WITH_LETTER: Final = frozenset((".body", ".first"))
WITHOUT_LETTER: Final = frozenset((".item", ".agenda", ".row", ".verse", ".continued-on", ".continued-from"))
PSEUDO: Final = {
    "first-letter": key("stylesheet/first-words"),
    "first-line": key("stylesheet/first-words"),
    "marker": key("stylesheet/marker"),
    "selection": key("stylesheet/selection"),
}
#: At-rules that are read or, elsewhere, refused.
AT_RULES: Final = ("import", "media", "page", "font-face", "color-profile", "counter-style", "layer", "charset")
#: Lines along a text that are not drawn so.
LINES: Final = ("double", "dotted", "dashed", "wavy", "blink")
#: What turns a block or moves it; and functions within those.
TURNS: Final = frozenset(("rotate", "translate", "translatex", "translatey", "var", "calc"))
TRANSFORMS: Final = ("none", "uppercase", "lowercase", "capitalize", "inherit", "initial", "unset")
#: What takes text that is added out of the block's: it is drawn with its box.
OUT: Final = frozenset(("position", "float", "display"))
#: Functions that a ``content`` may hold that is set.
CONTENT: Final = frozenset(("counter", "counters", "var"))
#: Properties that are heard of each kind, and how others begin that are. What hides lines or moves them is told where the
#: page is looked at; what is added to marks, by its content.
HEARD: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "role": ((*TEXT, *BLOCK), BOX),
    "mark": ((*TEXT, "line-height"), ()),  # a line has the height of its role's
    "letter": (LETTER, ()),
    "added": ((*TEXT, "content"), ("counter",)),
}
#: What a selector may be of, the first first: a side alone is looked at where nothing else is selected.
KINDS: Final = ("role", "mark", "side", "slot", "lines")
#: On a slot's own element: what its text does not inherit.
WITHIN: Final = (
    "column",
    "float",
    "clear",
    "text-wrap",
    "text-shadow",
    "orphans",
    "widows",
    "white-space",
)
#: Of selectors that select nothing, and properties that nothing reads.
DEAD: Final = frozenset(
    ("stylesheet/class", "stylesheet/id", "stylesheet/element", "stylesheet/stands", "stylesheet/unread")
)
#: So many warnings of a stylesheet are told one by one.
MOST: Final = 30
ENDS: Final = ("", "opens", "closes", "opens closes")
_NAME: Final = re.compile(r"([.#]?)(-?[A-Za-z_][\w-]*)")
_ASIDE: Final = re.compile(r"\[[^\]]*\]|::?[\w-]+(?:\((?:[^()]|\([^()]*\))*\))?|\"[^\"]*\"|'[^']*'")


@dataclass(frozen=True, slots=True)
class Composed:
    """What of a page is composed: the classes of roles, and the elements for marks in their text (start tags)."""

    roles: tuple[str, ...]
    marks: tuple[str, ...]


def unheard(layout: Layout, composed: Composed) -> tuple[Problem, ...]:
    """A warning for each thing in a layout's stylesheet that has no effect."""
    found = tuple(
        told
        for told in _lint(layout.stylesheet, layout.markup, layout.looks, composed)
        if layout.in_sheet(*told[2:]).file not in layout.shared or not _of_others(layout, told[0], told[1])
    )
    if len(found) > MOST:
        found = (*found[:MOST], (say("stylesheet/more", count=len(found) - MOST), None, *found[MOST][2:]))
    return tuple(Problem("stylesheet", "warning", said, hint, layout.in_sheet(*place)) for said, hint, *place in found)


def _of_others(layout: Layout, said: Message, hint: Message | None) -> bool:
    """May a warning of a sheet be of no use here, and the rule be there for another layout that shares it?"""
    if said.key == "stylesheet/unheard":
        first = re.match(r"\.([\w-]+) ", str(dict(said.values)["selector"]))
        return first is not None and first[1] not in " ".join(layout.looks).split()
    return said.key in DEAD and hint is None


@lru_cache(maxsize=8)
def _lint(stylesheet: str, template: str, slots: tuple[str, ...], composed: Composed) -> tuple[Told, ...]:
    rules = parsed(with_stand_ins(stylesheet))
    return (*_Lint(rules, template, slots, composed).rules(rules), *settings(stylesheet, template))


class _Lint:
    """One stylesheet against the elements of its layout's pages."""

    def __init__(self, rules: Sequence[Any], template: str, slots: Sequence[str], composed: Composed) -> None:
        self._told: set[tuple[str, str]] = set()
        self._selectors = dict(_compiled(rules))
        self._elements = _Elements(slots, composed, [each for held in self._selectors.values() for each in held])
        bare = JINJA.sub(" ", template)
        self._words = set(re.findall(r"[\w-]+", template)) | {"page"}
        classes = (name for value in re.findall(r"\bclass\s*=\s*[\"']([^\"']*)", bare) for name in value.split())
        self._written = {f".{name}" for name in classes if name not in ("placed", "lines")} | {".page", ".recto", ".verso"}
        self._written |= {*re.findall(r"<([A-Za-z][\w-]*)", bare), "html", "body"}
        self._begun = tuple(re.findall(r"(?<![\w-])([\w-]+)\{\{", template))

    def rules(self, nodes: Sequence[Any]) -> Iterator[Told]:
        for node in nodes:
            if node.type == "at-rule":
                yield from self._at_rule(node)
            elif node.type == "qualified-rule":
                yield from self._rule(node)

    def _at_rule(self, node: Any) -> Iterator[Told]:
        name = node.lower_at_keyword
        place = node.source_line, node.source_column
        if name not in AT_RULES:
            yield say("stylesheet/at-rule", rule=node.at_keyword), None, *place
        elif name == "media" and node.content is not None:
            media = re.findall(r"[\w-]+", tinycss2.serialize(node.prelude).lower())
            if "screen" in media and "print" not in media:
                yield say("stylesheet/screen"), None, *place
            else:
                yield from self.rules(rules_in(node))

    def _rule(self, node: Any) -> Iterator[Told]:
        place = node.source_line, node.source_column
        alone: list[tuple[str, str]] = []  # the selectors that are of composed text alone, and of which kind
        selectors = self._selectors.get(place, [])
        for text, selector in selectors:
            kinds = self._elements.matched[id(selector)]
            if dead := self._dead(text, kinds):
                yield *dead, *place
                continue
            last = {sign + name for sign, name in _NAME.findall(_ASIDE.sub(" ", _last(text)))}
            if not kinds or not last or last & self._written or "*" in _last(text):
                continue  # it may be of the template's own elements
            pseudo = selector.pseudo_element
            if pseudo == "first-letter" and "role" in kinds and last & WITH_LETTER and not last & WITHOUT_LETTER:
                alone.append((text, "letter"))
            elif pseudo in ADDED and kinds & {"role", "mark"}:
                alone.append((text, "added" if "role" in kinds else "added-mark"))
            elif pseudo in PSEUDO:
                yield say(PSEUDO[pseudo], selector=text, pseudo=pseudo), None, *place
            elif pseudo is None:
                alone.append((text, next(kind for kind in KINDS if kind in kinds)))
        if alone and alone[0][1].startswith("added") and _is_out_of_text(contents(node)):
            alone = []  # it is drawn with the block's box
        for each in contents(node):
            if each.type == "declaration" and _is_of_screens(each.lower_name):
                yield say("stylesheet/prefix", name=each.name), None, each.source_line, each.source_column
            elif each.type == "declaration" and alone and len(alone) == len(selectors):
                yield from self._declaration(each, *alone[0])

    def _declaration(self, node: Any, selector: str, kind: str) -> Iterator[Told]:
        """What a declaration says of composed text in vain, once for each property."""
        name = node.lower_name
        place = node.source_line, node.source_column
        if name == "--fit" and _of_other_roles(selector, kind):
            yield say("stylesheet/unfitted", name=name, selector=selector), None, *place
        if name.startswith("-"):
            return
        if told := _of_value(name, node.value, selector, kind):
            self._told |= {(kind, name), (kind, "text-decoration-style")} if name == "text-decoration" else set()
            yield *told, *place
            return
        if kind == "letter" and name == "initial-letter" and not _is_lines(node.value):
            value = tinycss2.serialize(node.value).strip()
            yield say("stylesheet/value", name=name, value=value, example="3"), None, *place
        if (kind, name) in self._told or self._is_heard(name, kind) or name not in KNOWN_PROPERTIES | EXPANDERS.keys():
            return
        self._told.add((kind, name))
        said, hint = say("stylesheet/unheard", name=name, selector=selector), instead(name)
        if kind == "mark" and (name.startswith(BOX) or name in BLOCK):
            hint = say("hint/of-the-role")
        elif kind == "letter":
            hint = say("hint/initial-letter")
        elif kind == "side":
            said, hint = say("stylesheet/side", name=name, selector=selector), None
        yield said, hint, *place

    def _is_heard(self, name: str, kind: str) -> bool:
        if kind == "slot":  # much of it is handed down, or drawn
            return not name.startswith(WITHIN)
        if kind == "side":
            return name not in (*TEXT, *BLOCK) or name.startswith("border")
        return kind not in HEARD or name.startswith(HEARD[kind][1]) or name in HEARD[kind][0]

    def _in_words(self, name: str) -> bool:
        """May a template write a class or an id so?"""
        return name in self._words or name.startswith(self._begun)

    def _dead(self, text: str, kinds: set[str]) -> tuple[Message, Message | None] | None:
        """Why a selector can select nothing, and what was meant; None where it may select something."""
        if kinds:
            return None
        for sign, name in _NAME.findall(_ASIDE.sub(" ", text)):
            if sign + name in self._elements.names | self._written or (sign and self._in_words(name)):
                continue
            meant = sorted(each for each in self._elements.names | self._written if each[0] in ".#")
            words = {".": key("stylesheet/class"), "#": key("stylesheet/id")}.get(sign, key("stylesheet/element"))
            return say(words, selector=text, name=name), did_you_mean(get_close_matches(sign + name, meant, 1, 0.75))
        last = {sign + name for sign, name in _NAME.findall(_ASIDE.sub(" ", _last(text)))}
        if last and last <= self._elements.names and not last & self._written:
            return say("stylesheet/stands", selector=text), None
        return None


class _Elements:
    """Every element of composed text that a page may have, in its place; what kinds of them each selector selects."""

    def __init__(self, slots: Sequence[str], composed: Composed, selectors: Sequence[tuple[str, Any]]) -> None:
        texts = [text for text, _ in selectors]
        asked = {name for text in texts for _, name in _NAME.findall(text)}
        marks = {mark.rpartition(".")[2] for mark in composed.marks}
        #: Only what a selector may tell apart: marks within marks, shapes of a slot, what opens or closes an article.
        self._nested = any(len(marks.intersection(name for _, name in _NAME.findall(text))) > 1 for text in texts)
        self._ends = tuple(ends for ends in ENDS if asked.issuperset(ends.split()))
        self.names = _names(slots, composed)
        roles = composed.roles
        if any(map(BEYOND.search, texts)):
            slots = tuple(_told_apart(slots, texts).values())
        else:  # the more classes, the more is selected: what has all those of another stands for it
            self._ends = self._ends[-1:]
            slots, roles = (_standing_for(each, texts) for each in (slots, roles))
        self._kinds: dict[int, str] = {}
        root = Element("html", {"lang": "fr"})
        for side in ("", "recto", "verso"):
            page = SubElement(SubElement(root, "body", {"class": side} if side else {}), "div", {"class": "page"})
            for slot in slots if not side else slots[:1]:
                for role in roles:
                    self._role(page, slot, role, composed.marks if not side else composed.marks[:1], aside=bool(side))
        matcher = cssselect2.Matcher()
        self.matched: dict[int, set[str]] = {id(selector): set() for _, selector in selectors}
        for _, selector in selectors:
            matcher.add_selector(selector, id(selector))
        for element in cssselect2.ElementWrapper.from_html_root(root).iter_subtree():
            kind = self._kinds.get(id(element.etree_element))
            if kind is not None:
                for *_, selected in matcher.match(element):
                    self.matched[selected].add(kind)

    def _role(self, page: Element, slot: str, role: str, marks: Sequence[str], *, aside: bool) -> None:
        for ends in self._ends:
            above = SubElement(page, "div", {"class": slot})
            self._kinds[id(above)] = "slot"
            block = SubElement(above, "div", {"class": f"placed {role} {ends}".strip()})
            self._kinds[id(block)] = "side" if aside else "role"
            inner = block
            for mark in marks if ends == self._ends[0] else ():
                tag, _, name = mark.partition(".")
                given = {"class": name} if name else {}
                self._kinds[id(SubElement(block, tag, given))] = "side" if aside else "mark"
                if self._nested:
                    inner = SubElement(inner, tag, given)
                    self._kinds[id(inner)] = "side" if aside else "mark"
            self._kinds[id(SubElement(above, "img", {"class": "lines"}))] = "lines"


def _names(slots: Sequence[str], composed: Composed) -> set[str]:
    """Of all that is composed: the tags, and the classes with their dots."""
    classes = ("placed", "lines", "recto", "verso", "page", "picture", "opens", "closes")
    tags, _, named = zip(*(mark.partition(".") for mark in composed.marks), strict=True)
    every = (*classes, *" ".join((*slots, *composed.roles, *named)).split())
    return {"div", "span", "img", *tags, *(f".{name}" for name in every)}


def _standing_for(every: Sequence[str], selectors: Sequence[str]) -> tuple[str, ...]:
    """So many of all these classes that whatever a selector names of one of them is named of one of those that stay."""
    classes = set(" ".join(every).split())
    asked = {frozenset(name for _, name in _NAME.findall(text)) & classes for text in selectors}
    left = {each for each in asked if any(each <= {*one.split()} for one in every)}
    found = list(every[:1])
    while left := {each for each in left if not each <= {*found[-1].split()}}:
        found.append(max(every, key=lambda one: sum(each <= {*one.split()} for each in left)))
    return tuple(found)


def _told_apart(slots: Sequence[str], selectors: Sequence[str]) -> dict[object, str]:
    """One of all classes of slots that selectors cannot tell from each other."""
    classes = {name for slot in slots for name in slot.split()}
    asked = {frozenset(name for _, name in _NAME.findall(text)) & classes for text in selectors}
    if any(":not(" in text or "[" in text for text in selectors):  # what a slot has not may be asked for, too
        asked = {frozenset((name,)) for name in classes}
    found: dict[object, str] = {}
    for slot in slots:
        own = frozenset(slot.split())
        found.setdefault(frozenset(each for each in asked if each <= own), slot)
    return found


def _compiled(nodes: Sequence[Any]) -> Iterator[tuple[tuple[int, int], list[tuple[str, Any]]]]:
    """Of each rule, by its line and column, the selectors: as they are written, and ready to be matched."""
    for node in nodes:
        if node.type == "qualified-rule":
            try:
                selectors = cssselect2.compile_selector_list(node.prelude)
            except cssselect2.SelectorError:
                continue  # WeasyPrint tells of it
            yield (
                (node.source_line, node.source_column),
                list(zip((text.strip() for text in _split(node.prelude)), selectors, strict=False)),
            )
        elif node.type == "at-rule" and node.lower_at_keyword == "media" and node.content is not None:
            yield from _compiled(rules_in(node))


def _of_value(name: str, value: Sequence[Any], selector: str, kind: str) -> tuple[Message, Message | None] | None:
    """What is wrong with what a declaration says, where the property itself is heard."""
    words = [token for token in value if token.type == "ident"]
    said: Message | None = None
    hint = None
    if name.startswith("margin") and any(token.lower_value == "auto" for token in words):
        said = say("stylesheet/auto", name=name, selector=selector)
    elif kind == "added-mark":
        said = say("stylesheet/added-mark", selector=selector) if name == "content" else None
    elif name == "content" and (wrong := [token for token in flat([*value]) if _is_no_text(token)]):
        said = say("stylesheet/content", value=tinycss2.serialize(wrong[:1]), selector=selector)
    elif name == "text-transform" and words and words[0].lower_value not in TRANSFORMS:
        said = say("stylesheet/transform", value=words[0].value, selector=selector)
    elif name == "transform" and (wrong := [token for token in flat([*value]) if _is_no_turn(token)]):
        said = say("stylesheet/turn", function=wrong[0].name, selector=selector)
    elif name == "text-decoration" and any(token.lower_value in LINES for token in words):
        said, hint = say("stylesheet/unheard", name=(style := "text-decoration-style"), selector=selector), instead(style)
    return (said, hint) if said is not None else None


def _of_other_roles(selector: str, kind: str) -> bool:
    """Does a selector that selects composed text alone select none whose size is found in a range?"""
    classes = {name for sign, name in _NAME.findall(_ASIDE.sub(" ", _last(selector))) if sign}
    return kind == "mark" or (kind == "role" and bool(classes) and not classes & FITTED)


def _is_out_of_text(nodes: Sequence[Any]) -> bool:
    return any(node.type == "declaration" and node.lower_name in OUT for node in nodes)


def _is_no_text(token: Any) -> bool:
    """Is it, in a ``content``, what no text can be made of?"""
    if token.type == "function":
        return token.lower_name not in CONTENT
    return bool(token.type == "url" or (token.type == "ident" and token.lower_value.endswith("-quote")))


def _is_no_turn(token: Any) -> bool:
    """Is it a function by which a block is more than turned and moved?"""
    return token.type == "function" and token.lower_name not in TURNS


def _is_lines(value: Sequence[Any]) -> bool:
    """Does an initial's height make sense: ``normal``, or lines?"""
    tokens = [token for token in value if token.type not in ("whitespace", "comment")]
    if len(tokens) != 1 or tokens[0].type == "ident":
        return len(tokens) == 1 and bool(tokens[0].lower_value == "normal")
    return bool(tokens[0].type == "number" and tokens[0].is_integer and 2 <= tokens[0].value <= limits.INITIAL_LINES)


def _is_of_screens(name: str) -> bool:
    """Does WeasyPrint leave a property out without a word?"""
    return name in NOT_PRINT_MEDIA or (name.startswith("-") and not name.startswith(("--", "-weasy-")))


def _split(prelude: Sequence[Any]) -> list[str]:
    """The selectors of a rule, each as it is written."""
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part) for part in parts]


def _last(selector: str) -> str:
    """The part of a selector that says which element it selects."""
    return re.split(r"[\s>+~]+", _ASIDE.sub(lambda match: match[0].replace(" ", ""), selector.strip()))[-1]
