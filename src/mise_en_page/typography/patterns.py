"""libhyphen by PyHyphen, and its traps; nothing else imports it.

Of PyHyphen 4.0.4 only the C module is loaded. The package around it finds dictionaries and fetches those that it does not
know: for that it imports an HTTP library, which takes longer than dividing every word of an issue and has no business here.
Nothing of it is run, and nothing of it stays in ``sys.modules``. The patterns are those of the pyphen package, whose own
code is not run either. The C module damages the path string that it is given, keeps capitals (``Jean-Ch-ris-tophe``) and
refuses words over 100 letters: so it gets a string of its own, and lower-case words alone.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType
from typing import cast

#: What the package around the C module passes on to it: no word shorter, and none longer.
SHORTEST, LONGEST = 4, 99
#: Letters that stay before and after a division, of a word and of a part of a compound.
LEFT, RIGHT, COMPOUND = 2, 3, 2


def _folder(package: str) -> str:
    """The folder of an installed package, which is not imported."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ImportError(f"{package} is not installed")
    return next(iter(spec.submodule_search_locations))


def _module() -> ModuleType:
    spec = PathFinder.find_spec("hyphen.hnj", [_folder("hyphen")])
    if spec is None or spec.loader is None:
        raise ImportError("PyHyphen was installed without its C module")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@functools.cache
def _hyphenate() -> Callable[[str, int], str]:
    """The C module's function: a word with ``=`` where it may be divided (mode 0)."""
    path = str(Path(_folder("pyphen"), "dictionaries", "hyph_fr.dic"))
    # The patterns are read into memory here.
    made = _module().hyphenator_("".join(list(path)), LEFT, RIGHT, COMPOUND, COMPOUND)
    return cast("Callable[[str, int], str]", made.apply)


@functools.lru_cache(maxsize=50_000)
def breaks(word: str) -> tuple[int, ...]:
    """Where the patterns divide a lower-case word of letters alone, as offsets; nothing for one that is too long."""
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha() or word != word.lower():
        return ()
    try:
        divided = _hyphenate()(word, 0)
    except UnicodeError:  # a letter that the patterns' encoding has not
        return ()
    found: list[int] = []
    at = 0
    for part in divided.split("=")[:-1]:
        at += len(part)
        found.append(at)
    return tuple(found)
