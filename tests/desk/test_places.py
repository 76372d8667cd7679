"""Where a place of a file is seen on the pages: the very words, or what stands nearest to them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from mise_en_page.model.problem import Span
from mise_en_page.pipeline.build import Set, set_issue
from mise_en_page.pipeline.stages import Road
from mise_en_page.proof.finding import Found, find
from mise_en_page.proof.overlay import page_data

HOUSE = Path(__file__).resolve().parents[2]
LEAD = "issues/2018-05/articles/fleuve.md"


@cache
def made() -> Set:
    return set_issue(Road(folder=HOUSE / "issues/2018-05"))


def written() -> str:
    return (HOUSE / LEAD).read_text(encoding="utf-8")


def at(words: str, length: int = 0, *, more: int = 0) -> Found:
    found = find(made(), Span.within(LEAD, written(), written().index(words) + more, length))
    assert found is not None
    return found


def line_of(found: Found) -> str:
    """The line of the page on which a box lies."""
    left, top, width, _ = found.boxes[0]
    for line in page_data(made(), found.page)["lines"]:
        x, y, across, high = line["box"]
        if abs(y - top) < high / 3 and x - 1 <= left + width / 2 <= x + across + 1:
            return str(line["text"])
    raise AssertionError("on no line")


@pytest.mark.parametrize("words", ["couper le moteur", "crépitement", "sable passe", "Sully à la classe", "yeux fermés"])
def test_words_of_a_long_paragraph_are_found_where_they_stand(words: str) -> None:
    """A paragraph is one line of its file: what is told of its middle stands neither on its first line nor its last."""
    found = at(words, len(words))
    assert (found.page, found.exact) == (1, True)
    assert words.split(maxsplit=1)[0][:3] in line_of(found)


def test_a_place_without_a_length_is_its_whole_word() -> None:
    whole = at("crépitement", len("crépitement"))
    assert [box[:2] for box in at("crépitement", more=5).boxes] == [box[:2] for box in whole.boxes]
    assert len(whole.boxes) == 2, "it is divided: a box on each line"


def test_a_title_and_a_kicker_are_found_in_the_front_matter() -> None:
    title = written().index("title: ")
    (box,) = at("title: ", 5).boxes
    assert box[3] > 20, "the title's own letters are the nearest to its key"
    line = written().count("\n", 0, title) + 1
    found = find(made(), Span(LEAD, line))
    assert found is not None
    assert found.boxes[0][3] > 20


def test_a_picture_is_found_by_its_key() -> None:
    found = at("image: ", more=len("image: "))
    assert found.exact
    assert found.boxes[0][2] > 200


def test_what_is_on_no_page_is_led_to_what_stands_before_it() -> None:
    end = len(written())
    after = find(made(), Span.within(LEAD, written(), end))
    beyond = find(made(), Span(LEAD, 9_999, 9_999))
    assert after is not None
    assert beyond is not None
    assert not after.exact
    assert after.boxes == beyond.boxes == at("fermés").boxes or line_of(after).startswith("yeux")


def test_a_file_of_which_nothing_is_shown_has_no_place() -> None:
    for file in ("issues/2018-05/issue.yaml", "layouts/breves/style.css", "", "issues/2018-05/articles/demain.md"):
        assert find(made(), Span(file, 1)) is None


def test_each_line_of_a_page_is_found_by_its_own_first_word() -> None:
    """The law: where a line says that it begins, there it is found."""
    for number in (0, 1):
        for line in page_data(made(), number)["lines"]:
            found = find(made(), Span(line["file"], line["line"], line["column"]))
            assert found is not None
            assert found.page == number
            x, y, width, high = line["box"]
            assert any(
                abs(box[1] - y) < high / 2 and box[0] < x + width + 1 and x - 12 < box[0] + box[2] for box in found.boxes
            ), line["text"]
