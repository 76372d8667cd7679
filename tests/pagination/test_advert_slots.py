"""Which slot a booked advert takes: the one that is named, else that of its size; where there is none, its measures."""

from pathlib import Path

import pytest

from mise_en_page.model.issue import Advert, Page, Text
from mise_en_page.model.layout import Grid, Layout, Slot
from mise_en_page.model.press_profile import MM
from mise_en_page.model.problem import Span
from mise_en_page.pagination.adverts import booked, without_slot
from mise_en_page.pagination.assign import assign
from mise_en_page.reading.found import Found
from mise_en_page.reading.layout import layout_names, read_layout

ROOT = Path(__file__).parents[2]
#: Twelve units of 10 mm, lines of 10 mm: a slot's size is read off it.
GRID = Grid(120 * MM, 200 * MM, 0.0, 0.0, 0.0, 12, 0.0, 10 * MM)
STRIP = Slot("strip", 0, 12, 16, 20, takes="advert")
QUARTER = Slot("quarter", 0, 6, 10, 16, takes="advert")
LAYOUT = Layout("essai", "layouts/essai", GRID, (STRIP, QUARTER), "", "")


def advert(width: float, height: float, slot: str = "", *, scales: bool = False) -> Advert:
    return Advert("a.pdf", slot, 3, 0, Span("issue.yaml", 4), (width * MM, height * MM), scales)


def page(*adverts: Advert) -> Page:
    return Page(LAYOUT.name, 3, Text("Essai"), (), Span("issue.yaml", 2), adverts=adverts)


def taken(*adverts: Advert) -> dict[str, int]:
    """Which of some adverts, from 0, stands in which slot."""
    return {name: next(n for n, each in enumerate(adverts) if each is held)
            for name, held in booked(page(*adverts), LAYOUT).items()}  # fmt: skip


@pytest.mark.parametrize(
    ("adverts", "slots"),
    [
        ((advert(120, 40),), {"strip": 0}),
        ((advert(60, 60),), {"quarter": 0}),
        ((advert(60.9, 59.2),), {"quarter": 0}),  # to a millimetre
        ((advert(60, 60), advert(120, 40)), {"strip": 1, "quarter": 0}),
        ((advert(58, 55),), {"quarter": 0}),  # it leaves a little white, which is told where it stands
        ((advert(30, 40),), {}),  # a quarter of its slot: nobody meant that
        ((advert(30, 40, "quarter"),), {"quarter": 0}),  # unless it is said
        ((advert(62, 60),), {}),
        ((advert(0, 0),), {"strip": 0}),  # its size is not known: the first that is free
        ((advert(300, 100, scales=True),), {"strip": 0}),  # a picture has a shape alone
        ((advert(500, 500, scales=True),), {"quarter": 0}),
        ((advert(60, 60), advert(60, 60)), {"quarter": 0}),
    ],
)
def test_an_advert_takes_the_slot_of_its_size(adverts: tuple[Advert, ...], slots: dict[str, int]) -> None:
    assert taken(*adverts) == slots


def test_one_without_a_slot_is_told_by_its_measures() -> None:
    [problem] = [each for each in assign(page(advert(90, 130)), LAYOUT).problems if each.code == "advert-left"]
    said = problem.message.replace("\u00a0", " ")
    assert "a.pdf, which measures 90.0 × 130.0 mm" in said
    assert "“strip” 120.0 × 40.0 mm" in said
    assert "“quarter” 60.0 × 60.0 mm" in said
    twice = [each.said.key for each in assign(page(advert(60, 60), advert(60, 60)), LAYOUT).problems]
    assert "advert-left" in twice  # its slot is there, and taken


@pytest.mark.parametrize("name", layout_names(ROOT))
def test_nothing_of_a_shipped_master_reaches_its_advert(name: str) -> None:
    """Every layout takes a strip, a half and a quarter page; what a master draws beside one ends a line above it."""
    found = Found()
    layout = read_layout(ROOT, name, found, Span("essai"))
    assert layout is not None
    assert not found
    assert {"strip", "half", "quarter"} <= {slot.name for slot in layout.every_slot if slot.takes == "advert"}
    for master in layout.masters:
        adverts = [slot for slot in master.slots if slot.takes == "advert"]
        for slot in master.slots:
            shapes = (slot, *(variant.slot for variant in slot.variants))
            assert all(shape.foot - shape.top >= 10 for shape in shapes if shape.takes == "picture"), (
                master.name,
                slot.name,
            )
            for stretch in (each for shape in shapes for each in shape.stretches if slot not in adverts):
                assert not any(stretch.meets(each.text_stretch) for each in adverts), (master.name, slot.name)
    alone = [each for each in layout.masters if not any(slot.takes == "advert" for slot in each.slots)]
    strips = {master.name for master in layout.masters if master.name.endswith("+strip")}
    for master in alone:  # a strip leaves too little of a low picture
        low = any(slot.takes == "picture" and slot.foot - slot.top < 15 for slot in master.slots)
        assert (f"{master.name}+strip" in strips) != low, master.name


def test_an_advert_that_no_master_has_room_for_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "layouts" / "essai"
    folder.mkdir(parents=True)
    for file in ("page.html.j2", "style.css"):
        (folder / file).write_text("", "utf-8")
    grid = "format: {width: 210mm, height: 297mm, bleed: 5mm}\nmargins: {inner: 15mm, outer: 13mm}\n"
    grid += "grid: {units: 12, gutter: 4.5mm, leading: 11.5pt}\nslots: {lead: {unit: 0, units: 12, lines: 5-70}}\n"

    def told(adverts: str) -> list[str]:
        found = Found()
        (folder / "layout.yaml").write_text(f"{grid}adverts: {adverts}\n", "utf-8")
        layout = read_layout(tmp_path, "essai", found, Span("essai"))
        assert layout is None or [each.name for each in layout.masters] == ["", "+strip"]
        return [f"{each.where}: {each.said.key}" for each in found]

    assert told("{strip: 10}") == []
    assert told("{strip: 64}") == ["layouts/essai/layout.yaml:5:18: bad-layout/advert-high"]
    assert told("{lead: 10}") == ["layouts/essai/layout.yaml:5:17: bad-layout/advert-twice"]


def test_a_master_of_one_side_is_for_its_pages_alone() -> None:
    layout = read_layout(ROOT, "breves", Found(), Span("essai"))
    assert layout is not None
    recto, verso = ({way.master for way, _ in layout.ways_on(verso=verso)} for verso in (False, True))
    assert recto - verso == {"corner"}
    assert verso - recto == {"turned"}
    assert not without_slot(page(advert(119.8, 93.3)), layout.with_master("corner"))
