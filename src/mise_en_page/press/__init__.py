"""The file a printer keeps: pictures into inks, plain PDF into PDF/X, and the checks that prove it.

Each name is looked up in its module when it is first asked for: an issue without pictures does not wait for what converts
them, nor a report for what draws pages.
"""

import os
import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mise_en_page.press import guard
    from mise_en_page.press.annotations import Annotated, Annotation
    from mise_en_page.press.art import Art, prepare_art
    from mise_en_page.press.cache import Cache
    from mise_en_page.press.drawing import Drawing, Families, prepare_drawing
    from mise_en_page.press.finish import assemble, finish, plain, ready
    from mise_en_page.press.images import Prepared, prepare_image
    from mise_en_page.press.ink import separations
    from mise_en_page.press.job import Job, Swatch, pair
    from mise_en_page.press.marked import STACKED, MarkedPage, marked, stacked
    from mise_en_page.press.page_findings import moved, page_findings
    from mise_en_page.press.page_ink import Heaviest, PageInk, Separation
    from mise_en_page.press.preflight import Findings, Inspection, inspect, preflight, whole
    from mise_en_page.press.profile import Profile, known, named, read_profile, shipped

# Read when numpy is first imported: for the sums that are done here, starting threads costs more than they bring.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_MODULES: Final = {
    "annotations": ("Annotated", "Annotation"),
    "art": ("Art", "prepare_art"),
    "cache": ("Cache",),
    "drawing": ("Drawing", "Families", "prepare_drawing"),
    "finish": ("assemble", "finish", "plain", "ready"),
    "images": ("Prepared", "prepare_image"),
    "ink": ("separations",),
    "job": ("Job", "Swatch", "pair"),
    "marked": ("STACKED", "MarkedPage", "marked", "stacked"),
    "page_findings": ("moved", "page_findings"),
    "page_ink": ("Heaviest", "PageInk", "Separation"),
    "preflight": ("Findings", "Inspection", "inspect", "preflight", "whole"),
    "profile": ("Profile", "known", "named", "read_profile", "shipped"),
}
_HOMES: Final = {name: module for module, names in _MODULES.items() for name in names}


class _Room(ModuleType):
    """``finish``, ``marked``, ``page_findings`` and ``preflight`` are what the modules of these names are for, and not
    the modules.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (isinstance(value, ModuleType) and name in _HOMES):
            super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    if name == "guard":
        return import_module(f"{__name__}.guard")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found


sys.modules[__name__].__class__ = _Room

__all__ = [
    "STACKED",
    "Annotated",
    "Annotation",
    "Art",
    "Cache",
    "Drawing",
    "Families",
    "Findings",
    "Heaviest",
    "Inspection",
    "Job",
    "MarkedPage",
    "PageInk",
    "Prepared",
    "Profile",
    "Separation",
    "Swatch",
    "assemble",
    "finish",
    "guard",
    "inspect",
    "known",
    "marked",
    "moved",
    "named",
    "page_findings",
    "pair",
    "plain",
    "preflight",
    "prepare_art",
    "prepare_drawing",
    "prepare_image",
    "read_profile",
    "ready",
    "separations",
    "shipped",
    "stacked",
    "whole",
]
