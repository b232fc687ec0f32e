"""Invented replies to convocations, and the calendars of bodies."""

import datetime as dt
from typing import Any

import factory

from models.replies import BodyCalendar, MeetingReply, ReplyAnswer, ReplyWay
from tests.support.factories import AttendanceFactory, InstanceFactory, RowFactory


class MeetingReplyFactory(RowFactory):
    """Somebody convened who comes, and said so by the link."""

    class Meta:
        model = MeetingReply

    attendance = factory.SubFactory(AttendanceFactory)
    meeting = factory.LazyAttribute(lambda reply: reply.attendance.meeting)
    meeting_on = factory.LazyAttribute(lambda reply: reply.meeting.start_at.date())
    answer = ReplyAnswer.COMING
    way = ReplyWay.LINK
    replied_at = dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC)
    is_settled = False


class BodyCalendarFactory(RowFactory):
    class Meta:
        model = BodyCalendar

    instance = factory.SubFactory(InstanceFactory)
    issued_at = dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC)


def replaced_by_nobody() -> tuple[MeetingReply, dict[str, Any]]:
    """A reply, and what no door may make of it."""
    reply: MeetingReply = MeetingReplyFactory(answer=ReplyAnswer.REPLACED, replaced_by="Zoé")
    return reply, {"replaced_by": None}
