"""A real browser at a real server: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request

from playwright.sync_api import Browser, Page, sync_playwright

from tests.field.ending import as_at_a_terminal

HOUSE = Path(__file__).resolve().parents[2]
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--no-first-run"
)


class Address(str):
    """Where a proof is served, the process that serves it, and the secret that the command tells with it."""

    __slots__ = ("process", "secret")
    process: int
    secret: str

    @property
    def opened(self) -> str:
        """The address as the command tells it."""
        return f"{self}#{self.secret}"

    def ask(self, path: str, **headers: str) -> Request:
        """A request as the page makes it."""
        return Request(f"{self}{path}", headers={"X-Token": self.secret, **headers})


def until(page: Page, expression: str, patience: int = 15_000) -> None:
    """Wait for an expression to hold; Playwright's own waiting evaluates strings in the page, which its policy forbids."""
    for _ in range(patience // 25):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"in vain: {expression}")


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
def served(issue: Path, editor: str = "", first: str = "", port: int = 0, more: Sequence[str] = ()) -> Iterator[Address]:
    """``mise-en-page preview`` in a process of its own, which does something ``first``; gives its address.

    ``more``: further options; with ``--share`` at the port that is given, they decide.
    """
    port = port or free_port()
    command = f"{first}\nfrom mise_en_page.cli.commands import main; main()"
    options = ("--port", str(port), "--editor", editor, "--no-browser", *more)
    process = subprocess.Popen(
        [sys.executable, "-c", command, "preview", str(issue), *options],
        env=os.environ | {"PYTHONPATH": str(HOUSE / "src"), "LC_ALL": "C.UTF-8"},  # the browser's language decides
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=as_at_a_terminal,  # noqa: PLW1509 (no other thread here)
    )
    try:
        assert process.stdout is not None
        base, _, secret = process.stdout.readline().strip().partition("#")
        address = Address(base)
        address.secret = secret
        address.process = process.pid
        _wait_for(port)
        yield address
    finally:
        process.terminate()
        process.wait(60)
        if process.stdout is not None:
            process.stdout.close()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


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
