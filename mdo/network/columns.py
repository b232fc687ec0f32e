"""Columns of the référents, of the absences, of the topic box, of the series and of the school holidays."""

from sqlalchemy import func

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.topics.rules import STATE_ORDER
from models.accounts import User
from models.meetings import AgendaItem, Meeting
from models.network import Absence, MeetingSeries, Referent, SchoolHoliday
from models.territory import Arrondissement
from models.topics import Topic

_REFERENT = FIELD_LABELS[Referent]
_ABSENCE = FIELD_LABELS[Absence]
_TOPIC = FIELD_LABELS[Topic]
_SERIES = FIELD_LABELS[MeetingSeries]
_HOLIDAY = FIELD_LABELS[SchoolHoliday]
_USER_NAME = (func.lower(User.last_name), func.lower(User.first_name))

REFERENT_COLUMNS = (
    Column(
        "user",
        _REFERENT["user"],
        lambda row, today: str(row.user),
        sort=_USER_NAME,
        joins=(Referent.user,),
        loads=(Referent.user,),
        width=28,
    ),
    Column(
        "arrondissement",
        _REFERENT["arrondissement"],
        lambda row, today: row.arrondissement.name,
        sort=(Arrondissement.number,),
        joins=(Referent.arrondissement,),
        loads=(Referent.arrondissement,),
        width=24,
    ),
    Column(
        "start_on", _REFERENT["start_on"], lambda row, today: row.start_on, Kind.DATE, (Referent.start_on,), width=14
    ),
    Column("end_on", _REFERENT["end_on"], lambda row, today: row.end_on, Kind.DATE, (Referent.end_on,), width=14),
    Column(
        "replacement",
        _REFERENT["replacement"],
        lambda row, today: str(row.replacement) if row.replacement else None,
        loads=(Referent.replacement,),
        width=28,
    ),
)

ABSENCE_COLUMNS = (
    Column(
        "user",
        _ABSENCE["user"],
        lambda row, today: str(row.user),
        sort=_USER_NAME,
        joins=(Absence.user,),
        loads=(Absence.user,),
        width=28,
    ),
    Column("start_on", _ABSENCE["start_on"], lambda row, today: row.start_on, Kind.DATE, (Absence.start_on,), width=14),
    Column("end_on", _ABSENCE["end_on"], lambda row, today: row.end_on, Kind.DATE, (Absence.end_on,), width=14),
    Column(
        "replacement",
        _ABSENCE["replacement"],
        lambda row, today: str(row.replacement) if row.replacement else None,
        loads=(Absence.replacement,),
        width=28,
    ),
    Column("note", _ABSENCE["note"], lambda row, today: row.note, width=30),
)

TOPIC_COLUMNS = (
    Column("title", _TOPIC["title"], lambda row, today: row.title, sort=(func.lower(Topic.title),), width=40),
    Column("reason", _TOPIC["reason"], lambda row, today: row.reason, Kind.LONG_TEXT, width=40),
    Column(
        "minutes",
        FIELD_LABELS[AgendaItem]["minutes"],
        lambda row, today: row.minutes,
        Kind.INTEGER,
        (Topic.minutes,),
        width=10,
    ),
    Column(
        "proposer",
        _TOPIC["proposer"],
        lambda row, today: str(row.proposer),
        sort=_USER_NAME,
        joins=(Topic.proposer,),
        loads=(Topic.proposer,),
        width=28,
    ),
    Column("state", _TOPIC["state"], lambda row, today: row.state, Kind.ENUM, (STATE_ORDER,), width=14),
    Column(
        "meeting",
        FIELD_LABELS[AgendaItem]["meeting"],
        lambda row, today: row.agenda_item.meeting.title if row.agenda_item else None,
        loads=(Topic.agenda_item, AgendaItem.meeting),
        width=36,
    ),
    Column(
        "start_at",
        FIELD_LABELS[Meeting]["start_at"],
        lambda row, today: row.agenda_item.meeting.start_at if row.agenda_item else None,
        Kind.MOMENT,
        loads=(Topic.agenda_item, AgendaItem.meeting),
        width=18,
    ),
    Column("answer", _TOPIC["answer"], lambda row, today: row.answer, Kind.LONG_TEXT, width=40, is_shown=False),
    Column(
        "left_item",
        _TOPIC["left_item"],
        lambda row, today: row.left_item.meeting.title if row.left_item else None,
        loads=(Topic.left_item, AgendaItem.meeting),
        width=36,
        is_shown=False,
    ),
)

SERIES_COLUMNS = (
    Column("title", _SERIES["title"], lambda row, today: row.title, sort=(func.lower(MeetingSeries.title),), width=40),
    Column(
        "first_on", _SERIES["first_on"], lambda row, today: row.first_on, Kind.DATE, (MeetingSeries.first_on,), width=14
    ),
    Column(
        "last_on", _SERIES["last_on"], lambda row, today: row.last_on, Kind.DATE, (MeetingSeries.last_on,), width=14
    ),
    Column(
        "every_months",
        _SERIES["every_months"],
        lambda row, today: row.every_months,
        Kind.INTEGER,
        (MeetingSeries.every_months,),
        width=10,
    ),
    Column("rule", _SERIES["rule"], lambda row, today: row.rule, Kind.ENUM, (MeetingSeries.rule,), width=30),
)

HOLIDAY_COLUMNS = (
    Column("label", _HOLIDAY["label"], lambda row, today: row.label, sort=(SchoolHoliday.label,), width=36),
    Column(
        "start_on",
        _HOLIDAY["start_on"],
        lambda row, today: row.start_on,
        Kind.DATE,
        (SchoolHoliday.start_on,),
        width=14,
    ),
    Column("end_on", _HOLIDAY["end_on"], lambda row, today: row.end_on, Kind.DATE, (SchoolHoliday.end_on,), width=14),
)
