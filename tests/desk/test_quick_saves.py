"""A careless hour at the real server: hundreds of saves, faster than they can be shown."""

import os
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from browsing import served

from mise_en_page.desk.engine import Engine
from mise_en_page.desk.picture import draw
from mise_en_page.reading import press_profile

LEAD = "issues/2018-05/articles/fleuve.md"


def held(process: int) -> float:
    """The memory of the server and of the process that draws for it, in MB."""
    begun = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    pages = sum(int(Path(f"/proc/{each}/statm").read_text().split()[1]) for each in (process, *begun))
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def made(address: str) -> bool:
    """Is the first page there?"""
    try:
        with urlopen(address.ask("page/1.bmp?scale=1")):
            return True
    except HTTPError:
        return False


def test_after_a_thousand_quick_saves_the_page_is_right_and_the_memory_flat(publication: Path) -> None:
    path = publication / LEAD
    text = path.read_text(encoding="utf-8")
    with served(publication / "issues/2018-05") as address:
        until = time.monotonic() + 60
        while not made(address) and time.monotonic() < until:
            time.sleep(0.05)
        grown = []
        for number in range(1000):
            path.write_text(text.replace("moteur", f"moteur{number}", 1), encoding="utf-8")
            time.sleep(0.004)
            if number % 250 == 249:
                with urlopen(address.ask("page/1.bmp?scale=1")) as answer:
                    answer.read()
                grown.append(held(address.process))
        shown, expected = b"", b"-"
        engine = Engine(publication / "issues/2018-05", press_profile.shipped("fogra39"))
        engine.make()
        leaf = engine.leaf(1)
        assert leaf is not None
        expected = draw(leaf, 1.0).bmp()
        for _ in range(1200):
            with urlopen(address.ask("page/1.bmp?scale=1")) as answer:
                shown = answer.read()
            if shown == expected:
                break
            time.sleep(0.05)
    assert shown == expected
    # what is kept for two dozen saves fills up meanwhile: 273 MB at first, and 345 from 3,000 saves to 5,000
    assert grown[-1] <= grown[0] + 80, grown
