"""python -m bench.speed: how fast a build is felt to be, beside plain WeasyPrint on the same text.

Cold builds of 1 and of 32 pages, each in a fresh process with nothing kept, interleaved with plain WeasyPrint; the same
without the measuring of inks, which no other engine does; a second build with nothing changed; one with a word changed; and
how time and memory grow with the pages. Ratios are of one run: seconds are the machine's.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.design import design
from bench.ours import publication
from bench.tables import table
from bench.web import WEASYPRINT
from bench.work_item import work_item

ROOT = Path(__file__).resolve().parents[1]
COLUMNS = 4
BUILD = "from mise_en_page.cli.commands import main; main()"
#: The same without inks: for the bench alone.
WITHOUT_INK = """
from mise_en_page.preflight import by_page as apart
from mise_en_page.preflight.checks import CHECKS
from mise_en_page.preflight.judge import pages
apart.pages = lambda pdf, places, profile, first=1: pages(
    pdf, places, profile, tuple(check for check in CHECKS if check.scope != "inked"), first=first)
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each command is timed (default 5)")
    parser.add_argument("--pages", type=int, nargs="*", default=[1, 8, 32, 128, 500], help="for how the cost grows")
    parser.add_argument("--output", type=Path, default=ROOT / "bench" / "SPEED.md")
    asked = parser.parse_args()
    said = ["# Speed", "", "Written by `python -m bench.speed`; what it measures is told in [README.md](README.md).", ""]
    with tempfile.TemporaryDirectory(prefix="speed-") as folder:
        for pages in (1, 32):
            said += _cold(Path(folder) / str(pages), pages, asked.rounds)
        said += _again(Path(folder) / "32", asked.rounds)
        said += _growth(Path(folder) / "growth", asked.pages)
    asked.output.write_text("\n".join([*said, ""]), encoding="utf-8")
    print(f"Written: {asked.output}", file=sys.stderr)


def _command(issue: Path, folder: Path, before: str = "") -> list[str]:
    return [sys.executable, "-c", before + BUILD, "build", str(issue), "-o", str(folder / "out")]


def _environment(folder: Path) -> dict[str, str]:
    kept = {"PYTHONPATH": str(ROOT / "src"), "XDG_CACHE_HOME": str(folder / "cache")}
    return {**{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}, **kept}


def run(words: Sequence[str], folder: Path, environment: Mapping[str, str]) -> tuple[float, float]:
    """Seconds by the clock, and of all processors. Raises CalledProcessError."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(words, cwd=folder, env=dict(environment), capture_output=True, check=True)
    seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _cold(folder: Path, pages: int, rounds: int) -> list[str]:
    folder.mkdir(parents=True)
    issue = publication(work_item(pages), design(COLUMNS), folder)
    plain = WEASYPRINT.prepare(work_item(pages), design(COLUMNS), folder)
    engines = {
        "mise-en-page, everything": (_command(issue, folder), _environment(folder)),
        "mise-en-page, inks not measured": (_command(issue, folder, WITHOUT_INK), _environment(folder)),
        "plain WeasyPrint": (list(plain.words), {**_environment(folder), **plain.environment}),
    }
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in engines}
    for number in range(rounds + 1):
        for name, (words, environment) in engines.items():
            shutil.rmtree(folder / "cache", ignore_errors=True)
            taken = run(words, folder, environment)
            if number:  # the first round fills the disk's own caches
                seen[name].append(taken)
    middle = {name: [statistics.median(one[n] for one in taken) for n in (0, 1)] for name, taken in seen.items()}
    whole = middle["plain WeasyPrint"]
    rows = [
        (name, f"{clock:.2f}", f"{clock / whole[0]:.2f}", f"{work:.2f}", f"{work / whole[1]:.2f}")
        for name, (clock, work) in middle.items()
    ]
    head = ("", "s by the clock", "× plain", "s of processors", "× plain")
    return [f"## Cold, {pages} page{'s' if pages > 1 else ''} of {COLUMNS} columns", "", *table(head, rows), ""]


def _again(folder: Path, rounds: int) -> list[str]:
    """The issue of 32 pages once more, as it is, and with one word of one article changed."""
    issue = folder / "publication" / "issues" / "bench"
    words, environment = _command(issue, folder), _environment(folder)
    run(words, folder, environment)
    article = sorted((issue / "articles").glob("*.md"))[70]
    text = article.read_text(encoding="utf-8")
    same, changed = [], []
    for number in range(rounds):
        same.append(run(words, folder, environment)[0])
        edited = re.sub(r"\b[a-z]{7,}\b", f"mot{'abcdefghij'[number]}", text[::-1], count=1)[::-1]
        article.write_text(edited, encoding="utf-8")
        changed.append(run(words, folder, environment)[0])
    article.write_text(text, encoding="utf-8")
    rows = [
        ("nothing changed", f"{statistics.median(same):.2f}"),
        ("one word changed: its page is made again", f"{statistics.median(changed):.2f}"),
    ]
    return ["## Again, 32 pages", "", *table(("", "s by the clock"), rows), ""]


def _growth(folder: Path, counts: Sequence[int]) -> list[str]:
    rows = []
    for pages in counts:
        here = folder / str(pages)
        here.mkdir(parents=True)
        issue = publication(work_item(pages), design(COLUMNS), here)
        measured = f"{PEAK}\n{BUILD}"
        words = [sys.executable, "-c", measured, "build", str(issue), "-o", str(here / "out")]
        (here / "peaks").mkdir()
        seconds, work = run(words, here, {**_environment(here), "PEAKS": str(here / "peaks")})
        peaks = sorted(int(path.read_text(encoding="ascii")) for path in (here / "peaks").iterdir())
        size = (here / "out" / "bench.pdf").stat().st_size
        rows.append(
            (str(pages), f"{seconds:.1f}", f"{1000 * work / pages:.0f}", f"{peaks[-1] / 1024:.0f}", f"{size / 1e6:.1f}")
        )
        shutil.rmtree(here)
    head = ("pages", "s by the clock", "ms of processors a page", "largest worker, MB", "PDF, MB")
    return ["## Growth, cold", "", *table(head, rows), ""]


#: Each worker writes its largest size, in kB, when it is told to end: for the bench alone.
PEAK = """
import os, resource
from mise_en_page.processes import pool
taken = pool._answer
def answer(*asked):
    said = taken(*asked)
    with open(os.path.join(os.environ["PEAKS"], str(os.getpid())), "w") as file:
        file.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
    return said
pool._answer = answer
"""


if __name__ == "__main__":
    main()
