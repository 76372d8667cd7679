"""Styles of layouts, kept: a layout of several masters takes WeasyPrint seconds to read, and changes once a season.

An entry's name is a digest of this program and its libraries, of the whole layout, and of the marks asked for. Only what
was read without a word to tell comes here, and nothing whose stylesheet looks at other files or measures a font's letters.
"""

from __future__ import annotations

import hashlib
import pickle
import re
from pathlib import Path
from typing import Final

from mise_en_page import rendering
from mise_en_page.composition.galley import Styles
from mise_en_page.files.atomic import cache_folder
from mise_en_page.model.layout import Layout
from mise_en_page.model.memo import ByValue
from mise_en_page.model.problem import Problem
from mise_en_page.pipeline.build_cache import Entries, program
from mise_en_page.rendering.cascade import MarksInUse

#: What makes styles depend on more than the layout: files, and lengths in a font's own measures.
_MORE: Final = re.compile(r"\b(?:url|src|local)\(|@import|\d(?:ch|ex|cap|ic)\b", re.I)
#: Bytes that the folder may hold; beyond, what was not used for longest goes.
_LARGEST: Final = 64 * 1024**2
#: What styles are made of.
_READ: Final = {
    (f"mise_en_page.composition.{module}", name)
    for module, name in (
        *(("galley", name) for name in ("Styles", "RoleStyle")),
        *(("style", name) for name in ("BlockStyle", "TextStyle", "Decoration", "Generated", "Turn")),
    )
}


class StylesCache(Entries, ByValue):
    """Styles by their layouts."""

    suffix = ".styles"

    def styles(self, layout: Layout, marks: MarksInUse, root: Path) -> tuple[Styles, tuple[Problem, ...]]:
        """What ``rendering.styles`` gives."""
        if _MORE.search(layout.stylesheet):
            return rendering.styles(layout, marks, root)
        asked = repr((program(), layout, [(role, sorted(sets)) for role, sets in marks]))
        key = hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()
        found = self.value(key, _READ)
        if isinstance(found, Styles):
            return found, ()
        made, problems = rendering.styles(layout, marks, root)
        if not problems:
            self.write(key, pickle.dumps(made, protocol=5))
            self.sweep(_LARGEST)
        return made, problems


def styles_of(kept: StylesCache, layout: Layout, marks: MarksInUse, root: Path) -> tuple[Styles, tuple[Problem, ...]]:
    """The same as a plain function: to be asked for (model/memo.py), where methods of equal values are not equal."""
    return kept.styles(layout, marks, root)


def styles_cache() -> StylesCache:
    """The one beside this user's other caches."""
    return StylesCache(cache_folder() / "styles")
