"""What is asked of the rows of meetings, whatever door writes them: forms, undo and restore."""

import datetime as dt
from collections.abc import Mapping

from mdo.archives.sheets import check_not_destroyed
from mdo.kernel.base.context import AnySession
from mdo.kernel.rules.declared import RowRules
from mdo.meetings import attendance
from mdo.meetings.actions import check_action
from mdo.meetings.marking import check_line
from mdo.meetings.questions import check_question
from mdo.meetings.states import check_meeting
from models.attendance import Attendance
from models.meetings import ActionItem, Meeting, SessionQuestion


def _write_attendance(session: AnySession, row: Attendance, today: dt.date) -> None:
    check_not_destroyed(session, row.meeting_id)
    attendance.check_once(session, row)
    check_line(session, row)


RULES: Mapping[type, RowRules] = {
    Meeting: RowRules(lambda session, row, today: check_meeting(row, today)),
    Attendance: RowRules(_write_attendance, removal=lambda session, row, today: attendance.check_removal(session, row)),
    ActionItem: RowRules(lambda session, row, today: check_action(row, today)),
    SessionQuestion: RowRules(lambda session, row, today: check_question(row)),
}
