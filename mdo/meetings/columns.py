"""Columns of the meetings and of what they leave: decisions, actions, questions of the CICA."""

from sqlalchemy import func

from mdo.instances.columns import told_apart
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.meetings.attendance_columns import ATTENDANCE_COLUMNS
from mdo.meetings.fields import ACTION_ITEM, DECISION, MEETING, SESSION_QUESTION
from mdo.meetings.needs import open_labels
from mdo.meetings.reply_column import reply_for_the_day
from models.accounts import User
from models.attendance import Attendance
from models.meetings import ActionItem, Decision, Meeting, SessionQuestion
from models.people import Person
from models.readiness import MeetingCheck

_MEETING = FIELD_LABELS[Meeting]
_ACTION = FIELD_LABELS[ActionItem]
_QUESTION = FIELD_LABELS[SessionQuestion]

MEETING_COLUMNS = MEETING.columns(
    {
        14: Column(
            "to_prepare",
            _MEETING["to_prepare"],
            lambda row, today: open_labels(row) or None,
            loads=(Meeting.needs,),
            more_loads=((Meeting.checks, MeetingCheck.need),),
            width=40,
            is_shown=False,
        ),
    }
)

DECISION_COLUMNS = DECISION.columns(
    {
        3: Column(
            "start_at",
            _MEETING["start_at"],
            lambda row, today: row.meeting.start_at,
            Kind.MOMENT,
            (Meeting.start_at,),
            (Decision.meeting,),
            (Decision.meeting,),
            width=18,
        ),
        4: Column(
            "instance",
            _MEETING["instance"],
            lambda row, today: row.meeting.instance.name if row.meeting.instance else None,
            loads=(Decision.meeting, Meeting.instance),
            width=36,
        ),
    }
)

ACTION_COLUMNS = ACTION_ITEM.columns(
    {
        2: Column(
            "owner",
            _ACTION["owner"],
            lambda row, today: str(row.owner) if row.owner else row.owner_name,
            sort=(func.lower(User.last_name), func.lower(User.first_name)),
            joins=(ActionItem.owner,),
            loads=(ActionItem.owner,),
            width=28,
            in_place=("owner", "owner_name"),
        ),
        6: Column(
            "instance",
            _MEETING["instance"],
            lambda row, today: row.meeting.instance.name if row.meeting and row.meeting.instance else None,
            loads=(ActionItem.meeting, Meeting.instance),
            width=36,
            is_shown=False,
        ),
    }
)

QUESTION_COLUMNS = SESSION_QUESTION.columns(
    {
        2: Column(
            "organisation",
            _QUESTION["organisation"],
            lambda row, today: row.organisation.name if row.organisation else row.asked_by,
            loads=(SessionQuestion.organisation,),
            width=30,
        ),
    }
)

# Exports say more than lists do: what tells a body from another of the same name, and the day of the meeting.
MEETING_EXPORT_COLUMNS = (*MEETING_COLUMNS[:-1], *told_apart(Meeting.instance), MEETING_COLUMNS[-1])
ACTION_EXPORT_COLUMNS = (
    *ACTION_COLUMNS[:-1],
    Column(
        "meeting_on",
        N_("Day of the meeting"),
        lambda row, today: day_of(row.meeting.start_at) if row.meeting else None,
        Kind.DATE,
        loads=(ActionItem.meeting,),
        width=14,
        is_shown=False,
    ),
    *told_apart(ActionItem.meeting, Meeting.instance),
    ACTION_COLUMNS[-1],
)

# Attendance has no list of its own: its file is that of all meetings.
ATTENDANCE_EXPORT_COLUMNS = (
    Column(
        "full_name",
        N_("Last name and first name"),
        lambda row, today: str(row),
        sort=(Person.sort_key,),
        joins=(Attendance.person,),
        loads=(Attendance.person,),
        more_loads=((Attendance.organisation,), (Attendance.user,)),
        width=34,
    ),
    Column(
        "instance",
        FIELD_LABELS[Meeting]["instance"],
        lambda row, today: row.meeting.instance.name if row.meeting.instance else None,
        loads=(Attendance.meeting, Meeting.instance),
        width=36,
    ),
    Column(
        "meeting_on",
        N_("Day of the meeting"),
        lambda row, today: day_of(row.meeting.start_at),
        Kind.DATE,
        loads=(Attendance.meeting,),
        width=14,
    ),
    Column(
        "meeting_title",
        N_("Title of the meeting"),
        lambda row, today: row.meeting.title,
        loads=(Attendance.meeting,),
        width=36,
    ),
    *(column for column in ATTENDANCE_COLUMNS if column.name in ("presence", "represented_by", "note")),
    *told_apart(Attendance.meeting, Meeting.instance),
    Column(
        "reply",
        N_("Reply"),
        lambda row, today: reply_for_the_day(row),
        Kind.ENUM,
        loads=(Attendance.meeting,),
        more_loads=((Attendance.replies,),),
        width=16,
    ),
)
