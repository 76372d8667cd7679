"""Styles that no text can be set in: type of no size, lines of no height, spaces below nothing."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.composition.style import BlockStyle, TextStyle
from mise_en_page.model import limits
from mise_en_page.model.message import Message, say


def judge_text(style: TextStyle) -> Iterator[Message]:
    """What is beyond all type in the style of some text."""
    least, most = limits.TYPE_SIZE
    if not least <= style.size <= most:
        yield say("style", name="font-size", size=style.size, least=least, most=most)
        return
    if not -0.5 <= style.letter_spacing / style.size <= 10:
        yield say("style/letters", name="letter-spacing", size=style.letter_spacing)
    if not -0.2 <= style.word_spacing / style.size <= 10:
        yield say("style/words", name="word-spacing", size=style.word_spacing)
    if abs(style.rise) > most:
        yield say("style/rise", name="vertical-align", size=style.rise, most=most)


def judge_block(style: BlockStyle) -> Iterator[Message]:
    """What is beyond all pages in the style of a block."""
    least, most = limits.TYPE_SIZE
    if not max(least, style.text.size / 4) <= style.leading <= most:
        yield say("style/lines", name="line-height", size=style.leading)
    if not 0.1 <= style.space_least <= 1 <= style.space_most <= 20:
        yield say("style/spaces", name="--word-space", least=style.space_least * 100, most=style.space_most * 100)
    for size in style.fit or ():
        if not least <= size <= most:
            yield say("style", name="--fit", size=size, least=least, most=most)
    for name, value, highest in (
        ("--tracking", style.tracking, 0.2), ("--scaling", style.scaling, 0.2), ("--hang", style.hang, 2.0)
    ):  # fmt: skip
        if not 0 <= value <= highest:
            yield say("style/share", name=name, share=value, most=highest * 100)
    if not 0 <= style.opening <= limits.WORD:
        yield say("style/opening", name="--opening", count=style.opening, most=limits.WORD)
    for name, text in (("--end-mark", style.end_mark), ("--marker", style.marker), ("--run-in", style.run_in_stop)):
        if len(text) > limits.MARK:
            yield say("style/mark", name=name, length=len(text), most=limits.MARK)
    for name, amount in _lengths(style):
        if abs(amount) > limits.PAGE_SIDE:
            yield say("style/length", name=name, size=amount)


def _lengths(style: BlockStyle) -> Iterator[tuple[str, float]]:
    yield "text-indent", style.indent
    for side in ("top", "bottom", "left", "right"):
        yield f"margin-{side}", getattr(style, f"margin_{side}")
        yield f"padding-{side}", getattr(style, f"padding_{side}")
    yield "border-top-width", style.border_top
    yield "border-bottom-width", style.border_bottom
