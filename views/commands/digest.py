"""`flask mdo digest`: the point of each account, printed, or sent where sending is switched on."""

import datetime as dt
from collections import Counter

import click
from flask.cli import with_appcontext

from mdo.kernel.base.context import Context
from mdo.kernel.base.periods import today_in_paris
from mdo.kernel.rights.identity import rights_of
from mdo.kernel.scope.limits import Reach
from mdo.network.absences import accounts_standing_in
from mdo.point.digest import FORTNIGHT, REPLACEMENT, Digest, Send, readers
from mdo.point.fortnight import point_of, point_of_others
from views.base.catalogues import gettext, ngettext
from views.base.fields import parse_date
from views.commands.edge import Failure, settings, speaking
from views.point.digests import Chosen, DigestOutcome, digest_for, links, send_once, sender_of
from views.security.storage import reading

_COMMAND = "flask mdo digest"


@click.command("digest")
@click.option("--date", "day", metavar="DATE", help="Day of the point, as 24/11/2026: today when not given.")
@click.option("--to", "username", help="User name of one account: the others are left out.")
@click.option("--url", default="", metavar="ADDRESS", help="Address of the application, for the links.")
@click.option("--send", is_flag=True, help="Sends, where sending is switched on; else prints.")
@with_appcontext
def digest(day: str | None, username: str | None, url: str, send: bool) -> None:
    """Prepares the digest of those who answer for an arrondissement, or stand in for someone away.

    Who has nothing to see gets none. With --send each leaves once a day: run again, the command sends those that the
    mail server did not take.
    """
    with speaking():
        today = _day(day)
        sender = _sender() if send else None
        counts: Counter[DigestOutcome] = Counter()
        for user_id in _accounts(today, username):
            message = digest_for(user_id, today, _choice, settings().lang, links(url))
            if message is None:
                continue
            if sender is None:
                click.echo(_printed(message))
                counts[DigestOutcome.PRINTED] += 1
            else:
                counts[send_once(user_id, today, message, sender, _tell_failure, _COMMAND)] += 1
        _tell(counts, is_sending=send)
        failed = counts[DigestOutcome.FAILED]
        if failed:
            raise Failure(ngettext("%(num)d digest was not sent.", "%(num)d digests were not sent.", failed))


def _tell_failure(address: str, error: Exception) -> None:
    click.echo(gettext("%(address)s: %(reason)s", address=address, reason=error), err=True)


def _tell(counts: Counter[DigestOutcome], *, is_sending: bool) -> None:
    if not is_sending:
        number = counts[DigestOutcome.PRINTED]
        click.echo(ngettext("%(num)d digest: nothing was sent.", "%(num)d digests: nothing was sent.", number))
        return
    click.echo(ngettext("%(num)d digest sent.", "%(num)d digests sent.", counts[DigestOutcome.SENT]))
    before = counts[DigestOutcome.BEFORE]
    if before:
        click.echo(
            ngettext(
                "%(num)d digest of that day had left before: not sent again.",
                "%(num)d digests of that day had left before: not sent again.",
                before,
            )
        )


def _day(text: str | None) -> dt.date:
    if text is None:
        return today_in_paris()
    day = parse_date(text)
    if day is None:
        raise Failure(gettext("Give the day as 24/11/2026."))
    return day


def _sender() -> Send:
    sender = sender_of(settings())
    if sender is None:
        raise Failure(gettext("Sending is not switched on: run the command without --send to read the messages."))
    return sender


def _accounts(today: dt.date, username: str | None) -> list[int]:
    """The ids of those who receive it: a session that sees all is open for as long as they are looked for."""
    with reading() as session:
        standing_in = accounts_standing_in(session, today)
        return [
            user.id
            for user in readers(session, today)
            if username in {None, user.username}
            and (user.id in standing_in or rights_of(session, user.id, today).scope.reach is Reach.ARRONDISSEMENTS)
        ]


def _choice(context: Context) -> Chosen:
    has_point = context.scope.reach is Reach.ARRONDISSEMENTS and ("PointView", "can_list") in context.rights
    return (point_of, FORTNIGHT) if has_point else (point_of_others, REPLACEMENT)


def _printed(message: Digest) -> str:
    return "\n".join((f"{message.to}", message.subject, "", message.plain))
