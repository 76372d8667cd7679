"""Make the documentation's picture of the HTML proof (Chromium is needed): python tools/make_proof_picture.py"""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from mise_en_page.model.message import spoken  # noqa: E402
from mise_en_page.proof.html import html_proof  # noqa: E402
from mise_en_page.reading import press_profile  # noqa: E402
from tests.desk.browsing import browser  # noqa: E402


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, browser() as window:
        file = Path(folder) / "proof.html"
        with spoken("fr"):
            made = html_proof(ROOT / "issues/2018-05", press_profile.shipped("fogra39"))
        file.write_bytes(made.html)
        page = window.new_context(viewport={"width": 1366, "height": 860}, locale="fr-FR").new_page()
        page.goto(file.as_uri())
        line = page.locator("svg.page text", has_text="La nuit, c’est").first
        line.scroll_into_view_if_needed()
        line.click()
        page.locator("#act").get_by_role("button", name="Commenter", exact=True).click()
        page.fill("#w-text", "Très belle phrase ; peut-on la remonter d’un paragraphe ?")
        page.fill("#w-by", "Jeanne Martin")
        page.get_by_role("button", name="Enregistrer").click()
        page.locator("svg.page text", has_text="étoiles").nth(0).scroll_into_view_if_needed()
        page.locator("svg.page text", has_text="Odile Favereau, maire").first.click()
        page.wait_for_timeout(500)
        picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
        picture.quantize(256).save(ROOT / "docs/pictures/proof-html.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
