"""Print those of the named shared libraries that the system's loader does not find, one a line.

Run with any Python, before anything is installed: only ctypes, no import of WeasyPrint.

    python3 scripts/missing_libraries.py libpango-1.0.so.0 libharfbuzz-subset.so.0
"""

import ctypes
import ctypes.util
import re
import sys


def is_found(name: str) -> bool:
    """Whether the loader opens ``libNAME.so.N``, or knows NAME by the platform's own way of naming."""
    try:
        ctypes.CDLL(name)
    except OSError:
        bare = re.sub(r"^lib|\.so\.\d+$", "", name)
        return ctypes.util.find_library(bare) is not None
    return True


if __name__ == "__main__":
    print(*(name for name in sys.argv[1:] if not is_found(name)), sep="\n", end="")
