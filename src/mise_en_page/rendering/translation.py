"""WeasyPrint's computed styles into those of the composer, and what of them no text can be set in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, Literal

from weasyprint.text.fonts import font_features

from mise_en_page.composition.content import COUNTER_STYLES
from mise_en_page.composition.galley import ADDED, Marks, RoleStyle
from mise_en_page.composition.style import (
    CODE_SIZE,
    Alignment,
    BlockStyle,
    Count,
    Decoration,
    Extent,
    Generated,
    TextStyle,
    Turn,
)
from mise_en_page.model import limits
from mise_en_page.model.layout import Layout
from mise_en_page.model.message import Message, say
from mise_en_page.model.problem import Problem
from mise_en_page.rendering.declarations import place_of
from mise_en_page.rendering.faces import STRETCHES
from mise_en_page.rendering.faults import asked
from mise_en_page.rendering.sane import judge_block, judge_text
from mise_en_page.rendering.settings import number, percentages, size, sizes, word

PT = 0.75  # one CSS px in pt

COUNTS: Final[tuple[Literal["reset", "increment", "set"], ...]] = ("reset", "increment", "set")

#: How far letters are raised that CSS calls so, of their own size.
RAISED = {"super": 0.5, "sub": -0.25}

ALIGNMENTS: dict[str, Alignment] = {
    "justify": "justify", "left": "left", "start": "left", "right": "right", "end": "right", "center": "center",
}  # fmt: skip


class Translation:
    """WeasyPrint's computed styles into ours; what cannot be printed is told once."""

    def __init__(self, layout: Layout, problems: list[Problem], *, inked: bool) -> None:
        self._layout = layout
        self._problems = problems
        self._odd: dict[Message, list[str]] = {}
        self._inked = inked  # colours are told already, each where it was typed
        # what few stylesheets say is not asked of all the styles of the others
        self._rare = {word: word in layout.stylesheet.lower() for word in ("counter-", "opacity", "transform")}
        self._texts: dict[object, tuple[dict[Marks, TextStyle], tuple[Message, ...]]] = {}

    def _place(self, selector: str, name: str) -> tuple[int, int]:
        """Where the stylesheet says a property of a role: by its name or by that of its shorthand, there or further out."""
        shorthand = "font" if name == "line-height" else name.partition("-")[0]
        for names in ([*re.findall(r"\.[\w-]+", selector)[1:2]], [*re.findall(r"\.[\w-]+", selector)], ["html", ":root"]):
            for properties in ((name,), (shorthand,)):
                if name and (found := place_of(self._layout.stylesheet, names, properties)):
                    return found
        return 1, 1

    def _sane(self, told: Iterable[Message], selector: str) -> None:
        for said in told:
            asking = self._odd.setdefault(said, [])
            asking += [selector] if selector not in asking else []

    def tell_odd(self) -> None:
        """Each thing that no text can be set in, once, with the roles that ask for it."""
        for said, asking in self._odd.items():
            where = self._layout.in_sheet(*self._place(asking[0], str(dict(said.values)["name"])))
            self._problems.append(asked(asking, said, where))

    def texts(self, heir: object, computed: Mapping[Marks, Any], selector: str) -> dict[Marks, TextStyle]:
        """The style under each set of marks, translated once for each ``heir``; what is odd is told of each selector."""
        if heir not in self._texts:
            made = {marks: self._text(style) for marks, style in computed.items()}
            self._texts[heir] = made, tuple(told for text in made.values() for told in judge_text(text))
        made, told = self._texts[heir]
        self._sane(told, selector)
        return made

    def _text(self, style: Any) -> TextStyle:
        colour = style["color"]
        inks = (0.0, 0.0, 0.0, 1.0)
        if colour.space == "device-cmyk":
            inks = _inks(colour)
        elif not self._inked:
            where = self._layout.in_sheet()
            self._problems.append(Problem.of("colour/text", "error", where, colour=str(colour)))
        align = style["vertical_align"]
        spacing = style["letter_spacing"]
        transform = style["text_transform"]
        features = font_features(
            style["font_kerning"], style["font_variant_ligatures"], style["font_variant_position"],
            style["font_variant_caps"], style["font_variant_numeric"], style["font_variant_alternates"],
            style["font_variant_east_asian"], style["font_feature_settings"],
        )  # fmt: skip
        return TextStyle(
            family=tuple(style["font_family"]),
            size=style["font_size"] * PT,
            weight=int(style["font_weight"]),
            italic=style["font_style"] != "normal",
            features=tuple(sorted((tag, int(value)) for tag, value in features.items())),
            letter_spacing=0.0 if spacing == "normal" else spacing * PT,
            word_spacing=style["word_spacing"] * PT,
            rise=align * PT if isinstance(align, int | float) else RAISED.get(align, 0.0) * style["font_size"] * PT,
            transform=transform if transform in ("uppercase", "lowercase", "capitalize") else "none",
            colour=inks,
            stretch=STRETCHES.get(style["font_stretch"], 100.0),
            axes=() if style["font_variation_settings"] == "normal" else tuple(sorted(style["font_variation_settings"])),
            decorations=tuple(decorations(style)),
        )

    def with_initial(self, made: RoleStyle, style: Any, selector: str) -> RoleStyle:
        """A role's style with that of its first letter, if it has one: its text, how many lines high it is (0: it stands
        in its line), and what stands between it and the text beside it.
        """
        if style is None:
            return made
        text = self._text(style)
        self._sane(judge_text(text), selector)
        lines = number(style, "__initial_letter")
        high = int(lines) if 2 <= lines <= limits.INITIAL_LINES else 0
        block = replace(made.block, initial=high, initial_gap=self._length(style, "margin_right", selector))
        return replace(made, block=block, initial=text)

    def with_content(self, made: RoleStyle, pseudo: Mapping[str, Any], selector: str) -> RoleStyle:
        """A role's style with what is added before and after its text, and the looks of that."""
        added = {name: found for name in ADDED if name in pseudo and (found := generated(pseudo[name])) is not None}
        if not added:
            return made
        texts: dict[Marks, TextStyle] = {(name,): self._text(pseudo[name]) for name in added}
        for text in texts.values():
            self._sane(judge_text(text), selector)
        block = replace(made.block, before=added.get("before"), after=added.get("after"))
        return replace(made, block=block, marked={**made.marked, **texts})

    def _length(self, style: Any, name: str, selector: str) -> float:
        value = style[name]
        if isinstance(value, int | float):
            return float(value) * PT
        if value == "auto":
            return 0.0
        if value.unit == "px":
            return float(value.value) * PT
        self._sane([say("length", name=name.replace("_", "-"), unit=value.unit)], selector)
        return 0.0

    def block(self, style: Any, selector: str) -> BlockStyle:
        text = self._text(style)
        self._sane(judge_text(text), selector)
        least, most = percentages(style, "__word_space", (0.8, 1.5))
        total, before, after = style["hyphenate_limit_chars"]

        height = style["line_height"]
        factor = 1.2 if height == "normal" else float(height) if isinstance(height, int | float) else None
        box: dict[str, Any] = {
            f"{name}_{side}": self._length(style, f"{name}_{side}", selector)
            for name in ("margin", "padding")
            for side in ("top", "bottom", "left", "right")
        }
        made = BlockStyle(
            text=text,
            leading=factor * text.size if factor is not None else self._length(style, "line_height", selector),
            alignment=ALIGNMENTS.get(style["text_align_all"], "left"),
            indent=self._length(style, "text_indent", selector),
            hyphens=style["hyphens"] == "auto",
            hyphen_minima=(int(total), int(before), int(after)),
            space_least=least,
            space_most=most,
            tracking=percentages(style, "__tracking", (0.0,))[0],
            scaling=percentages(style, "__scaling", (0.0,))[0],
            hang=percentages(style, "__hang", (0.0,))[0],
            balance=word(style, "__balance") == "yes",
            fit=sizes(style, "__fit"),
            by_sense={"yes": True, "no": False}.get(word(style, "__by_sense")),
            opening=int(number(style, "__opening")),
            end_mark=word(style, "__end_mark"),
            marker=word(style, "__marker"),
            code_size=size(style, "__code_size", CODE_SIZE),
            least_size=percentages(style, "__least_size", (0.5,))[0],
            run_in=word(style, "__run_in") not in ("", "no"),
            run_in_stop="" if word(style, "__run_in") == "yes" else word(style, "__run_in"),
            **box,
            border_top=self._length(style, "border_top_width", selector),
            border_bottom=self._length(style, "border_bottom_width", selector),
            counts=counts_of(style) if self._rare["counter-"] else (),
            opacity=float(style["opacity"]) if self._rare["opacity"] else 1.0,
            turn=turn_of(style) if self._rare["transform"] else None,
        )
        if not any(judge_text(text)):
            self._sane(judge_block(made), selector)
        return made


def counts_of(style: Any) -> tuple[Count, ...]:
    """What an element does to counters, in the order of CSS Lists 3, § 4.3."""
    found: list[Count] = []
    for what in COUNTS:
        held = style[f"counter_{what}"]
        found += [(what, str(name), int(value)) for name, value in held or ()] if not isinstance(held, str) else []
    return tuple(found)


def generated(style: Any) -> Generated | None:
    """What a ::before or ::after adds to its block's text. None for one that is drawn with its box: it stands out of
    the text (position, float, display), or holds what is no text.
    """
    content = style["content"]
    if isinstance(content, str) or style["position"] != "static" or style["float"] != "none":
        return None
    if tuple(style["display"]) != ("inline", "flow"):
        return None
    parts: list[str | tuple[str, str]] = []
    for kind, value in content:
        if kind == "string":
            parts.append(value.replace("\n", " "))
        elif kind in ("counter()", "counters()") and isinstance(value[-1], str) and value[-1] in COUNTER_STYLES:
            parts.append((str(value[0]), str(value[-1])))
        else:
            return None
    return Generated(tuple(parts), counts_of(style)) if any(parts) else None


def turn_of(style: Any) -> Turn | None:
    """How a block is turned; None where it is not, or should be more than turned and moved (heard.py tells that)."""
    steps = tuple(style["transform"] or ())
    if not steps or any(name not in ("rotate", "translate") for name, _ in steps):
        return None
    origin = style["transform_origin"]
    return Turn(
        (_extent(origin[0]), _extent(origin[1])),
        tuple(
            (float(given), NOWHERE, NOWHERE) if name == "rotate" else (0.0, _extent(given[0]), _extent(given[1]))
            for name, given in steps
        ),
    )


NOWHERE: Extent = (0.0, 0.0)


def _extent(value: Any) -> Extent:
    """A length of a transform, which may be a share of the box."""
    unit = getattr(value, "unit", "px")
    amount = float(getattr(value, "value", value))
    return (0.0, amount / 100) if unit == "%" else (amount * PT, 0.0)


def _inks(colour: Any) -> tuple[float, float, float, float]:
    cyan, magenta, yellow, black = (float(part) for part in colour.coordinates)
    return cyan, magenta, yellow, black


def decorations(style: Any) -> Iterator[Decoration]:
    """The lines along a text, each as the element draws it that asks for it: this, or one around it."""
    while style is not None:
        around = style.parent_style
        above = around["text_decoration_line"] if around is not None else "none"
        lines = {*style["text_decoration_line"]} if style["text_decoration_line"] != "none" else set()
        for line in sorted(lines - {"blink", *(above if above != "none" else ())}):
            colour = style["text_decoration_color"]
            colour = style["color"] if colour == "currentcolor" else colour
            inks = _inks(colour) if colour.space == "device-cmyk" else None
            offset = _measure(style, "text_underline_offset") if line == "underline" else None
            yield Decoration(line, _measure(style, "text_decoration_thickness"), offset, inks)
        style = around


def _measure(style: Any, name: str) -> float | None:
    """A length in pt, be it a share of the type's size; None for the font's own."""
    value = style[name]
    if isinstance(value, str):
        return None
    if isinstance(value, int | float):
        return float(value) * PT
    return float(value.value) * (style["font_size"] / 100 if value.unit == "%" else 1) * PT
