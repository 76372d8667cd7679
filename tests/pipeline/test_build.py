"""The whole road on the sample issue: what the printer's file claims, holds and says, and that it is always the same."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from mise_en_page.composition import Line, SetBlock
from mise_en_page.model.issue import Article, Picture, PullQuote, Text
from sample_issue import ISSUE, built, copied, sample_set

MM = 72 / 25.4
TRIM, BLEED = (210 * MM, 297 * MM), 5 * MM


@pytest.fixture
def pdf() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(built().pdf)) as opened:
        yield opened


# ——— what the file claims and holds ———


def test_nothing_is_wrong_with_the_sample() -> None:
    """Preflight's findings included: they are part of a build."""
    assert built().problems == ()


def test_the_file_is_pdf_x_4_for_coated_paper(pdf: pikepdf.Pdf) -> None:
    assert pdf.pdf_version == "1.6"
    assert b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" in pdf.Root.Metadata.read_bytes()
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFX"
    assert str(intent.OutputConditionIdentifier) == "FOGRA39"
    assert bytes(intent.DestOutputProfile.read_bytes())[16:20] == b"CMYK"
    assert str(pdf.docinfo.Title) == "Écouter le fleuve"


def test_every_page_has_its_boxes_exact(pdf: pikepdf.Pdf) -> None:
    assert len(pdf.pages) == 2
    for page in pdf.pages:
        trim, bleed, media = ([float(side) for side in page[name]] for name in ("/TrimBox", "/BleedBox", "/MediaBox"))
        assert [trim[2] - trim[0], trim[3] - trim[1]] == pytest.approx(list(TRIM), abs=0.001)
        outwards = [trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]]
        assert outwards == pytest.approx([BLEED] * 4, abs=0.001)
        assert media[0] <= bleed[0] < bleed[2] <= media[2]
        assert media[1] <= bleed[1] < bleed[3] <= media[3]
        assert "/Rotate" not in page


def test_no_colour_is_a_screens(pdf: pikepdf.Pdf) -> None:
    """Neither operators nor colour spaces: every ink is CMYK, grey or a separation."""
    inks = 0
    for stream in content_streams(pdf):
        for operands, operator in pikepdf.parse_content_stream(stream):
            assert str(operator) not in ("rg", "RG")
            assert "/DeviceRGB" not in map(str, operands)
            inks += str(operator) in ("k", "K")
    assert inks > 100
    for held in pdf.objects:
        if isinstance(held, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
            assert not {"/DeviceRGB", "/CalRGB", "/Lab"} & set(names(held))


def test_every_font_is_embedded_as_a_subset_with_its_text(pdf: pikepdf.Pdf) -> None:
    fonts = [held for held in pdf.objects if isinstance(held, pikepdf.Dictionary) and held.get("/Type") == "/Font"]
    whole = [font for font in fonts if font.Subtype == "/Type0"]
    assert len(whole) >= 8
    for font in whole:
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert re.fullmatch(r"/[A-Z]{6}\+[A-Za-z0-9-]+", str(font.BaseFont))
        assert any(key in descriptor for key in ("/FontFile2", "/FontFile3"))
        assert "/ToUnicode" in font
    assert {str(font.Subtype) for font in fonts} <= {"/Type0", "/CIDFontType0", "/CIDFontType2"}


def content_streams(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Page | pikepdf.Stream]:
    yield from pdf.pages
    for held in pdf.objects:
        if isinstance(held, pikepdf.Stream) and held.get("/Subtype") == "/Form":
            yield held


def names(held: pikepdf.Object) -> list[str]:
    values = held if isinstance(held, pikepdf.Array) else held.values()  # type: ignore[operator]
    return [str(value) for value in values if isinstance(value, pikepdf.Name)]


# ——— every word ———


@cache
def pdfium_text() -> str:
    document = pypdfium2.PdfDocument(built().pdf)
    return "\n".join(document[number].get_textpage().get_text_bounded() for number in range(len(document)))


@cache
def poppler_text() -> str:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=built().pdf, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def pdfium_words() -> Counter[str]:
    return Counter(pdfium_text().split())


def articles() -> list[Article]:
    return [placement.article for page in sample_set().issue.pages for placement in page.articles]


def texts(article: Article) -> list[Text]:
    found = [article.kicker, article.title, article.chapo, article.byline, article.figure]
    for block in (article.picture, *article.body):
        if isinstance(block, Picture):
            found += [block.caption, block.credit]
        elif isinstance(block, PullQuote):
            found += [block.text, block.attribution]
        elif block is not None:
            found.append(block.text)
    return [text for text in found if text]


ARTICLES = [path.stem for path in sorted((ISSUE / "articles").glob("*.md"))]


def test_the_sample_has_these_articles() -> None:
    assert sorted(article.name for article in articles()) == ARTICLES


@pytest.mark.parametrize("name", ARTICLES)
def test_every_word_of_every_article_is_found_as_often_as_it_stands_there(name: str) -> None:
    """Readers may order blocks as they like, but no word is lost, and none is found in two."""
    wanted = Counter(word for text in texts(of(name)) for word in text.characters.split())
    assert len(wanted) > 10
    assert wanted - pdfium_words() == Counter()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
@pytest.mark.parametrize("name", ARTICLES)
def test_poppler_finds_every_word_too(name: str) -> None:
    """Poppler goes by gaps, and does not see a narrow one (9 000, lactée !)."""
    found = set(poppler_text().replace("■", "").split())
    for text in texts(of(name)):
        for word in re.split("[ \n\u00a0]", text.characters):
            parts = word.split("\u202f")
            assert "".join(parts) in found or set(parts) <= found, word


def of(name: str) -> Article:
    (article,) = [article for article in articles() if article.name == name]
    return article


def test_every_text_reads_on_from_its_first_word_to_its_last() -> None:
    """In the order of the page's own stream, over lines and columns, spaces apart; only a pull quote may come between."""
    quotes = [b for article in articles() for b in article.body if isinstance(b, PullQuote)]
    stream = solid(pdfium_text())
    for quote in quotes:
        assert solid(quote.text.characters) in stream
        stream = stream.replace(solid(quote.text.characters) + solid(quote.attribution.characters), "", 1)
    for article in articles():
        for text in texts(article):
            if not any(text in (quote.text, quote.attribution) for quote in quotes):
                assert solid(text.characters) in stream


def solid(text: str) -> str:
    return "".join(text.split())


def test_words_that_a_line_divides_are_found_whole() -> None:
    words, divided = pdfium_words(), 0
    for block, line in lines():
        if line.hyphenated:
            start = max(block.text.rfind(space, 0, line.end) for space in " \n\u00a0\u202f") + 1
            word = re.split(r"\s", block.text[start:])[0]
            assert words[word] >= 1, word
            divided += 1
    assert divided >= 10


def lines() -> Iterator[tuple[SetBlock, Line]]:
    for page in sample_set().makeup.pages:
        for frame in page.frames:
            for placed in frame.placed:
                for line in placed.lines:
                    yield placed.block, line


# ——— copyfit ———


def test_every_slot_is_full_to_its_foot() -> None:
    for page in sample_set().makeup.pages:
        assert page.fits
        assert [(fit.article, fit.lines, fit.characters) for fit in page.fits if fit.lines] == []
        assert page.oversets == ()


def test_every_line_of_running_text_stands_on_one_grid_of_baselines() -> None:
    for page in sample_set().makeup.pages:
        layout = sample_set().layouts[page.layout]
        leading = layout.grid.leading
        free = {slot.name for slot in layout.every_slot if slot.off_grid}
        on_grid = [
            baseline
            for frame in page.frames
            if frame.slot not in free
            for placed in frame.placed
            if placed.block.role.startswith("body") and placed.block.style.leading == pytest.approx(leading)
            for baseline in placed.baselines
        ]
        assert len(on_grid) > 40
        first = on_grid[0]
        assert all(abs((y - first) / leading - round((y - first) / leading)) < 0.001 for y in on_grid)


# ——— always the same ———


def test_the_bytes_are_the_same_in_every_process_place_and_locale(tmp_path: Path) -> None:
    copied(tmp_path / "ailleurs, l’été")
    runs = [
        (ISSUE, tmp_path, {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}),
        (Path("issues/2018-05"), tmp_path / "ailleurs, l’été", {"PYTHONHASHSEED": "4", "TZ": "UTC", "LANG": "fr_FR.UTF-8"}),
    ]
    code = "from mise_en_page.cli.commands import main; main()"
    processes = []
    for number, (issue, folder, differs) in enumerate(runs):
        command = [sys.executable, "-c", code, "build", str(issue), "-o", str(tmp_path / f"out-{number}")]
        environment = {**os.environ, **differs}
        processes.append(subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE))
    assert [process.communicate()[0] != b"" and process.returncode for process in processes] == [0, 0]
    made = [(tmp_path / f"out-{number}" / "2018-05.pdf").read_bytes() for number in range(2)]
    assert made[0] == built().pdf
    assert made[1] == built().pdf
    reports = [(tmp_path / f"out-{number}" / "2018-05.report.json").read_bytes() for number in range(2)]
    assert reports[0] == reports[1]
