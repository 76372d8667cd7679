"""python -m bench.typography: how fast text is corrected, ordinary and hostile.

Hostile inputs are a megabyte of one thing, in the three formats. A rule whose time grows with the square of its input would
need hours here; all of them are to be linear.
"""

from __future__ import annotations

import argparse
import time
from typing import get_args

from bench.tables import table
from bench.work_item import work_item
from mise_en_page.typography import correct_text
from mise_en_page.typography.formats import Format

MEGABYTE = 1_000_000
#: What would take longer, in seconds, is not waited for.
PATIENCE = 60
HOSTILE = {
    "spaces": " ",
    'quotes `"`': '"',
    "`« `": "« ",
    "`a!`": "a!",
    "tags left open `<b`": "<b",
    "`<!--`": "<!--",
    "one word": "a",
    "`(`": "(",
    "`- `": "- ",
    "`1 000 `": "1 000 ",
    "`&amp;`": "&amp;",
    "`*`": "*",
    "backticks": "`",
    "`[`": "[",
}


def prose(size: int = MEGABYTE) -> str:
    """Ordinary French prose as journalists type it: straight quotes and apostrophes, plain spaces."""
    text = "\n\n".join(paragraph for page in work_item() for paragraph in page.paragraphs)
    for typeset, typed in (("’", "'"), ("«\u00a0", '"'), ("\u00a0»", '"'), ("\u00a0", " "), ("\u202f", " ")):
        text = text.replace(typeset, typed)
    return (text + "\n\n") * (size // len(text)) + text[: size % len(text)]


def seconds(text: str, form: Format) -> float:
    begun = time.perf_counter()
    correct_text(text, form)
    return time.perf_counter() - begun


def told(unit: str, size: int, form: Format) -> str:
    """The seconds for ``size`` characters; where a tenth of them says that they are too many, at least how many."""
    tenth = seconds((unit * (size // 10 // len(unit) + 1))[: size // 10], form)
    if tenth * 10 > PATIENCE:
        return f"over {tenth * 10:.0f}"
    return f"{seconds((unit * (size // len(unit) + 1))[:size], form):.1f}"


def report(size: int = MEGABYTE) -> list[str]:
    forms: tuple[Format, ...] = get_args(Format)
    ordinary = prose(size)
    rates = [f"{len(ordinary.encode()) / MEGABYTE / seconds(ordinary, form):.2f}" for form in forms]
    said = ["## Typography: ordinary prose, MB/s", "", *table(["", *forms], [["French prose as typed", *rates]])]
    rows = [[name, *(told(unit, size, form) for form in forms)] for name, unit in HOSTILE.items()]
    title = f"## Typography: {size / MEGABYTE:g} MB of one thing, seconds"
    return [*said, "", title, "", *table(["", *forms], rows)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.typography", description=__doc__)
    parser.add_argument("--size", type=int, default=MEGABYTE, help="of each text, in characters (default 1 000 000)")
    print("\n".join(report(parser.parse_args().size)))
