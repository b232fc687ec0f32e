"""What suppliers answered to a consultation, and how it was judged: criteria, tenders, marks, rounds, committee."""

import datetime as dt
import enum
from decimal import Decimal

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, metadata, table_args
from models.bounds import money, percent, whole
from models.contracts import Contract, GroupKind
from models.placement import AfterAward, MissionOnly
from models.suppliers import Supplier
from models.text import WORDS
from models.types import UtcDateTime, enum_column_type

BEST_TENDER_MARK = 20
MAX_ROUNDS = 9


class CommitteeAct(enum.StrEnum):
    """What the tender committee (CAO) did: it awards a formal procedure, and may be consulted on any other."""

    AWARD = "award"
    OPINION = "opinion"


class CommitteeSense(enum.StrEnum):
    """What the committee said."""

    FAVOURABLE = "favourable"
    UNFAVOURABLE = "unfavourable"
    ADJOURNED = "adjourned"


class InadmissibleGround(enum.StrEnum):
    """Why a tender is not judged (L2152-1 to L2152-6, R2151-5, R2144-7)."""

    IRREGULAR = "irregular"
    UNACCEPTABLE = "unacceptable"
    INAPPROPRIATE = "inappropriate"
    LOW = "low"
    LATE = "late"
    CANDIDACY = "candidacy"


tender_member = Table(
    "tender_member",
    metadata,
    Column("tender_id", ForeignKey("tender.id"), primary_key=True),
    Column("supplier_id", ForeignKey("supplier.id"), primary_key=True, index=True),
)


class AwardCriterion(Record):
    """A criterion by which tenders are judged, as the rules of the consultation publish it."""

    __tablename__ = "award_criterion"
    __table_args__ = table_args(
        CheckConstraint("name <> ''", name="name_filled"),
        UniqueConstraint("contract_id", "name"),
        Index("ix_award_criterion_contract_id_position", "contract_id", "position"),
    )
    __placement__ = MissionOnly()

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    position: Mapped[int] = whole(1, 30)
    name: Mapped[str] = mapped_column(String(160))
    weight: Mapped[Decimal] = percent(doc="All those of a contract make 100.")
    is_price: Mapped[bool] = mapped_column(default=False, doc="Marked by formula: lowest amount / amount × 20.")

    contract: Mapped[Contract] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.name


class Tender(Record):
    """What a supplier offers for a contract: of a grouping, the supplier is its lead (mandataire)."""

    __tablename__ = "tender"
    __table_args__ = table_args(
        CheckConstraint("is_admissible OR inadmissible_reason IS NOT NULL", name="exclusion_explained"),
        UniqueConstraint("contract_id", "supplier_id"),
        Index("ix_tender_contract_id_position", "contract_id", "position"),
    )
    __placement__ = AfterAward()
    __searched__ = (WORDS,)

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    position: Mapped[int] = whole(1, 999, doc="In the register of what was received.")
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    received_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    amount_excl_tax: Mapped[Decimal | None] = money(doc="As first received; rounds of negotiation revise it.")
    group_kind: Mapped[GroupKind] = mapped_column(
        enum_column_type(GroupKind, "tender_group_kind"), default=GroupKind.NONE
    )
    is_admissible: Mapped[bool] = mapped_column(default=True)
    inadmissible_ground: Mapped[InadmissibleGround | None] = mapped_column(
        enum_column_type(InadmissibleGround, "inadmissible_ground")
    )
    inadmissible_reason: Mapped[str | None] = mapped_column(Text)
    regularisation_asked_on: Mapped[dt.date | None] = mapped_column(doc="When it might be put right (R2152-2).")
    regularised_on: Mapped[dt.date | None] = mapped_column(doc="It is judged since; the reason stays in the file.")
    is_suspected_low: Mapped[bool] = mapped_column(default=False, doc="Asked about as abnormally low (L2152-5).")
    low_asked_on: Mapped[dt.date | None] = mapped_column(doc="When its price was asked to be explained.")
    low_answer: Mapped[str | None] = mapped_column(Text)
    is_retained: Mapped[bool] = mapped_column(default=False, doc="The contract was awarded to it.")
    rejection_reason: Mapped[str | None] = mapped_column(Text, doc="What the letter says to the one not retained.")
    notes: Mapped[str | None] = mapped_column(Text)

    contract: Mapped[Contract] = relationship(lazy="select")
    supplier: Mapped[Supplier] = relationship(lazy="select")
    members: Mapped[list[Supplier]] = relationship(
        secondary=tender_member, order_by=Supplier.sort_key, lazy="select", doc="Those of its grouping but the lead."
    )
    marks: Mapped[list["TenderMark"]] = relationship(
        cascade="all, delete-orphan", order_by=lambda: TenderMark.id, back_populates="tender", lazy="select"
    )
    revisions: Mapped[list["TenderRevision"]] = relationship(
        cascade="all, delete-orphan", order_by=lambda: TenderRevision.id, back_populates="tender", lazy="select"
    )

    def __str__(self) -> str:
        return str(self.supplier)


class TenderMark(Record):
    """What an assessor gives a tender on a criterion, from 0 to 20; round 0 is before any negotiation."""

    __tablename__ = "tender_mark"
    __table_args__ = table_args(
        UniqueConstraint("tender_id", "criterion_id", "assessor_id", "round_number", name="uq_tender_mark_case")
    )
    __placement__ = AfterAward("tender_id")

    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("award_criterion.id"), index=True)
    assessor_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    round_number: Mapped[int] = whole(0, MAX_ROUNDS, default=0)
    mark: Mapped[Decimal] = percent(0, BEST_TENDER_MARK)
    comment: Mapped[str | None] = mapped_column(String(1000))

    tender: Mapped[Tender] = relationship(back_populates="marks", lazy="select")
    criterion: Mapped[AwardCriterion] = relationship(lazy="select")
    assessor: Mapped[User] = relationship(lazy="select")

    def __str__(self) -> str:
        return f"{self.tender} – {self.criterion}"


class NegotiationRound(Record):
    """A round of negotiation, where the procedure allows one."""

    __tablename__ = "negotiation_round"
    __table_args__ = table_args(UniqueConstraint("contract_id", "number"))
    __placement__ = AfterAward()

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    number: Mapped[int] = whole(1, MAX_ROUNDS)
    held_on: Mapped[dt.date]
    notes: Mapped[str | None] = mapped_column(Text)

    contract: Mapped[Contract] = relationship(lazy="select")
    revisions: Mapped[list["TenderRevision"]] = relationship(
        cascade="all, delete-orphan", order_by=lambda: TenderRevision.id, back_populates="round", lazy="select"
    )

    def __str__(self) -> str:
        return f"n° {self.number} – {self.held_on:%d/%m/%Y}"


class TenderRevision(Record):
    """The amount of a tender after a round of negotiation."""

    __tablename__ = "tender_revision"
    __table_args__ = table_args(UniqueConstraint("round_id", "tender_id"))
    __placement__ = AfterAward("tender_id")

    round_id: Mapped[int] = mapped_column(ForeignKey("negotiation_round.id"))
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    amount_excl_tax: Mapped[Decimal] = money()

    round: Mapped[NegotiationRound] = relationship(back_populates="revisions", lazy="select")
    tender: Mapped[Tender] = relationship(back_populates="revisions", lazy="select")

    def __str__(self) -> str:
        return f"{self.tender} – {self.round}"


class CommitteeOpinion(Record):
    """What the tender committee (CAO) awarded, or the opinion that it gave."""

    __tablename__ = "committee_opinion"
    __table_args__ = table_args(Index("ix_committee_opinion_contract_id", "contract_id"))
    __placement__ = AfterAward()

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    held_on: Mapped[dt.date]
    kind: Mapped[CommitteeAct] = mapped_column(enum_column_type(CommitteeAct, "committee_act"))
    sense: Mapped[CommitteeSense] = mapped_column(enum_column_type(CommitteeSense, "committee_sense"))
    text: Mapped[str | None] = mapped_column(Text)

    contract: Mapped[Contract] = relationship(lazy="select")

    def __str__(self) -> str:
        return f"{self.held_on:%d/%m/%Y}"
