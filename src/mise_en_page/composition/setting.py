"""A block's text into its settings: the best lines for its natural count, for one fewer and for one more.

The search is tried in passes (Knuth–Plass §5; TeX's \\pretolerance and \\tolerance): within a tolerance, then without,
then with words broken anywhere and lines that may run over. What the later passes had to accept is told.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mise_en_page.composition.breaks import ANYWHERE_COST, Hyphenate
from mise_en_page.composition.expansion import Limits
from mise_en_page.composition.galley import Line, RoleStyle, Setting
from mise_en_page.composition.items import FORCED, Box, Copy, Item, Manner, Penalty, barred, copy_of, too_wide
from mise_en_page.composition.judges import INFINITE_RATIO, Justified, Ragged
from mise_en_page.composition.linebreak import Breaks, Judge, Terms, break_lines
from mise_en_page.composition.lines import Layer, hyphens_of
from mise_en_page.composition.rivers import longest_river
from mise_en_page.composition.strands import Strands
from mise_en_page.composition.style import BlockStyle
from mise_en_page.composition.tokens import Token, tokens_of, trimmed
from mise_en_page.model.issue import Source, Text
from mise_en_page.model.problem import Problem, Span

#: The greatest ratio of word spaces that the first pass considers; what is looser is left to the second.
TOLERANCE = 2.6
#: Dividing a name must make a loose paragraph so many times less bad.
NAMES_GAIN = 1.5
#: To be without a river is worth so many demerits: those of two hyphens, or of a line that just passes its limit.
RIVER = 150_000.0
#: A line looser than this is told to the user: a hole that a reader sees.
TOLD = 3.0
#: A line that passes its measure by so much, in pt, is told.
VISIBLE = 0.05
#: A measure under which nothing can be set; a layout that gives less has no room at all.
LEAST_MEASURE = 1.0


class Typeset(NamedTuple):
    """What setting a text gave."""

    settings: Mapping[int, Setting]
    natural: int
    problems: tuple[Problem, ...]


def typeset(
    text: Text, style: RoleStyle, measure: float, strands: Strands, hyphenate: Hyphenate | None, source: Source, span: Span
) -> Typeset:
    """The settings of a text on a measure in pt."""
    block = style.block
    measure = max(measure, LEAST_MEASURE)
    limits = limits_of(block)
    tokens, missing = tokens_of(text, strands)
    problems = [_missing_glyph(text, character, at, source) for character, at in missing.items()]
    problems += [_missing_family(families, span) for families in strands.missing_families]
    tokens = trimmed(tokens)
    if not tokens:
        return Typeset({}, 0, tuple(problems))
    chosen = hyphenate if block.hyphens and not block.balance else None
    manner = Manner(limits, chosen, block.hyphen_minima, title=block.balance)

    matter = _Matter(tokens, text.characters, manner)
    search = _balanced if block.balance else _ragged if block.alignment != "justify" else _justified
    made, found, natural = search(matter, block, measure, limits)
    layer = _layer(made, block, measure, limits)
    if search is _justified:
        judge = Justified(limits, measure, block.text.size, INFINITE_RATIO)
        found = _dammed(made, found, natural, layer, _terms(block, measure, made), judge)
    settings: dict[int, Setting] = {}
    for count in (natural - 1, natural, natural + 1):
        if count == natural:
            settings[count] = Setting(layer.lay(found[count].at), found[count].cost)
        elif count in found:
            settings[count] = _later(text, style, measure, strands, manner, made, found[count])
    problems += _told(text, settings[natural].lines, layer, found[natural].at, made, source)
    return Typeset(settings, natural, tuple(problems))


def _later(
    text: Text, style: RoleStyle, measure: float, strands: Strands, manner: Manner, copy: Copy, breaks: Breaks
) -> Setting:
    """A setting whose lines are laid if anybody asks for them: of a hundred, one is.

    It keeps what the copy was made from and not the copy, whose tokens and items are a thousand times as many.
    """
    plain, block, at = Text(text.characters, (), text.marks), style.block, breaks.at
    manner = manner._replace(torn=copy.torn, divide_names=copy.divide_names)

    def lay() -> tuple[Line, ...]:
        copy = copy_of(trimmed(tokens_of(plain, strands)[0]), plain.characters, manner)
        return _layer(copy, block, measure, limits_of(block)).lay(at)

    return Setting.later(lay, breaks.cost, hyphens_of(copy, at))


def limits_of(block: BlockStyle) -> Limits:
    """The limits that a style states; letters give only where lines are set to the measure."""
    least = min(block.space_least, 0.99)
    most = max(block.space_most, 1.01)
    if block.alignment == "justify":
        return Limits(least, most, block.tracking, block.scaling, block.hang)
    return Limits(least, most, 0.0, 0.0, 0.0 if block.alignment == "center" else block.hang)


def _terms(block: BlockStyle, measure: float, copy: Copy) -> Terms:
    """The search's terms. The first line's indent is a correction of its width: all lines then have one measure."""
    measures = (measure, measure - block.second_indent, measure) if block.second_indent else (measure,)
    return Terms(measures, opening=block.indent - copy.opening, last_word=copy.last_word)


Found = tuple[Copy, dict[int, Breaks], int]


class _Matter:
    """A text's tokens, from which it is made into items: plainly, then with the liberties that it cannot do without."""

    def __init__(self, tokens: list[Token], characters: str, manner: Manner) -> None:
        self._tokens = tokens
        self._characters = characters
        self._manner = manner

    def copy(self) -> Copy:
        return copy_of(self._tokens, self._characters, self._manner)

    def bold(self) -> Copy:
        """With names divided."""
        return copy_of(self._tokens, self._characters, self._manner._replace(divide_names=True))

    def torn(self, torn: frozenset[int]) -> Copy:
        """With these tokens broken anywhere."""
        return copy_of(self._tokens, self._characters, self._manner._replace(torn=torn))


def _cost(found: Found) -> float:
    _, breaks, natural = found
    return breaks[natural].cost


def _best(found: dict[int, Breaks]) -> int:
    return min(found, key=lambda count: (found[count].cost, count))


def _justified(matter: _Matter, block: BlockStyle, measure: float, limits: Limits) -> Found:
    em = block.text.size
    copy = matter.copy()
    if found := break_lines(copy.items, _terms(block, measure, copy), Justified(limits, measure, em, TOLERANCE)):
        return copy, found, _best(found)
    judge = Justified(limits, measure, em, INFINITE_RATIO)
    tries = []
    for bold in (copy, matter.bold()):
        if found := break_lines(bold.items, _terms(block, measure, bold), judge):
            tries.append((bold, found, _best(found)))
    if tries:
        # A name is divided only where that mends the worst of it.
        plain, *others = tries
        return next((other for other in others if _cost(other) * NAMES_GAIN < _cost(plain)), plain)
    return _rescued(matter, copy, block, measure, Justified(limits, measure, em, INFINITE_RATIO))


def _ragged(matter: _Matter, block: BlockStyle, measure: float, limits: Limits) -> Found:  # noqa: ARG001
    copy = matter.copy()
    judge = Ragged(measure, block.text.size, ideal=measure, even=False)
    if found := break_lines(copy.items, _terms(block, measure, copy), judge):
        return copy, found, _best(found)
    return _rescued(matter, copy, block, measure, judge)


def _balanced(matter: _Matter, block: BlockStyle, measure: float, limits: Limits) -> Found:
    """Lines of like length, as few as the ragged setting takes."""
    copy, found, _ = _ragged(matter, block, measure, limits)
    count = min(found)
    length = sum(item.width for item in copy.items if not isinstance(item, Penalty)) + block.indent + block.second_indent
    judge = Ragged(measure, block.text.size, ideal=min(measure, length / count), even=True)
    even = break_lines(copy.items, _terms(block, measure, copy), judge)
    breaks = even.get(count) or found[count]
    return copy, {count: breaks}, count


def _dammed(
    copy: Copy, found: dict[int, Breaks], natural: int, layer: Layer, terms: Terms, judge: Judge
) -> dict[int, Breaks]:
    """Where the best setting has a river: the cheapest without it that breaks one of the river's lines elsewhere.

    Which spaces meet is known only of lines that are laid; so the search is asked again, each time with one of the breaks
    barred. Rivers are rare, and this costs nothing where there is none.
    """
    best = found[natural]
    river = longest_river(layer.lay(best.at))
    if river is None:
        return found
    dams = []
    for place in best.at[river.first : river.first + river.length]:
        items = list(copy.items)
        end = items[place]
        if isinstance(end, Box) or end.cost == FORCED:
            continue
        items[place] = barred(end)
        other = break_lines(items, terms, judge).get(natural)
        if other is not None and other.cost < best.cost + RIVER and longest_river(layer.lay(other.at)) is None:
            dams.append(other)
    return found | {natural: min(dams, key=lambda breaks: (breaks.cost, breaks.at))} if dams else found


def _rescued(matter: _Matter, copy: Copy, block: BlockStyle, measure: float, judge: Judge) -> Found:
    """What cannot be set by the rules: first without those for hyphens, then with the words torn that are too wide."""
    terms = _terms(block, measure, copy)._replace(any_hyphens=True)
    found = break_lines(copy.items, terms, judge)
    if not found:
        narrowest = min(measure - max(block.indent, 0.0), measure - block.second_indent)
        copy = matter.torn(too_wide(copy, narrowest))
        found = break_lines(copy.items, terms._replace(last_word=copy.last_word, rescue=True), judge)
    count = _best(found)
    return copy, {count: found[count]}, count


def _layer(copy: Copy, block: BlockStyle, measure: float, limits: Limits) -> Layer:
    first, second = block.indent, block.second_indent
    indents = (first, second, 0.0) if second else (first, 0.0)
    return Layer(copy, tuple(measure - indent for indent in indents), indents, block.alignment, limits)


# --- what is told ----------------------------------------------------------------------------------------------------


def _told(
    text: Text, lines: tuple[Line, ...], layer: Layer, at: tuple[int, ...], copy: Copy, source: Source
) -> Iterator[Problem]:
    """What could not be set well: at most one problem of each kind for a block, at its worst line."""
    torn = [line for line, place in zip(lines, at, strict=True) if _is_torn(copy.items[place])] if copy.torn else []
    if torn:
        yield Problem(
            "word-too-wide",
            "warning",
            f"A word is wider than its column and was broken anywhere: “{_words(text, torn[0])}”.",
            "Shorten the word or the address, or give the text a wider column.",
            _where(text, torn[0], source),
        )
    excess = layer.excesses(at)
    if max(excess) > VISIBLE:
        over = lines[excess.index(max(excess))]
        yield Problem(
            "line-overfull",
            "error",
            f"A line is wider than its column by {max(excess):.1f} pt: “{_words(text, over)}”.",
            "Give the text a wider column or a smaller size.",
            _where(text, over, source),
        )
    ratios = [line.ratio for line in lines]
    if max(ratios) > TOLD:
        loose = lines[ratios.index(max(ratios))]
        yield Problem(
            "line-loose",
            "warning",
            f"A line is set with word spaces {loose.ratio:.1f} times their width: “{_words(text, loose)}”.",
            "Change a word near it, or allow its long words to be hyphenated.",
            _where(text, loose, source),
        )
    river = longest_river(lines)
    if river is not None:
        yield Problem(
            "river",
            "info",
            f"Word spaces stand one under another down {river.length} lines from “{_words(text, lines[river.first])}”.",
            "Change a word in these lines.",
            _where(text, lines[river.first], source),
        )


def _is_torn(item: Item) -> bool:
    return not isinstance(item, Box) and item.cost == ANYWHERE_COST


def _words(text: Text, line: Line) -> str:
    shown = " ".join(text.characters[line.start : line.end].split())
    return shown if len(shown) <= LONGEST_SHOWN else shown[: LONGEST_SHOWN - 1] + "…"


LONGEST_SHOWN = 60


def _where(text: Text, line: Line, source: Source) -> Span:
    if line.start < len(text.origins):
        return source.span(text.origins[line.start], line.end - line.start)
    return Span(source.file)


def _missing_glyph(text: Text, sign: str, at: int, source: Source) -> Problem:
    where = source.span(text.origins[at], len(sign)) if at < len(text.origins) else Span(source.file)
    codes = " ".join(f"U+{ord(character):04X}" for character in sign[:8])
    if len(sign) == 1:
        codes += f", {unicodedata.name(sign, 'a character without a name').lower()}"
    return Problem(
        "missing-glyph",
        "error",
        f"No font of this text has the character{'s' if len(sign) > 1 else ''} “{sign[:40]}” ({codes}).",
        f"Replace {'them' if len(sign) > 1 else 'the character'}, or add a font that has "
        f"{'them' if len(sign) > 1 else 'it'} to the folder fonts and to font-family.",
        where,
    )


def _missing_family(families: tuple[str, ...], span: Span) -> Problem:
    return Problem(
        "font-not-found",
        "error",
        f"None of the fonts {', '.join(families) or '(none named)'} is in the publication.",
        "Add the font files to the folder fonts, or name a font that is there in the stylesheet.",
        span,
    )
