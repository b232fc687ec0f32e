"""A digest leaves once a person and a day: its row is committed before it does, and says afterwards what came of it."""

import datetime as dt

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from models.digest import DigestSending, DigestState


def claim(session: AnySession, user_id: int, day: dt.date) -> bool:
    """Whether the digest of an account for a day is to be sent by the caller, who then alone has it. Flushes.

    One that the mail server did not take may be sent again; what a crash left on its way may have left, and is not.
    Raises IntegrityError or StaleDataError when another worker was faster by an instant.
    """
    row = _row(session, user_id, day)
    if row is not None and row.state is not DigestState.NOT_TAKEN:
        return False
    if row is None:
        row = DigestSending(user_id=user_id, day=day)
        session.add(row)
    row.state = DigestState.SENDING
    session.flush()
    return True


def settle(session: AnySession, user_id: int, day: dt.date, state: DigestState) -> None:
    """Writes what came of a digest that was claimed. Flushes."""
    row = _row(session, user_id, day)
    if row is not None:
        row.state = state
        session.flush()


def _row(session: AnySession, user_id: int, day: dt.date) -> DigestSending | None:
    found = select(DigestSending).where(DigestSending.user_id == user_id, DigestSending.day == day)
    return session.scalars(found.with_for_update()).one_or_none()
