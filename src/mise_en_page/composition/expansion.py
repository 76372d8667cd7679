"""What a line may give besides its word spaces: hanging marks, tracking, glyph scaling; and who gives first.

After Hàn Thế Thành, *Micro-typographic extensions to the TeX typesetting system* (2000), and the tables of the
microtype package for Latin text. The limits come from the style; how an adjustment is shared is decided here alone, so
that the search for breaks and the setting of lines agree.
"""

from __future__ import annotations

from typing import Final, NamedTuple

#: The share of a mark's advance that hangs over the left edge when it begins a line.
HANG_LEFT: Final[dict[str, float]] = {
    "«": 0.40, "“": 0.50, "‘": 0.60, "„": 0.30, "‹": 0.40, "(": 0.10, "[": 0.05, "—": 0.15, "–": 0.20, "-": 0.30,
    "’": 0.60, "»": 0.20, "”": 0.30, "…": 0.10, "•": 0.40,
    "A": 0.05, "T": 0.05, "V": 0.05, "W": 0.05, "Y": 0.05, "À": 0.05, "Â": 0.05, "v": 0.04, "w": 0.04, "y": 0.04,
}  # fmt: skip

#: The share of a mark's advance that hangs over the right edge when it ends a line.
HANG_RIGHT: Final[dict[str, float]] = {
    "-": 0.85, "\u2010": 0.85, ".": 0.85, ",": 0.85, ";": 0.35, ":": 0.40, "…": 0.15, "’": 0.60, "”": 0.50, "»": 0.35,
    "›": 0.35, ")": 0.10, "]": 0.05, "!": 0.15, "?": 0.12, "–": 0.25, "—": 0.15, "'": 0.60,
    "A": 0.04, "T": 0.04, "V": 0.04, "W": 0.04, "Y": 0.04, "r": 0.04, "t": 0.05, "k": 0.04, "v": 0.04, "w": 0.04,
    "y": 0.05, "f": 0.03,
}  # fmt: skip

#: The letters lead: when they have given all they may, the word spaces have gone this share of the way to their own
#: limit. With 0 the eye would meet lines of one word space and visibly different letterfit; with 1 the spaces, which are
#: seen first, would vary as much as the letters.
SPACES_FOLLOW: Final = 0.25

#: No word space is ever narrower than this share of the natural one: words run together below it.
FLOOR: Final = 0.7


class Limits(NamedTuple):
    """A style's limits: of the word space (``least``, ``most``, as ratios), of tracking (± em), of scaling (±)."""

    least: float
    most: float
    tracking: float
    scaling: float
    hang: float


def share(room: float, flex: float, give: float, limits: Limits) -> tuple[float, float]:
    """How a line fills its room: the ratio of its word spaces, and the share (−1..1) that its letters give of ``give``.

    ``room`` is what is left over of the measure at natural widths (negative: over it); ``flex`` how much the line grows
    when the ratio of its spaces grows by one; ``give`` how much its letters can grow, or shrink. All in pt. The ratio is
    not bounded here: the caller judges it. A line without spaces has the ratio 1; if its letters cannot fill it, it stays
    natural and short.
    """
    if flex <= 0:
        part = room / give if give > 0 else 0.0
        return 1.0, max(-1.0, part) if part <= 1.0 else 0.0
    reach = (limits.most - 1 if room > 0 else 1 - limits.least) * SPACES_FOLLOW
    capacity = give + reach * flex
    if abs(room) <= capacity:
        part = room / capacity if capacity > 0 else 0.0
        return 1.0 + part * reach, part
    if room > 0:
        return 1.0 + (room - give) / flex, 1.0
    return 1.0 + (room + give) / flex, -1.0
