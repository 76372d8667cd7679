"""From a saved word to the new picture on the screen of a real browser: the median, for 1, 8 and 32 pages.

Run: python bench/preview.py [--saves N]. Chromium and the ``dev`` extra are needed. The clock starts when the file has
been written, and stops at the frame in which the page's canvas holds the change. Saves come 250 ms apart.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from random import Random  # noqa: TID251 (seeded: the same edits every time)

HOUSE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOUSE), str(HOUSE / "tests/desk"), str(HOUSE / "src")]

from big_issue import make  # noqa: E402
from browsing import browser, served  # noqa: E402
from playwright.sync_api import Browser, Page  # noqa: E402

WORDS = ("eau", "rivière", "bateaux", "ciel", "marins", "lentement", "vert")
AT = "Number(document.querySelector('.sheet').dataset.at)"


def measure(pages: int, saves: int, window: Browser) -> list[float]:
    """The milliseconds of each save that changed the first page's picture."""
    with tempfile.TemporaryDirectory() as folder:
        issue = make(Path(folder), pages)
        with served(issue) as address:
            page = window.new_context(viewport={"width": 1400, "height": 900}).new_page()
            page.goto(address.opened)
            page.wait_for_selector(".sheet[data-at]", timeout=120_000)
            page.wait_for_timeout(1500 + 700 * pages)  # the pages that nobody looks at are made ready meanwhile
            found = _edits(issue / "articles/fleuve-0.md", saves, page)
            page.context.close()
    return found


def _edits(article: Path, saves: int, page: Page) -> list[float]:
    chance, text = Random(4), article.read_text(encoding="utf-8")
    body = text.index("---", 5)
    words = [match.span() for match in re.finditer(r"\b[a-zéèà]{4,}\b", text) if match.start() > body]
    found = []
    for _ in range(saves):
        start, end = chance.choice(words)
        before = page.evaluate(AT)
        article.write_text(text[:start] + chance.choice(WORDS) + text[end:], encoding="utf-8")
        saved = time.time_ns() / 1e6
        page.wait_for_timeout(250)
        for _ in range(60):
            painted = page.evaluate(AT)
            if painted != before:
                found.append(painted - saved)
                break
            page.wait_for_timeout(25)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saves", type=int, default=40)
    saves = parser.parse_args().saves
    with browser() as window:
        for pages in (1, 8, 32):
            found = measure(pages, saves, window)
            tenths = statistics.quantiles(found, n=10)
            print(
                f"{pages:>3} pages: median {statistics.median(found):.0f} ms, nine in ten under {tenths[-1]:.0f} ms"
                f" ({len(found)} saves)",
                flush=True,
            )


if __name__ == "__main__":
    main()
