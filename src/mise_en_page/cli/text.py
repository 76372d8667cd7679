"""``typography`` and ``hyphenate``: what the engine does to a text, alone, as filters."""

from __future__ import annotations

import json
import os
import select
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from mise_en_page.cli import telling
from mise_en_page.cli.command import PATH_OR_DASH, argument, commands, option
from mise_en_page.editions import report
from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits
from mise_en_page.model.message import key, say
from mise_en_page.model.problem import Refused

if TYPE_CHECKING:
    from mise_en_page.typography.formats import Format

#: Seconds that a named pipe may take to begin.
FIRST_WORD = 10


@commands.command(help=key("help/typography"), epilog="echo 'Vraiment?' | mise-en-page typography -")
@argument("file", type=PATH_OR_DASH, default=Path("-"))
@option("--explain", is_flag=True, help=key("help/typography/explain"))
@option("--jsonl", is_flag=True, help=key("help/typography/jsonl"))
@option("--format", "form", type=click.Choice(["text", "html", "markdown"]), default="text", show_default=True,
        help=key("help/typography/format"))  # fmt: skip
@option("--profile", default="fr-FR", show_default=True, help=key("help/typography/profile"))
@option("--set", "settings", metavar="NAME=VALUE", multiple=True, help=key("help/typography/set"))
def typography(file: Path, explain: bool, jsonl: bool, form: str, profile: str, settings: tuple[str, ...]) -> None:
    """From a file, or standard input, to standard output."""
    from mise_en_page.typography import correct_text, explanation, filter_jsonl, policy_of  # noqa: PLC0415

    with telling.refusals():
        policy = policy_of(profile, [(name, value) for name, _, value in (given.partition("=") for given in settings)])
        data = _read(file)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise Refused.of("encoding/filter", file=str(file), line=line) from error
        if jsonl:
            _answer_lines(filter_jsonl(text.split("\n"), policy))
            return
        corrected = correct_text(text, cast("Format", form), policy)
        telling.write("".join(f"{line}\n" for line in explanation(corrected)) if explain else corrected.text)


def _answer_lines(answers: Iterator[str]) -> None:
    """Lines of JSON as they come; exit status 1 if there is no output for some."""
    bad = of = 0
    for answer in answers:
        telling.write(answer + "\n")
        bad, of = bad + ("output" not in json.loads(answer)), of + 1
    if bad:
        telling.console().print(str(say("summary/lines", n=bad, of=of)))
        sys.exit(report.BAD)


@commands.command(help=key("help/hyphenate"), epilog="mise-en-page hyphenate typographie imprimerie")
@argument("words", type=str, nargs=-1)
def hyphenate(words: tuple[str, ...]) -> None:
    """From the command line, or standard input."""
    from mise_en_page.typography import hyphenate as breaks  # noqa: PLC0415

    with telling.refusals():
        given = words or _read(Path("-")).decode("utf-8", "replace").split()
    for word in given:
        at = (0, *breaks(word), len(word))
        click.echo("-".join(word[start:end] for start, end in pairwise(at)))


def _read(file: Path) -> bytes:
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
