"""``fit``: where text is over or under, and the cuts that make it fit, each tried by composing it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mise_en_page.cli import telling
from mise_en_page.cli.command import argument, commands, option
from mise_en_page.editions import edition, report
from mise_en_page.model.message import Message, key, say
from mise_en_page.processes import watchdog

if TYPE_CHECKING:
    from mise_en_page.fit.edits import Edit
    from mise_en_page.fit.issue import Cutting, SlotFit

#: What is cut, in words.
KINDS = {
    "adjective": key("copyfit/adjective"),
    "adverb": key("copyfit/adverb"),
    "apposition": key("copyfit/apposition"),
    "aside": key("copyfit/aside"),
    "clause": key("copyfit/clause"),
    "sentence": key("copyfit/sentence"),
    "end": key("copyfit/end"),
    "paragraph": key("copyfit/paragraph"),
    "intertitle": key("copyfit/intertitle"),
    "pull-quote": key("copyfit/pull-quote"),
    "run-on": key("copyfit/run-on"),
    "shorter": key("copyfit/shorter"),
}


@commands.command(help=key("help/fit"), epilog="mise-en-page fit issues/2018-05 --take 3")
@argument("issue")
@argument("articles", nargs=-1, metavar="[ARTICLE]...", type=str)
@option("--json", "as_json", is_flag=True, help=key("help/fit/json"))
@option("--take", type=click.IntRange(1), metavar="N", help=key("help/fit/take"))
def fit(issue: Path, articles: tuple[str, ...], as_json: bool, take: int | None) -> None:
    """Nothing is written but with --take: the articles' files, whole or not at all."""
    with telling.refusals(as_json=as_json):
        edition.need_pango()
        watchdog.bounded(as_json=as_json)
        from mise_en_page.files.atomic import write_whole  # noqa: PLC0415
        from mise_en_page.fit import issue as fitting  # noqa: PLC0415

        fitted = fitting.look(issue, tuple(name.removesuffix(".md") for name in articles))
        if take is not None:
            write_whole(fitting.carried_out(fitted, take))
    slots = [slot for slot in fitted.slots if take is None or any(cut.number == take for cut in slot.cuts)]
    if as_json:
        told = [_data(slot, take) for slot in slots]
        telling.write_json({"slots": told, "taken": take, "problems": [report.as_data(each) for each in fitted.problems]})
        telling.leave(fitted.problems)
    for slot in slots:
        for line in _lines(slot, take):
            click.echo(str(line))
    telling.show(fitted.problems)
    telling.console().print(str(say("copyfit/done", n=take) if take else say("summary/fit", n=len(slots))))
    telling.leave(fitted.problems)


def _lines(slot: SlotFit, take: int | None) -> Iterator[Message]:
    rooms = tuple(say("copyfit/room", article=room.article, characters=room.signs, n=room.lines) for room in slot.rooms)
    if slot.over:
        yield say("copyfit/over", folio=slot.folio, slot=slot.slot, n=slot.over, characters=slot.signs, rooms=rooms)
    else:
        yield say("copyfit/under", folio=slot.folio, slot=slot.slot, n=slot.under, rooms=rooms)
    for cut in slot.cuts:
        if take in (None, cut.number):
            yield from _cut_lines(cut)
    if take is not None:
        return
    if slot.over and not any(cut.proposal.over == 0 for cut in slot.cuts):
        yield say("copyfit/no-fit")
    if slot.untried:
        yield say("copyfit/untried")
    yield from _amount_lines(slot)


def _amount_lines(slot: SlotFit) -> Iterator[Message]:
    for title in slot.titles:
        yield say("copyfit/title", article=title.article, characters=title.signs, n=title.lines)
    if slot.heads.saved:
        yield say("copyfit/unpin", slot=slot.slot, n=slot.heads.saved)
    elif slot.over and slot.heads.sizes and slot.titles:
        yield say("copyfit/sizes")
    for gone in slot.left_out:
        yield say("copyfit/leave-out", article=gone.article, n=gone.lines)
    for each in slot.additions:
        if each.least:
            yield say("copyfit/add", article=each.article, least=each.least, most=each.most)
        else:
            yield say("copyfit/add-unknown", article=each.article, n=each.lines)


def _cut_lines(cut: Cutting) -> Iterator[Message]:
    tried = cut.proposal
    left = say("copyfit/fits") if not tried.over else say("copyfit/left", n=tried.over)
    if not tried.over and tried.white:
        left = say("copyfit/fits-white", n=tried.white)
    yield say("copyfit/cut", number=cut.number, characters=tried.signs, n=tried.lines, left=left)
    for offer, edit in zip(tried.offers, cut.edits, strict=True):
        yield say(
            "copyfit/edit", where=str(edit.where), kind=say(KINDS[offer.cut.kind]), before=_start(edit),
            cut="¶" if offer.joins else edit.cut,
            put=edit.put, behind=_end(edit),
        )  # fmt: skip


def _start(edit: Edit) -> str:
    words = edit.before.split(" ", 1)
    return f"…{words[-1]}" if edit.before else ""


def _end(edit: Edit) -> str:
    return f"{edit.behind.rsplit(' ', 1)[0]}…" if edit.behind.strip(" .") else edit.behind


def _data(slot: SlotFit, take: int | None) -> dict[str, Any]:
    return {
        "folio": slot.folio,
        "slot": slot.slot,
        "over": slot.over,
        "under": slot.under,
        "signs": slot.signs,
        "untried": slot.untried,
        "articles": [
            {"article": room.article, "signs": room.signs, "lines": room.lines, "title": room.title} for room in slot.rooms
        ],
        "cuts": [_cut_data(cut) for cut in slot.cuts if take in (None, cut.number)],
        "titles": [{"article": each.article, "signs": each.signs, "lines": each.lines} for each in slot.titles],
        "sizes": {"tried": slot.heads.sizes, "saved_unpinned": slot.heads.saved},
        "leave_out": [{"article": each.article, "lines": each.lines} for each in slot.left_out],
        "add": [
            {"article": each.article, "lines": each.lines, "least": each.least, "most": each.most}
            for each in slot.additions
        ],
    }


def _cut_data(cut: Cutting) -> dict[str, Any]:
    tried = cut.proposal
    return {
        "number": cut.number,
        "signs": tried.signs,
        "lines": tried.lines,
        "over": tried.over,
        "under": tried.white,
        "edits": [
            {
                "article": offer.article, "kind": offer.cut.kind, "file": edit.file, "line": edit.where.line,
                "column": edit.where.column, "start": edit.start, "end": edit.end, "cut": edit.cut, "put": edit.put,
                "before": edit.before, "behind": edit.behind,
            }
            for offer, edit in zip(tried.offers, cut.edits, strict=True)
        ],
    }  # fmt: skip
