"""Emphasis, escapes and links as markdown-it-py finds them, on ``MarkdownIt("zero")`` with only what is ours.

Imported where a text has markup; inline.py says what is read otherwise than in CommonMark.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import postProcess
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from mise_en_page.reading.inline import ESCAPED

_WEB = re.compile(r"(?:https?://|mailto:)[^\s\\<>\"]+", re.IGNORECASE)


def parsed(text: str) -> tuple[list[Token], list[tuple[int, str]]]:
    """The tokens of a text; and where it has links that lead nowhere, with their addresses."""
    tokens: list[Token] = []
    faults: list[tuple[int, str]] = []
    _PARSER.inline.parse(text, _PARSER, {"faults": faults}, tokens)
    return tokens, faults


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Asterisks as delimiters, but not those that stand within a word."""
    start = state.pos
    if silent or state.src[start] != "*":
        return False
    run = state.scanDelims(start, True)
    end = start + run.length
    before = state.src[start - 1] if start > 0 else " "
    after = state.src[end] if end < state.posMax else " "
    for _ in range(run.length):
        state.push("text", "", 0).content = "*"
        state.delimiters.append(
            Delimiter(
                marker=ord("*"),
                length=run.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=run.can_open and not before.isalnum(),
                close=run.can_close and not after.isalnum(),
            )
        )
    state.pos = end
    return True


def _escape(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "\\" or state.src[state.pos + 1 : state.pos + 2] not in tuple(ESCAPED):
        return False
    if not silent:
        token = state.push("escaped", "", 0)
        token.content = state.src[state.pos + 1]
    state.pos += 2
    return True


def _link(state: StateInline, silent: bool) -> bool:
    """``[words](https://…)``. Brackets that hold no such thing are text."""
    if silent or state.src[state.pos] != "[" or state.env.get("inside"):
        return False
    label_end = _closings(state).get(state.pos, -1)
    if label_end < state.pos + 2 or state.src[label_end + 1 : label_end + 2] != "(":
        return False
    end = state.src.find(")", label_end + 2, label_end + 2002)
    # An address may hold one pair of brackets, as those of Wikipedia do.
    if end >= 0 and "(" in state.src[label_end + 2 : end] and state.src[end + 1 : end + 2] == ")":
        end += 1
    destination = state.src[label_end + 2 : end] if end >= 0 else " "
    if not destination or re.search(r"\s", destination):
        return False
    if not _WEB.fullmatch(destination):
        if state.src[state.pos - 1 : state.pos] == "!":  # a picture within the text, told by markdown.py
            return False
        state.env["faults"].append((state.pos, destination))
        return False
    after, limit = end + 1, state.posMax
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": destination}
    state.pos, state.posMax = state.pos + 1, label_end
    state.env["inside"] = True
    state.md.inline.tokenize(state)
    state.env["inside"] = False
    closing = state.push("link_close", "a", -1)
    closing.meta = {"length": after - label_end}
    state.pos, state.posMax = after, limit
    return True


def _closings(state: StateInline) -> dict[int, int]:
    """The closing bracket of each opening one, found once for a text."""
    if "closings" not in state.env:
        closings: dict[int, int] = {}
        opened: list[int] = []
        for match in re.finditer(r"\\.|[\[\]]", state.src):
            if match.group() == "[":
                opened.append(match.start())
            elif match.group() == "]" and opened:
                closings[opened.pop()] = match.start()
        state.env["closings"] = closings
    found: dict[int, int] = state.env["closings"]
    return found


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero")
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.inline.ruler.at("escape", _escape)
    parser.inline.ruler.at("link", _link)
    parser.inline.ruler2.at("emphasis", postProcess)
    parser.enable(["emphasis", "escape", "link"])
    return parser


_PARSER = _parser()
