"""The one road that every command takes, as data: each stage with what it needs and gives; and what drives pages along it.

``build`` and ``check`` go to its end (``check`` writes nothing), and so do ``sign``, ``compare`` and ``proof``; the preview
goes to ``ground``, with what was made kept from one save to the next. ``python -m mise_en_page.pipeline`` prints the road.

What a stage needs it finds by name, at its own place or at a wider one. What is refused, or needs something that is
missing, gives nothing, and the road goes on: one fault hides no other that can be known without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, Literal

from mise_en_page import reading, rendering
from mise_en_page.model.memo import Aside, Ask, Keep, at_once
from mise_en_page.model.message import Message, say
from mise_en_page.model.problem import Problem, Refused, Span
from mise_en_page.pipeline import dealing, page
from mise_en_page.pipeline.adverts import measured
from mise_en_page.pipeline.page import MISSING, Done
from mise_en_page.pipeline.pictures import Press
from mise_en_page.pipeline.styles_cache import styles_cache
from mise_en_page.press.finishing import assemble
from mise_en_page.processes.activity import doing
from mise_en_page.rendering.page import Pages, judge_filled

#: What a stage is done for: an issue; a layout; a unit (a page, or both of a spread); a page; a printer's file; some sheets
#: of one.
Scope = Literal["issue", "layout", "unit", "page", "file", "sheets"]

#: Faults of a stylesheet that leave the text where it stands: it is set all the same, and what is wrong with it told too.
HARMLESS: Final = frozenset(("colour", "resource", "face-not-found"))


@dataclass(frozen=True, slots=True)
class Stage:
    """One line of the road. ``needs`` and ``gives`` are names of values, apart by spaces: ``~name`` goes along and is not
    compared by a memo, ``name*`` is that of every layout by its name.

    ``told``: the heading under which its problems stand; ``at``: its message for whoever waits, which the place's labels
    fill, and the file. It is not done if it is ``hindered`` by an error under an earlier heading, but for the harmless, or
    ``unstyled``, which is any under “cascade”; with ``instead_of``, it is done where that value is missing. ``kept``: by a
    memo.
    """

    name: str
    scope: Scope
    told: str
    needs: str
    gives: str
    function: Callable[..., Any]
    at: tuple[Message, str] | None = None
    hindered: bool = False
    unstyled: bool = False
    instead_of: str = ""
    kept: bool = True


#: Of all that is made of a template.
DRAWING: Final = (say("doing/draw-page", page=0), "{folder}/page.html.j2")

# fmt: off
ROAD: Final = (
    Stage("read", "issue", "reading", "folder styles-cache", "read", page.read, kept=False),
    Stage("sizes", "issue", "reading", "read", "measured", measured, kept=False),
    Stage("title", "issue", "reading", "measured", "titled root publication source date title-corrections", page.titled),
    Stage("fonts", "issue", "fonts", "root", "catalogue", page.fonts, (say("doing/read-fonts"), "fonts")),
    Stage("press", "issue", "fonts", "profile cache catalogue", "press", Press.of),
    Stage("renderer", "issue", "fonts", "root catalogue keep", "renderer", Pages),
    Stage("dealing", "issue", "reading", "read titled catalogue styles-cache ask", "issue layouts",
          dealing.dealt, kept=False),
    Stage("typography", "unit", "typography", "written source publication ask", "pages corrections", page.corrected),
    Stage("told", "unit", "typography", "pages source date ask", "", page.told),
    Stage("coherence", "issue", "typography", "read ask", "spellings", page.coherent, kept=False),
    Stage("styles", "layout", "cascade", "layout issue root catalogue styles-cache ask", "likely", page.styles,
          (say("doing/read-styles", layout=""), "{folder}/style.css")),
    Stage("marks", "unit", "cascade", "likely pages issue layout root styles-cache ask", "styles", page.marked),
    Stage("baselines", "issue", "cascade", "issue layouts likely* catalogue", "baselines", page.baselines, kept=False),
    Stage("dress", "unit", "cascade", "pages layout", "", page.undressed),
    Stage("assignment", "unit", "assign", "pages layout", "", page.assigned),
    Stage("choice", "unit", "set", "pages layout styles catalogue publication ask", "filled-slots settled", page.chosen,
          hindered=True),
    Stage("features", "unit", "set", "styles catalogue layout filled-slots", "", page.features, hindered=True),
    Stage("composition", "unit", "set", "pages layout styles catalogue publication filled-slots ask", "galley",
          page.composed, hindered=True),
    Stage("pagination", "unit", "set", "galley pages layout baselines settled ask", "makeups", page.made_up, hindered=True),
    Stage("apart", "page", "set", "pages makeups place", "page makeup folio", page.apart),
    Stage("spots", "page", "pictures", "makeup layout profile", "spots", page.spots),
    Stage("pictures", "page", "pictures", "makeup layout root press ask", "prepared whole", page.pictures),
    Stage("adverts", "page", "pictures", "makeup layout root press ask", "adverts fit", page.adverts),
    Stage("template", "page", "draw", "layout", "", rendering.judge_template, DRAWING),
    Stage("filling", "page", "draw", "page makeup layout issue prepared", "filled", page.filled, DRAWING, kept=False),
    Stage("ground", "page", "draw", "renderer filled layout folio whole ~prepared press", "ground own", page.ground,
          DRAWING, unstyled=True),
    Stage("undrawn", "page", "draw", "filled layout folio", "", judge_filled,
          (say("doing/fill-template", page=0), "{folder}/page.html.j2"), instead_of="ground"),
    Stage("unseen", "page", "draw", "renderer filled ground layout folio", "", Pages.unseen, kept=False),
    Stage("lines", "page", "draw", "renderer filled ground layout", "drawn", Pages.drawn, kept=False),
    Stage("own pictures", "page", "draw", "own", "swatches", page.own, kept=False),
    Stage("ink", "page", "ink", "drawn profile spots swatches adverts fit issue layouts catalogue number place",
          "art", page.inked, kept=False),
    Stage("file", "file", "file", "arts catalogue profile job", "pdf", assemble, kept=False),
    Stage("preflight", "sheets", "file", "pdf sheets profile", "findings", page.looked_at, kept=False),
    Stage("verdict", "file", "file", "pdf found profile", "inks", page.judged, kept=False),
)
# fmt: on

#: What is wrong is told under these, in their order, and then page by page.
HEADINGS: Final = tuple(dict.fromkeys(stage.told for stage in ROAD))
_GIVES: Final = {name: stage for stage in ROAD for name in stage.gives.split()}
_PLACE: Final = {stage.name: number for number, stage in enumerate(ROAD)}


def road() -> Iterator[str]:
    """The road in lines, to be read."""
    rows = [("stage", "for each", "needs", "gives", "told under"), *(
        (stage.name, stage.scope, stage.needs, stage.gives, stage.told) for stage in ROAD
    )]  # fmt: skip
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


@dataclass(slots=True)
class Place:
    """Where stages are done: an issue, a layout, a unit, a page, a file. ``above`` are the wider places around it.

    ``told``: what was told here, each problem with the place of its heading.
    """

    scope: Scope
    ask: Ask
    above: tuple[Place, ...]
    values: dict[str, Any]
    labels: Mapping[str, str | int] = field(default_factory=dict)
    every: Callable[[str], Mapping[str, Any]] = lambda _name: {}
    told: list[tuple[int, Problem]] = field(default_factory=list)
    _done: set[str] = field(default_factory=set)

    def value(self, name: str) -> Any:
        """What a stage gives, or what was given to a place: MISSING if it cannot be made."""
        if name.endswith("*"):
            return self.every(name[:-1])
        for place in (self, *self.above):
            if name in place.values:
                return place.values[name]
        stage = _GIVES[name]
        place = next(place for place in (self, *self.above) if place.scope == stage.scope)
        place.do(stage)
        return place.values[name]

    def must(self, name: str) -> Any:
        """The same. Raises Refused with all that was told here if it cannot be made."""
        value = self.value(name)
        if value is MISSING:
            raise Refused(tuple(problem for _, problem in self.told))
        return value

    def to(self, wanted: str) -> None:
        """Do all stages of this place up to that one."""
        for stage in ROAD[: _PLACE[wanted] + 1]:
            if stage.scope == self.scope:
                self.do(stage)

    def do(self, stage: Stage) -> None:
        """Do a stage, unless it is done, or cannot be, or what it gives was given."""
        given = stage.gives.split()
        if stage.name in self._done or (given and all(name in self.values for name in given)):
            return
        made = Done() if self._barred(stage) else self._made(stage)
        self.values.update(zip(given, made.values or (MISSING,) * len(given), strict=True))
        self.told += [(HEADINGS.index(stage.told), problem) for problem in made.problems]
        self._done.add(stage.name)

    def _made(self, stage: Stage) -> Done:
        arguments: list[Any] = []
        for need in stage.needs.split():
            value = self.value(need.lstrip("~"))
            if value is MISSING:
                return Done()
            arguments.append(Aside(value) if need.startswith("~") else value)
        if stage.at is not None:
            message, file = stage.at
            doing(
                say(message.key, **{name: self.labels[name] for name, _ in message.values}),
                Span(file.format(**self.labels)),
            )
        return (self.ask if stage.kept else at_once)(tried, stage, *arguments)

    def _barred(self, stage: Stage) -> bool:
        if stage.instead_of:
            return self.value(stage.instead_of) is not MISSING
        if not (stage.hindered or stage.unstyled):
            return False
        told = [each for place in (self, *self.above) for each in place.told]
        before, cascade = HEADINGS.index(stage.told), HEADINGS.index("cascade")
        return any(
            problem.severity == "error"
            and (
                (stage.hindered and 0 < at < before and problem.code not in HARMLESS) or (stage.unstyled and at == cascade)
            )
            for at, problem in told
        )


def tried(stage: Stage, *arguments: Any) -> Done:
    """What a stage's function makes; what it refuses is told. One that gives nothing gives what it has to tell."""
    try:
        made = stage.function(*(each.thing if isinstance(each, Aside) else each for each in arguments))
    except Refused as refused:
        return Done((), refused.problems)
    return made if isinstance(made, Done) else Done((made,)) if stage.gives else Done((), made or ())


@dataclass(frozen=True, slots=True)
class Unit:
    """The pages that are set together, by their places from 0, on their way: what they share, their layout, and each."""

    numbers: tuple[int, ...]
    layout: Place
    shared: Place
    pages: tuple[Place, ...]

    def rest(self) -> None:
        """Let go of what the pages are made of; what they share stays, and what was told."""
        for place in self.pages:
            place.values.clear()

    @property
    def told(self) -> tuple[tuple[int, Problem], ...]:
        """What is told of these pages, by heading."""
        places = (self.layout, self.shared, *self.pages)
        return tuple(sorted((each for place in places for each in place.told), key=lambda each: each[0]))


class Road:
    """The pages of one issue on their way. ``given`` are values by their names: ``read`` or the ``folder`` to read, and the
    printer's ``profile``; ``ask`` keeps what was made from one time to the next.
    """

    def __init__(self, ask: Ask = at_once, **given: object) -> None:
        self._ask = ask
        keep = ask if isinstance(ask, Keep) else None
        #: what is set to deal articles out stays for their pages
        self._common = ask if keep is not None else Keep()
        own = {"ask": self._common, "keep": keep, "cache": None, "styles-cache": styles_cache(), **given}
        self.issue = Place("issue", ask, (), own, {}, self._every)
        self._layouts: dict[str, Place] = {}
        self._units: dict[int, Unit] = {}

    @cached_property
    def read(self) -> reading.Read:
        """What was read of the issue, with nothing left open in it. Raises Refused if it cannot be read."""
        read: reading.Read = self.issue.must("measured")
        if not dealing.is_open(read.issue):
            return read
        issue = replace(read.issue, pages=self.issue.must("issue").pages)
        return replace(read, issue=issue, layouts=self.issue.must("layouts"))

    @cached_property
    def units(self) -> tuple[tuple[int, ...], ...]:
        """The pages that are made together, by their places from 0: each alone, or both of a spread."""
        units: list[list[int]] = []
        for number, written in enumerate(self.read.issue.pages):
            if written.part and units:
                units[-1].append(number)
            else:
                units.append([number])
        return tuple(map(tuple, units))

    def leave(self, unit: Unit) -> None:
        """Let go of what was made of some pages."""
        self._units.pop(unit.numbers[0], None)

    def to(self, wanted: str, numbers: tuple[int, ...]) -> Unit:
        """Take the pages of a unit to a stage."""
        unit = self._units.get(numbers[0]) or self._units.setdefault(numbers[0], self._unit(numbers))
        places = {"layout": (unit.layout,), "unit": (unit.shared,), "page": unit.pages}
        for stage in ROAD[: _PLACE[wanted] + 1]:
            for place in places.get(stage.scope, ()):
                place.do(stage)
        return unit

    def file(self, **given: object) -> Place:
        """A printer's file to be made of ``arts`` for a ``job``."""
        return Place("file", self._ask, (self.issue,), given)

    def sheets(self, file: Place, numbers: tuple[int, ...]) -> Place:
        """Some sheets of a file, by their places from 0."""
        return Place("sheets", self._ask, (file, self.issue), {"sheets": numbers})

    def page(self, number: int, wanted: str) -> Place:
        """Take a page (from 0) to a stage, with those that are made together with it."""
        numbers = next(unit for unit in self.units if number in unit)
        return self.to(wanted, numbers).pages[numbers.index(number)]

    def told(self, number: int) -> tuple[tuple[int, Problem], ...]:
        """What is told so far of the pages that are made together with one (from 0), by heading."""
        return next(unit.told for unit in self._units.values() if number in unit.numbers)

    def _unit(self, numbers: tuple[int, ...]) -> Unit:
        written = tuple(self.read.issue.pages[number] for number in numbers)
        layout = self._layout(written[0].layout)
        # what one stage set for a page, the next ones use: kept for as long as the page is on its way
        alone = self._ask is at_once and not dealing.is_open(self.issue.must("read").issue)
        ask = Keep() if alone else self._common
        shared = Place("unit", self._ask, (layout, self.issue), {"written": written, "ask": ask})
        pages = tuple(
            Place("page", self._ask, (shared, layout, self.issue), {"place": place, "number": number + 1},
                  {**layout.labels, "page": written[place].folio})
            for place, number in enumerate(numbers)
        )  # fmt: skip
        return Unit(numbers, layout, shared, pages)

    def _layout(self, name: str) -> Place:
        if name not in self._layouts:
            layout = self.read.layouts[name]
            labels = {"layout": layout.name, "folder": layout.folder}
            self._layouts[name] = Place("layout", self._ask, (self.issue,), {"layout": layout}, labels)
        return self._layouts[name]

    def _every(self, name: str) -> Mapping[str, Any]:
        found = {
            each: self._layout(each).value(name) for each in dict.fromkeys(page.layout for page in self.read.issue.pages)
        }
        return {each: value for each, value in found.items() if value is not MISSING}
