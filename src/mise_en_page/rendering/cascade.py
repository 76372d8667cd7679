"""The layout's CSS into a style for each role: the composer reads what a designer wrote, through WeasyPrint's own cascade.

A probe page holds one element for each role in each slot, and in it one for each combination of marks that the texts
use; their computed styles are translated. Settings that CSS has no property for are custom properties:

========================  =====================================================================================
``--tracking: 1.5%``      letter-spacing may vary by so much of the em, either way, to even the word spaces
``--scaling: 2%``         glyphs may be so much wider or narrower
``--hang: 100%``          the share of a mark's protrusion that hangs out of the measure
``--word-space: 80% 150%``  limits of a word space, of its natural width
``--balance: yes``        lines of like length, none of one word
``--by-sense: no``        lines end anywhere (unless said, those of titles, chapos, quotes and labels end by the sense)
``--fit: 28pt 44pt``      a title, a quote, a key figure takes the size in this range that fills its measure
``--least-size: 50%``     a key figure too wide for its slot is set smaller, down to this share of its size
``--opening: 3``          words of an article's first paragraph that take the class ``opening``
``--code-size: 20mm``     how wide a QR code may be
``--marker: "–"``         what stands before the items of a list that open with a dash or a bullet
``--end-mark: "■"``       a character after the article's last word
========================  =====================================================================================

The look of a paragraph's first letter is that of ``::first-letter``; ``initial-letter: 3`` makes it so many lines high
(``rendering.sheets`` hands that on as a custom property, for WeasyPrint does not know it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from weasyprint import CSS

from mise_en_page.composition.galley import Marks, RoleStyle, Styles
from mise_en_page.composition.style import TextStyle
from mise_en_page.model.issue import (
    Article,
    Intertitle,
    Issue,
    ListItem,
    MarkKind,
    Page,
    Paragraph,
    Picture,
    Placement,
    PullQuote,
    Table,
    Text,
    Verse,
)
from mise_en_page.model.layout import Layout
from mise_en_page.model.memo import Ask, at_once
from mise_en_page.model.message import say
from mise_en_page.model.problem import Problem, Refused, Span, Spot, has_errors
from mise_en_page.rendering.alike import BASE, alike
from mise_en_page.rendering.bounds import judge_stylesheet
from mise_en_page.rendering.fetcher import Fetcher, url_of
from mise_en_page.rendering.fonts_apart import Fonts
from mise_en_page.rendering.heard import Composed, unheard
from mise_en_page.rendering.inks import screen_colours
from mise_en_page.rendering.probe import ELEMENTS, Probe, Probed, inherited_by
from mise_en_page.rendering.references import bad_references
from mise_en_page.rendering.sheets import listening, sheets
from mise_en_page.rendering.translation import Translation

BOLD = 700  # what the browser's own stylesheet makes of <strong>

ROLES = (
    "kicker",
    "title",
    "chapo",
    "body",
    "body first",
    "body first opening",
    "intertitle",
    "pull-quote",
    "attribution",
    "caption",
    "figure",
)

#: The notes of an article that stands on two pages; base.css has rules for their classes.
NOTES = ("body continued-from", "body continued-from opens", "body continued-on closes")
NOTES_OF = frozenset(("continued-from", "continued-on"))
#: Its title over what is left of it: as an intertitle, or as a title where those of the slot stand in its columns.
CONTINUED_TITLES = ("intertitle continued-title opens", "title continued-title opens")

#: Items of lists, by their depth; those of agendas; rows of tables; verse.
ITEMS = (ITEM := "body item", "body item nested", "body item nested third")
AGENDAS = (AGENDA := "body agenda",)
ROWS = (ROW := "body row", "body row header")
VERSES = (VERSE := "body verse", "body verse stanza")
#: Boxes, and the roles of what stands in them.
BOXES = (BOX := "boxed",)
CODES = (CODE := "qr",)
INSIDES = tuple(f"{role} inside" for role in ("body", "body first", "intertitle", *ITEMS, *AGENDAS, *ROWS, *VERSES))
#: They are looked at where an issue has any, under these names.
RARE = {ITEM: ITEMS, AGENDA: AGENDAS, ROW: ROWS, VERSE: VERSES, BOX: BOXES, CODE: CODES}


def has_initial(role: str) -> bool:
    """May a stylesheet say how a role's first letter looks?"""
    return role.startswith("body") and not {"item", "agenda", "row", "verse", "inside", *NOTES_OF}.intersection(
        role.split()
    )


#: Where a block stands in its article: what opens or closes one may bear a rule or leave room.
ENDS = ("", " opens", " closes", " opens closes")

#: The marks that composition lays over a role's text.
STRUCTURAL: dict[str, tuple[MarkKind, ...]] = {
    "chapo": ("byline",),
    "body": ("byline", "end-mark"),
    "body first": ("byline", "end-mark"),
    "body first opening": ("byline", "end-mark", "opening", "kicker", "title"),
    **dict.fromkeys(ITEMS, ("byline", "end-mark", "marker")),
    AGENDA: ("byline", "end-mark", "date"),
    **dict.fromkeys(VERSES, ("byline", "end-mark")),
    "caption": ("credit",),
}
STRUCTURAL |= {role: STRUCTURAL[outside] for role in INSIDES if (outside := role.removesuffix(" inside")) in STRUCTURAL}

#: Those of heads that stand in the first paragraph, where the stylesheet asks for that.
RUN_IN = ("kicker", "title")

#: What of a page a stylesheet's rules may select of composed text.
COMPOSED = Composed(
    (
        *ROLES,
        *ITEMS,
        *AGENDAS,
        *ROWS,
        *VERSES,
        "boxed begins ends resumes goes-on",
        *CODES,
        *INSIDES,
        *NOTES,
        *CONTINUED_TITLES,
    ),
    tuple(f"span.{kind}" if tag.startswith("<span") else tag[1:-1] for kind, (tag, _) in ELEMENTS.items()),
)

#: For each role's first class, sets of marks that lie over its texts; those of RARE under their names, where there are any.
MarksInUse = tuple[tuple[str, frozenset[Marks]], ...]


def styles(layout: Layout, marks: MarksInUse, root: Path) -> tuple[Styles, tuple[Problem, ...]]:
    """The style of every role of a layout, for the sets of marks that lie over its texts; what is wrong in its sheet."""
    if beyond := judge_stylesheet(layout.stylesheet, f"{layout.folder}/style.css"):
        return Styles({}), tuple(replace(each, where=_in_sheet(layout, each.where)) for each in beyond)
    used = dict(marks)
    roles = _roles(used)
    every = (*(f"{role}{ends}" for role in roles for ends in ENDS), *NOTES, *CONTINUED_TITLES)
    told_apart = {role: _as_told_apart(role, layout.stylesheet) for role in every}
    structural: dict[str, dict[MarkKind, None]] = {told: {} for told in told_apart.values()}
    for role in roles:
        for ends in ENDS:
            laid = (kind for kind in STRUCTURAL.get(role, ()) if kind not in RUN_IN or "run-in" in layout.stylesheet)
            structural[told_apart[f"{role}{ends}"]].update(dict.fromkeys(laid))
    looks = layout.looks
    combined = {role: _with_structure(role, used, kinds) for role, kinds in structural.items()}
    combined |= {told_apart[note]: [()] for note in NOTES}
    first = next((each.name for each in layout.masters), "")
    masters = {look: slot.master or first for slot in layout.dressed_slots for look in slot.looks}
    same = alike(layout.stylesheet, {look: f"{look} {masters[look]}" for look in looks}, combined)
    wanted = [Probed(look, masters[look], role) for look, role in dict.fromkeys(same.first.values())]
    fetcher = Fetcher(root, {})
    fonts = Fonts()
    base_url = url_of(layout.folder + "/")
    with _computing(layout) as problems:
        read = [CSS(string=text, font_config=fonts, url_fetcher=fetcher, base_url=base_url) for text in sheets(layout)]
        probe = Probe(read, fonts, fetcher, base_url)
        blocks = [(block, pseudo) for block, pseudo, _ in probe.styles([(each, ()) for each in wanted])]
        # What is inherited alike is computed once: a dozen sets of marks lie over a role, in some hundred looks.
        apart = inherited_by(layout.stylesheet)
        heirs = [(same.within[each.look, each.role], apart(block)) for each, (block, _) in zip(wanted, blocks, strict=True)]
        first_of = dict(zip(reversed(heirs), reversed(wanted), strict=True))
        texts = probe.styles([(each, combined[each.role]) for each in first_of.values()])
        texts_of = dict(zip(first_of, (marked for *_, marked in texts), strict=True))
    linted = [*bad_references(layout, fetcher), *screen_colours(layout), *unheard(layout, COMPOSED)]
    # What WeasyPrint logs of a file that it was not given is told already, and at its line.
    problems = linted + [problem for problem in problems if not (has_errors(linted) and problem.code == "rendering")]
    translate = Translation(layout, problems, inked=any(problem.code == "colour" for problem in linted))
    by_role: dict[tuple[str, str], RoleStyle] = {}
    with listening(layout, say("word/stylesheet")):
        for (slot, _, role), (block, pseudo), heir in zip(wanted, blocks, heirs, strict=True):
            selector = _selector(slot, role)
            made = RoleStyle(translate.block(block, selector), _told_from(translate.texts(heir, texts_of[heir], selector)))
            made = translate.with_content(made, pseudo, selector)
            letter = pseudo.get("first-letter") if has_initial(role) else None
            by_role[slot, role] = translate.with_initial(made, letter, selector)
    translate.tell_odd()
    by_role = _as_one({place: by_role[first] for place, first in same.first.items()})
    by_role = {(look, role): by_role[look, told] for look in looks for role, told in told_apart.items()}
    return Styles(by_role), tuple(dict.fromkeys(problems))


@contextmanager
def _computing(layout: Layout) -> Iterator[list[Problem]]:
    """Collects what WeasyPrint logs. Raises Refused where it cannot go on: over a shorthand whose var() names nothing, more
    often than not, so that is told as well."""
    try:
        with listening(layout, say("word/stylesheet")) as problems:
            yield problems
    except Refused as refused:
        undeclared = [each for each in unheard(layout, COMPOSED) if each.said.key == "stylesheet/var"]
        raise Refused((*undeclared, *refused.problems)) from refused


def _in_sheet(layout: Layout, where: Span | Spot | None) -> Span | Spot | None:
    return layout.in_sheet(where.line, where.column, where.length) if isinstance(where, Span) else where


def _roles(used: Mapping[str, frozenset[Marks]]) -> tuple[str, ...]:
    """The roles that texts of these have."""
    roles = (*ROLES, *(role for name, rare in RARE.items() if name in used for role in rare))
    return (*roles, *(role for role in INSIDES if role.removesuffix(" inside") in roles)) if BOX in used else roles


def _as_one(by_role: Mapping[tuple[str, str], RoleStyle]) -> dict[tuple[str, str], RoleStyle]:
    """One object for all that look alike, so that text set once serves for every slot and size.

    Without the styles of kickers and titles run in, where the slot runs none in.
    """
    made: dict[tuple[int, frozenset[str]], RoleStyle] = {}
    one: dict[str, RoleStyle] = {}
    found = {}
    for (look, role), style in by_role.items():
        apart = frozenset(kind for kind in RUN_IN if not by_role[look, kind].block.run_in)
        if (id(style), apart) not in made:
            marked = {marks: text for marks, text in style.marked.items() if not apart & {*marks}}
            asked = replace(style, marked=marked)
            made[id(style), apart] = one.setdefault(repr(asked), asked)
        found[look, role] = made[id(style), apart]
    return found


def _told_from(texts: dict[Marks, TextStyle]) -> dict[Marks, TextStyle]:
    """Emphasis that would look like the text around it, which is italic: roman. What is strong is no lighter than that."""

    def around(marks: Marks, taken: str) -> TextStyle | None:
        return texts.get(tuple(kind for kind in marks if kind != taken)) if taken in marks else None

    def seen(marks: Marks, style: TextStyle) -> TextStyle:
        if style.italic and style == around(marks, "emphasis"):
            style = replace(style, italic=False)
        beside = around(marks, "strong")
        if beside is not None and style.weight == BOLD < beside.weight:
            style = replace(style, weight=beside.weight)
        return style

    return {marks: seen(marks, style) for marks, style in texts.items()}


def _as_told_apart(role: str, stylesheet: str) -> str:
    """A role without the classes that a stylesheet does not know: it is styled as the role without them."""
    if "[" in stylesheet or "\\" in stylesheet:  # it may ask for classes in other ways than by their names
        return role
    first, *others = role.split()
    return " ".join((first, *(name for name in others if name in stylesheet or name in BASE)))


def marks_in_use(issue: Issue, ask: Ask = at_once) -> MarksInUse:
    """For each role's first class, every set of marks that lies over some of its text in the issue, and the empty one."""
    found: dict[str, set[Marks]] = {role.split()[0]: {()} for role in ROLES}
    for page in issue.pages:
        for role, marks in ask(_combined, page):
            found.setdefault(role, {()}).add(marks)
    return tuple((role, frozenset(marks)) for role, marks in found.items())


def likely_marks(issue: Issue, ask: Ask = at_once) -> MarksInUse:
    """Those of an issue that is not corrected yet, with those that a correction brings to plain text (1er, XIXe)."""
    return tuple((role, marks | {("superior",), ("small-caps",)}) for role, marks in marks_in_use(issue, ask))


def missing_marks(known: Styles, wanted: MarksInUse) -> MarksInUse:
    """What of some sets of marks has no style yet; empty if all have."""
    have = {role: style.marked.keys() for (_, role), style in known.by_role.items()}
    if all(marks <= have.get(role, frozenset()) for role, marks in wanted):
        return ()
    return tuple((role, frozenset({(), *(marks - have.get(role, frozenset()))})) for role, marks in wanted)


def joined(known: Styles, more: Styles) -> Styles:
    """Styles of the same layout with the sets of marks of both."""
    one: dict[tuple[int, int], RoleStyle] = {}
    both = {}
    for place, style in known.by_role.items():
        other = more.by_role[place]
        made = replace(style, marked={**other.marked, **style.marked})
        both[place] = one.setdefault((id(style), id(other)), made)
    return Styles(both)


def _combined(page: Page) -> frozenset[tuple[str, Marks]]:
    """The sets of marks of one page's texts, each with the first class of its role."""
    found: set[tuple[str, Marks]] = set()
    for placement in page.articles:
        for role, text in (*_texts(placement.article), *_continued_titles(placement)):
            found.add((role, ()))
            for at in {mark.start for mark in text.marks}:
                kinds = {mark.kind for mark in text.marks if mark.start <= at < mark.end}
                found.add((role, tuple(sorted(kinds))))
    return frozenset(found)


def _texts(article: Article) -> Iterator[tuple[str, Text]]:
    """An article's texts, each with the roles in which it is set; a byline is run in after the chapo or the body."""
    yield from (("kicker", article.kicker), ("title", article.title), ("chapo", article.chapo), ("figure", article.figure))
    yield from (("chapo", article.byline), ("body", article.byline))
    yield from (("body", article.kicker), ("body", article.title))  # run in at the beginning of the first paragraph
    if article.qr is not None:
        yield CODE, Text()
    for block in (article.picture, *article.body):
        if not isinstance(block, Picture | PullQuote | None) and block.boxed:
            yield BOX, Text()
        match block:
            case Paragraph() if block.dated:
                yield from ((AGENDA, block.text), (AGENDA, article.byline))
            case Paragraph():
                yield "body", block.text
            case ListItem():
                yield from ((ITEM, block.text), (ITEM, article.byline))
            case Verse():
                yield from ((VERSE, block.text), (VERSE, article.byline))
            case Table():
                yield from ((ROW, cell) for cell in block.cells)
            case Intertitle():
                yield "intertitle", block.text
            case PullQuote():
                yield from (("pull-quote", block.text), ("attribution", block.attribution))
            case Picture():
                yield from (("caption", block.caption), ("caption", block.credit))


def _continued_titles(placement: Placement) -> Iterator[tuple[str, Text]]:
    """What may stand over what is left of an article on another page, with the roles in which it is set."""
    article = placement.article
    if placement.part is not None or article.next is not None:
        yield from (("intertitle", article.title), ("intertitle", article.next_title), ("title", article.next_title))


def _with_structure(role: str, used: Mapping[str, frozenset[Marks]], structural: Iterable[MarkKind]) -> list[Marks]:
    there = used[next((name for name in RARE if name in role), role.split(maxsplit=1)[0])]
    without = (tuple(kind for kind in marks if kind != taken) for marks in there for taken in ("emphasis", "strong"))
    plain = sorted({*there, *without})
    laid: list[tuple[MarkKind, ...]] = [(), *((kind,) for kind in structural)]
    return list(dict.fromkeys(tuple(sorted({*marks, *more})) for more in laid for marks in plain))


def _selector(slot: str, role: str) -> str:
    """A role of a slot as a stylesheet names it, wherever in its article the block stands."""
    return f".{slot.replace(' ', '.')} ." + ".".join(name for name in role.split() if name not in ("opens", "closes"))
