"""A publication’s theme by whole commands: each shipped layout dressed anew; faults at their line."""

from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result

from mise_en_page.cli.commands import commands
from mise_en_page.model.press_profile import MM
from mise_en_page.model.problem import Span
from mise_en_page.reading.found import Found
from mise_en_page.reading.layout import read_layout
from mise_en_page.reading.theme import Theme
from sample_issue import ROOT, copied

LAYOUTS = ("breves", "breves-dense", "breves-double", "breves-une", "breves-photo")
ISSUES = ("2018-05", "2018-06", "2018-07", "2018-09")  # in these layouts, one after another
COLOURS = "  colours: {accent: 1 .6 0 .25, tint: .12 .02 0 0, paper: .03 0 0 0, grey: 0 0 0 .55}\n"
GROTESQUE = """  couleurs: {accent: .85 0 .9 .15, aplat: 0 0 .25 0, papier: 0 0 .06 0, filet: .85 0 .9 .15}
  familles:
    titres: {famille: Bricolage Grotesque 96pt Condensed, graisse: 800, style: normal}
    intertitres: {famille: Bricolage Grotesque, graisse: 700, style: normal}
"""
SERIF = """  colours: {accent: 0 .95 .7 .25, tint: 0 .06 .12 0, ink: 0 0 0 1}
  families: {titles: {family: Source Serif 4 Subhead, weight: 600}, text: Source Serif 4 SmText}
"""
SMALL = "  format: {width: 210mm, height: 285mm}\n  margins: {inner: 14mm, outer: 12mm}\n"
TABLOID = "  format: {width: 280mm, height: 400mm}\n  margins: {inner: 18mm, outer: 16mm}\n"
FORMATS = {"": (210, 297), SMALL: (210, 285), TABLOID: (280, 400)}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copied(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, list(arguments))


def themed(root: Path, theme: str) -> None:
    path = root / "publication.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\ntheme:\n{theme}", encoding="utf-8")


def built(issue: str, size: tuple[int, int]) -> None:
    """The issue is built without an error, and its pages are trimmed to that size."""
    made = run("build", f"issues/{issue}")
    assert made.exit_code == 0, made.output
    with pikepdf.open(f"out/{issue}.pdf") as pdf:
        for page in pdf.pages:
            left, bottom, right, top = (float(side) / MM for side in page.TrimBox)
            assert (right - left, top - bottom) == pytest.approx(size, abs=0.01)


@pytest.mark.parametrize(
    ("issue", "theme", "form"),
    [("2018-05", SERIF, TABLOID), ("2018-06", GROTESQUE, ""), ("2018-07", COLOURS, SMALL)],
    ids=["tabloid", "a4", "small"],
)
def test_a_theme_dresses_a_layout(root: Path, issue: str, theme: str, form: str) -> None:
    themed(root, theme + form)
    built(issue, FORMATS[form])


@pytest.mark.field
@pytest.mark.parametrize("form", FORMATS, ids=["a4", "small", "tabloid"])
@pytest.mark.parametrize("theme", [COLOURS, GROTESQUE, SERIF], ids=["colours", "grotesque", "serif"])
@pytest.mark.parametrize("issue", ISSUES)
def test_every_theme_dresses_every_layout_in_every_format(root: Path, issue: str, theme: str, form: str) -> None:
    themed(root, theme + form)
    built(issue, FORMATS[form])


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("height", range(240, 421, 15))
def test_layouts_have_room_in_all_formats_that_a_theme_may_have(name: str, height: int) -> None:
    for width, margin in ((170, 8), (210, 14), (300, 30)):
        sizes = {"width": width, "height": height, "inner": margin, "outer": margin}
        theme = Theme((), tuple((side, size * MM) for side, size in sizes.items()), Span("publication.yaml"))
        found = Found()
        layout = read_layout(ROOT, name, found, Span("issue.yaml"), theme)
        assert not found
        assert layout is not None
        assert layout.grid.height == pytest.approx(height * MM)
        assert max(slot.foot for slot in layout.every_slot) <= height * MM / layout.grid.leading - 2


def test_in_another_format_head_and_foot_stay_and_the_white_between_slots_is_kept() -> None:
    """« breves » on a page of 25 lines more: 14 of its 70 lines in, the rail begins where it did."""
    theme = Theme((), (("height", 399 * MM),), Span("publication.yaml"))
    own, taller = (read_layout(ROOT, "breves", Found(), Span("issue.yaml"), each) for each in (None, theme))
    assert own is not None
    assert taller is not None
    was, now = ({slot.name: slot for slot in each.slots} for each in (own, taller))
    assert (now["rail"].top, now["figure"].foot) == (was["rail"].top, was["figure"].foot + 25)
    assert now["figure"].top - now["rail"].foot == was["figure"].top - was["rail"].foot == 1
    assert was["rail"].foot < now["rail"].foot


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("height", [250, 285, 320, 400])
def test_a_line_of_white_between_two_slots_stays_one(name: str, height: int) -> None:
    """In 210 × 285 mm the rule over the briefs of « breves-photo » once went through the last line of the lead."""
    own, other = (
        read_layout(ROOT, name, Found(), Span("issue.yaml"), each)
        for each in (None, Theme((), (("height", height * MM),), Span("publication.yaml")))
    )
    assert own is not None
    assert other is not None
    for was in own.masters:
        now = {slot.name: slot for master in other.masters if master.name == was.name for slot in master.slots}
        for upper in was.slots:
            for lower in was.slots:
                if lower.top == upper.foot + 1 and lower.page == upper.page and now:
                    told = (was.name, upper.name, lower.name)
                    assert now[lower.name].top == now[upper.name].foot + 1, told


def test_a_tailpiece_is_whole_and_in_the_inks_of_the_theme(root: Path) -> None:
    """It was cut through at its head and foot, and stayed as orange as without the theme."""
    themed(root, "  colours: {accent: .85 0 .9 .15}\n")
    path = root / "issues/2018-07/articles/mode-emploi.md"
    path.write_text(path.read_text(encoding="utf-8").rpartition("\n\n")[0] + "\n", encoding="utf-8")
    made = run("build", "issues/2018-07")
    assert made.exit_code == 0, made.output
    with pikepdf.open("out/2018-07.pdf") as pdf:
        drawn = b"".join(form.read_bytes() for form in _forms(pdf.pages[1].Resources))
    assert b"0.85 0 0.9 0.15 K" in drawn
    assert b"0 0.82 0.88 0 K" not in drawn


def _forms(resources: pikepdf.Object) -> list[pikepdf.Object]:
    """Every form of a page, and those within them."""
    here = [each for each in resources.get("/XObject", {}).values() if each.get("/Subtype") == "/Form"]
    return here + [inner for each in here for inner in _forms(each.get("/Resources", pikepdf.Dictionary()))]


FAULTS = {
    'colours: {accent: "#ff0000"}': "3:21: error: “#ff0000” is no ink",
    "colours: {accent: red}": "3:21: error: “red” is no ink",
    "colours: {accent: rgb(1 2 3)}": "3:21: error: “rgb(1 2 3)” is no ink",
    'colours: {accent: "0 2 0 0"}': "3:21: error: “0 2 0 0” is no ink",
    "colours: {accent: 'x\"; } body { y'}": "3:21: error: ",
    "colours: {acent: 0 .8 .9 0}": "3:13: error: “acent” is not a key here [unknown-key]\n    did you mean “accent”?",
    "colours: {accent: PANTONE 999 C}": "3:21: error: the press profile fogra39 knows no spot ink “PANTONE 999 C”",
    "families: {titles: Helvetica}": "3:22: error: ",
    "families: {titles: {family: Newsreader 72pt, weight: 300}}": "3:31: error: ",
    "families: {labels: Newsreader 72pt}": "3:22: error: .number: “Newsreader 72pt” has no face 700",
    "format: {width: 150mm}": "3:19: error: width must be from 170 to 300 mm in a theme",
    "format: {height: 700mm}": "3:20: error: height must be from 240 to 420 mm in a theme",
    "margins: {inner: 2mm}": "3:20: error: inner must be from 8 to 40 mm in a theme",
    "fonts: {}": "3:3: error: “fonts” is not a key here",
}


@pytest.mark.parametrize(("written", "told"), FAULTS.items())
def test_a_fault_is_told_at_its_line(root: Path, written: str, told: str) -> None:
    (root / "publication.yaml").write_text(f"name: Le Halage\ntheme:\n  {written}\n", encoding="utf-8")
    said = run("check", "issues/2018-06" if "Pantone" in written else "issues/2018-05")
    assert said.exit_code == 1
    assert f"publication.yaml:{told}" in said.output
    errors = [line for line in said.output.splitlines() if ": error: " in line]
    assert all(line.startswith("publication.yaml:3:") for line in errors)


def test_a_stylesheet_that_asks_a_theme_for_what_none_has_is_told(root: Path) -> None:
    with (root / "layouts/breves/style.css").open("a", encoding="utf-8") as sheet:
        sheet.write(".title { color: var(--theme-acent, device-cmyk(1 0 0 0)) }\n")
    said = run("check", "issues/2018-05").output
    assert "a theme has no --theme-acent [stylesheet]\n    Did you mean --theme-accent?" in said


def test_gradients_of_themed_colours_print_in_their_inks(root: Path) -> None:
    """A gradient's var() is followed to what the theme says, and to what holds without one."""
    with (root / "layouts/breves/style.css").open("a", encoding="utf-8") as sheet:
        sheet.write(".tab { background: linear-gradient(var(--accent), var(--theme-tint, device-cmyk(0 0 .5 0))) }\n")
    assert run("build", "issues/2018-05").exit_code == 0
    themed(root, COLOURS)
    assert run("build", "issues/2018-05").exit_code == 0
