"""Columns of the messages that left, and of what became of each for its recipients."""

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.mail.fields import OUTGOING_MAIL
from models.instances import Instance
from models.mail import OutgoingMail
from models.meetings import Meeting

_MEETING = FIELD_LABELS[Meeting]

MESSAGE_COLUMNS = OUTGOING_MAIL.columns(
    {
        2: Column(
            "created_at",
            N_("Written on"),
            lambda row, today: row.created_at,
            Kind.MOMENT,
            (OutgoingMail.created_at,),
        ),
        5: Column(
            "instance",
            _MEETING["instance"],
            lambda row, today: row.meeting.instance.name if row.meeting.instance else None,
            sort=(Instance.sort_key,),
            joins=(OutgoingMail.meeting, Meeting.instance),
            loads=(OutgoingMail.meeting, Meeting.instance),
            width=36,
        ),
    }
)
