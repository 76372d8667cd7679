"""``@font-face`` rules from the catalogue, for the text that a layout's template holds itself."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from mise_en_page.composition.fonts import Asked, Catalogue, Face
from mise_en_page.composition.tables import name_key
from mise_en_page.rendering.fetcher import ROOT

#: CSS Fonts 4 §2.3: the keywords of ``font-stretch``, in percent.
STRETCHES: Final = {
    "ultra-condensed": 50.0, "extra-condensed": 62.5, "condensed": 75.0, "semi-condensed": 87.5, "normal": 100.0,
    "semi-expanded": 112.5, "expanded": 125.0, "extra-expanded": 150.0, "ultra-expanded": 200.0,
}  # fmt: skip

#: A weight as a stylesheet has it: a number without a unit.
WEIGHT: Final = re.compile(r"(?<![\w.#-])([1-9]00|1000)(?![\w.%])")
MOST_WEIGHTS: Final = 9


def resource_name(key: str) -> str:
    """The name of a face's font among the resources of a page."""
    return f"F{zlib.crc32(key.encode()):08X}"


def face_url(face: Face) -> str:
    return f"{ROOT}faces/{quote(face.key)}"


def declared(catalogue: Catalogue, naming: str | None = None) -> tuple[Face, ...]:
    """Every face of the catalogue, in its order; or those whose family stands in a text (of a stylesheet, say): reading a
    font costs some milliseconds, and most are painted by the composer's lines alone.

    Of a variable font there is an instance for each weight that the text names, for plain and bold, upright and sloped.
    """
    named = _named(naming)
    weights = sorted({400, 700, *(int(said) for said in WEIGHT.findall(naming or ""))})[:MOST_WEIGHTS]
    found: list[Face] = []
    for face in catalogue.faces:
        if named is not None and not any(family in named for family in face.families):
            continue
        if not face.axes:
            found.append(face)
            continue
        slopes = (False, True) if not face.italic and (face.axis("slnt") or face.axis("ital")) else (face.italic,)
        for asked in (Asked(weight, slope) for weight in weights for slope in slopes):
            found.append(catalogue.instance(face, asked))
    return tuple(dict.fromkeys(found))


def _named(naming: str | None) -> str | None:
    """A text as families are looked for in it; None for all: a name may be written with escapes."""
    return None if naming is None or "\\" in naming else name_key(naming)


def font_face_rules(faces: Iterable[Face], naming: str | None = None) -> str:
    """The rules for some faces under the names that a text asks for, or else their families'."""
    rules = []
    named = _named(naming)
    for face in faces:
        source = f'src: url("{face_url(face)}")'
        style = "italic" if face.italic else "normal"
        look = (
            f"font-weight: {nearest_hundred(face.weight)}; font-style: {style}; font-stretch: {stretch_name(face.stretch)}"
        )
        names = [family for family in face.families if named is not None and family in named] or [face.family]
        rules += [f'@font-face {{ font-family: "{_css(family)}"; {look}; {source} }}' for family in names]
    return "\n".join(rules)


def nearest_hundred(weight: int) -> int:
    """A weight as WeasyPrint's rules have it."""
    return min(max(round(weight / 100), 1), 9) * 100


def stretch_name(percent: float) -> str:
    """The keyword of ``font-stretch`` nearest to a width in percent."""
    return min(STRETCHES, key=lambda name: abs(STRETCHES[name] - percent))


def _css(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")


def face_files(faces: Iterable[Face]) -> dict[str, bytes]:
    """The faces' programs by the URL that the rules name."""
    return {face_url(face): face.program() for face in faces}
