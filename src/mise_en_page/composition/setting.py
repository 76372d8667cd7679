"""A block's text into its settings: the best lines for its natural count, for one fewer and for one more.

The search is tried in passes (Knuth–Plass §5; TeX's \\pretolerance and \\tolerance): within a tolerance, then without,
then with words broken anywhere and lines that may run over. What the later passes had to accept is told.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from mise_en_page.composition.breaks import ANYWHERE_COST, Hyphenate
from mise_en_page.composition.demerits import RUNT_EMS
from mise_en_page.composition.expansion import Limits
from mise_en_page.composition.galley import Line, RoleStyle, Setting
from mise_en_page.composition.items import FORCED, Box, Copy, Item, Manner, Penalty, barred, copy_of, too_wide
from mise_en_page.composition.judges import INFINITE_RATIO, Justified, Ragged
from mise_en_page.composition.linebreak import Breaks, Judge, Terms, break_lines
from mise_en_page.composition.lines import Layer, hyphens_of
from mise_en_page.composition.rivers import longest_river
from mise_en_page.composition.strands import Strands
from mise_en_page.composition.style import BlockStyle
from mise_en_page.composition.tokens import tokens_of, trimmed
from mise_en_page.model.issue import Source, Text
from mise_en_page.model.message import Value, say
from mise_en_page.model.problem import Problem, Span

#: The greatest ratio of word spaces that the first pass considers; what is looser is left to the second.
TOLERANCE = 2.6
#: Dividing a name, or a paragraph's last word, must make a loose one so many times less bad.
BOLD_GAIN = 1.5
#: To be without a river is worth so many demerits: those of two hyphens, or of a line that just passes its limit.
RIVER = 150_000.0
#: A line looser than this is told to the user: a hole that a reader sees.
TOLD = 3.0
#: A line that passes its measure by so much, in pt, is told.
VISIBLE = 0.05
#: So many characters of a line are shown.
LONGEST_SHOWN = 60
#: Of what ``sense.PLACES`` costs, in lines set to their measure, whose holes cost as well.
JUSTIFIED_SENSE = 0.4
#: A measure under which nothing can be set; a layout that gives less has no room at all.
LEAST_MEASURE = 1.0


class Typeset(NamedTuple):
    """What setting a text gave."""

    settings: Mapping[int, Setting]
    natural: int
    problems: tuple[Problem, ...]


def typeset(
    text: Text, style: RoleStyle, measure: float, strands: Strands, hyphenate: Hyphenate | None, source: Source, span: Span,
    by_sense: bool | None = None,
) -> Typeset:  # fmt: skip
    """The settings of a text on a measure in pt; ``by_sense``: its lines end so (None: if they are of like length)."""
    block = style.block
    measure = max(measure, LEAST_MEASURE)
    limits = limits_of(block)
    tokens, missing = tokens_of(text, strands)
    problems = [_missing_glyph(text, character, at, source) for character, at in missing.items()]
    for families in strands.missing_families:
        named = families or say("font-not-found/unnamed")
        problems.append(Problem.of("font-not-found", "error", span, families=named))
    tokens = trimmed(tokens)
    if not tokens:
        return Typeset({}, 0, tuple(problems))
    chosen = hyphenate if block.hyphens and not block.balance else None
    manner = Manner(limits, chosen, block.hyphen_minima)

    def copy(**liberties: Any) -> Copy:
        return copy_of(tokens, text.characters, manner._replace(**liberties))

    search = _balanced if block.balance else _ragged if block.alignment != "justify" else _justified
    made, found, natural = search(copy, block, measure, limits)
    if natural > 1 and (block.balance if by_sense is None else by_sense):
        sense = JUSTIFIED_SENSE if search is _justified else 1.0
        made, found = _by_sense(partial(copy, sense=sense), search, (made, found, natural), block, measure, limits)
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


def _by_sense(
    made: MakeCopy, search: Search, plain: Found, block: BlockStyle, measure: float, limits: Limits
) -> tuple[Copy, dict[int, Breaks]]:
    """The best breaks by the sense in as many lines as without it; what they are without it, if there are none."""
    copy, known, natural = plain
    if copy.torn or copy.divide_names:
        return copy, known
    other, found, _ = search(made, block, measure, limits)
    return (other, found) if natural in found and not other.torn else (copy, known)


def limits_of(block: BlockStyle) -> Limits:
    """The limits that a style states; letters give only where lines are set to the measure."""
    least = min(block.space_least, 0.99)
    most = max(block.space_most, 1.01)
    if block.alignment == "justify":
        return Limits(least, most, block.tracking, block.scaling, block.hang)
    return Limits(least, most, 0.0, 0.0, 0.0 if block.alignment == "center" else block.hang)


def _terms(block: BlockStyle, measure: float, copy: Copy) -> Terms:
    """The search's terms. The first line's indent is a correction of its width: all lines then have one measure."""
    measures: tuple[float, ...] = (measure,)
    if block.second_indent:
        measures = measure, measure - block.second_indent, measure
    if block.inset_lines:
        measures = (*[measure - block.inset] * block.inset_lines, measure)
    return Terms(measures, opening=block.indent - copy.opening, last_word=copy.last_word)


Found = tuple[Copy, dict[int, Breaks], int]


#: Makes a text's tokens into items: plainly, or with the liberties that it cannot do without (fields of ``Manner``).
MakeCopy = Callable[..., Copy]
Search = Callable[[MakeCopy, BlockStyle, float, Limits], Found]


def _cost(found: Found) -> float:
    _, breaks, natural = found
    return breaks[natural].cost


def _best(found: dict[int, Breaks]) -> int:
    return min(found, key=lambda count: (found[count].cost, count))


def _justified(made: MakeCopy, block: BlockStyle, measure: float, limits: Limits) -> Found:
    em = block.text.size
    copy = made()
    if found := break_lines(copy.items, _terms(block, measure, copy), Justified(limits, measure, em, TOLERANCE)):
        return copy, found, _best(found)
    judge = Justified(limits, measure, em, INFINITE_RATIO)
    tries = []
    names = made(divide_names=True)
    bolder = _terms(block, measure, names)._replace(last_word=_last_places(names, RUNT_EMS * em))
    for bold, terms in ((copy, _terms(block, measure, copy)), (names, _terms(block, measure, names)), (names, bolder)):
        if found := break_lines(bold.items, terms, judge):
            tries.append((bold, found, _best(found)))
    if tries:
        # A name or the last word is divided only where that mends the worst of it.
        plain, *others = tries
        return next((other for other in others if _cost(other) * BOLD_GAIN < _cost(plain)), plain)
    return _rescued(made, copy, block, measure, judge)


def _last_places(copy: Copy, least: float) -> int:
    """The index of the item from which on the last word is not divided: less than a width in pt would be left of it."""
    at, left = len(copy.items), 0.0
    while at > copy.last_word and left < least:
        at -= 1
        item = copy.items[at]
        left += item.width if isinstance(item, Box) else 0.0
    return at


def _ragged(made: MakeCopy, block: BlockStyle, measure: float, limits: Limits) -> Found:  # noqa: ARG001
    copy = made()
    judge = Ragged(measure, block.text.size, ideal=measure, even=False)
    if found := break_lines(copy.items, _terms(block, measure, copy), judge):
        return copy, found, _best(found)
    return _rescued(made, copy, block, measure, judge)


def _balanced(made: MakeCopy, block: BlockStyle, measure: float, limits: Limits) -> Found:
    """Lines of like length, as few as the ragged setting takes."""
    copy, found, _ = _ragged(made, block, measure, limits)
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


def _rescued(made: MakeCopy, copy: Copy, block: BlockStyle, measure: float, judge: Judge) -> Found:
    """What cannot be set by the rules: first without those for hyphens, then with the words torn that are too wide."""
    terms = _terms(block, measure, copy)._replace(any_hyphens=True)
    found = break_lines(copy.items, terms, judge)
    if not found:
        narrowest = min(measure - max(block.indent, 0.0), measure - block.second_indent, measure - block.inset)
        copy = made(torn=too_wide(copy, narrowest))
        found = break_lines(copy.items, terms._replace(last_word=copy.last_word, rescue=True), judge)
    count = _best(found)
    return copy, {count: found[count]}, count


def _layer(copy: Copy, block: BlockStyle, measure: float, limits: Limits) -> Layer:
    first, second = block.indent, block.second_indent
    indents: tuple[float, ...] = (first, second, 0.0) if second else (first, 0.0)
    if block.inset_lines:
        indents = (*[block.inset] * block.inset_lines, 0.0)
    return Layer(copy, tuple(measure - indent for indent in indents), indents, block.alignment, limits)


# --- what is told ----------------------------------------------------------------------------------------------------


def _told(
    text: Text, lines: tuple[Line, ...], layer: Layer, at: tuple[int, ...], copy: Copy, source: Source
) -> Iterator[Problem]:
    """What could not be set well: at most one problem of each kind for a block, at its worst line."""

    def words(line: Line) -> str:
        shown = " ".join(text.characters[line.start : line.end].split())
        return shown if len(shown) <= LONGEST_SHOWN else shown[: LONGEST_SHOWN - 1] + "…"

    torn = [line for line, place in zip(lines, at, strict=True) if _is_torn(copy.items[place])] if copy.torn else []
    if torn:
        yield Problem.of("word-too-wide", "warning", _where(text, torn[0], source), words=words(torn[0]))
    excess = layer.excesses(at)
    if max(excess) > VISIBLE:
        over = lines[excess.index(max(excess))]
        yield Problem.of("line-overfull", "error", _where(text, over, source), over=max(excess), words=words(over))
    loose = max(lines, key=lambda line: line.ratio)
    if loose.ratio > TOLD:
        yield Problem.of("line-loose", "warning", _where(text, loose, source), ratio=loose.ratio, words=words(loose))
    river = longest_river(lines)
    if river is not None:
        first = lines[river.first]
        yield Problem.of("river", "info", _where(text, first, source), lines=river.length, words=words(first))


def _is_torn(item: Item) -> bool:
    return not isinstance(item, Box) and item.cost == ANYWHERE_COST


def _where(text: Text, line: Line, source: Source) -> Span:
    if line.start < len(text.origins):
        return source.span(text.origins[line.start], line.end - line.start)
    return Span(source.file)


def _missing_glyph(text: Text, sign: str, at: int, source: Source) -> Problem:
    where = source.span(text.origins[at], len(sign)) if at < len(text.origins) else Span(source.file)
    codes: Value = " ".join(f"U+{ord(character):04X}" for character in sign[:8])
    if len(sign) == 1:
        name = unicodedata.name(sign, "").lower()
        codes = f"{codes}, {name}" if name else say("missing-glyph/nameless", code=codes)
    return Problem.of("missing-glyph", "error", where, n=len(sign), sign=sign[:40], codes=codes)
