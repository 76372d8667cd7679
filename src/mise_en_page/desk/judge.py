"""What ``check`` says of the issue that is shown: the preview draws in a way of its own, and is judged as the file will be.

It is asked in another process once nobody has edited for a moment, so that no picture waits for it; pages that did not
change come from the cache that builds share.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mise_en_page.model.message import say
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Refused
from mise_en_page.processes import activity, child
from mise_en_page.processes.activity import Step
from mise_en_page.processes.child import Died, Hung, Limits


@dataclass(frozen=True, slots=True)
class Asked:
    """An issue's folder, and for which printer."""

    folder: Path
    profile: Profile


#: As much as a build of many pages may take.
LIMITS: Final = Limits(seconds=300.0)


class Judge:
    """Asked of an issue again and again; one process at a time, which leaves the processor to whoever edits."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._at_work: asyncio.Task[tuple[Problem, ...]] | None = None

    async def problems(self) -> tuple[Problem, ...]:
        """All that is wrong with the files as they are now. May be cancelled: then nobody waits for the answer."""
        while self._at_work is not None and not self._at_work.done():  # at files as they were before
            await asyncio.wait({self._at_work})
        self._at_work = asyncio.create_task(asyncio.to_thread(_apart, self._asked))
        return await asyncio.shield(self._at_work)

    def end(self) -> None:
        """No process stays."""
        with child.none_left():
            pass


def _apart(asked: Asked) -> tuple[Problem, ...]:
    step = Step(say("doing/check", folder=asked.folder.name), None, LIMITS.seconds)
    try:
        return child.call(_last_in_line, asked, LIMITS)
    except Hung:
        return (activity.too_long(step),)
    except Died as error:
        return (activity.crashed(step, error.how),)
    except MemoryError:
        return (activity.too_much_memory(step),)


def _last_in_line(asked: Asked) -> tuple[Problem, ...]:
    with contextlib.suppress(OSError):
        os.nice(10)
    return judge(asked)


def judge(asked: Asked) -> tuple[Problem, ...]:
    """All that is wrong with an issue, from its texts to the printer's file."""
    # Here alone: the server itself makes no page.
    from mise_en_page.files.atomic import cache_folder  # noqa: PLC0415
    from mise_en_page.pipeline.build import How, look  # noqa: PLC0415
    from mise_en_page.pipeline.build_cache import order  # noqa: PLC0415
    from mise_en_page.pipeline.page_cache import PageCache  # noqa: PLC0415
    from mise_en_page.press.cache import Cache  # noqa: PLC0415

    wanted = order(asked.folder, (), cache_folder())
    pages = PageCache(cache_folder() / "pages", wanted.digests) if wanted is not None else None
    how = How(pictures=Cache(cache_folder() / "pictures"), pages=pages)
    try:
        return look(asked.folder, asked.profile, how=how).problems
    except Refused as refused:
        return refused.problems
