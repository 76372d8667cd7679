"""The browser opens by itself, and no list of processes holds the secret."""

from __future__ import annotations

import json
import os
import sys
import time
import webbrowser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mise_en_page.desk.opening import can_open, open_page

SECRET = "http://127.0.0.1:8715/#aSecret-&<>"


def test_the_browser_is_given_a_file_that_only_its_owner_reads_and_that_is_gone_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, told = tmp_path / "browser", tmp_path / "told.json"
    script.write_text(
        f"#!{sys.executable}\nimport json, os, sys\nfrom urllib.parse import urlsplit, unquote\n"
        "path = unquote(urlsplit(sys.argv[1]).path)\n"
        "modes = [os.stat(each).st_mode & 0o777 for each in (path, os.path.dirname(path))]\n"
        f"json.dump([sys.argv[1:], modes, open(path).read()], open({str(told)!r}, 'w'))\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr(webbrowser, "open", webbrowser.GenericBrowser([str(script), "%s"]).open)
    open_page(SECRET, stays=0.1).join(20)
    (argument,), modes, page = json.loads(told.read_text())
    assert urlsplit(argument).scheme == "file"
    assert "aSecret" not in argument
    assert modes == [0o600, 0o700]
    assert 'content="0; url=http://127.0.0.1:8715/#aSecret-&amp;&lt;&gt;"' in page
    assert not Path(urlsplit(argument).path).exists()


def test_a_browser_that_is_none_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: str) -> bool:
        raise webbrowser.Error("none")

    monkeypatch.setattr(webbrowser, "open", fails)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    begun = time.monotonic()
    open_page(SECRET).join(20)
    assert time.monotonic() - begun < 5
    assert os.listdir(tmp_path) == []  # noqa: PTH208


def test_nothing_is_opened_in_ci_or_where_there_is_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("CI", "DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    assert not can_open()
    monkeypatch.setenv("DISPLAY", ":0")
    assert can_open()
    monkeypatch.setenv("CI", "true")
    assert not can_open()
