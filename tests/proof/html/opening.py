"""Proofs to open in a real browser, and what the browser shows of them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.desk.browsing import until


def opened(browser: Browser, file: Path, **context: Any) -> Page:
    """A file as somebody opens it who got it with a mail: nothing may be asked of a network, nothing go wrong in it."""
    page = browser.new_context(locale="fr-FR", **context).new_page()
    page.faults = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))  # type: ignore[attr-defined]
    page.on("console", lambda said: page.faults.append(said.text))  # type: ignore[attr-defined]
    page.on("request", lambda asked: asked.url.startswith(("file:", "data:", "blob:")) or page.faults.append(asked.url))  # type: ignore[attr-defined]
    page.goto(file.as_uri())
    if context.get("java_script_enabled", True):
        until(page, "document.fonts.status === 'loaded'")
    return page


def difference(page: Page, number: int, pdf: bytes, by: int = 1) -> float:
    """How much a page (from 0) looks otherwise than pdfium draws it, of 255 for each pixel and colour, on average.

    So many pixels are taken together ``by`` each side, for edges are smoothed otherwise.
    """
    wide, high = 600, 848
    svg = page.locator("svg.page").nth(number)
    svg.evaluate(
        f"svg => {{ svg.setAttribute('preserveAspectRatio', 'none');"
        f"svg.style.cssText = 'position:fixed;inset:0;z-index:99;width:{wide}px;height:{high}px;background:#fff' }}"
    )
    seen = Image.open(io.BytesIO(page.screenshot(clip={"x": 0, "y": 0, "width": wide, "height": high}))).convert("RGB")
    svg.evaluate("svg => { svg.style.cssText = '' }")
    document = pypdfium2.PdfDocument(pdf)
    shown = document[number]
    shown.set_cropbox(*shown.get_trimbox())
    drawn = shown.render(scale=seen.width / shown.get_width()).to_pil().convert("RGB").resize(seen.size)
    document.close()
    seen, drawn = seen.reduce(by), drawn.reduce(by)
    return float(np.abs(np.asarray(drawn, np.int16) - np.asarray(seen, np.int16)).mean())
