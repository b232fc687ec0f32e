"""Calls for projects of the conseils de quartier: their days, axes, criteria, jury and its sittings."""

import datetime as dt
import enum
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args
from models.bounds import MAX_EUROS, money, percent, whole
from models.meetings import Meeting
from models.placement import ByUser, OpenToRead
from models.text import WORDS
from models.types import enum_column_type

BEST_MARK = 5
MOST_SCENARIOS = 3
FIRST_YEAR, LAST_YEAR = 2000, 2100
_RULES = "the rules of the call, which the city publishes: they say nothing about anybody"


class CallState(enum.StrEnum):
    """Where a call stands; a template is never opened: calls are copied from it."""

    TEMPLATE = "template"
    DRAFT = "draft"
    OPEN = "open"
    EXAMINED = "examined"
    DECIDED = "decided"
    NOTIFIED = "notified"
    CLOSED = "closed"


class TieRule(enum.StrEnum):
    """Which of two applications of one mean comes first, as the call publishes it."""

    MAIRIE_ORDER = "mairie_order"
    ASKED_LEAST = "asked_least"
    FILED_FIRST = "filed_first"


class ProjectCall(Record):
    """A call for projects of the conseils de quartier, or the template that the next one is copied from."""

    __tablename__ = "project_call"
    __table_args__ = table_args(
        CheckConstraint("title <> ''", name="title_filled"),
        CheckConstraint("ceiling_incl_tax <= envelope_incl_tax", name="ceiling_within_envelope"),
        CheckConstraint("closes_on >= opens_on", name="closes_after_opening"),
        UniqueConstraint("title"),
        Index("ix_project_call_state_closes_on", "state", "closes_on"),
    )
    __placement__ = OpenToRead(_RULES)
    __searched__ = (WORDS,)

    title: Mapped[str] = mapped_column(String(200))
    year: Mapped[int] = whole(FIRST_YEAR, LAST_YEAR)
    state: Mapped[CallState] = mapped_column(enum_column_type(CallState, "call_state"), default=CallState.DRAFT)
    envelope_incl_tax: Mapped[Decimal] = money(0, MAX_EUROS)
    ceiling_incl_tax: Mapped[Decimal] = money(0, MAX_EUROS, doc="The most that one project is given.")
    tie_rule: Mapped[TieRule] = mapped_column(enum_column_type(TieRule, "tie_rule"), default=TieRule.MAIRIE_ORDER)
    rules: Mapped[str | None] = mapped_column(Text)
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    signatory: Mapped[str | None] = mapped_column(String(160), doc="Who arbitrates and signs: a function.")
    opens_on: Mapped[dt.date | None]
    closes_on: Mapped[dt.date | None] = mapped_column(doc="The last day on which an application is in time.")
    opinions_by: Mapped[dt.date | None]
    jury_by: Mapped[dt.date | None]
    arbitration_by: Mapped[dt.date | None]
    councils_by: Mapped[dt.date | None] = mapped_column(doc="Of the arrondissements.")
    deliberation_by: Mapped[dt.date | None]
    notification_by: Mapped[dt.date | None]
    realisation_by: Mapped[dt.date | None]
    reports_by: Mapped[dt.date | None]
    decided_on: Mapped[dt.date | None]
    deliberation: Mapped[str | None] = mapped_column(String(60), doc="Its number.")
    notified_on: Mapped[dt.date | None]

    responsible: Mapped[User | None] = relationship(lazy="select")
    axes: Mapped[list["CallAxis"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (CallAxis.position, CallAxis.id),
        back_populates="call",
        lazy="select",
    )
    criteria: Mapped[list["CallCriterion"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (CallCriterion.position, CallCriterion.id),
        back_populates="call",
        lazy="select",
    )
    jurors: Mapped[list["CallJuror"]] = relationship(
        cascade="all, delete-orphan", order_by=lambda: CallJuror.id, back_populates="call", lazy="select"
    )
    sittings: Mapped[list["CallSitting"]] = relationship(
        cascade="all, delete-orphan", order_by=lambda: CallSitting.id, back_populates="call", lazy="select"
    )

    def __str__(self) -> str:
        return self.title


class CallAxis(Record):
    """A theme under which a call takes projects."""

    __tablename__ = "call_axis"
    __table_args__ = table_args(
        CheckConstraint("name <> ''", name="name_filled"),
        UniqueConstraint("call_id", "name"),
    )
    __placement__ = OpenToRead(_RULES)
    __searched__ = (WORDS,)

    call_id: Mapped[int] = mapped_column(ForeignKey("project_call.id"))
    position: Mapped[int] = whole(1, 99, default=1)
    name: Mapped[str] = mapped_column(String(160))

    call: Mapped[ProjectCall] = relationship(back_populates="axes", lazy="select")

    def __str__(self) -> str:
        return self.name


class CallCriterion(Record):
    """A criterion by which the jury marks, with its weight as the call publishes it."""

    __tablename__ = "call_criterion"
    __table_args__ = table_args(
        CheckConstraint("name <> ''", name="name_filled"),
        CheckConstraint("weight > 0", name="weighs_something"),
        UniqueConstraint("call_id", "name"),
    )
    __placement__ = OpenToRead(_RULES)
    __searched__ = (WORDS,)

    call_id: Mapped[int] = mapped_column(ForeignKey("project_call.id"))
    position: Mapped[int] = whole(1, 99, default=1)
    name: Mapped[str] = mapped_column(String(160))
    weight: Mapped[Decimal] = percent()
    weight_reason: Mapped[str | None] = mapped_column(Text, doc="Why it changed once marks were there.")

    call: Mapped[ProjectCall] = relationship(back_populates="criteria", lazy="select")

    def __str__(self) -> str:
        return self.name


class CallJuror(Record):
    """Who judges the applications of a call: an account, or someone from outside, whose marks the mission keeps."""

    __tablename__ = "call_juror"
    __table_args__ = table_args(
        CheckConstraint("(user_id IS NULL) <> (name IS NULL)", name="account_or_name"),
        UniqueConstraint("call_id", "user_id"),
        UniqueConstraint("call_id", "name"),
    )
    __placement__ = ByUser()
    __searched__ = (WORDS,)

    call_id: Mapped[int] = mapped_column(ForeignKey("project_call.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    name: Mapped[str | None] = mapped_column(String(160), doc="Of who has no account.")
    capacity: Mapped[str | None] = mapped_column(String(160), doc="Why she is of the jury: her function.")

    call: Mapped[ProjectCall] = relationship(back_populates="jurors", lazy="select")
    user: Mapped[User | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return str(self.user) if self.user is not None else self.name or ""


class CallSitting(Record):
    """A meeting at which the jury of a call sits: attendance, hearings and minutes are those of the meeting."""

    __tablename__ = "call_sitting"
    __table_args__ = table_args(UniqueConstraint("call_id", "meeting_id"))
    __placement__ = OpenToRead("that the jury of a call sits: the meeting has its own readers")
    __searched__ = (WORDS,)

    call_id: Mapped[int] = mapped_column(ForeignKey("project_call.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    purpose: Mapped[str | None] = mapped_column(String(250))

    call: Mapped[ProjectCall] = relationship(back_populates="sittings", lazy="select")
    meeting: Mapped[Meeting] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.purpose or (str(self.meeting) if self.meeting is not None else "")
