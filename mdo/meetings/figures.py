"""The last and the next meeting of a body."""

import datetime as dt

from sqlalchemy import ColumnElement, select

from mdo.kernel.base.context import AnySession
from models.meetings import Meeting, MeetingState

_NOT_TAKING_PLACE = (MeetingState.CANCELLED, MeetingState.POSTPONED)


def taking_place() -> ColumnElement[bool]:
    """The meetings that took place or are to, as an expression on `Meeting`."""
    return Meeting.state.not_in(_NOT_TAKING_PLACE)


def last_and_next(session: AnySession, instance_id: int, now: dt.datetime) -> tuple[Meeting | None, Meeting | None]:
    """The last meeting that began before a moment and the first one after it; those that do not take place aside."""
    own = select(Meeting).where(Meeting.instance_id == instance_id, taking_place()).limit(1)
    last = session.scalars(own.where(Meeting.start_at < now).order_by(Meeting.start_at.desc(), Meeting.id)).first()
    following = session.scalars(own.where(Meeting.start_at >= now).order_by(Meeting.start_at, Meeting.id)).first()
    return last, following
