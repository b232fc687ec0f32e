"""What conseils de quartier ask of a call, from the help before filing to the last bilan."""

import datetime as dt
import enum
from decimal import Decimal

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, metadata, table_args
from models.bounds import MAX_EUROS, money, whole
from models.calls import CallAxis, CallSitting, ProjectCall
from models.contracts import Contract
from models.execution import PurchaseOrder
from models.instances import Instance
from models.meetings import Meeting
from models.organisations import Organisation
from models.placement import AsApplication, ByApplication, MissionOnly
from models.text import WORDS
from models.types import UtcDateTime, enum_column_type


class ApplicationState(enum.StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    FILED = "filed"
    ADMISSIBLE = "admissible"
    INADMISSIBLE = "inadmissible"
    EXAMINED = "examined"
    RETAINED = "retained"
    WAITING = "waiting"
    REFUSED = "refused"
    REALISED = "realised"
    REPORTED = "reported"
    CLOSED = "closed"
    ABANDONED = "abandoned"


class FilingChannel(enum.StrEnum):
    """How an application came in."""

    REFERENT = "referent"
    MISSION = "mission"
    WORKBOOK = "workbook"


class Means(enum.StrEnum):
    """How a project that was retained is paid: the city buys, or an association has a subsidy."""

    PURCHASE = "purchase"
    SUBSIDY = "subsidy"


class YearEnd(enum.StrEnum):
    """What became at the year's end of a project that was not over."""

    CARRIED_OVER = "carried_over"
    LOST = "lost"


class OpinionKind(enum.StrEnum):
    """Whose opinion is asked of an application."""

    MAIRIE = "mairie"
    TECHNICAL = "technical"
    ARRONDISSEMENT_COUNCIL = "arrondissement_council"


class Competence(enum.StrEnum):
    """Whose subject a project is: roads are the Métropole's."""

    CITY = "city"
    METROPOLE = "metropole"
    OTHER = "other"


class OpinionSense(enum.StrEnum):
    """What an opinion says."""

    FAVOURABLE = "favourable"
    RESERVED = "reserved"
    UNFAVOURABLE = "unfavourable"


application_instance = Table(
    "application_instance",
    metadata,
    Column("application_id", ForeignKey("application.id"), primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), primary_key=True, index=True),
)


class Application(Record):
    """A project that a conseil de quartier asks a call to pay for."""

    __tablename__ = "application"
    __table_args__ = table_args(
        CheckConstraint("title <> ''", name="title_filled"),
        CheckConstraint("state = 'draft' OR state = 'abandoned' OR filed_on IS NOT NULL", name="filed_on_a_day"),
        CheckConstraint("state <> 'inadmissible' OR inadmissible_reason IS NOT NULL", name="inadmissible_for_a_reason"),
        CheckConstraint("state <> 'abandoned' OR abandoned_reason IS NOT NULL", name="abandoned_for_a_reason"),
        UniqueConstraint("call_id", "number"),
        Index("ix_application_state", "state"),
    )
    __placement__ = AsApplication()
    __searched__ = (WORDS,)

    call_id: Mapped[int] = mapped_column(ForeignKey("project_call.id"))
    number: Mapped[int] = whole(1, 9_999, doc="In its call, as they came in.")
    title: Mapped[str] = mapped_column(String(200))
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True, doc="The council that asks.")
    axis_id: Mapped[int | None] = mapped_column(ForeignKey("call_axis.id"), index=True)
    summary: Mapped[str | None] = mapped_column(Text)
    budget: Mapped[str | None] = mapped_column(Text, doc="What is said of it besides its lines.")
    asked_incl_tax: Mapped[Decimal | None] = money(0, MAX_EUROS)
    adopted_on: Mapped[dt.date | None] = mapped_column(doc="By the council.")
    adoption_meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    state: Mapped[ApplicationState] = mapped_column(
        enum_column_type(ApplicationState, "application_state"), default=ApplicationState.DRAFT
    )

    filed_on: Mapped[dt.date | None]
    channel: Mapped[FilingChannel | None] = mapped_column(enum_column_type(FilingChannel, "filing_channel"))
    filed_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    is_complete: Mapped[bool] = mapped_column(default=False)
    derogation_reason: Mapped[str | None] = mapped_column(Text, doc="Why it is admitted late or over the ceiling.")
    inadmissible_reason: Mapped[str | None] = mapped_column(Text)
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("call_sitting.id"), index=True)
    heard_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    granted_incl_tax: Mapped[Decimal | None] = money(0, MAX_EUROS)
    waiting_rank: Mapped[int | None] = whole(1, 9_999)
    refusal_reason: Mapped[str | None] = mapped_column(Text)
    notified_on: Mapped[dt.date | None]
    abandoned_reason: Mapped[str | None] = mapped_column(Text)

    means: Mapped[Means | None] = mapped_column(enum_column_type(Means, "application_means"))
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("contract.id"), index=True, doc="The need it makes.")
    order_id: Mapped[int | None] = mapped_column(ForeignKey("purchase_order.id"), index=True)
    carrier: Mapped[str | None] = mapped_column(String(160), doc="Which service, mairie or association carries it.")
    quotes: Mapped[str | None] = mapped_column(Text)
    authorisations: Mapped[str | None] = mapped_column(Text)
    accepted_on: Mapped[dt.date | None] = mapped_column(doc="Reception of what was bought.")
    realised_on: Mapped[dt.date | None]
    year_end: Mapped[YearEnd | None] = mapped_column(enum_column_type(YearEnd, "year_end"))
    report_due_on: Mapped[dt.date | None]
    reminded_on: Mapped[dt.date | None]
    reported_on: Mapped[dt.date | None]
    report: Mapped[str | None] = mapped_column(Text, doc="The bilan, without anybody's name: it is published.")
    spent_incl_tax: Mapped[Decimal | None] = money(0, MAX_EUROS)

    call: Mapped[ProjectCall] = relationship(lazy="select")
    instance: Mapped[Instance] = relationship(lazy="select")
    partners: Mapped[list[Instance]] = relationship(
        secondary=application_instance, order_by=Instance.sort_key, lazy="select", doc="The councils that ask with it."
    )
    axis: Mapped[CallAxis | None] = relationship(lazy="select")
    adoption_meeting: Mapped[Meeting | None] = relationship(lazy="select")
    filed_by: Mapped[User | None] = relationship(lazy="select")
    sitting: Mapped[CallSitting | None] = relationship(lazy="select")
    contract: Mapped[Contract | None] = relationship(lazy="select")
    order: Mapped[PurchaseOrder | None] = relationship(lazy="select")
    helps: Mapped[list["ApplicationHelp"]] = relationship(
        cascade="all, delete-orphan", order_by=lambda: ApplicationHelp.id, back_populates="application", lazy="select"
    )
    expenses: Mapped[list["ApplicationExpense"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (ApplicationExpense.position, ApplicationExpense.id),
        back_populates="application",
        lazy="select",
    )
    opinions: Mapped[list["ApplicationOpinion"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: ApplicationOpinion.id,
        back_populates="application",
        lazy="select",
    )

    def __str__(self) -> str:
        return self.title


class ApplicationExpense(Record):
    """A line of the budget of a project: what for, how much with tax, and whether a quote says it."""

    __tablename__ = "application_expense"
    __table_args__ = table_args(CheckConstraint("label <> ''", name="label_filled"))
    __placement__ = ByApplication()
    __searched__ = (WORDS,)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    position: Mapped[int] = whole(1, 999, default=1)
    label: Mapped[str] = mapped_column(String(250))
    planned_incl_tax: Mapped[Decimal] = money(0, MAX_EUROS)
    has_quote: Mapped[bool] = mapped_column(default=False)

    application: Mapped[Application] = relationship(back_populates="expenses", lazy="select")

    def __str__(self) -> str:
        return self.label


class ApplicationHelp(Record):
    """Help that a council asked for before it filed: from whom, when."""

    __tablename__ = "application_help"
    __table_args__ = table_args(CheckConstraint("what <> ''", name="what_filled"))
    __placement__ = ByApplication()
    __searched__ = (WORDS,)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    given_on: Mapped[dt.date]
    helper_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    what: Mapped[str] = mapped_column(String(500))

    application: Mapped[Application] = relationship(back_populates="helps", lazy="select")
    helper: Mapped[User | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.what


class ApplicationOpinion(Record):
    """An opinion on an application: of a mairie with its order of preference, of a direction, of a council."""

    __tablename__ = "application_opinion"
    __table_args__ = table_args(
        CheckConstraint("author <> ''", name="author_filled"),
        CheckConstraint("(sense IS NULL) = (given_on IS NULL)", name="given_on_a_day"),
        CheckConstraint("preference IS NULL OR kind = 'mairie'", name="preference_of_a_mairie"),
        UniqueConstraint("application_id", "kind", "author"),
        Index("ix_application_opinion_given_on_due_on", "given_on", "due_on"),
    )
    __placement__ = ByApplication(kinds=("mairie", "arrondissement_council"))
    __searched__ = (WORDS,)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    kind: Mapped[OpinionKind] = mapped_column(enum_column_type(OpinionKind, "opinion_kind"))
    author: Mapped[str] = mapped_column(String(160), doc="The mairie, direction or council: never a person.")
    competence: Mapped[Competence | None] = mapped_column(enum_column_type(Competence, "competence"))
    asked_on: Mapped[dt.date | None]
    due_on: Mapped[dt.date | None]
    given_on: Mapped[dt.date | None]
    sense: Mapped[OpinionSense | None] = mapped_column(enum_column_type(OpinionSense, "opinion_sense"))
    preference: Mapped[int | None] = whole(1, 99, doc="The mairie's order: 1 comes first.")
    text: Mapped[str | None] = mapped_column(Text)

    application: Mapped[Application] = relationship(back_populates="opinions", lazy="select")

    def __str__(self) -> str:
        return self.author


class Subsidy(Record):
    """A project that an association carries out of its own initiative, with money of the city: what the law asks."""

    __tablename__ = "subsidy"
    __table_args__ = table_args(
        CheckConstraint("deliberated_on IS NULL OR opinion_on IS NOT NULL", name="opinion_before_deliberation"),
        UniqueConstraint("application_id"),
        Index("ix_subsidy_reported_on_report_due_on", "reported_on", "report_due_on"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    amount_incl_tax: Mapped[Decimal] = money(0, MAX_EUROS)
    given_before_incl_tax: Mapped[Decimal] = money(
        0, MAX_EUROS, default=Decimal(0), doc="What the city gave it already this year."
    )
    is_own_initiative: Mapped[bool] = mapped_column(default=False)
    opinion_on: Mapped[dt.date | None] = mapped_column(doc="Of the arrondissement council, on the amount.")
    deliberation: Mapped[str | None] = mapped_column(String(60))
    deliberated_on: Mapped[dt.date | None]
    are_interested_out: Mapped[bool] = mapped_column(default=False, doc="Interested members left (L2131-11).")
    is_commitment_exempt: Mapped[bool] = mapped_column(default=False, doc="Approved, or recognised of public use.")
    commitment_on: Mapped[dt.date | None] = mapped_column(doc="To what the law of 2021 asks of associations.")
    agreement_on: Mapped[dt.date | None]
    paid_on: Mapped[dt.date | None]
    exercise_ends_on: Mapped[dt.date | None]
    report_due_on: Mapped[dt.date | None] = mapped_column(doc="Worked out of the end of the exercise.")
    reported_on: Mapped[dt.date | None]
    notes: Mapped[str | None] = mapped_column(Text)

    application: Mapped[Application] = relationship(lazy="select")
    organisation: Mapped[Organisation] = relationship(lazy="select")

    def __str__(self) -> str:
        return str(self.organisation)
