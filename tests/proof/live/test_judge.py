"""What only the finished file tells is told in the preview as well, once nobody edits."""

from pathlib import Path

from starlette.testclient import TestClient

from mise_en_page import press
from mise_en_page.proof.live.editor import Editor
from mise_en_page.proof.live.engine import Engine
from mise_en_page.proof.live.run import SinceSigned
from mise_en_page.proof.live.server import Live, application

HERE, SOCKET = "http://127.0.0.1:8715", "ws://127.0.0.1:8715/live"


def test_too_much_ink_is_told_in_the_preview(publication: Path) -> None:
    with (publication / "layouts/breves/style.css").open("a", encoding="utf-8") as file:
        file.write(".tab{background:device-cmyk(1 1 1 1)}")
    folder, profile = publication / "issues/2018-05", press.shipped("fogra39")
    engine = Engine(folder, profile)
    assert engine.make().problems == ()
    live = Live(engine, Editor(), SinceSigned(folder, profile))
    with (
        TestClient(application(live, 8715), base_url=HERE) as client,
        client.websocket_connect(SOCKET, headers={"origin": HERE}) as socket,
    ):
        problems: list[dict[str, object]] = []
        while not problems:
            problems = socket.receive_json().get("state", {}).get("problems", [])
    first = problems[0]
    assert (first["code"], first["severity"], first["page"]) == ("ink-limit", "error", 0)
