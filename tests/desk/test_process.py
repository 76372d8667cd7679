"""When the process that makes the pages is given up for something newer, as the clock would tell it."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from mise_en_page.desk.messages import Answer, Work
from mise_en_page.desk.process import LONG, SHORT, Process, _Asked
from mise_en_page.reading import press_profile


def is_stuck_after(process: Process, seconds: float) -> bool:
    """Were the process at making the pages for so long."""
    asked = _Asked("make", asyncio.get_running_loop().create_future(), 0.0, begun=time.monotonic() - seconds)
    process._asked[1] = asked
    return process.stuck()


def test_a_first_composition_comes_to_an_end_however_many_write_meanwhile(tmp_path: Path) -> None:
    async def tried() -> None:
        process = Process(Work(tmp_path, press_profile.shipped("fogra39")))
        assert not is_stuck_after(process, SHORT + 2), "nobody knows yet how long it takes"
        assert is_stuck_after(process, LONG + 1)
        await process.give_up()
        assert not is_stuck_after(process, LONG + 1), "the next one is left at it for longer"
        assert is_stuck_after(process, 2 * LONG + 1)
        process._take(1, Answer(True, None))
        process.longest = 0.4
        assert is_stuck_after(process, SHORT + 1), "once pages were made, what takes so long hangs"

    asyncio.run(tried())
