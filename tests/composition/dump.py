"""Set lines as text, for eyes and for golden files: a change of a line is then a readable difference.

body 8 lines (7..9), 165.1 pt
 1   0.00  165.09  1.04  -       L’idée est venue d’une lectrice de quatre-
"""

from __future__ import annotations

from mise_en_page.composition.galley import Line, SetBlock

#: Spaces that look alike, as the trade's books write them; a hyphen that a break added shows as ‿.
SIGNS = str.maketrans({"\u00a0": "⍽", "\u202f": "¦", "\u00ad": "‿"})


def line_text(line: Line) -> str:
    """The text of a line as it is painted; a hyphen that a break added is U+00AD."""
    return "".join(text for run in line.runs for text in run.texts)


def dump_line(number: int, line: Line) -> str:
    """Number, x, width, ratio of the word spaces, the glyphs' scaling in thousandths, the text."""
    scale = line.runs[0].scale if line.runs else 1.0
    return (
        f"{number:2d} {line.x:6.2f} {line.width:7.2f} {line.ratio:5.2f} {(scale - 1) * 1000:+5.0f}"
        f"  {line_text(line).translate(SIGNS)}"
    )


def dump_block(block: SetBlock) -> str:
    """A block's best setting, one line of text for each."""
    counts = " ".join(f"{count}:{setting.cost:.0f}" for count, setting in sorted(block.settings.items()))
    head = f"{block.role}, {block.natural} lines on {block.measure:.1f} pt ({counts})"
    notes = [f"! {problem.code} {problem.where}: {problem.message}" for problem in block.problems]
    lines = [dump_line(n, line) for n, line in enumerate(block.lines, 1)]
    return "\n".join([head, *lines, *notes]) + "\n"
