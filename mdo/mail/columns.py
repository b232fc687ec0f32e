"""Columns of the messages that left, and of what became of each for its recipients."""

from sqlalchemy import func

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from models.instances import Instance
from models.mail import MailRecipient, OutgoingMail
from models.meetings import Meeting

_MAIL = FIELD_LABELS[OutgoingMail]
_RECIPIENT = FIELD_LABELS[MailRecipient]
_MEETING = FIELD_LABELS[Meeting]

MESSAGE_COLUMNS = (
    Column(
        "subject", _MAIL["subject"], lambda row, today: row.subject, sort=(func.lower(OutgoingMail.subject),), width=50
    ),
    Column(
        "created_at",
        N_("Written on"),
        lambda row, today: row.created_at,
        Kind.MOMENT,
        (OutgoingMail.created_at,),
    ),
    Column("state", _MAIL["state"], lambda row, today: row.state, Kind.ENUM, (OutgoingMail.state,), width=20),
    Column(
        "meeting",
        _MAIL["meeting"],
        lambda row, today: row.meeting.title,
        sort=(func.lower(Meeting.title),),
        joins=(OutgoingMail.meeting,),
        loads=(OutgoingMail.meeting,),
        width=36,
    ),
    Column(
        "instance",
        _MEETING["instance"],
        lambda row, today: row.meeting.instance.name if row.meeting.instance else None,
        sort=(Instance.sort_key,),
        joins=(OutgoingMail.meeting, Meeting.instance),
        loads=(OutgoingMail.meeting, Meeting.instance),
        width=36,
    ),
    Column(
        "user",
        _MAIL["user"],
        lambda row, today: str(row.user) if row.user else None,
        loads=(OutgoingMail.user,),
        width=26,
    ),
    Column("from_address", _MAIL["from_address"], lambda row, today: row.from_address, width=30, is_shown=False),
)

RECIPIENT_COLUMNS = (
    Column("name", _RECIPIENT["name"], lambda row, today: row.name, sort=(func.lower(MailRecipient.name),), width=30),
    Column(
        "address",
        _RECIPIENT["address"],
        lambda row, today: row.address,
        Kind.EMAIL,
        (MailRecipient.address,),
        width=32,
        is_personal=True,
    ),
    Column("state", _RECIPIENT["state"], lambda row, today: row.state, Kind.ENUM, (MailRecipient.state,), width=18),
    Column("reason", _RECIPIENT["reason"], lambda row, today: row.reason, width=40),
    Column("sent_at", _RECIPIENT["sent_at"], lambda row, today: row.sent_at, Kind.MOMENT, (MailRecipient.sent_at,)),
    Column(
        "mail",
        _RECIPIENT["mail"],
        lambda row, today: row.mail.subject,
        sort=(func.lower(OutgoingMail.subject),),
        joins=(MailRecipient.mail,),
        loads=(MailRecipient.mail,),
        width=50,
    ),
    Column(
        "meeting",
        _RECIPIENT["meeting"],
        lambda row, today: row.meeting.title,
        sort=(func.lower(Meeting.title),),
        joins=(MailRecipient.meeting,),
        loads=(MailRecipient.meeting,),
        width=36,
        is_shown=False,
    ),
    Column(
        "attempts",
        _RECIPIENT["attempts"],
        lambda row, today: row.attempts,
        Kind.INTEGER,
        (MailRecipient.attempts,),
        width=12,
        is_shown=False,
    ),
)
