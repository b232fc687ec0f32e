"""What meetings need before they take place and after, besides their papers: who saw to it, when, with a short note."""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args
from models.bounds import whole
from models.meetings import Meeting, MeetingKind
from models.placement import ByMeeting, OpenToRead
from models.text import WORDS
from models.types import UtcDateTime, enum_column_type


class MeetingNeed(Record):
    """A thing that meetings of a kind need, to be seen to so many calendar days before: a room, keys."""

    __tablename__ = "meeting_need"
    __table_args__ = table_args(CheckConstraint("label <> ''", name="label_filled"), UniqueConstraint("kind", "label"))
    __placement__ = OpenToRead("what meetings of a kind need: it says nothing of any meeting")
    __searched__ = (WORDS,)

    kind: Mapped[MeetingKind] = mapped_column(enum_column_type(MeetingKind, "meeting_need_kind"))
    label: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = whole(0, 999)
    days_before: Mapped[int] = whole(0, 365)
    is_active: Mapped[bool] = mapped_column(default=True)

    def __str__(self) -> str:
        return self.label


class CheckState(enum.StrEnum):
    """Where a thing that a meeting needs stands; without a row it is open."""

    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not_needed"


class MeetingCheck(Record):
    """What was said of one of the needs of a meeting: seen to or not needed, by whom and when, with a short note."""

    __tablename__ = "meeting_check"
    __table_args__ = table_args(UniqueConstraint("meeting_id", "need_id"))
    __placement__ = ByMeeting()

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("meeting_need.id"), index=True)
    state: Mapped[CheckState] = mapped_column(enum_column_type(CheckState, "check_state"))
    note: Mapped[str | None] = mapped_column(String(160))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    meeting: Mapped[Meeting] = relationship(back_populates="checks", lazy="select")
    need: Mapped[MeetingNeed] = relationship(lazy="select")
    user: Mapped[User | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return f"{self.need} – {self.meeting}"


class MorningTask(enum.StrEnum):
    """What the morning after a meeting asks for; `all` says that the whole of it was put away."""

    CLOSE = "close"
    ATTENDANCE = "attendance"
    WALK_INS = "walk_ins"
    ACTIONS = "actions"
    PHOTOS = "photos"
    MINUTES = "minutes"
    THANKS = "thanks"
    HOURS = "hours"
    ALL = "all"


class MorningLine(Record):
    """A thing of the morning after that was ticked by hand, or that this meeting does not ask for, and why."""

    __tablename__ = "morning_line"
    __table_args__ = table_args(
        CheckConstraint("is_done OR reason IS NOT NULL", name="done_or_reason"),
        UniqueConstraint("meeting_id", "task"),
    )
    __placement__ = ByMeeting()

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    task: Mapped[MorningTask] = mapped_column(enum_column_type(MorningTask, "morning_task"))
    is_done: Mapped[bool] = mapped_column(default=True)
    reason: Mapped[str | None] = mapped_column(String(160), doc="Why this meeting does not ask for it.")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    meeting: Mapped[Meeting] = relationship(back_populates="morning_lines", lazy="select")
    user: Mapped[User | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return str(self.meeting)
