"""What an account sends in a day has a limit: one that fills the disk stops everybody's work."""

import datetime as dt

from sqlalchemy import func, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.accounts import Upload

WINDOW = dt.timedelta(days=1)


class TooMuchSent(RuleViolation):
    """The files of a day are over the limit of an account."""


def note_upload(session: AnySession, user_id: int, size: int, most: int, now: dt.datetime) -> None:
    """Notes a file of `size` bytes. Raises TooMuchSent when those of 24 hours would exceed `most` bytes."""
    sent = select(func.coalesce(func.sum(Upload.size), 0)).where(Upload.user_id == user_id, Upload.at > now - WINDOW)
    if (session.scalar(sent) or 0) + size > most:
        raise TooMuchSent(
            N_("Your account sent %(most)d MB of files in 24 hours, which is the limit: send this one tomorrow."),
            most=most >> 20,
        )
    session.add(Upload(user_id=user_id, size=size, at=now))
