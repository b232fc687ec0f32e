"""The calendar of a body as its members read it, without an account: title, day and place of its meetings alone."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.periods import add_months, start_of_day
from mdo.kernel.rights.addresses import signed_secret
from mdo.kernel.rights.identity import hash_of_token
from models.meetings import Meeting
from models.replies import BodyCalendar

PAST_MONTHS, MOST_EVENTS = 12, 500


def calendar_of_body(session: AnySession, instance_id: int | None) -> BodyCalendar | None:
    """The calendar of a body, whether its address is alive or not; None where nobody made one."""
    return session.scalars(select(BodyCalendar).where(BodyCalendar.instance_id == instance_id)).one_or_none()


def secret_of(row: BodyCalendar, key: str) -> str:
    """The secret of its address, made again by the key of the server; another one at each new address."""
    return signed_secret(key, "body calendar", row.instance_id, row.issued_at.isoformat())


def give_address(session: AnySession, instance_id: int, key: str, now: dt.datetime) -> BodyCalendar:
    """Makes the address of a body, or makes it anew: the former one is dead. Flushes."""
    row = calendar_of_body(session, instance_id)
    now = now.replace(microsecond=0)
    if row is None:
        row = BodyCalendar(instance_id=instance_id, issued_at=now)
        session.add(row)
    elif row.issued_at >= now:
        now = row.issued_at + dt.timedelta(seconds=1)
    row.issued_at = now
    row.token_hash = hash_of_token(secret_of(row, key))
    session.flush()
    return row


def calendar_secret(session: AnySession, instance_id: int | None, key: str) -> str:
    """The secret to give to the members of a body; empty where there is no address, or it was revoked.

    A server with another key than that which made it does not know it any more: the address itself goes on.
    """
    row = calendar_of_body(session, instance_id)
    secret = secret_of(row, key) if row is not None else ""
    return secret if row is not None and row.token_hash == hash_of_token(secret) else ""


def opened_by(session: AnySession, token: str) -> int | None:
    """The id of the body of an address; `session` must see everything: nobody is known yet."""
    return session.scalar(select(BodyCalendar.instance_id).where(BodyCalendar.token_hash == hash_of_token(token)))


def meetings_of(session: AnySession, instance_id: int, today: dt.date) -> Sequence[Meeting]:
    """The meetings of a body: a year back, and all that come."""
    since = start_of_day(add_months(today, -PAST_MONTHS))
    asked = select(Meeting).where(Meeting.instance_id == instance_id, Meeting.start_at >= since)
    newest = (
        asked.options(joinedload(Meeting.instance)).order_by(Meeting.start_at.desc(), Meeting.id).limit(MOST_EVENTS)
    )
    return list(reversed(session.scalars(newest).all()))
