"""Quotation marks: paired with a stack over all the paragraphs of an article, then spaced.

``"`` opens or closes by what stands around it; what finds no partner is left as it is, and a warning says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from mise_en_page.typography.flat import OPAQUE, PARAGRAPH, Edit
from mise_en_page.typography.near import BREAKS, near
from mise_en_page.typography.policy import Policy
from mise_en_page.typography.rules.rule import rule

MARK = near("<<|>>|[\"“”„«»]|‹|›|(?<![\\w'])'(?=[\\w«“])|(?<=[\\w.!?…,])'(?![\\w'])", "\"“”„«»‹›'<>", before=2, after=3)
STRAIGHT = frozenset("\"'")
OPENERS, CLOSERS = frozenset({"<<", "«", "“", "„", "‹"}), frozenset({">>", "»", "”", "›"})
FRENCH = frozenset("«»")
BLANK = " \u00a0\u202f"
SPACES = frozenset(BLANK)
BEFORE_OPENING = frozenset(" \u00a0\u202f\n\t([{«“‘’'/—–-\u2029<")
AFTER_CLOSING = frozenset(" \u00a0\u202f\n\t)]}»”.,;:!?…/—–-\u2029")


@dataclass(slots=True)
class _Mark:
    start: int
    end: int
    sign: str
    opens: bool
    again: bool = False  # repeated at a paragraph's start within one quotation
    partner: int = -1


@lru_cache(maxsize=2)
def pair(text: str) -> list[_Mark]:  # noqa: PLR0912 (one scan, a case a sign)
    """The quotation marks of a text, each with the number of its partner (-1: none).

    Kept for the next who asks, a rule or a warning: nobody changes them.
    """
    marks: list[_Mark] = []
    stack: list[int] = []
    separator = ""
    for match in MARK.finditer(text):
        start, end = match.span()
        sign = text[start:end]
        before = text[start - 1] if start else "\u2029"
        if before == OPAQUE and (start < 2 or text[start - 2] in "\n\u2029"):
            before = "\n"  # behind the mark of a heading or of a list
        if sign in STRAIGHT:
            after = text[end] if end < len(text) else "\u2029"
            if before.isdigit() and (sign == "'" or not stack or text[marks[stack[-1]].start] != '"'):
                continue  # a prime: 5", 2'33"
            opens = (
                before in BEFORE_OPENING and after not in "\u2029\n" and not (after in BLANK and before in BLANK and stack)
            )
            if before in BEFORE_OPENING and after in AFTER_CLOSING and after not in BLANK + "…." and stack:
                opens = False
            straight = [m for m in (stack[-1:]) if marks[m].sign == sign]
            if before == sign and marks and marks[-1].end == start:
                opens = marks[-1].opens and after.isalnum()
            elif before in ",:;!?…." and after.isalnum() and not straight:
                opens = True
        elif sign == "“" and stack and marks[stack[-1]].sign == "„":
            opens = False
        else:
            opens = sign in OPENERS
        mark = _Mark(start, end, sign, opens)
        number = len(marks)
        marks.append(mark)
        if opens:
            if before in BREAKS and stack and _alike(marks[stack[-1]].sign, sign):
                separator = separator or (PARAGRAPH if PARAGRAPH in text else "\n")
                if text.find(separator, marks[stack[-1]].end, start) >= 0:
                    mark.again = True
                    continue
            stack.append(number)
        else:
            for depth in range(len(stack) - 1, -1, -1):
                if _partners(marks[stack[depth]].sign, sign):
                    if not text[marks[stack[depth]].end : start].strip(BLANK):
                        break  # nothing is quoted
                    opened = marks[stack[depth]]
                    opened.partner, mark.partner = number, stack[depth]
                    del stack[depth:]
                    break
    return marks


def _alike(a: str, b: str) -> bool:
    return a == b or {a, b} <= {"«", "<<"}


def _partners(opening: str, closing: str) -> bool:
    if opening in ('"', "'"):
        return closing == opening or (opening == '"' and closing in ("”", "»"))
    families = {"«": ("»", ">>"), "<<": (">>", "»"), "“": ("”", "“", '"'), "„": ("”", "“"), "‹": ("›",)}
    return closing in families.get(opening, ())


def levels(marks: list[_Mark]) -> dict[int, int]:
    """The depth of each paired mark, counting only quotations that are closed."""
    found: dict[int, int] = {}
    depth = 0
    for number, mark in enumerate(marks):
        if mark.again:
            if depth:
                found[number] = depth - 1
        elif mark.partner < 0:
            continue
        elif mark.opens:
            found[number] = depth
            depth += 1
        else:
            depth -= 1
            found[number] = depth
    return found


@rule("QU-FR", authority="Lexique IN 2002, Guillemets", setting="nested_quotes", example=('"oui"', "«⍽oui⍽»"), near=(MARK,))
def french_quotes(text: str, policy: Policy) -> Iterator[Edit]:
    """Les guillemets appariés sont français ; au second rang, anglais."""
    yield from (edit for edit in _edits(text, policy) if edit.rule == "QU-FR")


@rule(
    "QU-SPACE",
    authority="Lexique IN 2002, Guillemets ; OQLF",
    setting="guillemet_space",
    example=("«oui»", "«⍽oui⍽»"),
    near=(MARK,),
)
def inner_spaces(text: str, policy: Policy) -> Iterator[Edit]:
    """L’espace à l’intérieur des guillemets français est insécable ; les guillemets anglais n’en ont pas."""
    yield from (edit for edit in _edits(text, policy) if edit.rule == "QU-SPACE")


@rule(
    "QU-PARA",
    authority="Lexique IN 2002, Guillemets",
    setting="para_quote",
    value="none",
    example=('"A.\n"B."', "«⍽A.\nB.⍽»"),
    near=(MARK,),
)
def repeated_quotes(text: str, policy: Policy) -> Iterator[Edit]:
    """Le guillemet répété au début de chaque paragraphe d’une citation tombe, si la publication le veut."""
    yield from (edit for edit in _edits(text, policy) if edit.rule == "QU-PARA")


def _edits(text: str, policy: Policy) -> Iterator[Edit]:
    """What to do with each mark, whichever of the three rules does it."""
    marks = pair(text)
    depths = levels(marks)
    space = policy.space("guillemet_space")
    for number, mark in enumerate(marks):
        level = depths.get(number)
        if level is None:
            if mark.sign in FRENCH and not _is_placed(text, mark, space):
                yield from _placed(text, mark, mark.sign, space)
            continue
        typed_french = mark.sign in FRENCH or (mark.partner >= 0 and marks[mark.partner].sign in FRENCH)
        if mark.sign in ("“", "”", "„") and level == 0 and policy.curly_top_level == "keep":
            continue
        left, right, inner = _signs(level, policy, typed_french)
        if mark.again and policy.para_quote == "none":
            end = mark.end + (text[mark.end : mark.end + 1] in SPACES)
            yield Edit(mark.start, end, "", "QU-PARA")
            continue
        sign = left if mark.opens and not (mark.again and policy.para_quote == "close") else right
        yield from _placed(text, mark, sign, space if inner else "")


PRIME = near(r"(?<=\d)(['\"’])(?=[\s,.;:!?)\d\u00a0\u202f]|$)(?!\d\ds\b)", "'\"’", before=2, after=6)


@rule("QU-PRIME", authority="SI", setting="prime", value="prime", example=("2'33\"", "2′33″"), near=(PRIME,))
def primes(text: str, policy: Policy) -> Iterator[Edit]:
    """Minutes et secondes, pieds et pouces portent leur prime, si la publication le veut."""
    if policy.prime != "prime":
        return
    paired = {mark.start for mark in pair(text) if mark.partner >= 0}
    for match in PRIME.finditer(text):
        if match.start() not in paired:
            yield Edit(*match.span(), "″" if match[1] == '"' else "′", "QU-PRIME")


def _signs(level: int, policy: Policy, typed_french: bool) -> tuple[str, str, bool]:
    if level == 0 or typed_french or policy.nested_quotes == "guillemets":
        return "«", "»", True
    if policy.nested_quotes == "single-guillemets":
        return "‹", "›", True
    return ("“", "”", False) if level == 1 else ("‘", "’", False)


def _is_placed(text: str, mark: _Mark, space: str) -> bool:
    """Is there the one space inside this mark that should be? (There may be a reason for none: that is not looked at.)"""
    if not space:
        return False
    if mark.opens:
        return text[mark.end : mark.end + 1] == space and text[mark.end + 1 : mark.end + 2] not in SPACES
    return text[mark.start - 1 : mark.start] == space and text[mark.start - 2 : mark.start - 1] not in SPACES


def _placed(text: str, mark: _Mark, sign: str, space: str) -> Iterator[Edit]:
    start, end = mark.start, mark.end
    inner = text[end : end + 2] if mark.opens else text[max(0, start - 2) : start][::-1]
    if inner[:1] in ("", "\n", PARAGRAPH):
        space = ""  # nothing stands there to keep it from
    if mark.sign == sign and space == inner[:1] and inner[1:] not in BLANK:
        return  # as it should be
    if mark.opens:
        while end < len(text) and text[end] in BLANK:
            end += 1
        if mark.end == end:
            yield Edit(mark.start, mark.end, sign + space, "QU-SPACE" if mark.sign == sign else "QU-FR")
        elif mark.sign != sign:
            yield Edit(start, mark.end, sign, "QU-FR")
            yield Edit(mark.end, end, space, "QU-SPACE")
        else:
            yield Edit(mark.end, end, space, "QU-SPACE")
        return
    while start > 0 and text[start - 1] in BLANK:
        start -= 1
    if start == mark.start:
        yield Edit(mark.start, mark.end, space + sign, "QU-SPACE" if mark.sign == sign else "QU-FR")
        return
    if mark.sign != sign:
        yield Edit(mark.start, mark.end, sign, "QU-FR")
    yield Edit(start, mark.start, space, "QU-SPACE")


RULES = (primes, repeated_quotes, french_quotes, inner_spaces)
