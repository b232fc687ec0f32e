"""Who was convened to a meeting, and who came."""

import datetime as dt
import enum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args
from models.instances import College
from models.meetings import Meeting
from models.organisations import Organisation
from models.people import Mandate, Person
from models.placement import ByMeeting
from models.types import UtcDateTime, enum_column_type

if TYPE_CHECKING:
    from models.events import EventRegistration
    from models.replies import MeetingReply


class Presence(enum.StrEnum):
    """What became of someone convened or come; expected until someone says."""

    EXPECTED = "expected"
    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"
    REPRESENTED = "represented"
    GUEST = "guest"


class Attendance(Record):
    """A line of the sign-in sheet: a member, a référent or a visitor, convened or not, and whether they came."""

    __tablename__ = "attendance"
    __table_args__ = table_args(
        # No empty value is like another: each constraint holds for the kind of line that fills its column.
        UniqueConstraint("meeting_id", "person_id"),
        UniqueConstraint("meeting_id", "user_id"),
        UniqueConstraint("meeting_id", "registration_id"),
        CheckConstraint(
            "person_id IS NOT NULL OR organisation_id IS NOT NULL OR user_id IS NOT NULL OR visitor_name IS NOT NULL",
            name="someone",
        ),
        CheckConstraint("(presence = 'represented') = (represented_by_id IS NOT NULL)", name="represented_by_someone"),
        CheckConstraint("represented_by_id <> id", name="not_by_oneself"),
        CheckConstraint("left_at >= arrived_at", name="left_after_arrival"),
        CheckConstraint("NOT (is_convened AND presence = 'guest')", name="guests_not_convened"),
    )
    __placement__ = ByMeeting()

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    visitor_name: Mapped[str | None] = mapped_column(String(160))
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("event_registration.id"), index=True)
    college_id: Mapped[int | None] = mapped_column(ForeignKey("college.id"), index=True)
    quality: Mapped[str | None] = mapped_column(String(200), doc="Function or organisation, as the sheet prints it.")
    is_convened: Mapped[bool] = mapped_column(default=False)
    presence: Mapped[Presence] = mapped_column(enum_column_type(Presence, "presence"), default=Presence.EXPECTED)
    represented_by_id: Mapped[int | None] = mapped_column(ForeignKey("attendance.id"), index=True)
    arrived_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str | None] = mapped_column(String(250))

    meeting: Mapped[Meeting] = relationship(back_populates="attendances", lazy="select")
    person: Mapped[Person | None] = relationship(lazy="select")
    organisation: Mapped[Organisation | None] = relationship(lazy="select")
    user: Mapped[User | None] = relationship(lazy="select")
    mandate: Mapped[Mandate | None] = relationship(lazy="select")
    registration: Mapped["EventRegistration | None"] = relationship("EventRegistration", lazy="select")
    college: Mapped[College | None] = relationship(lazy="select")
    represented_by: Mapped["Attendance | None"] = relationship(
        foreign_keys=[represented_by_id], remote_side="Attendance.id", lazy="select"
    )
    replies: Mapped[list["MeetingReply"]] = relationship(
        cascade="all, delete-orphan", back_populates="attendance", lazy="select"
    )

    def __str__(self) -> str:
        return str(self.person or self.user or self.organisation or self.visitor_name or "…")
