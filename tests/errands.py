"""What the tests of limits and of editions have done in another process: it must be importable there."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from mise_en_page.editions.edition import Edition, Made
from mise_en_page.model.message import say
from mise_en_page.model.problem import Problem, Refused
from mise_en_page.pipeline.build_cache import Finished


def double(number: int) -> int:
    return 2 * number


def where(_: object) -> int:
    return os.getpid()


def talk(number: int) -> int:
    os.write(1, b"a library's chatter")
    print("more of it")
    return number


def hang(_: object) -> None:
    time.sleep(600)


def die(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave(_: object) -> None:
    os._exit(3)


def fill_memory(_: object) -> int:
    return len(bytearray(8 << 30))


def refuse(_: object) -> None:
    raise Refused((Problem.of("title", "error", None, say("hint/write-one")),))


class Odd(Exception):
    """It cannot be made again from its arguments."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} and {second}")


def odd(_: object) -> None:
    raise Odd("this", "that")


def with_a_child(path: str) -> None:
    """Begins a process of its own, then hangs."""
    pid = os.fork()
    if pid == 0:
        time.sleep(600)
    Path(path).write_text(str(pid))
    time.sleep(600)


def make(edition: Edition) -> Made:
    """An edition by its issue's name: what goes wrong with it, or a file that holds the name."""
    name = edition.issue.name
    if name.startswith("hang"):
        hang(None)
    if name.startswith("die"):
        die(None)
    if name.startswith("once"):  # its process dies the first time
        mark = edition.output / f"{name}.tried"
        if not mark.exists():
            mark.parent.mkdir(exist_ok=True)
            mark.write_text("")
            die(None)
    if name.startswith("bad"):
        refuse(None)
    if name.startswith("odd"):
        odd(None)
    done = Finished({f"{name}.pdf": name.encode()}, (), (), 1)
    return Made(done, {edition.output / f"{name}.pdf": name.encode()}, b"")


def make_on_a_cluster(edition: Edition) -> Made:
    """As ``make``; “killer” ends the worker that waits for this process, whatever it is called for."""
    if edition.issue.name.startswith("killer"):
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(600)
    if edition.issue.name.startswith("slow"):
        time.sleep(0.3)
    return make(edition)
