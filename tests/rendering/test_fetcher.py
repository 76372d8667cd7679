"""What WeasyPrint may read: files of the publication and what it was handed, and never the network."""

import socket
from pathlib import Path

import pytest

from mise_en_page.model import limits
from mise_en_page.rendering.fetcher import ROOT, Fetcher, url_of

DRAWING = b'<svg viewBox="0 0 9 9"/>'


@pytest.fixture
def publication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def refuse(*_arguments: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    (tmp_path / "secret.txt").write_bytes(b"secret")
    root = tmp_path / "publication"
    (root / "images").mkdir(parents=True)
    (root / "images" / "le pont n° 1.svg").write_bytes(DRAWING)
    (root / "out.svg").symlink_to(tmp_path / "secret.txt")
    (root / "round.svg").symlink_to("round.svg")
    return root


def test_a_file_of_the_publication_is_served_whatever_its_name(publication: Path) -> None:
    assert Fetcher(publication, {}).fetch(url_of("images/le pont n° 1.svg")).read() == DRAWING


def test_what_was_handed_in_is_served_before_any_file(publication: Path) -> None:
    url = url_of("images/le pont n° 1.svg")
    assert Fetcher(publication, {url: b"given"}).fetch(url).read() == b"given"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:9/", "is outside"),
        ("https://example.com/a.png", "is outside"),
        ("https://publication.invalid.example.com/a.png", "is outside"),
        ("http://publication.invalid/a.png", "is outside"),
        ("ftp://example.com/a.png", "is outside"),
        ("file:///etc/passwd", "is outside"),
        ("/etc/passwd", "is outside"),
        ("data:text/plain,x", "is outside"),
        (ROOT + "../secret.txt", "is outside"),
        (ROOT + "images/%2e%2e/%2e%2e/secret.txt", "is outside"),
        (ROOT + "/etc/passwd", "is not there"),
        (ROOT + "out.svg", "is outside"),
        (ROOT + "images", "is not there"),
        (ROOT + "absent.svg", "is not there"),
        (ROOT + "a%00b", "cannot be read"),
        (ROOT + "round.svg", "is not there|cannot be read"),  # Python 3.13 no longer minds a circle
        (ROOT + "a" * 5000, "cannot be read"),
    ],
)
def test_everything_else_is_refused_and_told(publication: Path, url: str, words: str) -> None:
    fetcher = Fetcher(publication, {})
    with pytest.raises(ValueError, match=words):
        fetcher.fetch(url)
    ((_, problem),) = fetcher.refused
    assert (problem.code, problem.severity) == ("resource", "error")
    assert fetcher.fault(url) == problem


def test_a_file_that_is_too_large_is_refused(publication: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RESOURCE_BYTES", 5)
    problem = Fetcher(publication, {}).fault(url_of("images/le pont n° 1.svg"))
    assert problem is not None
    assert "is larger than" in problem.message
