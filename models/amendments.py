"""What changes a contract that runs, and what its holder owes or is owed: from the amendment to the evaluation."""

import datetime as dt
import enum
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args
from models.bounds import MAX_EUROS, MAX_MONTHS, money, percent, whole
from models.contracts import Contract
from models.placement import MissionOnly
from models.suppliers import Supplier
from models.text import WORDS
from models.types import enum_column_type

BEST_MARK = 4


class AmendmentGround(enum.StrEnum):
    """Why a contract may be modified without a new competition: the closed list of L2194-1."""

    REVIEW_CLAUSE = "review_clause"
    ADDITIONAL = "additional"
    UNFORESEEN = "unforeseen"
    NEW_HOLDER = "new_holder"
    NOT_SUBSTANTIAL = "not_substantial"
    LOW_VALUE = "low_value"


class AmendmentOpinion(enum.StrEnum):
    """What the tender committee (CAO) said of an amendment (L1414-4 CGCT)."""

    FAVOURABLE = "favourable"
    UNFAVOURABLE = "unfavourable"


class RenewalDecision(enum.StrEnum):
    """Whether a contract goes on for one more period."""

    PENDING = "pending"
    RENEWED = "renewed"
    NOT_RENEWED = "not_renewed"


class PriceVariation(enum.StrEnum):
    """Whether the price of a subcontract moves (nomenclature of the essential data)."""

    FIRM = "firm"
    ADJUSTABLE = "adjustable"
    REVISABLE = "revisable"


class Amendment(Record):
    """An amendment (avenant): what it adds to the amount and the duration, or who takes the contract over."""

    __tablename__ = "amendment"
    __table_args__ = table_args(
        CheckConstraint("subject <> ''", name="subject_filled"),
        CheckConstraint("notified_on >= signed_on", name="notified_after_signature"),
        CheckConstraint("transmitted_on >= signed_on", name="transmitted_after_signature"),
        UniqueConstraint("contract_id", "number"),
        Index("ix_amendment_notified_on", "notified_on"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    number: Mapped[int] = whole(1, 99)
    ground: Mapped[AmendmentGround | None] = mapped_column(
        enum_column_type(AmendmentGround, "amendment_ground"),
        doc="Empty for one that was read in the essential data, which do not say it.",
    )
    subject: Mapped[str] = mapped_column(String(250))
    justification: Mapped[str | None] = mapped_column(Text)
    amount_excl_tax: Mapped[Decimal] = money(
        -MAX_EUROS, default=Decimal(0), doc="Added to the amount, and to the maximum where there is one; below 0, less."
    )
    months: Mapped[int] = whole(-MAX_MONTHS, MAX_MONTHS, default=0, doc="Added to the duration; below 0, less.")
    moved_from_on: Mapped[dt.date | None] = mapped_column(doc="End of the contract before this amendment moved it.")
    moved_to_on: Mapped[dt.date | None] = mapped_column(doc="End of the contract after this amendment.")
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"), index=True, doc="The new holder.")
    replaced_id: Mapped[int | None] = mapped_column(
        ForeignKey("supplier.id"), index=True, doc="The holder whose place the new one takes."
    )
    committee_on: Mapped[dt.date | None] = mapped_column(doc="Opinion of the CAO.")
    committee_opinion: Mapped[AmendmentOpinion | None] = mapped_column(
        enum_column_type(AmendmentOpinion, "amendment_opinion")
    )
    signed_on: Mapped[dt.date | None] = mapped_column(index=True)
    transmitted_on: Mapped[dt.date | None] = mapped_column(doc="Transmitted to the review of legality.")
    notified_on: Mapped[dt.date | None] = mapped_column(doc="From this day on the contract is as amended.")
    published_on: Mapped[dt.date | None] = mapped_column(doc="When its essential data were published.")

    contract: Mapped[Contract] = relationship(back_populates="amendments", lazy="select")
    supplier: Mapped[Supplier | None] = relationship(foreign_keys=[supplier_id], lazy="select")
    replaced: Mapped[Supplier | None] = relationship(foreign_keys=[replaced_id], lazy="select")

    def __str__(self) -> str:
        return f"n° {self.number} – {self.subject}"


class Renewal(Record):
    """One more period of a contract (reconduction), and what was decided of it."""

    __tablename__ = "renewal"
    __table_args__ = table_args(
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        UniqueConstraint("contract_id", "number"),
        Index("ix_renewal_decision_decide_by_on", "decision", "decide_by_on"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    number: Mapped[int] = whole(1, 20)
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    decide_by_on: Mapped[dt.date | None] = mapped_column(doc="Last day on which the holder may be told.")
    decision: Mapped[RenewalDecision] = mapped_column(
        enum_column_type(RenewalDecision, "renewal_decision"), default=RenewalDecision.PENDING
    )
    decided_on: Mapped[dt.date | None] = mapped_column(doc="From this day on, the end of the contract is moved.")
    notes: Mapped[str | None] = mapped_column(Text)

    contract: Mapped[Contract] = relationship(back_populates="periods", lazy="select")

    def __str__(self) -> str:
        return f"n° {self.number} – {self.starts_on:%d/%m/%Y} → {self.ends_on:%d/%m/%Y}"


class Subcontract(Record):
    """An act of subcontracting (DC4): whom a holder entrusts a part of the contract to."""

    __tablename__ = "subcontract"
    __table_args__ = table_args(
        CheckConstraint("subject <> ''", name="subject_filled"),
        CheckConstraint("notified_on >= accepted_on", name="notified_after_acceptance"),
        UniqueConstraint("contract_id", "number"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    number: Mapped[int] = whole(1, 99)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    subject: Mapped[str] = mapped_column(String(250))
    amount_excl_tax: Mapped[Decimal] = money()
    months: Mapped[int | None] = whole(1, MAX_MONTHS)
    price_variation: Mapped[PriceVariation] = mapped_column(
        enum_column_type(PriceVariation, "price_variation"), default=PriceVariation.FIRM
    )
    is_paid_directly: Mapped[bool] = mapped_column(default=True, doc="The city pays the subcontractor itself.")
    accepted_on: Mapped[dt.date | None]
    notified_on: Mapped[dt.date | None]
    published_on: Mapped[dt.date | None] = mapped_column(doc="When its essential data were published.")
    notes: Mapped[str | None] = mapped_column(Text)

    contract: Mapped[Contract] = relationship(back_populates="subcontracts", lazy="select")
    supplier: Mapped[Supplier] = relationship(lazy="select")
    changes: Mapped[list["SubcontractChange"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (SubcontractChange.number, SubcontractChange.id),
        back_populates="subcontract",
        lazy="select",
    )

    def __str__(self) -> str:
        return f"n° {self.number} – {self.subject}"


class SubcontractChange(Record):
    """A later act that changes a subcontract: its new amount or its new duration, as they are from then on."""

    __tablename__ = "subcontract_change"
    __table_args__ = table_args(
        CheckConstraint("amount_excl_tax IS NOT NULL OR months IS NOT NULL", name="changes_something"),
        UniqueConstraint("subcontract_id", "number"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    subcontract_id: Mapped[int] = mapped_column(ForeignKey("subcontract.id"))
    number: Mapped[int] = whole(1, 99)
    notified_on: Mapped[dt.date]
    amount_excl_tax: Mapped[Decimal | None] = money(doc="The whole amount from then on; empty when it stays.")
    months: Mapped[int | None] = whole(1, MAX_MONTHS, doc="The whole duration from then on; empty when it stays.")
    published_on: Mapped[dt.date | None] = mapped_column(doc="When its essential data were published.")

    subcontract: Mapped[Subcontract] = relationship(back_populates="changes", lazy="select")

    def __str__(self) -> str:
        return f"n° {self.number} – {self.notified_on:%d/%m/%Y}"


class Advance(Record):
    """What was paid to the holder before any work, and taken back later from what is due."""

    __tablename__ = "advance"
    __table_args__ = table_args(
        CheckConstraint("repaid_incl_tax <= amount_incl_tax", name="repaid_within_amount"),
        CheckConstraint("repaid_on >= paid_on", name="repaid_after_payment"),
        Index("ix_advance_contract_id", "contract_id"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    amount_incl_tax: Mapped[Decimal] = money()
    rate: Mapped[Decimal | None] = percent()
    paid_on: Mapped[dt.date | None]
    repaid_incl_tax: Mapped[Decimal | None] = money()
    repaid_on: Mapped[dt.date | None]
    notes: Mapped[str | None] = mapped_column(Text)

    contract: Mapped[Contract] = relationship(lazy="select")

    def __str__(self) -> str:
        return f"{self.amount_incl_tax:.2f} €".replace(".", ",")


class Penalty(Record):
    """What is held back from the holder for lateness or bad performance; no VAT is due on it."""

    __tablename__ = "penalty"
    __table_args__ = table_args(
        CheckConstraint("reason <> ''", name="reason_filled"),
        CheckConstraint("waived_on >= applied_on", name="waived_after_application"),
        Index("ix_penalty_contract_id", "contract_id"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    reason: Mapped[str] = mapped_column(String(250))
    amount_excl_tax: Mapped[Decimal] = money()
    applied_on: Mapped[dt.date]
    waived_on: Mapped[dt.date | None]
    waiver_reason: Mapped[str | None] = mapped_column(String(250))

    contract: Mapped[Contract] = relationship(lazy="select")

    def __str__(self) -> str:
        return f"{self.applied_on:%d/%m/%Y} – {self.reason}"


class Evaluation(Record):
    """What the mission keeps of a supplier at the end of a contract, from 1 (bad) to 4 (very good)."""

    __tablename__ = "evaluation"
    __table_args__ = table_args(
        UniqueConstraint("contract_id", "supplier_id"),
        Index("ix_evaluation_supplier_id_evaluated_on", "supplier_id", "evaluated_on"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    quality: Mapped[int] = whole(1, BEST_MARK, doc="Of what was delivered.")
    deadlines: Mapped[int] = whole(1, BEST_MARK, doc="Were they kept.")
    relation: Mapped[int] = whole(1, BEST_MARK, doc="Listening, availability, people who change.")
    administration: Mapped[int] = whole(1, BEST_MARK, doc="Price kept, invoices and papers in order.")
    added_value: Mapped[int] = whole(1, BEST_MARK, doc="What the mission would not have had without it.")
    comment: Mapped[str | None] = mapped_column(Text)
    evaluated_on: Mapped[dt.date]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)

    contract: Mapped[Contract] = relationship(lazy="select")
    supplier: Mapped[Supplier] = relationship(lazy="select")
    author: Mapped[User | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return f"{self.supplier} – {self.evaluated_on:%d/%m/%Y}"
