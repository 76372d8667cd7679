"""``plan``: the ways to make each page, with their price, in words and pictures; one of them pinned in issue.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mise_en_page.cli import telling
from mise_en_page.cli.command import PATH, PRESS, argument, commands, option
from mise_en_page.editions import edition, report
from mise_en_page.model.message import Message, key, say
from mise_en_page.processes import watchdog

if TYPE_CHECKING:
    from mise_en_page.plan.issue import PagePlan


@commands.command(help=key("help/plan"), epilog="mise-en-page plan issues/2018-05 15 --take 2")
@argument("issue")
@argument("folios", nargs=-1, metavar="[FOLIO]...", type=click.IntRange(1))
@option("--json", "as_json", is_flag=True, help=key("help/plan/json"))
@option("--pictures", type=PATH, metavar="DIR", help=key("help/plan/pictures"))
@option("--take", type=click.IntRange(1), metavar="N", help=key("help/plan/take"))
@PRESS
def plan(
    issue: Path, folios: tuple[int, ...], as_json: bool, pictures: Path | None, take: int | None, press_name: str
) -> None:
    """Nothing is written but with --take, which is issue.yaml, and with --pictures."""
    with telling.refusals(as_json=as_json):
        edition.need_pango()
        watchdog.bounded(as_json=as_json)
        from mise_en_page.files.atomic import write_whole  # noqa: PLC0415
        from mise_en_page.plan import issue as planning  # noqa: PLC0415
        from mise_en_page.plan.words import data_of  # noqa: PLC0415

        planned = planning.look(issue, folios, profile=edition.profile_named(press_name, issue))
        written = planning.carried_out(planned, take) if take is not None else {}
        drawn = {}
        if pictures is not None:
            from mise_en_page.desk.ways import pictures as made  # noqa: PLC0415

            drawn = {pictures / name: data for name, data in made(planned)}
        write_whole(written | drawn)
    if as_json:
        told = [
            {"folio": each.page.folio, "layout": each.page.layout,
             "ways": [data_of(each, n) for n in range(1, len(each.offers) + 1)]}
            for each in planned.pages
        ]  # fmt: skip
        telling.write_json({"pages": told, "taken": take, "problems": [report.as_data(each) for each in planned.problems]})
        telling.leave(planned.problems)
    for each in planned.pages:
        for line in _lines(each):
            click.echo(str(line))
    telling.show(planned.problems)
    ways = sum(len(each.offers) for each in planned.pages)
    done = say("plan/done", number=take, folio=planned.pages[0].page.folio) if take else say("summary/plan", n=ways)
    telling.console().print(str(done))
    telling.leave(planned.problems)


def _lines(plan: PagePlan) -> Iterator[Message]:
    from mise_en_page.plan.words import joined, price_of, words_of  # noqa: PLC0415

    yield say("plan/page", folio=plan.page.folio, layout=plan.page.layout, n=len(plan.offers))
    for number, offer in enumerate(plan.offers, 1):
        yield say("plan/way", number=number, price=round(offer.way.price), words=joined(words_of(plan, number)))
        yield say("plan/price", parts=price_of(offer))
