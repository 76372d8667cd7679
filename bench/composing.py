"""python -m bench.composing: how long a page of 1,000 words takes to set, and that the time grows with the pages alone."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bench.design import design
from bench.ours import publication
from bench.tables import table
from bench.work_item import Page, Part, work_item
from mise_en_page import composition, pagination, reading, rendering, typography

WORDS = 1000
PAGES = (1, 2, 4, 8)


def page_of_words(page: Page, more: tuple[str, ...], words: int = WORDS) -> Page:
    """A page whose running text is so many words: its last brief goes on with other paragraphs, the last one cut."""
    short = words - sum(len(paragraph.split()) for paragraph in page.paragraphs)
    added: list[Part] = []
    for paragraph in more:
        if short <= 0:
            break
        kept = paragraph.split(" ")[:short]
        while len(" ".join(kept).split()) > short:
            kept.pop()
        added.append(Part("body", " ".join(kept)))
        short -= len(" ".join(kept).split())
    last = page.briefs[-1]
    return replace(page, briefs=(*page.briefs[:-1], replace(last, parts=(*last.parts, *added))))


def pages_of_words(count: int) -> tuple[Page, ...]:
    item = work_item()
    return tuple(page_of_words(item[number], item[number + 8].paragraphs) for number in range(count))


def seconds(count: int) -> tuple[float, float]:
    """The seconds that composing and making up take for so many pages: the best of three, nothing else of the road."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        read = reading.read_issue(publication(pages_of_words(count), design(4), Path(folder)))
        policy = typography.policy_of(read.issue.publication.language)
        pages = [typography.correct_page(page, read.issue.source, policy).page for page in read.issue.pages]
        issue = replace(read.issue, pages=tuple(pages))
        catalogue = composition.Catalogue.read(read.root / "fonts")
        (layout,) = read.layouts.values()
        styles, _problems = rendering.styles(layout, rendering.marks_in_use(issue), read.root)
        assigned = [(page, pagination.assign(page, layout).pairs) for page in issue.pages]
        phases = pagination.phases(issue.pages, read.layouts, {layout.name: styles}, catalogue)
        times = []
        for _ in range(3):
            begun = time.perf_counter()
            hyphenate = typography.hyphenator(issue.publication)
            galley = composition.compose(assigned, read.layouts, {layout.name: styles}, catalogue, hyphenate)
            composed = time.perf_counter()
            pagination.make_up(galley, read.layouts, phases)
            times.append((composed - begun, time.perf_counter() - composed))
    return min(composing for composing, _ in times), min(making_up for _, making_up in times)


def report() -> list[str]:
    rows = []
    for count in PAGES:
        composed, made_up = seconds(count)
        rows.append(
            [f"{count}", f"{1000 * composed:.0f}", f"{1000 * composed / count:.0f}", f"{1000 * made_up / count:.0f}"]
        )
    head = ["pages of 1,000 words", "composing, ms", "composing, ms/page", "make-up, ms/page"]
    return ["## Composing: time by pages, in a warm process", "", *table(head, rows)]


if __name__ == "__main__":
    print("\n".join(report()))
