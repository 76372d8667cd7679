"""Galleys of fake lines: pagination only sees counts of lines and boxes, so no font is needed."""

from __future__ import annotations

from mise_en_page.composition.galley import Galley, GalleyPage, Line, SetArticle, SetBlock, Setting
from mise_en_page.composition.style import BlockStyle, TextStyle
from mise_en_page.model.issue import Picture, Text
from mise_en_page.model.layout import Grid, Layout, PictureSlot, Slot
from mise_en_page.model.problem import Span
from mise_en_page.pagination import make_up
from mise_en_page.pagination.heights import on_grid
from mise_en_page.pagination.makeup import MadeUpPage, Makeup

MM = 72 / 25.4
L = 11.5
GRID = Grid(
    width=210 * MM,
    height=297 * MM,
    bleed=5 * MM,
    inner=15 * MM,
    outer=13 * MM,
    units=12,
    gutter=4.5 * MM,
    leading=L,
)

LEAD = Slot(
    "lead",
    unit=0,
    units=9,
    top=5,
    foot=70,
    head=("kicker", "title", "chapo"),
    columns=3,
    picture=PictureSlot(least=7, most=11, bleed=("top", "inner")),
)
RAIL = Slot("rail", unit=9, units=3, top=12, foot=54, least=2, most=4, spread=2)
FIGURE = Slot("figure", unit=9, units=3, top=55, foot=70, takes="figure", optional=True, gives_to="rail")
BRIEFS = Layout("briefs", "layouts/briefs", GRID, (LEAD, RAIL, FIGURE), "", "")

CHARACTERS = 40  # a line

#: leading, margin top and bottom, padding top and bottom, in leadings, as the house's stylesheet has them.
BOXES = {
    "kicker": (1.0, 1.0, 0.0, 0.0, 0.0),
    "rail-kicker": (1.0, 1.0, 0.0, 0.25, 0.0),
    "title": (3.75, 0.0, 0.0, 0.0, 0.0),
    "rail-title": (1.25, 0.0, 0.25, 0.0, 0.0),
    "chapo": (1.25, 0.65, 1.0, 0.0, 0.0),
    "body": (1.0, 0.0, 0.0, 0.0, 0.0),
    "intertitle": (1.25, 1.25, 0.25, 0.0, 0.0),
    "pull-quote": (2.0, 1.25, 1.25, 0.5, 0.0),
    "attribution": (1.0, 0.0, 1.0, 0.0, 0.0),
    "caption": (1.0, 0.25, 0.0, 0.0, 0.0),
    "figure": (4.5, 0.75, 0.5, 0.0, 0.0),
}


def setting(count: int, characters: int, cost: float = 0.0, hyphens: tuple[int, ...] = ()) -> Setting:
    """So many characters on ``count`` lines; ``hyphens`` are the numbers, from 1, of those that end on a hyphen."""
    starts = [characters * index // count for index in range(count + 1)]
    lines = tuple(
        Line((), 0.0, 100.0, 1.0, starts[index], starts[index + 1], index + 1 in hyphens, index + 1 == count)
        for index in range(count)
    )
    return Setting(lines, cost)


def block(
    role: str,
    lines: int,
    *,
    article: str = "loire",
    index: int = 0,
    flexible: bool = False,
    hyphens: tuple[int, ...] = (),
    box: str = "",
    first_baseline: float = 8.68,
) -> SetBlock:
    """A block of so many lines; ``flexible``: it can be set a line shorter or longer, at a cost."""
    leading, above, below, padding, padding_below = BOXES[box or role.partition(" ")[0]]
    style = BlockStyle(
        TextStyle(("Fake",), 8.4),
        leading * L,
        margin_top=above * L,
        margin_bottom=below * L,
        padding_top=padding * L,
        padding_bottom=padding_below * L,
    )
    settings = {lines: setting(lines, lines * CHARACTERS, 100.0, hyphens)}
    if flexible:
        settings |= {
            lines - 1: setting(lines - 1, lines * CHARACTERS, 20_000.0),
            lines + 1: setting(lines + 1, lines * CHARACTERS, 12_000.0),
        }
    return SetBlock(
        role,
        article,
        index,
        style,
        GRID.span(3),
        settings,
        lines,
        first_baseline if role.startswith("body") else leading * L * 0.75,
        Span(f"articles/{article}.md", index + 1),
        text="x" * (lines * CHARACTERS),
        keep_next=2 if role in ("kicker", "title", "intertitle") else 0,
        breakable=role.startswith("body"),
    )


def article(
    name: str,
    slot: str,
    body: list[tuple[str, int]],
    *,
    head: list[tuple[str, int]] | None = None,
    caption: bool = False,
    flexible: bool = True,
    first_baseline: float = 8.68,
) -> SetArticle:
    """``body`` and ``head`` are (role, lines); the roles of a rail's brief have a box of their own."""

    def made(blocks: list[tuple[str, int]], first: int) -> tuple[SetBlock, ...]:
        return tuple(
            block(
                role,
                lines,
                article=name,
                index=first + index,
                flexible=flexible and role.startswith("body") and lines > 4,
                box=f"rail-{role}" if slot != "lead" and f"rail-{role}" in BOXES else "",
                first_baseline=first_baseline,
            )
            for index, (role, lines) in enumerate(blocks)
        )

    picture = Picture("images/loire.jpg", "", Text("x"), Text("y"), Span(f"articles/{name}.md")) if caption else None
    return SetArticle(
        name,
        slot,
        made(head or [], 0),
        made(body, len(head or [])),
        picture,
        block("caption", 1, article=name, index=90) if caption else None,
    )


def brief(name: str, title: int = 2, text: int = 6, slot: str = "rail") -> SetArticle:
    return article(name, slot, [("kicker", 1), ("title", title), ("body first opening", text)], first_baseline=8.69)


HEAD = [("kicker", 1), ("title", 2), ("chapo", 4)]


def page(*articles: SetArticle, folio: int = 15, layout: Layout = BRIEFS) -> MadeUpPage:
    return made_up(*articles, folio=folio, layout=layout).pages[0]


def made_up(*articles: SetArticle, folio: int = 15, layout: Layout = BRIEFS) -> Makeup:
    galley = Galley((GalleyPage(folio, layout.name, articles),))
    return make_up(galley, {layout.name: layout}, {layout.grid.leading: _phase(articles, layout)})


def _phase(articles: tuple[SetArticle, ...], layout: Layout) -> float:
    """Where the baselines of most of the text stand under their grid lines, in pt."""
    lines: dict[float, int] = {}
    for block in (block for article in articles for block in article.body if on_grid(block, layout.grid)):
        lines[block.first_baseline] = lines.get(block.first_baseline, 0) + max(1, block.natural)
    return max(sorted(lines), key=lambda at: lines[at], default=0.0)


def dump(page: MadeUpPage) -> str:
    """A page as text, in leadings: what a golden test compares."""
    rows = [f"page {page.folio} {page.layout} {'verso' if page.verso else 'recto'}"]
    for picture in page.pictures:
        rows.append(
            f"picture {picture.article} x {picture.x:.1f} y {picture.y:.1f} w {picture.width:.1f}"
            f" to line {(picture.y + picture.height) / L:.2f}"
        )
    for frame in page.frames:
        rows.append(
            f"frame {frame.slot} {frame.column} x {frame.x:.1f} w {frame.width:.1f}"
            f" lines {frame.y / L:.2f}..{(frame.y + frame.height) / L:.2f}"
        )
        for placed in frame.placed:
            ends = ("⊤" if placed.opens else "") + ("⊥" if placed.closes else "")
            cut = ("" if placed.first else "…") + "|" + ("" if placed.last else "…")
            rows.append(
                f"  {placed.y / L:6.2f} +{placed.height / L:5.2f} {placed.block.article}/{placed.block.role}"
                f" {len(placed.lines)} {cut}{ends}"
                + (f" baselines {placed.baselines[0]:.2f}..{placed.baselines[-1]:.2f}" if placed.baselines else "")
            )
    for over in page.oversets:
        rows.append(f"overset {over.article} +{over.lines} lines {over.characters} characters at {over.where}")
    for fit in page.fits:
        rows.append(f"fit {fit.article} {fit.lines} ({fit.characters}) {'; '.join(fit.done)}".rstrip())
    return "\n".join(rows) + "\n"
