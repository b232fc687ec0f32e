"""What is asked of the rows of meetings, whatever door writes them: forms, undo and restore."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select

from mdo.archives.sheets import check_not_destroyed
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.messages import N_
from mdo.kernel.rules.declared import RowRules
from mdo.meetings import attendance
from mdo.meetings.actions import check_action, check_placed
from mdo.meetings.marking import check_line
from mdo.meetings.needs import check_need
from mdo.meetings.questions import check_question
from mdo.meetings.replies import check_reply
from mdo.meetings.states import check_meeting
from models.attendance import Attendance
from models.events import Event
from models.meetings import ActionItem, Meeting, SessionQuestion
from models.readiness import MeetingNeed, MorningLine
from models.replies import MeetingReply


def _write_meeting(session: AnySession, row: Meeting, today: dt.date) -> None:
    if row.event is None and row.event_id is not None:
        row.event = session.get(Event, row.event_id)
    check_meeting(row, today)


def _write_attendance(session: AnySession, row: Attendance, today: dt.date) -> None:
    check_not_destroyed(session, row.meeting_id)
    attendance.check_once(session, row)
    check_line(session, row)


def _write_action(session: AnySession, row: ActionItem, today: dt.date) -> None:
    gather(lambda: check_action(row, today), lambda: check_placed(row))


def _write_need(session: AnySession, row: MeetingNeed, today: dt.date) -> None:
    same = select(MeetingNeed).where(MeetingNeed.kind == row.kind, MeetingNeed.label == row.label)
    with session.no_autoflush:
        check_need(row, session.scalars(same).all())


def _write_morning(session: AnySession, row: MorningLine, today: dt.date) -> None:
    if not row.is_done and not row.reason:
        raise RuleViolation(N_("Say why this meeting does not ask for it, in a few words."), field="reason")


RULES: Mapping[type, RowRules] = {
    Meeting: RowRules(_write_meeting),
    Attendance: RowRules(_write_attendance, removal=lambda session, row, today: attendance.check_removal(session, row)),
    ActionItem: RowRules(_write_action),
    SessionQuestion: RowRules(lambda session, row, today: check_question(row)),
    MeetingNeed: RowRules(_write_need),
    MorningLine: RowRules(_write_morning),
    MeetingReply: RowRules(lambda session, row, today: check_reply(row)),
}
