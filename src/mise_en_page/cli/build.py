"""``build``: the print PDF of one issue, or those of many side by side."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from mise_en_page.cli import telling
from mise_en_page.cli.command import OUT, PATH, PLATES, PRESS, argument, commands, option
from mise_en_page.editions import edition, report
from mise_en_page.model.message import key, say
from mise_en_page.processes import watchdog
from mise_en_page.processes.child import Limits


def jobs_here() -> int:
    """As many processes as this one may use processors."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@commands.command(
    help=key("help/build"), epilog="mise-en-page build issues/2018-05 -o out; mise-en-page build --all --jobs 8"
)
@argument("issues", nargs=-1, metavar="ISSUE...")
@option("-o", "--output", type=PATH, default=OUT, show_default=True, help=key("help/build/output"))
@PRESS
@PLATES
@option("--split", is_flag=True, help=key("help/build/split"))
@option("--spreads", is_flag=True, help=key("help/build/spreads"))
@option("--signed", is_flag=True, help=key("help/build/signed"))
@option("--all", "every", is_flag=True, help=key("help/build/all"))
@option("--jobs", type=click.IntRange(1, 1024), help=key("help/build/jobs"))
@option("--timeout", type=click.FloatRange(1, 86400), help=key("help/build/timeout"))
@option("--memory", type=click.FloatRange(0.5, 1024), help=key("help/build/memory"))
@option("--scheduler", metavar="ADDRESS", help=key("help/build/scheduler"))
def build(
    issues: tuple[Path, ...],
    every: bool,
    jobs: int | None,
    timeout: float | None,
    memory: float | None,
    scheduler: str | None,
    **how: Any,
) -> None:
    """One issue in this process, under its watch; several each in a process of its own, within limits."""
    if every == bool(issues):
        raise click.UsageError(str(say("usage/issues-or-all")))
    names = ("output", "press_name", "plates", "split", "spreads", "signed")
    order = edition.Edition(Path(), *(how[name] for name in names))
    if len(issues) == 1 and (jobs, timeout, memory, scheduler) == (None,) * 4:
        _one(replace(order, issue=issues[0]))
    else:
        usual = Limits()
        limits = Limits(timeout or usual.seconds, int(memory * (1 << 30)) if memory else usual.memory)
        _many(issues, order, jobs or jobs_here(), limits, scheduler)


@commands.command(help=key("help/watch"), epilog="mise-en-page watch issues/2018-05 -o out")
@argument("issue")
@option("-o", "--output", type=PATH, default=OUT, show_default=True, help=key("help/build/output"))
@PRESS
@option("--split", is_flag=True, help=key("help/build/split"))
@option("--spreads", is_flag=True, help=key("help/build/spreads"))
def watch(issue: Path, output: Path, press_name: str, split: bool, spreads: bool) -> None:
    """Until it is interrupted."""
    import asyncio  # noqa: PLC0415

    asked = edition.Edition(issue, output, press_name, split=split, spreads=spreads)
    with telling.refusals():
        watchdog.bounded()
        edition.need_pango()
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_follow(asked))


async def _follow(asked: edition.Edition) -> None:
    """Tell of each build, the files to standard output."""
    from mise_en_page.editions import watching  # noqa: PLC0415

    console = telling.console()
    async for outcome in watching.outcomes(asked, jobs_here()):
        telling.show(outcome.problems)
        console.print(str(say("watch/built", problems=report.count(outcome.problems), seconds=outcome.seconds)))
        if outcome.made is not None:
            _name(asked, outcome.made.finished.files)
            sys.stdout.flush()


def _one(asked: edition.Edition) -> None:
    from mise_en_page.files.atomic import write_whole  # noqa: PLC0415

    with telling.refusals():
        watchdog.bounded()
        with telling.progress(say("progress/building", issue=str(asked))) as tell:
            made = edition.make(asked, jobs_here(), tell)
        write_whole(dict(made.files))
    done, console = made.finished, telling.console()
    for line in done.lines:
        console.print(line, soft_wrap=True)
    telling.show(done.problems)
    console.print(str(say("summary/build", problems=report.count(done.problems), n=done.pages)))
    _name(asked, done.files)


def _many(issues: tuple[Path, ...], order: edition.Edition, jobs: int, limits: Limits, scheduler: str | None) -> None:
    """The given issues, or all; exit status 1 if any failed."""
    from mise_en_page.cli import progress  # noqa: PLC0415
    from mise_en_page.editions import batch, cluster  # noqa: PLC0415

    console = telling.console()
    with contextlib.ExitStack() as stack:
        with telling.refusals():
            edition.need_pango()
            wanted = [replace(order, issue=issue) for issue in batch.told_apart(issues or batch.find(Path.cwd()))]
            if scheduler is None:
                executor = stack.enter_context(batch.processes(min(jobs, len(wanted))))
            else:
                executor, left_out = stack.enter_context(cluster.workers(scheduler, batch.roots(wanted)))
                report.show(console, left_out)
        shown = stack.enter_context(progress.of_editions(console, len(wanted)))
        try:
            outcomes = batch.run(wanted, executor, limits, tell=shown)
        except KeyboardInterrupt:
            console.print(str(say("summary/interrupted", done=shown.done, n=len(wanted))))
            sys.exit(report.BAD)
    progress.summary(console, outcomes)
    for outcome in outcomes:
        if outcome.finished is not None:
            _name(outcome.edition, outcome.finished.files)
    if any(outcome.finished is None for outcome in outcomes):
        sys.exit(report.BAD)


def _name(asked: edition.Edition, files: Mapping[str, bytes]) -> None:
    """The PDFs to standard output, for the next program."""
    for name in files:
        if name.endswith(".pdf"):
            click.echo(asked.output / name)
