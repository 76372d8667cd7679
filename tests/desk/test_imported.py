"""What came from elsewhere, beside the pages: the report and the comments, each leading to its line."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from mise_en_page.desk.editor import Editor
from mise_en_page.desk.imported import Imported
from mise_en_page.desk.live import Live
from mise_en_page.desk.messages import Work
from mise_en_page.desk.process import Process
from mise_en_page.desk.server import application
from mise_en_page.importing.bring import bring
from mise_en_page.reading import press_profile

HERE = "http://127.0.0.1:8715"
TEXT = '<h1>Le fleuve</h1><p>Il <s>monte</s>.</p><img src="https://exemple.fr/a.png">'


def test_the_report_of_an_import_is_in_the_preview(publication: Path) -> None:
    issue = publication / "issues" / "2018-05"
    bring(issue, [("fleuve.html", TEXT.encode())])
    listed = (
        (issue / "issue.yaml").read_text(encoding="utf-8").replace("      - bac\n", "      - bac\n      - le-fleuve\n", 1)
    )
    (issue / "issue.yaml").write_text(listed, encoding="utf-8")
    live = Live(Process(Work(issue, press_profile.shipped("fogra39"), ())), Editor(), publication)
    with TestClient(
        application(live, 8715), base_url=HERE, headers={"accept-language": "fr", "x-token": live.token}
    ) as client:
        assert client.portal is not None
        client.portal.call(live.changed, ())
        (told,) = client.get("/state.json").json()["imports"]
    assert (told["source"], told["articles"]) == ("fleuve.html", ["le-fleuve"])
    struck = next(each for each in told["told"] if "barré" in each["message"])
    assert (struck["severity"], struck["file"], struck["line"]) == ("warning", "issues/2018-05/articles/le-fleuve.md", 4)
    assert isinstance(struck["page"], int)


def test_it_is_read_again_only_when_another_has_come(publication: Path) -> None:
    issue = publication / "issues" / "2018-05"
    read = Imported(issue)
    assert read() == []
    bring(issue, [("fleuve.html", TEXT.encode())])
    once = read()
    assert [each.source for each in once] == ["fleuve.html"]
    assert read() is once
    (issue / "imports" / "broken.json").write_text("{", encoding="utf-8")
    assert [each.source for each in read()] == ["fleuve.html"]
