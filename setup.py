"""Compiles the innermost loops, where there is a compiler, makes the catalogues of messages, and lists the layouts and
fonts that a wheel carries; everything else about the package is in pyproject.toml.

``[tool.mise-en-page] compiled`` lists modules that mypyc turns into C. They are ordinary Python and run as such where
they were not compiled: with the same results, more slowly. MISE_EN_PAGE_PURE=1 asks for that.
"""

from __future__ import annotations

import ast
import hashlib
import io
import os
import sys
import tomllib
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.errors import BaseError, CCompilerError

ROOT = Path(__file__).parent
SOURCES = ROOT / "src"
#: What was compiled in place, for mise_en_page/compiled.py: a changed source must not be hidden by its compiled form.
#: Or why nothing was, for scripts/setup.sh: pip keeps to itself what is printed here.
STAMP = SOURCES / "mise_en_page" / ".compiled"
PURE = os.environ.get("MISE_EN_PAGE_PURE") == "1"
#: The same results on every machine: doubles as IEEE 754 has them, no two operations fused into one.
EXACT = ["-O2", "-ffp-contract=off", "-fno-fast-math"]

LONGEST_REASON = 100


def sources() -> list[str]:
    """The listed modules' files, relative to src."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [f"{name.replace('.', '/')}.py" for name in project["tool"]["mise-en-page"]["compiled"]]


def shared() -> list[tuple[str, list[str]]]:
    """What `mise-en-page new` copies, from a checkout or, installed from a wheel, from the environment's share folder: all
    files of layouts/ and fonts/, by their folders."""
    files = [path for name in ("layouts", "fonts") for path in sorted((ROOT / name).rglob("*")) if path.is_file()]
    kept = [path.relative_to(ROOT) for path in files if not any(part[0] in "._" for part in path.relative_to(ROOT).parts)]
    folders = sorted({path.parent for path in kept})
    return [
        (f"share/mise-en-page/{folder.as_posix()}", [path.as_posix() for path in kept if path.parent == folder])
        for folder in folders
    ]


def translated() -> list[Extension]:
    """The listed modules as C."""
    from mypyc.build import mypycify  # noqa: PLC0415 - where it is absent, the package is plain Python

    os.environ["MYPYPATH"] = "src"
    # the libraries that the modules import are not where this runs; `make check` judges types with them at hand
    loose = ["--config-file=", "--ignore-missing-imports", "--follow-imports=silent"]
    files = [f"src/{name}" for name in sources()]
    found: list[Extension] = mypycify([*loose, *files], opt_level="2", debug_level="0", group_name="mise_en_page")
    for extension in found:
        flags = [flag for flag in extension.extra_compile_args if flag != "-Werror"]  # another compiler warns of more
        extension.extra_compile_args = [*flags, *(EXACT if sys.platform != "win32" else [])]
    return found


def sweep() -> None:
    """Nothing of an earlier time is left beside the sources: all listed modules are compiled together or none is."""
    STAMP.unlink(missing_ok=True)
    for ending in ("*.so", "*.pyd"):
        for path in sorted(SOURCES.rglob(ending)):
            path.unlink()


def behind() -> list[str]:
    """The listed files and all of ours that they import: what is compiled stands on the types of these, too."""
    waiting, found = sources(), set()
    while waiting:
        name = waiting.pop()
        if name in found or not (SOURCES / name).is_file():
            continue
        found.add(name)
        for node in ast.walk(ast.parse((SOURCES / name).read_bytes())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mise_en_page"):
                modules = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
                paths = [module.replace(".", "/") for module in modules]
                waiting += [f"{path}{ending}" for path in paths for ending in (".py", "/__init__.py")]
    return sorted(found)


def stamp() -> str:
    """A line for each file behind what is compiled: its name, time, size, and digest, should only the time differ."""
    lines = []
    for name in behind():
        path = SOURCES / name
        about = path.stat()
        lines.append(f"{name} {about.st_mtime_ns} {about.st_size} {hashlib.sha256(path.read_bytes()).hexdigest()}\n")
    return "".join(lines)


def catalogues() -> None:
    """One catalogue a language (.mo) out of the rooms' .po files."""
    from babel.messages.catalog import Catalog  # noqa: PLC0415
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    for folder in sorted((SOURCES / "mise_en_page" / "locale").glob("*/LC_MESSAGES")):
        language = folder.parent.name
        whole = Catalog(locale=language, fuzzy=False)
        for path in sorted(folder.glob("*.po")):
            for each in read_po(io.BytesIO(path.read_bytes()), locale=language):
                if each.id:
                    whole.add(each.id, each.string, context=each.context)
        made = io.BytesIO()
        write_mo(made, whole)
        (folder / "mise_en_page.mo").write_bytes(made.getvalue())


class Compile(build_ext):
    """Translates when it is run, not whenever pip asks about the package; leaves plain Python where that fails."""

    def run(self) -> None:
        if self.inplace:
            sweep()
        made = stamp()
        try:
            if PURE:
                raise BaseError("MISE_EN_PAGE_PURE is set")
            self._take(translated())
            super().run()
        except (ImportError, OSError, BaseError, CCompilerError, SystemExit) as error:  # mypyc leaves by SystemExit
            reason = " ".join(str(error).split())[:LONGEST_REASON]
            made = f"# Nothing is compiled ({reason}): it runs as plain Python, more slowly.\n"
            print(made, end="", file=sys.stderr)
            self._take([])
            if self.inplace:
                sweep()
        if self.inplace:
            STAMP.write_text(made, encoding="utf-8")

    def _take(self, extensions: list[Extension]) -> None:
        self.distribution.ext_modules = extensions
        self.swig_opts = None  # what finalize_options made of it cannot be given to it again
        self.finalize_options()


catalogues()
# distutils asks a Compile to run only where there is something to compile: what that is, Compile finds out
setup(ext_modules=[Extension("mise_en_page__mypyc", [])], cmdclass={"build_ext": Compile}, data_files=shared())
