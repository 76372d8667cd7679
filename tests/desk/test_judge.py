"""What only the finished file tells is told in the preview as well, once nobody edits."""

from pathlib import Path

from starlette.testclient import TestClient

from mise_en_page.desk.editor import Editor
from mise_en_page.desk.live import Live
from mise_en_page.desk.messages import Work
from mise_en_page.desk.process import Process
from mise_en_page.desk.server import application
from mise_en_page.reading import press_profile

HERE, SOCKET = "http://127.0.0.1:8715", "ws://127.0.0.1:8715/live"


def test_too_much_ink_is_told_in_the_preview(publication: Path) -> None:
    with (publication / "layouts/breves/style.css").open("a", encoding="utf-8") as file:
        file.write(".tab{background:device-cmyk(1 1 1 1)}")
    live = Live(Process(Work(publication / "issues/2018-05", press_profile.shipped("fogra39"))), Editor(), publication)
    with (
        TestClient(application(live, 8715), base_url=HERE) as client,
        client.websocket_connect(SOCKET, ["live", live.token], headers={"origin": HERE}) as socket,
    ):
        problems: list[dict[str, object]] = []
        while not problems:
            told = socket.receive_json().get("state", {}).get("problems", [])
            problems = [each for each in told if each["code"] != "slow"]  # the machine may be at something else
    first = problems[0]
    assert (first["code"], first["severity"], first["page"]) == ("ink-limit", "error", 0)
