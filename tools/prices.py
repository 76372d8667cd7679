"""The table of prices in docs/composition, in both languages, from pagination/prices.py: ``python -m tools.prices``."""

from __future__ import annotations

import tomllib
from pathlib import Path

from mise_en_page.pagination import prices

DOCS = Path(__file__).resolve().parents[1] / "docs" / "composition"
#: What the table stands between.
BEGIN, END = "<!-- prices: python -m tools.prices -->\n", "<!-- end of prices -->\n"
HEADS = {"en": "| choice | price | because |", "fr": "| choix | prix | parce que |"}
PAGES = {"en": DOCS / "README.md", "fr": DOCS / "LISEZMOI.md"}
#: Its rows, with the words of both languages.
ROWS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["row"]


def values() -> dict[str, float]:
    """The prices by their names; what is no plain number under a name of the table's own."""
    plain = {name: value for name, value in vars(prices).items() if name.isupper() and isinstance(value, float)}
    return plain | {
        "STRETCH": prices.PARAGRAPH_DEMERITS * 10_000,
        "QUOTE_LEFT_OUT": prices.LEFT_OUT["pull-quote"],
        "PICTURE_LEFT_OUT": prices.LEFT_OUT["picture"],
    }


def table(language: str) -> str:
    """The table in a language, its head and rows as Markdown."""
    written = {name: _number(value, language) for name, value in values().items()}
    rows = [row[language] for row in ROWS]
    lines = [f"| {what} | {costs.format(**written)} | {why} |" for what, costs, why in rows]
    return "\n".join([HEADS[language], "|---|---|---|", *lines]) + "\n"


def _number(value: float, language: str) -> str:
    grouped = f"{value:,.0f}" if value == round(value) else f"{value:,g}"
    return grouped.replace(",", "\u202f") if language == "fr" else grouped


def page(language: str) -> str:
    """The page with the table as it should be."""
    before, _, rest = PAGES[language].read_text(encoding="utf-8").partition(BEGIN)
    return before + BEGIN + table(language) + END + rest.partition(END)[2]


if __name__ == "__main__":
    for each, path in PAGES.items():
        path.write_text(page(each), encoding="utf-8")
