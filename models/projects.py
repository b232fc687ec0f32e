"""Projects of the mission: milestones, budget lines, what money names them, and the templates that lay them down."""

import datetime as dt
import enum
from decimal import Decimal

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, metadata, table_args
from models.bounds import MAX_EUROS, money, whole
from models.contracts import Contract
from models.execution import Invoice, PurchaseOrder
from models.instances import Instance
from models.meetings import ActionItem, Meeting
from models.organisations import Organisation
from models.placement import AsProject, ByProject, MissionOnly, OpenToRead
from models.requests import CouncilRequest
from models.territory import Arrondissement
from models.text import WORDS
from models.types import enum_column_type

FIRST_EXERCISE, LAST_EXERCISE = 2000, 2100
MAX_DAYS = 1_500


class ProjectKind(enum.StrEnum):
    """What a project of the mission is."""

    PARTICIPATION = "participation"
    NEW_BODY = "new_body"
    REVIVAL = "revival"
    EVENT = "event"
    TRAINING = "training"
    DIGITAL_TOOL = "digital_tool"
    EVALUATION = "evaluation"
    NETWORK = "network"
    SUPPORT_DIRECTION = "support_direction"
    SUPPORT_MAIRIE = "support_mairie"


class Participation(enum.StrEnum):
    """How far a project gives the floor to inhabitants."""

    INFORM = "inform"
    CONSULT = "consult"
    CONCERT = "concert"
    CO_BUILD = "co_build"


class ProjectState(enum.StrEnum):
    """Where a project stands."""

    IDEA = "idea"
    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"
    ABANDONED = "abandoned"


class TemplateLineKind(enum.StrEnum):
    """What a line of a template lays down."""

    MILESTONE = "milestone"
    TASK = "task"


class PlanAction(Record):
    """A version of an action of the plan de mandat: what it says from a day on, until another version says it."""

    __tablename__ = "plan_action"
    __table_args__ = table_args(
        CheckConstraint("code <> ''", name="code_filled"),
        CheckConstraint("title <> ''", name="title_filled"),
        CheckConstraint("valid_to >= valid_from", name="ends_after_start"),
        UniqueConstraint("code", "valid_from"),
    )
    __placement__ = OpenToRead("what the city published that it would do: it says nothing about anybody")
    __searched__ = (WORDS,)

    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(250))
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None] = mapped_column(doc="The last day of this version; empty as long as it stands.")

    def __str__(self) -> str:
        return f"{self.code} – {self.title}"


def _pair(name: str, other: str, target: str) -> Table:
    return Table(
        name,
        metadata,
        Column("project_id", ForeignKey("project.id"), primary_key=True),
        Column(other, ForeignKey(f"{target}.id"), primary_key=True, index=True),
    )


project_team = _pair("project_team", "user_id", "ab_user")
project_partner = _pair("project_partner", "organisation_id", "organisation")
project_arrondissement = _pair("project_arrondissement", "arrondissement_id", "arrondissement")
project_instance = _pair("project_instance", "instance_id", "instance")
project_meeting = _pair("project_meeting", "meeting_id", "meeting")
project_request = _pair("project_request", "request_id", "council_request")


class Project(Record):
    """Something that the mission carries from an idea to its lessons. It owns no euro: what names it does."""

    __tablename__ = "project"
    __table_args__ = table_args(
        CheckConstraint("title <> ''", name="title_filled"),
        CheckConstraint("end_on >= start_on", name="ends_after_start"),
        CheckConstraint("state <> 'closed' OR lessons IS NOT NULL", name="closed_with_lessons"),
        CheckConstraint("(state IN ('closed', 'abandoned')) = (closed_on IS NOT NULL)", name="closed_on_a_day"),
        UniqueConstraint("title"),
        Index("ix_project_state_end_on", "state", "end_on"),
    )
    __placement__ = AsProject()
    __searched__ = (WORDS,)

    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[ProjectKind] = mapped_column(enum_column_type(ProjectKind, "project_kind"))
    objective: Mapped[str | None] = mapped_column(Text)
    plan_action_id: Mapped[int | None] = mapped_column(ForeignKey("plan_action.id"), index=True)
    participation: Mapped[Participation | None] = mapped_column(enum_column_type(Participation, "participation"))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    start_on: Mapped[dt.date | None]
    end_on: Mapped[dt.date | None]
    state: Mapped[ProjectState] = mapped_column(
        enum_column_type(ProjectState, "project_state"), default=ProjectState.IDEA
    )
    next_step: Mapped[str | None] = mapped_column(String(500))
    closed_on: Mapped[dt.date | None]
    lessons: Mapped[str | None] = mapped_column(Text)

    plan_action: Mapped[PlanAction | None] = relationship(lazy="select")
    lead: Mapped[User | None] = relationship(lazy="select")
    team: Mapped[list[User]] = relationship(
        secondary=project_team, order_by=(User.last_name, User.first_name), lazy="select"
    )
    partners: Mapped[list[Organisation]] = relationship(
        secondary=project_partner, order_by=Organisation.name, lazy="select"
    )
    arrondissements: Mapped[list[Arrondissement]] = relationship(
        secondary=project_arrondissement, order_by=Arrondissement.number, lazy="select"
    )
    instances: Mapped[list[Instance]] = relationship(
        secondary=project_instance, order_by=Instance.sort_key, lazy="select"
    )
    meetings: Mapped[list[Meeting]] = relationship(secondary=project_meeting, order_by=Meeting.start_at, lazy="select")
    requests: Mapped[list[CouncilRequest]] = relationship(
        secondary=project_request, order_by=CouncilRequest.received_on, lazy="select"
    )
    milestones: Mapped[list["Milestone"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (Milestone.due_on, Milestone.id),
        back_populates="project",
        lazy="select",
    )
    tasks: Mapped[list[ActionItem]] = relationship(
        order_by=(ActionItem.due_on, ActionItem.id), back_populates="project", lazy="select"
    )
    budget_lines: Mapped[list["BudgetLine"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (BudgetLine.exercise, BudgetLine.id),
        back_populates="project",
        lazy="select",
    )
    spendings: Mapped[list["ProjectSpending"]] = relationship(
        cascade="all, delete-orphan", order_by=lambda: ProjectSpending.id, back_populates="project", lazy="select"
    )

    def __str__(self) -> str:
        return self.title


class Milestone(Record):
    """A day that a project must keep, and who answers for it."""

    __tablename__ = "milestone"
    __table_args__ = table_args(
        CheckConstraint("title <> ''", name="title_filled"),
        Index("ix_milestone_reached_on_due_on", "reached_on", "due_on"),
    )
    __placement__ = ByProject()
    __searched__ = (WORDS,)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[dt.date]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    reached_on: Mapped[dt.date | None]
    notes: Mapped[str | None] = mapped_column(Text)

    project: Mapped[Project] = relationship(back_populates="milestones", lazy="select")
    owner: Mapped[User | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.title


class BudgetLine(Record):
    """What is planned for a project in a year, in euros with tax, and where the accounts follow it."""

    __tablename__ = "budget_line"
    __table_args__ = table_args(
        CheckConstraint("label <> ''", name="label_filled"),
        CheckConstraint("carried_over_incl_tax <= planned_incl_tax", name="carried_of_what_is_planned"),
        UniqueConstraint("project_id", "exercise", "label"),
        Index("ix_budget_line_last_order_on", "last_order_on"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    exercise: Mapped[int] = whole(FIRST_EXERCISE, LAST_EXERCISE)
    label: Mapped[str] = mapped_column(String(160))
    planned_incl_tax: Mapped[Decimal] = money(0, MAX_EUROS)
    commitment_number: Mapped[str | None] = mapped_column(String(60))
    cost_centre: Mapped[str | None] = mapped_column(String(60))
    last_order_on: Mapped[dt.date | None]
    carried_over_incl_tax: Mapped[Decimal] = money(
        0, MAX_EUROS, default=Decimal(0), doc="Of what is planned, what is left to the next exercise."
    )

    project: Mapped[Project] = relationship(back_populates="budget_lines", lazy="select")

    def __str__(self) -> str:
        return f"{self.exercise} – {self.label}"


class ProjectSpending(Record):
    """That a contract, an order or an invoice names a project: its euros stay its own, and several may name it."""

    __tablename__ = "project_spending"
    __table_args__ = table_args(
        CheckConstraint(
            "(CASE WHEN contract_id IS NULL THEN 0 ELSE 1 END + CASE WHEN order_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN invoice_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="names_one_thing",
        ),
        UniqueConstraint("project_id", "contract_id"),
        UniqueConstraint("project_id", "order_id"),
        UniqueConstraint("project_id", "invoice_id"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("contract.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("purchase_order.id"), index=True)
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"), index=True)

    project: Mapped[Project] = relationship(back_populates="spendings", lazy="select")
    contract: Mapped[Contract | None] = relationship(lazy="select")
    order: Mapped[PurchaseOrder | None] = relationship(lazy="select")
    invoice: Mapped[Invoice | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return str(self.contract or self.order or self.invoice or "")


class ProjectTemplate(Record):
    """What a project of a kind goes through: milestones and tasks, so many days from one date."""

    __tablename__ = "project_template"
    __table_args__ = table_args(CheckConstraint("name <> ''", name="name_filled"), UniqueConstraint("name"))
    __placement__ = OpenToRead("how the mission goes about its projects: it says nothing about anybody")
    __searched__ = (WORDS,)

    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[ProjectKind] = mapped_column(enum_column_type(ProjectKind, "project_template_kind"))
    from_what: Mapped[str] = mapped_column(String(120), doc="What the one date is: the day of the call, of the vote.")
    is_active: Mapped[bool] = mapped_column(default=True)

    lines: Mapped[list["ProjectTemplateLine"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (ProjectTemplateLine.days, ProjectTemplateLine.id),
        back_populates="template",
        lazy="select",
    )

    def __str__(self) -> str:
        return self.name


class ProjectTemplateLine(Record):
    """A milestone or a task that a template lays down, some calendar days before or after its date."""

    __tablename__ = "project_template_line"
    __table_args__ = table_args(CheckConstraint("title <> ''", name="title_filled"))
    __placement__ = OpenToRead("how the mission goes about its projects: it says nothing about anybody")
    __searched__ = (WORDS,)

    template_id: Mapped[int] = mapped_column(ForeignKey("project_template.id"), index=True)
    kind: Mapped[TemplateLineKind] = mapped_column(enum_column_type(TemplateLineKind, "template_line_kind"))
    title: Mapped[str] = mapped_column(String(200))
    days: Mapped[int] = whole(-MAX_DAYS, MAX_DAYS)

    template: Mapped[ProjectTemplate] = relationship(back_populates="lines", lazy="select")

    def __str__(self) -> str:
        return self.title
