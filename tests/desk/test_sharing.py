"""Under which addresses a preview is shared, and what of that is refused before anything listens."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from mise_en_page.desk.sharing import Sharing, asked_for, here
from mise_en_page.model.problem import Refused


def refused(*asked: object) -> list[str]:
    with pytest.raises(Refused) as told:
        asked_for(*asked)  # type: ignore[arg-type]
    return [problem.code for problem in told.value.problems]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """One that the machine has signed itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    pair = folder / "desk.pem", folder / "desk.key"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-out", str(pair[0]), "-keyout", str(pair[1])]
    subprocess.run([*command, *named, *files], check=True, capture_output=True)
    return pair


def test_plain_http_is_for_this_machine_alone() -> None:
    assert asked_for("127.0.0.1:8715") == Sharing("127.0.0.1", 8715)
    assert refused("192.168.1.20:8715") == ["share-plain"]
    assert refused("desk.example:8715") == ["share-plain"]
    assert refused("0.0.0.0:8715") == ["share-plain"]


@pytest.mark.parametrize("typed", ["8715", "localhost:", "localhost:0", "localhost:65536", ":8715", "localhost:８７"])
def test_what_is_no_address_is_told(typed: str) -> None:
    assert "share-address" in refused(typed)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "none.pem"
    assert refused("8715", file, None, "ftp://desk.example", "here") == [
        "share-address", "share-half", "share-both", "share-behind", "share-proxy",
    ]  # fmt: skip
    assert refused("localhost:8715", file, file) == ["share-certificate"]


def test_a_certificate_lets_a_name_of_this_machine_be_shared(certificate: tuple[Path, Path]) -> None:
    shared = asked_for("localhost:8715", *certificate)
    assert shared.origin(8715) == "https://localhost:8715"
    assert shared.entrance(8715).asked("10.0.0.9", {"host": "localhost:8715"}) == "10.0.0.9"
    assert shared.entrance(8715).asked("10.0.0.9", {"host": "127.0.0.1:8715"}) is None, "not the name that was given"
    assert refused("0.0.0.0:8715", *certificate) == ["share-wild"], "then any name would be as good as ours"
    assert refused("localhost:8715", certificate[0], certificate[0]) == ["share-certificate"]


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://desk.example", "https://desk.example"), ("https://desk.example:443/", "https://desk.example"),
        ("https://desk.example:8443", "https://desk.example:8443"),
    ],
)  # fmt: skip
def test_a_proxy_is_named_as_colleagues_type_it(typed: str, origin: str) -> None:
    assert asked_for("0.0.0.0:8715", None, None, typed, "10.0.0.2").origin(8715) == origin


@pytest.mark.parametrize(
    "typed", ["desk.example", "https://desk.example/a", "https://a:b@desk.example", "https://desk:99999"]
)
def test_what_is_no_proxy_is_told(typed: str) -> None:
    assert refused("localhost:8715", None, None, typed) == ["share-behind"]


def test_a_proxy_must_say_that_it_encrypts_and_ask_from_where_it_stands() -> None:
    entrance = asked_for("0.0.0.0:8715", None, None, "https://desk.example", "10.0.0.2").entrance(8715)
    good = {"host": "desk.example", "x-forwarded-proto": "https", "x-forwarded-for": "6.6.6.6, 10.0.0.77"}
    assert entrance.asked("10.0.0.2", good) == "10.0.0.77", "what the proxy has seen, not what was told to it"
    assert entrance.asked("10.0.0.3", good) is None, "another machine, which says what the proxy would"
    assert entrance.asked("127.0.0.1", good) is None
    assert entrance.asked("10.0.0.2", good | {"x-forwarded-proto": "http"}) is None
    assert entrance.asked("10.0.0.2", {"host": "desk.example"}) is None
    assert entrance.asked("10.0.0.2", good | {"host": "evil.example"}) is None
    assert entrance.asked("10.0.0.2", good | {"x-forwarded-for": "<script>"}) == "10.0.0.2"


def test_behind_a_proxy_of_this_machine_its_own_names_are_for_who_asks_directly() -> None:
    entrance = asked_for("127.0.0.1:8715", None, None, "https://desk.example").entrance(8715)
    assert entrance.asked("127.0.0.1", {"host": "127.0.0.1:8715"}) == "127.0.0.1"
    assert entrance.asked("127.0.0.1", {"host": "127.0.0.1:8715", "x-forwarded-for": "6.6.6.6"}) is None
    assert entrance.asked("127.0.0.1", {"host": "desk.example", "x-forwarded-proto": "https"}) == "127.0.0.1"


def test_without_share_a_name_that_was_made_to_point_here_is_none_of_ours() -> None:
    assert here(8715).asked("127.0.0.1", {"host": "localhost:8715"}) == "127.0.0.1"
    assert here(8715).asked("127.0.0.1", {"host": "rebound.example:8715"}) is None
    assert here(8715).asked("127.0.0.1", {}) is None
