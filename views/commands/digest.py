"""`flask mdo digest`: the point of each account, printed, or sent where sending is switched on."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from mdo.context import Context, bind, release
from mdo.database import writing
from mdo.digest import FORTNIGHT, REPLACEMENT, Digest, Link, Send, digest_of, message_of, readers
from mdo.digest_sending import claim, settle
from mdo.identity import context_for_user
from mdo.mail import smtp
from mdo.network.absences import accounts_standing_in
from mdo.point import PointLine, point_of, point_of_others
from mdo.scope_rules import Reach, Scope
from mdo.sessions import today_in_paris
from models.accounts import User
from models.base import utc_now
from models.digest import DigestState
from models.journal import Door
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.fields import parse_date
from views.commands.edge import Failure, settings, speaking
from views.point import note_in_words
from views.security.storage import recording


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
        counts: Counter[_Fate] = Counter()
        for user_id in _accounts(today, username):
            message = _digest_of(user_id, today, _links(url))
            if message is None:
                continue
            if sender is None:
                click.echo(_printed(message))
                counts[_Fate.PRINTED] += 1
            else:
                counts[_sent_once(user_id, today, message, sender)] += 1
        _tell(counts, is_sending=send)
        failed = counts[_Fate.FAILED]
        if failed:
            raise Failure(ngettext("%(num)d digest was not sent.", "%(num)d digests were not sent.", failed))


class _Fate(Enum):
    PRINTED = auto()
    SENT = auto()
    FAILED = auto()
    BEFORE = auto()


def _tell(counts: Counter[_Fate], *, is_sending: bool) -> None:
    if not is_sending:
        number = counts[_Fate.PRINTED]
        click.echo(ngettext("%(num)d digest: nothing was sent.", "%(num)d digests: nothing was sent.", number))
        return
    click.echo(ngettext("%(num)d digest sent.", "%(num)d digests sent.", counts[_Fate.SENT]))
    before = counts[_Fate.BEFORE]
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
    server = settings().mail_server
    if server is None:
        raise Failure(gettext("Sending is not switched on: run the command without --send to read the messages."))
    return lambda digest: smtp.send(server, message_of(digest, server.sender, utc_now()), server.sender, digest.to)


def _sent_once(user_id: int, day: dt.date, message: Digest, sender: Send) -> _Fate:
    """One that the server does not take is told of; the others leave all the same."""
    try:
        with recording(actor_name="flask mdo digest") as session:
            is_ours = claim(session, user_id, day)
    except (IntegrityError, StaleDataError):  # the same command elsewhere, at the same instant
        is_ours = False
    if not is_ours:
        return _Fate.BEFORE
    fate, state = _Fate.SENT, DigestState.SENT
    try:
        sender(message)
    except (smtp.NotTaken, smtp.Unsure) as error:
        click.echo(gettext("%(address)s: %(reason)s", address=message.to, reason=error), err=True)
        fate = _Fate.FAILED
        state = DigestState.NOT_TAKEN if isinstance(error, smtp.NotTaken) else DigestState.SENDING
    with recording(actor_name="flask mdo digest") as session:
        settle(session, user_id, day, state)
    return fate


def _accounts(today: dt.date, username: str | None) -> list[int]:
    """The ids of those who receive it: a session that sees all is open for as long as they are looked for."""
    everything = Context(scope=Scope.everything(), today=today, door=Door.COMMAND, actor_name="flask mdo digest")
    with _session(everything) as session:
        found = [user for user in readers(session, today) if username in {None, user.username}]
        contexts = [(user.id, context_for_user(session, user, today, Door.COMMAND)) for user in found]
        standing_in = accounts_standing_in(session, today)
    return [
        user_id
        for user_id, context in contexts
        if context.scope.reach is Reach.ARRONDISSEMENTS or user_id in standing_in
    ]


def _digest_of(user_id: int, today: dt.date, link: Link) -> Digest | None:
    """The message of one account, read with its own rights and scope, in its own language."""
    with _session(Context(scope=Scope.everything(), today=today, door=Door.COMMAND)) as session:
        user = session.scalars(select(User).where(User.id == user_id)).one()
        context = context_for_user(session, user, today, Door.COMMAND)
        to, first_name, locale = user.email, user.first_name, user.locale
    has_point = context.scope.reach is Reach.ARRONDISSEMENTS and ("PointView", "can_list") in context.rights
    read, occasion = (point_of, FORTNIGHT) if has_point else (point_of_others, REPLACEMENT)
    with _session(context) as session, force_locale(locale or settings().lang):
        return digest_of(read(session), occasion, to, first_name, today, gettext, _words, link)


def _words(note: object) -> str:
    return note_in_words(PointLine("", "", 0, note=note))  # type: ignore[arg-type]  # what a point holds


def _links(url: str) -> Link:
    """Absolute addresses under the one given; none without it, since a command does not know where it is read."""

    def link(view: str, method: str, pk: int | None) -> str:
        if not url:
            return ""
        values = {} if pk is None else {"pk": pk}
        with current_app.test_request_context(base_url=url):
            address: str = current_app.url_for(f"{view}.{method}", _external=True, **values)
        return address

    return link


def _printed(message: Digest) -> str:
    return "\n".join((f"{message.to}", message.subject, "", message.plain))


@contextmanager
def _session(context: Context) -> Iterator[Session]:
    """A session of the application under one context; nothing is written."""
    with writing(is_writing=False):
        try:
            bind(db.session, context)
            yield db.session()
        finally:
            db.session.rollback()
            release(db.session)
            db.session.remove()
