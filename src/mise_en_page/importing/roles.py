"""What each block of a source is: by its style, its level, a label before it (« Surtitre : »), the cells of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mise_en_page.importing.document import BREAK, Block, Document, Run, cut, lines, trimmed
from mise_en_page.importing.settings import Settings
from mise_en_page.model.message import Message, say
from mise_en_page.reading.fields import folded

_LABEL = re.compile(r"[ \t\u00a0\u202f]*([^\W\d_][\w’' \u00a0-]{1,30}?)[ \t\u00a0\u202f]*:(?!//)[ \t\u00a0\u202f]*")
#: What Word itself calls a title or a heading: which it is, its level decides.
_BUILT_IN = frozenset(map(folded, ("title", "titre", "heading 0")))
#: A row of signs parts what is above from what is below.
_SIGNS = re.compile(
    r"[\s\u00a0]*(?:[*_=~#•·+-][\s\u00a0]*){3,}|[\s\u00a0]*(?:[—–―][\s\u00a0]*){2,}|[\s\u00a0]*(?:\*|⁂|§|❦)[\s\u00a0]*"
)
#: Labels that may stand anywhere in a text; the others stand at its head.
ANYWHERE = frozenset(("kicker", "title", "intertitle", "pull-quote"))
#: A document's own title, over the titles of its articles.
ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Cast:
    """A block with the role that it was given, and what told it; ``block``: its place among all of the source's.

    ``typed``: its words with the label that was taken off.
    """

    block: int
    what: Block
    role: str = ""
    how: Message | None = None
    labelled: bool = False
    typed: tuple[Run, ...] = ()

    @property
    def text(self) -> str:
        return self.what.text.strip()


def cast_roles(document: Document, settings: Settings) -> list[Cast]:
    """Every block with its role; "" where it is text like any other."""
    forms = _forms(document.blocks, settings)
    level = title_level(document.blocks, settings)
    made: list[Cast] = []
    waiting: Cast | None = None
    for index, whole in enumerate(document.blocks):
        if (role := forms.get(index)) is not None:
            if role:
                made.append(Cast(index, replace(whole, cell=None), role, say("import-by/form"), labelled=True))
            continue
        for block in _by_labels(whole, settings):
            each = _one(index, block, settings, level)
            if waiting is not None and not each.labelled and each.what.kind in ("paragraph", "item") and not each.role:
                each = replace(waiting, block=index, what=block, typed=(*waiting.typed, Run(" "), *block.runs))
            waiting = None
            if each.labelled and not each.text and each.what.kind == "paragraph":
                waiting = each  # the label stands alone: what follows is its value
                continue
            made.append(each)
    return made


def _one(index: int, block: Block, settings: Settings, title: int | None) -> Cast:
    if block.kind == "heading" and block.marker:  # a number that the program has counted
        block = replace(block, runs=(Run(f"{block.marker} "), *block.runs), marker="")
    if block.role:
        return Cast(index, block, block.role, say("import-by/format"))
    if block.kind in ("picture", "page", "rule"):
        return Cast(index, block)
    if is_separator(block):
        return Cast(index, replace(block, kind="rule"))
    role = settings.style(block.style)
    if block.kind == "heading" and (not role or folded(block.style) in _BUILT_IN):
        role = "intertitle"
        if title is not None and block.level <= title:
            role = "title" if block.level == title else ABOVE
    if role:
        return Cast(index, block, role, say("import-by/style", style=block.style or f"h{block.level}"))
    label, rest = labelled(block, settings)
    if label:
        typed = block.text[: len(block.text) - sum(len(run.text) for run in rest)].strip()
        return Cast(
            index,
            replace(block, runs=rest),
            label,
            say("import-by/label", label=typed or label),
            labelled=True,
            typed=block.runs,
        )
    return Cast(index, block, "pull-quote" if block.kind == "quote" else "")


def is_separator(block: Block) -> bool:
    return block.kind == "paragraph" and block.text.strip() != "" and _SIGNS.fullmatch(block.text) is not None


def labelled(block: Block, settings: Settings) -> tuple[str, tuple]:  # type: ignore[type-arg]
    """The role that a label typed before a paragraph gives it, and the paragraph without it."""
    found = _LABEL.match(block.text)
    role = settings.label(found[1]) if found and block.kind in ("paragraph", "item", "quote") else ""
    return (role, trimmed(cut(block.runs, found.end()))) if found and role else ("", block.runs)


def _by_labels(block: Block, settings: Settings) -> Iterator[Block]:
    """A paragraph whose lines begin with labels, as several."""
    if block.kind != "paragraph" or BREAK not in block.text or block.role:
        yield block
        return
    parts: list[list[tuple]] = []  # type: ignore[type-arg]
    several = False
    for line in lines(block.runs):
        label, _ = labelled(replace(block, runs=line), settings)
        several = several or bool(label)
        if label or not parts:
            parts.append([line])
        else:
            parts[-1].append(line)
    if not several:
        yield block
        return
    at = 0
    for part in parts:
        length = sum(len("".join(run.text for run in line)) for line in part) + len(part) - 1
        yield replace(block, runs=cut(block.runs, at, at + length))
        at += length + 1


def title_level(blocks: Sequence[Block], settings: Settings) -> int | None:
    """The level of the headings that are titles of articles; None where the headings of a source are none."""
    headings = [(index, each) for index, each in enumerate(blocks) if each.kind == "heading" and not each.role]
    own = [each for each in blocks if settings.style(each.style) == "title" and folded(each.style) not in _BUILT_IN]
    own += [each for each in blocks if each.role == "title"]
    levels = sorted({each.level for _, each in headings})
    if own or not levels:
        return None
    first = levels[0]
    count = sum(each.level == first for _, each in headings)
    if len(levels) > 1 and count == 1 and sum(each.level == levels[1] for _, each in headings) > 1:
        at = next(index for index, each in headings if each.level == first)
        following = next((each for each in blocks[at + 1 :] if each.kind not in ("page", "rule")), None)
        opened = all(each.kind in ("page", "rule", "picture") for each in blocks[:at])
        if opened and following is not None and following.kind == "heading" and following.level == levels[1]:
            return levels[1]  # one title over those of all articles
    text_before = any(each.kind in ("paragraph", "item") and len(each.text) > 120 for each in blocks[: headings[0][0]])
    return None if first > 1 and text_before else first


def _forms(blocks: Sequence[Block], settings: Settings) -> dict[int, str]:
    """Tables of two columns whose first names fields: the role of each cell's block; "" for the names themselves."""
    tables: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        if block.cell is not None:
            tables.setdefault(block.cell[0], []).append(index)
    made: dict[int, str] = {}
    for inside in tables.values():
        cells = [(index, blocks[index], blocks[index].cell or (0, 0, 0)) for index in inside]
        names = {cell[1]: settings.label(block.text.strip().rstrip(":\u00a0 ")) for _, block, cell in cells if cell[2] == 1}
        if len(names) < 2 or not all(names.values()) or max(cell[2] for _, _, cell in cells) != 2:
            continue
        made |= {index: "" if cell[2] == 1 else names.get(cell[1], "body") for index, _, cell in cells}
    return made
