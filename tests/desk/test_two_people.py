"""Two people and the chief at one desk, in Chromium, over TLS: from the link that opens it to the last word."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="!!! playwright is not installed: the desk WAS NOT TESTED IN A BROWSER")

from axe_core_python.sync_playwright import Axe
from browsing import HOUSE, browser, chromium, free_port, loudly_absent, served, until
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(chromium() is None, reason=loudly_absent() if chromium() is None else "")

LEAD = "issues/2018-05/articles/fleuve.md"
PATIENCE = 60_000


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


def command(*words: str) -> str:
    """What a command of the program says."""
    environment = os.environ | {"PYTHONPATH": str(HOUSE / "src"), "LC_ALL": "C.UTF-8"}
    run = [sys.executable, "-m", "mise_en_page", *words]
    return subprocess.run(run, env=environment, capture_output=True, text=True, check=True).stdout.strip()


@contextmanager
def opened(window: Browser, address: str) -> Iterator[Page]:
    context = window.new_context(locale="fr-FR", viewport={"width": 1600, "height": 900}, ignore_https_errors=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: pytest.fail(f"{error}"))
    page.goto(address)
    page.wait_for_selector(".sheet[data-folio='15'] .line", state="attached")
    page.wait_for_selector("#follow select", state="attached")
    yield page
    context.close()


@pytest.fixture
def tls(tmp_path: Path) -> tuple[str, str]:
    pair = str(tmp_path / "desk.pem"), str(tmp_path / "desk.key")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-out", pair[0], "-keyout", pair[1]],
        check=True, capture_output=True,
    )  # fmt: skip
    return pair


def walk_the_flatplan(luc: Page) -> None:
    """By the keyboard alone."""
    luc.keyboard.press("Escape")
    luc.keyboard.press("f")
    until(
        luc,
        "document.activeElement.matches('#flatplan li .page')",
    )
    until(luc, "[...document.querySelectorAll('#flatplan img')].every((each) => each.naturalWidth > 100)", PATIENCE)
    serious = Axe().run(luc)["violations"]
    assert [each["id"] for each in serious if each["impact"] in ("serious", "critical")] == []
    luc.keyboard.press("Home")
    luc.keyboard.press("ArrowRight")
    assert "Page 15" in str(luc.evaluate("document.activeElement.getAttribute('aria-label')"))
    luc.keyboard.press("Enter")
    until(luc, "document.getElementById('go').value === '1' && !document.getElementById('flatplan').open")


@pytest.mark.field
def test_from_the_link_to_the_last_word(publication: Path, window: Browser, tls: tuple[str, str]) -> None:
    issue, port = publication / "issues/2018-05", free_port()
    share = ("--share", f"localhost:{port}", "--certificate", tls[0], "--key", tls[1])
    with ExitStack() as stack:
        address = stack.enter_context(served(issue, port=port, more=share))
        roles = {"Jeanne": "rédacteur", "Luc": "lecteur"}
        links = {name: command("invite", str(issue), name, "--role", role) for name, role in roles.items()}
        chief = stack.enter_context(opened(window, address.opened))
        jeanne = stack.enter_context(opened(window, links["Jeanne"]))
        luc = stack.enter_context(opened(window, links["Luc"]))
        assert "#" not in jeanne.url
        assert links["Jeanne"].partition("#i=")[2] not in str(jeanne.evaluate("JSON.stringify({...localStorage})"))
        jeanne.reload()  # the session is kept
        jeanne.wait_for_selector(".sheet[data-folio='15'] .line", state="attached")

        # Jeanne writes; both others see it, and who does.
        jeanne.locator(".line", has_text="moteur").first.click()
        jeanne.wait_for_selector("#edit .status[data-kind=saved]")
        jeanne.keyboard.type("Zut ")
        until(luc, "document.querySelector('#here .writes')?.title.includes('Jeanne, rédacteur')", PATIENCE)
        until(chief, "document.querySelector('#follow .writer')?.textContent === 'Jeanne écrit'", PATIENCE)
        jeanne.wait_for_selector("#edit .status[data-kind=saved]")
        assert "Zut " in (publication / LEAD).read_text(encoding="utf-8")
        chief.locator(".line", has_text="moteur").first.click()
        until(
            chief,
            "document.querySelector('#edit .notice')?.textContent.includes('Jeanne écrit dans cet article')",
            PATIENCE,
        )

        # Luc reads: nothing that he could not do is offered.
        luc.locator(".line", has_text="Ciel" if luc.locator(".line", has_text="Ciel").count() else "moteur").first.click()
        luc.wait_for_selector("#card:not([hidden])")
        assert luc.locator("#edit").is_hidden()
        assert luc.locator("#card .opens").is_hidden()
        assert luc.locator("#sign").count() == 0
        assert luc.locator("#follow select:not([disabled])").count() == 0
        assert jeanne.locator("#sign").count() == 0

        # Jeanne says what is read; the last word is not hers.
        chosen = jeanne.locator("#follow select[data-subject='article fleuve']")
        assert chosen.locator("option[value=BAT]").is_disabled()
        chosen.select_option("relu")
        until(
            luc,
            "[...document.querySelectorAll('#follow .who')].some((each) => each.textContent.startsWith('Jeanne'))",
            PATIENCE,
        )
        jeanne.locator("#edit .cm-content").click()
        jeanne.keyboard.type("Flûte ")
        until(luc, "document.querySelector('#follow .who strong')?.textContent === 'modifié depuis'", PATIENCE)

        walk_the_flatplan(luc)

        # The chief asks somebody to leave: her words are safe, and she is out.
        command("invite", str(issue), "--revoke", "Jeanne")
        until(jeanne, "document.getElementById('live').classList.contains('lost')", PATIENCE)
        until(chief, "document.querySelectorAll('#here li').length === 2", PATIENCE)
        assert "Flûte " in (publication / LEAD).read_text(encoding="utf-8")


def test_a_link_that_does_not_hold_says_what_to_do(same_publication: Path, window: Browser) -> None:
    port = free_port()
    with served(same_publication / "issues/2018-05", port=port, more=("--share", f"127.0.0.1:{port}")) as address:
        context = window.new_context(locale="fr-FR")
        page = context.new_page()
        page.goto(f"{address}#i={'a' * 43}")
        page.wait_for_selector("#banner:not([hidden])", timeout=PATIENCE)
        assert "demandez-en une autre" in page.inner_text("#banner")
        assert page.locator(".sheet").count() == 0
        context.close()
