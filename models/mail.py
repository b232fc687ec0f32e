"""Messages to those convened: what was sent, to whom, and what became of it for each."""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args
from models.bounds import whole
from models.meetings import Meeting
from models.placement import ByMeeting
from models.text import PRIVATE_WORDS, WORDS
from models.types import UtcDateTime, enum_column_type


class MailState(enum.StrEnum):
    """Where the sending of a message stands."""

    QUEUED = "queued"
    SENDING = "sending"
    DONE = "done"


class RecipientState(enum.StrEnum):
    """What became of a message for one of its recipients.

    `sending` is written before the message leaves. What is found so after a crash may have left: it becomes `unsure`,
    and nothing but a person sends it again.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"


class OutgoingMail(Record):
    """A message to those convened to a meeting, as it was seen before it was sent."""

    __tablename__ = "outgoing_mail"
    __table_args__ = table_args(
        CheckConstraint("subject <> ''", name="subject_filled"), UniqueConstraint("meeting_id", "reminder_on")
    )
    __placement__ = ByMeeting()
    __searched__ = (WORDS,)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    subject: Mapped[str] = mapped_column(String(250))
    plain: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    invitation: Mapped[str | None] = mapped_column(Text, doc="The .ics file (RFC 5545).")
    from_address: Mapped[str] = mapped_column(String(254))
    site_url: Mapped[str | None] = mapped_column(
        String(250), doc="What the address of each recipient begins with; empty where no reply is asked."
    )
    reminder_on: Mapped[dt.date | None] = mapped_column(doc="The day of the meeting that it reminds of: once.")
    state: Mapped[MailState] = mapped_column(enum_column_type(MailState, "mail_state"), default=MailState.QUEUED)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)

    meeting: Mapped[Meeting] = relationship(lazy="select")
    user: Mapped[User | None] = relationship(lazy="select")
    recipients: Mapped[list["MailRecipient"]] = relationship(
        cascade="all, delete-orphan", order_by=lambda: MailRecipient.id, back_populates="mail", lazy="select"
    )

    def __str__(self) -> str:
        return self.subject


class MailRecipient(Record):
    """Someone to whom a message goes: an address has it once, whoever shares it.

    No key leads to the person: one that is merged or erased later is no less written to on that day.
    """

    __tablename__ = "mail_recipient"
    __table_args__ = table_args(
        CheckConstraint("address <> ''", name="address_filled"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_when_sent"),
        UniqueConstraint("mail_id", "address"),
        Index("ix_mail_recipient_mail_id_state", "mail_id", "state"),
        Index("ix_mail_recipient_sent_at_id", "sent_at", "id"),
    )
    __placement__ = ByMeeting()
    __searched__ = (WORDS, PRIVATE_WORDS)

    mail_id: Mapped[int] = mapped_column(ForeignKey("outgoing_mail.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    name: Mapped[str] = mapped_column(String(250))
    address: Mapped[str] = mapped_column(String(254))
    state: Mapped[RecipientState] = mapped_column(
        enum_column_type(RecipientState, "recipient_state"), default=RecipientState.QUEUED
    )
    reason: Mapped[str | None] = mapped_column(String(500), doc="Why it failed, in the words of the mail server.")
    attempts: Mapped[int] = whole(0, 99, default=0)
    sent_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    message_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    returned_on: Mapped[dt.date | None] = mapped_column(index=True, doc="When it was said to have come back.")

    mail: Mapped[OutgoingMail] = relationship(back_populates="recipients", lazy="select")
    meeting: Mapped[Meeting] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.name
