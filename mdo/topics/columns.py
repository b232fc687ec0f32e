"""Columns of the topic box."""

from sqlalchemy import func

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.topics.rules import STATE_ORDER
from models.accounts import User
from models.meetings import AgendaItem, Meeting
from models.topics import Topic

_TOPIC = FIELD_LABELS[Topic]
_USER_NAME = (func.lower(User.last_name), func.lower(User.first_name))

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
