"""Columns of the topic box."""

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.meetings.called import called, told_with
from mdo.topics.fields import TOPIC
from mdo.topics.rules import STATE_ORDER
from models.meetings import AgendaItem, Meeting
from models.topics import Topic

_TOPIC = FIELD_LABELS[Topic]


def beside_its_day(meeting: Meeting) -> str:
    """A meeting by its body and its title, where its day is told beside."""
    return told_with(meeting.title, meeting.instance.name if meeting.instance else None, None)


TOPIC_COLUMNS = TOPIC.columns(
    {
        3: Column(
            "minutes",
            FIELD_LABELS[AgendaItem]["minutes"],
            lambda row, today: row.minutes,
            Kind.INTEGER,
            (Topic.minutes,),
            width=10,
        ),
        5: Column("state", _TOPIC["state"], lambda row, today: row.state, Kind.ENUM, (STATE_ORDER,), width=14),
        6: Column(
            "meeting",
            FIELD_LABELS[AgendaItem]["meeting"],
            lambda row, today: beside_its_day(row.agenda_item.meeting) if row.agenda_item else None,
            loads=(Topic.agenda_item, AgendaItem.meeting, Meeting.instance),
            width=36,
        ),
        7: Column(
            "start_at",
            FIELD_LABELS[Meeting]["start_at"],
            lambda row, today: row.agenda_item.meeting.start_at if row.agenda_item else None,
            Kind.MOMENT,
            loads=(Topic.agenda_item, AgendaItem.meeting),
            width=18,
        ),
        9: Column(
            "left_item",
            _TOPIC["left_item"],
            lambda row, today: called(row.left_item.meeting) if row.left_item else None,
            loads=(Topic.left_item, AgendaItem.meeting, Meeting.instance),
            width=36,
            is_shown=False,
        ),
    }
)
