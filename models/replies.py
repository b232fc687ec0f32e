"""What those who were convened to a meeting answered: who will come, who will not, who is replaced."""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.attendance import Attendance
from models.base import Record, table_args
from models.instances import Instance
from models.meetings import Meeting
from models.placement import ByInstance, ByMeeting
from models.types import UtcDateTime, enum_column_type


class ReplyAnswer(enum.StrEnum):
    """What one answers to a convocation."""

    COMING = "coming"
    AWAY = "away"
    REPLACED = "replaced"


class ReplyWay(enum.StrEnum):
    """How an answer came in."""

    LINK = "link"
    PHONE = "phone"
    SLIP = "slip"
    WORKBOOK = "workbook"


class MeetingReply(Record):
    """The answer of someone convened to a meeting, for the day of it: another day asks for another answer.

    Without an answer, the link of a message waits for one. Only the hash of its secret is stored.
    """

    __tablename__ = "meeting_reply"
    __table_args__ = table_args(
        UniqueConstraint("attendance_id", "meeting_on"),
        CheckConstraint("(answer IS NULL) = (replied_at IS NULL)", name="answered_at_some_time"),
        CheckConstraint("(answer IS NULL) = (way IS NULL)", name="answered_some_way"),
        CheckConstraint("NOT is_settled OR answer = 'replaced'", name="settled_when_replaced"),
    )
    __placement__ = ByMeeting()

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    attendance_id: Mapped[int] = mapped_column(ForeignKey("attendance.id"))
    meeting_on: Mapped[dt.date]
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True, doc="SHA-256 of the secret, in hex.")
    answer: Mapped[ReplyAnswer | None] = mapped_column(enum_column_type(ReplyAnswer, "reply_answer"))
    way: Mapped[ReplyWay | None] = mapped_column(enum_column_type(ReplyWay, "reply_way"))
    replied_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    replaced_by: Mapped[str | None] = mapped_column(String(160), doc="Who replaces, as it was written.")
    is_settled: Mapped[bool] = mapped_column(default=False, doc="Somebody of the list sits in their place.")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)

    meeting: Mapped[Meeting] = relationship(lazy="select")
    attendance: Mapped[Attendance] = relationship(back_populates="replies", lazy="select")
    user: Mapped[User | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return str(self.attendance or "…")


class BodyCalendar(Record):
    """The address at which the members of a body read its calendar, without an account: title, day and place alone.

    Only the hash of its secret is stored; without one, it is revoked.
    """

    __tablename__ = "body_calendar"
    __table_args__ = table_args(UniqueConstraint("instance_id"))
    __placement__ = ByInstance()

    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True, doc="SHA-256 of the secret, in hex.")
    issued_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, doc="When the address was made, or made anew.")

    instance: Mapped[Instance] = relationship(lazy="select")

    def __str__(self) -> str:
        return str(self.instance or "…")
