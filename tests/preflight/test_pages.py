"""Pages judged apart, by several processes if need be, and put together: what the whole file is judged to be."""

from __future__ import annotations

import dataclasses
import io
import pickle

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf

from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Spot
from mise_en_page.preflight import bleed
from mise_en_page.preflight.examine import Reading
from mise_en_page.preflight.examined import Examined, opened
from mise_en_page.preflight.judge import Findings, Inspection, inspect, pages, whole
from mise_en_page.press.finishing import finish
from tests.press.faulty import FAULTS, GOOD, OTHER_STANDARD, changed, image, place, text
from tests.press.press_pages import job, plain, profile

OPENED = {name: made for name, made in {**FAULTS, **GOOD}.items() if name.split(".")[0] != "encryption"}
OPENED = {name: made for name, made in OPENED.items() if name not in ("undamaged.fails", "undamaged.text")}
SEVERAL = (
    *("good", "fonts-embedded.fails", "spot-inks.fails", "transparency.fails", "grey-overprint.fails", "page-sizes.fails"),
    *("undamaged.content", "ink-limit.fails", "bleed-painted.fails", "image-whole.jpeg", "foreign-objects.opi"),
)


def apart(pdf: bytes, press: Profile) -> Inspection:
    """Odd pages by one process, even ones by another; what they find travels."""
    with opened(pdf) as document:
        count = len(document.pages)
    found = [each for start in (1, 0) for each in pages(pdf, range(start, count, 2), press)]
    travelled: list[Findings] = pickle.loads(pickle.dumps(found))
    return whole(pdf, sorted(travelled, key=lambda each: each.page), press)


def many(pdf: Pdf) -> None:
    """Each page several times: more faults of one kind than are listed."""
    for page in list(pdf.pages) * 12:
        pdf.pages.append(page)


@pytest.mark.parametrize("name", OPENED)
def test_pages_judged_apart_make_the_file(name: str) -> None:
    press = dataclasses.replace(profile(), standard="X-1a") if name in OTHER_STANDARD else profile()
    pdf = OPENED[name]()
    assert apart(pdf, press) == inspect(pdf, press)


@pytest.mark.parametrize("name", [name for name in SEVERAL if name in OPENED])
def test_so_do_many_pages(name: str) -> None:
    pdf = changed(many, OPENED[name]())
    assert apart(pdf, profile()) == inspect(pdf, profile())


def test_a_piece_of_a_file_has_the_numbers_of_the_whole() -> None:
    """The second page alone, judged as the seventh of an issue."""
    with opened(FAULTS["ink-limit.fails"]()) as pdf, pikepdf.new() as alone:
        alone.pages.append(pdf.pages[0])
        out = io.BytesIO()
        alone.save(out)
    (found,) = pages(out.getvalue(), [0], profile(), first=7)
    assert found.page == 7
    assert found.ink is not None
    assert (found.ink.page, found.ink.large.where.page) == (7, 7)
    spots = [fault.where for answer in found.answers.values() for fault in answer.faults]
    assert {spot.page for spot in spots if isinstance(spot, Spot)} == {7}


def test_every_page_must_have_been_judged() -> None:
    pdf = GOOD["good"]()
    with pytest.raises(ValueError, match="1 pages were judged, the file has 2"):
        whole(pdf, list(pages(pdf, [0], profile())), profile())


def test_what_every_page_names_is_told_once_and_where_it_is_first_seen() -> None:
    inspection = inspect(changed(many, FAULTS["spot-inks.fails"]()), profile())
    told = [problem for problem in inspection.problems if problem.code == "spot-inks"]
    assert len(told) == 1
    assert isinstance(told[0].where, Spot)
    assert told[0].where.page == 1
    # a plate for each ink of the file, on pages that do not take it too
    assert {len(page.coverage) for page in inspection.inks} == {5}


def test_a_damaged_picture_keeps_only_its_own_page_from_being_measured() -> None:
    """It did so for all pages: one bad picture in an issue, and no ink was measured."""
    assert [page.page for page in inspect(FAULTS["image-whole.fails"](), profile()).inks] == [2]


def test_many_pictures_in_a_file_are_not_too_many_for_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of pixels was one of the file: a magazine of fifty large pictures was not measured at all."""

    def one_more(pdf: Pdf) -> None:
        place(pdf, image(pdf))

    monkeypatch.setattr("mise_en_page.preflight.examine.IMAGE_PIXELS", 400 * 400 * 2 + 10)
    pdf = changed(one_more, changed(many))
    assert len(inspect(pdf, profile()).inks) == 26


def test_a_font_that_cannot_be_unpacked_keeps_every_page_that_uses_it_from_being_drawn() -> None:
    """Only the first was: the others were drawn with it."""
    pdf = changed(many, FAULTS["undamaged.font"]())
    with opened(pdf) as document:
        reading = Reading(pdf, document)
        pages = [reading.page(place) for place in range(reading.count)]
    assert len([page for page in pages if page.is_undrawn]) == len([page for page in pages if page.faults]) > 2


def test_a_page_is_read_without_the_others() -> None:
    pdf = changed(many)
    with opened(pdf) as document:
        reading = Reading(pdf, document)
        pages = [reading.page(place) for place in range(reading.count)]
        for number, page in reversed([*enumerate(pages, 1)]):
            alone = Reading(pdf, document).page(number - 1)
            assert alone.pages == page.pages == (page.page(number),)
            assert [thing[:9] for thing in alone.painted] == [thing[:9] for thing in page.painted]
            assert {thing.page for thing in alone.painted} == {number}


# the bleed


@pytest.mark.parametrize("name", OPENED)
def test_a_page_that_is_not_drawn_for_its_bleed_has_nothing_at_the_cut(name: str) -> None:
    pdf = OPENED[name]()
    with opened(pdf) as document:
        reading = Reading(pdf, document)
        for page in (reading.page(place) for place in range(reading.count)):
            if not page.touches_cut:
                assert list(bleed.short_of_bleed(page, page.pages[0], profile())) == []


def read(change: object) -> Examined:
    pdf = changed(change, text_page())  # type: ignore[arg-type]
    with opened(pdf) as document:
        return Reading(pdf, document).page(0)


def text_page() -> bytes:
    """The good file without the tint that goes to the edge of the bleed."""
    return finish(plain("<p>Un texte.</p>"), profile(), job(1))


def test_a_text_page_is_not_drawn_for_its_bleed() -> None:
    assert not read(lambda _: None).touches_cut


def forgotten(pdf: Pdf) -> None:
    text(pdf, "0 0 0 1 k")
    held = pdf.pages[0].obj.Resources.Font.F
    alone = pdf.make_indirect(Dictionary(dict(held.items())))
    alone.Encoding = Name("/UniJIS-UCS2-H")
    pdf.pages[0].obj.Resources.Font = Dictionary(F=alone)


@pytest.mark.parametrize(
    "change",
    [
        lambda pdf: text(pdf, "0 0 0 1 k", where="-9 100"),
        lambda pdf: text(pdf, "0 0 0 1 k", 40, where="90 190"),
        lambda pdf: place(pdf, image(pdf), 300, 10),
        forgotten,
    ],
    ids=["near the cut", "large, not far from it", "a picture across", "a font of unknown measures"],
)
def test_what_may_reach_the_cut_is_drawn(change: object) -> None:
    assert read(change).touches_cut
