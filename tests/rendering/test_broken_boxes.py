"""A box that is broken between columns is closed on both: its ground reaches half a leading beyond the text."""

import re
from pathlib import Path

from mise_en_page.pipeline.stages import Road
from mise_en_page.reading import press_profile
from tests.field.desk import article, issue, publication

BOX = re.compile(
    r'class="placed (boxed[^"]*)" style="margin:0;left:[\d.]+pt;top:([\d.]+)pt;width:[\d.]+pt;height:([\d.]+)pt'
)
PARAGRAPH = "La vanne ne se lève plus depuis l’hiver, et le bief s’est vidé en une nuit, sans que personne l’ait vu venir."


def boxes(root: Path, paragraphs: int) -> list[tuple[str, float, float]]:
    """The boxes of a page with one article, in the order of its columns: classes, top and height in pt."""
    boxed = "\n\n".join([PARAGRAPH] * paragraphs)
    text = f"{article('Le bief', 900)}\n\n::: encadré Ce qu’il reste\n{boxed}\n:::\n\n{PARAGRAPH}\n"
    folder = issue(publication(root, "breves"), {"lead": text}, "breves")
    road = Road(folder=folder, profile=press_profile.shipped())
    html = road.page(0, "filling").value("filled").html
    return [(classes, float(top), float(height)) for classes, top, height in BOX.findall(html)]


def test_both_parts_of_a_broken_box_are_closed(tmp_path: Path) -> None:
    first, *middle, last = boxes(tmp_path, 20)
    assert first[0] == "boxed begins goes-on"
    assert all(each[0] == "boxed resumes goes-on" for each in middle)
    assert last[0] == "boxed resumes ends"
    parts = [first, *middle]
    feet = [top + height for _, top, height in parts]
    assert max(feet) - min(feet) < 0.01  # all on one line, half a leading under the last of text
    assert 70.4 < feet[0] / 11.5 < 70.6  # the slot ends at line 70


def test_a_box_that_is_whole_is_as_high_as_its_text(tmp_path: Path) -> None:
    [(classes, _, _)] = boxes(tmp_path, 3)
    assert classes == "boxed begins ends"
