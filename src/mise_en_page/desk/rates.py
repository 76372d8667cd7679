"""How much anybody may ask for in a minute, and how long whoever guesses waits. Times are handed in, in seconds of a steady
clock.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

#: Of one person: requests at once, and a second after; bytes sent likewise. 32 pages that are opened are some 100 requests.
REQUESTS: Final = (2_000, 40.0)
BYTES: Final = (8_000_000, 200_000.0)
#: Of one address that has not said who it is: the page and its scripts are some 30 requests.
UNKNOWN: Final = (600, 10.0)
#: Sockets of one person: two for a tab, one more for each article that it has open.
SOCKETS: Final = 32
#: Addresses and people that are remembered.
KNOWN: Final = 2_000
#: Wrong secrets of one address that are answered at once; each more waits twice as long, up to so long (s).
FREE: Final = 50
SLOWEST: Final = 10.0
#: Wrong ones are forgotten after so long without any (s).
FORGIVEN: Final = 600.0
#: Answers of one address that may wait at one time; more are refused at once.
WAITING: Final = 8


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Rate:
    """So much at once, and so much a second after, for each of many."""

    def __init__(self, most: float, each_second: float) -> None:
        self._most, self._speed = most, each_second
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, who: str, now: float, cost: float = 1.0) -> float:
        """Take ``cost`` from what somebody has left: seconds until it is there (0: it is)."""
        bucket = self._buckets.setdefault(who, _Bucket(self._most, now))
        self._buckets.move_to_end(who)
        while len(self._buckets) > KNOWN:
            self._buckets.popitem(last=False)
        bucket.left = min(self._most, bucket.left + (now - bucket.at) * self._speed)
        bucket.at = now
        bucket.left -= cost
        return max(0.0, -bucket.left / self._speed)

    def may(self, who: str, now: float, cost: float = 1.0) -> bool:
        """Is there enough left? What is refused costs nothing."""
        if self.wait(who, now, cost) == 0.0:
            return True
        self._buckets[who].left += cost
        return False


class Guesses:
    """Wrong secrets: the more an address has tried, the later it hears that it was wrong. The right one is never kept
    waiting, so that nobody can lock others out who share an address.
    """

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._waiting: dict[str, int] = {}

    def wrong(self, address: str, now: float) -> float | None:
        """Seconds that the answer waits; None: too many of this address wait already."""
        count, last = self._wrong.get(address, (0, now))
        count = 1 if now - last >= FORGIVEN else count + 1
        self._wrong[address] = count, now
        self._wrong.move_to_end(address)
        while len(self._wrong) > KNOWN:
            self._wrong.popitem(last=False)
        if count <= FREE:
            return 0.0
        if self._waiting.get(address, 0) >= WAITING:
            return None
        self._waiting[address] = self._waiting.get(address, 0) + 1
        return min(SLOWEST, 0.25 * 2.0 ** min(20, count - FREE - 1))

    def answered(self, address: str) -> None:
        """One that waited has its answer."""
        left = self._waiting.get(address, 0) - 1
        if left > 0:
            self._waiting[address] = left
        else:
            self._waiting.pop(address, None)
