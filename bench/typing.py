"""From a key to the painted line of the galley and its meter in a real browser: median and 95th percentile, 1 and 32 pages.

Run: python -m bench.typing [--keys N] [--pages 1 32]. Chromium and the ``dev`` extra are needed. Letters are typed in the
middle of a paragraph, eight a second, one in four taken back. The clock starts at the browser's own ``keydown`` event:

- *engine*: from the moment at which the server has the letters to that at which the lines and the meter are on their way;
- *canvas*: until the galley's canvases hold them, and the meter says them;
- *frame*: until the next animation frame after that;
- *settled*: until the galley is the page's own, made with all letters, where somebody stops.

The load of the machine is printed: it should be less than the cores that it has.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random  # noqa: TID251 (seeded: the same keys every time)
from typing import Any

HOUSE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOUSE), str(HOUSE / "tests/desk"), str(HOUSE / "src"), str(HOUSE / "bench")]

from big_issue import make  # noqa: E402
from browsing import browser, served  # noqa: E402
from playwright.sync_api import Browser, Page  # noqa: E402

#: Seconds between two keys, and the keys that are typed before any counts.
BEAT, WARM = 0.125, 20
#: After fifty keys somebody stops for so long, and the page is made (s).
PAUSE = 2.0
#: Typed, one after the other.
LETTERS = "la gabare glisse et les mariniers chantent "
#: What the page itself notes: when each key went down, and when the strip showed each version of the text.
NOTES = """(() => {
  const keys = [], shown = [];
  addEventListener("keydown", () => keys.push({ at: performance.now() }), true);
  const strip = document.querySelector("#edit .strip");
  new MutationObserver(() => {
    const { version, ms, exact } = strip.dataset;
    const one = { version: Number(version), ms: Number(ms), exact: exact === "true", at: performance.now() };
    shown.push(one);
    requestAnimationFrame(() => { one.frame = performance.now(); });
  }).observe(strip, { attributes: true, attributeFilter: ["data-version", "data-exact", "data-shown"] });
  window.notes = { keys, shown };
})()"""


def measure(pages: int, keys: int, window: Browser) -> dict[str, list[float]]:
    """The milliseconds of each key, by what the clock stops at."""
    with tempfile.TemporaryDirectory() as folder:
        issue = make(Path(folder), pages)
        with served(issue) as address:
            page = window.new_context(viewport={"width": 1400, "height": 900}).new_page()
            page.goto(address.opened)
            page.wait_for_selector(".sheet[data-at]", timeout=120_000)
            page.locator(".line", has_text="moteur").first.click()
            page.wait_for_selector("#edit .strip[data-exact=true]", timeout=60_000)
            page.wait_for_timeout(3000 + 700 * pages)  # pages that nobody looks at are made ready meanwhile
            for _ in range(4):
                page.keyboard.press("ArrowDown")
            page.keyboard.type("a ")  # from the first letter on there is a process for the galley alone
            page.wait_for_timeout(12_000)
            page.evaluate(NOTES)
            found = _typed(page, keys + WARM)
            page.context.close()
    return found


def _typed(page: Page, keys: int) -> dict[str, list[float]]:
    chance = Random(4)
    first = int(page.evaluate("Number(document.querySelector('#edit .strip').dataset.version)"))
    letters = 0
    for n in range(keys):
        if letters and chance.random() < 0.25:
            page.keyboard.press("Backspace")
            letters -= 1
        else:
            page.keyboard.type(LETTERS[n % len(LETTERS)])
            letters += 1
        page.wait_for_timeout(1000 * (PAUSE if n % 50 == 49 else BEAT))
    page.wait_for_timeout(3000)
    notes: dict[str, list[dict[str, Any]]] = page.evaluate("window.notes")
    return _timed(notes["keys"], notes["shown"], first)


def _timed(keys: Sequence[dict[str, Any]], shown: Sequence[dict[str, Any]], first: int) -> dict[str, list[float]]:
    """Each key makes a version of the text; it is seen when a galley of that version, or of a later one, is painted."""
    found: dict[str, list[float]] = {"engine": [], "canvas": [], "frame": [], "settled": []}
    for n, key in enumerate(keys[WARM:], WARM):
        version = first + n + 1
        seen = next((each for each in shown if each["version"] >= version and each["at"] > key["at"]), None)
        if seen is None:
            continue
        found["engine"].append(seen["ms"])
        found["canvas"].append(seen["at"] - key["at"])
        found["frame"].append(seen.get("frame", seen["at"]) - key["at"])
        settled = next(
            (each for each in shown if each["version"] >= version and each["exact"] and each["at"] > key["at"]), None
        )
        if settled is not None:
            found["settled"].append(settled["at"] - key["at"])
    return found


def _told(values: Sequence[float]) -> str:
    ranked = sorted(values or [float("nan")])
    return f"{statistics.median(ranked):6.1f} {ranked[round(0.95 * (len(ranked) - 1))]:6.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--keys", type=int, default=300)
    parser.add_argument("--pages", type=int, nargs="+", default=[1, 32])
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores; p50 and p95 in ms of {options.keys} keys, 8 a second")
    print(f"{'pages':>5}  {'engine':>13}  {'canvas':>13}  {'frame':>13}  {'settled':>13}  load before, after")
    for pages in options.pages:
        before = os.getloadavg()[0]
        with browser() as window:
            found = measure(pages, options.keys, window)
        told = "  ".join(_told(found[name]) for name in ("engine", "canvas", "frame", "settled"))
        print(f"{pages:>5}  {told}  {before:.1f}, {os.getloadavg()[0]:.1f}  ({len(found['canvas'])} keys)")


if __name__ == "__main__":
    main()
