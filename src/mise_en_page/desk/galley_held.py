"""An article's galley while it is typed: what changed is read, corrected and set here and now, the rest stands as it did.

The lines of a paragraph that changed stay where they were as long as there are as many of them; else those below are
pushed. It holds until the page has been made with those words (galley_settled.py), which alone knows what the page does
about a line more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mise_en_page.desk import copyfit
from mise_en_page.desk.galley_lines import Drawn, drawn
from mise_en_page.desk.galley_set import Now, Setter
from mise_en_page.desk.galley_settled import Settled, digest_of
from mise_en_page.pagination.heights import role_of


@dataclass(frozen=True, slots=True)
class Held:
    """What is shown. ``rows``: each line, and the place in the text (in characters) where it begins; ``columns``: the
    number of the column of each row; ``placed``: so many have room; ``heads``: the lines of what is not of the body, by
    role. ``exact``: as the page was made with these very words. ``signs``: of the text; ``more``: lines more than when the
    page was made.
    """

    rows: tuple[tuple[Drawn, int], ...]
    columns: tuple[int, ...]
    placed: int
    heads: Mapping[str, int]
    exact: bool
    signs: int
    more: int


def held(settled: Settled, setter: Setter, text: str) -> Held | None:
    """The galley of a text that has been typed on since the page was made; None where the text cannot be read."""
    now = setter.set(text)
    if now is None:
        return None
    signs = copyfit.signs(now.article)
    if digest_of(text) == settled.digest:
        rows = tuple((row.line, settled.chunks[row.chunk].start + row.at if settled.chunks else 0) for row in settled.rows)
        return Held(rows, tuple(row.column for row in settled.rows), settled.placed, settled.heads, True, signs, 0)
    merge = _Merge(settled, setter, now)
    rows = tuple(merge.rows())
    more = len(rows) - len(settled.rows)
    return Held(rows, _pushed(settled, len(rows)), _room(settled, more), merge.heads(), False, signs, more)


def _pushed(settled: Settled, count: int) -> tuple[int, ...]:
    """The columns of so many rows: as many in each as there were."""
    columns = [row.column for row in settled.rows[:count]]
    last = columns[-1] if columns else 0
    return (*columns, *[last] * (count - len(columns)))


def _room(settled: Settled, more: int) -> int:
    """How many rows have room: what the page will do about a line more is not known yet, and no alarm is given for it."""
    over = len(settled.rows) - settled.placed
    return settled.placed if over else settled.placed + max(more, settled.free)


class _Merge:
    """Settled rows with those of what changed in their places."""

    def __init__(self, settled: Settled, setter: Setter, now: Now) -> None:
        self._settled, self._setter, self._now, self._chunks = settled, setter, now, now.chunks
        self._parts = {0: (now.blocks, now.numbers)}
        old = [chunk.said for chunk in settled.chunks]
        new = [chunk.said for chunk in now.chunks]
        most = min(len(old), len(new))
        self._head = next((n for n in range(most) if old[n] != new[n]), most)
        most -= self._head
        self._tail = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
        self._mended = range(self._head, len(new) - self._tail)
        self._gone = range(self._head, len(old) - self._tail)

    def rows(self) -> list[tuple[Drawn, int]]:
        made: list[tuple[Drawn, int]] = []
        waits = list(self._mended)
        beside = len(self._mended) == len(self._gone)  # each in its own place; what was not shown is not
        settled = self._settled.rows
        lines = {chunk: sum(row.chunk == chunk for row in settled) for chunk in self._gone}
        for row in settled:
            if row.chunk in self._gone:
                now = [chunk for chunk in ([row.chunk] if beside else waits) if chunk in waits]
                made += self._set(now, row.part, lines if beside else {})
                waits = [chunk for chunk in waits if chunk not in now]
                continue
            if row.chunk >= self._gone.stop and not beside:
                made += self._set(waits, row.part)
                waits = []
            number = row.chunk if row.chunk < self._head else row.chunk - len(self._gone) + len(self._mended)
            made.append((row.line, self._chunks[number].start + row.at))
        return made if beside else made + self._set(waits, settled[-1].part if settled else 0)

    def heads(self) -> dict[str, int]:
        """The lines of heads, captions and quotes, by role, with those that changed."""
        heads = dict(self._settled.heads)
        blocks, numbers = self._parts[0]
        changed = {role_of(block) for block, number in zip(blocks, numbers, strict=True) if number in self._mended}
        for role in changed & copyfit.HEADS:
            heads[role] = sum(block.natural for block in blocks if role_of(block) == role)
        return heads

    def _set(self, chunks: Sequence[int], part: int, lines: dict[int, int] | None = None) -> list[tuple[Drawn, int]]:
        """The lines of some chunks, each in as many as it had, if it can be."""
        if not chunks:
            return []
        if part not in self._parts:
            self._parts[part] = self._setter.part(self._now, part)
        made: list[tuple[Drawn, int]] = []
        for chunk in chunks:
            shown = [
                block for block, number in zip(*self._parts[part], strict=True)
                if number == chunk and block.origins and block.measure <= self._setter.widest(part)
            ]  # fmt: skip
            for block in shown:
                count = (lines or {}).get(chunk, 0) if len(shown) == 1 else 0
                setting = block.settings.get(count) or block.settings.get(block.natural)
                for n, line in enumerate(setting.lines if setting is not None else ()):
                    at = block.origins[line.start] if line.start < len(block.origins) else self._chunks[chunk].start
                    made.append((drawn(block, line, n == 0), at))
        return made
