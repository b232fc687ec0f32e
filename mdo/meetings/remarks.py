"""What does not add up in a meeting: told on its page and refused nowhere, since the evening may have been so."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of as day_of_moment
from mdo.meetings.states import approver_of, day_of
from models.attendance import Attendance, Presence
from models.instances import MinutesApprover
from models.meetings import Meeting, MeetingState

Remark = tuple[str, dict[str, Any]]
# Said before the day, they are what someone announced; these are what one sees.
_SEEN_THERE = frozenset({Presence.PRESENT, Presence.ABSENT})
_NOT_TAKING_PLACE = (MeetingState.CANCELLED, MeetingState.POSTPONED)


def remarks_of(session: AnySession, meeting: Meeting, lines: Sequence[Attendance], today: dt.date) -> list[Remark]:
    """Message ids with their parameters: of the list, of the votes, of the approval of the minutes."""
    return [*_of_the_list(meeting, lines, today), *_of_votes(meeting, lines), *_of_approval(session, meeting)]


def _of_the_list(meeting: Meeting, lines: Sequence[Attendance], today: dt.date) -> Iterator[Remark]:
    day = day_of(meeting)
    early = sum(1 for line in lines if line.presence in _SEEN_THERE)
    if early and day > today:
        yield (
            N_("Attendance is noted before the day of the meeting, %(day)s: %(count)d lines."),
            {
                "day": day,
                "count": early,
            },
        )
    there = sum(1 for line in lines if line.presence is Presence.PRESENT)
    if meeting.head_count is not None and meeting.head_count < there:
        yield (
            N_("People counted: %(counted)d; marked present on the list: %(there)d."),
            {
                "counted": meeting.head_count,
                "there": there,
            },
        )
    for line in lines:
        other = line.represented_by
        if line.presence is Presence.REPRESENTED and other is not None and other.presence is not Presence.PRESENT:
            yield (
                N_("%(name)s is represented by %(other)s, who is not marked present."),
                {
                    "name": str(line),
                    "other": str(other),
                },
            )


def _of_votes(meeting: Meeting, lines: Sequence[Attendance]) -> Iterator[Remark]:
    members = [line.presence for line in lines if line.is_convened]
    voters = members.count(Presence.PRESENT) + members.count(Presence.REPRESENTED)
    for decision in meeting.decisions if voters else ():
        votes = sum(filter(None, (decision.votes_for, decision.votes_against, decision.abstentions)))
        if votes > voters:
            yield (
                N_("Decision “%(what)s”: %(votes)d votes, for %(voters)d members present or represented."),
                {
                    "what": decision.text[:80],
                    "votes": votes,
                    "voters": voters,
                },
            )


def _of_approval(session: AnySession, meeting: Meeting) -> Iterator[Remark]:
    approved = next((step for step in reversed(meeting.steps) if step.state is MeetingState.APPROVED), None)
    if (
        approved is None
        or meeting.state not in (MeetingState.APPROVED, MeetingState.PUBLISHED)
        or approver_of(meeting) is not MinutesApprover.NEXT_MEETING
    ):
        return
    between = select(Meeting.id).where(
        Meeting.instance_id == meeting.instance_id,
        Meeting.start_at > meeting.start_at,
        Meeting.start_at <= approved.at,
        Meeting.state.not_in(_NOT_TAKING_PLACE),
    )
    if session.scalar(between.limit(1)) is None:
        yield (
            N_(
                "The minutes were approved on %(day)s, and this body has its minutes approved by the next meeting: "
                "none was held in between."
            ),
            {"day": day_of_moment(approved.at)},
        )
