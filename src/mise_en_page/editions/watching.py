"""An edition built at each save, by one process that stays: ``watch``.

What it makes is kept as ``build`` keeps it, so that a ``build`` of the same files hands it out at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial

from mise_en_page import reading
from mise_en_page.desk.watch import changes, filled
from mise_en_page.editions import edition
from mise_en_page.editions.edition import Edition, Made
from mise_en_page.files import system
from mise_en_page.files.atomic import cache_folder, write_whole
from mise_en_page.model.message import say
from mise_en_page.model.problem import Problem, Refused
from mise_en_page.pipeline.build import Form
from mise_en_page.pipeline.warm import Warm
from mise_en_page.processes.activity import doing

#: Nobody knows how long the next save is away; what is bounded is what follows it.
FOR_EVER = 10_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a save, after so many ``seconds``: what was made (None: nothing could be read), and what is wrong.

    Where anything is an error, no file was written: the last good ones stay.
    """

    made: Made | None
    problems: tuple[Problem, ...]
    seconds: float


async def outcomes(asked: Edition, jobs: int) -> AsyncIterator[Outcome]:
    """The edition built now, and again after each save, for ever. Raises Refused where there is no issue to watch.

    ``jobs`` processes make the pages of the first build side by side.
    """
    folder = asked.issue.resolve()
    root = reading.publication_root(folder)
    if root is None or not (folder / "issue.yaml").is_file():
        reading.read_issue(folder)  # raises Refused in its own words
        raise Refused.of("no-issue/watch", folder=folder.name)
    profile = edition.profile_named(asked.press, asked.issue)
    warm = Warm(folder, profile, Form(asked.split, asked.spreads), cache_folder(), asked.output)
    out = asked.output.resolve()

    def again(changed: tuple[str, ...]) -> Made:
        return edition.handed_out(asked, warm.build(changed), profile)

    following = changes(root, folder)
    waiting = asyncio.ensure_future(anext(following))  # what is saved while the first build goes on is built next
    try:
        yield await asyncio.to_thread(_written, partial(edition.look, asked, jobs))
        await asyncio.to_thread(_warmed, warm)
        while True:
            doing(say("doing/wait-for-save"), times=FOR_EVER)
            names = await waiting
            waiting = asyncio.ensure_future(anext(following))
            changed = tuple(name for name in names if not (root / name).is_relative_to(out))
            if changed or not names:
                await filled(root, changed)
                outcome = await asyncio.to_thread(_written, partial(again, changed))
                yield outcome
                if outcome.made is not None:
                    await asyncio.to_thread(edition.keep, asked, outcome.made, warm.made_of)
    finally:
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await following.aclose()


def _written(make: Callable[[], Made]) -> Outcome:
    """Make an edition and write its files, if there are any."""
    begun = time.perf_counter()
    try:
        made = make()
        write_whole(dict(made.files))
    except Refused as refused:
        return Outcome(None, refused.problems, time.perf_counter() - begun)
    except OSError as error:
        return Outcome(None, (system.refused(error),), time.perf_counter() - begun)
    return Outcome(made, made.finished.problems, time.perf_counter() - begun)


def _warmed(warm: Warm) -> None:
    """What the first save would wait for is read before it comes."""
    with contextlib.suppress(Refused):  # told already
        warm.build()
