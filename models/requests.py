"""Requests and opinions that participative bodies address to the city's directions, and what became of them."""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args
from models.instances import Instance
from models.meetings import AgendaItem, Meeting
from models.organisations import Organisation
from models.placement import ByInstance
from models.text import WORDS
from models.types import enum_column_type


class RequestKind(enum.StrEnum):
    """A request asks for something; an opinion (avis) says what the body thinks."""

    REQUEST = "request"
    OPINION = "opinion"


class FollowUp(enum.StrEnum):
    """What the city did of it; empty as long as nobody said."""

    DONE = "done"
    PLANNED = "planned"
    REFUSED = "refused"


class CouncilRequest(Record):
    """A request or an opinion of a body, from its reception to the follow-up of the answer."""

    __tablename__ = "council_request"
    __table_args__ = table_args(
        CheckConstraint("subject <> ''", name="subject_filled"),
        CheckConstraint("sent_on >= received_on", name="sent_after_reception"),
        CheckConstraint("answered_on >= received_on", name="answered_after_reception"),
        Index("ix_council_request_instance_id_received_on", "instance_id", "received_on"),
        Index("ix_council_request_answered_on_due_on", "answered_on", "due_on"),
    )
    __placement__ = ByInstance()
    __searched__ = (WORDS,)

    number: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[RequestKind] = mapped_column(
        enum_column_type(RequestKind, "request_kind"), default=RequestKind.REQUEST
    )
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    subject: Mapped[str] = mapped_column(String(250))
    text: Mapped[str | None] = mapped_column(Text)
    theme: Mapped[str | None] = mapped_column(String(120))
    place: Mapped[str | None] = mapped_column(String(200))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    received_on: Mapped[dt.date]
    sent_on: Mapped[dt.date | None]
    due_on: Mapped[dt.date | None]
    reminded_on: Mapped[dt.date | None] = mapped_column(doc="When the direction was last reminded.")
    answered_on: Mapped[dt.date | None]
    answer: Mapped[str | None] = mapped_column(Text)
    follow_up: Mapped[FollowUp | None] = mapped_column(enum_column_type(FollowUp, "follow_up"))
    follow_up_reason: Mapped[str | None] = mapped_column(Text)
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True, doc="Where it was raised.")
    agenda_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id"), index=True, doc="The item of an agenda that speaks of it."
    )

    instance: Mapped[Instance] = relationship(lazy="select")
    organisation: Mapped[Organisation | None] = relationship(lazy="select")
    responsible: Mapped[User | None] = relationship(lazy="select")
    meeting: Mapped[Meeting | None] = relationship(lazy="select")
    agenda_item: Mapped[AgendaItem | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return f"{self.number} – {self.subject}"
