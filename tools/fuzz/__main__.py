"""``python -m tools.fuzz``: mutated input for every target, in a child process that may be killed and begun again.

The input of a number is always the same: ``--target yaml --seed 1 --only 12345`` runs that one alone, in this process.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import inspect
import logging
import mmap
import os
import resource
import signal
import sys
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path
from random import Random  # noqa: TID251 (seeded)
from typing import NoReturn

from tools.fuzz.mutate import mutated
from tools.fuzz.targets import TARGETS

#: Seconds of the processor that one input may take; and by the clock, where C code does not hear signals.
SECONDS, PATIENCE = 5.0, 120.0
MEMORY = 3 << 30
#: One exec in so many is repeated, and must answer the same.
AGAIN = 50


class Hang(BaseException):
    """One input takes too long."""


def data_of(target: str, seed: int, number: int, seeds: tuple[bytes, ...]) -> bytes:
    digest = hashlib.sha256(f"{target} {seed} {number}".encode()).digest()
    return mutated(Random(digest), seeds, TARGETS[target].words)


def judged(target: str, data: bytes, *, twice: bool) -> str:
    """What is wrong with one input, as “TypeError at reading/yaml.py:12: …”; "" if nothing is."""
    run = TARGETS[target].run
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        first = run(data)
        if twice and run(data) != first:
            return "another answer the second time"
    except Hang:
        return "hang"
    except BaseException as error:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "mise_en_page" in frame.filename]
        where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
        return f"{type(error).__name__} at {where}: {str(error)[:120]!r}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return ""


def _hang(*_: object) -> NoReturn:
    raise Hang


def run(target: str, seed: int, first: int, count: int, out: Path) -> Counter[str]:
    """``count`` inputs from number ``first`` on; what was found, each kind's first input kept in ``out``."""
    seeds = TARGETS[target].seeds()
    shared = mmap.mmap(-1, 8)
    found: Counter[str] = Counter()
    number = first
    while number < first + count:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _work(target, seed, number, first + count, seeds, shared, writing)
        os.close(writing)
        status = _wait(child, shared)
        with os.fdopen(reading, "rb") as pipe:
            told = pipe.read().decode("utf-8", "replace").splitlines()
        at = int.from_bytes(shared[:8], "little")
        if status:
            told.append(f"{at}\t{'hang in C' if -status in (signal.SIGKILL, signal.SIGXCPU) else f'died ({status})'}")
        for line in told:
            where, _, what = line.partition("\t")
            if what.startswith(("hang", "died")) and (guarded := TARGETS[target].guarded) is not None:
                what = "told by guard.py: it hangs or dies" if guarded(data_of(target, seed, int(where), seeds)) else what
                if what.startswith("told"):
                    found[what] += 1
                    continue
            if what not in found:
                out.mkdir(parents=True, exist_ok=True)
                (out / f"{target}-{seed}-{where}").write_bytes(data_of(target, seed, int(where), seeds))
                print(f"{target} {seed} {where}: {what}", flush=True)
            found[what] += 1
        number = at + 1
    return found


def _work(
    target: str, seed: int, first: int, end: int, seeds: tuple[bytes, ...], shared: mmap.mmap, writing: int
) -> NoReturn:
    signal.signal(signal.SIGPROF, _hang)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)
    for number in range(first, end):
        shared[:8] = number.to_bytes(8, "little")
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + 2 * SECONDS) + 2, hard))
        what = judged(target, data_of(target, seed, number, seeds), twice=number % AGAIN == 0)
        if what:
            os.write(writing, f"{number}\t{' '.join(what.split())}\n".encode("utf-8", "replace"))
    os._exit(0)


def _wait(child: int, shared: mmap.mmap) -> int:
    """The child's end; it is killed when it stays at one input for too long."""
    at, since = b"", time.monotonic()
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if shared[:8] != at:
            at, since = shared[:8], time.monotonic()
        elif time.monotonic() - since > PATIENCE:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.02)


def with_atheris(target: str, arguments: list[str]) -> NoReturn:
    """The same targets under atheris (which is no dependency of ours): guided by what the input reaches."""
    import atheris  # noqa: PLC0415

    def one(data: bytes) -> None:
        TARGETS[target].run(data)

    for name, module in list(sys.modules.items()):
        if name.startswith("mise_en_page."):
            for thing in vars(module).values():
                if inspect.isfunction(thing) and thing.__module__ == name:
                    atheris.instrument_func(thing)
    atheris.Setup([sys.argv[0], *arguments], one)
    atheris.Fuzz()
    raise SystemExit


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("--target", choices=sorted(TARGETS), action="append", help="this one alone; may be repeated")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="of a full run, which has a million execs and more")
    parser.add_argument("--only", type=int, help="one input, by its number, in this process")
    parser.add_argument("--atheris", nargs=argparse.REMAINDER, help="run the target under atheris, with its arguments")
    parser.add_argument("--out", type=Path, default=Path("out/fuzz"), help="where inputs are kept that found something")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)  # not when imported: the tests import this, and WeasyPrint tells by logging
    targets = given.target or list(TARGETS)
    if given.atheris is not None:
        with_atheris(targets[0], given.atheris)
    if given.only is not None:
        data = data_of(targets[0], given.seed, given.only, TARGETS[targets[0]].seeds())
        print(f"{len(data)} bytes: {data[:300]!r}")
        print(TARGETS[targets[0]].run(data))
        return
    bad = 0
    print("| target | execs | seconds | found |\n|---|---|---|---|", flush=True)
    for target in targets:
        began = time.monotonic()
        count = max(1, int(TARGETS[target].share * 1000 * given.share))
        found = run(target, given.seed, 0, count, given.out)
        words = "; ".join(f"{what} ({times})" for what, times in found.most_common()) or "nothing"
        print(f"| {target} | {count:,} | {time.monotonic() - began:.0f} | {words} |", flush=True)
        bad += sum(not what.startswith("told") for what in found)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
