"""An issue as its editor lives it in the browser, from the link that opens it to the signed sheet, and no other command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="!!! playwright is not installed: the desk WAS NOT TESTED IN A BROWSER")

from axe_core_python.sync_playwright import Axe
from browsing import browser, chromium, free_port, loudly_absent, served, until
from playwright.sync_api import Browser, Page

from mise_en_page.proof.comments import Comment, Kept, On, write
from tests.desk.test_two_people import command

pytestmark = pytest.mark.skipif(chromium() is None, reason=loudly_absent() if chromium() is None else "")

ISSUE = "issues/2018-05"
LEAD = f"{ISSUE}/articles/fleuve.md"
PATIENCE = 60_000


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.mark.parametrize("really", [False, pytest.param(True, marks=pytest.mark.field)])
def test_from_the_link_to_the_signed_sheet(publication: Path, window: Browser, really: bool) -> None:
    """``really``: the build that is signed is made, too."""
    issue, port = publication / ISSUE, free_port()
    question = Comment.made("comment", "Léa", "2018-04-30T09:00:00Z", "Qui le dit ?", on=On(folio=14))
    write(issue, publication, [question])
    with served(issue, port=port, more=("--share", f"127.0.0.1:{port}")):
        link = command("invite", str(issue), "Jeanne Martin", "--role", "chef")
        context = window.new_context(locale="fr-FR", viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(f"{error}"))
        page.goto(link)
        page.wait_for_selector(".sheet[data-folio='15'] .line", state="attached")
        writes(page, publication)
        refuses_a_correction(page, publication)
        answers(page, publication)
        says_how_far_it_is(page)
        signs(page, really=really)
        assert faults == []
        context.close()
    signed = issue / "bon-a-tirer.yaml"
    assert signed.exists() == really
    if really:
        assert "Jeanne Martin" in signed.read_text(encoding="utf-8")
        assert "articles/fleuve.md" in signed.read_text(encoding="utf-8")


def writes(page: Page, publication: Path) -> None:
    page.locator(".sheet[data-folio='15'] .line", has_text="moteur").first.click()
    page.wait_for_selector("#edit .status[data-kind=saved]")
    page.keyboard.type("Et voilà. ")
    until(page, "document.querySelector('#edit .status').dataset.kind === 'saved'", PATIENCE)
    until(page, "[...document.querySelectorAll('.line')].some((each) => each.textContent.includes('Et voilà'))", PATIENCE)
    assert "Et voilà. Il faut d'abord" in (publication / LEAD).read_text(encoding="utf-8")
    # What is chosen by the keyboard is spoken of; nothing is said, and the caret is back in the text.
    for _ in range(3):
        page.keyboard.press("Control+Shift+ArrowRight")
    page.keyboard.press("Control+Alt+m")
    assert "Il faut d'abord" in page.locator("#comment-form .quote").inner_text()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "text"
    page.keyboard.press("Escape")
    until(page, "document.getElementById('edit').hidden")


def refuses_a_correction(page: Page, publication: Path) -> None:
    page.locator("#list-corrections").click()
    article = page.locator("#corrections section", has_text="Le fleuve reprend")
    article.locator("details[data-rule=colon] summary, details summary").first.click()
    refuse = article.locator("[data-act=here]").first
    refuse.click()
    until(page, "document.getElementById('said').textContent.includes('tel quel dans cet article')", PATIENCE)
    assert "\nkeep:" in (publication / LEAD).read_text(encoding="utf-8")


def answers(page: Page, publication: Path) -> None:
    page.locator("[data-act=answer]").click()
    page.keyboard.type("La mairie, jeudi.")
    page.locator(".answer .main").click()
    page.wait_for_selector(".answers .message")
    page.locator("[data-act=resolved]").click()
    page.wait_for_selector(".thread", state="detached")
    said = {each.kind: each for each in Kept(publication / ISSUE, publication)()}
    assert (said["answer"].by, said["answer"].text, said["resolved"].by) == (
        "Jeanne Martin",
        "La mairie, jeudi.",
        "Jeanne Martin",
    )


def says_how_far_it_is(page: Page) -> None:
    page.locator("#follow select[data-subject='article fleuve']").select_option("relu")
    page.locator("#follow select[data-subject='page 15']").select_option("BAT")
    for part in ("#follow", "#guests"):
        page.locator(part).scroll_into_view_if_needed()
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found = Axe().run(page, context={"include": [[part]]})["violations"]
            assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == [], (part, scheme)
    page.evaluate("document.getElementById('desk').focus()")
    page.keyboard.press("f")
    until(page, "document.querySelector('#flatplan .s3')?.textContent === 'BAT'", PATIENCE)
    until(page, "[...document.querySelectorAll('#flatplan img')].every((each) => each.naturalWidth > 100)", PATIENCE)
    page.keyboard.press("Escape")


def signs(page: Page, *, really: bool) -> None:
    page.locator("#sign").click()
    assert "Jeanne Martin" in page.locator("#sign-off .result").inner_text()
    assert page.evaluate("document.activeElement.textContent") == "Annuler", "signed is signed"
    if not really:
        page.keyboard.press("Enter")
        return
    page.locator("#sign-off .main").click()
    page.wait_for_selector("#sign-off .result .good, #sign-off .result .wrong")
    assert page.locator("#sign-off .result .wrong").count() == 0, page.locator("#sign-off .result").inner_text()
