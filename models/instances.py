"""Participative bodies: their types with the rules as columns, their colleges, seats and functions."""

import datetime as dt
import enum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, declared_attr, mapped_column, relationship

from models.accounts import User
from models.base import Record, metadata, table_args
from models.bounds import MAX_MONTHS, whole
from models.placement import AsInstance, ByInstance, OpenToRead
from models.territory import Arrondissement
from models.text import WORDS, fold
from models.types import enum_column_type

if TYPE_CHECKING:
    from models.people import Mandate


class Membership(enum.StrEnum):
    """How one belongs to a body: by enrolling freely (open) or by a mandate with a term (closed)."""

    OPEN = "open"
    CLOSED = "closed"


class SessionPeriod(enum.StrEnum):
    """The civil period over which due sessions are counted."""

    MONTH = "month"
    QUARTER = "quarter"
    SEMESTER = "semester"
    YEAR = "year"


class QuorumBase(enum.StrEnum):
    """What a quorum is a fraction of."""

    MANDATES = "mandates"
    SEATS = "seats"
    CONVENED = "convened"


class QuorumCounts(enum.StrEnum):
    """Who counts for a quorum: those in the room alone, or those represented by another member too."""

    PRESENT = "present"
    WITH_REPRESENTED = "with_represented"


class QuorumReach(enum.StrEnum):
    """How the fraction of a quorum is read: « at least half » of 30 is 15, « more than half » is 16."""

    AT_LEAST = "at_least"
    MORE_THAN = "more_than"


class MinutesApprover(enum.StrEnum):
    """Who approves the compte rendu of a meeting."""

    NEXT_MEETING = "next_meeting"
    CHAIR = "chair"
    ELECTED_OFFICIAL = "elected_official"
    AGENT = "agent"


class InstanceState(enum.StrEnum):
    """Life cycle of a body."""

    PROJECT = "project"
    PREPARATION = "preparation"
    ACTIVE = "active"
    DORMANT = "dormant"
    DISSOLVED = "dissolved"


class BodyRules:
    """The rules of a body, as columns: on the type they are the default, on the body they override it when filled.

    Terms are in months, ages in years, parity in percent of each gender, the quorum as a fraction.
    """

    membership: Mapped[Membership | None]

    @declared_attr
    def term_months(cls) -> Mapped[int | None]:
        return whole(1, MAX_MONTHS, sort_order=200)

    @declared_attr
    def max_consecutive_terms(cls) -> Mapped[int | None]:
        return whole(1, 99, sort_order=201)

    @declared_attr
    def minimum_age(cls) -> Mapped[int | None]:
        return whole(0, 120, sort_order=202)

    @declared_attr
    def sessions_due(cls) -> Mapped[int | None]:
        return whole(0, 366, sort_order=203)

    @declared_attr
    def sessions_period(cls) -> Mapped[SessionPeriod | None]:
        return mapped_column(enum_column_type(SessionPeriod, "sessions_period"), sort_order=204)

    @declared_attr
    def parity_min_percent(cls) -> Mapped[int | None]:
        return whole(0, 50, sort_order=205)

    @declared_attr
    def parity_max_percent(cls) -> Mapped[int | None]:
        return whole(50, 100, sort_order=206)

    @declared_attr
    def quorum_numerator(cls) -> Mapped[int | None]:
        return whole(1, 1000, sort_order=207)

    @declared_attr
    def quorum_denominator(cls) -> Mapped[int | None]:
        return whole(1, 1000, sort_order=208)

    @declared_attr
    def quorum_base(cls) -> Mapped[QuorumBase | None]:
        return mapped_column(enum_column_type(QuorumBase, "quorum_base"), sort_order=209)

    @declared_attr
    def quorum_counts(cls) -> Mapped[QuorumCounts | None]:
        return mapped_column(enum_column_type(QuorumCounts, "quorum_counts"), sort_order=212)

    @declared_attr
    def quorum_reach(cls) -> Mapped[QuorumReach | None]:
        return mapped_column(enum_column_type(QuorumReach, "quorum_reach"), sort_order=214)

    @declared_attr
    def minutes_approver(cls) -> Mapped[MinutesApprover | None]:
        return mapped_column(enum_column_type(MinutesApprover, "minutes_approver"), sort_order=213)

    @declared_attr
    def recognition_months(cls) -> Mapped[int | None]:
        return whole(1, MAX_MONTHS, sort_order=210)

    @declared_attr
    def ends_soon_days(cls) -> Mapped[int | None]:
        return whole(0, 1095, sort_order=211)

    @declared_attr
    def reminder_days(cls) -> Mapped[int | None]:
        return whole(0, 60, sort_order=215)


RULE_COLUMNS = (
    "membership",
    "term_months",
    "max_consecutive_terms",
    "minimum_age",
    "sessions_due",
    "sessions_period",
    "parity_min_percent",
    "parity_max_percent",
    "quorum_numerator",
    "quorum_denominator",
    "quorum_base",
    "quorum_reach",
    "quorum_counts",
    "recognition_months",
    "ends_soon_days",
    "minutes_approver",
    "reminder_days",
)


def _rule_constraints() -> tuple[CheckConstraint, ...]:
    return (CheckConstraint("quorum_numerator <= quorum_denominator", name="quorum_is_fraction"),)


class InstanceType(BodyRules, Record):
    """A kind of participative body (conseil de quartier, CICA, …) with the rules that its bodies follow by default."""

    __tablename__ = "instance_type"
    __table_args__ = table_args(*_rule_constraints())
    __placement__ = OpenToRead("kinds of bodies and their rules: the law and the city's charters")
    __searched__ = (WORDS,)

    code: Mapped[str] = mapped_column(String(40), unique=True)
    label: Mapped[str] = mapped_column(String(120), unique=True)
    description: Mapped[str | None] = mapped_column(Text)
    is_permanent: Mapped[bool] = mapped_column(default=True)
    legal_basis: Mapped[str | None] = mapped_column(String(250))
    legal_basis_url: Mapped[str | None] = mapped_column(String(500))
    membership: Mapped[Membership] = mapped_column(enum_column_type(Membership, "membership"))
    position: Mapped[int] = whole(0, 9999, default=0)

    def __str__(self) -> str:
        return self.label


instance_arrondissement = Table(
    "instance_arrondissement",
    metadata,
    Column("instance_id", ForeignKey("instance.id"), primary_key=True),
    Column("arrondissement_id", ForeignKey("arrondissement.id"), primary_key=True, index=True),
)


class Instance(BodyRules, Record):
    """A participative body of the city; without an arrondissement it is city-wide."""

    __tablename__ = "instance"
    __table_args__ = table_args(
        *_rule_constraints(),
        CheckConstraint("code <> ''", name="code_filled"),
        CheckConstraint("name <> ''", name="name_filled"),
        CheckConstraint("parent_id <> id", name="not_own_parent"),
        CheckConstraint("dissolved_on >= created_on", name="dissolved_after_created"),
        Index("ix_instance_sort_key_id", "sort_key", "id"),
    )
    __placement__ = AsInstance()
    __searched__ = (WORDS,)

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    aliases: Mapped[str | None] = mapped_column(Text, doc="Other names, one a line: imports accept them.")
    type_id: Mapped[int] = mapped_column(ForeignKey("instance_type.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    state: Mapped[InstanceState] = mapped_column(
        enum_column_type(InstanceState, "instance_state"), default=InstanceState.PROJECT
    )
    state_on: Mapped[dt.date | None]
    state_reason: Mapped[str | None] = mapped_column(Text)
    created_on: Mapped[dt.date | None]
    dissolved_on: Mapped[dt.date | None]
    deliberation: Mapped[str | None] = mapped_column(String(250))
    deliberation_on: Mapped[dt.date | None]
    charter_on: Mapped[dt.date | None]
    charter_url: Mapped[str | None] = mapped_column(String(500))
    recognised_on: Mapped[dt.date | None] = mapped_column(index=True)
    elected_official: Mapped[str | None] = mapped_column(String(160))
    elected_user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    mailbox: Mapped[str | None] = mapped_column(String(254))
    oye_url: Mapped[str | None] = mapped_column(String(500))
    notes: Mapped[str | None] = mapped_column(Text)
    membership: Mapped[Membership | None] = mapped_column(enum_column_type(Membership, "membership"), sort_order=199)
    sort_key: Mapped[str] = mapped_column(String(220), default="", sort_order=890)

    type: Mapped[InstanceType] = relationship(lazy="select")
    parent: Mapped["Instance | None"] = relationship(remote_side="Instance.id", lazy="select")
    arrondissements: Mapped[list[Arrondissement]] = relationship(
        secondary=instance_arrondissement, order_by=Arrondissement.number, lazy="select"
    )
    elected_user: Mapped[User | None] = relationship(foreign_keys=[elected_user_id], lazy="select")
    agent: Mapped[User | None] = relationship(foreign_keys=[agent_id], lazy="select")

    def __str__(self) -> str:
        return self.name


class College(Record):
    """A group of members of a body (habitants, associations, tirés au sort); set on a type or on one body."""

    __tablename__ = "college"
    __table_args__ = table_args(
        CheckConstraint("(type_id IS NULL) <> (instance_id IS NULL)", name="of_type_or_instance"),
        # One of the two owners is empty, and no empty one is like another: each has its own constraint.
        UniqueConstraint("type_id", "name"),
        UniqueConstraint("instance_id", "name"),
    )
    __placement__ = ByInstance(empty_is_open=True)
    __searched__ = (WORDS,)

    name: Mapped[str] = mapped_column(String(120))
    type_id: Mapped[int | None] = mapped_column(ForeignKey("instance_type.id"), index=True)
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    seats_planned: Mapped[int | None] = whole(0, 9999)
    is_predominant: Mapped[bool] = mapped_column(default=False, doc="Must hold more than half of the mandates.")
    position: Mapped[int] = whole(0, 9999, default=0)

    type: Mapped[InstanceType | None] = relationship(lazy="select")
    instance: Mapped[Instance | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.name


class Seat(Record):
    """One place in a closed body: who appoints to it, what it requires, its number."""

    __tablename__ = "seat"
    __table_args__ = table_args(
        UniqueConstraint("instance_id", "number"),
        CheckConstraint("closed_on >= opened_on", name="closed_after_opened"),
    )
    __placement__ = ByInstance()
    __searched__ = (WORDS,)

    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    college_id: Mapped[int | None] = mapped_column(ForeignKey("college.id"), index=True)
    number: Mapped[int] = whole(1, 9999)
    label: Mapped[str | None] = mapped_column(String(160))
    requirement: Mapped[str | None] = mapped_column(String(250))
    appointing_authority: Mapped[str | None] = mapped_column(String(160))
    opened_on: Mapped[dt.date | None]
    closed_on: Mapped[dt.date | None]

    instance: Mapped[Instance] = relationship(lazy="select")
    college: Mapped[College | None] = relationship(lazy="select")
    mandates: Mapped[list["Mandate"]] = relationship(
        primaryjoin="Seat.id == foreign(Mandate.seat_id)", viewonly=True, lazy="select"
    )

    def __str__(self) -> str:
        return f"n° {self.number}" + (f" – {self.label}" if self.label else "")


class MandateFunction(Record):
    """What a mandate does in its body (membre, présidence, secrétariat): reference rows, or one body's own."""

    __tablename__ = "mandate_function"
    __table_args__ = table_args(
        UniqueConstraint("instance_id", "label"),
        Index(
            "uq_mandate_function_label",
            "label",
            unique=True,
            sqlite_where=text("instance_id IS NULL"),
            postgresql_where=text("instance_id IS NULL"),
        ),
    )
    __placement__ = ByInstance(empty_is_open=True)
    __searched__ = (WORDS,)

    code: Mapped[str] = mapped_column(String(40), unique=True)
    label: Mapped[str] = mapped_column(String(120))
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    is_bureau: Mapped[bool] = mapped_column(default=False, doc="Keeps a term even in an open body.")
    term_months: Mapped[int | None] = whole(1, MAX_MONTHS)
    max_consecutive_terms: Mapped[int | None] = whole(1, 99)
    position: Mapped[int] = whole(0, 9999, default=0)

    instance: Mapped[Instance | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.label


@event.listens_for(Instance, "before_insert")
@event.listens_for(Instance, "before_update")
def _set_sort_key(mapper: Mapper[Instance], connection: Connection, instance: Instance) -> None:
    instance.sort_key = fold(instance.name)[:220]
