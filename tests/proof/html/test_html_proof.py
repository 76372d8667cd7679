"""The proof as one file: its pages look as printed, its texts are articles, comments written in it come home."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from click.testing import CliRunner
from opening import difference, opened
from playwright.sync_api import Browser, Page

from mise_en_page.cli.commands import commands
from mise_en_page.model.message import spoken
from mise_en_page.proof.comments import Comment, On, write
from mise_en_page.proof.html import HtmlProof, html_proof
from mise_en_page.proof.html.pages import draw
from mise_en_page.reading import press_profile
from sample_issue import built, one_page
from tests.desk.browsing import browser as real_browser
from tests.desk.browsing import chromium

pytestmark = pytest.mark.skipif(chromium() is None, reason="no browser")
FLEUVE = "issues/2018-05/articles/fleuve.md"
MORE = " Les voyageurs lui laissent des sardines, et le chat les compte." * 50


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with real_browser() as launched:
        yield launched


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication whose issue has one page, a comment and a proposal, and a brief that is too long."""
    root = one_page(tmp_path_factory.mktemp("publication"))
    brief = root / "issues/2018-05/articles/gare.md"
    brief.write_text(brief.read_text(encoding="utf-8").rstrip() + MORE + "\n", encoding="utf-8")
    on = On(FLEUVE, 8, 1, "le câble", "Maryse Aubrée laisse filer", "entre ses doigts", "0a1b2c3d")
    first = Comment.made("comment", "Jeanne <b>Martin</b>", "2026-11-30T21:40:05Z", "Quel câble ?", on=on)
    answer = Comment.made("answer", "Paul", "2026-11-30T21:45:00Z", "Celui du micro.", to=first.name)
    write(root / "issues/2018-05", root, (first, answer))
    return root


@pytest.fixture(scope="module")
def proof(root: Path) -> HtmlProof:
    with spoken("fr"):
        return html_proof(root / "issues/2018-05", press_profile.shipped("fogra39"))


@pytest.fixture(scope="module")
def file(proof: HtmlProof, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mail") / "épreuve.html"
    path.write_bytes(proof.html)
    return path


def select(page: Page, words: str, inside: str) -> None:
    """Words chosen as by a mouse."""
    page.evaluate(
        """([words, inside]) => {
            for (const element of document.querySelectorAll(inside)) {
                const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
                for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                    const at = node.data.indexOf(words);
                    if (at < 0) continue;
                    node.parentElement.scrollIntoView({block: 'center'});
                    getSelection().setBaseAndExtent(node, at, node, at + words.length);
                    return;
                }
            }
            throw new Error(`nowhere: ${words}`);
        }""",
        [words, inside],
    )


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's pages, drawn, and nothing else."""
    drawn, css = draw(built().pdf)
    path = tmp_path_factory.mktemp("sample") / "pages.html"
    style = files("mise_en_page.proof.html").joinpath("proof.css").read_text(encoding="utf-8") + css
    views = [f'<svg class="page" viewBox="0 0 {page.width} {page.height}">{page.body}</svg>' for page in drawn]
    path.write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style>{''.join(views)}", encoding="utf-8")
    return path


@pytest.mark.parametrize(("scale", "by", "most"), [(1, 2, 6.0), (4, 8, 1.5)])
def test_pages_of_an_html_proof_look_as_they_are_printed(
    browser: Browser, sample: Path, scale: int, by: int, most: float
) -> None:
    """Letter by letter, at arm's length and under the glass: what differs is how edges are smoothed."""
    assert sample.stat().st_size < 1_000_000
    page = opened(browser, sample, viewport={"width": 1300, "height": 900}, device_scale_factor=scale)
    assert max(difference(page, number, built().pdf, by) for number in range(2)) < most
    assert page.faults == []  # type: ignore[attr-defined]


def test_the_command_gives_the_same_html_proof_each_time(root: Path, proof: HtmlProof, tmp_path: Path) -> None:
    """To the byte; beside it the problems, and the exit status of an issue that is not ready to be printed."""
    issue = str(root / "issues/2018-05")
    done = CliRunner().invoke(commands, ["--lang", "fr", "proof", issue, "--html", "-o", str(tmp_path)])
    assert done.exit_code == 1
    assert done.stdout == f"{tmp_path / '2018-05_proof.html'}\n"
    assert (tmp_path / "2018-05_proof.html").read_bytes() == proof.html
    assert len(proof.html) < 1_500_000


def test_an_html_proof_needs_no_script(browser: Browser, file: Path) -> None:
    page = opened(browser, file, java_script_enabled=False)
    assert page.locator("svg.page").bounding_box()["width"] > 400  # type: ignore[index]
    assert page.locator("article").count() == 7
    assert page.locator("article h3", has_text="Le fleuve reprend la parole").is_visible()
    assert page.locator("#theirs li[data-thread]", has_text="Quel câble ?").is_visible()
    assert page.locator("noscript").is_visible()


def test_its_texts_are_articles_with_what_is_to_be_known_of_them(browser: Browser, file: Path) -> None:
    page = opened(browser, file, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    fleuve = page.locator(f'article[data-file="{FLEUVE}"]')
    assert fleuve.is_visible()  # texts first on a telephone
    assert fleuve.locator("h4").first.inner_text() == "Une partition de graviers"
    assert fleuve.locator("blockquote").inner_text().startswith("«\u00a0Une rivière qui se tait")
    assert "hydrophone" in fleuve.locator("figcaption").inner_text()
    assert len(fleuve.locator("figure svg").get_attribute("aria-label") or "") > 20
    gare = page.locator("article", has_text="La gare rouvre ses volets")
    assert re.search(r"Texte en trop : \d+ lignes", gare.locator(".told").inner_text())
    assert "sardines" in gare.locator(".over").first.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_words_of_a_page_are_its_text(browser: Browser, file: Path) -> None:
    """Real characters, ligatures taken apart: they can be found, copied, read."""
    page = opened(browser, file)
    shown = page.locator("svg.page").text_content() or ""
    assert "Le fleuve reprend" in shown
    assert "enregistrent la Loire jour et nuit" in shown
    assert not re.search("[\ue000-\uf8ff]", shown)


def test_comments_on_words_come_home(browser: Browser, file: Path, root: Path, tmp_path: Path) -> None:
    """Chosen on the page and in the text, kept over a new opening, sent as a file, read, and taken into the issue."""
    context = browser.new_context(locale="fr-FR", viewport={"width": 1300, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.goto(file.as_uri())
    select(page, "deux", "svg.page text")
    page.get_by_role("button", name="Commenter", exact=True).click()
    page.fill("#w-text", "Deux, vraiment ?")
    page.fill("#w-by", "Aude Lefèvre")
    page.get_by_role("button", name="Enregistrer").click()
    page.click("[data-view=texts]")
    select(page, "Maryse Aubrée", f'article[data-file="{FLEUVE}"] p')
    page.get_by_role("button", name="Proposer d’autres mots").click()
    assert page.input_value("#w-by") == "Aude Lefèvre"
    page.fill("#w-words", "Marise Aubrée")
    page.get_by_role("button", name="Enregistrer").click()
    page.locator("li[data-thread]").get_by_role("button", name="Répondre").click()
    page.fill("#w-text", "Merci.")
    page.get_by_role("button", name="Enregistrer").click()
    page.reload()  # kept by the browser
    assert page.locator("#mine li").count() == 3
    assert page.locator("#texts mark").count() >= 2
    page.locator("#mine li").nth(0).get_by_role("button", name="Modifier").click()
    page.fill("#w-text", "Deux, vraiment ? Plutôt trois.")
    page.get_by_role("button", name="Enregistrer").click()
    with page.expect_download() as download:
        page.click("#send-file")
    sent = tmp_path / download.value.suggested_filename
    download.value.save_as(sent)
    assert sent.name == "2018-05-notes-aude-lefevre.json"
    context.close()

    told = json.loads(sent.read_bytes())
    assert [each["kind"] for each in told] == ["comment", "proposal", "answer"]
    assert told[0]["on"]["quote"] == "deux"
    assert told[0]["on"]["version"] == html_version(file)
    done = CliRunner().invoke(
        commands, ["--lang", "fr", "notes", str(sent), "--into", str(root / "issues/2018-05"), "--json"]
    )
    assert done.exit_code == 0, done.output
    read = json.loads(done.stdout)
    proposal = next(note for note in read["notes"] if note["kind"] == "proposal")
    lines = (root / proposal["file"]).read_text(encoding="utf-8").split("\n")
    assert lines[proposal["line"] - 1][proposal["column"] - 1 :].startswith("Maryse Aubrée")
    assert read["taken"] == 3
    assert len(list((root / "issues/2018-05/comments").glob("*.yaml"))) == 5


def html_version(file: Path) -> str:
    found = re.search(r'"version":"([0-9a-f]{8})"', file.read_text(encoding="utf-8"))
    assert found
    return found[1]


def test_a_line_leads_to_its_text_and_back(browser: Browser, file: Path) -> None:
    page = opened(browser, file, viewport={"width": 1300, "height": 900})
    line = page.locator("svg.page text", has_text="Le 3").first
    line.scroll_into_view_if_needed()
    box = line.bounding_box()
    assert box
    page.mouse.click(box["x"] + 5, box["y"] + box["height"] / 2)
    page.get_by_role("button", name="Voir dans le texte").click()
    assert page.evaluate("document.querySelector('.here').textContent").startswith("Le 3")
    page.locator(".here").click()
    page.locator("#act").get_by_role("button", name="Voir sur la page").click()
    marked = page.locator(".marks .now").first.bounding_box()
    assert marked
    again = line.bounding_box()
    assert again
    assert abs(marked["y"] + marked["height"] / 2 - again["y"] - again["height"] / 2) < 8
    assert page.faults == []  # type: ignore[attr-defined]


def test_an_html_proof_is_for_everyone(browser: Browser, file: Path) -> None:
    """No fault that axe calls serious, in either view, in the light and in the dark."""
    for scheme, view in (("light", "texts"), ("dark", "pages")):
        page = opened(browser, file, viewport={"width": 1300, "height": 900}, color_scheme=scheme, bypass_csp=True)
        page.click(f"[data-view={view}]")
        found = Axe().run(page, {"exclude": [["svg.page"]]})["violations"]
        assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []


def test_nothing_from_outside_and_no_words_as_code(proof: HtmlProof) -> None:
    html = proof.html.decode("utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy
    assert policy[1].startswith("default-src 'none'; img-src data:; font-src data:; style-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert " style=" not in html
    assert "Jeanne &lt;b&gt;Martin&lt;/b&gt;" in html
    assert not re.search(r'(?:src|href)="(?!#|data:)', html)
