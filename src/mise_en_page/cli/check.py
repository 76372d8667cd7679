"""``check`` and ``preflight``: all that is wrong with an issue, or with anybody's PDF."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

import click

from mise_en_page.cli import telling
from mise_en_page.cli.build import jobs_here
from mise_en_page.cli.command import OUT, PATH, PLATES, PRESS, argument, commands, option
from mise_en_page.editions import edition, report
from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits
from mise_en_page.model.message import Message, key, say
from mise_en_page.model.problem import Problem, Refused
from mise_en_page.processes import watchdog


@commands.command(help=key("help/check"), epilog="mise-en-page check issues/2018-05 --json")
@argument("issue")
@PRESS
@option("--json", "as_json", is_flag=True, help=key("help/check/json"))
def check(issue: Path, press_name: str, as_json: bool) -> None:
    """The file for the printer is made, and not written."""
    with telling.refusals(as_json=as_json):
        watchdog.bounded(as_json=as_json)
        with telling.progress(say("progress/checking", issue=str(issue))) as tell:
            made = edition.look(edition.Edition(issue, OUT, press_name), jobs_here(), tell)
    problems, told = made.finished.problems, json.loads(made.report)
    if as_json:
        telling.write(made.report.decode())
        telling.leave(problems)
    for page in told["pages"]:
        for fit in page["articles"]:
            click.echo(str(say("fit/line", folio=page["folio"], article=fit["article"], fit=_fit(fit))))
    telling.show(problems)
    summary = say("summary/check", problems=report.count(problems), n=len(told["corrections"]))
    telling.console().print(str(summary))
    telling.leave(problems)


def _fit(fit: dict[str, Any]) -> Message:
    """“fits”, “+3 lines, 142 characters over (a pull quote left out)”."""
    lines, characters = fit["lines"], abs(fit["characters"])
    words = say("fit/fits")
    if lines:
        count = say("fit/lines", n=abs(lines), sign="+" if lines > 0 else "−")
        words = say(key("fit/over") if lines > 0 else key("fit/under"), lines=count, characters=characters)
    done = (*fit["done"], *(say("fit/left-out", what=what) for what in fit["left_out"]))
    return say("fit/done", fit=words, done=done) if done else words


@commands.command(help=key("help/spell"), epilog="mise-en-page spell issues/2018-05 --accept 'Lundi rouge'")
@argument("issues", nargs=-1, required=True, metavar="ISSUE...")
@option("--accept", "words", metavar="WORDS", multiple=True, type=str, help=key("help/spell/accept"))
@option("--json", "as_json", is_flag=True, help=key("help/spell/json"))
def spell(issues: tuple[Path, ...], words: tuple[str, ...], as_json: bool) -> None:
    """What is to be accepted is written first: what it accepts is told no more."""
    with telling.refusals(as_json=as_json):
        watchdog.bounded(as_json=as_json)
        from mise_en_page.pipeline.build import spell as told_of  # noqa: PLC0415
        from mise_en_page.reading import accept  # noqa: PLC0415

        new = {issue: accept(issue, words) for issue in issues} if words else {}
        told = {issue: told_of(issue) for issue in issues}
    problems = [problem for each in told.values() for problem in each]
    if as_json:
        telling.write_json({
            "issues": [
                {"issue": str(issue), "accepted": new.get(issue, ()), "problems": [report.as_data(each) for each in found]}
                for issue, found in told.items()
            ]
        })  # fmt: skip
        telling.leave(problems)
    telling.end(problems)


@commands.command(help=key("help/preflight"), epilog="mise-en-page preflight out/2018-05.pdf --json")
@argument("file")
@PRESS
@option("--json", "as_json", is_flag=True, help=key("help/preflight/json"))
@option("--picture", type=PATH, help=key("help/preflight/picture"))
@PLATES
def preflight(file: Path, press_name: str, as_json: bool, picture: Path | None, plates: Path | None) -> None:
    """A PDF from whatever tool."""
    with telling.refusals(as_json=as_json):
        from mise_en_page.files.atomic import write_whole  # noqa: PLC0415
        from mise_en_page.preflight import guard  # noqa: PLC0415

        profile = edition.profile_named(press_name, Path.cwd())
        data = read_pdf(file)
        inspection = guard.inspect(data, profile)
        problems = inspection.problems
        made = {} if picture is None else _pictures(data, problems, picture, file.stem)
        if plates is not None:
            made |= edition.plates(data, profile, plates, file.stem, {})
        write_whole(made)
    if as_json:
        telling.write_json({
            "problems": [report.as_data(problem) for problem in problems],
            "ink_limit": profile.ink_limit,
            "ink": [{"page": ink.page} | report.ink_data(ink) for ink in inspection.inks],
        })  # fmt: skip
        telling.leave(problems)
    for ink in inspection.inks:
        telling.console().print(report.ink_words(ink, str(ink.page), profile.ink_limit), soft_wrap=True)
    telling.end(problems)


def read_pdf(file: Path) -> bytes:
    """The file's bytes. Raises Refused if it is no file, or larger than 1 GB; OSError."""
    if file.exists() and not file.is_file() and not file.is_dir():
        raise Refused.of("not-a-file/pdf", file=str(file))
    if file.is_file() and file.stat().st_size > limits.PDF_BYTES:
        raise Refused.of("undamaged/too-large", file=str(file))
    return file.read_bytes() if file.is_dir() else plain_bytes(file, limit=limits.PDF_BYTES)


def _pictures(pdf: bytes, problems: tuple[Problem, ...], target: Path, name: str) -> dict[Path, bytes]:
    """The marked pages as files: one for all where ``target`` is named .png, else one a page in that folder."""
    from mise_en_page.cli.new import starter  # noqa: PLC0415
    from mise_en_page.preflight import guard, marked_up  # noqa: PLC0415

    faces = sorted((starter() / "fonts" / "source-serif-4").glob("*SmText-Regular.ttf"))
    pages = guard.marked_pages(pdf, problems, faces[0] if faces else None)
    if target.suffix.lower() != ".png":
        return {target / f"{name}_p{page.number:03d}.png": page.png for page in pages}
    first = list(islice(pages, marked_up.STACKED + 1))
    if len(first) > marked_up.STACKED:
        raise Refused((*problems, Problem.of("picture/too-many-pages", "error", most=marked_up.STACKED)))
    return {target: marked_up.stacked(first)} if first else {}
