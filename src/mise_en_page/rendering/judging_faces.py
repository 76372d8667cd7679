"""The faces that a layout asks for, held against those that are there, before any text is set.

CSS takes the nearest face, whatever it is: an italic prints roman and a light one regular, in silence. Here each is told at
the rule that asks for it. The style of every role is judged; of marks (``*…*``, ``**…**``) those that the issue's texts
use, with the first place where one does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from mise_en_page.composition.compose import Stretch
from mise_en_page.composition.fonts import Catalogue, Face
from mise_en_page.composition.galley import Marks, Styles
from mise_en_page.composition.strands import asked_of, lacks
from mise_en_page.composition.style import TextStyle
from mise_en_page.composition.tables import name_key
from mise_en_page.model.layout import Layout
from mise_en_page.model.memo import Ask, at_once
from mise_en_page.model.message import Message, key, say
from mise_en_page.model.problem import Problem, Span
from mise_en_page.rendering.faces import STRETCHES
from mise_en_page.rendering.faults import asked
from mise_en_page.rendering.origins import in_theme, named_in, place, probe, said_of
from mise_en_page.rendering.probe import probe_of

#: WeasyPrint's own first value of font-family: no stylesheet asked for anything.
UNASKED: Final = ("serif",)
#: What stands for any family, or asks the machine for one of its own.
GENERIC: Final = frozenset({"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui"})
BOLD: Final = 600
#: Faces that far apart in weight, and in width (percent), print alike.
ALIKE, ALIKE_WIDTH = 50, 7.0
#: The names of marks in an article.
TYPED: Final = {"emphasis": "*…*", "strong": "**…**"}
PROPERTIES: Final = {"italic": "font-style", "weight": "font-weight", "width": "font-stretch"}
#: OS/2 fsType: no embedding at all but by the owner's leave; pictures of the glyphs only (OpenType, chapter “OS/2”).
RESTRICTED, BITMAPS_ONLY = 1 << 1, 1 << 9

#: A fault, what to do about it, and where it is.
_Told = tuple[Message, Message | None, Span]

#: The stretches of an issue's texts that a layout sets, each with its slot's name.
Used = Sequence[tuple[str, Stretch]]


def judge_faces(
    styles: Styles, layout: Layout, catalogue: Catalogue, used: Used = (), unused: tuple[str, ...] = (), ask: Ask = at_once
) -> tuple[Problem, ...]:
    """What is wrong with the faces of a layout's roles, and of the marks in the texts that it sets: each once.

    ``unused``: roles that no text of the issue has.
    """
    if not catalogue.faces:
        return ()
    judge = ask(_of_roles, styles, layout, catalogue, unused).copied()
    for slot, stretch in used:
        judge.marked(slot, stretch)
        judge.signs(slot, stretch)
    return judge.problems()


def _of_roles(styles: Styles, layout: Layout, catalogue: Catalogue, unused: tuple[str, ...]) -> _Judge:
    """What is wrong with the faces of roles, whatever the texts."""
    judge = _Judge(styles, layout, catalogue)
    for (slot, role), style in styles.by_role.items():
        if role not in unused:
            judge.own(slot, role, style.block.text)
    return judge


@dataclass(slots=True)
class _Judge:
    """Gathers what is wrong: by the fault in words, the roles that have it, its hint, and where it is."""

    styles: Styles
    layout: Layout
    catalogue: Catalogue
    _found: dict[_Told, list[str]] = field(default_factory=dict)
    _first: dict[_Told, Span] = field(default_factory=dict)
    _seen: set[object] = field(default_factory=set)
    #: By a style: whether its families are there, and what of it its nearest face is not. Hundreds of roles share dozens.
    _known: dict[TextStyle, tuple[bool, list[str]]] = field(default_factory=dict)

    def copied(self) -> _Judge:
        """One that goes on from here; this one stays as it is."""
        found = {told: [*names] for told, names in self._found.items()}
        return _Judge(self.styles, self.layout, self.catalogue, found, {**self._first}, set(), self._known)

    def problems(self) -> tuple[Problem, ...]:
        found = self._found.items()
        return tuple(
            asked(names, said, where, hint, self._first.get((said, hint, where))) for (said, hint, where), names in found
        )

    def _tell(self, said: Message, hint: Message | None, where: Span, asking: str, first: Span | None = None) -> None:
        names = self._found.setdefault((said, hint, where), [])
        names += [asking] if asking not in names else []
        if first is not None:
            self._first.setdefault((said, hint, where), first)

    def _where(self, slot: str, role: str, marks: Marks, *properties: str) -> Span:
        said = said_of(self.layout, probe(probe_of(slot, role, marks)), properties)
        return said or self.layout.in_sheet()

    def own(self, slot: str, role: str, text: TextStyle) -> None:
        """The style of a role itself."""
        if text.family == UNASKED or self._once(slot, role, text):
            return
        self._face(slot, role, (), text, self._lacking(text)[1])

    def _lacking(self, text: TextStyle) -> tuple[bool, list[str]]:
        if (known := self._known.get(text)) is None:
            known = self._known[text] = bool(self.catalogue.chain(text.family)), unmet(self.catalogue, text)
        return known

    def _once(self, *what: object) -> bool:
        seen = what in self._seen
        self._seen.add(what)
        return seen

    def _face(
        self, slot: str, role: str, marks: Marks, text: TextStyle, lacking: Sequence[str], first: Span | None = None
    ) -> None:
        there, _ = self._lacking(text)
        if there and not lacking:
            return
        asking = selector(slot, role, marks)
        if not there:
            where = named_in(self.layout, text.family) or self._where(slot, role, marks, "font-family")
            self._tell(*_no_family(text.family, self.catalogue), where, asking)
            return
        for lack in lacking:
            theme = in_theme(self.layout, text.family)
            where = theme or self._where(slot, role, marks, PROPERTIES[lack])
            self._tell(_no_face(text, self.catalogue), say("hint/theme-face") if theme else None, where, asking, first)
            return

    def marked(self, slot: str, stretch: Stretch) -> None:
        """A stretch under marks: that what they ask for is there, and that emphasis can be seen."""
        style = self.styles.role(slot, stretch.role)
        text = style.text(stretch.marks)
        if self._once(slot, stretch.role, stretch.marks):
            return
        if text.family == UNASKED:
            where = self.layout.in_sheet()
            self._tell(say("font-not-found/no-family"), None, where, selector(slot, stretch.role, ()))
            return
        lacking = self._lacking(text)[1]
        around = style.text(_without(stretch.marks, "strong"))
        if "strong" in stretch.marks and text.weight in (700, bolder(around.weight)):
            lacking = [lack for lack in lacking if lack != "weight"]  # what is asked is to be bolder than the text around
            if around.weight < BOLD and not self._differ(text, around):
                lacking = [*lacking, "weight"]
        if "emphasis" in stretch.marks and self._differ(text, style.text(_without(stretch.marks, "emphasis")), shown=True):
            lacking = [lack for lack in lacking if lack != "italic"]  # shown in another way
        if stretch.marks or lacking:
            self._face(slot, stretch.role, stretch.marks, text, lacking, stretch.where)

    def _differ(self, one: TextStyle, other: TextStyle, *, shown: bool = False) -> bool:
        """Do two styles look different on paper? ``shown``: by something besides the slope that was asked for."""
        looks = []
        for text in (one, other):
            face = next(iter(self.catalogue.chain(text.family, asked_of(text))), None)
            own = (face.proper, face.weight, face.italic) if face is not None else ()
            looks.append((own, text.size, text.colour, text.features, text.transform, text.letter_spacing, text.rise))
        return looks[0] != looks[1] and (not shown or bool(looks[0][0]))

    def signs(self, slot: str, stretch: Stretch) -> None:
        """What the stylesheet itself adds to a text: an end mark that no font has."""
        if "end-mark" not in stretch.marks or self._once(slot, stretch.role, stretch.marks, stretch.characters):
            return
        text = self.styles.role(slot, stretch.role).text(stretch.marks)
        chain = self.catalogue.chain(text.family, asked_of(text))
        absent = sorted(
            {sign for sign in stretch.characters if sign.strip() and not any(face.covers(sign) for face in chain)}
        )
        if chain and absent:
            signs = tuple(say("word/sign", sign=sign, code=f"U+{ord(sign):04X}") for sign in absent)
            where = self._where(slot, stretch.role, (), "--end-mark")
            said = say("missing-glyph/end-mark", families=_named(text.family), signs=signs)
            self._tell(said, None, where, selector(slot, stretch.role, stretch.marks))


def judge_features(styles: Styles, catalogue: Catalogue, layout: Layout, used: Used) -> tuple[Problem, ...]:
    """A warning for each face that is made to do what it has no glyphs for, and for each that may not be embedded: once."""
    told: dict[Message, Problem] = {}
    for slot, stretch in used:
        text = styles.role(slot, stretch.role).text(stretch.marks)
        for face in catalogue.chain(text.family, asked_of(text))[:1]:
            found = [
                Problem.of(FEATURES[tag], "warning", place(layout, face.family), font=_styled(face))
                for tag in lacks(face, text, stretch.characters)
            ]
            if face.embedding & (RESTRICTED | BITMAPS_ONLY):
                found.append(Problem.of("font-restricted", "warning", Span(_file(face)), font=face.family))
            for problem in found:
                told.setdefault(problem.said, problem)
    return tuple(told.values())


#: Features that a face may lack.
FEATURES: Final = {
    "sups": key("font-feature/superiors"),
    "smcp": key("font-feature/small-capitals"),
    "c2sc": key("font-feature/small-capitals"),
    "onum": key("font-feature/old-style"),
}


def _file(face: Face) -> str:
    return f"fonts/{face.key.partition('@')[0].partition('#')[0]}"


def _without(marks: Marks, taken: str) -> Marks:
    return tuple(kind for kind in marks if kind != taken)


def selector(slot: str, role: str, marks: Marks) -> str:
    """A role of a slot as a stylesheet names it, and the marks in it as they are typed."""
    first = role.split(" ", maxsplit=1)[0]
    typed = "".join(f" {TYPED[mark]}" for mark in marks if mark in TYPED)
    return f".{slot.replace(' ', '.')} .{first}{typed}"


def bolder(weight: int) -> int:
    """What ``font-weight: bolder`` makes of a weight (CSS Fonts 4 §2.2.1)."""
    return 400 if weight < 350 else 700 if weight < 550 else max(900, weight)


def unmet(catalogue: Catalogue, text: TextStyle) -> list[str]:
    """What of a style its nearest face is not: “italic”, “weight”, “width”.

    Where CSS asks for nothing in particular (its first values: 400, upright, 100 %), a family that has but one weight,
    style or width is meant as it is, and so is a face that is asked for by its own name.
    """
    family, same = next(((name, same) for name in text.family if (same := catalogue.family(name))), ("", ()))
    chain = catalogue.chain(text.family, asked_of(text))
    if not same or not chain:
        return []
    face = chain[0]
    alone = name_key(family) not in face.proper
    lacking = []
    if text.italic != face.italic and (text.italic or not (alone or all(each.italic for each in same))):
        lacking.append("italic")
    if abs(text.weight - face.weight) > ALIKE:
        one = len({each.weight for each in same}) == 1 and not any(each.axis("wght") for each in same)
        meant = (text.weight == 400 and (alone or one or face.weight == 500)) or (
            text.weight == 700 and alone and face.weight >= BOLD
        )
        lacking += [] if meant else ["weight"]
    if abs(text.stretch - face.stretch) > ALIKE_WIDTH:
        one = len({each.stretch for each in same}) == 1 and not any(each.axis("wdth") for each in same)
        lacking += [] if text.stretch == 100 and (alone or one) else ["width"]
    return lacking


def _no_face(text: TextStyle, catalogue: Catalogue) -> Message:
    """That a family has not the face that is asked for, with those that it has."""
    family, same = next((name, same) for name in text.family if (same := catalogue.family(name)))
    italic = say("word/italic") if text.italic else ""
    asked = say("word/face", weight=f"{text.weight}", slope=italic, width=_wide(text.stretch))
    there = tuple(dict.fromkeys(_told(face) for face in sorted(same, key=lambda face: (face.italic, face.weight))))
    words = key("face-not-found/italic") if text.italic else key("face-not-found")
    return say(words, family=family, asked=asked, there=there)


def _told(face: Face) -> Message:
    """A face as CSS would ask for it."""
    weight, width = face.axis("wght"), face.axis("wdth")
    said = f"{weight.least:g}–{weight.most:g}" if weight else f"{face.weight}"
    both = say("word/and-italic") if face.axis("ital") or face.axis("slnt") else ""
    wide = say("word/wide", percent=f"{width.least:g}–{width.most:g}") if width else _wide(face.stretch)
    return say("word/face", weight=said, slope=say("word/italic") if face.italic else both, width=wide)


def _wide(stretch: float) -> Message | str:
    return "" if stretch == 100 else say("word/wide", percent=f"{stretch:g}")


def _styled(face: Face) -> Message | str:
    return say("word/face", weight=face.family, slope=say("word/italic"), width="") if face.italic else face.family


def _named(families: Iterable[str]) -> tuple[Message, ...]:
    return tuple(say("word/quoted", name=family) for family in families)


def _no_family(families: tuple[str, ...], catalogue: Catalogue) -> tuple[Message, Message | None]:
    """That no file has a family, and what may have been meant."""
    known = {name: face.family for face in catalogue.faces for name in face.families}
    keys = [name_key(family) for family in families]
    near = next((close[0] for key in keys if (close := get_close_matches(key, known, n=1))), None)
    if near is None:  # “Inter Variable” for Inter
        near = next((name for key in keys for name in known if name in key or key in name), None)
    if set(keys) <= GENERIC:
        return say("font-not-found/generic", families=_named(families)), None
    hint = say("hint/did-you-mean-family", family=known[near]) if near else None
    return say("font-not-found/family", families=_named(families)), hint


def told_of_text(catalogue: Catalogue, style: Mapping[str, Any], tag: str) -> tuple[Message, Message | None, str] | None:
    """What is wrong with the face of a text of the template: message, hint, and the property that asks for it."""
    families = tuple(style["font_family"])
    if families == UNASKED or not catalogue.chain(families):
        return *_no_family(families, catalogue), "font-family"
    weight, italic = int(style["font_weight"]), style["font_style"] != "normal"
    text = TextStyle(families, style["font_size"], weight, italic, stretch=STRETCHES.get(style["font_stretch"], 100.0))
    lacking = unmet(catalogue, text)
    if tag in ("strong", "b") and weight >= 700:
        lacking = [lack for lack in lacking if lack != "weight"]
    if not lacking:
        return None
    return _no_face(text, catalogue), None, PROPERTIES[lacking[0]]
