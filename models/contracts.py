"""Contracts for services (AMO): the file from the need to the end, who holds it, its steps and its documents."""

import datetime as dt
import enum
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from models.accounts import User
from models.base import Record, metadata, table_args
from models.bounds import MAX_MONTHS, money, percent, whole
from models.instances import Instance
from models.placement import MissionOnly
from models.procurement import (
    MAX_STEP_DAYS,
    LegalDelay,
    ProcedureCode,
    ProcedureTemplate,
    PurchaseFamily,
    StepCode,
    StepNeed,
)
from models.suppliers import Supplier
from models.territory import Arrondissement
from models.text import WORDS
from models.types import enum_column_type

if TYPE_CHECKING:
    from models.amendments import Amendment, Renewal, Subcontract
    from models.documents import Document


class ContractState(enum.StrEnum):
    """Where a file stands."""

    NEED = "need"
    PROCEDURE = "procedure"
    AWARDED = "awarded"
    RUNNING = "running"
    ENDED = "ended"
    ABANDONED = "abandoned"


class ContractEnding(enum.StrEnum):
    """How a file ended without a contract."""

    UNSUCCESSFUL = "unsuccessful"
    NO_FOLLOW_UP = "no_follow_up"
    GIVEN_UP = "given_up"


class Technique(enum.StrEnum):
    """Technique of purchase, chosen after the procedure."""

    NONE = "none"
    FRAMEWORK = "framework"
    CONTEST = "contest"
    QUALIFICATION = "qualification"
    DYNAMIC = "dynamic"
    CATALOGUE = "catalogue"
    AUCTION = "auction"


class Ccag(enum.StrEnum):
    """The general terms (cahier des clauses administratives générales) that the contract refers to."""

    WORKS = "works"
    PROJECT_MANAGEMENT = "project_management"
    SUPPLIES_SERVICES = "supplies_services"
    INDUSTRIAL = "industrial"
    INTELLECTUAL = "intellectual"
    INFORMATION_TECHNOLOGY = "information_technology"
    NONE = "none"


class PriceForm(enum.StrEnum):
    """How the price is formed."""

    UNIT = "unit"
    LUMP_SUM = "lump_sum"
    MIXED = "mixed"


class PriceType(enum.StrEnum):
    """Whether and how the price moves."""

    FIRM = "firm"
    ADJUSTABLE = "adjustable"
    REVISABLE = "revisable"
    PROVISIONAL = "provisional"


class GroupKind(enum.StrEnum):
    """How several companies hold a contract together."""

    NONE = "none"
    JOINT = "joint"
    SOLIDARY = "solidary"


class PlaceCode(enum.StrEnum):
    """What the code of the place of performance is (INSEE codes preferred)."""

    MUNICIPALITY = "municipality"
    POSTAL_CODE = "postal_code"
    CANTON = "canton"
    DEPARTMENT = "department"
    REGION = "region"
    COUNTRY = "country"


class StepState(enum.StrEnum):
    """Where a step stands; one set aside was conditional and is not needed here."""

    TO_DO = "to_do"
    UNDER_WAY = "under_way"
    DONE = "done"
    SET_ASIDE = "set_aside"


contract_instance = Table(
    "contract_instance",
    metadata,
    Column("contract_id", ForeignKey("contract.id"), primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), primary_key=True, index=True),
)
contract_arrondissement = Table(
    "contract_arrondissement",
    metadata,
    Column("contract_id", ForeignKey("contract.id"), primary_key=True),
    Column("arrondissement_id", ForeignKey("arrondissement.id"), primary_key=True, index=True),
)


class Contract(Record):
    """A contract's file: the need, the procedure, the award and its terms. A lot is a contract of its own."""

    __tablename__ = "contract"
    __table_args__ = table_args(
        CheckConstraint("title <> ''", name="title_filled"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("minimum_excl_tax <= maximum_excl_tax", name="minimum_below_maximum"),
        CheckConstraint("allotment_id <> id", name="not_its_own_lot"),
        CheckConstraint("framework_id <> id", name="not_its_own_framework"),
        UniqueConstraint("number"),
        UniqueConstraint("allotment_id", "lot_number"),
        Index("ix_contract_state_ends_on", "state", "ends_on"),
        Index("ix_contract_family_id_launch_on", "family_id", "launch_on"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    # The need.
    number: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(250))
    justification: Mapped[str | None] = mapped_column(Text)
    state: Mapped[ContractState] = mapped_column(
        enum_column_type(ContractState, "contract_state"), default=ContractState.NEED
    )
    state_reason: Mapped[str | None] = mapped_column(Text, doc="Why the file was abandoned.")
    ending: Mapped[ContractEnding | None] = mapped_column(enum_column_type(ContractEnding, "contract_ending"))
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    family_id: Mapped[int | None] = mapped_column(ForeignKey("purchase_family.id"))
    cpv: Mapped[str | None] = mapped_column(String(10), doc="Common procurement vocabulary: 8 digits, a check digit.")
    cpv_label: Mapped[str | None] = mapped_column(String(160))
    estimate_excl_tax: Mapped[Decimal | None] = money(
        doc="Over the whole duration, renewals included: what the procedure follows from."
    )
    launch_on: Mapped[dt.date | None] = mapped_column(doc="Launch of the consultation: the day the law is read on.")
    wished_start_on: Mapped[dt.date | None]
    budget_line: Mapped[str | None] = mapped_column(String(120))
    allotment_id: Mapped[int | None] = mapped_column(
        ForeignKey("contract.id"), doc="The file that this contract is a lot of: lots of one need count together."
    )
    lot_number: Mapped[int | None] = whole(1, 99)

    # The procedure.
    procedure: Mapped[ProcedureCode | None] = mapped_column(enum_column_type(ProcedureCode, "contract_procedure"))
    procedure_reason: Mapped[str | None] = mapped_column(Text, doc="Why another one than the amount imposes.")
    technique: Mapped[Technique] = mapped_column(enum_column_type(Technique, "technique"), default=Technique.NONE)
    has_purchase_orders: Mapped[bool] = mapped_column(default=False)
    has_subsequent_contracts: Mapped[bool] = mapped_column(default=False)
    has_tranches: Mapped[bool] = mapped_column(default=False)
    framework_id: Mapped[int | None] = mapped_column(
        ForeignKey("contract.id"), index=True, doc="The accord-cadre of a subsequent contract."
    )
    is_electronic: Mapped[bool] = mapped_column(default=True)
    has_prior_notice: Mapped[bool] = mapped_column(default=False)
    is_urgent: Mapped[bool] = mapped_column(default=False)
    has_social_clause: Mapped[bool] = mapped_column(default=False)
    has_social_criterion: Mapped[bool] = mapped_column(default=False)
    is_reserved: Mapped[bool] = mapped_column(default=False)
    has_environmental_clause: Mapped[bool] = mapped_column(default=False)
    has_environmental_criterion: Mapped[bool] = mapped_column(default=False)

    # The terms.
    amount_excl_tax: Mapped[Decimal | None] = money(doc="As awarded; the estimated maximum of an accord-cadre.")
    minimum_excl_tax: Mapped[Decimal | None] = money()
    maximum_excl_tax: Mapped[Decimal | None] = money(doc="What orders never pass; obligatory for an accord-cadre.")
    vat_rate: Mapped[Decimal] = percent(default=Decimal(20))
    price_form: Mapped[PriceForm | None] = mapped_column(enum_column_type(PriceForm, "price_form"))
    price_type: Mapped[PriceType | None] = mapped_column(enum_column_type(PriceType, "price_type"))
    ccag: Mapped[Ccag] = mapped_column(enum_column_type(Ccag, "ccag"), default=Ccag.INTELLECTUAL)
    group_kind: Mapped[GroupKind] = mapped_column(enum_column_type(GroupKind, "group_kind"), default=GroupKind.NONE)
    is_innovative: Mapped[bool] = mapped_column(default=False)
    has_advance: Mapped[bool] = mapped_column(default=False)
    advance_rate: Mapped[Decimal | None] = percent()
    allows_subcontracting: Mapped[bool] = mapped_column(default=False, doc="Subcontracting was declared.")
    tenders_received: Mapped[int | None] = whole(0, 9999)
    candidates_received: Mapped[int | None] = whole(0, 9999, doc="Where one applies first, then tenders.")
    award_reason: Mapped[str | None] = mapped_column(Text, doc="Why another tender than the first in the ranking.")
    is_taken_over: Mapped[bool] = mapped_column(default=False, doc="Awarded before its file was kept here.")
    place_code: Mapped[str] = mapped_column(String(10), default="69123")
    place_kind: Mapped[PlaceCode] = mapped_column(
        enum_column_type(PlaceCode, "place_kind"), default=PlaceCode.MUNICIPALITY
    )

    # Dates and durations.
    awarded_on: Mapped[dt.date | None]
    letters_on: Mapped[dt.date | None] = mapped_column(doc="When those not retained were written to.")
    signed_on: Mapped[dt.date | None]
    transmitted_on: Mapped[dt.date | None] = mapped_column(doc="Transmitted to the review of legality.")
    notified_on: Mapped[dt.date | None] = mapped_column(index=True)
    award_notice_on: Mapped[dt.date | None] = mapped_column(doc="When the award notice was sent.")
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None] = mapped_column(doc="End of what runs now; a renewal moves it.")
    firm_months: Mapped[int | None] = whole(1, MAX_MONTHS, doc="Duration before any renewal.")
    renewals: Mapped[int] = whole(0, 20, default=0, doc="How many renewals the contract allows.")
    renewal_months: Mapped[int | None] = whole(1, MAX_MONTHS)
    notice_months: Mapped[int | None] = whole(0, 36, doc="Notice before the end, to renew or not.")
    is_tacit: Mapped[bool] = mapped_column(default=True, doc="Renewed unless the city says no (R2112-4).")
    verification_months: Mapped[int] = whole(0, 12, default=2, doc="CCAG-PI, article 28.2: then tacit admission.")

    # Balances taken over from before the file was kept here.
    opening_on: Mapped[dt.date | None]
    opening_ordered_excl_tax: Mapped[Decimal | None] = money()
    opening_invoiced_excl_tax: Mapped[Decimal | None] = money()
    opening_paid_excl_tax: Mapped[Decimal | None] = money()

    open_data_id: Mapped[str | None] = mapped_column(String(16), unique=True, doc="Its id in the essential data.")
    published_on: Mapped[dt.date | None] = mapped_column(doc="When the essential data were published.")
    is_published_before: Mapped[bool] = mapped_column(
        default=False, doc="Published before the file was kept here, on a day that is not known."
    )
    is_shared: Mapped[bool] = mapped_column(
        default=False, doc="The referents of a served mairie see provider, schedule and deliverables."
    )
    notes: Mapped[str | None] = mapped_column(Text)

    responsible: Mapped[User | None] = relationship(lazy="select")
    family: Mapped[PurchaseFamily | None] = relationship(lazy="select")
    instances: Mapped[list[Instance]] = relationship(
        secondary=contract_instance, order_by=Instance.sort_key, lazy="select"
    )
    arrondissements: Mapped[list[Arrondissement]] = relationship(
        secondary=contract_arrondissement, order_by=Arrondissement.number, lazy="select"
    )
    allotment: Mapped["Contract | None"] = relationship(
        remote_side="Contract.id", foreign_keys=[allotment_id], back_populates="lots", lazy="select"
    )
    lots: Mapped[list["Contract"]] = relationship(
        foreign_keys=[allotment_id],
        order_by=lambda: (Contract.lot_number, Contract.id),
        back_populates="allotment",
        lazy="select",
    )
    framework: Mapped["Contract | None"] = relationship(
        remote_side="Contract.id", foreign_keys=[framework_id], lazy="select"
    )
    holders: Mapped[list["ContractHolder"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (ContractHolder.position, ContractHolder.id),
        back_populates="contract",
        lazy="select",
    )
    steps: Mapped[list["ProcurementStep"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (ProcurementStep.position, ProcurementStep.id),
        back_populates="contract",
        lazy="select",
    )
    documents: Mapped[list["Document"]] = relationship(
        cascade="all, delete-orphan", order_by="Document.id", back_populates="contract", lazy="select"
    )
    template: Mapped[ProcedureTemplate | None] = relationship(
        primaryjoin=lambda: foreign(Contract.procedure) == ProcedureTemplate.code, viewonly=True, lazy="select"
    )
    # What changed the terms since: a contract that has some is not deleted.
    amendments: Mapped[list["Amendment"]] = relationship(
        order_by="Amendment.number", back_populates="contract", passive_deletes="all", lazy="select"
    )
    subcontracts: Mapped[list["Subcontract"]] = relationship(
        order_by="(Subcontract.number, Subcontract.id)", back_populates="contract", lazy="select"
    )
    periods: Mapped[list["Renewal"]] = relationship(
        order_by="Renewal.number", back_populates="contract", passive_deletes="all", lazy="select"
    )

    @property
    def is_published(self) -> bool:
        """Whether the essential data were published, on a day or before the file was kept here."""
        return self.published_on is not None or bool(self.is_published_before)

    def __str__(self) -> str:
        return f"{self.number} – {self.title}"


class ContractHolder(Record):
    """A supplier that holds a contract; the first of a group is its lead (mandataire)."""

    __tablename__ = "contract_holder"
    __table_args__ = table_args(UniqueConstraint("contract_id", "supplier_id"))
    __placement__ = MissionOnly()

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    position: Mapped[int] = whole(1, 20, default=1)

    contract: Mapped[Contract] = relationship(back_populates="holders", lazy="select")
    supplier: Mapped[Supplier] = relationship(lazy="select")

    def __str__(self) -> str:
        return str(self.supplier)


class ProcurementStep(Record):
    """A step of a contract's procedure: planned at first, revised since, done on a day."""

    __tablename__ = "procurement_step"
    __table_args__ = table_args(
        UniqueConstraint("contract_id", "step"),
        Index("ix_procurement_step_state_planned_on", "state", "planned_on"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    position: Mapped[int] = whole(1, 99)
    step: Mapped[StepCode] = mapped_column(enum_column_type(StepCode, "procurement_step_code"))
    label: Mapped[str] = mapped_column(String(160))
    presence: Mapped[StepNeed] = mapped_column(
        enum_column_type(StepNeed, "procurement_step_presence"), default=StepNeed.OBLIGATORY
    )
    internal_days: Mapped[int] = whole(0, MAX_STEP_DAYS, default=0, doc="Calendar days after the step before.")
    initial_on: Mapped[dt.date | None] = mapped_column(doc="As first planned; never moved.")
    planned_on: Mapped[dt.date | None] = mapped_column(doc="As planned now.")
    actual_on: Mapped[dt.date | None]
    state: Mapped[StepState] = mapped_column(
        enum_column_type(StepState, "procurement_step_state"), default=StepState.TO_DO
    )
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    note: Mapped[str | None] = mapped_column(Text)

    contract: Mapped[Contract] = relationship(back_populates="steps", lazy="select")
    responsible: Mapped[User | None] = relationship(lazy="select")
    document: Mapped["Document | None"] = relationship(lazy="select")
    legal_delays: Mapped[list[LegalDelay]] = relationship(
        primaryjoin=lambda: foreign(LegalDelay.step) == ProcurementStep.step,
        order_by=LegalDelay.id,
        viewonly=True,
        lazy="select",
        doc="The delays of the law up to such a step, whatever the procedure, the case and the day.",
    )

    def __str__(self) -> str:
        return self.label
