"""python -m bench: set the work item with every engine that is here, measure the PDFs, and write bench/RESULTS.md."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench import composing, typography
from bench.design import Design, design
from bench.engine import Command, Engine
from bench.lualatex import LUALATEX
from bench.metrics import Quality, measure
from bench.ours import OURS
from bench.tables import table
from bench.typst_engine import TYPST
from bench.web import CHROMIUM, WEASYPRINT
from bench.work_item import PAGES, Page, work_item

ENGINES = (OURS, WEASYPRINT, TYPST, LUALATEX, CHROMIUM)
COLUMNS = (3, 4)
RESULTS = Path(__file__).parent / "RESULTS.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES, help=f"of the work item (default {PAGES})")
    parser.add_argument("--rounds", type=int, default=3, help="how often each engine is timed (default 3)")
    parser.add_argument("--output", type=Path, default=RESULTS, help="the Markdown file (default bench/RESULTS.md)")
    asked = parser.parse_args()
    here = [engine for engine in ENGINES if not engine.absent()]
    item = work_item(asked.pages)
    said = ["# Results", "", "Written by `make bench`; what it measures is told in [README.md](README.md).", ""]
    said += _about(item, here)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for columns in COLUMNS:
            said += ["", f"## {columns} columns: quality", ""]
            prepared = _prepared(here, item, design(columns), Path(folder) / str(columns))
            measured = {name: _measured(name, command, item, design(columns)) for name, command in prepared.items()}
            said += _quality(measured)
        said += ["", f"## Time: {asked.pages} pages of {columns} columns, a fresh process each time", ""]
        said += _times(prepared, asked.rounds)
    _tell("composing")
    said += ["", *composing.report()]
    _tell("typography")
    said += ["", *typography.report()]
    asked.output.write_text("\n".join([*said, ""]), encoding="utf-8")
    _tell(f"the results are in {asked.output}")


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _about(item: Sequence[Page], here: Sequence[Engine]) -> list[str]:
    words = sum(len(paragraph.split()) for page in item for paragraph in page.paragraphs)
    font = design(COLUMNS[0]).text.name
    absent = [f"{engine.name} ({engine.absent()})" for engine in ENGINES if engine not in here]
    said = [f"{len(item)} pages, {words} words of running text, {font} 9/11 pt, justified."]
    return [*said, f"Left out, because absent: {', '.join(absent)}."] if absent else said


def _prepared(engines: Sequence[Engine], item: Sequence[Page], page: Design, folder: Path) -> dict[str, Command]:
    commands = {}
    for engine in engines:
        own = folder / engine.name
        own.mkdir(parents=True)
        commands[engine.name] = engine.prepare(item, page, own)
    return commands


def _measured(name: str, command: Command, item: Sequence[Page], page: Design) -> Quality:
    _tell(f"{page.columns} columns: {name}")
    command.run()
    return measure(command.pdf, item, page)


#: What is told of each engine, with the figure that is wanted where there is one.
ROWS = (
    ("lines justified", lambda found: f"{found.justified}"),
    ("word space, deviation (× natural)", lambda found: f"{found.deviation:.3f}"),
    ("lines over 1.5 ×, %", lambda found: f"{found.over:.1f}"),
    ("lines under 0.8 ×, %", lambda found: f"{found.under:.1f}"),
    ("tightest line, ×", lambda found: f"{min(found.ratios):.2f}"),
    ("loosest line, ×", lambda found: f"{max(found.ratios):.2f}"),
    ("hyphenated lines, %", lambda found: f"{found.share(found.hyphenated):.1f}"),
    ("hyphens in a row, at most", lambda found: f"{found.in_a_row}"),
    ("last lines of one word, %", lambda found: f"{100 * found.one_word_ends / max(1, found.paragraphs):.1f}"),
    ("widows, orphans, stranded heads", lambda found: f"{found.widows}, {found.orphans}, {found.stranded}"),
    ("baselines aligned across columns, %", lambda found: f"{100 * found.aligned / max(1, found.neighbours):.0f}"),
    ("column feet ragged, pt", lambda found: f"{found.ragged:.1f}"),
    ("pages; paragraphs not found", lambda found: f"{found.pages}; {found.lost}"),
)


def _quality(measured: Mapping[str, Quality]) -> list[str]:
    rows = [[title, *(tell(found) for found in measured.values())] for title, tell in ROWS]
    return table(["", *measured], rows)


def _times(commands: Mapping[str, Command], rounds: int) -> list[str]:
    """Interleaved, and each round begins with another engine: what else the machine does, it does to all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    names = list(commands)
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            _tell(f"round {number + 1}: {name}")
            seconds[name].append(commands[name].run())
    rows = []
    for name, times in seconds.items():
        ratio = statistics.median(own / plain for own, plain in zip(times, seconds[WEASYPRINT.name], strict=True))
        rows.append([name, f"{statistics.median(times):.2f}", f"{min(times):.2f}", f"{max(times):.2f}", f"{ratio:.2f}"])
    return table(["", "s, median", "least", "most", "× plain WeasyPrint"], rows)


if __name__ == "__main__":
    main()
