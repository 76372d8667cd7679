"""The templates that a layout's page.html.j2 takes in: ``{% include "folio.html.j2" %}``, ``{% from … import … %}``.

A name is looked for beside the template that says it, then in ``layouts/commun/``, then in ``partials/``; ``../`` may lead
to another layout's folder. What cannot be found is told here, at its line. Of a name that an expression makes, the words
that stand in it are tried; what it makes besides is refused where the page is made.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from mise_en_page.model import limits
from mise_en_page.model.message import say
from mise_en_page.model.problem import Span
from mise_en_page.reading.files import exists, leaves, relative
from mise_en_page.reading.found import Found, meant, shown
from mise_en_page.reading.source import read_text
from mise_en_page.reading.stylesheets import SHARED

#: Where a template is looked for that does not stand beside the one that names it.
COMMON = ("layouts/commun", "partials")
ENDING = ".j2"
#: What is no tag: comments, and text that is left as it is.
_ASIDE = re.compile(r"\{#.*?#\}|\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}", re.DOTALL)
_TAKEN = re.compile(
    r"\{%[-+]?\s*(?:(?:include|extends)\s+(?P<named>.*?)|(?:import|from)\s+(?P<held>(?:\"[^\"]*\"|'[^']*'))(?=\s).*?)[-+]?%\}",
    re.DOTALL,
)
#: A name and nothing else that could lead elsewhere, or let it be missing.
_ALONE = re.compile(r"\s*(?:\"[^\"\n]*\"|'[^'\n]*')\s*(?:with(?:out)?\s+context\s*)?")
_NAME = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")


def candidates(name: str, parent: str) -> tuple[str, ...]:
    """The files that a name may mean in a template, relative to the publication, in the order in which they are tried."""
    if leaves(name, upwards=True) is not None:
        return ()
    places = (posixpath.normpath(posixpath.join(base, name)) for base in (posixpath.dirname(parent), *COMMON))
    return tuple(dict.fromkeys(each for each in places if each.partition("/")[0] in SHARED))


def partials(root: Path, folder: Path, template: str, found: Found) -> tuple[tuple[str, str], ...]:
    """Every template that a layout's own takes in, and those that these take in: file and text, as they are met."""
    waiting = [(f"{relative(root, folder)}/page.html.j2", template)]
    made: dict[str, str] = {}
    for parent, text in waiting:
        for name, at, may_be_absent in _named(text):
            where = Span.within(parent, text, at, len(name))
            known = candidates(name, parent)
            file = next((each for each in known if exists(root / each) and not (root / each).is_dir()), None)
            if file is None:
                if not may_be_absent:
                    hint = meant(name, _near(root, parent), say("hint/the-partials"))
                    found.error("missing-partial", where, hint, name=shown(name))
            elif not file.endswith(ENDING):
                found.error("shared-file/ending", where, name=shown(name), ending=ENDING)
            elif file not in made and len(made) < limits.PARTIALS:
                written = read_text(root, root / file, found)
                made[file] = written.text if written is not None else ""
                waiting.append((file, made[file]))
            elif file not in made:
                found.error("many-partials", where, most=limits.PARTIALS)
                return tuple(made.items())
    return tuple(made.items())


def _named(text: str) -> Iterator[tuple[str, int, bool]]:
    """The names that a template's tags write out, where each stands, and whether it may be missing."""
    bare = _ASIDE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for tag in _TAKEN.finditer(bare):
        group = "named" if tag["named"] is not None else "held"
        absent = not _ALONE.fullmatch(tag[group])
        for name in _NAME.finditer(tag[group]):
            at = 1 if name[1] is not None else 2
            yield name[at], tag.start(group) + name.start(at), absent


def _near(root: Path, parent: str) -> list[str]:
    """The names of the templates that could be taken in."""
    names: list[str] = []
    for base in (posixpath.dirname(parent), *COMMON):
        try:
            held = sorted(os.listdir(root / base))  # noqa: PTH208 (names alone are wanted)
        except OSError:
            continue
        names += [name for name in held if name.endswith(ENDING) and name != "page.html.j2"]
    return names
