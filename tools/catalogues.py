"""Keeps the catalogues of messages: ``python tools/catalogues.py`` adds to each room's .po files the keys that its code
names and takes out those that it names no more; then it says what is still to be written. ``make words`` runs it.

Keys are literals: the first argument of the functions in ``NAMED``. Where a table chooses one, ``key("…")`` marks it.
"""

from __future__ import annotations

import ast
import runpy
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

SOURCES = Path(__file__).resolve().parents[1] / "src" / "mise_en_page"
LOCALE = SOURCES / "locale"
LANGUAGES = ("en", "fr")
#: What takes a key as its first argument; ``of`` is Problem's, ``rule`` typography's; ``error`` and its like Found's.
NAMED = frozenset({"say", "key", "of", "rule", "error", "warning", "info"})
#: What declares something by a name that ends a key, and how that key begins.
DECLARED = {"check": "question/"}


def calls(file: Path) -> Iterator[tuple[str, ast.Call]]:
    """The calls in a source that name a key, with it."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if (name in NAMED or name in DECLARED) and isinstance(node.args[0].value, str):
                yield DECLARED.get(name, "") + node.args[0].value, node


@cache
def rooms() -> dict[str, set[str]]:
    """The keys that each room's code names."""
    found: dict[str, set[str]] = {}
    for file in sorted(SOURCES.rglob("*.py")):
        room = file.relative_to(SOURCES).parts[0]
        found.setdefault(room, set()).update(key for key, _ in calls(file))
    return found


def path_of(language: str, room: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{room}.po"


def read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=path.parts[-3], project="mise-en-page", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def key_of(message_id: object) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]  # type: ignore[index]


def renewed(path: Path, keys: set[str], others: Catalog) -> Catalog:
    """The catalogue with these keys and no others, and an empty hint wherever the other language has one."""
    old, new = read(path), Catalog(locale=path.parts[-3], project="mise-en-page", fuzzy=False)
    for key in keys:
        kept, like = old.get(key), others.get(key)
        plural = next((each.id for each in (kept, like) if each is not None and each.pluralizable), key)
        new.add(plural, kept.string if kept is not None else None)
        for context in {each.context for each in (*old, *others) if each.context and key_of(each.id) == key}:
            kept, like = old.get(key, context), others.get(key, context)
            plural = next((each.id for each in (kept, like) if each is not None and each.pluralizable), key)
            new.add(plural, kept.string if kept is not None else None, context=context)
    return new


def write(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, omit_header=True, sort_output=True)


def empty(catalogue: Catalog) -> list[str]:
    return [
        f"{each.context or ''} {key_of(each.id)}".strip() for each in catalogue if each.id and not _is_said(each.string)
    ]


def _is_said(words: object) -> bool:
    return bool(words) and (isinstance(words, str) or all(words))  # type: ignore[call-overload]


def main() -> int:
    wanting = 0
    for room, keys in rooms().items():
        both = {language: read(path_of(language, room)) for language in LANGUAGES}
        for language in LANGUAGES:
            path = path_of(language, room)
            made = renewed(path, keys, both[LANGUAGES[language == LANGUAGES[0]]])
            if keys:
                write(path, made)
            elif path.exists():
                path.unlink()
            for key in empty(made):
                wanting += 1
                print(f"{path.relative_to(SOURCES.parents[1])}: {key} is not worded yet")
    sys.argv = ["setup.py", "--version"]
    runpy.run_path(str(SOURCES.parents[1] / "setup.py"))  # makes the catalogues of them
    return 1 if wanting else 0


if __name__ == "__main__":
    sys.exit(main())
