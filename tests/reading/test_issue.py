"""A good issue, as it is read; what stands around it; and that all that is wrong is told at once."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from mise_en_page.model.issue import Intertitle, Paragraph, Picture, PullQuote, Text
from mise_en_page.model.problem import Problem, Refused, Span
from mise_en_page.reading import Read, read_issue, reread


def refused(issue: Path) -> list[Problem]:
    with pytest.raises(Refused) as caught:
        read_issue(issue)
    return list(caught.value.problems)


def codes(read: Read) -> list[str]:
    return [problem.code for problem in read.problems]


def plain(text: Text) -> str:
    return text.characters


def test_a_good_issue(issue: Path) -> None:
    read = read_issue(issue)
    assert read.problems == ()
    assert read.root == issue.parent.parent.resolve()
    assert (read.issue.name, read.issue.number, read.issue.date) == ("un", "12", "2018-05-01")
    assert read.issue.publication.name == "Le Petit Écho"
    assert list(read.layouts) == ["breves"]
    (page,) = read.issue.pages
    assert (page.layout, page.folio, plain(page.section)) == ("breves", 7, "Les Brèves")
    pont, marche = (placement.article for placement in page.articles)
    assert (pont.name, marche.name) == ("pont", "marche")
    assert [plain(text) for text in (pont.kicker, pont.title, pont.chapo, pont.byline)] == [
        "Patrimoine",
        "Le pont rouvre",
        "Trois ans de travaux.",
        "g.m",
    ]
    assert pont.picture is not None
    assert pont.picture.file == "issues/un/images/pont.png"
    assert plain(pont.picture.caption) == "Le pont, vu du quai."
    assert [type(block) for block in pont.body] == [Paragraph, Intertitle, Paragraph, PullQuote]


def test_every_origin_leads_to_the_character_in_the_file(issue: Path) -> None:
    (page,) = read_issue(issue).issue.pages
    for placement in page.articles:
        article = placement.article
        written = (issue / "articles" / f"{article.name}.md").read_text(encoding="utf-8")
        quotes = [
            text for block in article.body if isinstance(block, PullQuote) for text in (block.text, block.attribution)
        ]
        others = [block.text for block in article.body if isinstance(block, Paragraph | Intertitle)]
        for text in (article.title, article.kicker, article.chapo, article.byline, *quotes, *others):
            assert "".join(written[origin] for origin in text.origins) == text.characters
    written = (issue / "issue.yaml").read_text(encoding="utf-8")
    assert "".join(written[origin] for origin in page.section.origins) == "Les Brèves"


def test_emphasis_and_typed_breaks_in_a_title(issue: Path) -> None:
    (issue / "articles/pont.md").write_text("---\ntitle: Le *Pont*, \\\\ enfin : 5*3*2\n---\nTexte.\n")
    title = read_issue(issue).issue.pages[0].articles[0].article.title
    assert title.characters == "Le Pont,\nenfin : 5*3*2"
    assert [(mark.kind, mark.start, mark.end) for mark in title.marks] == [("emphasis", 3, 7)]


def test_a_link_in_a_chapo_is_one_and_a_joke_in_a_title_is_none(issue: Path) -> None:
    head = "title: Le pont [enfin](ou presque)\nchapo: Voir [le plan](https://exemple.fr)."
    (issue / "articles/pont.md").write_text(f"---\n{head}\n---\nTexte.\n")
    article = read_issue(issue).issue.pages[0].articles[0].article
    assert article.title.characters == "Le pont [enfin](ou presque)"
    assert article.chapo.characters == "Voir le plan."
    assert article.chapo.marks[0].href == "https://exemple.fr"


def test_a_title_on_two_lines(issue: Path) -> None:
    (issue / "articles/pont.md").write_text("---\ntitle: |\n  Le pont\n  rouvre\n---\nTexte.\n")
    assert read_issue(issue).issue.pages[0].articles[0].article.title.characters == "Le pont\nrouvre"


def test_a_key_figure_needs_no_title(issue: Path) -> None:
    (issue / "articles/pont.md").write_text("---\nchiffre-clé: 12 %\n---\nde hausse.\n")
    article = read_issue(issue).issue.pages[0].articles[0].article
    assert article.figure.characters == "12 %"
    assert not article.title


def test_a_picture_in_the_body(issue: Path) -> None:
    text = "---\ntitle: Le pont\n---\n![Un pont](images/pont.png)\nLe *pont*.\nCrédit : J. R.\n"
    (issue / "articles/pont.md").write_text(text)
    (picture,) = read_issue(issue).issue.pages[0].articles[0].article.body
    assert isinstance(picture, Picture)
    assert (picture.alternative, plain(picture.caption), plain(picture.credit)) == ("Un pont", "Le pont.", "J. R.")


def test_a_picture_of_the_publication_serves_every_issue(issue: Path) -> None:
    shared = issue.parent.parent / "images"
    shared.mkdir()
    (issue / "images/pont.png").rename(shared / "logo.png")
    (issue / "articles/pont.md").write_text("---\ntitle: Le pont\nimage: images/logo.png\nfocus: 50% 30%\n---\nTexte.\n")
    picture = read_issue(issue).issue.pages[0].articles[0].article.picture
    assert picture is not None
    assert (picture.file, picture.focus) == ("images/logo.png", (0.5, 0.3))


@pytest.mark.parametrize(("asked", "named"), [("NFC", "NFD"), ("NFD", "NFC"), ("NFD", "NFD")])
def test_names_match_in_any_normal_form(issue: Path, asked: str, named: str) -> None:
    """A Mac writes é as two characters in the names of files, and nobody sees it."""
    picture = unicodedata.normalize(named, "été.png")
    article = unicodedata.normalize(named, "étape.md")
    (issue / "images/pont.png").rename(issue / "images" / picture)
    (issue / "articles/pont.md").unlink()
    text = "---\ntitre: L'été\nphoto: images/été.png\n---\nÀ l'été.\n"
    (issue / "articles" / article).write_text(unicodedata.normalize(asked, text))
    listed = (issue / "issue.yaml").read_text().replace("- pont", "- étape")
    (issue / "issue.yaml").write_text(unicodedata.normalize(asked, listed))
    read = read_issue(issue)
    (placement, _) = read.issue.pages[0].articles
    assert placement.article.title.characters == "L'été"
    assert placement.article.picture is not None
    assert (read.root / placement.article.picture.file).exists()
    assert codes(read) == []


def test_a_link_that_stays_inside_is_followed(issue: Path) -> None:
    (issue / "images/pont.png").rename(issue / "images/quai.png")
    (issue / "images/pont.png").symlink_to("quai.png")
    assert read_issue(issue).problems == ()


def test_an_article_goes_by_its_name_or_its_file(issue: Path) -> None:
    text = (issue / "issue.yaml").read_text()
    (issue / "issue.yaml").write_text(text.replace("- pont", "- {fichier: articles/pont.md, emplacement: lead}"))
    placement = read_issue(issue).issue.pages[0].articles[0]
    assert (placement.article.name, placement.slot) == ("pont", "lead")


def test_issue_yaml_itself_may_be_named(issue: Path) -> None:
    assert read_issue(issue / "issue.yaml").issue.name == "un"


def test_the_publication_needs_no_settings(issue: Path) -> None:
    (issue.parent.parent / "publication.yaml").unlink()
    publication = read_issue(issue).issue.publication
    assert (publication.name, publication.language, publication.settings) == ("publication", "fr-FR", ())


def test_settings_are_text(issue: Path) -> None:
    (issue.parent.parent / "publication.yaml").write_text("nom: 1984\ntypographie:\n  ellipsis: On\n  max_hyphens: 2\n")
    publication = read_issue(issue).issue.publication
    assert (publication.name, publication.settings) == ("1984", (("ellipsis", "On"), ("max_hyphens", "2")))


def test_an_article_that_stands_on_no_page_is_a_warning(issue: Path) -> None:
    (issue / "articles/oubli.md").write_text("---\ntitle: Oubli\n---\nTexte.\n")
    (problem,) = read_issue(issue).problems
    assert (problem.code, problem.severity) == ("unplaced-article", "warning")
    assert problem.where == Span("issues/un/articles/oubli.md")


def test_everything_that_is_wrong_is_told_at_once(issue: Path) -> None:
    root = issue.parent.parent
    (issue / "issue.yaml").write_text((issue / "issue.yaml").read_text().replace("number", "nombre"))
    (issue / "articles/pont.md").write_text("---\ntitel: Le pont\nimage: images/rien.png\n---\n<b>Gras</b>\n")
    (issue / "articles/marche.md").write_bytes("---\ntitle: Le marché\n---\nJeudi.\n".encode("cp1252"))
    (root / "layouts/breves/style.css").unlink()
    (root / "layouts/breves/layout.yaml").write_text("format: {width: 210}\n")
    (root / "publication.yaml").write_text("a: [b\n")
    told = refused(issue)
    files = {problem.where.file for problem in told if isinstance(problem.where, Span)}
    assert files == {
        "publication.yaml",
        "issues/un/issue.yaml",
        "issues/un/articles/pont.md",
        "issues/un/articles/marche.md",
        "layouts/breves/layout.yaml",
        "layouts/breves/style.css",
    }
    assert {"unknown-key", "raw-html", "not-utf-8", "broken-yaml", "incomplete-layout", "bad-value"} <= {
        p.code for p in told
    }
    assert {problem.where.file for problem in told[:2] if isinstance(problem.where, Span)} == {"issues/un/issue.yaml"}


def test_a_flood_of_faults_is_cut_short(issue: Path) -> None:
    (issue / "articles/pont.md").write_text("---\ntitle: Le pont\n---\n" + "<b>a</b>\n\n" * 1_000)
    told = refused(issue)
    assert len(told) == 21
    assert "more of this kind" in told[-1].message


@pytest.mark.parametrize("name", ["", "a" * 5000, "a\0b", "~"])
def test_a_folder_that_cannot_be_is_told(tmp_path: Path, name: str) -> None:
    assert [problem.code for problem in refused(tmp_path / name)] == ["no-issue"]


def test_the_same_files_give_the_same_issue(issue: Path) -> None:
    assert read_issue(issue) == read_issue(issue)


def test_after_a_save_what_did_not_change_is_the_same_object(publication: Path) -> None:
    read = read_issue(publication / "issues" / "un")
    article = publication / "issues" / "un" / "articles" / "marche.md"
    article.write_text(article.read_text(encoding="utf-8") + "\nEncore un mot.\n", encoding="utf-8")
    again = reread(read, ["issues/un/articles/marche.md"])
    (before,), (after,) = read.issue.pages, again.issue.pages
    assert [one is other for one, other in zip(before.articles, after.articles, strict=True)] == [True, False]
    assert again.layouts["breves"] is read.layouts["breves"]
    issue = publication / "issues" / "un" / "issue.yaml"
    issue.write_text(issue.read_text(encoding="utf-8") + "title: Mai\n", encoding="utf-8")
    renamed = reread(again, ["issues/un/issue.yaml"])
    assert renamed.issue.title.characters == "Mai"
    assert renamed.issue.pages[0] is after
    assert renamed.issue.publication is again.issue.publication


def test_after_a_save_a_picture_has_the_shape_that_it_had(publication: Path) -> None:
    """It is not looked at again, and the page is made by its shape."""
    read = read_issue(publication / "issues" / "un")
    article = publication / "issues" / "un" / "articles" / "pont.md"
    article.write_text(article.read_text(encoding="utf-8") + "\nEncore un mot.\n", encoding="utf-8")
    again = reread(read, ["issues/un/articles/pont.md"])
    before, after = (each.issue.pages[0].articles[0].article.picture for each in (read, again))
    assert before is not None
    assert before.shape > 0
    assert after == before


def test_a_layout_that_becomes_a_spread_makes_two_pages(publication: Path) -> None:
    issue, layout = publication / "issues/un/issue.yaml", publication / "layouts/breves/layout.yaml"
    issue.write_text(issue.read_text(encoding="utf-8").replace("folio: 7", "folio: 8"), encoding="utf-8")
    read = read_issue(issue.parent)
    assert len(read.issue.pages) == 1
    spread = layout.read_text(encoding="utf-8").replace("    unit: ", "    page: left\n    unit: ")
    spread = spread.replace(
        "page: left\n    unit: 8\n    units: 4\n    lines: 55-70",
        "page: right\n    unit: 8\n    units: 4\n    lines: 55-70",
    )
    layout.write_text(f"pages: 2\n{spread}", encoding="utf-8")
    again = reread(read, ["layouts/breves/layout.yaml"])
    assert [page.folio for page in again.issue.pages] == [8, 9]
