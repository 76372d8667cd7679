"""The tables of docs/layouts.md and docs/gabarits.md on what CSS does to composed text, made of what the program reads.

``python -m mise_en_page.rendering.css_page`` writes them anew into both, between their marks; a test holds them fresh.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mise_en_page.model.message import Language, spoken
from mise_en_page.rendering.properties import BLOCK, BOX, INSTEAD, SETTINGS, TEXT

DOCS: Final = Path(__file__).parents[3] / "docs"
FILES: Final[dict[Language, str]] = {"en": "layouts.md", "fr": "gabarits.md"}
MARKED: Final = re.compile(r"(?<=<!-- css -->\n).*?(?=<!-- /css -->)", re.DOTALL)
#: Heads of the columns; who reads or draws; what the rows of what works are called.
WORDS: Final[dict[Language, tuple[str, ...]]] = {
    "en": (
        "on composed text", "properties", "without effect", "instead",
        "read, of roles and of marks in them", "read, of roles", "drawn, of a role’s box", "settings of ours, of roles",
    ),
    "fr": (
        "sur le texte composé", "propriétés", "sans effet", "à la place",
        "lues, des rôles et de leurs marques", "lues, des rôles",
        "dessinées, de la boîte d’un rôle", "réglages à nous, des rôles",
    ),
}  # fmt: skip


def table(language: Language) -> str:
    """Both tables in a language, as Markdown."""
    return "\n".join(_rows(language)) + "\n"


def _rows(language: Language) -> Iterator[str]:
    who, what, idle, other, *works = WORDS[language]
    yield from (f"| {who} | {what} |", "|---|---|")
    for name, properties in zip(works, (TEXT, BLOCK, tuple(f"{each}…" for each in BOX), tuple(SETTINGS)), strict=True):
        yield f"| {name} | {', '.join(f'`{each}`' for each in properties)} |"
    yield from ("", f"| {idle} | {other} |", "|---|---|")
    with spoken(language):
        said: dict[str, list[str]] = {}
        for name, hint in INSTEAD.items():
            said.setdefault(str(hint), []).append(name)
        for words, names in sorted(said.items(), key=lambda each: each[1]):
            yield f"| {', '.join(f'`{name}`' for name in names)} | {words.replace('|', chr(92) + '|')} |"


if __name__ == "__main__":
    for each, file in FILES.items():
        path = DOCS / file
        made = table(each)
        path.write_text(MARKED.sub(lambda _, made=made: made, path.read_text(encoding="utf-8")), encoding="utf-8")  # type: ignore[misc]
