"""WeasyPrint's fonts without a file on the disk.

fontconfig reads fonts by their paths, so WeasyPrint writes each face into a temporary folder, and takes that away when the
configuration is let go: never, in a process that is killed or ends at once. Where the system has files that live in memory
alone (Linux), the faces are such files. They go with the last process that holds them, however that ends.

This stands on WeasyPrint's insides (70.0): ``FontConfiguration._folder``, to which it puts a name by ``/``, and of what
that gives uses ``exists``, ``write_bytes`` and ``as_posix``.
"""

from __future__ import annotations

import os
import weakref
from pathlib import Path

from weasyprint.text.fonts import FontConfiguration


class Fonts(FontConfiguration):  # type: ignore[misc]
    """A font configuration that leaves nothing behind."""

    def __init__(self) -> None:
        super().__init__()
        if _in_memory():
            self._folder = _Memory()

    def __del__(self) -> None:
        if not isinstance(self._folder, _Memory):
            super().__del__()


class _Memory:
    """Stands for a folder: its files are descriptors, found under /proc."""

    def __init__(self) -> None:
        self._files: dict[str, _File] = {}
        self._descriptors: list[int] = []
        weakref.finalize(self, _close, self._descriptors)

    def __truediv__(self, name: str) -> _File:
        return self._files.setdefault(name, _File(self._descriptors))


class _File:
    def __init__(self, descriptors: list[int]) -> None:
        self._descriptors = descriptors
        self._path = ""

    def exists(self) -> bool:
        return bool(self._path)

    def write_bytes(self, data: bytes) -> None:
        descriptor = os.memfd_create("face")
        self._descriptors.append(descriptor)
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        self._path = f"/proc/self/fd/{descriptor}"

    def as_posix(self) -> str:
        return self._path


def _close(descriptors: list[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def _in_memory() -> bool:
    return hasattr(os, "memfd_create") and Path("/proc/self/fd").is_dir()
