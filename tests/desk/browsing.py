"""A real browser at a real server: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.field.ending import as_at_a_terminal

HOUSE = Path(__file__).resolve().parents[2]
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--no-first-run"
)


class Address(str):
    """Where a proof is served, and the process that serves it."""

    __slots__ = ("process",)
    process: int


def chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=FLAGS.split())
        yield launched
        launched.close()


@contextmanager
def served(issue: Path, editor: str = "", first: str = "", port: int = 0) -> Iterator[Address]:
    """``mise-en-page preview`` in a process of its own, which does something ``first``; gives its address."""
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))
        port = free.getsockname()[1]
    command = f"{first}\nfrom mise_en_page.cli.commands import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "preview", str(issue), "--port", str(port), "--editor", editor],
        env=os.environ | {"PYTHONPATH": str(HOUSE / "src"), "LC_ALL": "C.UTF-8"},  # the browser's language decides
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=as_at_a_terminal,  # noqa: PLW1509 (no other thread here)
    )
    try:
        assert process.stdout is not None
        address = Address(process.stdout.readline().strip())
        address.process = process.pid
        _wait_for(port)
        yield address
    finally:
        process.terminate()
        process.wait(60)
        if process.stdout is not None:
            process.stdout.close()


def _wait_for(port: int) -> None:
    for _ in range(1200):
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the preview does not answer")


def loudly_absent() -> str:
    told = "!!! No Chromium: the live proof WAS NOT TESTED IN A BROWSER. Install the package chromium, or set CHROMIUM."
    print(f"\n{told}", file=sys.__stderr__)
    return told
