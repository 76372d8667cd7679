"""The door: who may ask, what is served, and how it bears many tabs and careless editors."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from mise_en_page.desk.editor import Editor
from mise_en_page.desk.live import Live
from mise_en_page.desk.messages import Work
from mise_en_page.desk.process import Process
from mise_en_page.desk.secret import secret_of
from mise_en_page.desk.server import STATIC, application
from mise_en_page.desk.watch import matters
from mise_en_page.model.problem import Problem
from mise_en_page.reading import press_profile

HERE, SOCKET = "http://127.0.0.1:8715", "ws://127.0.0.1:8715/live"
LEAD = "issues/2018-05/articles/fleuve.md"


@pytest.fixture
def live(publication: Path) -> Live:
    return _live(publication)


@pytest.fixture
def client(live: Live) -> Iterator[TestClient]:
    with _asking(live) as client:
        yield client


@pytest.fixture(scope="module")
def same(same_publication: Path) -> Iterator[tuple[TestClient, Live]]:
    """One for all tests that change no file."""
    live = _live(same_publication)
    with _asking(live) as client:
        yield client, live


def _live(publication: Path, *notes: Problem) -> Live:
    work = Work(publication / "issues/2018-05", press_profile.shipped("fogra39"), notes)
    return Live(Process(work), Editor(), publication)


@contextmanager
def _asking(live: Live) -> Iterator[TestClient]:
    with TestClient(
        application(live, 8715), base_url=HERE, headers={"accept-language": "en", "x-token": live.token}
    ) as client:
        assert client.portal is not None
        client.portal.call(live.changed, ())
        yield client


def test_the_page_and_its_files_are_served_with_a_strict_policy(same: tuple[TestClient, Live]) -> None:
    client, live = same
    answer = client.get("/")
    assert live.token not in answer.text, "whoever may read the bare page learns nothing"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    for name in STATIC:
        assert client.get(f"/static/{name}").status_code == 200


@pytest.mark.parametrize(
    ("accepted", "language"), [("fr-FR,fr;q=0.9", "fr"), ("en-GB,en;q=0.9,fr;q=0.8", "en"), ("de", "fr")]
)
def test_the_language_is_the_browsers(same: tuple[TestClient, Live], accepted: str, language: str) -> None:
    client, _ = same
    assert f'<html lang="{language}">' in client.get("/", headers={"accept-language": accepted}).text


def test_each_browser_is_told_what_is_wrong_in_its_language(publication: Path) -> None:
    told = Problem.of("signed-pdf", "error", by="Jeanne", on="2018-05-02")
    live = _live(publication, told)
    with _asking(live) as client:
        for language, words in (("en", "the files are those that Jeanne"), ("fr", "les fichiers sont ceux que Jeanne")):
            headers = {"accept-language": language}
            problem = client.get("/state.json", headers=headers).json()["problems"][-1]
            assert problem["message"].startswith(words)
            with client.websocket_connect(SOCKET, ["live", live.token], headers={"origin": HERE, **headers}) as tab:
                assert tab.receive_json()["state"]["problems"][-1] == problem


def test_who_began_the_preview_may_choose_the_language(same: tuple[TestClient, Live]) -> None:
    _, live = same
    asking = TestClient(application(live, 8715, None, "fr"), base_url=HERE)
    assert '<html lang="fr">' in asking.get("/", headers={"accept-language": "en"}).text


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8715", "127.0.0.1", "127.0.0.1:80", "", "127.0.0.1:8715.evil"]
)
def test_a_foreign_host_is_refused(same: tuple[TestClient, Live], host: str) -> None:
    client, _ = same
    for path in ("/", "/state.json", "/page/0.bmp"):
        assert client.get(path, headers={"host": host}).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8715.evil"])
def test_a_foreign_origin_is_refused(same: tuple[TestClient, Live], origin: str) -> None:
    client, live = same
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect(SOCKET, ["live", live.token], headers={"origin": origin}),
    ):
        pass
    assert client.get("/state.json", headers={"origin": origin}).status_code == 403


def test_a_web_socket_says_where_it_comes_from(same: tuple[TestClient, Live]) -> None:
    client, live = same
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(SOCKET, ["live", live.token]):
        pass
    with client.websocket_connect(SOCKET, ["live", live.token], headers={"origin": HERE}) as socket:
        assert socket.receive_json()["type"] == "state"


@pytest.mark.parametrize(
    "path",
    ["/static/../server.py", "/static/%2e%2e/server.py", "/static/..%2fserver.py", "/static/index.html", "/etc/passwd",
     "/issues/2018-05/issue.yaml", "/page/../state.json/x", "/page/99.json", "/page/99.bmp", "/page/-1.json", "/static/"],
)  # fmt: skip
def test_nothing_else_is_served(same: tuple[TestClient, Live], path: str) -> None:
    client, _ = same
    assert client.get(path).status_code in (404, 405)


@pytest.mark.parametrize(
    "query", ["scale=0", "scale=nan", "scale=99", "scale=x", "part=1,2,3", "part=9e9,0,1,1", "part=nan,0,1,1"]
)
def test_a_picture_that_cannot_be_is_refused(same: tuple[TestClient, Live], query: str) -> None:
    client, _ = same
    assert client.get(f"/page/0.bmp?{query}").status_code == 400


ASKED = {"file": LEAD, "line": 1, "column": 1}


def test_an_edit_needs_a_page_of_ours(same: tuple[TestClient, Live]) -> None:
    client, live = same
    mine = {"origin": HERE, "x-token": live.token}
    assert client.post("/open", json=ASKED, headers={"origin": HERE, "x-token": "no"}).status_code == 403
    assert client.post("/open", json=ASKED, headers={"x-token": live.token}).status_code == 403, "no origin"
    assert client.post("/open", json=ASKED, headers=mine).status_code == 404, "no editor is set"
    assert client.post("/open", content=b"[" * 5000, headers=mine).status_code == 400
    assert client.post("/open", json={"file": LEAD}, headers=mine).status_code == 400


@pytest.mark.parametrize("secret", [None, "", "none", "x" * 43])
def test_who_knows_not_the_secret_learns_nothing(same: tuple[TestClient, Live], secret: str | None) -> None:
    """As another user's program may ask, with all the manners of a browser but what only this one was told."""
    _, live = same
    told = {"x-token": secret} if secret is not None else {}
    asking = TestClient(application(live, 8715), base_url=HERE, headers=told)
    bare = asking.get("/")
    assert (bare.status_code, live.token in bare.text, "fleuve" in bare.text) == (200, False, False)
    for path in ("/state.json", "/page/0.bmp", "/page/0.json", "/page/0/inks.json", "/page/0/ways.json",
                 "/page/0/ways/1.bmp", f"/place.json?file={LEAD}&line=1&column=1", "/nothing"):  # fmt: skip
        assert asking.get(path).status_code == 403, path
    for path in ("/open", "/accept", "/take"):
        assert asking.post(path, json=ASKED, headers={"origin": HERE}).status_code == 403, path
    for protocols in ([], ["live"], [live.token], ["live", secret or "none"], ["live", live.token, "more"]):
        with pytest.raises(WebSocketDisconnect), asking.websocket_connect(SOCKET, protocols, headers={"origin": HERE}):
            pass


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_is_not_even_given_a_picture(same: tuple[TestClient, Live], site: str) -> None:
    """``<img src="http://127.0.0.1:8715/page/0.bmp">`` names no origin, but where it stands; and so does a frame."""
    client, _ = same
    for path in ("/page/0.bmp", "/state.json", "/static/preview.js", "/"):
        for destination in ("image", "iframe", "script"):
            headers = {"sec-fetch-site": site, "sec-fetch-mode": "no-cors", "sec-fetch-dest": destination}
            assert client.get(path, headers=headers).status_code == 403, path
    followed = {"sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert client.get("/", headers=followed).status_code == 200, "a link to the bare page may be followed"
    assert client.get("/state.json", headers=followed).status_code == 403
    for own in ("same-origin", "none"):
        assert client.get("/state.json", headers={"sec-fetch-site": own}).status_code == 200


def test_every_message_and_answer_names_the_session(same: tuple[TestClient, Live]) -> None:
    client, live = same
    for path in ("/", "/state.json", "/page/0.bmp", "/nothing", "/static/preview.js"):
        assert client.get(path).headers["x-session"] == live.session
    assert TestClient(application(live, 8715), base_url=HERE).get("/state.json").headers["x-session"] == live.session
    with client.websocket_connect(SOCKET, ["live", live.token], headers={"origin": HERE}) as socket:
        assert socket.receive_json()["session"] == live.session
    other = Live(live.process, live.editor, live.root, live.token)
    assert other.session != live.session
    assert json.loads(other.message("changes", {}))["session"] == other.session


def test_the_secret_outlives_a_restart_and_is_the_users_own(tmp_path: Path) -> None:
    key, folder = tmp_path / "cache" / "preview.key", tmp_path / "issues" / "2018-05"
    first = secret_of(folder, 8715, key)
    assert key.stat().st_mode & 0o777 == 0o600
    assert secret_of(folder, 8715, key) == first, "an open tab is let in again"
    assert len({first, secret_of(folder, 8716, key), secret_of(folder.parent, 8715, key)}) == 3
    key.chmod(0o644)
    told = secret_of(folder, 8715, key)
    assert told != first, "somebody may have read it"
    assert key.stat().st_mode & 0o777 == 0o600
    (tmp_path / "laid").write_bytes(key.read_bytes())
    key.unlink()
    key.symlink_to(tmp_path / "laid")
    assert secret_of(folder, 8715, key) != told, "somebody may have laid it"
    nowhere = tmp_path / "laid" / "preview.key"
    assert secret_of(folder, 8715, nowhere) != secret_of(folder, 8715, nowhere), "it holds for once"


def test_a_word_that_is_told_is_accepted_for_good_and_nothing_else_is_written(client: TestClient, live: Live) -> None:
    lead = live.root / LEAD
    lead.write_text(lead.read_text(encoding="utf-8").replace("la crue", "la la crue", 1), encoding="utf-8")
    assert client.portal is not None
    client.portal.call(live.changed, (LEAD,))
    (told,) = [each for each in client.get("/state.json").json()["problems"] if each["code"] == "repeated-word"]
    assert told["accept"] == "la la"
    mine, words = {"origin": HERE, "x-token": live.token}, live.root / "mots.txt"
    for asked in ({"words": "le mot"}, {"words": 3}, {}, [], {"words": "la la\nle mot"}):
        assert client.post("/accept", json=asked, headers=mine).status_code == 400
    assert client.post("/accept", content=b"x" * 20_000, headers=mine).status_code == 400
    assert not words.exists()
    words.mkdir()
    refused = client.post("/accept", json={"words": "la la"}, headers=mine)
    assert (refused.status_code, "mots.txt" in refused.text) == (422, True)
    words.rmdir()
    assert client.post("/accept", json={"words": "la la"}, headers=mine).status_code == 200
    assert words.read_text(encoding="utf-8") == "la la\n"
    client.portal.call(live.changed, ("mots.txt",))
    problems = client.get("/state.json").json()["problems"]
    assert [each["code"] for each in problems if each["code"] != "slow"] == []  # as a busy machine is


def test_a_way_that_is_offered_is_pinned_and_nothing_else_is_written(client: TestClient, live: Live) -> None:
    listed = live.root / "issues/2018-05/issue.yaml"
    typed, mine = listed.read_text(encoding="utf-8"), {"origin": HERE, "x-token": live.token}
    offered = client.get("/page/0/ways.json").json()
    assert [way["number"] for way in offered["ways"]] == [1, 2, 3]
    assert offered["ways"][0]["words"][0] == "master main"
    for number in (1, 2):
        picture = client.get(f"/page/0/ways/{number}.bmp")
        assert (picture.status_code, picture.content[:2]) == (200, b"BM")
    for path in ("/page/0/ways/9.bmp", "/page/0/ways/x.bmp", "/page/99/ways.json", "/page/99/ways/1.bmp"):
        assert client.get(path).status_code in (404, 422)
    asked = {"page": 0, "number": 2, "version": offered["version"]}
    for wrong in ({}, [], {"page": "x", "number": 1, "version": 1}, {"page": 0}):
        assert client.post("/take", json=wrong, headers=mine).status_code == 400
    assert client.post("/take", json=asked | {"version": 99}, headers=mine).status_code == 409
    assert client.post("/take", json=asked | {"number": 9}, headers=mine).status_code == 422
    assert listed.read_text(encoding="utf-8") == typed
    assert client.post("/take", json=asked, headers=mine).status_code == 200
    assert "sizes: {" in listed.read_text(encoding="utf-8")
    assert client.portal is not None
    client.portal.call(live.changed, ("issues/2018-05/issue.yaml",))
    taken = client.get("/page/0/ways.json").json()["ways"]
    assert taken[0]["slots"] == offered["ways"][1]["slots"]


def test_the_editor_opens_files_of_the_publication_alone(publication: Path, tmp_path: Path) -> None:
    editor = Editor("true --goto {file}:{line}:{column}")
    assert editor.open(publication, LEAD, 3, 4)
    assert editor.words(publication, "a b.md", 3, 4) == ["true", "--goto", f"{publication}/a b.md:3:4"]
    (tmp_path.parent / "outside.md").write_text("x", encoding="utf-8")
    for file in ("../outside.md", "/etc/passwd", "issues/2018-05/nowhere.md", "fonts/newsreader/LICENCE.txt"):
        assert not editor.open(publication, file, 1, 1)
    assert not Editor("no-such-program {file}").open(publication, LEAD, 1, 1)
    assert not Editor().open(publication, LEAD, 1, 1)


def test_words_of_an_article_are_data(client: TestClient, live: Live, publication: Path) -> None:
    """A tag that is typed is refused, and told in JSON that names it; a plain < stays what it is."""
    path = publication / LEAD
    text = path.read_text(encoding="utf-8")
    assert client.portal is not None
    path.write_text(text.replace("title: ", "title: 1 < 2 & ", 1), encoding="utf-8")
    client.portal.call(live.changed, [LEAD])
    assert client.get("/state.json").json()["articles"][6]["title"].startswith("1 < 2 & ")
    path.write_text(text + "\n\n<script>alert(1)</script> et [lien](javascript:alert(1))\n", encoding="utf-8")
    client.portal.call(live.changed, [LEAD])
    answer = client.get("/state.json")
    assert answer.headers["content-type"] == "application/json"
    assert any(problem["broken"] and "script" in problem["message"] for problem in answer.json()["problems"])
    assert "alert(1)" not in client.get("/").text


def test_pages_tell_their_lines_with_the_place_where_they_are_written(client: TestClient, publication: Path) -> None:
    data = client.get("/page/1.json").json()
    line = next(line for line in data["lines"] if "moteur" in line["text"])
    written = (publication / line["file"]).read_text(encoding="utf-8").split("\n")
    assert written[line["line"] - 1][line["column"] - 1 :].split()[0].startswith("Il")
    assert {"grid", "x"}.isdisjoint(data)
    for correction in data["corrections"]:
        x, y, width, height = correction["box"]
        assert 0 <= x <= data["trim"][0]
        assert 0 <= y + height <= data["trim"][1] + 20
        assert width > 0
        assert correction["sentence"]


def test_corrections_stand_among_whole_words(client: TestClient, publication: Path) -> None:
    for article in client.get("/corrections.json").json():
        words = set((publication / article["file"]).read_text(encoding="utf-8").split())
        for each in article["corrections"]:
            if each["left"].startswith("…") and " " in each["left"]:
                assert each["left"][1:].split(" ")[0] in words, each
            if each["right"].endswith("…") and " " in each["right"]:
                assert each["right"][:-1].split(" ")[-1] in words, each


def test_inks_are_measured_on_the_finished_page(same: tuple[TestClient, Live]) -> None:
    client, _ = same
    measured = client.get("/page/1/inks.json").json()
    assert set(measured["inks"]) == {"Cyan", "Magenta", "Yellow", "Black"}
    assert 0 < measured["inks"]["Black"] < 40
    assert 100 < measured["most"] <= measured["limit"]


def test_twenty_tabs_hear_of_a_save_and_two_hundred_requests_are_served(
    client: TestClient, live: Live, publication: Path
) -> None:
    with contextlib.ExitStack() as stack:  # closed whatever is found wrong: else the server waits for them for ever
        sockets = [
            stack.enter_context(client.websocket_connect(SOCKET, ["live", live.token], headers={"origin": HERE}))
            for _ in range(20)
        ]
        for socket in sockets:
            socket.receive_json()
        path = publication / LEAD
        path.write_text(path.read_text(encoding="utf-8").replace("moteur", "bateau", 1), encoding="utf-8")
        assert client.portal is not None
        client.portal.call(live.changed, [LEAD])
        for socket in sockets:
            told = socket.receive_json()
            while told["type"] == "state":  # of before: what takes long on a busy machine is told
                told = socket.receive_json()
            assert told["type"] == "changes"
            assert [change["page"] for change in told["changes"]] == [1]
            assert socket.receive_json()["type"] == "state"

    async def many() -> list[object]:
        return await asyncio.gather(*(live.picture(n % 2, 1.0, None) for n in range(200)))

    assert all(client.portal.call(many))


def test_a_truncating_editor_never_shows_an_empty_page(client: TestClient, live: Live, publication: Path) -> None:
    """Thirty saves that empty the file, wait 10 ms, and write it: no tab ever hears of an error."""
    path = publication / LEAD
    text = path.read_text(encoding="utf-8")

    async def saves() -> None:
        for number in range(30):
            path.write_bytes(b"")
            telling = asyncio.create_task(live.changed([LEAD]))
            await asyncio.sleep(0.01)
            path.write_text(text.replace("moteur", f"moteur{number}", 1), encoding="utf-8")
            await telling

    assert client.portal is not None
    with client.websocket_connect(SOCKET, ["live", live.token], headers={"origin": HERE}) as socket:
        socket.receive_json()
        client.portal.call(saves)
        shown = 0
        while shown < 30:
            told = socket.receive_json()
            if told["type"] == "changes":
                assert len(told["changes"]) == 1
                shown += 1
            else:
                assert not any(problem["broken"] for problem in told["state"]["problems"])
    assert live.told.made


def test_what_editors_leave_beside_their_files_is_no_change(tmp_path: Path) -> None:
    for name in ("issue.yaml", "articles/a.md", "images/a.svg", "layouts/breves/page.html.j2", "fonts/a/b.ttf"):
        assert matters(tmp_path / name, tmp_path)
    for name in (".a.md.swp", "a.md~", "4913", ".git/x.yaml", "articles/.#a.md", "a.md.tmp", "articles"):
        assert not matters(tmp_path / name, tmp_path)
    assert not matters(tmp_path.parent / "a.md", tmp_path)
