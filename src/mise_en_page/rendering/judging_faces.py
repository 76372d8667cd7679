"""The faces that a layout asks for, held against those that are there, before any text is set.

CSS takes the nearest face, whatever it is: an italic prints roman and a light one regular, in silence. Here each is told at
the rule that asks for it. The style of every role is judged; of marks (``*…*``, ``**…**``) those that the issue's texts
use, with the first place where one does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from mise_en_page.model.problem import Problem, Severity, Span
from mise_en_page.rendering.cascade import probe_of
from mise_en_page.rendering.faces import STRETCHES
from mise_en_page.rendering.origins import named_in, place, probe, said_of

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

#: The stretches of an issue's texts that a layout sets, each with its slot's name.
Used = Sequence[tuple[str, Stretch]]


def judge_faces(styles: Styles, layout: Layout, catalogue: Catalogue, used: Used = ()) -> tuple[Problem, ...]:
    """What is wrong with the faces of a layout's roles, and of the marks in the texts that it sets: each once."""
    if not catalogue.faces:
        return ()
    judge = _Judge(styles, layout, catalogue)
    for (slot, role), style in styles.by_role.items():
        judge.own(slot, role, style.block.text)
    for slot, stretch in used:
        judge.marked(slot, stretch)
        judge.signs(slot, stretch)
    return judge.problems()


@dataclass(slots=True)
class _Judge:
    """Gathers what is wrong: by the fault in words, the roles that have it, its hint, and where it is."""

    styles: Styles
    layout: Layout
    catalogue: Catalogue
    _found: dict[tuple[str, str, Severity, str, Span], list[str]] = field(default_factory=dict)
    _first: dict[tuple[str, str, Severity, str, Span], Span] = field(default_factory=dict)
    _seen: set[object] = field(default_factory=set)

    def problems(self) -> tuple[Problem, ...]:
        told = []
        for key, asking in self._found.items():
            code, message, severity, hint, where = key
            more = f" and {len(asking) - 3} more" if len(asking) > 3 else ""
            first = f"; first in {self._first[key]}" if key in self._first else ""
            told.append(Problem(code, severity, f"{', '.join(asking[:3])}{more}: {message}{first}", hint, where))
        return tuple(told)

    def _tell(
        self, code: str, message: str, hint: str, where: Span, asking: str, severity: Severity = "error",
        first: Span | None = None,
    ) -> None:  # fmt: skip
        key = code, message, severity, hint, where
        asked = self._found.setdefault(key, [])
        asked += [asking] if asking not in asked else []
        if first is not None:
            self._first.setdefault(key, first)

    def _where(self, slot: str, role: str, marks: Marks, *properties: str) -> Span:
        said = said_of(self.layout, probe(probe_of(slot, role, marks)), properties)
        return said or Span(f"{self.layout.folder}/style.css")

    def own(self, slot: str, role: str, text: TextStyle) -> None:
        """The style of a role itself."""
        if text.family == UNASKED or self._once(slot, role, text):
            return
        self._face(slot, role, (), text, unmet(self.catalogue, text))

    def _once(self, *what: object) -> bool:
        seen = what in self._seen
        self._seen.add(what)
        return seen

    def _face(
        self, slot: str, role: str, marks: Marks, text: TextStyle, lacking: Iterable[str], first: Span | None = None
    ) -> None:
        asking = selector(slot, role, marks)
        if not self.catalogue.chain(text.family):
            where = named_in(self.layout, text.family) or self._where(slot, role, marks, "font-family")
            self._tell("font-not-found", *_no_family(text.family, self.catalogue), where, asking)
            return
        for lack in lacking:
            where = self._where(slot, role, marks, PROPERTIES[lack])
            self._tell("face-not-found", *_no_face(text, self.catalogue), where, asking, first=first)
            return

    def marked(self, slot: str, stretch: Stretch) -> None:
        """A stretch under marks: that what they ask for is there, and that emphasis can be seen."""
        style = self.styles.role(slot, stretch.role)
        text = style.text(stretch.marks)
        if self._once(slot, stretch.role, stretch.marks):
            return
        if text.family == UNASKED:
            hint = 'Name one for all of them: html { font-family: "…" }.'
            where = Span(f"{self.layout.folder}/style.css")
            self._tell("font-not-found", "no font-family is named", hint, where, selector(slot, stretch.role, ()))
            return
        lacking = unmet(self.catalogue, text)
        around = style.text(_without(stretch.marks, "strong"))
        if "strong" in stretch.marks and text.weight in (700, bolder(around.weight)):
            lacking = [lack for lack in lacking if lack != "weight"]  # what is asked is to be bolder than the text around
            if around.weight < BOLD and not self._differ(text, around):
                lacking.append("weight")
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
        return looks[0] != looks[1] if not shown else looks[0] != looks[1] and bool(looks[0][0])

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
            signs = " ".join(f"“{sign}” (U+{ord(sign):04X})" for sign in absent)
            hint = "Write another sign, or name a family that has this one: .end-mark { font-family: … }."
            where = self._where(slot, stretch.role, (), "--end-mark")
            self._tell("missing-glyph", f"no font of {_named(text.family)} has the end mark {signs}", hint, where,
                       selector(slot, stretch.role, stretch.marks))  # fmt: skip


def judge_features(styles: Styles, catalogue: Catalogue, layout: Layout, used: Used) -> tuple[Problem, ...]:
    """A warning for each face that is made to do what it has no glyphs for, and for each that may not be embedded: once."""
    told: dict[tuple[str, str], Problem] = {}
    for slot, stretch in used:
        text = styles.role(slot, stretch.role).text(stretch.marks)
        for face in catalogue.chain(text.family, asked_of(text))[:1]:
            for code, message, hint in _feature_faults(face, text, stretch.characters):
                told.setdefault((message, code), Problem(code, "warning", message, hint, place(layout, face.family)))
            if face.embedding & (RESTRICTED | BITMAPS_ONLY):
                message = f"The foundry does not allow the font {face.family} to be embedded in a file (fsType)."
                hint = "Ask it for a licence that does, or take another font."
                told.setdefault((message, ""), Problem("font-restricted", "warning", message, hint, Span(_file(face))))
    return tuple(told.values())


def _feature_faults(face: Face, text: TextStyle, characters: str) -> Iterator[tuple[str, str, str]]:
    for tag in lacks(face, text, characters):
        what, instead = FEATURES[tag]
        hint = "Take a face that has them, or say in the stylesheet how they are to look."
        yield "font-feature", f"The font {_styled(face)} has no {what}{instead}.", hint


#: Features that a face may lack: what they are, and what is done instead.
FEATURES: Final = {
    "sups": ("superior letters for all that is raised", ": smaller letters are raised in their place"),
    "smcp": ("small capitals for all letters", ": smaller capitals are set in their place"),
    "c2sc": ("small capitals for all letters", ": smaller capitals are set in their place"),
    "onum": ("old-style figures", ": its lining figures are set"),
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


def _no_face(text: TextStyle, catalogue: Catalogue) -> tuple[str, str]:
    """That a family has not the face that is asked for, with those that it has; and what to do."""
    family, same = next((name, same) for name in text.family if (same := catalogue.family(name)))
    asked = f"{text.weight}{' italic' if text.italic else ''}{_wide(text.stretch)}"
    there = ", ".join(dict.fromkeys(_told(face) for face in sorted(same, key=lambda face: (face.italic, face.weight))))
    hint = "Add the font file of this face to the folder fonts, or ask in style.css for one that is there"
    hint += " (for *…*: a rule for em, of another family, say)." if text.italic else "."
    return f"“{family}” has no face {asked}; there is {there}", hint


def _told(face: Face) -> str:
    """A face as CSS would ask for it."""
    weight, width = face.axis("wght"), face.axis("wdth")
    said = f"{weight.least:g}–{weight.most:g}" if weight else f"{face.weight}"
    slope = " and italic" if face.axis("ital") or face.axis("slnt") else ""
    wide = f" ({width.least:g}–{width.most:g} % wide)" if width else _wide(face.stretch)
    return f"{said}{' italic' if face.italic else slope}{wide}"


def _wide(stretch: float) -> str:
    return "" if stretch == 100 else f" ({stretch:g} % wide)"


def _styled(face: Face) -> str:
    return f"{face.family}{' italic' if face.italic else ''}"


def _named(families: Iterable[str]) -> str:
    return ", ".join(f"“{family}”" for family in families)


def _no_family(families: tuple[str, ...], catalogue: Catalogue) -> tuple[str, str]:
    """That no file has a family, and what may have been meant."""
    known = {name: face.family for face in catalogue.faces for name in face.families}
    keys = [name_key(family) for family in families]
    near = next((close[0] for key in keys if (close := get_close_matches(key, known, n=1))), None)
    if near is None:  # “Inter Variable” for Inter
        near = next((name for key in keys for name in known if name in key or key in name), None)
    hint = (
        f"Did you mean “{known[near]}”?" if near else "Put its files into the folder fonts, or name a family that is there."
    )
    if set(keys) <= GENERIC:
        hint = "It would be whatever this machine has: name a family of the folder fonts."
    return f"no font file has the family {_named(families)}", hint


def told_of_text(catalogue: Catalogue, style: Mapping[str, Any], tag: str) -> tuple[str, str, str, str] | None:
    """What is wrong with the face of a text of the template: code, message, hint, and the property that asks for it."""
    families = tuple(style["font_family"])
    if families == UNASKED or not catalogue.chain(families):
        return "font-not-found", *_no_family(families, catalogue), "font-family"
    weight, italic = int(style["font_weight"]), style["font_style"] != "normal"
    text = TextStyle(families, style["font_size"], weight, italic, stretch=STRETCHES.get(style["font_stretch"], 100.0))
    lacking = unmet(catalogue, text)
    if tag in ("strong", "b") and weight >= 700:
        lacking = [lack for lack in lacking if lack != "weight"]
    if not lacking:
        return None
    return "face-not-found", *_no_face(text, catalogue), PROPERTIES[lacking[0]]
