"""Slots that take a picture: an article that is a picture and its caption stands there, whole or filling it; without one
the room is another's."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from tests.field.desk import ROOT, Said, article, briefs, issue, run

SLOT = "photo: {{unit: 8, units: 4, lines: 45-70, takes: picture, gives_to: rail{}}}"
LAYOUT = """
format: {{width: 210mm, height: 297mm, bleed: 5mm}}
margins: {{inner: 15mm, outer: 13mm}}
grid: {{units: 12, gutter: 4.5mm, leading: 11.5pt}}
slots:
  lead: {{unit: 0, units: 8, lines: 5-70, head: [title], columns: 2, sink: 0-40}}
  rail: {{unit: 8, units: 4, lines: 5-44, articles: 1-9, spread: 4, off_grid: true}}
  {}
"""
TEMPLATE = """{% for image in page.images %}
<img class="picture" src="{{ image.url }}" alt="{{ image.alternative }}"
  style="{{ image|box }};object-position:{{ image.focus }}">
{% endfor %}
{% for block in page.blocks %}
<div class="{{ block.look }}"><div class="placed {{ block.role }}" style="{{ block|box }}"></div>
{% if block.lines %}<img class="lines" src="{{ block.lines }}" style="{{ block.painted|box }}">{% endif %}</div>
{% endfor %}
"""
STYLE = """.title { font: 600 13.5pt/calc(2 * var(--leading)) "Newsreader 16pt" }
.kicker, .caption { font: 400 7pt/var(--leading) "Bricolage Grotesque" }
.body { font: 400 8.8pt/var(--leading) "Source Serif 4 SmText"; hyphens: auto }
"""
CAPTION = "caption: Le pont au matin\ncredit: M. Dupont\n"
MM = 72 / 25.4


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("slots")
    shutil.copytree(ROOT / "fonts", root / "fonts")
    return root


def layout(desk: Path, name: str, extra: str = "", slot: str = SLOT) -> str:
    folder = desk / "layouts" / name
    folder.mkdir(parents=True)
    (folder / "layout.yaml").write_text(LAYOUT.format(slot.format(extra)), encoding="utf-8")
    (folder / "page.html.j2").write_text(TEMPLATE, encoding="utf-8")
    (folder / "style.css").write_text(STYLE, encoding="utf-8")
    return name


def page(
    desk: Path, name: str, caption: str = CAPTION, *, picture: bool = True, size: tuple[int, int] = (1600, 1000)
) -> Path:
    """A page with a picture by itself, listed before all others."""
    texts = {"pont": f"---\nimage: images/pont.jpg\n{caption}alt: Un pont\n---\n"} if picture else {}
    folder = issue(desk, {**texts, "lead": article("Un titre", 600, kicker="Lieu"), **briefs(3)}, name, 9, name)
    grey = Image.linear_gradient("L").resize(size)
    Image.merge("RGB", (grey, grey.rotate(90).resize(size), grey.rotate(180))).save(folder / "images" / "pont.jpg")
    return folder


def placed(desk: Path, folder: Path) -> tuple[Said, tuple[float, float, float, float]]:
    """What the build says, and the box of the picture on the trimmed page (left, bottom, width, height, in pt)."""
    said = run("build", folder, where=desk)
    assert said.status == 0, said.words
    drawn = subprocess.run(
        ["mutool", "trace", str(desk / "out" / f"{folder.name}.pdf")], capture_output=True, text=True, check=True
    ).stdout
    (found,) = re.findall(r'<fill_image[^>]*transform="([^"]*)"', drawn)
    a, _, _, d, e, f = map(float, found.split())
    return said, (e, min(f, f + d), abs(a), abs(d))


@pytest.mark.skipif(shutil.which("mutool") is None, reason="mutool is a judge that is not here")
def test_it_fills_its_slot_down_to_its_caption(desk: Path) -> None:
    _, (_, _, width, height) = placed(desk, page(desk, layout(desk, "cover")))
    leading = 11.5
    assert width == pytest.approx(57.67 * MM, abs=0.1)
    assert 22 * leading <= height <= 25 * leading


@pytest.mark.skipif(shutil.which("mutool") is None, reason="mutool is a judge that is not here")
def test_all_of_it_is_shown_at_a_side(desk: Path) -> None:
    """A landscape picture in an upright slot: as wide as that, at its top, none of it cut."""
    _, (_, top, width, height) = placed(desk, page(desk, layout(desk, "contain", ", fit: contain, align: [top]")))
    _, (_, middle, _, _) = placed(desk, page(desk, layout(desk, "middle", ", fit: contain")))
    assert width / height == pytest.approx(1.6, abs=0.01)
    assert width == pytest.approx(57.67 * MM, abs=0.1)
    assert abs(middle - top) > 60


@pytest.mark.skipif(shutil.which("mutool") is None, reason="mutool is a judge that is not here")
def test_without_a_caption_it_reaches_over_the_pages_foot(desk: Path) -> None:
    name = layout(desk, "bleed", ", bleed: [outer, bottom]")
    _, (_, _, width, height) = placed(desk, page(desk, name, caption=""))
    assert width == pytest.approx((57.67 + 13 + 5) * MM, abs=0.2)
    assert height == pytest.approx((297 + 5) * MM - 45 * 11.5, abs=0.2)


def test_its_caption_stands_under_it_and_is_part_of_it(desk: Path) -> None:
    folder = page(desk, layout(desk, "captioned"))
    assert run("build", folder, where=desk).status == 0
    report = json.loads((desk / "out" / "captioned.report.json").read_text(encoding="utf-8"))
    assert not [each for each in report["problems"] if each["code"] in ("underfull", "overset", "picture-without-place")]


def test_without_a_picture_its_room_is_given_away(desk: Path) -> None:
    said = run("check", page(desk, layout(desk, "given"), picture=False), where=desk)
    assert said.status == 0
    assert "slot-empty" not in said.words


def test_a_slot_that_nobody_fills_is_told(desk: Path) -> None:
    bare = layout(desk, "empty", slot="photo: {{unit: 8, units: 4, lines: 45-70, takes: picture}}")
    said = run("check", page(desk, bare, picture=False), where=desk)
    assert said.status == 1
    assert "[slot-empty]" in said.words


def test_low_resolution_is_told(desk: Path) -> None:
    said = run("build", page(desk, layout(desk, "coarse"), size=(160, 100)), where=desk)
    assert said.status == 1
    assert "too coarse to print" in said.words


@pytest.mark.parametrize(
    ("name", "slot", "words"),
    [
        ("headed", "photo: {{unit: 8, units: 4, lines: 45-70, takes: picture, head: [title]}}", "head is for texts"),
        ("fitted", "photo: {{unit: 8, units: 4, lines: 45-70, fit: cover}}", "fit is for those"),
    ],
)
def test_what_has_no_effect_there_is_told_at_its_line(desk: Path, name: str, slot: str, words: str) -> None:
    said = run("check", page(desk, layout(desk, name, slot=slot), picture=False), where=desk)
    assert said.status == 1
    assert re.search(rf"layout\.yaml:8:\d+: error: .*{words}", said.words), said.words


def test_a_picture_for_which_there_is_no_slot_is_told(desk: Path) -> None:
    name = layout(desk, "noslot", slot="other: {{unit: 8, units: 4, lines: 45-70, optional: true}}")
    said = run("check", page(desk, name), where=desk)
    assert said.status == 1
    assert "pont: no slot is left for this picture on page 9" in said.words


def own(desk: Path, name: str, slot: str = "photo", image: str = "image: images/pont.jpg\n") -> Path:
    """The same page, but for the picture: it is the lead's own, which issue.yaml sends to a slot."""
    shutil.rmtree(desk / "issues" / name, ignore_errors=True)
    folder = page(desk, name, picture=False)
    lead, written = folder / "articles" / "lead.md", folder / "issue.yaml"
    lead.write_text(lead.read_text("utf-8").replace("---\n", f"---\n{image}{CAPTION if image else ''}", 1), "utf-8")
    text = written.read_text("utf-8")
    assert "lead" in text
    written.write_text(text.replace("lead", f"{{article: lead, image_slot: {slot}}}", 1), "utf-8")
    return folder


@pytest.mark.skipif(shutil.which("mutool") is None, reason="mutool is a judge that is not here")
def test_an_articles_own_picture_is_sent_to_a_slot(desk: Path) -> None:
    """It stands there as one by itself does, its caption under it, and no more over its article."""
    name = layout(desk, "sent")
    _, alone = placed(desk, page(desk, name))
    said, box = placed(desk, own(desk, name))
    assert box == pytest.approx(alone)
    assert "picture-without-place" not in said.words
    drawn = ["pdftotext", "-layout", str(desk / "out" / "sent.pdf"), "-"]
    words = subprocess.run(drawn, capture_output=True, text=True, check=True).stdout
    assert words.count("Le pont au matin") == 1


@pytest.mark.parametrize("command", ["check", "plan", "fit"])
def test_every_command_knows_it(desk: Path, command: str) -> None:
    folder = own(desk, layout(desk, f"sent-{command}"))
    said = run(command, folder, where=desk)
    assert said.status == 0, said.words
    if command == "plan":
        assert run("plan", folder, "9", "--take", "1", where=desk).status == 0
        assert "image_slot: photo" in (folder / "issue.yaml").read_text("utf-8")
        assert run("check", folder, where=desk).status == 0


def test_a_slot_for_it_that_is_not_there_is_told(desk: Path) -> None:
    name = layout(desk, "sent-wrong")
    said = run("check", own(desk, name, slot="phtoo"), where=desk)
    assert said.status == 1
    assert "[unknown-slot]" in said.words
    said = run("check", own(desk, name, slot="rail"), where=desk)
    assert said.status == 1
    assert "[wrong-slot]" in said.words
    said = run("check", own(desk, name, image=""), where=desk)
    assert said.status == 0
    assert "[image-slot-idle]" in said.words
