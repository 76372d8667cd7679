"""docs/writing.md names every key, and what it shows can be read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mise_en_page.model.issue import Choice
from mise_en_page.reading import read_issue
from mise_en_page.reading.fields import (
    FRENCH,
    ArticleFields,
    IssueFields,
    LayoutFields,
    PageFields,
    PlacementFields,
    SlotFields,
)
from mise_en_page.reading.publication_fields import PublicationFields

PAGE = (Path(__file__).parent.parent.parent / "docs" / "writing.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```(?:yaml)?\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(
    "model", [ArticleFields, IssueFields, PageFields, PlacementFields, PublicationFields, SlotFields, LayoutFields]
)
def test_every_key_is_named(model: Any) -> None:
    for key in model.model_fields:
        assert f"`{key}`" in PAGE or f"\n{key}: " in PAGE or f"\n{key}:\n" in PAGE, key
        for french in FRENCH.get(key, ()):
            assert f"`{french}`" in PAGE, french


def test_every_sign_that_can_be_escaped_is_named() -> None:
    for sign in "*_[]<>#!&~":
        assert f"`\\{sign}`" in PAGE, sign


def test_what_is_shown_can_be_read(issue: Path) -> None:
    _, listed, _, _, article, layout, _, _ = SHOWN
    (issue / "issue.yaml").write_text(listed)
    (issue / "images/pont.png").rename(issue / "images/beffroi.jpg")
    for old in (issue / "articles").iterdir():
        old.unlink()
    (issue / "articles/fleuve.md").write_text(article)
    (issue / "articles/chiffre-nuit.md").write_text("---\nchiffre: 12\n---\ncloches.\n")
    (issue.parent.parent / "layouts/breves/layout.yaml").write_text(layout)
    read = read_issue(issue)
    assert read.problems == ()
    assert read.issue.pages[0].articles[0].article.title.characters == "Carillon : le retour"
    assert [slot.name for slot in read.layouts["breves"].slots] == ["lead", "rail", "figure"]


def test_the_shared_folios_that_are_shown_can_be_read(issue: Path) -> None:
    _, listed, _, shared, *_ = SHOWN
    (issue / "issue.yaml").write_text(listed.partition("  - layout")[0] + shared)
    for name in ("fleuve", "bac", "carillon", "chiffre-nuit"):
        (issue / "articles" / f"{name}.md").write_text("---\ntitle: Le pont\n---\nIl rouvre.\n")
    first, *others = read_issue(issue).issue.pages
    assert first.choice == Choice(("breves",), 4)
    assert [page.folio for page in (first, *others)] == [14, 15, 16, 17]
    assert first.articles[0].folio == 15


def test_the_adverts_that_are_shown_can_be_read(issue: Path) -> None:
    _, listed, booked, *_ = SHOWN
    (issue / "issue.yaml").write_text(listed.partition("  - layout")[0] + booked)
    for name in ("fleuve", "bac", "gare"):
        (issue / "articles" / f"{name}.md").write_text("---\ntitle: Le pont\n---\nIl rouvre.\n")
    (issue / "adverts").mkdir()
    (issue / "adverts/dupont.pdf").write_bytes(b"%PDF-1.6")
    layout = issue.parent.parent / "layouts/breves/layout.yaml"
    layout.write_text(
        layout.read_text() + "  quarter: {takes: advert, unit: 0, units: 1, lines: 0-2, fit: cover, align: [top]}\n"
    )
    [page] = read_issue(issue).issue.pages
    [advert] = page.adverts
    assert (advert.file.rpartition("/")[2], advert.slot, advert.folio, advert.page) == ("dupont.pdf", "quarter", 15, 0)


def test_the_spread_that_is_shown_can_be_read(issue: Path) -> None:
    layout, _, spread = SHOWN[-3:]
    written = issue / "issue.yaml"
    written.write_text(written.read_text().replace("folio: 7", "folio: 8"))
    (issue.parent.parent / "layouts/breves/layout.yaml").write_text(layout.partition("slots:")[0] + spread)
    assert read_issue(issue).layouts["breves"].pages == 2


def test_the_variants_that_are_shown_can_be_read(issue: Path) -> None:
    layout, shown, _ = SHOWN[-3:]
    (issue.parent.parent / "layouts/breves/layout.yaml").write_text(layout.partition("slots:")[0] + shown)
    lead, rail = read_issue(issue).layouts["breves"].slots
    assert [variant.slot.look for variant in (*lead.variants, *rail.variants)] == ["lead wide", "rail row"]
    assert lead.variants[0].when == (("rail", 0, 3),)
    assert rail.variants[0].slot.shrink == 26
