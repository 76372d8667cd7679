"""What time it is, for those who come and go; no page knows it."""

from __future__ import annotations

import time


def milliseconds() -> int:
    """Since 1970."""
    return time.time_ns() // 1_000_000


def now() -> int:
    """Seconds since 1970."""
    return milliseconds() // 1_000


def stamp(seconds: int | None = None) -> str:
    """“2018-05-03T14:02:11Z”: a moment, or this one, as files tell it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now() if seconds is None else seconds))
