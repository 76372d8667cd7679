"""The house is as CONTRIBUTING draws it, and nothing in it grows beyond what is read at one sitting."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.house import picture

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "mise_en_page"
MODULE, FUNCTION = 450, 50
"""The most lines of a module and of a function."""


def modules() -> dict[str, ast.Module]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted(SOURCES.rglob("*.py")):
        name = ".".join(path.relative_to(SOURCES.parent).with_suffix("").parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_bytes())
    return found


def imported(tree: ast.Module, known: set[str]) -> Iterator[str]:
    """Our modules that a module imports, at its head or within a function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield from {f"{node.module}.{alias.name}", node.module} & known
        elif isinstance(node, ast.Import):
            yield from {alias.name for alias in node.names} & known


def test_the_picture_in_contributing_is_the_house() -> None:
    """When this fails: python tools/house.py > docs/house.svg"""
    assert (ROOT / "docs" / "house.svg").read_text(encoding="utf-8") == picture()


def test_no_module_is_longer_than_can_be_read_at_one_sitting() -> None:
    lengths = {path: path.read_text(encoding="utf-8").count("\n") for path in SOURCES.rglob("*.py")}
    assert {path.relative_to(SOURCES).as_posix(): lines for path, lines in lengths.items() if lines > MODULE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    lengths = {
        f"{name}.{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION} == {}


def test_no_two_files_import_each_other() -> None:
    trees = modules()
    arrows = {(name, other) for name, tree in trees.items() for other in imported(tree, set(trees)) if name != other}
    # a package's face imports its modules, and they may import a part of it by its name
    pairs = {tuple(sorted(arrow)) for arrow in arrows if arrow[::-1] in arrows}
    assert {pair for pair in pairs if not pair[1].startswith(f"{pair[0]}.")} == set()


def test_no_two_files_of_tests_have_one_name() -> None:
    """pytest takes them for one, as soon as one process collects both."""
    names = [path.name for path in sorted((ROOT / "tests").rglob("test_*.py"))]
    assert sorted(names) == sorted(set(names))
