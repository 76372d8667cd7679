"""Make the documentation's pictures of the live proof (Chromium is needed): python tools/make_preview_picture.py"""

from __future__ import annotations

import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from mise_en_page.proof.comments import Comment, On, write

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests/desk")]

from browsing import browser, served, until  # noqa: E402

#: What makes a brief too long for its rail, and for all that the page can do for it.
TIMES = 12
MORE = (
    " Le guichetier, lui, n'a pas bougé : il attendait seulement qu'on lui rende sa pendule, son poêle et son chat. Le "
    "chat, dit-on, connaît tous les horaires, et ne se trompe jamais de quai. Les voyageurs lui laissent des sardines.\n"
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("layouts", "fonts", "issues"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "publication.yaml", root)
        brief = root / "issues/2018-05/articles/gare.md"
        typed = brief.read_text(encoding="utf-8")
        brief.write_text(typed.rstrip() + TIMES * MORE, encoding="utf-8")
        with served(root / "issues/2018-05") as address, browser() as window:
            page = window.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR").new_page()
            page.set_default_timeout(120_000)
            page.goto(address.opened)
            page.wait_for_selector(".sheet[data-drawn]")
            page.wait_for_timeout(2500)
            for key in "578":
                page.keyboard.press(key)
            page.keyboard.press("j")
            page.locator("#measure").click()
            page.wait_for_timeout(4000)
            page.locator(".sheet[data-folio='15'] .line", has_text="Le 3").first.hover()
            page.wait_for_timeout(500)
            _keep(page, "preview")
            brief.write_text(typed, encoding="utf-8")
            lead = root / "issues/2018-05/articles/fleuve.md"
            lead.write_text(
                "---\nlength: 2600\n" + lead.read_text(encoding="utf-8").removeprefix("---\n"), encoding="utf-8"
            )
            page.wait_for_timeout(4000)
            for key in "578c":
                page.keyboard.press(key)
            page.evaluate("localStorage.setItem('preview.galley', 'no')")
            page.locator(".sheet[data-folio='15'] .line", has_text="moteur").first.click()
            page.wait_for_selector("#edit .status[data-kind=saved]")
            page.mouse.move(5, 800)
            page.wait_for_timeout(2500)
            _keep(page, "editing")
            _galley(page)
        _comments(root)
        _flatplan(root)


def _comments(root: Path) -> None:
    """A question with its answer, and a change that is proposed."""
    issue = root / "issues/2018-05"
    shutil.copy(ROOT / "issues/2018-05/articles/fleuve.md", issue / "articles")
    lead = "issues/2018-05/articles/fleuve.md"
    asked = Comment.made(
        "comment", "Ali Benaïm", "2018-04-30T09:12:00Z", "Depuis quand ? Le chapô dit mars.",
        on=On(lead, 12, 131, "Maryse Aubrée laisse filer le câble"),
    )  # fmt: skip
    proposed = Comment.made(
        "proposal", "Léa Morin", "2018-04-30T10:05:00Z", "", on=On(lead, 12, 16, "couper le moteur"),
        replace="arrêter les machines",
    )  # fmt: skip
    answer = Comment.made("answer", "Jeanne Martin", "2018-04-30T09:40:00Z", "Depuis mars, oui.", to=asked.name)
    write(issue, root, [asked, proposed, answer])
    with served(issue) as address, browser() as window:
        page = _opened(window, address.opened)
        page.locator(".pin").first.click()
        page.wait_for_timeout(1000)
        _keep(page, "comments")


def _flatplan(root: Path) -> None:
    with served(root / "issues/2018-09") as address, browser() as window:
        page = _opened(window, address.opened)
        pages = page.locator("#follow .one.page select")
        for n, state in zip(range(pages.count()), ("BAT", "relu", "corrigé"), strict=False):
            pages.nth(n).select_option(state)
            page.wait_for_timeout(800)
        page.locator("#open-flatplan").click()
        until(page, "[...document.querySelectorAll('#flatplan img')].every((each) => each.naturalWidth > 100)", 120_000)
        page.wait_for_timeout(500)
        _keep(page, "flatplan")


def _opened(window: Browser, address: str) -> Page:
    page = window.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR").new_page()
    page.set_default_timeout(120_000)
    page.goto(address)
    page.wait_for_selector(".sheet[data-drawn]")
    page.wait_for_selector("#follow select", state="attached")
    page.wait_for_timeout(3000)
    return page


def _galley(page: Page) -> None:
    """The lead with more text than its slot takes, and what is proposed."""
    page.keyboard.press("Control+Alt+p")
    page.keyboard.press("Control+End")
    other = (ROOT / "issues/2018-05/articles/etoiles.md").read_text(encoding="utf-8").split("---", 2)[2]
    page.keyboard.insert_text("\n\n".join(["", *other.strip().split("\n\n")[:4]]))
    page.wait_for_selector("#edit .meter[data-kind=over][data-exact=true]")
    page.get_by_role("button", name="Propositions").click()
    page.wait_for_selector("#edit .offers li")
    page.locator("#edit .row.over").first.scroll_into_view_if_needed()
    page.wait_for_timeout(1500)
    _keep(page, "galley")


def _keep(page: Page, name: str) -> None:
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(256).save(ROOT / f"docs/pictures/{name}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
