"""Make the documentation's pictures of the live proof (Chromium is needed): python tools/make_preview_picture.py"""

from __future__ import annotations

import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests/desk")]

from browsing import browser, served  # noqa: E402

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
            page.wait_for_timeout(4000)
            for key in "578c":
                page.keyboard.press(key)
            page.locator(".sheet[data-folio='15'] .line", has_text="moteur").first.click()
            page.wait_for_selector("#edit .status[data-kind=saved]")
            page.mouse.move(5, 800)
            page.wait_for_timeout(2500)
            _keep(page, "editing")


def _keep(page: Page, name: str) -> None:
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(256).save(ROOT / f"docs/pictures/{name}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
