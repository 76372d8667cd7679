"""The preview as a real server over real sockets, with what would stop or fill it: it is told, bounded, and heals."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from browsing import Address, served

#: A step may take so many seconds of the processor here; 20 are usual.
QUICK = "from mise_en_page.model import limits; limits.STEP_SECONDS = 10.0"
#: Flexible boxes within each other: WeasyPrint lays each out several times, and so on inwards.
SLOW = '<div style="display:flex">' * 12 + "x" + "</div>" * 12
LONG = 120.0
TEMPLATE = "layouts/breves/page.html.j2"


def soon(true: Callable[[], Any], seconds: float = LONG) -> Any:
    """What comes true, sooner or later."""
    until = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.05)
    return found


def state(address: Address) -> dict[str, Any]:
    with urlopen(address.ask("state.json", **{"Accept-Language": "en"})) as answer:
        return json.load(answer)  # type: ignore[no-any-return]


def problems(address: Address, code: str) -> list[dict[str, Any]]:
    return [each for each in state(address)["problems"] if each["code"] == code]


def picture(address: Address, page: int = 0, scale: float = 1.0) -> bytes:
    with urlopen(address.ask(f"page/{page}.bmp?scale={scale}")) as answer:
        return answer.read()  # type: ignore[no-any-return]


def memory(pids: list[int]) -> float:
    """What some processes hold, in MB."""
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def family(process: int) -> list[int]:
    """A process and those that it began."""
    begun = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return [process, *map(int, begun)]


def is_there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.fixture
def issue(publication: Path) -> Path:
    return publication / "issues/2018-05"


@pytest.fixture(scope="module")
def address(same_publication: Path) -> Iterator[Address]:
    with served(same_publication / "issues/2018-05") as address:
        soon(lambda: state(address)["pages"])
        yield address


def test_a_page_that_hangs_is_told_by_name_keeps_its_picture_and_heals(publication: Path, issue: Path) -> None:
    template = publication / TEMPLATE
    good = template.read_text(encoding="utf-8")
    with served(issue, first=QUICK) as address:
        soon(lambda: state(address)["pages"])
        before = picture(address)
        template.write_text(good + SLOW, encoding="utf-8")
        told = soon(lambda: problems(address, "too-slow"))
        assert told[0]["message"].startswith("drawing page 14 takes longer than 10 seconds")
        assert (told[0]["page"], told[0]["file"], told[0]["broken"]) == (0, TEMPLATE, True)
        assert picture(address) == before, "the last good page stays"
        template.write_text(good, encoding="utf-8")
        soon(lambda: not problems(address, "too-slow"))
        version = state(address)["pages"][0]["version"]
        soon(lambda: picture(address) == before)
        assert version > 1


def test_what_is_mended_while_it_hangs_heals_without_waiting_for_its_time(publication: Path, issue: Path) -> None:
    """With the usual bound of 20 seconds: a save that waits for a page that hangs ends it."""
    template = publication / TEMPLATE
    good = template.read_text(encoding="utf-8")
    with served(issue) as address:
        soon(lambda: state(address)["pages"])
        before = picture(address)
        template.write_text(good + SLOW, encoding="utf-8")
        # where others are at work, an earlier step may be slow, too
        soon(lambda: [each for each in problems(address, "slow") if "drawing page 14" in each["message"]])
        template.write_text(good, encoding="utf-8")
        soon(lambda: not problems(address, "slow"))
        assert not problems(address, "too-slow")
        assert picture(address) == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_it_ends_at_once_and_quietly_even_while_it_draws(
    number: signal.Signals, publication: Path, issue: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    template = publication / TEMPLATE
    with served(issue) as address:
        soon(lambda: state(address)["pages"])
        template.write_text(template.read_text(encoding="utf-8") + SLOW, encoding="utf-8")
        soon(lambda: problems(address, "slow"))
        there = family(address.process)
        assert len(there) == 2

        def ask() -> None:
            with suppress(OSError):  # it ends
                picture(address)

        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(0.3)
        began = time.monotonic()
        os.kill(address.process, number)
        soon(lambda: not any(is_there(pid) for pid in there), 30)
        assert time.monotonic() - began < 10, "about a second; ten where others are at work"
        asking.join()
    told = capfd.readouterr().err
    assert "Traceback" not in told, told


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_drawing_process_that_is_killed_is_told_or_replaced(number: signal.Signals, issue: Path) -> None:
    with served(issue) as address:
        soon(lambda: state(address)["pages"])
        before = picture(address)
        _, worker = family(address.process)
        os.kill(worker, number)
        soon(lambda: not is_there(worker))
        (issue / "articles/fleuve.md").touch()
        soon(lambda: len(family(address.process)) == 2)
        assert soon(lambda: picture(address) == before)
        assert not [each for each in state(address)["problems"] if each["broken"]]


def test_folders_that_go_away_are_told_and_come_back(publication: Path, issue: Path) -> None:
    with served(issue) as address:
        soon(lambda: state(address)["pages"])
        for folder in (issue, publication / "layouts", publication / "layouts/breves"):
            away = folder.with_name("elsewhere")
            folder.rename(away)
            soon(lambda: any(each["broken"] for each in state(address)["problems"]))
            assert state(address)["pages"], "the last good pages stay"
            away.rename(folder)
            soon(lambda: not any(each["broken"] for each in state(address)["problems"]))


def test_pictures_that_nobody_reads_do_not_pile_up(address: Address) -> None:
    picture(address)
    host, port = address.removeprefix("http://").rstrip("/").split(":")
    before = memory(family(address.process))
    with ExitStack() as stack:
        most = before
        for n in range(60):
            asking = stack.enter_context(socket.create_connection((host, int(port))))
            head = f"GET /page/{n % 2}.bmp?scale={2 + n / 16} HTTP/1.1\r\nHost: {host}:{port}\r\n"
            asking.sendall(f"{head}X-Token: {address.secret}\r\n\r\n".encode())
        for _ in range(30):
            time.sleep(0.1)
            most = max(most, memory(family(address.process)))
        assert most - before < 450, "of 60 pictures that would have 2 GB together"
        # and whoever reads is served, once those who do not have been let go
        assert len(picture(address, 1, 1.0)) > 1_000_000


def test_half_open_connections_end_and_shut_nobody_out(address: Address) -> None:
    host, port = address.removeprefix("http://").rstrip("/").split(":")

    def held() -> int:
        return len(list(Path(f"/proc/{address.process}/fd").iterdir()))

    before = held()
    with ExitStack() as stack:
        for n in range(300):
            asking = stack.enter_context(socket.create_connection((host, int(port))))
            if n % 2:
                asking.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert state(address)["pages"]
        assert held() < before + 140
        soon(lambda: held() <= before + 4)


ODD = [b"", b"no", "été".encode(), b"\xff\xfe", b"a" * 5000, b"\x7f", "\U0001f4a9".encode()]


@pytest.mark.parametrize("token", ODD)
def test_odd_tokens_are_refused(token: bytes, address: Address) -> None:
    host, port = address.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port))) as asking:
        head = f"POST /open HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: http://{host}:{port}\r\nContent-Length: 2\r\n"
        asking.sendall(head.encode() + b"X-Token: " + token + b"\r\n\r\n{}")
        asking.settimeout(LONG)
        assert asking.recv(100).split()[1] in (b"400", b"403")


def test_odd_requests_have_plain_answers(address: Address) -> None:
    host, port = address.removeprefix("http://").rstrip("/").split(":")
    token = address.secret
    paths = ["/page/" + "9" * 5000 + ".json", "/page/%D9%A1.bmp", "/page/1e3/inks.json", "/page/0.bmp?scale=1e-300",
             "/page/0.bmp?part=0,0,1e308,1e308&scale=8", "/page/0.bmp?part=-1e308,0,1e308,1&scale=8",
             "/page/0.bmp?scale=%00", "/%00",
             "/static/%2e%2e%2fserver.py", "/page/0.bmp?scale=1&part=1e-320,0,0,0"]  # fmt: skip
    for path in paths:
        with closing(HTTPConnection(host, int(port), timeout=LONG)) as connection:
            connection.request("GET", path, headers={"X-Token": token})
            assert connection.getresponse().status in (200, 400, 404, 422), path
    bodies: list[Any] = [
        {"file": "a\0b.md", "line": 1, "column": 1}, {"file": "a" * 5000 + ".md", "line": 1, "column": 1},
        {"file": "\ud800.md", "line": 1, "column": 1}, {"file": "x.md", "line": float("inf"), "column": 1},
        {"file": ["x"], "line": True, "column": None}, [], None, 7, "x" * 20_000,
        {"file": "x.md", "line": "9" * 5000, "column": 1},
    ]  # fmt: skip
    for body in bodies:
        with closing(HTTPConnection(host, int(port), timeout=LONG)) as connection:
            own = {"Origin": f"http://{host}:{port}", "X-Token": token}
            connection.request("POST", "/open", body=json.dumps(body), headers=own)
            assert connection.getresponse().status in (400, 404), body


def test_a_body_that_never_ends_is_not_waited_for(address: Address) -> None:
    host, port = address.removeprefix("http://").rstrip("/").split(":")
    token = address.secret
    with socket.create_connection((host, int(port))) as asking:
        head = f"POST /open HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: http://{host}:{port}\r\nX-Token: {token}\r\n"
        asking.sendall(head.encode() + b"Content-Length: 90\r\n\r\n{")
        asking.settimeout(LONG)
        assert asking.recv(100).split()[1] == b"400"


def test_nothing_is_left_when_it_is_over(issue: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with served(issue, first=f"import os; os.environ['TMPDIR'] = {str(temporary)!r}") as address:
        soon(lambda: state(address)["pages"])
        picture(address)
        assert not list(temporary.iterdir())
    assert not list(temporary.iterdir())
    assert subprocess.run(["pgrep", "-f", str(issue)], capture_output=True, check=False).stdout == b""
