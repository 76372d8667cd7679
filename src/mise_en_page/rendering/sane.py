"""Styles that no text can be set in: type of no size, lines of no height, spaces below nothing."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.composition.style import BlockStyle, TextStyle
from mise_en_page.model import limits

#: What is wrong with a style, and what to write.
Told = tuple[str, str]


def judge_text(style: TextStyle) -> Iterator[Told]:
    """What is beyond all type in the style of some text."""
    least, most = limits.TYPE_SIZE
    if not least <= style.size <= most:
        yield f"font-size is {style.size:.6g} pt", f"Write one from {least:g} pt to {most:g} pt."
        return
    if not -0.5 <= style.letter_spacing / style.size <= 10:
        yield f"letter-spacing is {style.letter_spacing:.6g} pt", "Letters would stand on each other, or lose each other."
    if not -0.2 <= style.word_spacing / style.size <= 10:
        yield f"word-spacing is {style.word_spacing:.6g} pt", "Words would stand on each other, or lose each other."
    if abs(style.rise) > most:
        yield f"vertical-align is {style.rise:.6g} pt", f"Write at most {most:g} pt."


def judge_block(style: BlockStyle) -> Iterator[Told]:
    """What is beyond all pages in the style of a block."""
    least, most = limits.TYPE_SIZE
    if not max(least, style.text.size / 4) <= style.leading <= most:
        yield (
            f"line-height is {style.leading:.6g} pt",
            "Lines would stand on each other, or off the page: write one leading.",
        )
    if not 0.1 <= style.space_least <= 1 <= style.space_most <= 20:
        yield (
            f"--word-space is {style.space_least:.0%} to {style.space_most:.0%}",
            "Write the least and the most, such as 80% 150%.",
        )
    for name, value, highest in (
        ("--tracking", style.tracking, 0.2), ("--scaling", style.scaling, 0.2), ("--hang", style.hang, 2.0)
    ):  # fmt: skip
        if not 0 <= value <= highest:
            yield f"{name} is {value:.6g}", f"Write a share from 0% to {highest:.0%}."
    if not 0 <= style.opening <= limits.WORD:
        yield f"--opening is {style.opening}", f"Write a count of words up to {limits.WORD}."
    for name, text in (("--end-mark", style.end_mark), ("--run-in", style.run_in_stop)):
        if len(text) > limits.MARK:
            yield f"{name} has {len(text)} characters", f"Write at most {limits.MARK}."
    for name, amount in _lengths(style):
        if abs(amount) > limits.PAGE_SIDE:
            yield f"{name} is {amount:.6g} pt", "No page is so large."


def _lengths(style: BlockStyle) -> Iterator[tuple[str, float]]:
    yield "text-indent", style.indent
    for side in ("top", "bottom", "left", "right"):
        yield f"margin-{side}", getattr(style, f"margin_{side}")
        yield f"padding-{side}", getattr(style, f"padding_{side}")
    yield "border-top-width", style.border_top
    yield "border-bottom-width", style.border_bottom
