"""C libraries by the names under which Linux has them; elsewhere by Python's own search."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys

#: The endings of the names under which Linux has the libraries of ``pango-1.0`` and its kin.
ENDINGS = (".so.0", ".so.1")


def by_name(name: str) -> str | None:
    """The file of a library of Linux (“libpango-1.0.so.0” for “pango-1.0”), None if it is not there.

    ``ctypes.util.find_library`` runs a compiler and a linker for a name that is not there.
    """
    for ending in ENDINGS:
        file = f"lib{name}{ending}"
        try:
            ctypes.CDLL(file)
        except OSError:
            continue
        return file
    return None


def has_library(name: str) -> bool:
    return (sys.platform.startswith("linux") and by_name(name) is not None) or ctypes.util.find_library(name) is not None
