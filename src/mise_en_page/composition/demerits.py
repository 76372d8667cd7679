"""What a line costs: badness, fitness, hyphens, runts. Pure functions of a few numbers, and their constants.

After Knuth and Plass (1981) §3 and *The TeXbook* ch. 14; where we depart from them, the constant says why. A cost of 100
is a space stretched to the style's limit; a line's demerits are the square of its costs, so that one bad line weighs
more than several middling ones.
"""

from __future__ import annotations

from typing import Final

#: Demerits begin with this for every line (TeX's \linepenalty).
LINE_PENALTY: Final = 10.0

#: A line whose letters give all they may, without the spaces leaving their natural width by more than they follow.
LETTERS_COST: Final = 6.0

#: Badness of a line of one word: its spaces cannot be judged. An early prototype counted such lines as perfect, and set
#: them. Each em that it stays short of its measure costs as much as a hole of two word spaces.
ONE_WORD: Final = 150.0
SHORT_EM: Final = 800.0

#: Two hyphens one above the other (TeX: 10 000).
CONSECUTIVE_HYPHENS: Final = 8_000.0

#: Two neighbouring lines of very different looseness (TeX: 10 000).
ADJACENT: Final = 4_000.0

#: A paragraph's last line of one word, or narrower than ``RUNT_EMS``. TeX has no such demerits and leaves a third of
#: its paragraphs with a runt; this outweighs two lines of holes.
RUNT: Final = 160_000.0
RUNT_EMS: Final = 2.0

#: A last line of two words that fills less than this share of the measure looks lost too.
SHORT_LAST: Final = 0.2
SHORT_LAST_DEMERITS: Final = 3_000.0

#: A line over its measure, where nothing else is left.
OVERFULL: Final = 1e9

#: Ragged lines: the shortfall of a line against this share of the measure is 100.
RAG: Final = 0.22


#: Pressed spaces cost half of what spread ones do: the style's lower limit is near, and letters have given before.
PRESSED: Final = 0.5

#: What it costs to pass the style's own limits at all, above and below: they are the designer's word, not a point on a
#: curve. A line that passes the upper one costs a little more than a hyphen does.
BEYOND: Final = 200.0
BEYOND_PRESSED: Final = 40.0

#: How badness grows beyond the upper limit, for each time that the space has gone as far again. TeX's grows by the cube
#: and is cut off at 10 000: a cube, then squared into demerits, buys the end of a paragraph's one bad line with hyphens
#: in all its others.
SLOPE: Final = 60.0


def badness(ratio: float, least: float, most: float) -> float:
    """How far a word space has gone to its limits: 0 natural, 100 stretched to the upper one, 50 at the lower."""
    if ratio <= 1.0:
        part = (1.0 - ratio) / (1.0 - least)
        bad = 100.0 * PRESSED * part * part
        return bad if part <= 1.0 else bad + BEYOND_PRESSED
    part = (ratio - 1.0) / (most - 1.0)
    return 100.0 * part * part if part <= 1.0 else 100.0 + BEYOND + SLOPE * (part - 1.0)


#: How much of a line's look its letters make, when they give all they may, beside a word space of its natural width.
LETTERS_LOOK: Final = 0.2


#: How many classes of fitness there are.
FITNESSES: Final = 4


def fitness(ratio: float, letters: float) -> int:
    """The class of a line: 0 tight, 1 decent, 2 loose, 3 very loose. Neighbours of distant classes look uneven.

    Knuth–Plass classes go by the spaces alone; here letters give first, and a pressed line above a spread one is seen
    although the spaces of both are natural.
    """
    look = ratio + LETTERS_LOOK * letters
    if look < 0.85:
        return 0
    if look < 1.2:
        return 1
    return 2 if look < 1.8 else 3


def last_line(width: float, words: int, measure: float, em: float) -> float:
    """The demerits of a paragraph's last line for being short."""
    if words <= 1 or width < RUNT_EMS * em:
        return RUNT
    if width < SHORT_LAST * measure:
        return SHORT_LAST_DEMERITS
    return 0.0
