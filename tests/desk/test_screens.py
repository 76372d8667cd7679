"""The preview on a tablet and on a telephone, on paper, and on other keyboards; what it says, in French."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

pytest.importorskip("playwright", reason="!!! playwright is not installed: the live proof WAS NOT TESTED IN A BROWSER")

from axe_core_python.sync_playwright import Axe
from browsing import Address, browser, chromium, loudly_absent, served, until
from playwright.sync_api import Browser, Page

from conftest import copy_sample

pytestmark = pytest.mark.skipif(chromium() is None, reason=loudly_absent() if chromium() is None else "")

ISSUE = "issues/2018-05"
LEAD = f"{ISSUE}/articles/fleuve.md"
BRIEF = f"{ISSUE}/articles/gare.md"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
SCREENS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1440, "height": 900}},
    "tablet": {"viewport": {"width": 1024, "height": 768}, "has_touch": True},
    "tablet, upright": {"viewport": {"width": 768, "height": 1024}, "has_touch": True},
    "telephone": PHONE,
}


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """An issue in which a word stands twice in the middle of a long paragraph, and a brief that is too long by far."""
    root = copy_sample(tmp_path_factory.mktemp("publication"))
    lead, brief = root / LEAD, root / BRIEF
    typed = lead.read_text(encoding="utf-8").replace("la crue", "la la crue", 1)
    lead.write_text(typed.replace("---\n", "---\nlongueur: 1500 signes\n", 1), encoding="utf-8")
    with brief.open("a", encoding="utf-8") as file:
        file.write("\n\n" + "Les voyageurs attendent sur le quai. " * 90 + "\n")
    with served(root / ISSUE) as url:
        yield url


@pytest.fixture(params=SCREENS)
def screen(request: pytest.FixtureRequest, address: Address, window: Browser) -> Iterator[Page]:
    yield from _opened(address, window, **SCREENS[request.param])


@pytest.fixture
def telephone(address: Address, window: Browser) -> Iterator[Page]:
    yield from _opened(address, window, **PHONE)


@pytest.fixture
def desk(address: Address, window: Browser) -> Iterator[Page]:
    yield from _opened(address, window, **SCREENS["desk"])


def _opened(address: Address, window: Browser, **screen: Any) -> Iterator[Page]:
    context = window.new_context(locale="fr-FR", **screen)
    page = context.new_page()
    page.goto(address.opened)
    page.wait_for_selector(".sheet[data-drawn]", timeout=60_000)
    until(page, "document.querySelectorAll('.sheet[data-folio=\"14\"] .line').length > 50")
    yield page
    context.close()


#: The controls that are shown, and of each whether a finger on its middle meets it.
MET = """[...document.querySelectorAll('.bar button, .bar select')].filter(each => each.checkVisibility()).map(each => {
  each.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const box = each.getBoundingClientRect();
  const met = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
  return [each.id || each.textContent, each === met || each.contains(met), box.width, box.height];
})"""


def test_no_control_is_covered_and_the_page_has_the_screen(screen: Page) -> None:
    width, height = screen.viewport_size["width"], screen.viewport_size["height"]  # type: ignore[index]
    for _ in range(2):
        for name, met, across, high in screen.evaluate(MET):
            assert met, f"{name} is covered"
            assert min(across, high) >= (40 if width < 1200 else 28), f"{name} is too small for a finger"
        screen.click("#toggle-panel")  # and with the panel as it was not
    bars = screen.evaluate("document.getElementById('desk').getBoundingClientRect().top")
    assert bars <= 0.14 * height, "the controls leave the screen to the pages"
    assert screen.evaluate("document.documentElement.scrollWidth") <= width
    across = screen.evaluate("document.querySelector('.paper').getBoundingClientRect().width")
    assert across >= min(0.9 * width, 400)


def test_a_problem_leads_to_its_very_words_and_the_card_covers_them_not(screen: Page) -> None:
    if screen.locator("#panel").is_hidden():
        screen.click("#toggle-panel")
    screen.locator("#problems .warning button.lead", has_text="la la").click()
    screen.wait_for_selector("#card:not([hidden])")
    mark = screen.locator(".mark").bounding_box()
    card = screen.locator("#card").bounding_box()
    assert mark is not None
    assert card is not None
    scale = screen.evaluate("Number(document.documentElement.style.getPropertyValue('--scale'))")
    assert 8 < mark["width"] / scale < 40, "two short words, not a line"
    desk = screen.locator("#desk").bounding_box()
    assert desk is not None
    assert desk["y"] <= mark["y"] <= desk["y"] + desk["height"]
    apart = (
        card["x"] >= mark["x"] + mark["width"] or mark["x"] >= card["x"] + card["width"]
        or card["y"] >= mark["y"] + mark["height"] or mark["y"] >= card["y"] + card["height"]
    )  # fmt: skip
    assert apart
    middle = mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2
    met = screen.evaluate("([x, y]) => document.elementFromPoint(x, y).className", middle)
    assert met in ("line", "lines"), "nothing lies over it"
    screen.keyboard.press("Escape")
    assert screen.locator(".mark").count() == 0


def test_a_line_that_is_too_low_for_a_finger_is_enlarged_before_it_is_chosen(telephone: Page) -> None:
    line = telephone.locator(".sheet[data-folio='14'] .line", has_text="facture").first
    before = line.bounding_box()
    line.tap()
    telephone.wait_for_timeout(300)
    after = line.bounding_box()
    assert before is not None
    assert after is not None
    assert before["height"] < 10
    assert after["height"] >= 16
    assert telephone.locator("#edit").is_hidden()
    assert after["width"] <= 390, "the column fills the screen, and no more"
    line.tap()
    telephone.wait_for_selector("#edit:not([hidden])")
    assert "etoiles.md" in telephone.inner_text("#edit")


def test_axe_finds_nothing_serious_on_a_telephone(telephone: Page) -> None:
    telephone.click("#toggle-tools")
    telephone.click("#toggle-panel")
    found = Axe().run(telephone, context={"exclude": [[".lines"]]})
    serious = [fault for fault in found["violations"] if fault["impact"] in ("serious", "critical")]
    assert not serious, [[fault["id"], [node["html"] for node in fault["nodes"][:3]]] for fault in serious]


def test_all_that_is_said_is_french(desk: Page) -> None:
    until(desk, "document.querySelectorAll('#problems li').length >= 3")
    panel = desk.inner_text("#panel")
    assert "lignes en trop" in panel
    for english in ("shorter", "slot", "over by", "the word", "moved", "line ", "lines", "picture", "left out"):
        assert english not in panel, english
    assert "signes pour 1\u202f500 demandés" in panel
    assert "4 mai 2018" in desk.inner_text("#subtitle")
    assert desk.locator("[data-overlay=overset]").inner_text() == "Texte en trop"
    assert "Débords" not in desk.inner_text("body")


def test_what_a_whole_slot_has_too_much_of_is_not_the_fault_of_its_last_brief(desk: Page) -> None:
    over = desk.locator("#fit li.over, #fit .together.over")
    assert over.count() >= 1
    slots = desk.locator("#fit .slot", has=desk.locator(".over")).all_inner_texts()
    assert any("La gare" in slot and "+" in slot for slot in slots)
    shared = desk.locator("#fit .slot", has=desk.locator(".together.over"))
    assert shared.count() >= 1
    assert shared.locator("li.over").count() == 0
    assert "lignes en place" in shared.first.inner_text()


@pytest.mark.parametrize(("code", "typed"), [("Digit1", "&"), ("Digit6", "-"), ("Digit8", "_"), ("Digit2", "2")])
def test_the_figures_keys_mean_the_figure_on_any_keyboard(desk: Page, code: str, typed: str) -> None:
    """On AZERTY the figures are typed with the shift key: without it 1 is &, 6 is - and 8 is _."""
    button = desk.locator("#overlays button").nth(int(code[-1]) - 1)
    scale = desk.inner_text("#zoom")
    for pressed in ("true", "false"):
        desk.evaluate("([code, key]) => dispatchEvent(new KeyboardEvent('keydown', { code, key }))", [code, typed])
        assert button.get_attribute("aria-pressed") == pressed
    assert desk.inner_text("#zoom") == scale
    desk.evaluate("dispatchEvent(new KeyboardEvent('keydown', { code: 'Digit1', key: '1', shiftKey: true }))")
    assert desk.locator("#overlays button").first.get_attribute("aria-pressed") == "true", "with it, too"
    desk.evaluate("dispatchEvent(new KeyboardEvent('keydown', { code: 'Digit1', key: '1', shiftKey: true }))")
    desk.evaluate("dispatchEvent(new KeyboardEvent('keydown', { code: 'Digit0', key: 'à' }))")
    desk.evaluate("dispatchEvent(new KeyboardEvent('keydown', { code: 'Minus', key: ')' }))")
    assert desk.inner_text("#zoom") != scale


def test_an_error_covers_nothing_of_the_page(desk: Page) -> None:
    desk.evaluate("document.querySelector('.sheet').sheet.faults([{ file: 'a.md', line: 1, message: 'titel' }])")
    fault, paper = desk.locator(".fault:visible").bounding_box(), desk.locator(".paper").first.bounding_box()
    assert fault is not None
    assert paper is not None
    assert fault["y"] + fault["height"] <= paper["y"]


def test_a_sheet_of_paper_a_page_and_as_large(desk: Page) -> None:
    desk.evaluate("window.print = () => { window.printed = true }")
    desk.click("#print")
    until(desk, "window.printed")
    with pikepdf.open(io.BytesIO(desk.pdf(prefer_css_page_size=True, print_background=True))) as pdf:
        sizes = [[round(float(side)) for side in page.mediabox[2:]] for page in pdf.pages]
    trim = desk.evaluate("fetchTrim = document.querySelector('.sheet').sheet.page.size.map(Math.round)")
    assert len(sizes) == 2
    for width, height in sizes:
        assert abs(width - (trim[0] - 2 * trim[2])) <= 2
        assert abs(height - (trim[1] - 2 * trim[2])) <= 2
