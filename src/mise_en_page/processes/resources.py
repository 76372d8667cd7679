"""What this process may take of the system: memory and time of the processor. Where the system knows no such limits, there
are none.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from mise_en_page.model import limits
from mise_en_page.model.message import Message, say

try:
    import resource
except ImportError:  # not on this system: the clock is the limit
    resource = None  # type: ignore[assignment]


def most() -> int:
    """The bytes of address space that this process may take."""
    if resource is None:
        return limits.MEMORY
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return limits.MEMORY if soft == resource.RLIM_INFINITY else soft


def limit(name: str, value: float) -> None:
    """From now on this process may take no more: “RLIMIT_AS” bytes of address space, “RLIMIT_CORE” bytes of litter."""
    if resource is None:
        return
    which = getattr(resource, name)
    _, hard = resource.getrlimit(which)
    with contextlib.suppress(OSError, ValueError):  # a system may know better
        resource.setrlimit(which, (int(value) if hard == resource.RLIM_INFINITY else min(int(value), hard), hard))


def limit_memory(size: int) -> None:
    """This process may take no more than so many bytes of address space."""
    limit("RLIMIT_AS", size)


def limit_processor(seconds: float) -> None:
    """From now on, this process may take so many seconds of the processor; then it is ended (SIGXCPU)."""
    limit("RLIMIT_CPU", time.process_time() + seconds + 1)


def words(size: int) -> Message:
    """“4 GB”, “1.5 GB”, “300 MB”."""
    return (
        say("size/gigabytes", size=round(size / (1 << 30), 1))
        if size >= 1 << 30
        else say("size/megabytes", size=size / 1e6)
    )


@contextlib.contextmanager
def no_more_than(size: int) -> Iterator[None]:
    """Within, so many bytes may be taken besides what is taken already; what asks for more meets MemoryError."""
    before = _lower(size)
    try:
        yield
    finally:
        if before is not None:
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(resource.RLIMIT_AS, before)


def _lower(size: int) -> tuple[int, int] | None:
    """The limits before; None if they stay."""
    if resource is None:
        return None
    try:
        taken = _taken(0)
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if soft != resource.RLIM_INFINITY and soft <= taken + size:
            return None
        resource.setrlimit(resource.RLIMIT_AS, (taken + size, hard))
    except (OSError, ValueError):
        return None
    return soft, hard


def resident() -> int:
    """The memory that this process takes, in bytes; 0 where the system does not say."""
    if resource is None:
        return 0
    try:
        return _taken(1)
    except OSError:
        return 0


def _taken(field: int) -> int:
    """A field of what Linux says of this process's memory (proc(5), statm), in bytes. Raises OSError elsewhere."""
    return int(Path("/proc/self/statm").read_bytes().split()[field]) * resource.getpagesize()
