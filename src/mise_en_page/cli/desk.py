"""The issue in the browser, for one or for several: ``preview``, ``invite``."""

from __future__ import annotations

import contextlib
import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mise_en_page.cli import telling
from mise_en_page.cli.command import PATH, PRESS, argument, commands, option
from mise_en_page.cli.proof import read_noted
from mise_en_page.editions import edition
from mise_en_page.model.message import LANGUAGES, Language, key, say
from mise_en_page.model.problem import Problem, Refused

if TYPE_CHECKING:
    from mise_en_page.desk.invitations import Guests

ROLES = ("lecteur", "rédacteur", "maquettiste", "chef")


@commands.command(
    help=key("help/preview"), epilog="mise-en-page preview issues/2018-05 --editor 'code --goto {file}:{line}:{column}'"
)
@argument("issue")
@option("--port", type=click.IntRange(1, 65535), help=key("help/preview/port"))
@PRESS
@option("--editor", envvar="MISE_EN_PAGE_EDITOR", default="", show_envvar=True, help=key("help/preview/editor"))
@option("--notes", "noted", type=PATH, metavar="PROOF.pdf", help=key("help/preview/notes"))
@option("--no-browser", is_flag=True, help=key("help/preview/no-browser"))
@option("--share", metavar="HOST:PORT", default="", help=key("help/preview/share"))
@option("--certificate", type=PATH, metavar="FILE.pem", help=key("help/preview/certificate"))
@option("--key", "key_file", type=PATH, metavar="FILE.pem", help=key("help/preview/key"))
@option("--behind-proxy", "behind", metavar="URL", default="", help=key("help/preview/behind-proxy"))
@option("--proxy-address", "proxy", metavar="IP", default="", help=key("help/preview/proxy-address"))
@click.pass_obj
def preview(
    chosen: Language | None, issue: Path, port: int | None, press_name: str, editor: str, noted: Path | None,
    no_browser: bool, share: str, certificate: Path | None, key_file: Path | None, behind: str, proxy: str,
) -> None:  # fmt: skip
    """On this machine only, but for ``--share``."""
    with telling.refusals():
        edition.need_pango()
        from mise_en_page.desk.opening import can_open, open_page  # noqa: PLC0415
        from mise_en_page.desk.run import serve  # noqa: PLC0415
        from mise_en_page.desk.sharing import asked_for  # noqa: PLC0415

        if not share and (certificate or key_file or behind or proxy):
            raise Refused.of("share-missing")
        sharing = asked_for(share, certificate, key_file, behind, proxy) if share else None
        profile = edition.profile_named(press_name, issue)
        told = read_noted(noted)[1] if noted is not None else ()

        def ready(address: str) -> None:
            click.echo(address)
            if not no_browser and can_open():
                open_page(address)

        sign = functools.partial(_sign, issue, press_name)
        with contextlib.suppress(KeyboardInterrupt):
            serve(issue, profile, port, editor, ready, told, chosen or _of_shell(), sharing, sign)


def _sign(issue: Path, press_name: str, by: str, language: Language) -> tuple[Problem, ...]:
    """The command ``sign``, for somebody at the desk: in a process of its own, for the server makes no page."""
    from mise_en_page.desk.signing import apart  # noqa: PLC0415
    from mise_en_page.editions.signing import SignOff, sign_off  # noqa: PLC0415

    return apart(sign_off, SignOff(issue, by, press_name, None, language), issue)[1]


def _of_shell() -> Language | None:
    """The language of this shell's locale, if it is one of ours."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return next((each for each in LANGUAGES if named[:2] == each), None)


@commands.command(help=key("help/invite"), epilog='mise-en-page invite issues/2018-05 "Jeanne Martin" --role rédacteur')
@argument("issue")
@argument("name", type=str, required=False)
@option("--role", type=click.Choice(ROLES), default="lecteur", show_default=True, help=key("help/invite/role"))
@option("--days", type=click.IntRange(1, 366), default=14, show_default=True, help=key("help/invite/days"))
@option("--address", metavar="URL", default="", help=key("help/invite/address"))
@option("--list", "listed", is_flag=True, help=key("help/invite/list"))
@option("--revoke", "revoked", metavar="NAME", default="", help=key("help/invite/revoke"))
def invite(issue: Path, name: str | None, role: str, days: int, address: str, listed: bool, revoked: str) -> None:
    """Also while the preview runs."""
    with telling.refusals():
        from mise_en_page.desk import clock, private  # noqa: PLC0415
        from mise_en_page.desk.audit import Audit  # noqa: PLC0415
        from mise_en_page.desk.invitations import Guests  # noqa: PLC0415
        from mise_en_page.desk.people import Role, owner  # noqa: PLC0415

        if sum((name is not None, listed, bool(revoked))) != 1:
            raise click.UsageError(str(say("invite/which")))
        folder = private.desk_of(issue)
        guests, audit = Guests(folder), Audit(folder)
        if listed:
            _list(guests, folder)
        elif revoked:
            if not guests.revoke(revoked):
                raise Refused.of("invite-nobody", name=revoked)
            audit.note(owner().name, "revoked", name=revoked)
            click.echo(str(say("invite/revoked", name=revoked)))
        else:
            base = address.rstrip("/") or private.read(folder / "address").decode("ascii", "replace")
            if not base:
                raise Refused.of("invite-where")
            secret = guests.invite(name or "", Role(role), days, clock.now())
            audit.note(owner().name, "invited", name=name or "", role=role, days=days)
            click.echo(f"{base}/#i={secret}")


def _list(guests: Guests, folder: Path) -> None:
    from mise_en_page.desk import clock  # noqa: PLC0415

    for each in guests.all():
        line = say(
            key("invite/line") if each.until > clock.now() else key("invite/line-over"),
            name=each.name, role=each.role, until=clock.stamp(each.until)[:10], browsers=guests.browsers(each),
        )  # fmt: skip
        click.echo(str(line))
    click.echo(str(say("invite/audit", file=str(folder / "audit.jsonl"))), err=True)
