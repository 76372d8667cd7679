"""What a command is given to read: a PDF or a text. Never a device, which may have no end."""

from __future__ import annotations

import os
import select
import sys
from pathlib import Path
from typing import Final

from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits
from mise_en_page.model.message import say
from mise_en_page.model.problem import Refused

#: Seconds that a named pipe may take to begin.
FIRST_WORD: Final = 10


def read_pdf(file: Path) -> bytes:
    """The file's bytes. Raises Refused if it is no file, or larger than 1 GB; OSError."""
    if file.exists() and not file.is_file() and not file.is_dir():
        raise Refused.of("not-a-file/pdf", file=str(file))
    if file.is_file() and file.stat().st_size > limits.PDF_BYTES:
        raise Refused.of("undamaged/too-large", file=str(file))
    return file.read_bytes() if file.is_dir() else plain_bytes(file, limit=limits.PDF_BYTES)


def read_text(file: Path) -> bytes:
    """A text for a filter: standard input (-), or a file that is no device; no more of either than can be worked with."""
    most, standard = limits.FILTER_BYTES, str(file) == "-"
    if standard:
        data = sys.stdin.buffer.read(most + 1)
    elif file.is_fifo() and hasattr(os, "O_NONBLOCK"):  # <(a command): wait for its first word, and for nobody's not long
        with os.fdopen(os.open(file, os.O_RDONLY | os.O_NONBLOCK), "rb") as pipe:
            if not select.select([pipe], [], [], FIRST_WORD)[0]:
                raise Refused.of("system/silent", file=str(file), seconds=FIRST_WORD)
            os.set_blocking(pipe.fileno(), True)
            data = pipe.read(most + 1)
    else:
        data = plain_bytes(file, limit=most)
    if len(data) > most:
        raise Refused.of("too-large/filter", file=say("word/standard-input") if standard else str(file), most=most)
    return data
