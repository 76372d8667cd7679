"""Adverts down the whole road: booked in issue.yaml, laid on their page as they were supplied, judged where they stand."""

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

import made_adverts
from made_adverts import WORDS, advert, changed
from mise_en_page.desk.engine import Engine
from mise_en_page.desk.picture import draw
from mise_en_page.editions.edition import report_data
from mise_en_page.model import limits
from mise_en_page.model.press_profile import MM, Profile
from mise_en_page.model.problem import Problem, Refused
from mise_en_page.pipeline.build import Built, build, look, set_issue
from mise_en_page.pipeline.stages import Road
from mise_en_page.preflight.judge import preflight
from mise_en_page.reading import press_profile
from sample_issue import one_page

#: The slot « advert » of the layout « breves », in mm: four units of twelve, eighteen lines of 11.5 pt.
WIDTH, HEIGHT = 57.7, 73.0


class Desk:
    """A page of the sample with five briefs, and room for an advert at the rail's foot."""

    def __init__(self, root: Path) -> None:
        self.root = one_page(root)
        self.issue = self.root / "issues" / "2018-05"
        (self.issue / "articles" / "verger.md").unlink()
        self._plain = (self.issue / "issue.yaml").read_text(encoding="utf-8").replace("      - verger\n", "")
        self.book("")

    def book(self, *lines: str) -> None:
        """Write bookings into issue.yaml, a line each."""
        told = "".join(f"      - {line}\n" for line in lines if line)
        text = self._plain.replace("    articles:\n", f"    adverts:\n{told}    articles:\n") if told else self._plain
        (self.issue / "issue.yaml").write_text(text, encoding="utf-8")

    def supply(self, data: bytes, booking: str = "{file: dupont.pdf, slot: advert}") -> None:
        (self.issue / "dupont.pdf").write_bytes(data)
        self.book(booking)

    def layout(self, before: str, after: str) -> None:
        path = self.root / "layouts" / "breves" / "layout.yaml"
        head, found, rest = path.read_text(encoding="utf-8").partition("      advert:\n        takes: advert\n")
        assert before in rest
        path.write_text(head + found + rest.replace(before, after, 1), encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture(scope="module")
def fogra39() -> Profile:
    """With the spot ink of the adverts."""
    return replace(press_profile.shipped("fogra39"), spots=(made_adverts.SPOT,), looks=((0.0, 0.95, 0.9, 0.0),))


def told(desk: Desk, profile: Profile) -> tuple[Problem, ...]:
    try:
        return look(desk.issue, profile).problems
    except Refused as refused:
        return refused.problems


@contextmanager
def form_of(built: Built) -> Iterator[pikepdf.Object]:
    with pikepdf.open(io.BytesIO(built.pdf)) as document:
        yield document.pages[0].obj.Resources.XObject.Art.Resources.XObject.Advert0


def test_a_supplied_page_is_laid_as_it_is(desk: Desk, fogra39: Profile) -> None:
    supplied = advert(WIDTH, HEIGHT, spot=True)
    desk.supply(supplied)
    built = build(desk.issue, fogra39)
    assert built.problems == ()
    assert preflight(built.pdf, fogra39) == ()
    with form_of(built) as laid, pikepdf.open(io.BytesIO(supplied)) as document:
        page = document.pages[0].obj
        assert laid.read_bytes().split() == page.Contents.read_bytes().split()
        own, theirs = laid.Resources, page.Resources
        assert own.ExtGState.Over.OPM == theirs.ExtGState.Over.OPM == 1
        assert own.ExtGState.Clear.ca == theirs.ExtGState.Clear.ca
        assert own.ColorSpace.Spot[1] == "/" + made_adverts.SPOT
        fonts = [each.Font.F.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes() for each in (own, theirs)]
        assert fonts[0] == fonts[1]


def test_it_stands_on_its_slot_and_reads(desk: Desk, fogra39: Profile) -> None:
    """The trimmed advert covers the slot to a tenth of a millimetre; its words are those of the page."""
    desk.supply(advert(WIDTH, HEIGHT, clear=False, font=True))
    built = build(desk.issue, fogra39)
    page = pypdfium2.PdfDocument(built.pdf)[0]
    assert WORDS in page.get_textpage().get_text_bounded()
    scale, edge = 4.0, (5 + 0) * MM
    margin = (page.get_width() - 210 * MM) / 2
    assert margin > edge
    pixels = np.asarray(page.render(scale=scale).to_pil().convert("RGB")).astype(int)
    red = (pixels[:, :, 0] > 180) & (pixels[:, :, 1] < 110)
    at = made_box()
    x, y = (margin + at[0]) * scale, (margin + at[1]) * scale
    inside = red[int(y) + 2 : int(y + HEIGHT * MM * scale) - 2, int(x) + 2 : int(x + WIDTH * MM * scale) - 2]
    assert inside[:30, :].mean() > 0.95
    assert inside[-30:, :].mean() > 0.95
    outside = red[int(y) - 12 : int(y) - 4, int(x) : int(x + WIDTH * MM * scale)]
    assert not outside.any()  # its bleed and its marks are cut off


def made_box() -> tuple[float, float]:
    """The slot's left and top edges on a right-hand page, in pt, worked out by hand."""
    unit = (210 * MM - 28 * MM - 11 * 4.5 * MM) / 12
    return 15 * MM + 8 * (unit + 4.5 * MM), 52 * 11.5


def test_the_report_names_it(desk: Desk, fogra39: Profile) -> None:
    desk.supply(advert(WIDTH, HEIGHT))
    issue = look(desk.issue, fogra39).issue
    [page] = report_data(issue, [()], (), ())["pages"]
    assert page["adverts"] == [{"file": "issues/2018-05/dupont.pdf", "slot": "advert"}]


def test_without_a_booking_no_page_changes(desk: Desk) -> None:
    before = set_issue(Road(folder=desk.issue)).makeup.pages
    path = desk.root / "layouts" / "breves" / "layout.yaml"
    path.write_text(path.read_text(encoding="utf-8").partition("  advert: #")[0], encoding="utf-8")
    after = set_issue(Road(folder=desk.issue)).makeup.pages
    assert [page.frames for page in before] == [page.frames for page in after]
    assert not before[0].adverts


def test_a_slot_that_is_not_booked_gives_its_room_away(desk: Desk) -> None:
    desk.layout("lines: 52-70\n", "lines: 52-70\n        optional: true\n        gives_to: rail\n")
    text = (desk.issue / "issue.yaml").read_text(encoding="utf-8")
    (desk.issue / "issue.yaml").write_text(text.replace("    articles:\n", "    master: advert\n    articles:\n"))
    rail = [frame for frame in set_issue(Road(folder=desk.issue)).makeup.pages[0].frames if frame.slot == "rail"]
    assert max(frame.y + frame.height for frame in rail) == pytest.approx(70 * 11.5)
    desk.supply(advert(WIDTH, HEIGHT))
    page = set_issue(Road(folder=desk.issue)).makeup.pages[0]
    assert max(frame.y + frame.height for frame in page.frames if frame.slot == "rail") <= 52 * 11.5
    assert page.adverts[0].y == pytest.approx(52 * 11.5)


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("damaged", "advert-damaged"),
        ("form", "advert-fields"),
        ("comment", "advert-annotations"),
        ("program", "advert-actions"),
        ("layer", "advert-layers"),
        ("locked", "advert-encrypted"),
        ("half locked", "advert-encrypted"),
        ("rgb group", "advert-blend"),
        ("bomb", "advert-damaged"),
    ],
)
def test_what_is_no_file_for_a_printer_is_told_once_at_its_booking(
    desk: Desk, fogra39: Profile, how: str, code: str
) -> None:
    desk.supply(changed(advert(WIDTH, HEIGHT), how))
    [problem] = told(desk, fogra39)
    assert (problem.code, problem.severity) == (code, "error")
    assert str(problem.where) == "issues/2018-05/issue.yaml:9:16"
    assert "dupont.pdf" in problem.message
    assert problem.hint


@pytest.mark.parametrize(
    ("size", "code", "severity", "says"),
    [
        ((90, 130), "advert-size", "error", "90.0 × 130.0"),
        ((57.0, 73.6), "", "", ""),  # less than a millimetre
        ((50, 60), "advert-size", "warning", "leaves white"),
    ],
)
def test_sizes_are_told_in_millimetres(
    desk: Desk, fogra39: Profile, size: tuple[float, float], code: str, severity: str, says: str
) -> None:
    desk.supply(advert(*size))
    problems = told(desk, fogra39)
    assert [(each.code, each.severity) for each in problems] == ([(code, severity)] if code else [])
    for problem in problems:
        assert says in problem.message.replace("\u00a0", " ")
        assert "57.7 × 73.0" in problem.message.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("how", "code"), [("rgb", "colour-spaces"), ("no font file", "fonts-embedded"), ("coarse", "image-resolution")]
)
def test_what_it_paints_is_judged_on_the_page_under_its_own_name(desk: Desk, fogra39: Profile, how: str, code: str) -> None:
    plain = advert(WIDTH, HEIGHT, fill="1 0 0 rg" if how == "rgb" else "0 0 0 0 k")
    desk.supply(changed(plain, how))
    [problem] = told(desk, fogra39)
    assert (problem.code, problem.severity) == (code, "error")
    assert "dupont.pdf" in problem.message
    assert str(problem.where).startswith("issues/2018-05/issue.yaml:9:16: page 15")


def test_one_that_never_ends_ends_nothing_else(desk: Desk, fogra39: Profile) -> None:
    desk.supply(changed(advert(WIDTH, HEIGHT), "endless"))
    assert [(each.code, each.severity) for each in told(desk, fogra39)] == [("undamaged", "error")]


def test_a_standard_without_transparency_wants_adverts_without(desk: Desk) -> None:
    x1a = press_profile.shipped("fogra39-x1a")
    desk.supply(advert(WIDTH, HEIGHT, clear=False))
    assert told(desk, x1a) == ()
    desk.supply(advert(WIDTH, HEIGHT))
    [problem] = told(desk, x1a)
    assert problem.code == "transparency"
    assert "dupont.pdf" in problem.message


def test_of_pages_that_share_their_articles_each_has_its_own(desk: Desk) -> None:
    desk.supply(advert(WIDTH, HEIGHT), "{file: dupont.pdf, slot: advert, folio: 15}")
    for n, name in enumerate(("quai", "pont", "lavoir", "halle", "square", "moulin", "source")):
        article = (desk.issue / "articles" / ("fleuve.md" if n == 0 else "gare.md")).read_text(encoding="utf-8")
        (desk.issue / "articles" / f"{name}.md").write_text(article, encoding="utf-8")
    path = desk.issue / "issue.yaml"
    more = "".join(f"      - {name}\n" for name in ("quai", "pont", "lavoir", "halle", "square", "moulin", "source"))
    path.write_text(path.read_text(encoding="utf-8").replace("folio: 15\n    section", "folios: 14-15\n    section") + more)
    pages = set_issue(Road(folder=desk.issue)).makeup.pages
    assert [[each.slot for each in page.adverts] for page in pages] == [[], ["advert"]]
    assert pages[1].master == "advert"


def test_of_several_pages_the_booking_says_which(desk: Desk, fogra39: Profile) -> None:
    two = advert(WIDTH, HEIGHT, pages=2)
    desk.supply(two)
    assert [each.code for each in told(desk, fogra39)] == ["advert-pages"]
    desk.supply(two, "{file: dupont.pdf, slot: advert, page: 3}")
    assert [each.code for each in told(desk, fogra39)] == ["advert-page"]
    desk.supply(two, "{file: dupont.pdf, slot: advert, page: 2}")
    with form_of(build(desk.issue, fogra39)) as laid:
        assert float(laid.Resources.ExtGState.Clear.ca) == pytest.approx(0.6)


def test_the_press_it_is_made_for_is_compared_with_ours(desk: Desk, fogra39: Profile) -> None:
    desk.supply(advert(WIDTH, HEIGHT, profile="fogra29"))
    [other] = told(desk, fogra39)
    assert (other.code, other.severity) == ("advert-intent", "warning")
    assert other.values()["condition"] == "FOGRA29"
    assert other.values()["wanted"] == "FOGRA39"
    desk.supply(changed(advert(WIDTH, HEIGHT), "no intent"))
    assert [each.said.key for each in told(desk, fogra39)] == ["advert-intent/none"]


def test_bleed_is_wanted_where_the_slot_touches_the_cut(desk: Desk, fogra39: Profile) -> None:
    desk.layout("lines: 52-70\n", "lines: 52-70\n        bleed: [outer, bottom]\n")
    wide, high = 210 - made_box()[0] / MM, 297 - made_box()[1] / MM
    desk.supply(advert(wide, high, bleed=3))
    [problem] = told(desk, fogra39)
    assert (problem.code, problem.severity) == ("advert-bleed", "error")
    desk.supply(advert(wide, high, bleed=5))
    assert told(desk, fogra39) == ()


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("{file: dupnt.pdf, slot: advert}",), "missing-advert"),
        (("../../../../dupont.pdf",), "path-outside"),
        (("{file: dupont.pdf, slot: rail}",), "advert-slot"),
        (("{file: dupont.pdf, slot: advert}", "{file: dupont.pdf, slot: advert}"), "advert-twice"),
        (("dupont.pdf", "dupont.pdf"), "advert-left"),
        (("{file: plan.svg, slot: advert}",), "advert-kind"),
        (("{file: dupont.pdf, slot: advert, folio: 16}",), "missing-folio"),
    ],
)
def test_a_booking_that_cannot_be_kept_is_an_error_at_its_line(
    desk: Desk, fogra39: Profile, lines: tuple[str, ...], code: str
) -> None:
    (desk.issue / "dupont.pdf").write_bytes(advert(WIDTH, HEIGHT))
    (desk.issue / "plan.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "utf-8")
    desk.book(*lines)
    [problem] = told(desk, fogra39)
    assert (problem.code, problem.severity) == (code, "error")
    assert str(problem.where).startswith(f"issues/2018-05/issue.yaml:{8 + len(lines)}:")


def test_no_more_are_booked_than_a_page_holds(desk: Desk, fogra39: Profile) -> None:
    (desk.issue / "dupont.pdf").write_bytes(b"%PDF-1.6")
    desk.book(*["dupont.pdf"] * (limits.PAGE_ADVERTS + 1))
    [problem] = told(desk, fogra39)
    assert problem.code == "bad-value"


def test_no_article_stands_in_an_adverts_slot(desk: Desk, fogra39: Profile) -> None:
    desk.supply(advert(WIDTH, HEIGHT))
    path = desk.issue / "issue.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("- gare", "- {article: gare, slot: advert}"), encoding="utf-8")
    assert [each.said.key for each in told(desk, fogra39)] == ["wrong-slot/adverts"]


def test_a_picture_stands_there_too(desk: Desk, fogra39: Profile) -> None:
    def supplied(mode: str, size: tuple[int, int]) -> list[tuple[str, str]]:
        out = io.BytesIO()
        Image.new(mode, size, (200, 20, 0, 0)[: len(mode)]).save(out, "JPEG")
        desk.supply(out.getvalue())
        return [(each.code, each.severity) for each in told(desk, fogra39)]

    assert supplied("CMYK", (692, 876)) == []
    assert supplied("RGB", (692, 876)) == [("advert-colours", "warning")]
    assert supplied("CMYK", (69, 88)) == [("image-resolution", "error")]
    assert supplied("CMYK", (1000, 500)) == [("advert-size", "warning")]
    desk.layout("lines: 52-70\n", "lines: 52-70\n        fit: cover\n")
    assert supplied("CMYK", (2000, 1000)) == []


def test_a_page_of_nothing_but_an_advert(desk: Desk, fogra39: Profile) -> None:
    folder = desk.root / "layouts" / "full"
    folder.mkdir()
    (folder / "layout.yaml").write_text(
        "format: {width: 210mm, height: 297mm, bleed: 5mm}\nmargins: {inner: 15mm, outer: 13mm}\n"
        "grid: {units: 12, gutter: 4.5mm, leading: 11.5pt}\n"
        "slots:\n  page: {takes: advert, unit: 0, units: 12, lines: 0-73, bleed: [inner, outer, top, bottom]}\n",
        encoding="utf-8",
    )
    (folder / "page.html.j2").write_text("<p></p>", encoding="utf-8")
    (folder / "style.css").write_text("@page { margin: 0 }", encoding="utf-8")
    (desk.issue / "dupont.pdf").write_bytes(advert(210, 297, bleed=5, turn=90))
    shutil.rmtree(desk.issue / "articles")
    text = (desk.issue / "issue.yaml").read_text(encoding="utf-8").partition("pages:")[0]
    (desk.issue / "issue.yaml").write_text(f"{text}pages:\n  - {{layout: full, folio: 16, adverts: [dupont.pdf]}}\n")
    built = build(desk.issue, fogra39)
    assert built.problems == ()
    assert WORDS in pypdfium2.PdfDocument(built.pdf)[0].get_textpage().get_text_bounded()


def test_the_preview_draws_it_as_it_prints(desk: Desk, fogra39: Profile) -> None:
    def red() -> int:
        leaf = engine.leaf(0)
        assert leaf is not None
        made = draw(leaf, 1.0)
        rows = np.frombuffer(made.pixels, np.uint8).reshape(made.height, made.stride)[:, : made.width * 3]
        pixels = rows.reshape(made.height, made.width, 3).astype(int)
        at = made_box()
        seen = pixels[int(at[1] + 5 * MM) + 2 :, int(at[0] + 5 * MM) + 2 :][:30, :100]
        return int(((seen[:, :, 2] > 180) & (seen[:, :, 1] < 110)).sum())

    engine = Engine(desk.issue, fogra39)
    engine.make()
    assert red() == 0
    desk.supply(advert(WIDTH, HEIGHT))
    edition = engine.make()
    assert [change.page for change in edition.changes] == [0]
    assert red() > 2_000
    assert engine.make(["issues/2018-05/articles/gare.md"]).broken == ()
    assert red() > 2_000


def test_a_changed_file_is_laid_anew(desk: Desk, fogra39: Profile) -> None:
    desk.supply(advert(WIDTH, HEIGHT))
    first = build(desk.issue, fogra39).pdf
    assert build(desk.issue, fogra39).pdf == first
    desk.supply(advert(WIDTH, HEIGHT, fill="1 0 0 0 k"))
    assert build(desk.issue, fogra39).pdf != first
