"""The galley in Chromium: drawn as it is typed, its red line and meter right, its proposals taken and undone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="!!! playwright is not installed: the galley WAS NOT TESTED IN A BROWSER")

from browsing import browser, chromium, loudly_absent, served, until
from playwright.sync_api import Browser, Page, WebSocketRoute

from conftest import copy_sample

pytestmark = pytest.mark.skipif(chromium() is None, reason=loudly_absent() if chromium() is None else "")

ISSUE = "issues/2018-05"
LEAD = f"{ISSUE}/articles/fleuve.md"
PATIENCE = 40_000
DARK = """() => {
  const canvas = document.querySelectorAll("#edit .row canvas")[0];
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((value, n) => n % 4 === 3 && value > 128).length;
}"""


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    root = copy_sample(tmp_path_factory.mktemp("publication"))
    with served(root / ISSUE) as url:
        yield root, url.opened


@pytest.fixture
def open_lead(address: tuple[Path, str], window: Browser) -> Iterator[Callable[..., Page]]:
    """Open the lead in a window of its own; what was made of it is taken back."""
    root, url = address
    typed, pages, faults = (root / LEAD).read_bytes(), list[Page](), list[str]()

    def opened(width: int = 1440, height: int = 900, prepare: Callable[[Page], object] = lambda _: None) -> Page:
        page = window.new_context(locale="fr-FR", viewport={"width": width, "height": height}).new_page()
        page.on("pageerror", lambda error: faults.append(f"{error}\n{error.stack}"))
        pages.append(page)
        prepare(page)
        page.goto(url)
        page.wait_for_selector(".sheet[data-folio='15'] .line", state="attached", timeout=PATIENCE)
        page.locator(".line", has_text="moteur").first.click()
        page.wait_for_selector("#edit .status[data-kind=saved]", timeout=PATIENCE)
        return page

    yield opened
    for page in pages:
        page.context.close()
    (root / LEAD).write_bytes(typed)
    assert not faults, "the page's own script failed"


def settled(page: Page) -> None:
    page.wait_for_selector("#edit .strip[data-exact=true]", timeout=PATIENCE)


def lines(page: Page) -> list[str]:
    return page.locator("#edit .row canvas").evaluate_all("all => all.map((each) => each.getAttribute('aria-label'))")


def test_what_is_typed_is_drawn_and_then_stands_as_on_the_page(open_lead: Callable[..., Page]) -> None:
    page = open_lead()
    settled(page)
    before = lines(page)
    assert before[0].startswith("Il faut d’abord couper le moteur")
    assert page.evaluate(DARK) > 100, "the line is drawn"
    page.keyboard.type("Silence. ")
    until(page, "document.querySelector('#edit .row canvas').getAttribute('aria-label').startsWith('Silence. Il')")
    settled(page)
    page.wait_for_selector("#edit .status[data-kind=saved]")
    first = ".sheet[data-folio='15'] .line"
    until(
        page,
        f"[...document.querySelectorAll({json.dumps(first)})].some((e) => e.textContent.includes('Silence. Il'))",
        PATIENCE,
    )
    shown = page.locator(first).all_inner_texts()
    assert [line for line in lines(page) if line not in {each.strip() for each in shown}] == [], (
        "each is a line of the page"
    )
    for _ in range(9):
        page.keyboard.press("Backspace")
    settled(page)
    assert lines(page) == before


def test_a_red_line_stands_where_overset_begins_and_the_meter_says_how_much(open_lead: Callable[..., Page]) -> None:
    page = open_lead()
    settled(page)
    assert page.inner_text("#edit .meter .fit") == "juste"
    assert page.locator("#edit .strip .overset").count() == 0
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(" Quatre mariniers regardaient passer quarante gabares chargées de sable." * 25)
    page.wait_for_selector("#edit .strip .overset", timeout=PATIENCE)
    settled(page)
    over = page.locator("#edit .row.over").count()
    assert page.inner_text("#edit .meter .fit") == f"{over} lignes de trop"
    assert page.inner_text("#edit .strip .overset") == f"Texte en trop : {over} lignes".replace(" :", "\u00a0:")
    red, first = page.locator("#edit .strip .overset"), page.locator("#edit .row.over").first
    assert red.bounding_box()["y"] < first.bounding_box()["y"]  # type: ignore[index]
    page.keyboard.press("Control+z")
    page.wait_for_selector("#edit .meter[data-kind=fits][data-exact=true]", timeout=PATIENCE)
    assert page.locator("#edit .strip .overset").count() == 0


def test_it_is_switched_off_by_the_keyboard_and_stays_so(open_lead: Callable[..., Page]) -> None:
    page = open_lead(1024, 768)
    settled(page)
    box = page.locator("#edit .strip").bounding_box()
    assert box is not None
    assert box["height"] > 120, "some lines are seen on a tablet"
    page.keyboard.press("Control+Alt+p")
    assert not page.locator("#edit .galley").is_visible()
    page.keyboard.press("Escape")
    page.locator(".line", has_text="moteur").first.click()
    page.wait_for_selector("#edit .cm-content")
    assert not page.locator("#edit .galley").is_visible()
    page.locator("#edit .galley-on").click()
    settled(page)
    page.locator("#edit .row").nth(3).click()
    assert page.locator("#edit .row.here").count() == 1


def test_two_writers_and_a_link_that_breaks(open_lead: Callable[..., Page]) -> None:
    sockets: list[WebSocketRoute] = []

    def routed(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        sockets.append(socket)
        socket.on_message(server.send)
        server.on_message(socket.send)

    one, other = open_lead(prepare=lambda page: page.route_web_socket("**/edit*", routed)), open_lead()
    settled(one)
    settled(other)
    other.keyboard.type("Ailleurs. ")
    until(one, "document.querySelector('#edit .row canvas').getAttribute('aria-label').startsWith('Ailleurs.')", PATIENCE)
    sockets[-1].close()
    other.keyboard.type("Encore. ")
    until(
        one,
        "document.querySelector('#edit .row canvas').getAttribute('aria-label').startsWith('Ailleurs. Encore.')",
        PATIENCE,
    )
    settled(one)
    assert lines(one) == lines(other)


def test_a_cut_is_taken_as_an_edit_and_undone(open_lead: Callable[..., Page], address: tuple[Path, str]) -> None:
    text = (address[0] / LEAD).read_text(encoding="utf-8")
    gone = ", avec une exigence" if ", avec une exigence" in text else text[text.index("La gabare dérive") :][:18]
    at = text.index(gone)
    edit = {
        "file": LEAD,
        "start": at,
        "end": at + len(gone),
        "gone": gone,
        "put": "",
        "cut": gone,
        "before": "",
        "behind": "",
    }
    cut = {"signs": len(gone), "lines": 1, "over": 0, "edits": [edit]}
    answer = [{"slot": "lead", "folio": 15, "over": 1, "under": 0, "cuts": [cut], "add": []}]
    page = open_lead(prepare=lambda page: page.route("**/offers.json*", lambda route: route.fulfill(json=answer)))
    settled(page)
    page.get_by_role("button", name="Propositions").click()
    page.wait_for_selector("#edit .offers del", timeout=PATIENCE)
    page.locator("#edit .offers li").first.get_by_role("button").click()
    until(page, f"!document.querySelector('#edit .text').shadowRoot.textContent.includes({json.dumps(gone)})")
    page.locator("#edit .cm-content").focus()
    page.keyboard.press("Control+z")
    until(page, f"document.querySelector('#edit .text').shadowRoot.textContent.includes({json.dumps(gone)})")
    settled(page)
