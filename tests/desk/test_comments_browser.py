"""Comments and corrections in Chromium: said on words of the page, answered by somebody else, accepted, refused."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="!!! playwright is not installed: comments WERE NOT TESTED IN A BROWSER")

from axe_core_python.sync_playwright import Axe
from browsing import browser, chromium, loudly_absent, served, until
from playwright.sync_api import Page

from conftest import copy_sample
from mise_en_page.proof.comments import Comment, Kept, On, write

pytestmark = pytest.mark.skipif(chromium() is None, reason=loudly_absent() if chromium() is None else "")

ISSUE = "issues/2018-05"
LEAD = f"{ISSUE}/articles/fleuve.md"
PATIENCE = 40_000


class Desk:
    """A publication and two browsers at its preview."""

    def __init__(self, root: Path, one: Page, other: Page) -> None:
        self.root, self.one, self.other = root, one, other
        self.files = {name: (root / name).read_bytes() for name in (LEAD, "publication.yaml")}
        self.faults: list[str] = []
        for page in (one, other):
            page.on("pageerror", lambda error: self.faults.append(f"{error}\n{error.stack}"))

    def comments(self) -> tuple[Comment, ...]:
        return Kept(self.root / ISSUE, self.root)()

    def becomes(self, name: str, before: str, after: str) -> None:
        """Wait until a file is what it was but for some words."""
        wanted = self.files[name].decode().replace(before, after, 1).encode()
        assert wanted != self.files[name]
        for _ in range(PATIENCE // 25):
            if (self.root / name).read_bytes() == wanted:
                return
            self.one.wait_for_timeout(25)
        raise AssertionError((self.root / name).read_text(encoding="utf-8"))

    def draw(self, page: Page, words: str, across: float = 60) -> None:
        """Draw over words of the line in which some stand, with the mouse."""
        box = page.locator(".sheet[data-folio='15'] .line", has_text=words).first.bounding_box()
        assert box is not None
        x, y = box["x"] + 20, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(1, 6):
            page.mouse.move(x + across * step / 5, y)
            page.wait_for_timeout(60)
        page.wait_for_selector(".chosen", state="attached", timeout=PATIENCE)
        page.mouse.up()
        page.wait_for_selector("#comment-text", timeout=PATIENCE)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = copy_sample(tmp_path_factory.mktemp("publication"))
    with served(root / ISSUE) as url, browser() as window:
        pages = []
        for _ in range(2):
            context = window.new_context(locale="fr-FR", viewport={"width": 1400, "height": 900})
            page = context.new_page()
            page.goto(url.opened)
            pages.append(page)
        for page in pages:
            page.wait_for_selector(".sheet[data-folio='15'] .line", state="attached", timeout=PATIENCE)
        yield Desk(root, *pages)


@pytest.fixture
def desk(opened: Desk) -> Iterator[Desk]:
    yield opened
    for name, data in opened.files.items():
        (opened.root / name).write_bytes(data)
    shutil.rmtree(opened.root / ISSUE / "comments", ignore_errors=True)
    for page in (opened.one, opened.other):
        page.keyboard.press("Escape")
        until(page, "!document.querySelector('.thread')", PATIENCE)
        # The pages are those of the text as it was: who clicks a line of another is led to another word.
        begins = "each.textContent.startsWith('Il faut d’abord couper')"
        until(page, f"[...document.querySelectorAll('.line')].some((each) => {begins})", PATIENCE)
    assert not opened.faults, "the page's own script failed"


def test_words_drawn_over_are_spoken_of_answered_elsewhere_and_resolved(desk: Desk) -> None:
    one, other = desk.one, desk.other
    desk.draw(one, "moteur")
    assert one.locator("#edit").is_hidden(), "a drawing is no click"
    one.locator("#comment-text").fill("Qui le dit ?")
    one.keyboard.press("Control+Enter")
    for page in (one, other):
        page.wait_for_selector(".thread", timeout=PATIENCE)
    (comment,) = desk.comments()
    assert comment.on is not None
    assert (comment.text, comment.on.file) == ("Qui le dit ?", LEAD)
    typed = desk.files[LEAD].decode()
    assert comment.on.quote.replace("’", "'") in typed
    assert other.locator(".sheet[data-folio='15'] .said").count() >= 1
    other.locator(".pin").first.click()
    assert other.evaluate("document.activeElement.closest('.thread') !== null"), "from the mark to its conversation"
    other.locator("[data-act=answer]").click()
    other.keyboard.type("La mairie, jeudi.")
    other.locator(".answer .main").click()
    one.wait_for_selector(".answers .message", timeout=PATIENCE)
    assert one.locator(".answers .message").inner_text() == "La mairie, jeudi."
    one.locator("[data-act=resolved]").click()
    for page in (one, other):
        page.wait_for_selector(".thread", state="detached", timeout=PATIENCE)
        assert page.locator(".said").count() == 0
    other.locator("#closed-too").check()
    other.locator("[data-act=reopened]").click()
    one.wait_for_selector(".thread.open", timeout=PATIENCE)


def test_a_proposal_is_made_by_keyboard_survives_an_edit_and_is_accepted_and_taken_back(desk: Desk) -> None:
    one, other = desk.one, desk.other
    one.locator(".sheet[data-folio='15'] .line", has_text="casque").first.focus()
    one.keyboard.press("m")
    one.wait_for_selector("#comment-form .propose", timeout=PATIENCE)
    one.keyboard.press("Tab")
    one.keyboard.press("Tab")
    one.keyboard.press("Enter")
    one.keyboard.press("Control+a")
    one.keyboard.type("Des mots tout neufs")
    one.keyboard.press("Control+Enter")
    other.wait_for_selector(".thread.proposal", timeout=PATIENCE)
    (proposal,) = desk.comments()
    assert proposal.on is not None
    # The paragraph changes before the words.
    path = desk.root / LEAD
    desk.files[LEAD], first = path.read_bytes().replace(b"\nIl faut", b"\nAvant tout, il faut", 1), desk.files[LEAD]
    path.write_bytes(desk.files[LEAD])
    other.wait_for_timeout(500)
    other.locator("[data-act=accepted]").click()
    words = proposal.on.quote.replace("’", "'")
    assert words.endswith("crépitement,"), "a divided word is meant as a whole"
    desk.becomes(LEAD, words, "Des mots tout neufs")
    one.locator("#closed-too").check()
    one.locator(".thread.accepted [data-act=reopened]").click()
    one.wait_for_selector(".thread.proposal.open", timeout=PATIENCE)
    assert path.read_bytes() == desk.files[LEAD]
    desk.files[LEAD] = first


def test_words_chosen_in_the_editor_are_spoken_of(desk: Desk) -> None:
    page = desk.one
    page.locator(".sheet[data-folio='15'] .line", has_text="casque").first.click()
    page.wait_for_selector("#edit .status[data-kind=saved]", timeout=PATIENCE)
    page.keyboard.press("Control+Home")
    for _ in range(3):  # as far as « Il faut d », for these keys stop at an apostrophe
        page.keyboard.press("Control+Shift+ArrowRight")
    page.keyboard.press("Control+Alt+m")
    page.wait_for_selector("#comment-text", timeout=PATIENCE)
    page.keyboard.type("Trop long")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".thread", state="attached", timeout=PATIENCE)
    assert page.locator("#panel").is_hidden(), "it was folded, for it lies over the editor"
    (comment,) = desk.comments()
    assert comment.on is not None
    assert (comment.on.quote, comment.on.quote in desk.files[LEAD].decode()) == ("Il faut d'abord", True), "whole words"
    assert page.evaluate("document.activeElement.className") == "text", "back in the editor"
    page.keyboard.press("Escape")


def test_what_a_colleague_brings_is_there_by_itself_and_an_answer_that_is_typed_stays(desk: Desk) -> None:
    page = desk.one
    first = Comment.made("comment", "Ali", "2026-11-30T21:40:05Z", "À revoir", on=On(folio=14))
    write(desk.root / ISSUE, desk.root, [first])
    page.wait_for_selector(".thread", timeout=PATIENCE)
    page.locator("[data-act=answer]").click()
    page.keyboard.type("Oui, j’y ")
    write(desk.root / ISSUE, desk.root, [Comment.made("answer", "Léa", "2026-11-30T21:41:00Z", "Ah ?", to=first.name)])
    page.wait_for_selector(".answers .message", timeout=PATIENCE)
    page.keyboard.type("pense")
    assert page.locator(".answer textarea").input_value() == "Oui, j’y pense"
    page.locator(".answer .main").click()
    until(page, "document.querySelectorAll('.answers li').length === 2", PATIENCE)
    found = Axe().run(page, context="#panel", options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    serious = [each for each in found["violations"] if each["impact"] in ("serious", "critical")]
    assert not serious, serious


def test_a_correction_is_refused_here_or_always_and_the_page_shows_what_was_typed(desk: Desk) -> None:
    page = desk.one
    page.locator("#list-corrections").click()
    article = page.locator("#corrections section", has_text="Le fleuve reprend")
    article.wait_for(timeout=PATIENCE)
    page.locator("#rules").select_option(label=next(
        each for each in page.locator("#rules option").all_inner_texts() if "deux-points" in each
    ))  # fmt: skip
    item = article.locator("li", has_text="sur le feu")
    item.locator("[data-act=here]").click()
    until(
        page,
        "![...document.querySelectorAll('#corrections li')].some((each) => each.textContent.includes('sur le feu'))",
        PATIENCE,
    )
    head = (desk.root / LEAD).read_text(encoding="utf-8").split("\n---\n")[0]
    before = desk.files[LEAD].decode().split("\n---\n")[0]
    added = [line for line in head.split("\n") if line not in before.split("\n")]
    assert [line.partition(":")[0] for line in added] == ["keep"]
    assert (desk.root / LEAD).read_bytes().split(b"\n---\n", 1)[1] == desk.files[LEAD].split(b"\n---\n", 1)[1]
    until(page, "[...document.querySelectorAll('.line')].some((each) => each.textContent.includes('le feu: ce'))", PATIENCE)
    # Everywhere: in publication.yaml, and nothing else of it.
    here = (desk.root / LEAD).read_bytes()
    item = article.locator("li").first
    text = item.locator(".lead").inner_text()
    item.locator("[data-act=always]").click()
    until(
        page, f"![...document.querySelectorAll('#corrections .lead')].some((each) => each.innerText === {text!r})", PATIENCE
    )
    publication = (desk.root / "publication.yaml").read_bytes()
    assert publication.startswith(desk.files["publication.yaml"] + b"typography:\n  keep:\n    - ")
    assert (desk.root / LEAD).read_bytes() == here
    # Seen, and away until those are asked for too.
    count = page.locator("#corrections li").count()
    page.locator("#corrections li [data-act=seen]").first.click()
    assert page.locator("#corrections li").count() == count - 1
    page.locator("#seen-too").check()
    assert page.locator("#corrections li").count() == count
