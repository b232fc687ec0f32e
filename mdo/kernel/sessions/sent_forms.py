"""A form that makes something is sent once: its key is unique, and written with what it makes."""

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from mdo.kernel.base.context import AnySession
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.sent_forms import SentForm

# Longer than a page stays open with its button under a finger; a session lasts half a day at most.
KEPT = dt.timedelta(days=2)
_BATCH = 5_000
_INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def location_of(session: AnySession, key: str) -> str | None:
    """Where a form led that was sent before; None for one that was not, or that made nothing."""
    return session.scalar(select(SentForm.location).where(SentForm.key == key), execution_options=WHOLE_REGISTER)


def spend(session: AnySession, key: str, location: str, now: dt.datetime) -> bool:
    """Notes in the transaction of what a form made that it was sent; False when it was before.

    Whoever sends the same at the same time waits here until this transaction ends.
    """
    insert = _INSERTS[session.get_bind().dialect.name]
    longest = SentForm.location.type.length
    values = {"key": key, "location": location if len(location) <= longest else "", "at": now}
    statement = insert(SentForm).values(**values).on_conflict_do_nothing(index_elements=["key"])
    return session.scalar(statement.returning(SentForm.id)) is not None


def purge(session: AnySession, now: dt.datetime) -> int:
    """Takes away the keys that are too old to be sent again; how many. Flushes."""
    old = session.scalars(
        select(SentForm).where(SentForm.at <= now - KEPT).order_by(SentForm.at).limit(_BATCH),
        execution_options=WHOLE_REGISTER,
    ).all()
    for row in old:
        session.delete(row)
    session.flush()
    return len(old)
