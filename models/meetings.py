"""Meetings of bodies and of the network of référents: agenda, decisions, actions, questions, and the states passed."""

import datetime as dt
import enum
import uuid
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, metadata, table_args
from models.bounds import whole
from models.instances import Instance
from models.network import MeetingKind, MeetingSeries
from models.organisations import Organisation
from models.placement import AsTask, ByInstance, ByMeeting
from models.territory import Arrondissement
from models.text import WORDS
from models.types import UtcDateTime, enum_column_type

if TYPE_CHECKING:
    from models.attendance import Attendance
    from models.calls import ProjectCall
    from models.events import Event
    from models.projects import Project
    from models.readiness import MeetingCheck, MeetingNeed, MorningLine


# A series of meetings has a kind too: it stands with the series.
__all__ = ["MeetingKind"]


class MeetingState(enum.StrEnum):
    """Life cycle of a meeting; steps may be skipped."""

    PREPARED = "prepared"
    CONVENED = "convened"
    HELD = "held"
    MINUTED = "minuted"
    APPROVED = "approved"
    PUBLISHED = "published"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


meeting_facilitator = Table(
    "meeting_facilitator",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("user_id", ForeignKey("ab_user.id"), primary_key=True, index=True),
)


class Meeting(Record):
    """A meeting of a participative body; without a body, of the network of référents."""

    __tablename__ = "meeting"
    __table_args__ = table_args(
        CheckConstraint("title <> ''", name="title_filled"),
        CheckConstraint("end_at > start_at", name="ends_after_start"),
        Index("ix_meeting_instance_id_start_at", "instance_id", "start_at"),
        Index("ix_meeting_state_start_at", "state", "start_at"),
    )
    __placement__ = ByInstance(empty_is_network=True)
    __searched__ = (WORDS,)

    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[MeetingKind] = mapped_column(enum_column_type(MeetingKind, "meeting_kind"))
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"))
    state: Mapped[MeetingState] = mapped_column(
        enum_column_type(MeetingState, "meeting_state"), default=MeetingState.PREPARED
    )
    start_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    end_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    place: Mapped[str | None] = mapped_column(String(200))
    room: Mapped[str | None] = mapped_column(String(120))
    host_id: Mapped[int | None] = mapped_column(ForeignKey("arrondissement.id"), index=True)
    online_url: Mapped[str | None] = mapped_column(String(500))
    accessibility: Mapped[str | None] = mapped_column(Text)
    is_public: Mapped[bool] = mapped_column(default=False)
    organiser_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    head_count: Mapped[int | None] = whole(0, 100_000, doc="People who came to a public meeting, instead of names.")
    convened_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, doc="When the list was frozen.")
    summary: Mapped[str | None] = mapped_column(Text, doc="What the compte rendu says before its items.")
    oye_url: Mapped[str | None] = mapped_column(String(500))
    notes: Mapped[str | None] = mapped_column(Text, doc="For the team: printed nowhere.")
    series_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_series.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    speakers: Mapped[str | None] = mapped_column(String(500), doc="Who speaks or leads the visit, of a session.")
    uid: Mapped[str] = mapped_column(
        String(64),
        unique=True,
        default=lambda: str(uuid.uuid4()),
        doc="Names the meeting in calendars (RFC 5545, UID).",
    )
    sequence: Mapped[int] = whole(0, 1_000_000, default=0, doc="Raised at each change (RFC 5545, SEQUENCE).")

    instance: Mapped[Instance | None] = relationship(lazy="select")
    host: Mapped[Arrondissement | None] = relationship(lazy="select")
    organiser: Mapped[User | None] = relationship(lazy="select")
    facilitators: Mapped[list[User]] = relationship(
        secondary=meeting_facilitator, order_by=(User.last_name, User.first_name), lazy="select"
    )
    series: Mapped[MeetingSeries | None] = relationship(lazy="select")
    event: Mapped["Event | None"] = relationship("Event", back_populates="sessions", lazy="select")
    juries: Mapped[list["ProjectCall"]] = relationship(
        "ProjectCall", secondary="call_sitting", order_by="ProjectCall.id", viewonly=True, lazy="select"
    )
    agenda: Mapped[list["AgendaItem"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (AgendaItem.position, AgendaItem.id),
        back_populates="meeting",
        lazy="select",
    )
    steps: Mapped[list["MeetingStep"]] = relationship(
        cascade="all, delete-orphan", order_by=lambda: MeetingStep.id, back_populates="meeting", lazy="select"
    )
    decisions: Mapped[list["Decision"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (Decision.position, Decision.id),
        back_populates="meeting",
        lazy="select",
    )
    actions: Mapped[list["ActionItem"]] = relationship(
        cascade="all, delete-orphan", order_by=lambda: ActionItem.id, back_populates="meeting", lazy="select"
    )
    attendances: Mapped[list["Attendance"]] = relationship(
        cascade="all, delete-orphan", back_populates="meeting", lazy="select"
    )
    questions: Mapped[list["SessionQuestion"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (SessionQuestion.position, SessionQuestion.id),
        back_populates="meeting",
        lazy="select",
    )
    needs: Mapped[list["MeetingNeed"]] = relationship(
        primaryjoin="and_(foreign(MeetingNeed.kind) == Meeting.kind, MeetingNeed.is_active)",
        order_by="MeetingNeed.position, MeetingNeed.id",
        viewonly=True,
        lazy="select",
    )
    checks: Mapped[list["MeetingCheck"]] = relationship(
        cascade="all, delete-orphan", order_by="MeetingCheck.id", back_populates="meeting", lazy="select"
    )
    morning_lines: Mapped[list["MorningLine"]] = relationship(
        cascade="all, delete-orphan", order_by="MorningLine.id", back_populates="meeting", lazy="select"
    )

    def __str__(self) -> str:
        return self.title


class MeetingStep(Record):
    """A state that a meeting came to: when, by whom, and why it was cancelled or postponed."""

    __tablename__ = "meeting_step"
    __placement__ = ByMeeting()

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    state: Mapped[MeetingState] = mapped_column(enum_column_type(MeetingState, "meeting_step_state"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    reason: Mapped[str | None] = mapped_column(String(500))

    meeting: Mapped[Meeting] = relationship(back_populates="steps", lazy="select")
    user: Mapped[User | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return str(self.meeting)


class AgendaKind(enum.StrEnum):
    """What is expected of an item of the agenda."""

    INFORMATION = "information"
    OPINION = "opinion"
    DECISION = "decision"
    QUESTION = "question"


class AgendaItem(Record):
    """An item of the agenda of a meeting, with the minutes planned for it and the notes taken on it."""

    __tablename__ = "agenda_item"
    __table_args__ = table_args(CheckConstraint("title <> ''", name="title_filled"))
    __placement__ = ByMeeting()

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int] = whole(1, 999)
    title: Mapped[str] = mapped_column(String(250))
    kind: Mapped[AgendaKind] = mapped_column(
        enum_column_type(AgendaKind, "agenda_kind"), default=AgendaKind.INFORMATION
    )
    minutes: Mapped[int | None] = whole(0, 600)
    rapporteur: Mapped[str | None] = mapped_column(String(160))
    description: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[str | None] = mapped_column(Text)

    meeting: Mapped[Meeting] = relationship(back_populates="agenda", lazy="select")

    def __str__(self) -> str:
        return self.title


class Decision(Record):
    """What a meeting decided, on an item of its agenda or apart."""

    __tablename__ = "decision"
    __table_args__ = table_args(CheckConstraint("text <> ''", name="text_filled"))
    __placement__ = ByMeeting()
    __searched__ = (WORDS,)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    position: Mapped[int] = whole(1, 999)
    text: Mapped[str] = mapped_column(Text)
    votes_for: Mapped[int | None] = whole(0, 100_000)
    votes_against: Mapped[int | None] = whole(0, 100_000)
    abstentions: Mapped[int | None] = whole(0, 100_000)

    meeting: Mapped[Meeting] = relationship(back_populates="decisions", lazy="select")
    agenda_item: Mapped[AgendaItem | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.text if len(self.text) <= 120 else f"{self.text[:119]}…"


class ActionState(enum.StrEnum):
    """Where an action stands; dropped ones were given up, with a word on why."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


action_item_team = Table(
    "action_item_team",
    metadata,
    Column("action_item_id", ForeignKey("action_item.id"), primary_key=True),
    Column("user_id", ForeignKey("ab_user.id"), primary_key=True, index=True),
)


class ActionItem(Record):
    """Something to do, that a meeting left, that a project asks or that nothing does: by an account or someone named.

    One of no meeting and no project has an owner, and is placed by this owner and by its team.
    """

    __tablename__ = "action_item"
    __table_args__ = table_args(
        CheckConstraint("text <> ''", name="text_filled"),
        CheckConstraint("(state = 'open') = (closed_on IS NULL)", name="closed_when_not_open"),
        CheckConstraint(
            "meeting_id IS NOT NULL OR project_id IS NOT NULL OR owner_id IS NOT NULL", name="of_something_or_someone"
        ),
        Index("ix_action_item_state_due_on", "state", "due_on"),
    )
    __placement__ = AsTask()
    __searched__ = (WORDS,)

    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    owner_name: Mapped[str | None] = mapped_column(String(160))
    due_on: Mapped[dt.date | None]
    state: Mapped[ActionState] = mapped_column(enum_column_type(ActionState, "action_state"), default=ActionState.OPEN)
    closed_on: Mapped[dt.date | None]
    outcome: Mapped[str | None] = mapped_column(Text)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)

    meeting: Mapped[Meeting | None] = relationship(back_populates="actions", lazy="select")
    agenda_item: Mapped[AgendaItem | None] = relationship(lazy="select")
    owner: Mapped[User | None] = relationship(lazy="select")
    project: Mapped["Project | None"] = relationship("Project", back_populates="tasks", lazy="select")
    team: Mapped[list[User]] = relationship(
        secondary=action_item_team, order_by=(User.last_name, User.first_name), lazy="select"
    )

    def __str__(self) -> str:
        return self.text if len(self.text) <= 120 else f"{self.text[:119]}…"


class SessionQuestion(Record):
    """A question that an association puts to the conseil d'arrondissement sitting with the CICA, and its answer."""

    __tablename__ = "session_question"
    __table_args__ = table_args(
        CheckConstraint("question <> ''", name="question_filled"),
        UniqueConstraint("meeting_id", "position"),
    )
    __placement__ = ByMeeting()
    __searched__ = (WORDS,)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int] = whole(1, 999)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    asked_by: Mapped[str | None] = mapped_column(String(160), doc="Who asks, when not an organisation of the register.")
    received_on: Mapped[dt.date | None]
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[str | None] = mapped_column(String(160), doc="The elected official who answers.")
    department: Mapped[str | None] = mapped_column(String(160))
    follow_up: Mapped[str | None] = mapped_column(Text)

    meeting: Mapped[Meeting] = relationship(back_populates="questions", lazy="select")
    organisation: Mapped[Organisation | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.question if len(self.question) <= 120 else f"{self.question[:119]}…"
