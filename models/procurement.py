"""The law of public procurement as data: thresholds, delays, the steps of each procedure, sitting dates, families."""

import datetime as dt
import enum
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Record, table_args
from models.bounds import money, whole
from models.placement import MissionOnly
from models.text import WORDS
from models.types import enum_column_type

MAX_STEP_DAYS = 730


class ProcedureCode(enum.StrEnum):
    """How a contract is awarded (code de la commande publique); the values are those of `flask mdo plan`."""

    DIRECT = "gre_a_gre"
    ADAPTED = "mapa"
    OPEN = "aoo"
    RESTRICTED = "aor"
    NEGOTIATED = "pan"
    SUBSEQUENT = "subsequent"
    DIALOGUE = "dialogue"


class StepCode(enum.StrEnum):
    """The steps from the need to the start, in their usual order; the values are those of `flask mdo plan`."""

    NEED = "need"
    SOURCING = "sourcing"
    DOCUMENTS = "documents"
    AUTHORISATION = "authorisation"
    NOTICE = "notice"
    CANDIDATES_DUE = "candidates_due"
    INVITATION = "invitation"
    TENDERS_DUE = "tenders_due"
    OPENING = "opening"
    ANALYSIS = "analysis"
    NEGOTIATION = "negotiation"
    AWARD = "award"
    REJECTIONS = "rejections"
    SIGNATURE = "signature"
    LEGALITY = "legality"
    NOTIFICATION = "notification"
    AWARD_NOTICE = "award_notice"
    OPEN_DATA = "open_data"
    START = "start"


class StepNeed(enum.StrEnum):
    """Whether a procedure always has a step, or has it when the case asks; one that it never has is no row."""

    OBLIGATORY = "obligatory"
    CONDITIONAL = "conditional"


class ThresholdCode(enum.StrEnum):
    """What an amount before tax decides."""

    NO_COMPETITION = "no_competition"
    WRITTEN_CONTRACT = "written_contract"
    FREE_DOCUMENTS = "free_documents"
    ADVERTISING = "advertising"
    FORMAL = "formal"
    SPECIFIC_SERVICES = "specific_services"
    LEGALITY = "legality"
    OPEN_DATA = "open_data"
    LIGHT_DATA = "light_data"
    ADVANCE = "advance"
    SMALL_LOT = "small_lot"
    ENVIRONMENT_CRITERION = "environment_criterion"
    ENVIRONMENT_CONDITION = "environment_condition"
    SOCIAL_CONDITION = "social_condition"


class FigureCode(enum.StrEnum):
    """What a figure of the law decides that is neither an amount of a need nor a delay between two steps."""

    LOW_TENDER = "low_tender"
    TENDER_DAYS = "tender_days"
    FRAMEWORK_MONTHS = "framework_months"
    PAYMENT_DAYS = "payment_days"
    INTEREST_POINTS = "interest_points"
    RECOVERY = "recovery"
    LOW_VALUE = "low_value"
    ONE_BY_ONE = "one_by_one"
    COMMITTEE = "committee"
    ADVANCE_LOWEST = "advance_lowest"
    ADVANCE_LOWEST_SME = "advance_lowest_sme"
    ADVANCE_HIGHEST = "advance_highest"
    REPAYMENT_START = "repayment_start"
    REPAYMENT_END = "repayment_end"
    NEED_MONTHS = "need_months"
    SMALL_LOTS = "small_lots"
    ADVANCE_MONTHS = "advance_months"


class FigureUnit(enum.StrEnum):
    """What a figure of the law counts."""

    PERCENT = "percent"
    DAYS = "days"
    MONTHS = "months"
    POINTS = "points"
    EUROS = "euros"


FIGURE_UNITS = {
    FigureCode.LOW_TENDER: FigureUnit.PERCENT,
    FigureCode.TENDER_DAYS: FigureUnit.DAYS,
    FigureCode.FRAMEWORK_MONTHS: FigureUnit.MONTHS,
    FigureCode.PAYMENT_DAYS: FigureUnit.DAYS,
    FigureCode.INTEREST_POINTS: FigureUnit.POINTS,
    FigureCode.RECOVERY: FigureUnit.EUROS,
    FigureCode.LOW_VALUE: FigureUnit.PERCENT,
    FigureCode.ONE_BY_ONE: FigureUnit.PERCENT,
    FigureCode.COMMITTEE: FigureUnit.PERCENT,
    FigureCode.ADVANCE_LOWEST: FigureUnit.PERCENT,
    FigureCode.ADVANCE_LOWEST_SME: FigureUnit.PERCENT,
    FigureCode.ADVANCE_HIGHEST: FigureUnit.PERCENT,
    FigureCode.REPAYMENT_START: FigureUnit.PERCENT,
    FigureCode.REPAYMENT_END: FigureUnit.PERCENT,
    FigureCode.NEED_MONTHS: FigureUnit.MONTHS,
    FigureCode.SMALL_LOTS: FigureUnit.PERCENT,
    FigureCode.ADVANCE_MONTHS: FigureUnit.MONTHS,
}
MAX_FIGURE = 100_000


class DelayCondition(enum.StrEnum):
    """When a delay applies in place of the ordinary one."""

    ORDINARY = "ordinary"
    ELECTRONIC = "electronic"
    PRIOR_NOTICE = "prior_notice"
    URGENT = "urgent"


class DelayUnit(enum.StrEnum):
    """What a delay is counted in."""

    DAYS = "days"
    MONTHS = "months"


class Counting(enum.StrEnum):
    """How a delay is counted."""

    SENDING_DAY_EXCLUDED = "sending_day_excluded"
    SENDING_DAY_INCLUDED = "sending_day_included"


class SittingKind(enum.StrEnum):
    """The assemblies whose dates a calendar must meet."""

    TENDER_COMMITTEE = "tender_committee"
    COUNCIL = "council"


class Threshold(Record):
    """An amount from which a rule of public procurement applies, and the days between which it is valid."""

    __tablename__ = "threshold"
    __table_args__ = table_args(
        CheckConstraint("valid_to >= valid_from", name="validity_ordered"),
        UniqueConstraint("code", "valid_from"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    code: Mapped[ThresholdCode] = mapped_column(enum_column_type(ThresholdCode, "threshold_code"))
    amount_excl_tax: Mapped[Decimal] = money()
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None] = mapped_column(doc="Last day; empty while it lasts.")
    legal_basis: Mapped[str] = mapped_column(String(250))
    source: Mapped[str | None] = mapped_column(String(500))
    is_to_confirm: Mapped[bool] = mapped_column(default=True)
    notes: Mapped[str | None] = mapped_column(Text)

    def __str__(self) -> str:
        return f"{self.legal_basis} ({self.valid_from:%d/%m/%Y})"


class LegalFigure(Record):
    """A figure of the law or of usage (days to pay, points of interest …), and the days between which it is valid."""

    __tablename__ = "legal_figure"
    __table_args__ = table_args(
        CheckConstraint("valid_to >= valid_from", name="validity_ordered"),
        UniqueConstraint("code", "valid_from"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    code: Mapped[FigureCode] = mapped_column(enum_column_type(FigureCode, "legal_figure_code"))
    number: Mapped[Decimal] = money(0, MAX_FIGURE, doc="In the unit of its code: days, per cent, euros …")
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None] = mapped_column(doc="Last day; empty while it lasts.")
    legal_basis: Mapped[str] = mapped_column(String(250))
    source: Mapped[str | None] = mapped_column(String(500))
    is_to_confirm: Mapped[bool] = mapped_column(default=True)
    notes: Mapped[str | None] = mapped_column(Text)

    @property
    def unit(self) -> FigureUnit | None:
        """What the number counts; None while nobody said what it decides."""
        return FIGURE_UNITS.get(self.code)

    def __str__(self) -> str:
        return f"{self.legal_basis} ({self.valid_from:%d/%m/%Y})"


class LegalDelay(Record):
    """A delay of the law between two steps of a procedure; without a procedure, of all of them."""

    __tablename__ = "legal_delay"
    __table_args__ = table_args(
        CheckConstraint("valid_to >= valid_from", name="validity_ordered"),
        UniqueConstraint("procedure", "after", "step", "condition", "valid_from", name="uq_legal_delay_case"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    procedure: Mapped[ProcedureCode | None] = mapped_column(enum_column_type(ProcedureCode, "delay_procedure"))
    after: Mapped[StepCode] = mapped_column(enum_column_type(StepCode, "delay_after"))
    step: Mapped[StepCode] = mapped_column(enum_column_type(StepCode, "delay_step"))
    amount: Mapped[int] = whole(0, MAX_STEP_DAYS)
    unit: Mapped[DelayUnit] = mapped_column(enum_column_type(DelayUnit, "delay_unit"), default=DelayUnit.DAYS)
    is_maximum: Mapped[bool] = mapped_column(default=False, doc="At most so long after; otherwise, at least.")
    condition: Mapped[DelayCondition] = mapped_column(
        enum_column_type(DelayCondition, "delay_condition"), default=DelayCondition.ORDINARY
    )
    counting: Mapped[Counting] = mapped_column(
        enum_column_type(Counting, "delay_counting"), default=Counting.SENDING_DAY_EXCLUDED
    )
    article: Mapped[str] = mapped_column(String(250))
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    source: Mapped[str | None] = mapped_column(String(500))
    is_to_confirm: Mapped[bool] = mapped_column(default=True)

    def __str__(self) -> str:
        return self.article


class ProcedureTemplate(Record):
    """A procedure with its ordered steps and the durations that the mission is used to."""

    __tablename__ = "procedure_template"
    __table_args__ = table_args(CheckConstraint("label <> ''", name="label_filled"), UniqueConstraint("code"))
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    code: Mapped[ProcedureCode] = mapped_column(enum_column_type(ProcedureCode, "template_procedure"))
    label: Mapped[str] = mapped_column(String(120))
    description: Mapped[str | None] = mapped_column(Text)
    needs_committee: Mapped[bool] = mapped_column(default=False, doc="The CAO awards.")
    may_negotiate: Mapped[bool] = mapped_column(default=False)
    is_formal: Mapped[bool] = mapped_column(default=False)

    steps: Mapped[list["TemplateStep"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (TemplateStep.position, TemplateStep.id),
        back_populates="template",
        lazy="select",
    )

    def __str__(self) -> str:
        return self.label


class TemplateStep(Record):
    """A step of a procedure: whether it is obligatory, and the days it usually takes after the step before."""

    __tablename__ = "template_step"
    __table_args__ = table_args(UniqueConstraint("template_id", "step"))
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    template_id: Mapped[int] = mapped_column(ForeignKey("procedure_template.id"))
    position: Mapped[int] = whole(1, 99)
    step: Mapped[StepCode] = mapped_column(enum_column_type(StepCode, "template_step_code"))
    label: Mapped[str] = mapped_column(String(160))
    presence: Mapped[StepNeed] = mapped_column(
        enum_column_type(StepNeed, "template_step_presence"), default=StepNeed.OBLIGATORY
    )
    internal_days: Mapped[int] = whole(0, MAX_STEP_DAYS, default=0, doc="Calendar days after the step before.")
    article: Mapped[str | None] = mapped_column(String(250))
    notes: Mapped[str | None] = mapped_column(Text)

    template: Mapped[ProcedureTemplate] = relationship(back_populates="steps", lazy="select")

    def __str__(self) -> str:
        return self.label


class SpecificService(Record):
    """A family of social and other specific services (annex 3), from one CPV code to another, both included."""

    __tablename__ = "specific_service"
    __table_args__ = table_args(
        CheckConstraint("label <> ''", name="label_filled"),
        UniqueConstraint("first_cpv", "last_cpv"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    label: Mapped[str] = mapped_column(String(160))
    first_cpv: Mapped[str] = mapped_column(String(10))
    last_cpv: Mapped[str] = mapped_column(String(10))
    article: Mapped[str] = mapped_column(String(250))
    source: Mapped[str | None] = mapped_column(String(500))
    is_to_confirm: Mapped[bool] = mapped_column(default=True)
    notes: Mapped[str | None] = mapped_column(Text)

    def __str__(self) -> str:
        return f"{self.label} ({self.first_cpv} – {self.last_cpv})"


class PurchaseFamily(Record):
    """A homogeneous family of services: needs of one family are added up against the thresholds (R2121-1 to -7)."""

    __tablename__ = "purchase_family"
    __table_args__ = table_args(
        CheckConstraint("name <> ''", name="name_filled"),
        CheckConstraint("(others_excl_tax IS NULL) = (others_on IS NULL)", name="others_are_dated"),
        UniqueConstraint("code"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(160))
    description: Mapped[str | None] = mapped_column(Text)
    is_active: Mapped[bool] = mapped_column(default=True)
    others_excl_tax: Mapped[Decimal | None] = money(doc="Committed by the other directions of the city, as known.")
    others_on: Mapped[dt.date | None]
    others_source: Mapped[str | None] = mapped_column(String(250))

    def __str__(self) -> str:
        return f"{self.code} – {self.name}"


class SittingDate(Record):
    """A day on which the tender committee (CAO) or the municipal council sits."""

    __tablename__ = "sitting_date"
    __table_args__ = table_args(UniqueConstraint("kind", "day"), Index("ix_sitting_date_day", "day"))
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    kind: Mapped[SittingKind] = mapped_column(enum_column_type(SittingKind, "sitting_kind"))
    day: Mapped[dt.date]
    notes: Mapped[str | None] = mapped_column(String(250))

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
