"""Digests by e-mail: each is read with the rights of who receives it, in her language, and leaves once a day."""

import datetime as dt
import logging
from collections.abc import Callable
from enum import Enum, StrEnum, auto
from typing import Any

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from config import Settings
from mdo.days_off.days import public_holiday
from mdo.kernel.base.context import AnySession, Context
from mdo.kernel.rights.identity import context_for_user
from mdo.mail import smtp
from mdo.point.digest import DAY, Digest, Link, Occasion, Send, digest_of, message_of, readers
from mdo.point.digest_sending import claim, settle
from mdo.point.fortnight import Point, point_of_day
from mdo.point.told import PointLine
from models.accounts import User
from models.base import utc_now
from models.digest import DigestSending, DigestState
from models.journal import Door
from views.base.catalogues import gettext
from views.base.words import value_in_words
from views.point.screens import note_in_words
from views.security.storage import reading, reading_as, recording

logger = logging.getLogger(__name__)

# The digest of the day leaves on working mornings, in hours of Paris: a worker that starts late still sends it.
_FROM_HOUR, _UNTIL_HOUR, _SATURDAY = 7, 12, 5


class DigestOutcome(Enum):
    """What came of a digest."""

    PRINTED = auto()
    SENT = auto()
    FAILED = auto()
    BEFORE = auto()


# What is read for a reader and why she is written to, by what she may see.
Chosen = tuple[Callable[[AnySession], Point], Occasion]
Choice = Callable[[Context], Chosen]


def sender_of(settings: Settings) -> Send | None:
    """What sends; None where sending is not switched on."""
    server = settings.mail_server
    if server is None:
        return None
    return lambda digest: smtp.send(server, message_of(digest, server.sender, utc_now()), server.sender, digest.to)


def digest_for(user_id: int, today: dt.date, choose: Choice, lang: str, link: Link) -> Digest | None:
    """The message of one account; None when nothing awaits her."""
    with reading() as session:
        user = session.scalars(select(User).where(User.id == user_id)).one()
        context = context_for_user(session, user, today, Door.COMMAND)
        to, first_name, locale = user.email, user.first_name, user.locale
    read, occasion = choose(context)
    with reading_as(context) as session, force_locale(locale or lang):
        return digest_of(read(session), occasion, to, first_name, today, gettext, _words, link)


def send_once(
    user_id: int, day: dt.date, message: Digest, sender: Send, tell: Callable[[str, Exception], None], by: str
) -> DigestOutcome:
    """One that the server does not take is told of; the others leave all the same."""
    try:
        with recording(actor_name=by) as session:
            is_ours = claim(session, user_id, day)
    except (IntegrityError, StaleDataError):  # the same elsewhere, at the same instant
        is_ours = False
    if not is_ours:
        return DigestOutcome.BEFORE
    fate, state = DigestOutcome.SENT, DigestState.SENT
    try:
        sender(message)
    except (smtp.NotTaken, smtp.Unsure) as error:
        tell(message.to, error)
        fate = DigestOutcome.FAILED
        state = DigestState.NOT_TAKEN if isinstance(error, smtp.NotTaken) else DigestState.SENDING
    with recording(actor_name=by) as session:
        settle(session, user_id, day, state)
    return fate


def send_of_the_day(settings: Settings, now: dt.datetime) -> None:
    """Sends to each who ticked it what is late and due within a week, once a day; `now` is the hour of Paris."""
    sender, today = sender_of(settings), now.date()
    is_working_morning = now.weekday() < _SATURDAY and public_holiday(today) is None
    if sender is None or not is_working_morning or not _FROM_HOUR <= now.hour < _UNTIL_HOUR:
        return
    link = links(f"https://{settings.hosts[0].lstrip('.')}/" if settings.hosts else "")
    with reading() as session:
        gone = select(DigestSending.user_id).where(
            DigestSending.day == today, DigestSending.state != DigestState.NOT_TAKEN
        )
        gone_ids = set(session.scalars(gone))
        waiting = [user.id for user in readers(session, today) if user.id not in gone_ids]
    sent = 0
    for user_id in waiting:
        message = digest_for(user_id, today, lambda context: (point_of_day, DAY), settings.lang, link)
        if message is not None:
            sent += send_once(user_id, today, message, sender, _log, "mdo worker") is DigestOutcome.SENT
    if sent:
        logger.info("digests of the day sent=%d", sent)


def _log(address: str, error: Exception) -> None:
    logger.warning("a digest of the day was not sent error=%s", type(error).__name__)


def _words(note: object) -> str:
    if isinstance(note, str | tuple) and not isinstance(note, StrEnum):
        return value_in_words(note)
    return note_in_words(PointLine("", "", 0, note=note))  # type: ignore[arg-type]  # what a point holds


def links(url: str) -> Link:
    """Absolute addresses under the one given; none without it, since a command does not know where it is read."""

    def link(view: str, method: str, pk: int | None) -> str:
        if not url:
            return ""
        values: dict[str, Any] = {} if pk is None else {"pk": pk}
        with current_app.test_request_context(base_url=url):
            address: str = current_app.url_for(f"{view}.{method}", _external=True, **values)
        return address

    return link
