"""The last and the next meeting of a body, and who came to the last ones."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.periods import day_of
from mdo.meetings.assiduity import HELD
from mdo.meetings.marking import Tally
from mdo.meetings.quorum import MeetingLines, Quorum, quorums_of
from models.attendance import Attendance, Presence
from models.instances import Instance
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


LAST_MEETINGS = 6
# The person, else the organisation, by its id.
Holder = tuple[str, int | None]


@dataclass(frozen=True)
class HeldMeeting:
    """A meeting that was held: the members convened who were there, and its quorum where the body has one."""

    id: int
    day: dt.date
    present: int
    quorum: Quorum | None


def last_held(session: AnySession, instance: Instance) -> list[HeldMeeting]:
    """The last meetings of a body of which a list was kept, oldest first; three statements at most."""
    of_presence = (
        func.count(Attendance.id).filter(Attendance.presence == presence)
        for presence in (Presence.PRESENT, Presence.REPRESENTED)
    )
    rows = session.execute(
        select(Meeting.id, Meeting.start_at, func.count(Attendance.id), *of_presence)
        .join(Attendance, and_(Attendance.meeting_id == Meeting.id, Attendance.is_convened))
        .where(Meeting.instance_id == instance.id, Meeting.state.in_(HELD))
        .group_by(Meeting.id, Meeting.start_at)
        .order_by(Meeting.start_at.desc(), Meeting.id)
        .limit(LAST_MEETINGS)
    ).all()
    held = [MeetingLines(row[0], day_of(row[1]), Tally({}, row[2], row[3], row[4])) for row in reversed(rows)]
    quorums = quorums_of(session, instance, held)
    return [
        HeldMeeting(one.meeting_id, one.day, one.tally.present_members, quorums.get(one.meeting_id)) for one in held
    ]


def attended(session: AnySession, meetings: Sequence[HeldMeeting]) -> dict[Holder, tuple[int, int]]:
    """Of these meetings, to how many each holder came or was represented, and to how many she was convened."""
    came = Attendance.presence.in_((Presence.PRESENT, Presence.REPRESENTED))
    rows = session.execute(
        select(
            Attendance.person_id,
            Attendance.organisation_id,
            func.count(Attendance.id).filter(came),
            func.count(Attendance.id),
        )
        .where(Attendance.meeting_id.in_([meeting.id for meeting in meetings]), Attendance.is_convened)
        .group_by(Attendance.person_id, Attendance.organisation_id)
    )
    found: dict[Holder, tuple[int, int]] = {}
    for person, organisation, times, of in rows:
        key = ("organisation", organisation) if person is None else ("person", person)
        if key[1] is not None:
            before = found.get(key, (0, 0))
            found[key] = before[0] + times, before[1] + of
    return found
