"""The live proof as an editor sees it: in Chromium, by mouse and by keyboard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

pytest.importorskip("playwright", reason="!!! playwright is not installed: the live proof WAS NOT TESTED IN A BROWSER")

from axe_core_python.sync_playwright import Axe
from browsing import Address, browser, chromium, loudly_absent, served, until
from playwright.sync_api import Browser, Page

from conftest import copy_sample

pytestmark = pytest.mark.skipif(chromium() is None, reason=loudly_absent() if chromium() is None else "")

ISSUE = "issues/2018-05"
LEAD = f"{ISSUE}/articles/fleuve.md"
#: What the edits of these tests end with, so that each finds the page as it was.
PATIENCE = 15_000


class Proof:
    """A publication, the address of its live proof, and a browser's page that looks at it."""

    def __init__(self, root: Path, address: Address, page: Page) -> None:
        self.root, self.address, self.page = root, address, page
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)

    def look(self) -> None:
        self.page.goto(self.address.opened)
        self.page.wait_for_selector(".sheet[data-folio='15'][data-drawn]", timeout=60_000)  # a busy machine begins slowly
        until(self.page, "document.querySelectorAll('.sheet[data-folio=\"15\"] .line').length > 50")

    def asked(self, path: str) -> Any:
        with urlopen(self.address.ask(path)) as answer:
            return json.load(answer)

    def save(self, before: str, after: str, file: str = LEAD) -> None:
        """Replace words of a file, and wait until a page is drawn with the change (or told to be in error)."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), encoding="utf-8")

    def drawn(self) -> int:
        return int(self.page.get_attribute(".sheet[data-folio='15']", "data-drawn") or 0)

    def wait_drawn(self, after: int) -> None:
        until(self.page, f"Number(document.querySelector('.sheet[data-folio=\"15\"]').dataset.drawn) > {after}")

    def add(self, text: str) -> None:
        """A paragraph more at the end of the lead."""
        with (self.root / LEAD).open("a", encoding="utf-8") as article:
            article.write(f"\n\n{text}\n")

    def pixels(self) -> str:
        return str(self.page.evaluate("document.querySelector('.sheet[data-folio=\"15\"] canvas').toDataURL()"))


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Address]]:
    root = copy_sample(tmp_path_factory.mktemp("publication"))
    with served(root / ISSUE, f"cp {{file}} {root}/opened.txt") as url:
        yield root, url


@pytest.fixture
def proof(address: tuple[Path, Address], window: Browser) -> Iterator[Proof]:
    context = window.new_context(locale="fr-FR", viewport={"width": 1400, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    root, url = address
    proof = Proof(root, url, context.new_page())
    kept = (root / LEAD).read_text(encoding="utf-8")
    proof.look()
    yield proof
    (root / LEAD).write_text(kept, encoding="utf-8")
    proof.page.wait_for_timeout(400)
    context.close()
    assert not proof.faults, "the page's own script failed"


def test_a_saved_word_is_on_the_page_and_zoom_and_scroll_stay(proof: Proof) -> None:
    page = proof.page
    for _ in range(4):
        page.keyboard.press("+")
    page.wait_for_timeout(600)
    page.evaluate("document.getElementById('desk').scrollTop = 300")
    page.wait_for_timeout(300)
    before, shown, version = place(page), proof.pixels(), proof.drawn()
    proof.save("crue", "rive")
    proof.wait_drawn(version)
    assert proof.pixels() != shown
    assert place(page) == before


def place(page: Page) -> Any:
    return page.evaluate(
        "(() => { const d = document.getElementById('desk');"
        "return [d.scrollTop, d.scrollLeft, document.documentElement.style.getPropertyValue('--scale')] })()"
    )


def test_the_patched_picture_is_that_of_a_page_opened_afterwards(proof: Proof) -> None:
    version = proof.drawn()
    proof.save("crue", "eaux")
    proof.wait_drawn(version)
    patched = proof.pixels()
    proof.look()
    assert proof.pixels() == patched


def test_a_zoomed_page_is_drawn_again_at_the_screens_density(proof: Proof) -> None:
    page, sheet = proof.page, ".sheet[data-folio='15']"
    before = float(page.get_attribute(sheet, "data-density") or 0)
    page.keyboard.press("w")
    for _ in range(3):
        page.keyboard.press("+")
    until(page, f"Number(document.querySelector('{sheet.replace(chr(39), chr(34))}').dataset.density) > {before * 1.9}")
    until(page, f"Number(document.querySelector('.sheet[data-folio=\"15\"]').dataset.density) > {before * 1.9}")
    until(
        page,
        "(() => { const c = document.querySelector('.sheet[data-folio=\"15\"] canvas');"
        "const across = c.getBoundingClientRect().width * devicePixelRatio;"
        "return Math.abs(c.width - across) <= across * 0.02 })()",
    )


def test_overlays_switch_on_and_off(proof: Proof) -> None:
    page = proof.page
    for button in page.query_selector_all("#overlays button"):
        name = button.get_attribute("data-overlay")
        selector = f".sheet[data-folio='15'] [data-overlay='{name}']"
        assert page.query_selector(selector) is None
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        page.wait_for_selector(selector, state="attached")
        if name in ("grid", "columns", "slots", "bleed", "corrections", "spaces", "hyphens"):
            assert page.query_selector(f"{selector} > *") is not None, name
        button.click()
        page.wait_for_selector(selector, state="detached")


def test_the_grid_lies_under_the_baselines(proof: Proof) -> None:
    data = proof.asked("page/1.json")
    first, step = data["baselines"]["first"], data["baselines"]["step"]
    lead = Path(LEAD).stem  # the briefs of the rail share its white off the grid
    body = [line for line in data["lines"] if (line["article"], line["role"]) == (lead, "body")]
    assert len(body) > 60
    for line in body:
        baseline = line["box"][1] + 0.76 * step
        assert min((baseline - first) % step, (first - baseline) % step) < 0.02


def test_a_line_leads_to_where_it_is_written_and_opens_the_editor(proof: Proof) -> None:
    page = proof.page
    page.locator(".line", has_text="moteur").first.click(modifiers=["Shift"])
    card = page.locator("#card")
    assert LEAD in card.inner_text()
    line = 1 + (proof.root / LEAD).read_text(encoding="utf-8").split("moteur")[0].count("\n")
    assert f"ligne {line}" in card.inner_text()
    page.get_by_role("button", name="Ouvrir dans l’éditeur").click()
    until(page, "document.querySelector('#card .status').textContent === 'Ouvert.'")
    page.wait_for_timeout(200)
    assert (proof.root / "opened.txt").read_text(encoding="utf-8") == (proof.root / LEAD).read_text(encoding="utf-8")
    page.keyboard.press("Escape")
    assert card.is_hidden()


def test_hovering_an_article_tells_its_copyfit(proof: Proof) -> None:
    version = proof.drawn()
    proof.add("Encore un paragraphe de trop, qui ne tiendra pas dans la page. " * 60)
    proof.wait_drawn(version)
    proof.page.wait_for_timeout(500)
    proof.page.locator(".line", has_text="moteur").first.hover()
    told = proof.page.locator(".outline span").first.inner_text()
    assert told.startswith("+")
    assert "lignes, " in told
    assert told.endswith("signes")
    assert "+" in proof.page.locator("#fit li.over .much").first.inner_text()


def test_a_broken_file_stays_readable_under_its_error_and_heals(proof: Proof) -> None:
    page, shown = proof.page, proof.pixels()
    proof.save("title:", "titel:")
    page.wait_for_selector(".sheet.broken .fault:not([hidden])", timeout=PATIENCE)
    assert LEAD in page.locator(".sheet.broken .fault").inner_text()
    assert proof.pixels() == shown
    assert "titel" in page.locator("#problems").inner_text()
    proof.save("titel:", "title:")
    until(page, "!document.querySelector('.sheet.broken')")
    assert proof.pixels() == shown


def test_a_problem_leads_to_its_place(proof: Proof) -> None:
    proof.save("title:", "titel:")
    proof.page.wait_for_selector("#problems .error", timeout=PATIENCE)
    proof.page.locator("#problems .error button").first.click()
    proof.page.wait_for_selector("#card:not([hidden])")
    assert LEAD in proof.page.locator("#card").inner_text()


def test_everything_by_keyboard_alone(proof: Proof) -> None:
    page = proof.page
    page.keyboard.press("Tab")
    assert "Aller aux pages" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('line')"):
            break
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") != first
    page.keyboard.press("s")
    page.wait_for_selector("#card:not([hidden])")
    assert page.evaluate("document.activeElement.textContent") == "Ouvrir dans l’éditeur"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.classList.contains('line')"), "back where we were"
    page.keyboard.press("1")
    assert page.get_attribute("#overlays button >> nth=0", "aria-pressed") == "true"
    page.keyboard.press("1")
    page.keyboard.press("j")
    page.wait_for_timeout(500)
    assert page.evaluate("document.getElementById('go').selectedOptions[0].textContent") == "Page 15"
    page.keyboard.press("?")
    assert page.evaluate("document.getElementById('keys').open")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    assert page.locator("#panel").is_hidden()
    page.keyboard.press("c")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(proof: Proof, scheme: str) -> None:
    page = proof.page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.locator(".line", has_text="moteur").first.click(modifiers=["Shift"])
    # The picture stands for the lines' letters, which are there for readers that see none.
    found = Axe().run(page, context={"exclude": [[".lines"]]})
    inside = Axe().run(page, context={"include": [[".lines"]]}, options={"rules": {"color-contrast": {"enabled": 0}}})
    found["violations"] += inside["violations"]
    serious = [fault for fault in found["violations"] if fault["impact"] in ("serious", "critical")]
    assert not serious, json.dumps([[f["id"], [n["html"] for n in f["nodes"][:3]]] for f in serious], indent=1)


def test_article_text_runs_no_script(proof: Proof) -> None:
    page = proof.page
    page.evaluate("window.harmed = false")
    proof.add("<script>window.harmed = true</script> <img src=x onerror='window.harmed = true'>")
    page.wait_for_selector("#problems .error", timeout=PATIENCE)
    assert page.evaluate("document.querySelectorAll('#problems script, #problems img, .fault img').length") == 0
    assert page.evaluate("window.harmed") is False


def test_in_english_for_who_reads_english(address: tuple[Path, Address], window: Browser) -> None:
    context = window.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(address[1].opened)
    page.wait_for_selector(".sheet[data-drawn]", timeout=PATIENCE)
    assert page.locator("#h-problems").inner_text().startswith("Problems")
    context.close()


def test_a_drawing_with_a_script_runs_none(proof: Proof) -> None:
    """SVG is read by the engine and drawn as pixels: what comes to the browser is a bitmap."""
    drawing = proof.root / ISSUE / "images/fleuve.svg"
    kept = drawing.read_text(encoding="utf-8")
    drawing.write_text(kept.replace("</svg>", "<script>window.harmed = true</script></svg>"), encoding="utf-8")
    proof.page.wait_for_selector("#problems .error", timeout=PATIENCE)
    assert proof.page.evaluate("window.harmed") is None
    drawing.write_text(kept, encoding="utf-8")
    until(proof.page, "!document.querySelector('#problems .error')")


def test_an_issue_of_32_pages_is_scrolled_and_holds_few_pictures(tmp_path: Path, window: Browser) -> None:
    from big_issue import make  # noqa: PLC0415 (tests borrow the bench's issue)

    issue = make(tmp_path, 32)
    for drawing in (issue / "images").glob("*.svg"):
        drawing.write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><path d="M0 0H4V3Z"/></svg>', encoding="utf-8"
        )
    with served(issue) as url:
        context = window.new_context(locale="fr-FR", viewport={"width": 1300, "height": 800})
        page = context.new_page()
        page.goto(url.opened)
        page.wait_for_selector(".sheet[data-drawn]", timeout=60_000)
        assert page.locator(".sheet").count() == 32
        page.keyboard.press("w")
        for folio in (22, 33, 46):
            page.select_option("#go", label=f"Page {folio}")
            page.wait_for_selector(f".sheet[data-folio='{folio}'][data-drawn]", timeout=30_000)
        held = page.evaluate("[...document.querySelectorAll('canvas')].filter(canvas => canvas.width > 0).length")
        assert held <= 16
        path = issue / "articles/etoiles-31.md"
        before = page.get_attribute(".sheet[data-folio='46']", "data-drawn")
        path.write_text(path.read_text(encoding="utf-8").replace("bourg", "ciel", 1), encoding="utf-8")
        until(page, f"document.querySelector('.sheet[data-folio=\"46\"]').dataset.drawn != {before}")
        context.close()


def test_a_word_that_is_told_is_accepted_by_one_click_and_the_panel_heals(proof: Proof) -> None:
    page = proof.page
    proof.save("la crue", "la la crue")
    button = page.wait_for_selector("#problems .warning button.accept", timeout=PATIENCE)
    assert button is not None
    assert (button.text_content(), button.get_attribute("aria-label")) == (
        "Accepter", "Accepter « la la » pour de bon (mots.txt)",
    )  # fmt: skip
    assert not Axe().run(page, context={"include": [["#panel"]]})["violations"]
    button.focus()
    page.keyboard.press("Enter")
    until(page, "!document.querySelector('#problems .accept')")
    assert (proof.root / "mots.txt").read_text(encoding="utf-8") == "la la\n"
    assert page.text_content("#said") == "« la la » est accepté."
    (proof.root / "mots.txt").unlink()
    page.wait_for_selector("#problems .accept", timeout=PATIENCE)


def test_another_way_to_make_the_page_is_taken_by_one_click(proof: Proof) -> None:
    page, listed = proof.page, proof.root / ISSUE / "issue.yaml"
    typed = listed.read_text(encoding="utf-8")
    page.select_option("#go", label="Page 15")
    page.click("#look-for-ways")
    until(page, "[...document.querySelectorAll('.ways img')].filter(each => each.naturalWidth > 200).length === 3")
    assert page.text_content("#ways h3") == "Page 15"
    assert page.locator(".ways .price").all_text_contents()[0].startswith("En place · prix ")
    assert page.locator(".ways button").all_text_contents() == ["Fixer", "Prendre", "Prendre"]
    assert not Axe().run(page, context={"include": [["#panel"]]})["violations"]
    version = proof.drawn()
    page.locator(".ways button").nth(1).focus()
    page.keyboard.press("Enter")
    proof.wait_drawn(version)
    assert "sizes: {" in listed.read_text(encoding="utf-8")
    until(page, "!document.querySelector('.ways')")
    version = proof.drawn()
    listed.write_text(typed, encoding="utf-8")  # taken back by hand
    proof.wait_drawn(version)
