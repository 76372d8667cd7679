"""``@font-face`` rules from the catalogue.

Each face is declared twice: under its family, weight and style, for the text that a layout's template holds itself; and
under a name of its own, by which painting asks for exactly this file, whose glyph numbers the composer has used.
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from urllib.parse import quote

from mise_en_page.composition.fonts import Catalogue, Face
from mise_en_page.rendering.fetcher import ROOT


def face_family(key: str) -> str:
    """The family name under which one face alone is found; also its name in the PDF, so letters and digits only."""
    return "face-" + "-".join(re.findall(r"[A-Za-z0-9]+", key)) + f"-{zlib.crc32(key.encode()):08x}"


def resource_name(key: str) -> str:
    """The name of a face's font among the resources of a page."""
    return f"F{zlib.crc32(key.encode()):08X}"


def face_url(face: Face) -> str:
    return f"{ROOT}faces/{quote(face.key)}"


def font_face_rules(catalogue: Catalogue, naming: str | None = None) -> str:
    """The rules for every face of the catalogue, in its order; or for those whose family stands in a text (of a stylesheet,
    say): reading a font costs some milliseconds, and most are painted by the composer's lines alone.
    """
    rules = []
    # a name may be written with escapes: then all faces are read
    named = None if naming is None or "\\" in naming else " ".join(naming.casefold().split())
    for face in catalogue.faces:
        if named is not None and not any(" ".join(family.split()) in named for family in face.families):
            continue
        source = f'src: url("{face_url(face)}")'
        style = "italic" if face.italic else "normal"
        family = face.family.replace("\\", "\\\\").replace('"', '\\"')
        if naming is None:
            rules.append(f'@font-face {{ font-family: "{face_family(face.key)}"; {source} }}')
        rules.append(f'@font-face {{ font-family: "{family}"; font-weight: {face.weight}; font-style: {style}; {source} }}')
    return "\n".join(rules)


def face_files(catalogue: Catalogue) -> dict[str, bytes]:
    """The faces' files by the URL that the rules name."""
    return {face_url(face): Path(face.path).read_bytes() for face in catalogue.faces}
