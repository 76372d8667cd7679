"""Content written again: as it was, but for the pieces that are replaced."""

from __future__ import annotations


class Writer:
    """What stands in the place of ``content``; pieces are given in order."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.parts: list[bytes] = []
        self.kept = 0

    def put(self, start: int, end: int, text: bytes) -> int:
        """``text`` instead of what stands from ``start`` to ``end``. Gives the place of the text among the parts."""
        self.parts += (self.content[self.kept : start], text)
        self.kept = end
        return len(self.parts) - 1

    def whole(self) -> bytes:
        return b"".join([*self.parts, self.content[self.kept :]])
