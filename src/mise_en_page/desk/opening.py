"""The page in the browser, by itself, without its secret in a list of processes.

Whoever asks a machine for its processes sees their arguments. So the browser is given a file that only its owner can read,
which leads to the page (as Jupyter does); it is gone a moment later.
"""

from __future__ import annotations

import atexit
import contextlib
import html
import os
import shutil
import sys
import tempfile
import threading
import time
import webbrowser
from pathlib import Path

#: A browser that has to start takes its time (s).
STAYS = 30.0
PAGE = """<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={address}"><title>mise-en-page</title><a href="{address}">mise-en-page</a>
"""


def can_open() -> bool:
    """Is somebody at a screen? Not in CI, and not on a machine that is reached by a terminal alone."""
    if os.environ.get("CI"):
        return False
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return not os.environ.get("SSH_CONNECTION")


def open_page(address: str, stays: float = STAYS) -> threading.Thread:
    """Open an address in the browser of whoever has given the command; nobody waits for it, and no fault is told: the
    address is. Gives the thread that takes the file away after ``stays`` seconds.
    """
    thread = threading.Thread(target=_open, args=(address, stays), daemon=True)
    thread.start()
    return thread


def _open(address: str, stays: float) -> None:
    folder = None
    try:
        folder = Path(tempfile.mkdtemp(prefix="mise-en-page-"))  # mode 700
        _sweep_at_exit(folder)
        page = folder / "open.html"
        made = os.open(page, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(made, "w", encoding="utf-8") as file:  # noqa: PTH123 (a descriptor)
            file.write(PAGE.format(address=html.escape(address)))
        if webbrowser.open(page.as_uri()):
            time.sleep(stays)
    except (OSError, webbrowser.Error):
        pass
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _sweep_at_exit(folder: Path) -> None:
    """A preview that is ended at once leaves nothing."""
    with contextlib.suppress(RuntimeError):
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
