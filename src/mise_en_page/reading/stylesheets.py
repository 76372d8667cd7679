"""The stylesheets of a layout as one text: those that it shares with others (``stylesheets:``) and its own style.css.

::

    stylesheets: [../commun/base.css]                            before style.css
    stylesheets: [../commun/base.css, style.css, ../commun/print.css]     around it

They hold in this order, each as if it stood alone: what one leaves open at its end is closed there. ``Layout.sheets`` leads
every line back to its file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mise_en_page.model.layout import Sheet
from mise_en_page.reading.files import find, leaves, relative
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.nodes import Node, Row, Scalar
from mise_en_page.reading.source import read_text

#: The layout's own.
OWN = "style.css"
#: Where files that layouts share may lie: the preview watches these folders.
SHARED = ("layouts", "partials")

_QUIET = re.compile(r"/\*.*?(?:\*/|\Z)|\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?|\\.", re.DOTALL)
_OPEN = {"{": "}", "(": ")", "[": "]"}
_URL = re.compile(r"""(\burl\(\s*)(["']?)([^"')\s]+)(\2\s*\))""", re.IGNORECASE)


def shared_files(root: Path, folder: Path, asked: Node | None, ending: str, found: Found) -> list[tuple[str, Path | None]]:
    """The files that a list in layout.yaml names, from the layout's folder on: each as it is written, with its path; None
    for one that was told, and for style.css.
    """
    made: list[tuple[str, Path | None]] = []
    names = [each for each in (asked.items if isinstance(asked, Row) else (asked,)) if isinstance(each, Scalar)]
    for each in names:
        if each.value in (written for written, _ in made):
            found.error("shared-file/twice", each.span, name=shown(each.value))
        elif each.value == OWN:
            made.append((OWN, None))
        elif (path := shared_file(root, folder, each, ending, found)) is not None:
            made.append((each.value, path))
    return made


def shared_file(root: Path, folder: Path, named: Scalar, ending: str, found: Found) -> Path | None:
    """A file that layouts share, named from a layout's folder on; None when it was told why not."""
    if leaves(named.value, upwards=True) is not None:
        return find(root, (folder,), named, "stylesheet", found)  # which tells it
    place = posixpath.normpath(posixpath.join(relative(root, folder), named.value))
    if place.partition("/")[0] not in SHARED or "/" not in place:
        found.error("shared-file/outside", named.span, name=shown(named.value))
        return None
    if not place.endswith(ending):
        found.error("shared-file/ending", named.span, name=shown(named.value), ending=ending)
        return None
    return find(root, (root,), replace(named, value=place), "stylesheet", found)


def joined(root: Path, folder: Path, own: str, asked: Sequence[tuple[str, Path | None]], found: Found) -> tuple[
    str, tuple[Sheet, ...]
]:  # fmt: skip
    """All of a layout's stylesheets as one text, ``own`` where it is asked for or last; and where their lines come from."""
    if not asked:
        return own, ()
    name = relative(root, folder)
    order = list(asked) if OWN in (written for written, _ in asked) else [*asked, (OWN, None)]
    texts, sheets, line = list[str](), list[Sheet](), 1
    for _, path in order:
        if path is None:
            file, text = f"{name}/{OWN}", own
        else:
            file = relative(root, path)
            written = read_text(root, path, found)
            text = _moved(written.text, posixpath.dirname(file), name) if written is not None else ""
        texts.append(closed(text))
        sheets.append(Sheet(line, file))
        line += texts[-1].count("\n") + 1
    return "\n".join(texts), tuple(sheets)


def beneath(
    first: str, made: Sequence[Sheet], text: str, sheets: Sequence[Sheet], own: str
) -> tuple[str, tuple[Sheet, ...]]:
    """A layout's stylesheets with lines that were ``made`` before them."""
    if not first:
        return text, tuple(sheets)
    lines = first.count("\n")
    return first + text, (*made, *(replace(each, line=each.line + lines) for each in (sheets or (Sheet(1, own),))))


def closed(text: str) -> str:
    """A stylesheet with what it leaves open closed, as at the end of a file (CSS Syntax 3 §5.4)."""
    still, end = list[str](), ""

    def quiet(match: re.Match[str]) -> str:
        nonlocal end
        held = match[0]
        if match.end() == len(text):
            end = "*/" * (held[:2] == "/*" and not (len(held) > 3 and held.endswith("*/")))
            end = end or held[0] * (held[0] in "\"'" and (len(held) == 1 or held[-1] != held[0]))
        return ""

    for sign in re.findall(r"[{}()\[\]]", _QUIET.sub(quiet, text)):
        if sign in _OPEN:
            still.append(_OPEN[sign])
        elif still and still[-1] == sign:
            still.pop()
    return f"{text}{end}{''.join(reversed(still))}" if end or still else text


def _moved(text: str, here: str, there: str) -> str:
    """A stylesheet whose relative addresses lead to the same files from another folder."""
    if here == there or "url(" not in text.lower():
        return text

    def address(match: re.Match[str]) -> str:
        named = match[3]
        if re.match(r"[a-z][a-z0-9+.-]*:|[/#]", named, re.IGNORECASE):
            return match[0]
        return f"{match[1]}{match[2]}{posixpath.relpath(posixpath.join(here, named), there)}{match[4]}"

    return _URL.sub(address, text)
