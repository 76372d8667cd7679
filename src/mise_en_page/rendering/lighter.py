"""WeasyPrint imported in a third of its time, and values with ``var()`` solved once: import this before anything of it.

Most of that time is not WeasyPrint's own. It asks for each C library under the names of three systems, and for each name
that is not there, cffi has Python's ``ctypes.util`` run a compiler and a linker to find it; and it imports the parts of
fontTools that cut and instantiate fonts, which it needs where HarfBuzz's subsetter is missing, and for variable fonts.

It also has cffi parse its declarations of those libraries in C; what comes of that is written out in ``declared.py``.

So the libraries are looked for by the names under which Linux has them; elsewhere, or where one is not there, Python's own
way is gone. Those parts of fontTools are imported when they are first used.

A shorthand with ``var()`` is expanded anew for each property of it, at each element. What comes of it is kept with the
declaration, by what stands for the variables. So it is with each length of a drawing.
"""

from __future__ import annotations

import ctypes.util
import hashlib
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from types import ModuleType
from typing import Any

import cffi
import tinycss2

from mise_en_page.processes.libraries import by_name
from mise_en_page.rendering.declared import DIGEST
from mise_en_page.rendering.declared import ffi as known


@contextmanager
def _found_by_name() -> Iterator[None]:
    """Within, libraries are found by their names on Linux alone, without any other program."""
    ordinary = ctypes.util.find_library
    if not sys.platform.startswith("linux"):
        yield
        return
    ctypes.util.find_library = by_name
    try:
        yield
    finally:
        ctypes.util.find_library = ordinary


class _Declaring:
    """In place of a ``cffi.FFI`` that nothing is declared to yet: the one that knows the declarations, where it does."""

    def __init__(self) -> None:
        self._known: Any = None

    def cdef(self, declared: str) -> None:
        if hashlib.sha256(declared.encode()).hexdigest() == DIGEST:
            self._known = known
        else:
            self._known = cffi.FFI()
            self._known.cdef(declared)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._known, name)


@contextmanager
def _declared() -> Iterator[None]:
    """Within, what is declared to cffi is not parsed where it is known."""
    ordinary = cffi.FFI
    cffi.FFI = _Declaring
    try:
        yield
    finally:
        cffi.FFI = ordinary


class _Later(ModuleType):
    """A function of a module that is imported when the function is called."""

    def __init__(self, module: str, function: str) -> None:
        super().__init__(module)

        def call(*arguments: Any, **named: Any) -> Any:
            return getattr(importlib.import_module(module), function)(*arguments, **named)

        setattr(self, function, call)


def _lazy(module: str) -> ModuleType | None:
    """A module that runs when something of it is first asked for."""
    found = importlib.util.find_spec(module)
    if found is None or found.loader is None:
        return None
    found.loader = importlib.util.LazyLoader(found.loader)
    made = importlib.util.module_from_spec(found)
    sys.modules[module] = made
    found.loader.exec_module(made)
    return made


def _solving_once(pending: Any) -> None:
    """Keep what comes of a declaration with variables. What is wrong with it is told as ever: nothing is kept of that."""
    solve = pending.solve

    def once(declaration: Any, tokens: list[Any], wanted: str, base_url: str) -> Any:
        asked = tinycss2.serialize(tokens), wanted, base_url
        known = declaration.__dict__.setdefault("solved", {})
        if asked not in known:
            known[asked] = solve(declaration, tokens, wanted, base_url)
        return known[asked]

    pending.solve = once


def _reading_once() -> None:
    """The lengths of drawings, kept by how they are written: a map has thousands, of a few dozen kinds.

    Not its colours: WeasyPrint changes them where something is half clear.
    """
    read = importlib.import_module("weasyprint.svg.utils").size
    kept = lru_cache(maxsize=1 << 14)(read)
    for module in [each for name, each in sys.modules.items() if name.startswith("weasyprint.svg")]:
        if getattr(module, "size", None) is read:
            module.size = kept  # type: ignore[attr-defined]


def _import() -> None:
    if "weasyprint" in sys.modules:
        return
    instancer = "fontTools.varLib.instancer"
    if "fontTools.subset" not in sys.modules and (subset := _lazy("fontTools.subset")) is not None:
        sys.modules["fontTools"].subset = subset  # type: ignore[attr-defined]
    late = instancer not in sys.modules
    if late:
        sys.modules[instancer] = _Later(instancer, "instantiateVariableFont")
    try:
        with _found_by_name(), _declared():
            importlib.import_module("weasyprint")
    except OSError:  # a library under another name
        for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
            del sys.modules[name]
        importlib.import_module("weasyprint")
    finally:
        if late and isinstance(sys.modules.get(instancer), _Later):
            del sys.modules[instancer]  # for others it is imported as ever; what WeasyPrint holds knows how


_import()
_reading_once()
_solving_once(importlib.import_module("weasyprint.css.tokens").Pending)
