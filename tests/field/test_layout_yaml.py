"""A grid on which no page can stand is refused by every command, at its line of layout.yaml, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.field.desk import article, briefs, issue, publication, run

#: What a designer types (before → after, in « breves » or « breves-double »): the line that is told, and words of it.
GRIDS: dict[str, tuple[str, str, str, str]] = {
    "over-each-other": ("breves", "lines: 14-56", "lines: 14-60", "the slot figure lies over the slot rail"),
    "side-by-side": (
        "breves", "unit: 0\n        units: 8", "unit: 0\n        units: 9", "the slot rail lies over the slot lead",
    ),
    "over-the-figure": ("breves", "lines: 53..57..61-70", "lines: 50-70", "lines 50-56, units 8-12"),
    "bleed": ("breves", "bleed: 5mm", "bleed: 500mm", "the bleed of 500 mm"),
    "margins": ("breves", "inner: 15mm", "inner: 300mm", "no room for the units"),
    "gutter": ("breves", "gutter: 4.5mm", "gutter: 20mm", "no room for the units"),
    "beyond-the-foot": ("breves", "lines: 53..57..61-70", "lines: 53..57..61-90", "the page has 73"),
    "beyond-the-grid": (
        "breves", "unit: 8\n        units: 4\n        lines: 53", "unit: 8\n        units: 9\n        lines: 53",
        "the grid has 12",
    ),
    "no-columns": ("breves", "columns: 2", "columns: 0", "the slot lead has no column"),
    "no-units": ("breves", "units: 12,", "units: 0,", "units must be at least 1"),
    "below-nothing": ("breves", "bleed: 5mm", "bleed: -5mm", "a length is a number and its unit"),
    "no-lines": ("breves", "lines: 53..57..61-70", "lines: 57-57", "has no lines"),
    "one-page-of-two": ("breves", "format:", "pages: 2\nformat:", "does not say on which page"),
    "all-on-the-left": ("breves-double", "page: right", "page: left", "no slot stands on the right page"),
    "across-over-text": ("breves-double", "lines: 7-14, fold", "lines: 7-20, fold", "what stands across"),
    "goes-on-over-itself": ("breves-double", "{page: right, unit: 4", "{page: right, unit: 2", "lies over the slot briefs"),
    "fold": ("breves-double", "fold: 9mm", "fold: 205mm", "no room beside it"),
    "picture-of-nothing": ("breves", "{lines: 5-36, ideal: 15", "{lines: 0-36, ideal: 15", "may have no lines"),
    "picture-too-high": ("breves", "picture: {lines: 5-36", "picture: {lines: 5-99", "higher than the slot"),
}  # fmt: skip


@pytest.mark.parametrize("name", GRIDS)
def test_a_grid_that_cannot_be_is_told_at_its_line(name: str, tmp_path: Path) -> None:
    layout, before, after, words = GRIDS[name]
    root = publication(tmp_path, layout)
    folder = issue(root, {"lead": article("Un titre", 200), **briefs(4)}, layout)
    path = root / "layouts" / layout / "layout.yaml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")

    said = run("check", folder, where=root)

    assert said.status == 1
    told = [line for line in said.words.splitlines() if words in line]
    assert told, said.words
    line = int(told[0].split(":")[1])
    near = "\n".join(path.read_text("utf-8").splitlines()[max(0, line - 3) : line + 1])
    assert after.split("\n")[0].split(":")[0].strip("{ ") in near or "slot" in told[0]
    assert "[bad-layout]" in told[0] or "[bad-value]" in told[0]


@pytest.mark.parametrize("command", ["build", "proof", "sign"])
def test_every_command_says_the_same(command: str, tmp_path: Path) -> None:
    root = publication(tmp_path, "breves")
    folder = issue(root, {"lead": article("Un titre", 200), **briefs(4)})
    path = root / "layouts" / "breves" / "layout.yaml"
    path.write_text(path.read_text("utf-8").replace("lines: 14-56", "lines: 14-60"), "utf-8")
    before = sorted(path.name for path in root.rglob("*"))
    checked = run("check", folder, where=root)
    said = run(command, folder, *(("--by", "la rédaction") if command == "sign" else ()), where=root)
    assert (checked.status, said.status) == (1, 1)
    assert said.err == checked.err
    assert sorted(path.name for path in root.rglob("*")) == before
