"""The sample issue in the three standards, before judges that are not ours: Ghostscript, poppler, MuPDF, qpdf."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from mise_en_page.pipeline.build import Built, build
from mise_en_page.preflight.judge import preflight
from sample_issue import ISSUE, built, sample_set
from tests.press.press_pages import profile, run, tool

STANDARDS = ("fogra39", "fogra39-x3", "fogra39-x1a")
PPI = 100
PROCESS = ("Cyan", "Magenta", "Yellow", "Black")


@cache
def made(standard: str) -> Built:
    return built() if standard == "fogra39" else build(ISSUE, profile(standard))


@pytest.fixture(params=STANDARDS)
def issue(request: pytest.FixtureRequest) -> Built:
    return made(request.param)


@pytest.fixture
def file(issue: Built, tmp_path: Path) -> Path:
    path = tmp_path / "issue.pdf"
    path.write_bytes(issue.pdf)
    return path


def separations(file: Path) -> list[dict[str, NDArray[np.uint8]]]:
    """Ghostscript's plates of every page, 255 being solid ink."""
    icc = file.with_name("press.icc")
    icc.write_bytes(profile().icc)
    # drawn four times as fine: at once, every pixel that a dot touches would count as full of ink
    options = ("-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", f"-r{PPI * 4}", "-dDownScaleFactor=4")
    colour = (f"-sDefaultCMYKProfile={icc}", f"-sOutputICCProfile={icc}", f"--permit-file-read={icc}")
    run(tool("gs"), *options, *colour, "-o", file.with_name("plate%d.tif"), file)
    pages: dict[int, dict[str, NDArray[np.uint8]]] = {}
    for path in file.parent.glob("plate*(*).tif"):
        found = re.fullmatch(r"plate(\d+)\((.*)\)", path.stem)
        assert found is not None
        with Image.open(path) as picture:
            pages.setdefault(int(found[1]), {})[found[2]] = 255 - np.asarray(picture.convert("L"))
    return [pages[number] for number in sorted(pages)]


def lines(issue: Built, number: int) -> Iterator[tuple[slice, slice]]:
    """Where the lines of running text stand on a page's plates: the rows and columns of each block of it.

    Not its last line, where a mark may close the article in colour.
    """
    grid = sample_set().layouts[issue.issue.pages[0].layout].grid
    margin = grid.bleed + profile().slug
    for frame in sample_set().makeup.pages[number].frames:
        for placed in frame.placed:
            if placed.block.role.startswith("body") and len(placed.baselines) > 1:
                top, foot = placed.baselines[0] - 6, placed.baselines[-2] + 2
                width = max(line.width for line in placed.lines) if hasattr(placed.lines[0], "width") else 100.0
                left = placed.x + 1
                box = [round((margin + side) * PPI / 72) for side in (top, foot, left, left + width - 2)]
                yield slice(box[0], box[1]), slice(box[2], box[3])


def test_ghostscript_puts_running_text_on_the_black_plate_alone(issue: Built, file: Path) -> None:
    pages = separations(file)
    assert len(pages) == len(issue.issue.pages)
    seen = 0
    for number, plates in enumerate(pages):
        assert set(plates) == set(PROCESS)
        for rows, columns in lines(issue, number):
            for ink in PROCESS[:3]:  # bare paper, or a panel's even tint: no letter shows in it
                assert int(np.ptp(plates[ink][rows, columns])) == 0, ink
            assert int(plates["Black"][rows, columns].max()) > 200
            seen += 1
    assert seen > 20


def test_the_ink_sum_is_within_the_papers_limit_and_as_we_say(issue: Built, file: Path) -> None:
    """Every pixel of Ghostscript's plates within the bleed; and the mean of each plate, which it takes a little high.

    Even so finely drawn, it fills every pixel that one of the picture's two thousand dots touches.
    """
    slug = round(profile().slug * PPI / 72)
    cut = round((profile().slug + profile().bleed) * PPI / 72)
    for plates, ink in zip(separations(file), issue.files[0].inks, strict=True):
        total = sum(plates[name][slug:-slug, slug:-slug].astype(float) / 2.55 for name in PROCESS)
        assert float(np.max(total)) <= profile().ink_limit
        assert ink.large.percent <= profile().ink_limit
        for name, amount in ink.coverage:
            assert amount == pytest.approx(float(plates[name][cut:-cut, cut:-cut].mean()) / 2.55, abs=0.5), name


def test_poppler_lists_no_rgb_and_every_font_embedded_and_subset(file: Path) -> None:
    pictures = [row.split() for row in run(tool("pdfimages"), "-list", file).splitlines()[2:]]
    assert {row[5] for row in pictures} <= {"cmyk", "gray"}
    fonts = [row.split() for row in run(tool("pdffonts"), file).splitlines()[2:]]
    assert len(fonts) > 5
    assert all(re.match(r"[A-Z]{6}\+", row[0]) for row in fonts)
    assert {tuple(row[-5:-2]) for row in fonts} == {("yes", "yes", "yes")}  # embedded, subset, with its characters


def test_qpdf_and_our_own_preflight_find_nothing(issue: Built, file: Path) -> None:
    assert "No syntax or stream encoding errors" in run(tool("qpdf"), "--check", file)
    assert preflight(issue.pdf, profile("fogra39" if issue is built() else standard_of(issue))) == ()


def standard_of(issue: Built) -> str:
    return next(name for name in STANDARDS if made(name) is issue)


def rasters(file: Path) -> dict[str, list[NDArray[np.float64]]]:
    """Every page in grey, from three programs, brought down so that hinting and anti-aliasing weigh little."""
    commands = {
        "poppler": ("pdftoppm", "-r", "96", "-png", file, file.with_name("poppler")),
        "ghostscript": ("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=png16m", "-r96",
                        "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", "-o", file.with_name("ghostscript-%d.png"), file),
        "mupdf": ("mutool", "draw", "-q", "-r", "96", "-o", file.with_name("mupdf-%d.png"), file),
    }  # fmt: skip
    found = {}
    for name, (program, *words) in commands.items():
        run(tool(program), *words)
        pages = []
        for path in sorted(file.parent.glob(f"{name}-*.png")):
            with Image.open(path) as picture:
                grey = picture.convert("L")
                pages.append(np.asarray(grey.resize((160, 220), Image.Resampling.BOX)).astype(float))
        found[name] = pages
    return found


def test_three_programs_show_the_same_pages(issue: Built, file: Path) -> None:
    """They turn inks into light each in its own way: some grey levels apart, and no shape, letter or picture missing."""
    shown = rasters(file)
    for one, other in combinations(shown, 2):
        assert len(shown[one]) == len(shown[other]) == len(issue.issue.pages)
        for first, second in zip(shown[one], shown[other], strict=True):
            apart = np.abs(first - second)
            assert float(apart.mean()) < 8, (one, other)
            assert float(np.percentile(apart, 99)) < 60, (one, other)
            assert float(np.corrcoef(first.ravel(), second.ravel())[0, 1]) > 0.96, (one, other)


def test_the_three_standards_print_the_same(tmp_path: Path) -> None:
    sheets = []
    for standard in STANDARDS:
        folder = tmp_path / standard
        folder.mkdir()
        (folder / "issue.pdf").write_bytes(made(standard).pdf)
        sheets.append(separations(folder / "issue.pdf"))
    cut = round(profile().slug * PPI / 72)  # the slug line names the standard
    for other in sheets[1:]:
        for first, second in zip(sheets[0], other, strict=True):
            for ink in PROCESS:
                apart = np.abs(first[ink][cut:-cut, cut:-cut].astype(int) - second[ink][cut:-cut, cut:-cut])
                assert float(apart.mean()) < 0.05, ink
