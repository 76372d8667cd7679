"""Which code runs: the innermost loops compiled (setup.py), or the same files as plain Python.

Both give the same results. Python itself prefers a compiled module to the file beside it, even to a newer one: so where
a listed source has changed since it was compiled in place, all of them run as plain Python, and that is told. With
MISE_EN_PAGE_PURE=1 they do so without a word. An installed wheel has no stamp and cannot have changed.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # this is imported before all else, and imports nothing that it can do without
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

HERE = os.path.dirname(__file__)  # noqa: PTH120 - pathlib is not imported before it is needed
STAMP = os.path.join(HERE, ".compiled")  # noqa: PTH118


class _Plain:
    """Finds this package's modules by their source, whatever was compiled beside it."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:  # noqa: ARG004
        if not name.startswith("mise_en_page.") or path is None:
            return None
        from importlib.util import spec_from_file_location  # noqa: PLC0415

        for folder in path:
            source = os.path.join(folder, name.rpartition(".")[2] + ".py")  # noqa: PTH118
            if os.path.isfile(source):  # noqa: PTH113
                return spec_from_file_location(name, source)
        return None


def choose() -> None:
    """Before any other module of the package is imported: see to it that no old code runs."""
    if os.environ.get("MISE_EN_PAGE_PURE") == "1":
        sys.meta_path.insert(0, _Plain)
        return
    changed = stale()
    if changed:
        sys.meta_path.insert(0, _Plain)
        print(
            f"mise-en-page: {', '.join(changed)} changed since it was compiled, and everything runs as plain Python, "
            "more slowly. To compile it anew: make issue",
            file=sys.stderr,
        )


def stale() -> list[str]:
    """The sources that are not what was compiled in place."""
    try:
        with open(STAMP, encoding="utf-8") as file:  # noqa: PTH123
            lines = file.read().splitlines()
    except FileNotFoundError:
        return []
    changed = []
    for line in lines:
        if line.startswith("#"):  # why nothing was compiled
            continue
        name, time, size, digest = line.rsplit(" ", 3)
        path = os.path.join(os.path.dirname(HERE), name)  # noqa: PTH118, PTH120
        try:
            about = os.stat(path)  # noqa: PTH116
        except FileNotFoundError:
            changed.append(name)
            continue
        same = about.st_mtime_ns == int(time) and about.st_size == int(size)
        if not same and _digest(path) != digest:
            changed.append(name)
    return changed


def _digest(path: str) -> str:
    import hashlib  # noqa: PLC0415 - only a file that was touched is looked into

    with open(path, "rb") as file:  # noqa: PTH123
        return hashlib.sha256(file.read()).hexdigest()


def is_compiled(module: ModuleType) -> bool:
    return not (module.__file__ or "").endswith(".py")
