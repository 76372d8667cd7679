"""Draws the house: its rooms as import-linter holds them, each with what its ``__init__`` says it is for, and its files.

``python tools/house.py > docs/house.svg``: the picture in CONTRIBUTING. A room may use all that stand below it.
"""

from __future__ import annotations

import ast
import textwrap
import tomllib
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
WIDTH, MARGIN, GAP, LINE = 960, 16, 8, 16


def storeys() -> list[list[str]]:
    """The rooms of pyproject.toml's contract, from the top; beside each other those that may not know one another."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    return [[room.strip() for room in layer.split("|")] for layer in layers]


def purpose(room: str) -> str:
    """The first sentence or two of a room's ``__init__``, on one line."""
    source = (ROOT / "src" / "mise_en_page" / room / "__init__.py").read_text(encoding="utf-8")
    told = (ast.get_docstring(ast.parse(source)) or "").partition("\n\n")[0]
    return " ".join(told.split())


def modules(room: str) -> str:
    """The names of a room's files and folders of code."""
    folder = ROOT / "src" / "mise_en_page" / room
    files = [path.stem for path in folder.glob("*.py") if path.stem[0] != "_"]
    return "\u00a0· ".join(sorted([*files, *(f"{path.parent.name}/" for path in folder.glob("*/__init__.py"))]))


def picture() -> str:
    drawn, y = [], MARGIN
    for storey in storeys():
        width = (WIDTH - 2 * MARGIN - (len(storey) - 1) * GAP) / len(storey)
        signs = int((width - 24) / 6.4)
        told = [textwrap.wrap(purpose(room), signs) for room in storey]
        named = [textwrap.wrap(modules(room), signs, break_on_hyphens=False) for room in storey]
        height = 30 + LINE * max(len(lines) + len(names) for lines, names in zip(told, named, strict=True))
        for place, (room, lines, names) in enumerate(zip(storey, told, named, strict=True)):
            x = MARGIN + place * (width + GAP)
            drawn.append(f'<rect x="{x:g}" y="{y}" width="{width:g}" height="{height}" rx="3"/>')
            drawn.append(f'<text class="room" x="{x + 12:g}" y="{y + 20}">{escape(room)}/</text>')
            for number, line in enumerate((*lines, *names)):
                kind = "" if number < len(lines) else ' class="names"'
                drawn.append(f'<text{kind} x="{x + 12:g}" y="{y + 38 + number * LINE}">{escape(line)}</text>')
        y += height + GAP
    style = (
        "rect{fill:#fbfaf7;stroke:#2b2b2b}text{font:12px 'DejaVu Sans',sans-serif;fill:#2b2b2b}"
        ".room{font-weight:bold;font-size:13px}.names{fill:#7a5c2e}"
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y - GAP + MARGIN}" width="{WIDTH}" role="img">'
    title = "<title>The rooms of the house; each may use all that stand below it</title>"
    return "\n".join([head, title, f"<style>{style}</style>", *drawn, "</svg>", ""])


if __name__ == "__main__":
    print(picture(), end="")
