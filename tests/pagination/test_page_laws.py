"""What must hold of every made-up page, whatever was written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fake_galley import GRID, HEAD, article, dump, made_up, page
from hypothesis import given, settings
from hypothesis import strategies as st

from mise_en_page.composition.galley import Line, SetArticle
from mise_en_page.pagination import problems
from mise_en_page.pagination.makeup import Frame, MadeUpPage, Placed
from mise_en_page.pagination.quotes import REACH

L = GRID.leading
PHASE = 8.68
NEAR = 0.1  # pt: what "agree" means for baselines

paragraphs = st.tuples(st.just("body"), st.integers(1, 24))
intertitled = st.tuples(st.just("intertitle"), st.integers(1, 2))
quotes = st.tuples(st.just("pull-quote"), st.integers(1, 4))


@st.composite
def bodies(draw: st.DrawFn) -> list[tuple[str, int]]:
    """A first paragraph, then sections: a heading or a quote stands between paragraphs, as writers write."""
    body = [("body first opening", draw(st.integers(1, 30)))]
    for _ in range(draw(st.integers(0, 5))):
        if draw(st.booleans()):
            body.append(draw(st.one_of(intertitled, quotes)))
            if body[-1][0] == "pull-quote" and draw(st.booleans()):
                body.append(("attribution", 1))
        body.append(draw(paragraphs))
    return body


class Written(NamedTuple):
    """What an article is made from: printed by hypothesis, where a galley would fill pages."""

    name: str
    slot: str
    body: list[tuple[str, int]]
    head: list[tuple[str, int]]
    caption: bool = False

    def set(self) -> SetArticle:
        phase = 8.68 if self.slot == "lead" else 8.69
        return article(self.name, self.slot, self.body, head=self.head, caption=self.caption, first_baseline=phase)


@st.composite
def galleys(draw: st.DrawFn) -> list[Written]:
    made = []
    if draw(st.booleans()):
        made.append(Written("loire", "lead", draw(bodies()), HEAD[draw(st.integers(0, 2)) :], draw(st.booleans())))
    for number in range(draw(st.integers(1, 5))):
        text = ("body first opening", draw(st.integers(1, 14)))
        made.append(Written(f"brief{number}", "rail", [("kicker", 1), ("title", draw(st.integers(1, 2))), text], []))
    if draw(st.booleans()):
        made.append(Written("key", "figure", [("kicker", 1), ("figure", 1), ("body", draw(st.integers(1, 12)))], []))
    return made


def articles_of(galley: list[Written]) -> list[SetArticle]:
    return [written.set() for written in galley]


def frames_of(made: MadeUpPage, slot: str) -> list[Frame]:
    return [frame for frame in made.frames if frame.slot == slot]


def read(made: MadeUpPage, written: SetArticle) -> list[tuple[int, Line]]:
    """An article's lines in the order in which they are read, with the index of their block: first those on the page,
    then those overset."""
    lines: list[tuple[int, Line]] = []
    for frame in frames_of(made, written.slot):
        for placed in frame.placed:
            if placed.block.article == written.name:
                lines += [(placed.block.index, line) for line in placed.lines]
    for over in made.oversets:
        if over.article == written.name:
            lines += [(block.index, line) for block in over.blocks for line in block.lines]
    return lines


def bodies_of(made: MadeUpPage) -> Iterator[Placed]:
    return (placed for frame in made.frames for placed in frame.placed if placed.block.role.startswith("body"))


@given(galleys(), st.integers(1, 2))
@settings(max_examples=60, deadline=None)
def test_every_line_stands_once_and_in_order(galley: list[Written], folio: int) -> None:
    made = page(*articles_of(galley), folio=folio)
    for written in articles_of(galley):
        caption = (written.caption,) if written.caption else ()
        lines = read(made, written)
        for block in (*caption, *written.head, *written.body):
            own = tuple(line for index, line in lines if index == block.index)
            assert own in [setting.lines for setting in block.settings.values()]
        quotes = {block.index for block in written.body if block.role in ("pull-quote", "attribution")}
        text = [block.index for block in (*caption, *written.head, *written.body) if block.index not in quotes]
        order = [index for index, _ in lines if index not in quotes]  # a quote may be moved, the text never
        assert order == sorted(order, key=text.index)


@given(galleys())
@settings(max_examples=60, deadline=None)
def test_a_quote_stands_near_its_place_and_parts_no_two_lines_from_their_paragraph(galley: list[Written]) -> None:
    made = page(*articles_of(galley))
    placed = [part for frame in frames_of(made, "lead") if frame.column >= 0 for part in frame.placed]
    for before, quote, after in zip(placed, placed[1:], placed[2:], strict=False):
        if quote.block.role != "pull-quote" or before.last:
            continue  # it stands between two paragraphs, where it was written
        assert len(before.lines) >= 2
        assert not before.lines[-1].hyphenated
        rest = [part for part in placed[placed.index(after) :] if part.block.index == before.block.index]
        lines = sum(len(part.lines) for part in rest)
        assert lines >= 2 or made.oversets
        if quote.block.index > before.block.index:
            assert lines <= REACH


@given(galleys())
@settings(max_examples=60, deadline=None)
def test_nothing_leaves_its_frame_or_covers_its_neighbour(galley: list[Written]) -> None:
    for frame in page(*articles_of(galley)).frames:
        y = frame.y - NEAR
        for placed in frame.placed:
            assert placed.y >= y - NEAR
            y = placed.y + placed.height
            assert len(placed.baselines) == len(placed.lines)
        assert y <= frame.y + frame.height + NEAR


@given(galleys())
@settings(max_examples=60, deadline=None)
def test_body_baselines_agree_on_the_whole_page(galley: list[Written]) -> None:
    first = [placed.baselines[0] % L for placed in bodies_of(page(*articles_of(galley)))]
    for placed in bodies_of(page(*articles_of(galley))):
        for baseline in placed.baselines:
            off = (baseline - first[0]) % L
            assert min(off, L - off) <= NEAR


@given(galleys())
@settings(max_examples=60, deadline=None)
def test_feet_are_aligned_unless_it_is_told(galley: list[Written]) -> None:
    made = page(*articles_of(galley))
    for slot in ("lead", "rail"):
        fits = [fit for fit in made.fits if fit.slot == slot]
        if any(fit.lines for fit in fits) or any("blank at the foot" in done for fit in fits for done in fit.done):
            continue
        for frame in frames_of(made, slot):
            if frame.column >= 0:
                last = frame.placed[-1]
                assert abs(frame.y + frame.height - last.y - last.height) <= NEAR


@given(galleys())
@settings(max_examples=60, deadline=None)
def test_white_at_the_feet_is_told_to_the_line(galley: list[Written]) -> None:
    made = page(*articles_of(galley))
    for slot in ("lead", "rail"):
        white = 0
        for frame in frames_of(made, slot):
            if frame.column >= 0:
                foot = max((placed.y + placed.height for placed in frame.placed), default=frame.y)
                white += int((frame.y + frame.height - foot + NEAR) / L)
        fits = [fit for fit in made.fits if fit.slot == slot]
        blank = sum(int(done.split()[0]) for fit in fits for done in fit.done if "blank at the foot" in done)
        if not any(over.slot == slot for over in made.oversets):
            assert white - blank == -sum(fit.lines for fit in fits)


@given(galleys())
@settings(max_examples=60, deadline=None)
def test_no_widow_no_orphan_no_stranded_heading_no_quote_at_an_end(galley: list[Written]) -> None:
    made = page(*articles_of(galley))
    for slot in ("lead", "rail"):
        columns = [frame for frame in frames_of(made, slot) if frame.column >= 0]
        for number, frame in enumerate(columns):
            if not frame.placed:
                continue
            first, last = frame.placed[0], frame.placed[-1]
            if number:
                assert first.first or len(first.lines) >= 2
                assert first.block.role not in ("pull-quote", "attribution")
            overset_follows = any(over.slot == slot for over in made.oversets)
            if number + 1 < len(columns) and columns[number + 1].placed:
                assert last.last or len(last.lines) >= 2
                assert last.block.role not in ("kicker", "title", "intertitle", "pull-quote")
            elif not overset_follows:
                assert last.last


@given(galleys())
@settings(max_examples=40, deadline=None)
def test_overset_is_counted_exactly_and_is_an_error(galley: list[Written]) -> None:
    makeup = made_up(*articles_of(galley))
    made = makeup.pages[0]
    fits = {fit.article: fit for fit in made.fits}
    assert list(fits) == [written.name for written in galley]
    for over in made.oversets:
        assert over.lines == sum(len(block.lines) for block in over.blocks) == fits[over.article].lines
        assert over.characters == fits[over.article].characters
        assert over.characters == sum(line.end - line.start for block in over.blocks for line in block.lines)
    told = [dict(problem.said.values) for problem in problems(makeup) if problem.code == "overset"]
    assert [values["slot"] for values in told] == list(dict.fromkeys(over.slot for over in made.oversets))
    for values in told:
        own = [over for over in made.oversets if over.slot == values["slot"]]
        assert (values["n"], values["characters"]) == (sum(o.lines for o in own), sum(o.characters for o in own))
        assert values["characters"] <= sum(int(each.split()[-1]) for each in values["articles"])
    assert {fit.article for fit in made.fits if fit.lines > 0} == {over.article for over in made.oversets}


@given(galleys())
@settings(max_examples=20, deadline=None)
def test_the_same_galley_makes_the_same_page(galley: list[Written]) -> None:
    assert dump(page(*articles_of(galley))) == dump(page(*articles_of(galley)))
