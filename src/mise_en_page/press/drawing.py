"""Drawings (SVG) made ready for the press: which inks their colours print with, and what no plate can hold.

A colour of a screen is mapped through the printing condition and told with its line, so that somebody looks at it. A
gradient's ``device-cmyk()`` stops, which WeasyPrint reads as RGB, get a stand-in of their own (see ``Swatch``). Filters
are an error: WeasyPrint leaves most of them out in silence; so is transparency where the standard knows none. Text is set
in the publication's fonts, and in no others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

import tinycss2
from tinycss2.color5 import parse_color

from mise_en_page.model.drawn import Inks
from mise_en_page.model.message import Value
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Span
from mise_en_page.pdf import colour
from mise_en_page.press import svg_forms
from mise_en_page.press.job import Swatch
from mise_en_page.press.paints import NEUTRAL

PAINT: Final = frozenset({"fill", "stroke", "stop-color", "color", "flood-color", "lighting-color"})
FILTERS: Final = frozenset({"filter", "backdrop-filter"})
CLEAR: Final = frozenset({"opacity", "fill-opacity", "stroke-opacity", "stop-opacity", "mask"})
"""What makes a drawing transparent, unless it is 1 or none."""

LOOKED_AT: Final = PAINT | FILTERS | CLEAR | {"mix-blend-mode", "font-family", "font"}
STOP: Final = re.compile(rb"(stop-color\s*(?:=\s*[\"']|:)\s*)device-cmyk\(([^)\"';]*)\)", re.IGNORECASE)
"""A gradient's stop in inks, in an attribute or a style."""

STAND_INS: Final = 0xF00D00
"""Where the RGB values that stand for inks begin; those that the drawing itself uses are passed over."""

NEAR: Final = 6
"""How far apart the three values of a colour, 0 to 255, may be and still mean grey: drawing programs' black is #1d1d1b."""

MOST: Final = 8
"""Colours of one drawing that are told one by one."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing ready for its page. ``data`` is the SVG, ``swatches`` the inks that its RGB colours print with."""

    data: bytes
    swatches: tuple[Swatch, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Seen:
    """The colours of a drawing, each with the line where it first stands; lines that ask for a filter."""

    colours: dict[tuple[int, int, int], tuple[str, int]] = field(default_factory=dict)
    filters: dict[int, None] = field(default_factory=dict)
    clear: dict[int, str] = field(default_factory=dict)
    blends: dict[int, str] = field(default_factory=dict)
    families: dict[str, int] = field(default_factory=dict)
    text: int = 0
    """The line of its first text; 0 when it has none."""

    depth: int = 0
    letters: dict[str, int] = field(default_factory=dict)
    """The characters of its text, each with the line where it first stands."""

    style: list[tuple[int, str]] | None = None


@dataclass(frozen=True, slots=True)
class Families:
    """The families of type that a publication has, case-folded, and the one that stands for those that it has not."""

    known: frozenset[str]
    instead: str
    characters: frozenset[int] = frozenset()
    """The code points that its fonts have between them; empty when that is not asked."""


def prepare_drawing(
    data: bytes,
    name: str,
    profile: Profile,
    others: frozenset[Swatch] = frozenset(),
    families: Families | None = None,
) -> Drawing:
    """The drawing ``data`` (of file ``name``) for the press. Never raises: what is wrong is in ``problems``.

    ``others`` are the swatches of drawings before it: no stand-in of its own takes their place. ``families``: what its text
    is set in; without them, as it says.
    """
    seen = _Seen()
    try:
        _read(data, seen)
    except (expat.ExpatError, ValueError, LookupError) as fault:
        problem = Problem.of("image-unreadable/svg", "error", Span(name), name=name, fault=str(fault))
        return Drawing(b"", (), (problem,))
    problems = [Problem.of("drawing-filter", "error", Span(name, line), name=name) for line in seen.filters]
    problems += _more(seen, name, profile, families)
    greys = [_grey(rgb, profile) for rgb in seen.colours if NEUTRAL * 255 < max(rgb) - min(rgb) <= NEAR]
    swatches = [_mapped(rgb, profile) for rgb in seen.colours if max(rgb) - min(rgb) > NEAR]
    for swatch in swatches[:MOST]:
        written, line = seen.colours[swatch.rgb]
        inks = " ".join(f"{ink}{amount * 100:.0f}" for ink, amount in zip("CMYK", swatch.inks, strict=True))
        problems.append(Problem.of("drawing-colour", "warning", Span(name, line), written=written, inks=inks))
    if len(swatches) > MOST:
        problems.append(Problem.of("drawing-colour/more", "warning", Span(name), count=len(swatches) - MOST))
    data = svg_forms.rewritten(data, (families.known, families.instead) if families is not None and seen.text else None)
    known = {swatch.inks: swatch for swatch in others if swatch.rgb not in seen.colours}
    data, stops = _stops(data, set(seen.colours) | {swatch.rgb for swatch in others}, known)
    return Drawing(data, (*greys, *swatches, *stops), tuple(problems))


def _more(seen: _Seen, name: str, profile: Profile, families: Families | None) -> list[Problem]:
    """What is told of transparency, blending and type, each with its line."""
    found = []
    for line, written in seen.blends.items():
        found.append(Problem.of("drawing-blend", "warning", Span(name, line), name=name, written=written))
    for line, written in list(seen.clear.items())[:MOST] if profile.standard != "X-4" else ():
        values: dict[str, Value] = {"name": name, "written": written, "standard": profile.standard}
        found.append(Problem.of("drawing-transparency", "error", Span(name, line), **values))
    if families is None or not seen.text:
        return found
    lacking = {letter: line for letter, line in seen.letters.items() if not letter.isspace()}
    lacking = {letter: line for letter, line in lacking.items() if ord(letter) not in families.characters}
    for letter, line in list(lacking.items())[:MOST] if families.characters else ():
        found.append(Problem.of("drawing-font/letter", "warning", Span(name, line), name=name, letter=letter))
    for family, line in (seen.families or {"": seen.text}).items():
        if svg_forms.first_known(family, families.known) is not None:
            continue
        where, instead = Span(name, line), families.instead
        if family:
            found.append(Problem.of("drawing-font", "warning", where, name=name, family=family, instead=instead))
        else:
            found.append(Problem.of("drawing-font/unsaid", "warning", where, name=name, instead=instead))
    return found


def _read(data: bytes, seen: _Seen) -> None:
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        line = parser.CurrentLineNumber
        name = tag.rpartition(":")[2].lower()
        if name == "style":
            seen.style = []
        if name == "filter":
            seen.filters[line] = None
        if name == "text":
            seen.text, seen.depth = seen.text or line, seen.depth + 1
        for key, value in attributes.items():
            attribute = key.rpartition(":")[2].lower()
            if attribute == "style":
                _declarations(tinycss2.parse_blocks_contents(value), line, seen)
            elif attribute in LOOKED_AT:
                _value(attribute, tinycss2.parse_component_value_list(value), line, seen)

    def end(tag: str) -> None:
        if tag.rpartition(":")[2].lower() == "text":
            seen.depth -= 1
        if seen.style is not None and tag.rpartition(":")[2].lower() == "style":
            first = seen.style[0][0] if seen.style else 1
            sheet = "".join(text for _, text in seen.style)
            seen.style = None
            _declarations(tinycss2.parse_stylesheet(sheet), first, seen)

    def characters(text: str) -> None:
        if seen.depth:
            for letter in text:
                seen.letters.setdefault(letter, parser.CurrentLineNumber)
        if seen.style is not None:
            seen.style.append((parser.CurrentLineNumber, text))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.Parse(data, True)


def _declarations(nodes: list[Any], line: int, seen: _Seen) -> None:
    """Look at declarations, those within rules too; ``line`` is where the sheet begins."""
    for node in nodes:
        if node.type == "declaration" and node.lower_name in LOOKED_AT:
            _value(node.lower_name, node.value, line + node.source_line - 1, seen)
        elif node.type in ("qualified-rule", "at-rule") and node.content is not None:
            _declarations(tinycss2.parse_blocks_contents(node.content), line, seen)


def _value(name: str, tokens: list[Any], line: int, seen: _Seen) -> None:
    written = tinycss2.serialize(tokens).strip()
    if name == "mix-blend-mode":
        if written.lower() not in ("normal", "pass-through", "inherit", "initial", "unset"):
            seen.blends.setdefault(line, written)
    elif name in CLEAR:
        if written.lower() != "none" and not _is_whole(written):
            seen.clear.setdefault(line, f"{name}: {written[:40]}")
    elif name in ("font", "font-family"):
        family = dict(svg_forms.font(written)).get("font-family", "") if name == "font" else written
        if family and family.lower() not in ("inherit", "initial", "unset"):
            seen.families.setdefault(family, line)
    for token in tokens if name in PAINT | FILTERS else ():
        if name in FILTERS:
            if token.type not in ("whitespace", "comment") and getattr(token, "lower_value", "") != "none":
                seen.filters[line] = None
        elif (rgb := _rgb(token)) is not None:
            seen.colours.setdefault(rgb, (tinycss2.serialize([token]), line))


def _is_whole(written: str) -> bool:
    """Is this share all of it?"""
    try:
        return float(written.removesuffix("%")) >= (100 if written.endswith("%") else 1)
    except ValueError:
        return False


def _rgb(token: Any) -> tuple[int, int, int] | None:
    """A colour of a screen, 0..255; None for an ink, a reference, or a word that is no colour."""
    if token.type not in ("function", "ident", "hash") or getattr(token, "lower_name", "") == "device-cmyk":
        return None
    found = parse_color(token)
    if found is None or isinstance(found, str):
        return None
    try:
        red, green, blue = found.to("srgb").coordinates
    except (NotImplementedError, ValueError, AttributeError, TypeError):
        return None
    red, green, blue = (round(min(max(value or 0.0, 0.0), 1.0) * 255) for value in (red, green, blue))
    return red, green, blue


def _grey(rgb: tuple[int, int, int], profile: Profile) -> Swatch:
    """What is meant as grey or black prints in black alone."""
    return Swatch("#{:02x}{:02x}{:02x}".format(*rgb), rgb, (0.0, 0.0, 0.0, colour.grey_to_black(sum(rgb) / 765, profile)))


def _mapped(rgb: tuple[int, int, int], profile: Profile) -> Swatch:
    """What a colour of a screen prints with, within the ink limit."""
    import numpy as np  # noqa: PLC0415 - a heavy import, for drawings that are not in inks

    inks = np.array([[[round(ink * 255) for ink in colour.rgb_to_inks(rgb, profile)]]], np.uint8)
    cyan, magenta, yellow, black = (round(int(ink) / 255, 4) for ink in colour.limit_ink(inks, profile.ink_limit)[0, 0])
    return Swatch("#{:02x}{:02x}{:02x}".format(*rgb), rgb, (cyan, magenta, yellow, black))


def _stops(data: bytes, taken: set[tuple[int, int, int]], known: dict[Inks, Swatch]) -> tuple[bytes, tuple[Swatch, ...]]:
    """The SVG with a stand-in for each gradient stop in inks."""
    swatches: dict[Inks, Swatch] = {}

    def stand_in(match: re.Match[bytes]) -> bytes:
        inks = _amounts(match[2])
        if inks is None:
            return match[0]
        if inks not in swatches:
            rgb = known[inks].rgb if inks in known else _free(taken, inks)
            taken.add(rgb)
            swatches[inks] = Swatch("#{:02x}{:02x}{:02x}".format(*rgb), rgb, inks)
        return match[1] + swatches[inks].name.encode("ascii")

    return STOP.sub(stand_in, data), tuple(swatches.values())


def _amounts(written: bytes) -> Inks | None:
    """The four inks in ``device-cmyk(…)``, from 0 to 1; None when they are written in a way that is not known."""
    parts = written.decode("ascii", "replace").replace(",", " ").split()
    try:
        values = [float(part[:-1]) / 100 if part.endswith("%") else float(part) for part in parts]
    except ValueError:
        return None
    if len(values) != 4 or not all(0 <= value <= 1 for value in values):
        return None
    return values[0], values[1], values[2], values[3]


def _free(taken: set[tuple[int, int, int]], inks: Inks) -> tuple[int, int, int]:
    """An RGB value that stands for these inks alone, the same in every drawing."""
    packed = sum(round(ink * 31) << (5 * place) for place, ink in enumerate(inks))
    value = (STAND_INS + packed * 7) % 0x1000000
    while (rgb := (value >> 16, value >> 8 & 255, value & 255)) in taken or max(rgb) - min(rgb) < 8:
        value = (value + 1) % 0x1000000
    return rgb
