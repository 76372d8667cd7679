"""Writing on the page, in Chromium: what is typed is in the file, all else of it as it was, whatever happens meanwhile."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="!!! playwright is not installed: the editor WAS NOT TESTED IN A BROWSER")

from axe_core_python.sync_playwright import Axe
from browsing import browser, chromium, free_port, loudly_absent, served
from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute

from conftest import copy_sample

pytestmark = pytest.mark.skipif(chromium() is None, reason=loudly_absent() if chromium() is None else "")

ISSUE = "issues/2018-05"
LEAD = f"{ISSUE}/articles/fleuve.md"
PATIENCE = 40_000


class Desk:
    """A publication, the address of its preview, and a browser's page with an article open in it."""

    def __init__(self, root: Path, address: str, page: Page) -> None:
        self.root, self.address, self.page = root, address, page
        self.typed = (root / LEAD).read_bytes()
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(f"{error}\n{error.stack}"))

    @property
    def file(self) -> bytes:
        return (self.root / LEAD).read_bytes()

    def look(self) -> None:
        self.page.goto(self.address)
        self.page.wait_for_selector(".sheet[data-folio='15'][data-drawn]", timeout=PATIENCE)
        self.page.wait_for_selector(".sheet[data-folio='15'] .line", state="attached", timeout=PATIENCE)

    def open(self, words: str = "moteur") -> None:
        self.page.locator(".line", has_text=words).first.click()
        self.page.wait_for_selector("#edit .status[data-kind=saved]", timeout=PATIENCE)

    def text(self) -> str:
        """The lines of the editor that are shown."""
        return "\n".join(self.page.locator("#edit .cm-line").all_inner_texts())

    def saved(self) -> None:
        self.page.wait_for_selector("#edit .status[data-kind=saved]", timeout=PATIENCE)

    def becomes(self, expected: bytes | Callable[[bytes], bool], file: str = LEAD) -> None:
        """Wait until a file is so."""
        for _ in range(PATIENCE // 25):
            held = (self.root / file).read_bytes()
            if expected(held) if callable(expected) else held == expected:
                return
            self.page.wait_for_timeout(25)
        wanted = b"" if callable(expected) else expected
        lines = [set(each.decode().split("\n")) for each in (held, wanted)]
        raise AssertionError(f"there: {lines[0] - lines[1]}\n\nmissing: {lines[1] - lines[0]}")


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
def context(window: Browser) -> Iterator[BrowserContext]:
    made = window.new_context(locale="fr-FR", viewport={"width": 1400, "height": 900})
    yield made
    made.close()


@pytest.fixture
def desk(address: tuple[Path, str], context: BrowserContext) -> Iterator[Desk]:
    root, url = address
    desk = Desk(root, url, context.new_page())
    desk.look()
    yield desk
    desk.page.close()
    (root / LEAD).chmod(0o644)
    (root / LEAD).write_bytes(desk.typed)
    for other in (root / ISSUE / "articles").glob("fleuve (*"):
        other.unlink()
    time.sleep(0.5)
    assert not desk.faults, "the page's own script failed"


def test_what_is_typed_is_in_the_file_and_on_the_page_and_can_be_undone(desk: Desk) -> None:
    page = desk.page
    drawn = page.get_attribute(".sheet[data-folio='15']", "data-drawn")
    desk.open("moteur")
    page.keyboard.type("Voilà : ")
    desk.becomes(desk.typed.replace(b"Il faut d'abord couper", "Voilà : Il faut d'abord couper".encode()))
    page.wait_for_selector(f".sheet[data-folio='15']:not([data-drawn='{drawn}'])", timeout=PATIENCE)
    desk.saved()
    page.keyboard.press("Control+z")
    desk.becomes(desk.typed)
    page.keyboard.press("Control+y")
    desk.becomes(lambda held: "Voilà : Il faut".encode() in held)
    page.locator("#edit .undo").click()
    desk.becomes(desk.typed)


def test_a_title_that_is_clicked_is_a_field_and_only_its_line_changes(desk: Desk) -> None:
    page = desk.page
    desk.open("Le fleuve reprend")
    assert page.evaluate("document.activeElement.id") == "field-title"
    page.keyboard.press("End")
    page.keyboard.type(" : « Oui »")
    desk.becomes(desk.typed.replace(b"reprend la parole\n", "reprend la parole : « Oui »\n".encode()))
    page.keyboard.press("Control+z")
    desk.becomes(lambda held: "« Oui »".encode() not in held)
    page.locator("#edit .redo").click()
    desk.becomes(lambda held: "« Oui »".encode() in held)
    page.keyboard.press("Control+Shift+Home")  # the field may have several lines
    page.keyboard.press("Control+i")
    desk.becomes(lambda held: "title: *Le fleuve reprend la parole : « Oui »*\n".encode() in held)
    page.keyboard.press("Control+a")
    page.keyboard.type("Le fleuve reprend la parole")
    desk.becomes(desk.typed)
    labels = page.locator("#edit label").all_inner_texts()
    assert labels[:4] == ["Surtitre", "Titre", "Chapô", "Signature"]


def test_everything_but_the_head_is_chosen_and_replaced(desk: Desk) -> None:
    """Ctrl+A and a letter: the keys of the file stay, and Ctrl+Z brings every paragraph back."""
    desk.open()
    desk.page.keyboard.press("Control+a")
    desk.page.keyboard.type("X")
    head = desk.typed[: desk.typed.index(b"Il faut")]
    desk.becomes(head + b"X")
    desk.page.keyboard.press("Control+z")
    desk.becomes(desk.typed)


def test_by_keyboard_alone(desk: Desk) -> None:
    page = desk.page
    page.locator(".line", has_text="moteur").first.focus()
    page.keyboard.press("F2")
    desk.saved()
    page.keyboard.press("Shift+End")
    page.keyboard.press("Control+i")
    desk.becomes(lambda held: b"\n*Il faut" in held)
    page.keyboard.press("Control+i")
    desk.becomes(desk.typed)
    page.keyboard.press("Escape")
    assert page.locator("#edit").is_hidden()
    assert page.evaluate("document.activeElement.classList.contains('line')")
    page.keyboard.press("Enter")
    desk.saved()
    page.keyboard.press("Tab")  # out of the text: no trap
    assert not page.evaluate("document.activeElement.classList.contains('text')")


def test_what_others_save_meanwhile_comes_in(desk: Desk) -> None:
    desk.open()
    desk.page.keyboard.type("Ici. ")
    outside = desk.file.replace(b"Le programme", b"Ce programme")
    (desk.root / LEAD).write_bytes(outside)
    desk.page.keyboard.type("Encore. ")
    desk.becomes(
        desk.typed.replace(b"Il faut d'abord", b"Ici. Encore. Il faut d'abord").replace(b"Le programme", b"Ce programme")
    )
    assert "Ce programme" in desk.text()
    desk.page.keyboard.press("Control+z")  # ours alone is undone
    desk.becomes(lambda held: b"Encore" not in held and b"Ce programme" in held)
    assert not list((desk.root / ISSUE / "articles").glob("fleuve (*"))


def test_where_others_change_the_same_paragraph_theirs_is_kept_beside(desk: Desk) -> None:
    page = desk.page
    desk.open()
    outside = desk.typed.replace(b"couper le moteur", b"taire le moteur")
    page.keyboard.type("I")
    (desk.root / LEAD).write_bytes(outside)
    page.keyboard.type("ci. ")
    desk.becomes(desk.typed.replace(b"Il faut d'abord", b"Ici. Il faut d'abord"))
    page.wait_for_selector("#edit .notice:not([hidden])", timeout=PATIENCE)
    (beside,) = (desk.root / ISSUE / "articles").glob("fleuve (*")
    assert beside.read_bytes() == outside
    assert beside.name in page.inner_text("#edit .notice")
    for _ in range(100):
        if beside.name in (page.text_content("#problems") or ""):
            break
        page.wait_for_timeout(50)
    assert beside.name in (page.text_content("#problems") or "")
    beside.unlink()


def test_two_browsers_one_writes_and_the_other_reads_until_it_takes_over(desk: Desk, window: Browser) -> None:
    other_context = window.new_context(locale="en-GB", viewport={"width": 1024, "height": 768})
    other = Desk(desk.root, desk.address, other_context.new_page())
    other.look()
    desk.open()
    other.open()
    desk.page.keyboard.type("Un. ")
    other.page.wait_for_selector("#edit .notice:not([hidden])", timeout=PATIENCE)
    assert "is writing in this article" in other.page.inner_text("#edit .notice")
    other.page.locator("#edit .cm-content").focus()
    other.page.keyboard.type("Non")
    desk.becomes(desk.typed.replace(b"Il faut d'abord", b"Un. Il faut d'abord"))
    other.page.get_by_role("button", name="Take over").click()
    desk.page.wait_for_selector("#edit .notice:not([hidden])", timeout=PATIENCE)
    other.page.locator("#edit .cm-content").focus()
    other.page.keyboard.press("Control+Home")
    other.page.keyboard.type("Two. ")
    desk.becomes(desk.typed.replace(b"Il faut d'abord", b"Two. Un. Il faut d'abord"))
    assert "Two. Un." in desk.text()
    desk.page.keyboard.type("Non")
    other.page.close()  # what it held is free
    desk.page.wait_for_selector("#edit .notice", state="hidden", timeout=PATIENCE)
    desk.page.locator("#edit .cm-content").focus()
    desk.page.keyboard.type("Trois. ")
    desk.becomes(lambda held: b"Trois. " in held and b"Non" not in held)
    other_context.close()


class Broken:
    """A link that can be cut: silently, and so that it is not made again."""

    def __init__(self, page: Page) -> None:
        self.cut, self.open = False, list[WebSocketRoute]()
        page.route_web_socket("**/edit*", self._routed)

    def _routed(self, socket: WebSocketRoute) -> None:
        if self.cut:
            socket.close()
            return
        server = socket.connect_to_server()
        self.open.append(socket)
        socket.on_message(lambda message: None if self.cut else server.send(message))
        server.on_message(lambda message: None if self.cut else socket.send(message))


@pytest.mark.parametrize("silently", [True, False])
def test_a_broken_link_loses_nothing(desk: Desk, silently: bool) -> None:
    link = Broken(desk.page)
    desk.open()
    desk.page.keyboard.type("Avant. ")
    desk.becomes(lambda held: b"Avant. " in held)
    link.cut = True
    if not silently:
        link.open[-1].close()
    desk.page.keyboard.type("Pendant la coupure")
    desk.page.wait_for_selector("#edit .status[data-kind=offline]", timeout=PATIENCE)
    assert "rien n’est perdu" in desk.page.inner_text("#edit .status")
    (desk.root / LEAD).write_bytes(desk.file.replace(b"Le programme", b"Ce programme"))
    desk.page.locator("#field-byline").fill("c.v. et m.b.")
    desk.page.locator("#edit .cm-content").focus()
    desk.page.keyboard.type(", encore. ")
    desk.page.wait_for_timeout(1000)
    link.cut = False
    expected = desk.typed.replace(b"Il faut d'abord", b"Avant. Pendant la coupure, encore. Il faut d'abord")
    desk.becomes(expected.replace(b"Le programme", b"Ce programme").replace(b"byline: c.v\n", b"byline: c.v. et m.b.\n"))
    desk.saved()


def test_a_page_that_is_loaded_anew_while_the_link_is_broken_loses_nothing(desk: Desk) -> None:
    link = Broken(desk.page)
    desk.page.on("dialog", lambda asked: asked.accept())
    desk.open()
    link.cut = True
    link.open[-1].close()
    desk.page.keyboard.type("Pendant la coupure. ")
    desk.page.wait_for_selector("#edit .status[data-kind=offline]", timeout=PATIENCE)
    desk.page.wait_for_timeout(100)
    desk.page.reload()
    link.cut = False
    desk.look()
    desk.becomes(desk.typed.replace(b"Il faut d'abord", b"Pendant la coupure. Il faut d'abord"))
    desk.saved()


def test_a_file_that_cannot_be_written_is_told_and_written_when_it_can(desk: Desk) -> None:
    desk.open()
    (desk.root / LEAD).chmod(0o444)
    desk.page.keyboard.type("Ici. ")
    desk.page.wait_for_selector("#edit .status[data-kind=unsaved]", timeout=PATIENCE)
    assert "n’a pas pu être écrit" in desk.page.inner_text("#edit .notice")
    assert desk.file == desk.typed
    (desk.root / LEAD).chmod(0o640)
    desk.becomes(desk.typed.replace(b"Il faut d'abord", b"Ici. Il faut d'abord"))
    desk.saved()
    assert (desk.root / LEAD).stat().st_mode & 0o777 == 0o640


def test_a_file_that_is_away_while_the_link_is_made_again_is_waited_for(desk: Desk) -> None:
    link = Broken(desk.page)
    desk.open()
    link.cut = True
    link.open[-1].close()
    desk.page.keyboard.type("Pendant la coupure. ")
    path = desk.root / LEAD
    path.rename(path.with_suffix(".away"))
    desk.page.wait_for_timeout(2_000)
    link.cut = False
    desk.page.wait_for_timeout(500)
    path.with_suffix(".away").rename(path)
    desk.becomes(desk.typed.replace(b"Il faut d'abord", b"Pendant la coupure. Il faut d'abord"))
    desk.saved()


def test_ends_of_lines_and_the_byte_order_mark_stay(desk: Desk) -> None:
    odd = b"\xef\xbb\xbf" + desk.typed.replace(b"\n", b"\r\n").replace("é".encode(), "e\u0301".encode(), 3)
    (desk.root / LEAD).write_bytes(odd)
    desk.page.wait_for_timeout(500)
    desk.open()
    desk.page.keyboard.type("Ici.")
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.press("Enter")
    desk.becomes(odd.replace(b"Il faut d'abord", b"Ici.\r\n\r\nIl faut d'abord"))


def test_hundreds_of_keys_at_random_are_in_the_file(desk: Desk) -> None:
    desk.open()
    step = 7

    def chosen(among: Sequence[str]) -> str:
        nonlocal step
        step = (step * 1_103_515_245 + 12_345) % (1 << 31)
        return among[(step >> 16) % len(among)]

    body = desk.typed.decode()[desk.typed.decode().index("Il faut") :]
    head = desk.typed.decode()[: -len(body)]
    text, caret = list(body), 0
    desk.page.keyboard.press("Control+Home")
    for _ in range(300):
        match chosen(["type"] * 6 + ["Backspace", "Delete", "ArrowRight", "ArrowLeft", "Enter"]):
            case "type":
                letter = chosen("aeéç ’«.*")
                desk.page.keyboard.insert_text(letter)
                text.insert(caret, letter)
                caret += 1
            case "Enter":
                desk.page.keyboard.press("Enter")
                text.insert(caret, "\n")
                caret += 1
            case "Backspace":
                desk.page.keyboard.press("Backspace")
                if caret:
                    caret -= 1
                    del text[caret]
            case "Delete":
                desk.page.keyboard.press("Delete")
                del text[caret]
            case "ArrowRight":
                desk.page.keyboard.press("ArrowRight")
                caret += 1
            case "ArrowLeft":
                desk.page.keyboard.press("ArrowLeft")
                caret = max(0, caret - 1)
    desk.becomes((head + "".join(text)).encode())


@pytest.mark.parametrize("kills", [(20,), pytest.param((9, 24, 45), marks=pytest.mark.field)])
def test_a_server_that_is_killed_and_begun_again_in_mid_typing_loses_no_letter(
    tmp_path: Path, context: BrowserContext, kills: tuple[int, ...]
) -> None:
    """Somebody else reads the article meanwhile, and is brought back, too."""
    root, port = copy_sample(tmp_path), free_port()
    words = "Une rivière qui parle ne se tait plus jamais, dit-on à Saumur. "
    with ExitStack() as running:
        url = running.enter_context(served(root / ISSUE, port=port))
        desk, reader = (Desk(root, url.opened, context.new_page()) for _ in range(2))
        for each in (desk, reader):
            each.look()
            each.open()
        for n, letter in enumerate(words):
            desk.page.keyboard.insert_text(letter)
            desk.page.wait_for_timeout(8)
            if n in kills:
                os.kill(url.process, signal.SIGKILL)
                desk.page.wait_for_timeout(100)
            if n in [kill + 6 for kill in kills]:
                desk.page.wait_for_selector("#edit .status[data-kind=offline]", timeout=PATIENCE)
                url = running.enter_context(served(root / ISSUE, port=port))
        desk.becomes(desk.typed.replace(b"Il faut d'abord", f"{words}Il faut d'abord".encode()))
        desk.saved()
        desk.page.keyboard.type("Et puis. ")
        desk.becomes(desk.typed.replace(b"Il faut d'abord", f"{words}Et puis. Il faut d'abord".encode()))
        reader.saved()
        assert f"{words}Et puis. Il faut" in reader.text().replace("\u00a0", " ")
        assert not list((root / ISSUE / "articles").glob("fleuve (*"))
        desk.page.keyboard.type("Fin. ")  # and the preview is ended as soon as it has that
        reader.page.locator("#edit .cm-line", has_text="Et puis. Fin").wait_for(timeout=PATIENCE)
    desk.becomes(lambda held: b"Et puis. Fin" in held)
    assert not desk.faults
    assert not reader.faults


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(desk: Desk, scheme: str) -> None:
    desk.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    desk.open()
    for summary in desk.page.locator("#edit summary").all():
        summary.click()
    found = Axe().run(desk.page, context={"include": [["#edit"]]})["violations"]
    serious = [fault for fault in found if fault["impact"] in ("serious", "critical")]
    assert not serious, json.dumps([[f["id"], [n["html"] for n in f["nodes"][:3]]] for f in serious], indent=1)


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (390, 844)])
def test_on_a_tablet_and_a_telephone(address: tuple[Path, str], window: Browser, width: int, height: int) -> None:
    made = window.new_context(locale="fr-FR", viewport={"width": width, "height": height}, has_touch=True)
    desk = Desk(address[0], address[1], made.new_page())
    desk.look()
    line = desk.page.locator(".line", has_text="moteur").first
    line.focus()
    desk.page.keyboard.press("F2")
    desk.saved()
    desk.page.keyboard.type("Ici. ")
    desk.becomes(desk.typed.replace(b"Il faut d'abord", b"Ici. Il faut d'abord"))
    box = desk.page.locator("#edit").bounding_box()
    assert box is not None
    assert box["width"] >= min(340, width)
    assert box["x"] + box["width"] <= width
    shut = desk.page.locator("#edit .shut").bounding_box()
    assert shut is not None
    assert min(shut["width"], shut["height"]) >= 32
    # A comment is written over the editor, and leaves it free.
    desk.page.keyboard.press("Control+Alt+m")
    met = """(() => {
      const { left, top, width, height } = document.getElementById("comment-text").getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2).id;
    })()"""
    desk.page.wait_for_selector("#comment-text")
    assert desk.page.evaluate(met) == "comment-text"
    desk.page.keyboard.press("Escape")
    assert desk.page.locator("#panel").is_hidden()
    desk.page.keyboard.press("Control+z")
    desk.becomes(desk.typed)
    made.close()
