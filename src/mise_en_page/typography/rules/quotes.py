"""Quotation marks: paired with a stack over all the paragraphs of an article, then spaced.

``"`` opens or closes by what stands around it; what finds no partner is left as it is, and a warning says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from mise_en_page.typography.flat import OPAQUE, PARAGRAPH, Edit
from mise_en_page.typography.near import BLANKS, BREAKS, Signs, near
from mise_en_page.typography.policy import Policy
from mise_en_page.typography.rules.rule import Find, rule

MARK = near(
    "<<|>>|[\"“”„«»]|‹|›|‘‘|’’|(?<![\\w’'‘])‘(?=[\\w«“])|(?<=[\\w.!?…,»])’(?=[ \u00a0\u202f,.;:!?)»”…\n\u2029-])"
    "|(?<![\\w'])''?(?=[\\w«“])|(?<=[\\w.!?…,])''?(?![\\w'])",
    "\"“”„«»‹›'<>", Signs("‘", "‘«“", "letter"), Signs("’", f"’{BLANKS}{BREAKS},.;:!?)»”…-"), before=2, after=3,
)  # fmt: skip
#: 66'000 is a number that is written in the Swiss way.
PRIME = near(
    r"(?<=\d)(['\"’])(?=[\s,.;:!?)\d\u00a0\u202f]|$)(?!\d\ds\b|\d{3}(?!\d))", "'\"’", before=2, after=6,
)  # fmt: skip
STRAIGHT = frozenset({'"', "'", "''"})
OPENERS = frozenset({"<<", "«", "“", "„", "‹", "‘‘", "‘"})
#: What may close each opening: agencies and converters mix families.
CLOSERS = {
    '"': ('"', "”", "»", "''"), "'": ("'",), "''": ("''", '"', "’’"), "«": ("»", ">>", "”", '"'), "<<": (">>", "»"),
    "“": ("”", "“", '"', "»", "’’"), "„": ("”", "“", '"'), "‹": ("›",), "”": ("”", "»", '"'), "‘‘": ("’’", "''", "”"),
    "‘": ("’", "'"), "»": ("«",),
}  # fmt: skip
FRENCH = frozenset("«»")
BEFORE_OPENING = frozenset(" \u00a0\u202f\n\t([{«“‘’'/—–-\u2029<")
AFTER_CLOSING = frozenset(" \u00a0\u202f\n\t)]}»”.,;:!?…/—–-\u2029")


@dataclass(slots=True, eq=False)
class _Mark:
    start: int
    end: int
    sign: str
    opens: bool
    again: bool = False  # repeated at a paragraph's start within one quotation
    partner: _Mark | None = None
    level: int = -1  # its depth, counting only quotations that are closed; -1 outside all of them


@lru_cache(maxsize=2)
def pair(text: str) -> list[_Mark]:
    """The quotation marks of a text, with their partners and levels.

    Kept for the next who asks, a rule or a warning: nobody changes them.
    """
    marks: list[_Mark] = []
    stack: list[_Mark] = []
    for match in MARK.finditer(text):
        start, end = match.span()
        before = text[start - 1] if start else PARAGRAPH
        if before == OPAQUE and (start < 2 or text[start - 2] in BREAKS):
            before = "\n"  # behind the mark of a heading or of a list
        if _is_no_mark(text[start:end], before, stack):
            continue
        if stack and not _reaches(text, marks[-1].end, start, before):
            stack.clear()
        again = before in BREAKS and _continues(text, text[start:end], start, stack)
        opens = again or _opens(text, start, end, before, stack, marks[-1] if marks else None)
        mark = _Mark(start, end, text[start:end], opens, again)
        marks.append(mark)
        if not opens:
            _close(text, mark, stack)
        elif not again:
            stack.append(mark)
    depth = 0
    for mark in marks:
        if mark.again:
            mark.level = depth - 1
        elif mark.partner:
            depth -= not mark.opens
            mark.level = depth
            depth += mark.opens
    return marks


def _is_no_mark(sign: str, before: str, stack: list[_Mark]) -> bool:
    """5", 2'33": no mark of a quotation. Nor is the apostrophe of a word cut short, unless ‘ is open."""
    if sign == "’":
        return not any(opened.sign == "‘" for opened in stack[-DEEPEST:])
    return sign in STRAIGHT and before.isdigit() and (sign == "'" or not stack or stack[-1].sign != sign)


#: Quotations within quotations that are looked at: no text has more.
DEEPEST = 8
#: Between two paragraphs of a text.
BETWEEN = re.compile(r"\u2029[\u2029\s]*|\n[ \t]*\n\s*")


def _reaches(text: str, last: int, start: int, before: str) -> bool:
    """Does a quotation go on from the last mark to this one? Into the next paragraph, if that begins with a mark or if this
    one closes.
    """
    ends = list(islice(BETWEEN.finditer(text, last, start), 2))
    if len(ends) != 1:
        return not ends
    return before not in BEFORE_OPENING or not text[ends[0].end() : start].strip(f"{BLANKS}{OPAQUE}")


def _opens(text: str, start: int, end: int, before: str, stack: list[_Mark], last: _Mark | None) -> bool:
    """Does this mark open a quotation? What stands around a straight one says so, or around one that is turned wrongly."""
    sign = text[start:end]
    after = text[end] if end < len(text) else PARAGRAPH
    closes = any(sign in CLOSERS[opened.sign] for opened in stack[-DEEPEST:])
    if sign in STRAIGHT:
        return _straight_opens(
            text, end, (before, sign, after), last if last and last.end == start else None, stack, closes
        )
    if sign in ("“", "„"):
        return not (closes and (stack[-1].sign == "„" or (before not in BEFORE_OPENING and after in AFTER_CLOSING)))
    if sign == "”":
        return not closes and before in BEFORE_OPENING and _comes_again(text, sign, end)
    if sign in FRENCH and _is_turned(text, start, end, before, after):  # »mot«, as Germans have it
        return sign == "»" and not closes
    return sign in OPENERS


def _is_turned(text: str, start: int, end: int, before: str, after: str) -> bool:
    """Does a guillemet point inwards, and so does its partner?"""
    if text[start] == "«":
        return (
            before not in BEFORE_OPENING
            and after in AFTER_CLOSING
            and text.rfind("»", 0, start) > text.rfind("«", 0, start)
        )
    other = text.find("«", end)
    if before not in BEFORE_OPENING or not after.isalnum() or other < 0 or 0 <= text.find("»", end) < other:
        return False
    behind = text[other + 1 : other + 2] or PARAGRAPH
    return text[other - 1] not in BEFORE_OPENING and behind in AFTER_CLOSING and not BETWEEN.search(text, end, other)


def _straight_opens(
    text: str, end: int, around: tuple[str, str, str], last: _Mark | None, stack: list[_Mark], closes: bool
) -> bool:
    """The same of ``"`` and ``'``; ``last`` is the mark that stands at once before."""
    before, sign, after = around
    if before == sign and last:
        return last.opens and after.isalnum()
    if after.isalnum() and not closes and (before in ",:;!?…." or (before.isalpha() and _comes_again(text, sign, end))):
        return True
    if before not in BEFORE_OPENING or after in BREAKS:
        return False
    if not stack:
        return True
    ends = closes or not text.startswith(("…", ".."), end)
    return not (before in BLANKS if after in BLANKS else after in AFTER_CLOSING and ends)


def _comes_again(text: str, sign: str, end: int) -> bool:
    """Does a sign stand once more in its paragraph?"""
    again = text.find(sign, end)
    return again >= 0 and BETWEEN.search(text, end, again) is None


def _continues(text: str, sign: str, start: int, stack: list[_Mark]) -> bool:
    """Is this, at a paragraph's start, the mark of a quotation which goes on from an earlier paragraph?"""
    if not stack:
        return False
    opened = stack[-1]
    if not (opened.sign == sign or {opened.sign, sign} == {"«", "<<"} or (opened.sign == "«" and sign == "»")):
        return False
    if sign == "»" and not text[start + 1 : start + 3].strip(BLANKS)[:1].isalnum():
        return False
    return text.find(PARAGRAPH if PARAGRAPH in text else "\n", opened.end, start) >= 0


def _close(text: str, mark: _Mark, stack: list[_Mark]) -> None:
    """Pair a closing mark with the last opening that it may close, unless nothing stands between."""
    for depth in range(len(stack) - 1, -1, -1):
        opened = stack[depth]
        if mark.sign in CLOSERS[opened.sign]:
            if text[opened.end : mark.start].strip(BLANKS):
                opened.partner, mark.partner = mark, opened
                del stack[depth:]
            return


@lru_cache(maxsize=2)
def _edits(text: str, policy: Policy) -> list[Edit]:
    """What to do with each mark, whichever of the three rules does it."""
    edits: list[Edit] = []
    space = policy.space("guillemet_space")
    for mark in pair(text):
        if mark.level < 0:
            if mark.sign in FRENCH:
                edits += _placed(text, mark, mark.sign, space)
            continue
        if mark.sign in ("“", "”", "„") and mark.level == 0 and policy.curly_top_level == "keep":
            continue
        if mark.again and policy.para_quote == "none":
            edits.append(Edit(mark.start, mark.end + (text[mark.end : mark.end + 1] in (*BLANKS,)), "", "QU-PARA"))
            continue
        typed_french = mark.sign in FRENCH or (mark.partner is not None and mark.partner.sign in FRENCH)
        left, right, inner = _signs(mark.level, policy, typed_french)
        closing = not mark.opens or (mark.again and (policy.para_quote == "close" or mark.sign == "»"))
        sign = right if closing else left
        edits += _placed(text, mark, sign, space if inner else "")
    return edits


def _of(id_: str) -> Find:
    """The finder of one of the three rules."""
    return lambda text, policy: (edit for edit in _edits(text, policy) if edit.rule == id_)


def primes(text: str, _policy: Policy) -> Iterator[Edit]:
    paired = {mark.start for mark in pair(text) if mark.partner}
    for match in PRIME.finditer(text):
        if match.start() not in paired:
            yield Edit(*match.span(), "″" if match[1] == '"' else "′", "QU-PRIME")


#: What stands before an opening mark, and wants a space between.
WORDS_END = ",;:!?.…%)»”"


def apart(text: str, _policy: Policy) -> Iterator[Edit]:
    """Spaces outside quotations that are glued to the word before or behind."""
    for mark in pair(text):
        if mark.again or (mark.partner is None and mark.sign not in FRENCH) or mark.sign == "'":
            continue
        before, after = text[max(0, mark.start - 1) : mark.start], text[mark.end : mark.end + 1]
        if mark.opens and (before.isalnum() or (before and before in WORDS_END)):
            yield Edit(mark.start, mark.start, " ", "QU-GLUE")
        elif not mark.opens and after.isalpha():
            yield Edit(mark.end, mark.end, " ", "QU-GLUE")


#: Words cut short: « com' », « Vélib' ».
CUT = near(r"(?<=[^\W\d_])['´`‘′ʼ](?![\w'’])", "'´`‘′ʼ", before=2, after=2)


def cut_short(text: str, _policy: Policy) -> Iterator[Edit]:
    paired = {mark.start for mark in pair(text) if mark.partner}
    yield from (Edit(*match.span(), "’", "AP-CUT") for match in CUT.finditer(text) if match.start() not in paired)


def _signs(level: int, policy: Policy, typed_french: bool) -> tuple[str, str, bool]:
    """The pair of marks of a level, and whether there is a space inside."""
    if level == 0 or typed_french or policy.nested_quotes == "guillemets":
        return "«", "»", True
    if policy.nested_quotes == "single-guillemets":
        return "‹", "›", True
    return ("“", "”", False) if level == 1 else ("‘", "’", False)


def _placed(text: str, mark: _Mark, sign: str, space: str) -> Iterator[Edit]:
    """Edits that make a mark this sign, with this space inside."""
    start, end = mark.start, mark.end
    inner = text[end : end + 2] if mark.opens else text[max(0, start - 2) : start][::-1]
    if inner[:1] in ("", "\n", PARAGRAPH):
        space = ""  # nothing stands there to keep it from
    if mark.sign == sign and space == inner[:1] and inner[1:] not in BLANKS:
        return  # as it should be
    if mark.opens:
        while end < len(text) and text[end] in BLANKS:
            end += 1
        blank = (mark.end, end)
    else:
        while start > 0 and text[start - 1] in BLANKS:
            start -= 1
        blank = (start, mark.start)
    if blank[0] == blank[1]:
        made = sign + space if mark.opens else space + sign
        yield Edit(mark.start, mark.end, made, "QU-SPACE" if mark.sign == sign else "QU-FR")
        return
    if mark.sign != sign:
        yield Edit(mark.start, mark.end, sign, "QU-FR")
    yield Edit(*blank, space, "QU-SPACE")


RULES = (
    rule("QU-GLUE", "Lexique IN 2002, Espacement", ('Il dit«oui»hier', "Il dit «⍽oui⍽» hier"), MARK, find=apart),
    rule("QU-PRIME", "SI", ("2'33\"", "2′33″"), PRIME, find=primes, setting="prime", only="prime"),
    rule(
        "QU-PARA", "Lexique IN 2002, Guillemets", ('"A.\n"B."', "«⍽A.\nB.⍽»"), MARK,
        find=_of("QU-PARA"), setting="para_quote", only="none",
    ),
    rule(
        "QU-FR", "Lexique IN 2002, Guillemets", ('"oui"', "«⍽oui⍽»"), MARK,
        find=_of("QU-FR"), setting="nested_quotes",
    ),
    rule(
        "QU-SPACE", "Lexique IN 2002, Guillemets ; OQLF", ("«oui»", "«⍽oui⍽»"), MARK,
        find=_of("QU-SPACE"), setting="guillemet_space",
    ),
    rule("AP-CUT", "OQLF, Apostrophe", ("la com' locale", "la com’ locale"), CUT, find=cut_short),
)  # fmt: skip
