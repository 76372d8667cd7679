"""The preview as a browser keeps it open: over a restart, beside other sites, without the secret."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="!!! playwright is not installed: the live proof WAS NOT TESTED IN A BROWSER")

from browsing import browser, chromium, free_port, loudly_absent, served, until
from playwright.sync_api import Browser, Error, Page

pytestmark = pytest.mark.skipif(chromium() is None, reason=loudly_absent() if chromium() is None else "")

LEAD = "issues/2018-05/articles/fleuve.md"
SHEET = ".sheet[data-folio='15']"


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@contextmanager
def tab(window: Browser, address: str) -> Iterator[Page]:
    context = window.new_context(locale="fr-FR", viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def pixels(page: Page) -> str:
    return str(page.evaluate(f'document.querySelector("{SHEET} canvas").toDataURL()'))


def test_a_tab_of_another_session_begins_anew_where_it_was_and_opens_the_editor(publication: Path, window: Browser) -> None:
    """Versions begin at one in each session: what the tab has drawn of version 1 is not what version 1 is now."""
    issue, port, editor = publication / "issues/2018-05", free_port(), f"cp {{file}} {publication}/opened.txt"
    with served(issue, editor, port=port) as first:
        context = window.new_context(locale="fr-FR", viewport={"width": 1400, "height": 900})
        page = context.new_page()
        page.goto(first.opened)
        page.wait_for_selector(f"{SHEET}[data-drawn]", timeout=60_000)
        assert "#" not in page.url, "the secret is not left in the address"
        for _ in range(3):
            page.keyboard.press("+")
        page.wait_for_timeout(500)
        page.evaluate("document.getElementById('desk').scrollTop = 400")
        page.wait_for_timeout(500)
        before, place = pixels(page), page.evaluate("document.getElementById('desk').scrollTop")
        page.evaluate("window.old = true")
    lead = publication / LEAD
    lead.write_text(lead.read_text(encoding="utf-8").replace("couper le moteur", "ranger les rames", 1), encoding="utf-8")
    until(page, "document.getElementById('live').classList.contains('lost')", 60_000)
    with served(issue, editor, port=port):
        for _ in range(1200):
            with suppress(Error):  # it is just loading itself anew
                if page.evaluate("!window.old && !document.getElementById('live').classList.contains('lost')"):
                    break
            page.wait_for_timeout(25)
        page.wait_for_selector(f"{SHEET}[data-drawn]", timeout=60_000)
        until(page, f'document.querySelectorAll("{SHEET} .line").length > 50')
        page.wait_for_timeout(500)
        assert pixels(page) != before, "the picture is that of the files as they are now"
        assert abs(page.evaluate("document.getElementById('desk').scrollTop") - place) < 3
        page.locator(".line", has_text="rames").first.click(modifiers=["Shift"])
        page.get_by_role("button", name="Ouvrir dans l’éditeur").click()
        until(page, "document.querySelector('#card .status').textContent === 'Ouvert.'")
        page.wait_for_timeout(200)
        assert (publication / "opened.txt").read_text(encoding="utf-8") == lead.read_text(encoding="utf-8")
    context.close()


def test_without_the_secret_nothing_is_shown_and_the_page_says_what_to_do(same_publication: Path, window: Browser) -> None:
    with served(same_publication / "issues/2018-05") as address, tab(window, address) as page:
        page.wait_for_selector("#banner:not([hidden])", timeout=60_000)
        assert "ouvrez l’adresse entière" in page.inner_text("#banner")
        assert page.locator(".sheet").count() == 0
        page.goto("about:blank")
        page.goto(address.opened)
        page.wait_for_selector(f"{SHEET}[data-drawn]", timeout=60_000)
        page.goto("about:blank")
        page.goto(address)  # as from a bookmark: this browser knows the secret
        page.wait_for_selector(f"{SHEET}[data-drawn]", timeout=60_000)


class Foreign(BaseHTTPRequestHandler):
    """Another site, which tries to look."""

    page = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.page)

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_another_site_sees_no_picture_and_hears_nothing(same_publication: Path, window: Browser, host: str) -> None:
    """``localhost`` is another site than 127.0.0.1; another port of 127.0.0.1 is the same site, and another origin."""
    with served(same_publication / "issues/2018-05") as address, tab(window, address.opened) as page:
        page.wait_for_selector(f"{SHEET}[data-drawn]", timeout=60_000)
        answers: list[tuple[str, int]] = []
        page.context.on("response", lambda answer: answers.append((answer.url, answer.status)))
        Foreign.page = f"""<img src="{address}page/0.bmp"><script src="{address}static/words.js"></script>
            <iframe src="{address}"></iframe><script>
            window.heard = "nothing";
            const socket = new WebSocket("{address.replace("http", "ws")}live", ["live", "{address.secret}"]);
            socket.onopen = () => {{ window.heard = "open" }};
            socket.onclose = () => {{ window.heard = "refused" }};
            fetch("{address}state.json").catch(() => 0);
            </script>""".encode()
        with ThreadingHTTPServer(("127.0.0.1", 0), Foreign) as site:
            threading.Thread(target=site.serve_forever, daemon=True).start()
            other = page.context.new_page()
            other.goto(f"http://{host}:{site.server_port}/")
            until(other, "window.heard !== 'nothing'")
            other.wait_for_timeout(500)
            assert other.evaluate("window.heard") == "refused"
            assert other.evaluate("document.images[0].naturalWidth") == 0
            site.shutdown()
        ours = [(url, status) for url, status in answers if url.startswith(address)]
        assert ours
        assert {status for _, status in ours} == {403}, ours
