"""How much memory this process may take, and a smaller share of it for some work. Where the system knows no such limits,
there are none.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from mise_en_page.model import limits

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


def words(size: int) -> str:
    """“4 GB”, “1.5 GB”, “300 MB”."""
    return f"{size / (1 << 30):.1f} GB".replace(".0 ", " ") if size >= 1 << 30 else f"{size / 1_000_000:.0f} MB"


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
        taken = int(Path("/proc/self/statm").read_bytes().split()[0]) * resource.getpagesize()
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if soft != resource.RLIM_INFINITY and soft <= taken + size:
            return None
        resource.setrlimit(resource.RLIMIT_AS, (taken + size, hard))
    except (OSError, ValueError):
        return None
    return soft, hard
