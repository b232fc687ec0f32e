"""How the applications of a call are judged: interests, marks, scenarios, and what is told of the results."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.applications import Application
from models.base import Record, table_args
from models.bounds import MAX_EUROS, money, whole
from models.calls import BEST_MARK, CallCriterion, CallJuror, ProjectCall
from models.placement import ByJuror, MissionOnly, OpenToRead
from models.text import WORDS


class JurorInterest(Record):
    """What a juror declared before she opens a file: whether she is concerned by it."""

    __tablename__ = "juror_interest"
    __table_args__ = table_args(UniqueConstraint("juror_id", "application_id"))
    __placement__ = ByJuror()

    juror_id: Mapped[int] = mapped_column(ForeignKey("call_juror.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    is_concerned: Mapped[bool]
    declared_on: Mapped[dt.date]
    reason: Mapped[str | None] = mapped_column(String(500))

    juror: Mapped[CallJuror] = relationship(lazy="select")
    application: Mapped[Application] = relationship(lazy="select")

    def __str__(self) -> str:
        return str(self.application) if self.application is not None else ""


class ApplicationMark(Record):
    """The mark that a juror gives to an application on a criterion."""

    __tablename__ = "application_mark"
    __table_args__ = table_args(UniqueConstraint("juror_id", "application_id", "criterion_id"))
    __placement__ = ByJuror(is_judged=True)

    juror_id: Mapped[int] = mapped_column(ForeignKey("call_juror.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("call_criterion.id"), index=True)
    mark: Mapped[int] = whole(0, BEST_MARK)

    juror: Mapped[CallJuror] = relationship(lazy="select")
    application: Mapped[Application] = relationship(lazy="select")
    criterion: Mapped[CallCriterion] = relationship(lazy="select")

    def __str__(self) -> str:
        return str(self.mark)


class CallScenario(Record):
    """What a call would give, as its line stands: in above it, waiting below. The adopted one is frozen."""

    __tablename__ = "call_scenario"
    __table_args__ = table_args(
        CheckConstraint("name <> ''", name="name_filled"),
        UniqueConstraint("call_id", "name"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    call_id: Mapped[int] = mapped_column(ForeignKey("project_call.id"))
    name: Mapped[str] = mapped_column(String(120))
    cut: Mapped[int] = whole(0, 9_999, default=0, doc="The line: how many places are in.")
    notes: Mapped[str | None] = mapped_column(Text)
    adopted_on: Mapped[dt.date | None]
    adopted_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)

    call: Mapped[ProjectCall] = relationship(lazy="select")
    adopted_by: Mapped[User | None] = relationship(lazy="select")
    lines: Mapped[list["ScenarioLine"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (ScenarioLine.position, ScenarioLine.id),
        back_populates="scenario",
        lazy="select",
    )

    def __str__(self) -> str:
        return self.name


class ScenarioLine(Record):
    """An application in a scenario: its place, its mean on the day, what it would be given."""

    __tablename__ = "scenario_line"
    __table_args__ = table_args(
        UniqueConstraint("scenario_id", "application_id"),
        Index("ix_scenario_line_scenario_id_position", "scenario_id", "position"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    scenario_id: Mapped[int] = mapped_column(ForeignKey("call_scenario.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    position: Mapped[int] = whole(1, 9_999)
    mean: Mapped[Decimal | None] = money(0, BEST_MARK, doc="As the ranking said it when the line was written.")
    amount_incl_tax: Mapped[Decimal] = money(0, MAX_EUROS)
    is_refused: Mapped[bool] = mapped_column(default=False, doc="Not even on the waiting list.")

    scenario: Mapped[CallScenario] = relationship(back_populates="lines", lazy="select")
    application: Mapped[Application] = relationship(lazy="select")

    def __str__(self) -> str:
        return str(self.application) if self.application is not None else ""


class CallResult(Record):
    """What everybody is told of a project that was retained, once it is notified: nothing else of its file."""

    __tablename__ = "call_result"
    __table_args__ = table_args(UniqueConstraint("application_id"))
    __placement__ = OpenToRead("what a call gave, told to all once it is notified: title, council, amount alone")
    __searched__ = (WORDS,)

    call_id: Mapped[int] = mapped_column(ForeignKey("project_call.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    title: Mapped[str] = mapped_column(String(200))
    council: Mapped[str] = mapped_column(String(250))
    amount_incl_tax: Mapped[Decimal] = money(0, MAX_EUROS)
    notified_on: Mapped[dt.date]

    call: Mapped[ProjectCall] = relationship(lazy="select")
    application: Mapped[Application] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.title
